#ifndef TOGUNA_EXCHANGE_USECASE_SEALED_PLAN_H_
#define TOGUNA_EXCHANGE_USECASE_SEALED_PLAN_H_

// Plans as periods were sealed under them, beside the plan in force.

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "exchange/base/period.h"
#include "exchange/usecase/rows.h"
#include "policies/model/catalog.h"
#include "policies/model/plan.h"

namespace toguna {

// The plan as the seal of `period` keeps it, with what its families count by.
SealedPlanRow SealedPlanOf(const Catalog& catalog, const Plan& plan,
                           Period period);

// A digest of what a dimension's codes mean: its source, the trees of its code
// list and of its attributes' lists, its crosswalk.
std::string MeaningOf(const Catalog& catalog, const Dataset& dataset,
                      const Dimension& dimension);

// The plans that months and quarters were sealed under, by period.
using SealedPlans = std::map<Period, SealedPlanRow>;

// OK if the cubes of the months among `then` can be counted by the families of
// `plan` that the seal of `period` needs, together with what was published.
//   kFailedPrecondition HISTORY_MISMATCH, PLAN_CHANGED (see CheckSealable)
absl::Status CheckPlans(const Catalog& catalog, const Plan& plan, Period period,
                        const SealedPlans& then);

// kFailedPrecondition: `text`, and `what` it is about, which the sentences for
// people show too.
absl::Status RefuseSeal(absl::string_view reason, absl::string_view text,
                        absl::string_view what);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_SEALED_PLAN_H_
