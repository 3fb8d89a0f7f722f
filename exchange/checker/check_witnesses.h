#ifndef TOGUNA_EXCHANGE_CHECKER_CHECK_WITNESSES_H_
#define TOGUNA_EXCHANGE_CHECKER_CHECK_WITNESSES_H_

#include "absl/status/status.h"
#include "exchange/checker/check_seal.h"

namespace toguna {

// Verifies one unit's witnesses: every table has whole counts, none negative,
// at points that a record can have, and the value of every published cell; and
// every unsafe count has its two tables. The form of the seal must have been
// checked. Errors as CheckSeal.
absl::Status CheckWitnesses(const SealToCheck& seal, bool victims);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_CHECK_WITNESSES_H_
