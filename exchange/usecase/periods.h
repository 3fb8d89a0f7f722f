#ifndef TOGUNA_EXCHANGE_USECASE_PERIODS_H_
#define TOGUNA_EXCHANGE_USECASE_PERIODS_H_

// The officer's month: list and close. Quarters and years are only sealed.
// Sealing is in seal_jobs.h.

#include <vector>

#include "absl/status/statusor.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"

namespace toguna {

// The row of a period.
//   kNotFound PERIOD_UNKNOWN  it never received a record
absl::StatusOr<Versioned<PeriodRow>> FindPeriod(const Ledger& ledger,
                                                const DatasetId& dataset,
                                                Period period);

// Thread-safe if the ledger is. The references must outlive it.
class Periods {
 public:
  Periods(const Catalog& catalog, Ledger& ledger, Clock clock);

  // Months of `dataset` that received records, and the quarters and years that
  // are sealed or could be now, oldest first. A quarter or year that could be
  // is CLOSED, since its last month was sealed; it has no row yet.
  absl::StatusOr<std::vector<PeriodRow>> List(const DatasetId& dataset) const;

  // Ends a period: nothing is taken into it any more. Closing twice is OK.
  //   kFailedPrecondition PERIOD_NOT_OVER   its month has not ended
  //   kFailedPrecondition PERIOD_OF_MONTHS  a quarter or year is not closed
  //   kNotFound PERIOD_UNKNOWN              it never received a record
  absl::StatusOr<PeriodRow> Close(const Caller& caller,
                                  const DatasetId& dataset, Period period);

 private:
  absl::Status AddSealable(const DatasetId& dataset,
                           std::vector<PeriodRow>& periods) const;

  const Catalog& catalog_;
  Ledger& ledger_;
  Clock clock_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_PERIODS_H_
