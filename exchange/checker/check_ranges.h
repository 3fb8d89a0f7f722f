#ifndef TOGUNA_EXCHANGE_CHECKER_CHECK_RANGES_H_
#define TOGUNA_EXCHANGE_CHECKER_CHECK_RANGES_H_

#include "absl/status/status.h"
#include "exchange/checker/check_seal.h"

namespace toguna {

// Verifies all ranges: every low and high of a cell not shown is exactly
// what its certificate gives, in whole numbers and for every combination of
// codes that a record can have; where there is no certificate the low is 0, or
// there is no high; every certificate is used. The form of the seal must have
// been checked. Errors as CheckSeal.
absl::Status CheckRanges(const SealToCheck& seal);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_CHECK_RANGES_H_
