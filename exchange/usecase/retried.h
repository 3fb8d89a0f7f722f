#ifndef TOGUNA_EXCHANGE_USECASE_RETRIED_H_
#define TOGUNA_EXCHANGE_USECASE_RETRIED_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace toguna {

// Runs `attempt`, five times at most, while another act changes what it had
// read (kAborted).
template <typename T, typename Attempt>
absl::StatusOr<T> Retried(const Attempt& attempt) {
  constexpr int kTries = 5;
  absl::StatusOr<T> result = attempt();
  for (int i = 1; i < kTries && absl::IsAborted(result.status()); ++i) {
    result = attempt();
  }
  return result;
}

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_RETRIED_H_
