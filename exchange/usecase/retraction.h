#ifndef TOGUNA_EXCHANGE_USECASE_RETRACTION_H_
#define TOGUNA_EXCHANGE_USECASE_RETRACTION_H_

// Taking one record out of the vault, as part of whatever act does it.

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/usecase/ledger.h"

namespace toguna {

// What a contributor is told of a record that it never sent.
absl::Status UnknownRecord();

// True if `period` is sealed. Otherwise makes sure that a seal and the change
// in `effects` cannot both happen without one seeing the other: an open period
// must still be open, and a closed one is written again, so that a seal that
// has read its records already must read them once more.
absl::StatusOr<bool> HoldUnsealed(const Ledger& ledger,
                                  const DatasetId& dataset,
                                  const Period& period, Effects& effects);

// Makes `effects` remove the record `ref` of `contributor` from the vault; what
// it was is kept for the year's corrections families if its period is sealed.
// False, and nothing is added, if it was retracted before.
//   kNotFound RECORD_UNKNOWN
absl::StatusOr<bool> AddRetraction(const Ledger& ledger,
                                   const DatasetId& dataset,
                                   const PartyId& contributor,
                                   absl::string_view ref, absl::Time now,
                                   absl::TimeZone zone, Effects& effects);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_RETRACTION_H_
