#ifndef TOGUNA_EXCHANGE_CHECKER_CHECK_WITNESSES_H_
#define TOGUNA_EXCHANGE_CHECKER_CHECK_WITNESSES_H_

#include "absl/status/status.h"
#include "exchange/checker/check_seal.h"

namespace toguna {

// The part of CheckSeal that verifies witnesses and proofs, over all units and
// strands together.
absl::Status CheckWitnesses(const SealToCheck& seal);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_CHECK_WITNESSES_H_
