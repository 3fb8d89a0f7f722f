#ifndef TOGUNA_EXCHANGE_USECASE_COHORT_TABLES_H_
#define TOGUNA_EXCHANGE_USECASE_COHORT_TABLES_H_

// Cohorts as the tables see them: one more dimension, that says in which cohort
// a record lies, and one more family, that counts by it. So whatever is shown
// is protected together with the counts that rows give away.

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/ids.h"
#include "exchange/cohort/stratum.h"
#include "exchange/disclosure/columns.h"
#include "exchange/disclosure/known_cohort.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"
#include "policies/model/plan.h"

namespace toguna {

// What one of a plan's cohorts were formed to, in the periods that a seal is
// made with, now or earlier.
struct CohortsInTables {
  CohortPlan plan;
  size_t rungs = 1;  // of the plan's ladder
  std::vector<const FormedCohorts*> formed;
};

// `catalog` with a dimension, its attribute and its code list for each of
// `all`, named as the cohorts are. Codes are those of FormedCohorts, below
// "all"; a record in no cohort has none.
//   kInvalidArgument PLAN_INVALID  the dataset has something of that name
absl::StatusOr<Catalog> WithCohorts(const Catalog& catalog,
                                    const DatasetId& dataset,
                                    std::span<const CohortsInTables> all);

// The family that counts records by cohort, at every rung.
Family FamilyOfCohorts(const CohortPlan& plan, size_t rungs);

// What the boxes of the lowest rung tell of counts by `families`, the plan's
// own. `catalog` may be with cohorts or without.
//   kInvalidArgument PLAN_INVALID  boxes are finer than any table or told apart
//                                  by when an incident was, as a table is
absl::StatusOr<std::vector<KnownCohort>> KnownOf(
    const Catalog& catalog, const Dataset& dataset,
    std::span<const Family* const> families, const CohortPlan& plan,
    const FormedCohorts& formed);

// Tells records of a month apart by `dimension`, too: the code of each entity;
// none where it is not in `codes`.
void AddCodes(const std::string& dimension,
              const std::map<int32_t, std::string>& codes, Columns& columns);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_COHORT_TABLES_H_
