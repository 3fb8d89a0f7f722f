#include "exchange/usecase/shredding.h"

#include <cstddef>
#include <utility>
#include <vector>

#include "exchange/base/status_macros.h"
#include "exchange/usecase/corrections.h"

namespace toguna {

absl::Status AddShredKey(const Ledger& ledger, const DatasetId& dataset,
                         Period period, const RandomBytes& random,
                         Effects& effects) {
  constexpr size_t kKeyBytes = 32;
  ShredKeyRow key{.dataset = dataset,
                  .year = Period(Period::Kind::kYear, period.month()),
                  .key = ""};
  TOGUNA_ASSIGN_OR_RETURN(const auto drawn,
                          Find<ShredKeyRow>(ledger, KeyOf(key)));
  effects.expected.emplace_back(KeyOf(key),
                                drawn.has_value() ? drawn->version : 0);
  if (drawn.has_value()) return absl::OkStatus();
  key.key = random(kKeyBytes);
  effects.put.emplace_back(std::move(key));
  return absl::OkStatus();
}

absl::Status AddShredding(const Ledger& ledger, const DatasetId& dataset,
                          Period year, Effects& effects) {
  effects.erase.push_back(
      KeyOf(ShredKeyRow{.dataset = dataset, .year = year, .key = ""}));
  for (const RowKind kind : {RowKind::kCube, RowKind::kWitness}) {
    TOGUNA_RETURN_IF_ERROR(
        ledger.Scan({kind, {dataset.text(), year.text()}, {}},
                    [&](const VersionedRow& row) {
                      effects.erase.push_back(KeyOf(row.row));
                      return true;
                    }));
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<CorrectionRow> corrections,
                          CorrectionsOf(ledger, dataset, year));
  for (const CorrectionRow& row : corrections) {
    effects.erase.push_back(KeyOf(row));
  }
  return absl::OkStatus();
}

}  // namespace toguna
