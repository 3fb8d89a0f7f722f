#include "exchange/rpc/seal_worker.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace toguna {

SealWorker::SealWorker(SealJobs& jobs, SealWorkerOptions options)
    : jobs_(jobs), options_(std::move(options)) {}

SealWorker::~SealWorker() {
  Stop(absl::InfiniteDuration());
  if (thread_.joinable()) thread_.join();
}

void SealWorker::Start() {
  {
    absl::MutexLock lock(&mutex_);
    ended_ = false;
  }
  thread_ = std::thread([this] { Loop(); });
}

void SealWorker::Wake() {
  absl::MutexLock lock(&mutex_);
  woken_ = true;
}

std::optional<SealProgress> SealWorker::ProgressOf(const SealJob& job) const {
  absl::MutexLock lock(&mutex_);
  if (job_ != IdOf(job.row)) return std::nullopt;
  return progress_;
}

void SealWorker::Abandon(const SealJob& job) {
  absl::MutexLock lock(&mutex_);
  if (job_ == IdOf(job.row)) abandoned_ = true;
}

bool SealWorker::Stop(absl::Duration patience) {
  absl::MutexLock lock(&mutex_);
  stopping_ = true;
  return mutex_.AwaitWithTimeout(absl::Condition(&ended_), patience);
}

void SealWorker::Loop() {
  absl::Duration pause = absl::ZeroDuration();
  absl::MutexLock lock(&mutex_);
  while (!stopping_) {
    woken_ = false;
    mutex_.Unlock();
    pause = Step(pause);
    mutex_.Lock();
    const auto due = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return stopping_ || woken_;
    };
    mutex_.AwaitWithTimeout(absl::Condition(&due), pause);
  }
  ended_ = true;
}

absl::Duration SealWorker::Step(absl::Duration last_pause) {
  const absl::StatusOr<std::optional<SealJob>> next = jobs_.Next();
  absl::Status status = next.status();
  JobId id;
  if (next.ok()) {
    if (!next->has_value()) return absl::InfiniteDuration();
    id = IdOf((*next)->row);
    {
      absl::MutexLock lock(&mutex_);
      job_ = id;
      abandoned_ = false;
      progress_ = {};
    }
    status =
        jobs_.Run(id, [this](const SealProgress& now) { return Note(now); })
            .status();
    absl::MutexLock lock(&mutex_);
    job_.reset();
    // Called off or shutting down, which the loop sees.
    if (absl::IsCancelled(status)) return absl::ZeroDuration();
  }
  if (options_.on_attempt) options_.on_attempt(id, status);
  if (status.ok()) return absl::ZeroDuration();
  return last_pause == absl::InfiniteDuration()
             ? options_.first_pause
             : std::clamp(2 * last_pause, options_.first_pause,
                          options_.longest_pause);
}

bool SealWorker::Note(const SealProgress& progress) {
  absl::MutexLock lock(&mutex_);
  progress_ = progress;
  return !stopping_ && !abandoned_;
}

}  // namespace toguna
