#ifndef TOGUNA_EXCHANGE_PACKAGE_REFUSAL_H_
#define TOGUNA_EXCHANGE_PACKAGE_REFUSAL_H_

// Internal: why a package is refused.

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace toguna {

// kDataLoss with `reason`, one of those at OpenPackage, and its words.
absl::Status RefusePackage(absl::string_view reason,
                           const std::string& file = "");

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_PACKAGE_REFUSAL_H_
