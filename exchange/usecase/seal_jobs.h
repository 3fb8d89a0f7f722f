#ifndef TOGUNA_EXCHANGE_USECASE_SEAL_JOBS_H_
#define TOGUNA_EXCHANGE_USECASE_SEAL_JOBS_H_

// Sealing, which takes long: asked for by an officer, done by whoever calls Run
// in a thread of its own, and taken up again after a crash.

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/base/seal_work.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/make_seal.h"
#include "exchange/usecase/seal_commit.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"

namespace toguna {

// A seal that was asked for.
struct SealJob {
  SealJobRow row;
  uint64_t audit_index = 0;  // of the entry that ended it; 0 while it runs

  bool running() const { return row.state == SealJobRow::State::kRunning; }
};

// What ended a job that failed; OK for any other.
absl::Status ErrorOf(const SealJobRow& row);

// Thread-safe if the ledger is. The references must outlive it.
class SealJobs {
 public:
  // `random` gives each period's key (SealKeyRow). `work` is what a seal is
  // given that was asked for without.
  SealJobs(const Catalog& catalog, Ledger& ledger, Clock clock,
           RandomBytes random, int64_t work = kDefaultSealWork);

  // Asks for the seal of a closed month, or of a quarter or year whose months
  // are sealed, and returns at once. While an earlier one runs, or once the
  // period is sealed, returns that one, whatever work it was given; after a
  // failure begins another, with the same key. `work` (0: the constructor's) is
  // kept with the job, so that it is the same when the seal is taken up again.
  //   kInvalidArgument INVALID_WORK  not IsSealWork
  //   kNotFound PERIOD_UNKNOWN
  //   kFailedPrecondition PERIOD_NOT_CLOSED, PERIOD_LOST, NO_PLAN; see
  //   CheckSealable
  absl::StatusOr<SealJob> Request(const Caller& caller,
                                  const DatasetId& dataset, Period period,
                                  int64_t work = 0);

  // kNotFound OPERATION_UNKNOWN
  absl::StatusOr<SealJob> Get(const JobId& id) const;
  // All, in the order they were asked for.
  absl::StatusOr<std::vector<SealJob>> List() const;
  // Ends a job that runs as failed, with reason SEAL_CANCELLED; any other
  // stays as it is. A seal that is just being written may still come first.
  absl::StatusOr<SealJob> Cancel(const Caller& caller, const JobId& id);

  // The running job that was asked for first.
  absl::StatusOr<std::optional<SealJob>> Next() const;

  // Does the job: reads, protects, has the checker verify, and writes it down
  // as CommitSeal says. Killed at any moment and called again, it gives the
  // same tables. What speaks against the seal itself (the checker refuses, the
  // plan asks too much) ends the job as failed and leaves the period closed;
  // returns the job as it ended. Does nothing to a job that has ended.
  //   kCancelled  `watch` said no: nothing is written, the job still runs
  //   any other   the ledger cannot be read or written now: try again
  absl::StatusOr<SealJob> Run(const JobId& id, const SealWatch& watch);

 private:
  absl::Status CheckAsked(const DatasetId& dataset, Period period,
                          const PeriodRow* row, absl::Time now) const;
  absl::StatusOr<SealJob> RunOnce(const JobId& id, const SealWatch& watch);

  const Catalog& catalog_;
  Ledger& ledger_;
  Clock clock_;
  RandomBytes random_;
  int64_t work_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_SEAL_JOBS_H_
