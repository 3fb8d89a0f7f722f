#ifndef TOGUNA_EXCHANGE_CHECKER_EXACT_SPAN_H_
#define TOGUNA_EXCHANGE_CHECKER_EXACT_SPAN_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"

namespace toguna {

// A row of integers, one per unknown, and last the value their sum has.
using ExactRow = std::vector<int64_t>;

// Everything that follows linearly from rows with known values, exactly.
//
// Keeps the rows in reduced form (Gauss-Jordan) as integers without common
// divisor: adding one combines rows crosswise instead of dividing. All
// operations return kResourceExhausted where a number would not fit 64 bits;
// the object must not be used after that. Not thread-safe.
class ExactSpan {
 public:
  explicit ExactSpan(size_t unknowns) : unknowns_(unknowns) {}

  enum class Fit {
    kNew,          // independent of the rows before
    kFollows,      // a combination of them, with the value they say
    kContradicts,  // a combination of them, with another value
  };

  // Adds `row`, which has unknowns + 1 numbers.
  absl::StatusOr<Fit> Add(ExactRow row);

  // True if `row` without its value is a combination of the rows added.
  absl::StatusOr<bool> Determines(ExactRow row) const;

 private:
  struct Pivoted {
    size_t pivot;
    ExactRow row;  // 0 at every other row's pivot
  };

  absl::Status ReduceByAll(ExactRow& row) const;

  size_t unknowns_;
  std::vector<Pivoted> rows_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_EXACT_SPAN_H_
