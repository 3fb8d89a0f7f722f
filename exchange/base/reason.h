#ifndef TOGUNA_EXCHANGE_BASE_REASON_H_
#define TOGUNA_EXCHANGE_BASE_REASON_H_

// Stable reasons of errors: what google.rpc.ErrorInfo.reason carries outside.

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace toguna {

// Reason and the values its text speaks of, e.g. {"field": "incident/type"}.
// Never an identifier of a person, a place, a count below a minimum or a key.
struct Reason {
  std::string code;  // UPPER_SNAKE_CASE, one list in exchange/rpc/reasons.md
  std::map<std::string, std::string> metadata;
};

// Returns a status of `code` whose message says what was wrong and what to do,
// with `reason` attached to it for programs.
absl::Status ReasonError(absl::StatusCode code, absl::string_view reason,
                         absl::string_view message,
                         std::map<std::string, std::string> metadata = {});

// Returns the reason attached to `status`; an empty code if there is none.
Reason ReasonOf(const absl::Status& status);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_BASE_REASON_H_
