#include "exchange/checker/exact_span.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

__extension__ typedef __int128 Wide;

absl::Status TooLarge() {
  return absl::ResourceExhaustedError(
      "a number is too large to be checked exactly");
}

Wide Magnitude(Wide number) { return number < 0 ? -number : number; }

Wide CommonDivisor(Wide a, Wide b) {
  while (b != 0) a = std::exchange(b, a % b);
  return a;
}

// Replaces `row` by a multiple of row - x * `by` that is 0 at `pivot`. Products
// of two 64-bit numbers and their difference fit 128 bits.
absl::Status Cancel(ExactRow& row, const ExactRow& by, size_t pivot) {
  const int64_t divisor = std::gcd(row[pivot], by[pivot]);
  const Wide mine = by[pivot] / divisor;
  const Wide theirs = row[pivot] / divisor;
  std::vector<Wide> sums(row.size());
  Wide content = 0;
  for (size_t i = 0; i < row.size(); ++i) {
    sums[i] = mine * row[i] - theirs * by[i];
    if (content != 1 && sums[i] != 0) {
      content = CommonDivisor(Magnitude(sums[i]), content);
    }
  }
  if (content == 0) content = 1;
  for (size_t i = 0; i < row.size(); ++i) {
    const Wide number = content == 1 ? sums[i] : sums[i] / content;
    // INT64_MIN is left out, so that magnitudes fit too.
    if (number > INT64_MAX || number < -INT64_MAX) return TooLarge();
    row[i] = static_cast<int64_t>(number);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ExactSpan::Fit> ExactSpan::Add(ExactRow row) {
  TOGUNA_RETURN_IF_ERROR(ReduceByAll(row));
  // The smallest number as pivot keeps the others small.
  std::optional<size_t> pivot;
  for (size_t i = 0; i < unknowns_; ++i) {
    if (row[i] == 0) continue;
    if (!pivot.has_value() || std::abs(row[i]) < std::abs(row[*pivot])) {
      pivot = i;
    }
  }
  if (!pivot.has_value()) {
    return row[unknowns_] == 0 ? Fit::kFollows : Fit::kContradicts;
  }
  for (Pivoted& other : rows_) {
    if (other.row[*pivot] == 0) continue;
    TOGUNA_RETURN_IF_ERROR(Cancel(other.row, row, *pivot));
  }
  rows_.push_back({*pivot, std::move(row)});
  return Fit::kNew;
}

absl::StatusOr<bool> ExactSpan::Determines(ExactRow row) const {
  TOGUNA_RETURN_IF_ERROR(ReduceByAll(row));
  return std::all_of(row.begin(),
                     row.begin() + static_cast<std::ptrdiff_t>(unknowns_),
                     [](int64_t number) { return number == 0; });
}

absl::Status ExactSpan::ReduceByAll(ExactRow& row) const {
  for (const Pivoted& known : rows_) {
    if (row[known.pivot] == 0) continue;
    TOGUNA_RETURN_IF_ERROR(Cancel(row, known.row, known.pivot));
  }
  return absl::OkStatus();
}

}  // namespace toguna
