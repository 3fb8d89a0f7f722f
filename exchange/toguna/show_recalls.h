#ifndef TOGUNA_EXCHANGE_TOGUNA_SHOW_RECALLS_H_
#define TOGUNA_EXCHANGE_TOGUNA_SHOW_RECALLS_H_

#include <string>

#include "exchange/base/json.h"
#include "exchange/rpc/client.h"
#include "exchange/toguna/console.h"

namespace toguna {

// A line for each release and recall, with its day and what became of it.
void ShowRecalls(const Console& console,
                 const v1::ListRecallsResponse& response);

// Says if something that was given under the agreement, or with none named
// under any, waits for an attestation: whoever holds it is told whatever it
// came for. Nothing where the exchange does not answer: it is a reminder.
void SayOutstanding(const Console& console, Client& client,
                    const std::string& agreement);

// What a feed says of a recall.
void ShowNotice(const Console& console, const v1::RecallNotice& notice);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_SHOW_RECALLS_H_
