#ifndef TOGUNA_EXCHANGE_RPC_SEAL_WORKER_H_
#define TOGUNA_EXCHANGE_RPC_SEAL_WORKER_H_

// The one thread that seals. What there is to do lies in the ledger, so a
// thread that dies with its process loses nothing.

#include <functional>
#include <optional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "exchange/base/ids.h"
#include "exchange/usecase/seal_jobs.h"

namespace toguna {

struct SealWorkerOptions {
  // Between attempts while the ledger cannot be read or written; doubled each
  // time.
  absl::Duration first_pause = absl::Seconds(1);
  absl::Duration longest_pause = absl::Minutes(1);
  // Told of each attempt: OK if its job ended, well or badly. Unset: nobody is.
  std::function<void(const JobId& job, const absl::Status& status)> on_attempt;
};

// Runs the jobs of `jobs` one at a time, oldest first. Thread-safe.
class SealWorker {
 public:
  // `jobs` must outlive it.
  explicit SealWorker(SealJobs& jobs, SealWorkerOptions options = {});
  // Stops, and waits for the step that runs.
  ~SealWorker();
  SealWorker(const SealWorker&) = delete;
  SealWorker& operator=(const SealWorker&) = delete;

  // Begins with what the last process left. Call once.
  void Start();
  // Says that there is something to do, or something less.
  void Wake();
  // How far `job` is; none if it is not the one under way.
  std::optional<SealProgress> ProgressOf(const SealJob& job) const;
  // Asks the seal under way to stop at its next step if it is `job`; for a job
  // that was called off.
  void Abandon(const SealJob& job);

  // Begins nothing more, and asks the seal under way to stop at its next step.
  // True if the thread ended within `patience`. If not, the process may still
  // end at once: the next one does the job again, to the same result.
  bool Stop(absl::Duration patience);

 private:
  void Loop();
  // Runs the next job, if any; how long to rest then.
  absl::Duration Step(absl::Duration last_pause);
  bool Note(const SealProgress& progress);

  SealJobs& jobs_;
  const SealWorkerOptions options_;
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = true;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  bool abandoned_ ABSL_GUARDED_BY(mutex_) = false;  // the job under way
  std::optional<JobId> job_ ABSL_GUARDED_BY(mutex_);
  SealProgress progress_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_SEAL_WORKER_H_
