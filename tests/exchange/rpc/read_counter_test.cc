// Which calls are counted, and the thread that has them written.

#include "exchange/rpc/read_counter.h"

#include <atomic>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_ledger.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr char kPreview[] = "/toguna.v1.ExtractService/PreviewExtract";

// Says when an entry was committed, which the counter's thread does.
class ToldLedger : public FakeLedger {
 public:
  absl::StatusOr<uint64_t> Commit(const Effects& effects) override {
    const auto index = FakeLedger::Commit(effects);
    if (index.ok() && !committed.HasBeenNotified()) committed.Notify();
    return index;
  }
  absl::Notification committed;
};

class ReadCounterTest : public ::testing::Test {
 protected:
  static CallReport Call(const char* method,
                         absl::StatusCode code = absl::StatusCode::kOk,
                         const char* reason = "") {
    return {.method = method,
            .party = PartyId("mrm"),
            .code = code,
            .reason = reason,
            .duration = absl::ZeroDuration()};
  }

  ToldLedger ledger_;
  std::atomic<int64_t> now_{1775000000};
  ReadHours hours_{ledger_, [this] { return absl::FromUnixSeconds(now_); }};
  std::vector<bool> told_;
  ReadCounterOptions options_{
      .look_every = absl::Milliseconds(2),
      .on_change = [this](const absl::Status& s) { told_.push_back(s.ok()); }};
};

TEST_F(ReadCounterTest, ReadsAndPreviewsAreCountedAndActsAreNot) {
  ReadCounter counter(hours_, options_);
  counter.Start();
  counter.Count(Call(kPreview));
  counter.Count(Call(kPreview));
  counter.Count(Call(kPreview, absl::StatusCode::kPermissionDenied, "REFUSED"));
  counter.Count(
      Call("/toguna.v1.FeedService/StreamFeed", absl::StatusCode::kCancelled));
  counter.Count(Call("/toguna.v1.ExtractService/CreateExtract"));
  counter.Count(Call("/toguna.v1.IntakeService/SubmitRecords"));
  counter.Count(Call("/grpc.health.v1.Health/Check"));
  counter.Stop();
  ASSERT_THAT(ledger_.log, SizeIs(1));
  EXPECT_THAT(ledger_.log[0].fields,
              UnorderedElementsAre(
                  Pair("hour", "2026-03-31T23:00:00Z"), Pair("party", "mrm"),
                  Pair("ExtractService.PreviewExtract", "OK:2 REFUSED:1"),
                  Pair("FeedService.StreamFeed", "CANCELLED:1")));
  EXPECT_THAT(told_, IsEmpty());
}

TEST_F(ReadCounterTest, AnHourThatEndsWithoutACallIsWritten) {
  ReadCounter counter(hours_, options_);
  counter.Start();
  counter.Count(Call(kPreview));
  absl::SleepFor(absl::Milliseconds(20));
  EXPECT_FALSE(ledger_.committed.HasBeenNotified());
  now_ += 3600;
  EXPECT_TRUE(
      ledger_.committed.WaitForNotificationWithTimeout(absl::Seconds(30)));
  counter.Stop();
  EXPECT_THAT(ledger_.log, SizeIs(1));
}

TEST_F(ReadCounterTest, FailuresAreToldOnceAndWhatWaitedIsWritten) {
  ledger_.commit_error = absl::UnavailableError("no log");
  {
    ReadCounter failing(hours_, options_);
    failing.Start();
    failing.Count(Call(kPreview));
    now_ += 3600;
    absl::SleepFor(absl::Milliseconds(20));
    failing.Stop();
    EXPECT_THAT(told_, ElementsAre(false));
  }
  ledger_.commit_error = absl::OkStatus();
  ReadCounter counter(hours_, options_);
  counter.Stop();
  EXPECT_THAT(ledger_.log, SizeIs(1));
  // Stopping twice is OK, and so is never having been started.
  counter.Stop();
  EXPECT_THAT(ledger_.log, SizeIs(1));
}

TEST_F(ReadCounterTest, CallsOfManyThreadsAreAllCountedWhateverIsWritten) {
  ReadCounter counter(hours_, options_);
  counter.Start();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 500; ++n) {
        counter.Count(Call(kPreview));
        if (n % 100 == 0) now_ += 3600;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  counter.Stop();
  uint64_t calls = 0;
  for (const AuditEntry& entry : ledger_.log) {
    calls += ReadsOfEntry(entry)
                 ->calls.at("ExtractService.PreviewExtract")
                 .at(kReadAnswered);
  }
  EXPECT_EQ(calls, 2000U);
}

}  // namespace
}  // namespace toguna::testing
