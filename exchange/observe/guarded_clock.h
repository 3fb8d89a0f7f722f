#ifndef TOGUNA_EXCHANGE_OBSERVE_GUARDED_CLOCK_H_
#define TOGUNA_EXCHANGE_OBSERVE_GUARDED_CLOCK_H_

#include "absl/time/time.h"
#include "keys/ring/ring.h"

namespace toguna {

// A clock that is set back would bring an expired agreement to life again. This
// one never goes back: it says no less than `newest`, when something was last
// recorded, and than it said before. Where `clock` is further behind than a
// correction of a few seconds explains, nobody knows the time, and it says the
// infinite past: nothing is served until the clock is right. Thread-safe.
Clock GuardedClock(Clock clock, absl::Time newest);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_OBSERVE_GUARDED_CLOCK_H_
