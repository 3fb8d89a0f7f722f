#ifndef TOGUNA_EXCHANGE_USECASE_HELD_OVER_H_
#define TOGUNA_EXCHANGE_USECASE_HELD_OVER_H_

// Records of earlier quarters that join the cohorts of one that is sealed now.
//
// A record waits within its year: with the year the cubes are destroyed that
// later cohorts are proven with.

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/base/period.h"
#include "exchange/cohort/sealed_cohorts.h"
#include "exchange/cohort/stratum.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/rows.h"
#include "exchange/usecase/sealed_plan.h"
#include "policies/model/catalog.h"
#include "policies/model/plan.h"

namespace toguna {

// A quarter that was sealed before, with what hangs together with it.
struct EarlierQuarter {
  Period quarter{absl::CivilMonth()};
  SealedPlans plans;              // of it and of its months
  std::vector<CohortSeal> seals;  // of the later plan's cohorts, in order
  // Its months that received records, in order; and of each what waits, by the
  // later plan's cohorts.
  std::vector<CubeRow> months;
  std::vector<std::vector<Stratum>> waiting;
};

// The quarters of the year before `quarter`, in order, that a seal of its
// cohorts has to be made with: from the first on whose records wait, or lie in
// cohorts together with records of those. None where nothing waits, or where a
// quarter was sealed under a plan whose cohorts or dimensions mean something
// else: its records then stay where they are. Adds to `rests_on` what must not
// change meanwhile. kDataLoss if a row is lost.
absl::StatusOr<std::vector<EarlierQuarter>> ReadHeldOver(
    const Catalog& catalog, const Ledger& ledger, const Plan& plan,
    Period quarter, std::vector<std::pair<RowKey, uint64_t>>& rests_on);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_HELD_OVER_H_
