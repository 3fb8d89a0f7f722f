#ifndef TOGUNA_EXCHANGE_USECASE_SEAL_PARTS_H_
#define TOGUNA_EXCHANGE_USECASE_SEAL_PARTS_H_

// What the seal of a month, quarter or year is put together from.
//
// A month is made of its records. A quarter and a year are made of the internal
// cubes of their months, never of the vault, and with what was published of
// them as it was published. They are never open and need no closing: one can be
// sealed once its months are over and those that received records are sealed.
// A month that received none counts as empty for ever: once its quarter or year
// is sealed intake takes nothing into it any more.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/make_seal.h"
#include "exchange/usecase/rows.h"
#include "policies/model/catalog.h"
#include "policies/model/plan.h"

namespace toguna {

// Whether the seal of a quarter or year may be asked for at `now`; reads no
// cube. Of a month only what is said of plans.
//   kNotFound PERIOD_UNKNOWN       none of its months received a record
//   kFailedPrecondition
//     PERIOD_NOT_OVER              some month has not ended
//     PERIOD_LOST                  see PeriodState; `what` says which
//     MONTHS_NOT_SEALED            `what` says which
//     QUARTERS_NOT_SEALED          a year's, where the plan has families of
//                                  quarters, which cannot be sealed after it
//     YEAR_SEALED                  a quarter's: there is no cube any more
//     NOTHING_DUE                  a quarter's: the plan has no family for it
//     MONTHS_NOT_KEPT              sealed before cubes were kept
//     HISTORY_MISMATCH             a code list or dimension means something
//                                  else now; `what` says which and since when
//     PLAN_CHANGED                 a month was told apart too coarsely for a
//                                  family; `what` says which month and family
absl::Status CheckSealable(const Catalog& catalog, const Ledger& ledger,
                           const Plan& plan, Period period, absl::Time now);

// What a seal reads, and the rows that must not change before it is written:
// (key, version), as Effects::expected.
struct SealParts {
  SealInput input;
  std::vector<std::pair<RowKey, uint64_t>> rests_on;
};

// Reads the records of a month, or the cubes and seals of a quarter's or year's
// months; for a year whose plan counts them, corrections so far. Errors as
// CheckSealable and CountMonth; kDataLoss if a row is lost.
absl::StatusOr<SealParts> ReadParts(const Catalog& catalog,
                                    const Ledger& ledger, const Plan& plan,
                                    Period period, absl::Time now);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_SEAL_PARTS_H_
