#include "exchange/observe/guarded_clock.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/time/time.h"
#include "keys/ring/ring.h"

namespace toguna {
namespace {

// What a time service corrects at once.
constexpr absl::Duration kCorrection = absl::Seconds(5);

}  // namespace

Clock GuardedClock(Clock clock, absl::Time newest) {
  auto latest = std::make_shared<std::atomic<int64_t>>(
      newest == absl::InfinitePast() ? INT64_MIN : absl::ToUnixMicros(newest));
  return [clock = std::move(clock), latest = std::move(latest)] {
    const absl::Time now = clock();
    if (now == absl::InfinitePast()) return now;
    const int64_t said = absl::ToUnixMicros(now);
    int64_t before = latest->load();
    while (before < said && !latest->compare_exchange_weak(before, said)) {
    }
    if (before <= said) return now;
    if (before - said > absl::ToInt64Microseconds(kCorrection)) {
      return absl::InfinitePast();
    }
    return absl::FromUnixMicros(before);
  };
}

}  // namespace toguna
