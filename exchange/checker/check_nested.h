#ifndef TOGUNA_EXCHANGE_CHECKER_CHECK_NESTED_H_
#define TOGUNA_EXCHANGE_CHECKER_CHECK_NESTED_H_

#include "absl/status/status.h"
#include "exchange/checker/check_seal.h"

namespace toguna {

// Verifies that a higher rung publishes only what the rung below does: the same
// families in the same order, and every published cell with the same value. OK
// for a seal that is not nested. That the rung below keeps its own promise is
// its own check. Errors as CheckSeal.
absl::Status CheckNested(const SealToCheck& seal);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_CHECK_NESTED_H_
