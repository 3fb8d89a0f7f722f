#ifndef TOGUNA_EXCHANGE_USECASE_SEAL_COHORTS_H_
#define TOGUNA_EXCHANGE_USECASE_SEAL_COHORTS_H_

// The cohorts that a seal is made with: those it forms, and those that were
// given out before of the same records.

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/cohort/sealed_cohorts.h"
#include "exchange/cohort/stratum.h"
#include "exchange/disclosure/known_cohort.h"
#include "exchange/usecase/cohort_tables.h"
#include "exchange/usecase/make_seal.h"
#include "policies/model/catalog.h"
#include "policies/model/plan.h"

namespace toguna {

// Cohorts that were formed for a quarter.
struct MadeCohorts {
  CohortPlan plan;
  FormedCohorts formed;
  CohortSeal seal;

  // Where all records are held over there is nothing to count.
  bool IsCounted() const { return formed.nodes.size() > 1; }
};

// A seal's input with its cohorts as one more dimension of records, and one
// more family each, after the plan's own; likewise of earlier seals.
struct SealCohorts {
  Catalog catalog;
  Plan plan;
  SealInput input;
  std::vector<KnownCohort> known;                      // of what is sealed now
  std::vector<std::vector<KnownCohort>> known_before;  // of each earlier seal
  std::vector<MadeCohorts> made;                       // in the plan's order
};

// Forms the cohorts of `plan` from the strata of `input`.
//   what FormStratum and KnownOf refuse   PLAN_INVALID, RECORD_INVALID
absl::StatusOr<SealCohorts> FormSealCohorts(const Catalog& catalog,
                                            const Plan& plan,
                                            const SealInput& input);

// The dimension that says in which cohort of an earlier quarter a record lies.
std::string DimensionBefore(const CohortSeal& seal);

// The codes of the nodes that rows are given of, of those that lie in one, and
// of those that hold one: all that anybody has seen of `seal`.
std::vector<std::string> CodesSeen(const CohortSeal& seal);

// Takes the tables of cohorts, which are the last, out of a rung that was
// verified with them.
void TakeCohorts(size_t rung, std::vector<MadeCohorts>& cohorts,
                 MadeRung& made);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_SEAL_COHORTS_H_
