#include "exchange/usecase/corrections.h"

#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/base/status_macros.h"

namespace toguna {

void AddCorrection(const VaultRecord& kept, const std::optional<Record>& added,
                   absl::Time now, absl::TimeZone zone, Effects& effects) {
  CorrectionRow row{
      .year = Period(Period::Kind::kYear, absl::ToCivilMonth(now, zone)),
      .period = kept.period,
      .made_at = now,
      .edition = added.has_value() ? added->instance : "",
      .removed = ForCounting(kept.record),
      .added = {}};
  if (added.has_value()) row.added = ForCounting(*added);
  if (row.added == row.removed) return;
  effects.expected.emplace_back(KeyOf(row), 0);
  effects.put.emplace_back(std::move(row));
}

absl::StatusOr<std::vector<CorrectionRow>> CorrectionsOf(
    const Ledger& ledger, const DatasetId& dataset, Period year) {
  std::vector<CorrectionRow> rows;
  TOGUNA_RETURN_IF_ERROR(
      ledger.Scan({RowKind::kCorrection, {dataset.text(), year.text()}, {}},
                  [&](const VersionedRow& row) {
                    rows.push_back(std::get<CorrectionRow>(row.row));
                    return true;
                  }));
  return rows;
}

}  // namespace toguna
