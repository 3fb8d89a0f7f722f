#ifndef TOGUNA_EXCHANGE_USECASE_SEALS_H_
#define TOGUNA_EXCHANGE_USECASE_SEALS_H_

// Reading seals for a release. Thread-safe if the ledger is.

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/period.h"
#include "exchange/disclosure/sealed.h"
#include "exchange/usecase/ledger.h"

namespace toguna {

// Which of `periods` are sealed: a public fact. Reads no seal.
absl::StatusOr<std::vector<Period>> SealedAmong(
    const Ledger& ledger, const DatasetId& dataset,
    const std::vector<Period>& periods);

// The rung of k `rung` of the seals of `periods`, in their order. Without
// `rung`, as a grant may be under a plan without rungs, what was sealed as the
// only one. Another rung never stands in for the one that is named.
//   kFailedPrecondition RUNG_NOT_SEALED  `period` has no such rung, or has
//                                        several and none is named
//   kDataLoss                            a seal is missing
absl::StatusOr<std::vector<SealedPeriod>> ReadSeals(
    const Ledger& ledger, const DatasetId& dataset,
    const std::vector<Period>& periods, std::optional<int> rung);

// A package states one k, s and c for all it holds. Returns
// kFailedPrecondition MINIMUMS_DIFFER if the seals were made under several.
absl::Status SameMinimums(const std::vector<SealedPeriod>& sealed);

// What is told of the rung that seals are of.
struct RungRisk {
  // The largest global re-identification risk among them, as it was computed
  // with the seal: of the whole rung, whatever part of it is released.
  double global = 0;
  // The most that the plans they were made under allow it; none: they bound
  // another rung, or not all of them bound it.
  std::optional<double> bound;
};

// None where some seal's plan had one rung alone, or is from before such
// figures were kept.
absl::StatusOr<std::optional<RungRisk>> RiskOf(
    const Ledger& ledger, const std::vector<SealedPeriod>& sealed);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_SEALS_H_
