#ifndef TOGUNA_EXCHANGE_USECASE_PERIODS_H_
#define TOGUNA_EXCHANGE_USECASE_PERIODS_H_

// The officer's month: list, close, seal.

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"

namespace toguna {

// What may be said of a seal to everyone who may know of it.
struct SealSummary {
  PeriodRow period;
  int64_t cells = 0;
  int64_t published = 0;
  int64_t not_shown = 0;
  uint64_t audit_index = 0;
};

// Thread-safe if the ledger is. The references must outlive it.
class Periods {
 public:
  // `random` gives the tie-breaking key of a seal, which is forgotten with it.
  Periods(const Catalog& catalog, Ledger& ledger, Clock clock,
          RandomBytes random);

  // Periods of `dataset` that received records, oldest first.
  absl::StatusOr<std::vector<PeriodRow>> List(const DatasetId& dataset) const;

  // Ends a period: nothing is taken into it any more. Closing twice is OK.
  //   kFailedPrecondition PERIOD_NOT_OVER  its month has not ended
  //   kNotFound PERIOD_UNKNOWN             it never received a record
  absl::StatusOr<PeriodRow> Close(const Caller& caller,
                                  const DatasetId& dataset, Period period);

  // Tabulates, protects, has the checker verify, and freezes a closed period;
  // appends it to the feed. Sealing twice returns the first seal's summary.
  //   kFailedPrecondition PERIOD_NOT_CLOSED, NO_PLAN
  //   kDataLoss SEAL_CHECK_FAILED  the checker refused: nothing is written
  absl::StatusOr<SealSummary> Seal(const Caller& caller,
                                   const DatasetId& dataset, Period period);

 private:
  const Catalog& catalog_;
  Ledger& ledger_;
  Clock clock_;
  RandomBytes random_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_PERIODS_H_
