#ifndef TOGUNA_EXCHANGE_TOGUNA_AGREEMENT_ODRL_H_
#define TOGUNA_EXCHANGE_TOGUNA_AGREEMENT_ODRL_H_

#include "CLI/App.hpp"
#include "exchange/toguna/session.h"

namespace toguna {

// Adds `export` and `import` to `toguna agreement`.
void AddAgreementOdrl(CLI::App& agreement, Session& session);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_AGREEMENT_ODRL_H_
