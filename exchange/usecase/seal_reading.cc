#include "exchange/usecase/seal_reading.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/cohort_rows.h"

namespace toguna {

Period YearOf(const Period& period) {
  return Period(Period::Kind::kYear, period.month());
}

std::vector<Period> QuartersOfYear(const Period& period) {
  std::vector<Period> quarters;
  const absl::CivilMonth first{absl::CivilYear(period.month())};
  for (int q = 0; q < 4; ++q) {
    quarters.emplace_back(Period::Kind::kQuarter, first + 3 * q);
  }
  return quarters;
}

absl::Status LostPeriod(absl::string_view what) {
  return ReasonError(absl::StatusCode::kFailedPrecondition, "PERIOD_LOST",
                     "the database was put back, and what was published of "
                     "this until then is not known: it is never sealed",
                     {{"what", std::string(what)}});
}

absl::StatusOr<FoundPeriod> FindPeriodRow(const Ledger& ledger,
                                          const DatasetId& dataset,
                                          Period period) {
  TOGUNA_ASSIGN_OR_RETURN(
      const auto found,
      Find<PeriodRow>(ledger,
                      {RowKind::kPeriod, {dataset.text(), period.text()}, {}}));
  FoundPeriod answer{.period = period, .row = std::nullopt};
  if (found.has_value()) {
    answer.row = found->value;
    answer.version = found->version;
  }
  return answer;
}

absl::StatusOr<std::optional<SealedPlanRow>> FindSealedPlan(
    const Ledger& ledger, const DatasetId& dataset, Period period) {
  TOGUNA_ASSIGN_OR_RETURN(
      auto found,
      Find<SealedPlanRow>(
          ledger, {RowKind::kSealedPlan, {dataset.text(), period.text()}, {}}));
  if (!found.has_value()) return std::optional<SealedPlanRow>();
  return std::optional(std::move(found->value));
}

absl::StatusOr<CubeRow> ReadCube(const Ledger& ledger, const DatasetId& dataset,
                                 const Period& month) {
  TOGUNA_ASSIGN_OR_RETURN(
      auto cube, Find<CubeRow>(ledger, {RowKind::kCube,
                                        {dataset.text(), YearOf(month).text(),
                                         month.text()},
                                        {}}));
  if (!cube.has_value()) {
    return absl::DataLossError("a month is sealed, but its cube is missing");
  }
  return std::move(cube->value);
}

absl::StatusOr<std::vector<Stratum>> StandingStrata(
    const Ledger& ledger, const Plan& plan, const std::vector<Stratum>& kept) {
  std::vector<Stratum> strata;
  for (const CohortPlan& cohorts : plan.cohorts) {
    Stratum& standing = strata.emplace_back();
    standing.id = cohorts.id;
    for (const Stratum& stratum : kept) {
      if (stratum.id != cohorts.id) continue;
      for (const StratumRecord& record : stratum.records) {
        TOGUNA_ASSIGN_OR_RETURN(
            const bool stands,
            StandsAsSealed(ledger, plan.dataset, record.record));
        if (stands) standing.records.push_back(record);
      }
    }
  }
  return strata;
}

}  // namespace toguna
