#ifndef TOGUNA_EXCHANGE_TOGUNA_SDC_COHORTS_H_
#define TOGUNA_EXCHANGE_TOGUNA_SDC_COHORTS_H_

// toguna sdc cohorts: records in files, generalised until everybody stands
// among enough others.

#include "CLI/App.hpp"
#include "exchange/toguna/session.h"

namespace toguna {

// Exit codes: 0 written, 2 bad input (nothing written), 5 a mistake of this
// program.
void AddSdcCohorts(CLI::App& sdc, Session& session);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_SDC_COHORTS_H_
