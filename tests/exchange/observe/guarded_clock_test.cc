#include "exchange/observe/guarded_clock.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"

namespace toguna {
namespace {

absl::Time At(int64_t seconds) { return absl::FromUnixSeconds(seconds); }

TEST(GuardedClockTest, SaysTheTimeWhileItGoesOn) {
  absl::Time now = At(100);
  const Clock clock = GuardedClock([&] { return now; }, At(100));
  EXPECT_EQ(clock(), At(100));
  now = At(250);
  EXPECT_EQ(clock(), At(250));
}

TEST(GuardedClockTest, ASmallCorrectionDoesNotGoBack) {
  absl::Time now = At(100);
  const Clock clock = GuardedClock([&] { return now; }, At(0));
  EXPECT_EQ(clock(), At(100));
  now = At(95);
  EXPECT_EQ(clock(), At(100));
  now = At(101);
  EXPECT_EQ(clock(), At(101));
}

TEST(GuardedClockTest, AClockThatWasSetBackTellsNoTime) {
  absl::Time now = At(94);
  const Clock clock = GuardedClock([&] { return now; }, At(100));
  EXPECT_EQ(clock(), absl::InfinitePast());
  now = At(100);
  EXPECT_EQ(clock(), At(100));
  now = At(0);
  EXPECT_EQ(clock(), absl::InfinitePast());
}

TEST(GuardedClockTest, AClockThatCannotBeReadTellsNoTime) {
  absl::Time now = absl::InfinitePast();
  const Clock clock = GuardedClock([&] { return now; }, absl::InfinitePast());
  EXPECT_EQ(clock(), absl::InfinitePast());
  now = At(1);
  EXPECT_EQ(clock(), At(1));
}

TEST(GuardedClockTest, NeverGoesBackWhateverTheClockDoes) {
  rc::check([](const std::vector<int16_t>& steps) {
    absl::Time now = At(0);
    const Clock clock = GuardedClock([&] { return now; }, At(0));
    absl::Time latest = At(0);
    for (const int16_t step : steps) {
      now += absl::Milliseconds(step);
      const absl::Time said = clock();
      if (said == absl::InfinitePast()) {
        RC_ASSERT(now < latest - absl::Seconds(5));
        continue;
      }
      RC_ASSERT(said >= latest);
      RC_ASSERT(said == std::max(now, latest));
      latest = said;
    }
  });
}

}  // namespace
}  // namespace toguna
