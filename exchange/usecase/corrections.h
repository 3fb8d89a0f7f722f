#ifndef TOGUNA_EXCHANGE_USECASE_CORRECTIONS_H_
#define TOGUNA_EXCHANGE_USECASE_CORRECTIONS_H_

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/base/period.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/rows.h"

namespace toguna {

// Corrections and retractions of what was sealed already. Until the year of
// its period is sealed each is kept for that year's families of the streams
// REMOVED and ADDED. After that none is counted anywhere: the cube is gone that
// would bound what they may tell of it. In either case the seal of its period
// says from then on that there are corrections.

// Makes `effects` keep that `kept` was taken out of its sealed period and
// `added` put in its place (none: retracted). Nothing is kept if no table could
// tell the two apart. Any seal of a year that has read the corrections already
// must read them again.
absl::Status AddCorrection(const Ledger& ledger, const VaultRecord& kept,
                           const std::optional<Record>& added, absl::Time now,
                           absl::TimeZone zone, Effects& effects);

// The corrections of records whose period lies in `year`, made so far, in no
// meaningful order.
absl::StatusOr<std::vector<CorrectionRow>> CorrectionsOf(
    const Ledger& ledger, const DatasetId& dataset, Period year);

// Whether anything of `period` was corrected after its months were sealed: a
// public fact, without a number.
absl::StatusOr<bool> IsCorrected(const Ledger& ledger, const DatasetId& dataset,
                                 Period period);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_CORRECTIONS_H_
