#ifndef TOGUNA_EXCHANGE_TOGUNA_SHOW_DECISION_H_
#define TOGUNA_EXCHANGE_TOGUNA_SHOW_DECISION_H_

#include <string>

#include "exchange/base/json.h"
#include "exchange/toguna/console.h"
#include "toguna/v1/decision.pb.h"

namespace toguna {

// `text` with a "?" for what a terminal would obey instead of showing: whoever
// asked may have written it.
std::string Plain(const std::string& text);

// "2026-03-01 07:30 UTC".
std::string MinuteOf(const google::protobuf::Timestamp& time);

// "NO: LEVEL_TOO_FINE", in the reader's language.
std::string OutcomeText(const Console& console, const v1::Decision& decision);

// What was asked, in one line: "protection-incidents, place-by-type, 2026-03".
std::string AskText(const v1::Decision& decision);

// A decision as a page to read, without its digest; and a list's entry for
// scripts.
void ShowDecision(const Console& console, const v1::Decision& decision);
Json JsonOf(const v1::Decision& decision);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_SHOW_DECISION_H_
