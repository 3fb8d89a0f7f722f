#ifndef TOGUNA_EXCHANGE_USECASE_CORRECTIONS_H_
#define TOGUNA_EXCHANGE_USECASE_CORRECTIONS_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/base/period.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/rows.h"

namespace toguna {

// Makes `effects` keep that, in the year of `now`, `kept` was taken out of its
// sealed period and `added` put in its place (none: retracted). Nothing is kept
// if no table could tell the two apart.
void AddCorrection(const VaultRecord& kept, const std::optional<Record>& added,
                   absl::Time now, absl::TimeZone zone, Effects& effects);

// The corrections made in `year`, in no meaningful order: what the year's
// families of the streams REMOVED and ADDED count.
absl::StatusOr<std::vector<CorrectionRow>> CorrectionsOf(
    const Ledger& ledger, const DatasetId& dataset, Period year);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_CORRECTIONS_H_
