#ifndef TOGUNA_EXCHANGE_USECASE_SEAL_READING_H_
#define TOGUNA_EXCHANGE_USECASE_SEAL_READING_H_

// What a seal is put together from, as the store has it.

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/cohort/stratum.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/rows.h"
#include "policies/model/plan.h"

namespace toguna {

// A period's row, or its absence.
struct FoundPeriod {
  Period period{absl::CivilMonth()};
  std::optional<PeriodRow> row;
  uint64_t version = 0;

  bool sealed() const {
    return row.has_value() && row->state == PeriodState::kSealed;
  }
  bool lost() const {
    return row.has_value() && row->state == PeriodState::kLost;
  }
};

// kFailedPrecondition PERIOD_LOST; `what` says which periods.
absl::Status LostPeriod(absl::string_view what);

absl::StatusOr<FoundPeriod> FindPeriodRow(const Ledger& ledger,
                                          const DatasetId& dataset,
                                          Period period);

Period YearOf(const Period& period);

// The four quarters of the year of a period.
std::vector<Period> QuartersOfYear(const Period& period);

// The plan that a period was sealed under; none if it was not kept.
absl::StatusOr<std::optional<SealedPlanRow>> FindSealedPlan(
    const Ledger& ledger, const DatasetId& dataset, Period period);

// The internal cube of a sealed month whose year is not sealed.
//   kDataLoss
absl::StatusOr<CubeRow> ReadCube(const Ledger& ledger, const DatasetId& dataset,
                                 const Period& month);

// One stratum for each of the plan's cohorts: those of the records that a month
// kept that stand as they were sealed. What was retracted or corrected since is
// in the tables, and in no row.
absl::StatusOr<std::vector<Stratum>> StandingStrata(
    const Ledger& ledger, const Plan& plan, const std::vector<Stratum>& kept);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_SEAL_READING_H_
