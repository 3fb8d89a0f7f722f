#ifndef TOGUNA_EXCHANGE_BASE_SEAL_WORK_H_
#define TOGUNA_EXCHANGE_BASE_SEAL_WORK_H_

// How long a seal may search for the best pattern, at each rung. In millions of
// steps, not in minutes: a step is the same on every machine, so the same
// records and the same work give the same tables. A safe pattern is found with
// any work; more shows more cells, or proves that none better exists.

#include <cstdint>

namespace toguna {

// What is spent where nobody says otherwise. Half of it proves the best pattern
// of 11 of the demonstration's 12 months.
inline constexpr int64_t kDefaultSealWork = 600;
// What seals were given before it could be said.
inline constexpr int64_t kFormerSealWork = 150;
// More is refused, as is less than 1: never "no limit".
inline constexpr int64_t kMostSealWork = 100'000;

constexpr bool IsSealWork(int64_t work) {
  return work >= 1 && work <= kMostSealWork;
}

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_BASE_SEAL_WORK_H_
