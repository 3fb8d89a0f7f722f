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

// What one of a plan's cohorts were formed to in one period.
struct CohortsInTables {
  CohortPlan plan;
  // What says in which of these a record lies; no two share it.
  std::string dimension;
  size_t rungs = 1;  // of the period's ladder
  const FormedCohorts* formed = nullptr;
};

// `catalog` with the dimension of each of `all` and its code list, and an
// attribute for those of the same plan's cohorts: which cohort of whichever
// period a record lies in, at the lowest rung. Codes are those of
// FormedCohorts, below "all"; a record in none of these cohorts has none.
//   kInvalidArgument PLAN_INVALID  the dataset has something of that name
absl::StatusOr<Catalog> WithCohorts(const Catalog& catalog,
                                    const DatasetId& dataset,
                                    std::span<const CohortsInTables> all);

// The family that counts records by cohort, at every rung.
Family FamilyOfCohorts(const CohortsInTables& cohorts);

// What the boxes of the lowest rung tell of counts by `families`, the plans'
// own. `catalog` may be with cohorts or without.
//   kInvalidArgument PLAN_INVALID  boxes are finer than any table or told apart
//                                  by when an incident was, as a table is
absl::StatusOr<std::vector<KnownCohort>> KnownOf(
    const Catalog& catalog, const Dataset& dataset,
    std::span<const Family* const> families, const CohortsInTables& cohorts);

// Tells records of a month apart by `dimension`, too: the code of each entity;
// none where it is not in `codes`.
void AddCodes(const std::string& dimension,
              const std::map<int32_t, std::string>& codes, Columns& columns);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_COHORT_TABLES_H_
