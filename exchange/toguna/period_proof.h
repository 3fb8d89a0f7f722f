#ifndef TOGUNA_EXCHANGE_TOGUNA_PERIOD_PROOF_H_
#define TOGUNA_EXCHANGE_TOGUNA_PERIOD_PROOF_H_

#include "CLI/App.hpp"
#include "exchange/toguna/session.h"

namespace toguna {

// Adds `proof` and `check` to the command `period`.
void AddPeriodProof(CLI::App& period, Session& session);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_PERIOD_PROOF_H_
