// The thread that seals, over fake jobs.

#include "exchange/rpc/seal_worker.h"

#include <atomic>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/rpc/fake_use_cases.h"
#include "tests/support/fake_ledger.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;

// Numbered jobs that lie in the ledger until they have ended.
class SealWorkerTest : public ::testing::Test {
 protected:
  SealWorkerTest() {
    ResetAnswers();
    Answers().next_job = [this]() -> absl::StatusOr<std::optional<SealJob>> {
      absl::MutexLock lock(&mutex_);
      if (waiting_.empty()) return std::optional<SealJob>();
      return Job(waiting_.front());
    };
    Answers().run = [this](const JobId& id, const SealWatch& watch) {
      return Run(id, watch);
    };
  }

  static SealJob Job(uint64_t number) {
    SealJob job;
    job.row.attempt = number;
    return job;
  }

  absl::StatusOr<SealJob> Run(const JobId& id, const SealWatch& watch) {
    if (!watch({SealStep::kProtecting, 1, 3})) return absl::CancelledError();
    if (during_) during_();
    if (!watch({SealStep::kWriting})) return absl::CancelledError();
    absl::MutexLock lock(&mutex_);
    ++attempts_;
    if (attempts_ <= failing_) return absl::UnavailableError("the log");
    const SealJob job = Job(waiting_.front());
    EXPECT_EQ(IdOf(job.row), id);
    waiting_.erase(waiting_.begin());
    ended_.push_back(job.row.attempt);
    return job;
  }

  void Ask(uint64_t number) {
    {
      absl::MutexLock lock(&mutex_);
      waiting_.push_back(number);
    }
    worker_.Wake();
  }

  std::vector<uint64_t> WaitForEnded(size_t count) {
    absl::MutexLock lock(&mutex_);
    const auto enough = [&] { return ended_.size() >= count; };
    mutex_.Await(absl::Condition(&enough));
    return ended_;
  }

  absl::Mutex mutex_;
  std::vector<uint64_t> waiting_;
  std::vector<uint64_t> ended_;
  int attempts_ = 0;
  int failing_ = 0;
  std::function<void()> during_;
  Catalog catalog_;
  FakeLedger ledger_;
  SealJobs jobs_{catalog_, ledger_, [] { return absl::UnixEpoch(); },
                 [](size_t n) { return std::string(n, 'r'); }};
  SealWorker worker_{jobs_,
                     {.first_pause = absl::Milliseconds(1),
                      .longest_pause = absl::Milliseconds(4),
                      .on_attempt = nullptr}};
};

TEST_F(SealWorkerTest, DoesWhatTheLastProcessLeftAndWhatIsAskedLater) {
  waiting_ = {1, 2};
  worker_.Start();
  EXPECT_THAT(WaitForEnded(2), ElementsAre(1, 2));
  Ask(3);
  EXPECT_THAT(WaitForEnded(3), ElementsAre(1, 2, 3));
}

TEST_F(SealWorkerTest, TriesAgainUntilTheLedgerCanWrite) {
  failing_ = 3;
  waiting_ = {1};
  worker_.Start();
  EXPECT_THAT(WaitForEnded(1), ElementsAre(1));
  absl::MutexLock lock(&mutex_);
  EXPECT_EQ(attempts_, 4);
}

TEST_F(SealWorkerTest, SaysHowFarTheJobUnderWayIsAndNoOther) {
  absl::Notification in_it;
  absl::Notification seen;
  during_ = [&] {
    in_it.Notify();
    seen.WaitForNotification();
  };
  waiting_ = {1};
  EXPECT_EQ(worker_.ProgressOf(Job(1)), std::nullopt);
  worker_.Start();
  in_it.WaitForNotification();
  EXPECT_EQ(worker_.ProgressOf(Job(1)),
            (SealProgress{SealStep::kProtecting, 1, 3}));
  EXPECT_EQ(worker_.ProgressOf(Job(2)), std::nullopt);
  seen.Notify();
  WaitForEnded(1);
}

TEST_F(SealWorkerTest, AJobThatIsCalledOffStopsAtItsNextStep) {
  std::atomic<int> begun = 0;
  during_ = [&] {
    if (++begun > 1) return;
    {
      absl::MutexLock lock(&mutex_);
      waiting_ = {2};  // the ledger no longer lists job 1
    }
    worker_.Abandon(Job(2));  // another: goes on
    worker_.Abandon(Job(1));
  };
  waiting_ = {1};
  worker_.Start();
  EXPECT_THAT(WaitForEnded(1), ElementsAre(2));
}

TEST_F(SealWorkerTest, StopsBetweenStepsAndLeavesTheJob) {
  absl::Notification in_it;
  absl::Notification go_on;
  during_ = [&] {
    in_it.Notify();
    go_on.WaitForNotification();
  };
  waiting_ = {1};
  worker_.Start();
  in_it.WaitForNotification();
  EXPECT_FALSE(worker_.Stop(absl::ZeroDuration()));
  go_on.Notify();
  EXPECT_TRUE(worker_.Stop(absl::InfiniteDuration()));
  absl::MutexLock lock(&mutex_);
  EXPECT_THAT(waiting_, ElementsAre(1));
  EXPECT_THAT(ended_, ElementsAre());
}

TEST_F(SealWorkerTest, OneThatNeverStartedIsStopped) {
  EXPECT_TRUE(worker_.Stop(absl::ZeroDuration()));
}

}  // namespace
}  // namespace toguna::testing
