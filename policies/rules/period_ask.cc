#include "policies/rules/period_ask.h"

#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "policies/model/cadence.h"
#include "policies/rules/cohorts.h"

namespace toguna {

bool ConfineTo(const Catalog& catalog, Period::Kind kind, Ask& ask) {
  const Plan* plan = catalog.PlanOf(ask.dataset);
  if (plan == nullptr) return true;  // refused for that
  const bool apart = !ask.cohort_levels.empty();
  std::set<std::string> dimensions;  // of tables, and of rows unless `apart`
  std::set<std::string> shown;       // by rows
  std::erase_if(ask.families, [&](const FamilyId& id) {
    const Family* family = plan->FindFamily(id);
    if (family == nullptr) return false;
    if (KindOf(family->cadence) != kind) return true;
    for (const Axis& axis : family->axes) dimensions.insert(axis.dimension);
    return false;
  });
  const Dataset* dataset = catalog.FindDataset(ask.dataset);
  std::erase_if(ask.cohorts, [&](const CohortsId& id) {
    const CohortPlan* cohorts = plan->FindCohorts(id);
    if (cohorts == nullptr) return false;
    if (KindOf(cohorts->cadence) != kind) return true;
    if (dataset != nullptr) shown.merge(DimensionsOf(*dataset, *cohorts));
    return false;
  });
  std::erase_if(ask.cohort_levels, [&](const LevelLimit& level) {
    return !shown.contains(level.dimension);
  });
  if (!apart) dimensions.merge(shown);
  std::erase_if(ask.levels, [&](const LevelLimit& level) {
    return !dimensions.contains(level.dimension);
  });
  return !ask.families.empty() || !ask.cohorts.empty();
}

absl::Time LagOver(const Catalog& catalog, const Grant& grant,
                   const Period& period) {
  const absl::TimeZone zone = catalog.operation.time_zone;
  if (!grant.lag_days.has_value()) return absl::InfiniteFuture();
  return absl::FromCivil(
      absl::CivilDay(period.Next().month()) + *grant.lag_days, zone);
}

}  // namespace toguna
