#include "exchange/usecase/retraction.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/corrections.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/rows.h"

namespace toguna {

absl::Status UnknownRecord() {
  return ReasonError(absl::StatusCode::kNotFound, "RECORD_UNKNOWN",
                     "no record with this reference was taken from you");
}

absl::StatusOr<bool> HoldUnsealed(const Ledger& ledger,
                                  const DatasetId& dataset,
                                  const Period& period, Effects& effects) {
  PeriodRow row;
  row.dataset = dataset;
  row.period = period;
  TOGUNA_ASSIGN_OR_RETURN(const auto found,
                          Find<PeriodRow>(ledger, KeyOf(row)));
  if (!found.has_value() || found->value.state == PeriodState::kSealed) {
    return true;
  }
  effects.expected.emplace_back(KeyOf(row), found->version);
  if (found->value.state == PeriodState::kClosed) {
    effects.put.emplace_back(found->value);
  }
  return false;
}

absl::StatusOr<bool> AddRetraction(const Ledger& ledger,
                                   const DatasetId& dataset,
                                   const PartyId& contributor,
                                   absl::string_view ref, absl::Time now,
                                   absl::TimeZone zone, Effects& effects) {
  RecordIndex index;
  index.dataset = dataset;
  index.contributor = contributor;
  index.ref = std::string(ref);
  TOGUNA_ASSIGN_OR_RETURN(const auto known,
                          Find<RecordIndex>(ledger, KeyOf(index)));
  if (!known.has_value()) return UnknownRecord();
  if (known->value.retracted) return false;
  index = known->value;
  index.retracted = true;
  VaultRecord vault;
  vault.record.dataset = dataset;
  vault.record.contributor = contributor;
  vault.record.ref = index.ref;
  vault.period = index.period;
  TOGUNA_ASSIGN_OR_RETURN(const bool sealed,
                          HoldUnsealed(ledger, dataset, index.period, effects));
  effects.expected.emplace_back(KeyOf(index), known->version);
  TOGUNA_ASSIGN_OR_RETURN(const auto kept,
                          Find<VaultRecord>(ledger, KeyOf(vault)));
  if (sealed && kept.has_value()) {
    effects.expected.emplace_back(KeyOf(vault), kept->version);
    TOGUNA_RETURN_IF_ERROR(
        AddCorrection(ledger, kept->value, std::nullopt, now, zone, effects));
  }
  effects.erase.push_back(KeyOf(vault));
  effects.put.emplace_back(std::move(index));
  return true;
}

}  // namespace toguna
