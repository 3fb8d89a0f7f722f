#ifndef TOGUNA_EXCHANGE_TOGUNA_AGREEMENT_DECISIONS_H_
#define TOGUNA_EXCHANGE_TOGUNA_AGREEMENT_DECISIONS_H_

#include "CLI/App.hpp"
#include "exchange/toguna/session.h"

namespace toguna {

// Adds `decisions` and `explain` to the commands of `toguna agreement`.
void AddAgreementDecisions(CLI::App& agreement, Session& session);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_AGREEMENT_DECISIONS_H_
