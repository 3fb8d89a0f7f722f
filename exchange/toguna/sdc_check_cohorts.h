#ifndef TOGUNA_EXCHANGE_TOGUNA_SDC_CHECK_COHORTS_H_
#define TOGUNA_EXCHANGE_TOGUNA_SDC_CHECK_COHORTS_H_

// toguna sdc check --cohorts.

#include <cstdint>
#include <string>

#include "exchange/toguna/session.h"

namespace toguna {

struct SdcCheckCohortsOptions {
  std::string cohorts;
  std::string hierarchies;
  int64_t k = 0;           // 0: not given
  std::string diversity;   // as sdc cohorts has it
  std::string rungs_with;  // the file of a coarser rung

  bool given() const {
    return !cohorts.empty() || !hierarchies.empty() || k != 0 ||
           !diversity.empty() || !rungs_with.empty();
  }
};

// Exit codes: 0 holds, 1 broken, 2 bad input.
int CheckCohortFile(Session& session, const SdcCheckCohortsOptions& options);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_SDC_CHECK_COHORTS_H_
