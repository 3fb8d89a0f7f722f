#include "exchange/usecase/corrections.h"

#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

RowKey KeyOfPeriod(const DatasetId& dataset, Period period) {
  return {RowKind::kPeriod, {dataset.text(), period.text()}, {}};
}

}  // namespace

absl::Status AddCorrection(const Ledger& ledger, const VaultRecord& kept,
                           const std::optional<Record>& added, absl::Time now,
                           absl::TimeZone zone, Effects& effects) {
  CorrectionRow row{
      .year = Period(Period::Kind::kYear, absl::ToCivilMonth(now, zone)),
      .period = kept.period,
      .made_at = now,
      .edition = added.has_value() ? added->instance : "",
      .removed = ForCounting(kept.record),
      .added = {}};
  if (added.has_value()) row.added = ForCounting(*added);
  if (row.added == row.removed) return absl::OkStatus();

  const DatasetId& dataset = kept.record.dataset;
  const RowKey month = KeyOfPeriod(dataset, kept.period);
  TOGUNA_ASSIGN_OR_RETURN(auto sealed, Find<PeriodRow>(ledger, month));
  if (!sealed.has_value()) {
    return absl::DataLossError("a record's period has no row");
  }
  effects.expected.emplace_back(month, sealed->version);
  sealed->value.corrected = true;
  effects.put.emplace_back(std::move(sealed->value));

  const RowKey year =
      KeyOfPeriod(dataset, Period(Period::Kind::kYear, kept.period.month()));
  TOGUNA_ASSIGN_OR_RETURN(const auto ended, Find<PeriodRow>(ledger, year));
  if (ended.has_value()) return absl::OkStatus();
  effects.expected.emplace_back(year, 0);
  effects.expected.emplace_back(KeyOf(row), 0);
  effects.put.emplace_back(std::move(row));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<CorrectionRow>> CorrectionsOf(
    const Ledger& ledger, const DatasetId& dataset, Period year) {
  std::vector<CorrectionRow> rows;
  // They lie by the year in which they were made.
  TOGUNA_RETURN_IF_ERROR(
      ledger.Scan({RowKind::kCorrection, {dataset.text()}, {}},
                  [&](const VersionedRow& row) {
                    const auto& one = std::get<CorrectionRow>(row.row);
                    if (year.Contains(one.period)) rows.push_back(one);
                    return true;
                  }));
  return rows;
}

absl::StatusOr<bool> IsCorrected(const Ledger& ledger, const DatasetId& dataset,
                                 Period period) {
  for (const Period& month : period.Months()) {
    TOGUNA_ASSIGN_OR_RETURN(
        const auto row, Find<PeriodRow>(ledger, KeyOfPeriod(dataset, month)));
    if (row.has_value() && row->value.corrected) return true;
  }
  return false;
}

}  // namespace toguna
