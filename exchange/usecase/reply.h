#ifndef TOGUNA_EXCHANGE_USECASE_REPLY_H_
#define TOGUNA_EXCHANGE_USECASE_REPLY_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"

namespace toguna {

// The remembered answer to `request_id` of `caller`, if it acted before.
// Returns kInvalidArgument INVALID_REQUEST_ID for a malformed id and
// REQUEST_ID_REUSED if the id came with another body. `body` is any bytes that
// are equal exactly if the requests are.
absl::StatusOr<std::optional<std::string>> FindReply(
    const Ledger& ledger, const Caller& caller, absl::string_view request_id,
    absl::string_view body);

// Makes `effects` remember `answer`, and expect that nobody answered before.
void RememberReply(const Caller& caller, absl::string_view request_id,
                   absl::string_view body, std::string answer,
                   Effects& effects);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_REPLY_H_
