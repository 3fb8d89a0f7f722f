#ifndef TOGUNA_EXCHANGE_DISCLOSURE_JJ_PROTECT_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_JJ_PROTECT_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "exchange/disclosure/jj.h"
#include "exchange/disclosure/pattern_search.h"
#include "exchange/words/words.h"

namespace toguna {

// What withholding a cell costs.
enum class JjCost {
  kUnit,    // 1
  kValue,   // its value, without sign
  kWeight,  // the cost that the file gives
};

struct JjProtected {
  JjPattern pattern;
  int64_t unsafe = 0;
  int64_t secondary = 0;
  double cost = 0;         // of the secondary cells
  double lower_bound = 0;  // no safe pattern costs less
  bool optimal = false;
  bool stopped = false;
  bool cut_short = false;
  int64_t rounds = 0;
  int64_t breaches = 0;
};

// Enough for `stop` to be what ends the search of an instance of thousands of
// cells.
inline const PatternBudget kJjBudget = {
    .work = int64_t{1} << 50, .master_nodes = 20'000, .stop = nullptr};

// The first safe pattern takes a program of all cells and constraints for each
// unsafe cell. Beyond so many unsafe cells, times cells and constraints
// together, it does not come within minutes.
inline constexpr int64_t kMaxJjEffort = 20'000'000;

// The cells to withhold besides the unsafe ones, for as little as can be found.
// Deterministic but for `budget.stop`.
//   kFailedPrecondition JJ_INFEASIBLE  unsafe cells stay too well known even if
//       everything is withheld that may be
//   kResourceExhausted JJ_TOO_LARGE  more than kMaxJjEffort; before any work
absl::StatusOr<JjProtected> ProtectJj(const JjInstance& instance, JjCost cost,
                                      const PatternBudget& budget,
                                      Language language);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_JJ_PROTECT_H_
