#ifndef TOGUNA_EXCHANGE_USECASE_SHREDDING_H_
#define TOGUNA_EXCHANGE_USECASE_SHREDDING_H_

// The keys of rows that can be destroyed (ShredKeyOf in rows.h).

#include "absl/status/status.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/usecase/ledger.h"
#include "keys/ring/ring.h"

namespace toguna {

// Adds to `effects` what rows of `period` need to be sealed under: the key of
// its year, drawn if the year has none yet. The commit aborts if another one
// draws or erases it first.
absl::Status AddShredKey(const Ledger& ledger, const DatasetId& dataset,
                         Period period, const RandomBytes& random,
                         Effects& effects);

// Makes `effects` erase the key of `year`, all that is sealed under it (cubes
// and witnesses), and what was kept of corrections of records of that year.
absl::Status AddShredding(const Ledger& ledger, const DatasetId& dataset,
                          Period year, Effects& effects);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_SHREDDING_H_
