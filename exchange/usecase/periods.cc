#include "exchange/usecase/periods.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/retried.h"
#include "exchange/usecase/seal_parts.h"

namespace toguna {
namespace {

RowKey KeyOfPeriod(const DatasetId& dataset, Period period) {
  return {RowKind::kPeriod, {dataset.text(), period.text()}, {}};
}

}  // namespace

absl::StatusOr<Versioned<PeriodRow>> FindPeriod(const Ledger& ledger,
                                                const DatasetId& dataset,
                                                Period period) {
  TOGUNA_ASSIGN_OR_RETURN(
      auto found, Find<PeriodRow>(ledger, KeyOfPeriod(dataset, period)));
  if (!found.has_value()) {
    return ReasonError(absl::StatusCode::kNotFound, "PERIOD_UNKNOWN",
                       "this period never received a record of the dataset",
                       {{"period", period.text()}});
  }
  return *std::move(found);
}

Periods::Periods(const Catalog& catalog, Ledger& ledger, Clock clock)
    : catalog_(catalog), ledger_(ledger), clock_(std::move(clock)) {}

absl::StatusOr<std::vector<PeriodRow>> Periods::List(
    const DatasetId& dataset) const {
  std::vector<PeriodRow> periods;
  const RowKey prefix{RowKind::kPeriod, {dataset.text()}, {}};
  TOGUNA_RETURN_IF_ERROR(ledger_.Scan(prefix, [&](const VersionedRow& row) {
    periods.push_back(std::get<PeriodRow>(row.row));
    return true;
  }));
  TOGUNA_RETURN_IF_ERROR(AddSealable(dataset, periods));
  std::sort(periods.begin(), periods.end(),
            [](const PeriodRow& a, const PeriodRow& b) {
              return a.period < b.period;
            });
  return periods;
}

absl::Status Periods::AddSealable(const DatasetId& dataset,
                                  std::vector<PeriodRow>& periods) const {
  const Plan* plan = catalog_.FindDataset(dataset) == nullptr
                         ? nullptr
                         : catalog_.PlanOf(dataset);
  if (plan == nullptr) return absl::OkStatus();
  std::map<Period, std::optional<absl::Time>> longer;  // last seal of a month
  for (const PeriodRow& row : periods) {
    if (row.period.kind() != Period::Kind::kMonth) continue;
    for (const auto kind : {Period::Kind::kQuarter, Period::Kind::kYear}) {
      auto& last = longer[Period(kind, row.period.month())];
      last = std::max(last, row.sealed_at);
    }
  }
  for (const PeriodRow& row : periods) longer.erase(row.period);
  for (const auto& [period, last] : longer) {
    const absl::Status sealable =
        CheckSealable(catalog_, ledger_, *plan, period, clock_());
    if (absl::IsFailedPrecondition(sealable)) continue;
    TOGUNA_RETURN_IF_ERROR(sealable);
    periods.push_back({.dataset = dataset,
                       .period = period,
                       .state = PeriodState::kClosed,
                       .closed_at = last,
                       .sealed_at = {}});
  }
  return absl::OkStatus();
}

absl::StatusOr<PeriodRow> Periods::Close(const Caller& caller,
                                         const DatasetId& dataset,
                                         Period period) {
  if (period.kind() != Period::Kind::kMonth) {
    return ReasonError(absl::StatusCode::kFailedPrecondition,
                       "PERIOD_OF_MONTHS",
                       "a quarter or year is not closed; close and seal its "
                       "months, then seal it",
                       {{"period", period.text()}});
  }
  return Retried<PeriodRow>([&]() -> absl::StatusOr<PeriodRow> {
    TOGUNA_ASSIGN_OR_RETURN(Versioned<PeriodRow> row,
                            FindPeriod(ledger_, dataset, period));
    if (row.value.state != PeriodState::kOpen) return row.value;
    const absl::Time now = clock_();
    if (now < period.End(catalog_.operation.time_zone)) {
      return ReasonError(absl::StatusCode::kFailedPrecondition,
                         "PERIOD_NOT_OVER",
                         "the month has not ended; close it when it has",
                         {{"period", period.text()}});
    }
    row.value.state = PeriodState::kClosed;
    row.value.closed_at = now;
    Effects effects;
    effects.time = now;
    effects.expected.emplace_back(KeyOf(row.value), row.version);
    effects.put.emplace_back(row.value);
    effects.entry = {
        .type = "period.close",
        .actor = caller.spiffe_id,
        .fields = {{"dataset", dataset.text()}, {"period", period.text()}}};
    TOGUNA_RETURN_IF_ERROR(ledger_.Commit(effects).status());
    return row.value;
  });
}

}  // namespace toguna
