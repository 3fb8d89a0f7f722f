#ifndef TOGUNA_POLICIES_RULES_COUNTER_OFFER_H_
#define TOGUNA_POLICIES_RULES_COUNTER_OFFER_H_

// What would pass instead of an ask that was refused.

#include <optional>

#include "absl/time/time.h"
#include "policies/model/catalog.h"
#include "policies/rules/decide.h"

namespace toguna {

struct CounterOffer {
  Ask ask;  // passes, as Decide says
  // When: now, or later where only time stands in the way. Quotas are then
  // those of a new month.
  absl::Time from;
};

// The closest ask that passes, of those that ask for less: coarser levels,
// fewer families, cohorts and periods, narrower codes. Nothing between `ask`
// and it passes. None if nothing does, as where the agreement itself opens
// nothing. Depends on policy and public facts alone, as Decide does, and looks
// for later times only if nothing passes now.
std::optional<CounterOffer> FindCounterOffer(const Catalog& catalog,
                                             const Ask& ask,
                                             const Facts& facts);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_RULES_COUNTER_OFFER_H_
