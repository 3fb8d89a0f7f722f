#ifndef TOGUNA_POLICIES_RULES_PERIOD_ASK_H_
#define TOGUNA_POLICIES_RULES_PERIOD_ASK_H_

// What a grant can give of one period, and when.

#include "absl/time/time.h"
#include "exchange/base/period.h"
#include "policies/model/catalog.h"
#include "policies/rules/decide.h"

namespace toguna {

// Leaves of `ask` what a period of `kind` can have: the families and cohorts of
// its cadence, and the levels that these need. False if that is nothing, though
// the dataset has a plan.
bool ConfineTo(const Catalog& catalog, Period::Kind kind, Ask& ask);

// When what was granted of a period may first be given; never, where the grant
// does not say.
absl::Time LagOver(const Catalog& catalog, const Grant& grant,
                   const Period& period);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_RULES_PERIOD_ASK_H_
