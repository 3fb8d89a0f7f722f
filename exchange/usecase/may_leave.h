#ifndef TOGUNA_EXCHANGE_USECASE_MAY_LEAVE_H_
#define TOGUNA_EXCHANGE_USECASE_MAY_LEAVE_H_

#include <cstdint>

#include "absl/status/status.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/ledger.h"
#include "policies/model/agreement.h"

namespace toguna {

// Returns OK once what entry `index` of the log is about may leave under
// `agreement`: a checkpoint covers it, and where the agreement says so, enough
// witnesses have signed one that does. Errors as the two waits of the ledger;
// what was committed stays, and is delivered when somebody asks again.
inline absl::Status WaitUntilMayLeave(Ledger& ledger,
                                      const Agreement& agreement,
                                      uint64_t index) {
  TOGUNA_RETURN_IF_ERROR(ledger.WaitForCheckpoint(index));
  return agreement.witnessed ? ledger.WaitForWitnesses(index)
                             : absl::OkStatus();
}

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_MAY_LEAVE_H_
