#ifndef TOGUNA_EXCHANGE_AUDIT_COMMITMENT_H_
#define TOGUNA_EXCHANGE_AUDIT_COMMITMENT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace toguna {

// What the log holds instead of a value that must be provable and must not be
// told: a keyed hash of the value and what it is, in hexadecimal. Whoever has
// `salt`, 32 random bytes used once, can show that the entry is of this value;
// once the salt is destroyed the entry tells nothing of it, for good.
std::string Commitment(absl::string_view salt, absl::string_view type,
                       absl::string_view value);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_AUDIT_COMMITMENT_H_
