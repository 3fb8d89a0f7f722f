#ifndef TOGUNA_EXCHANGE_DISCLOSURE_HISTORY_BOUNDS_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_HISTORY_BOUNDS_H_

// How far a guarded sum can be from what was published before alone, with the
// reason.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "exchange/disclosure/elimination.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/linear_attacker.h"
#include "exchange/disclosure/secrets.h"

namespace toguna {

// Weak duality, so that it can be checked by hand. Of what others than the view
// have let, for an unknown u, M(u) be the multipliers of all fixed sums that
// hold u, added up, less (for a low: and) the multipliers of all relations that
// have u in `more`, and (less) of those that have it in `less`; V the fixed
// values without what the view has itself, times their multipliers, added up;
// and D the denominator. No relation's multiplier is negative.
//   high: M(u) >= D for every unknown of the guarded sum, M(u) >= 0 for all
//         others; then others have at most V / D in it, rounded down.
//   low:  M(u) <= D for every unknown of the guarded sum, M(u) <= 0 for all
//         others; then others have at least V / D in it, rounded up.
// Unknowns in a fixed sum of 0 are 0 and need not be looked at.
struct HistoryBound {
  int64_t value = 0;  // of the guarded sum, with what the view has itself
  int64_t denominator = 1;
  // (of the secrets' fixed sums, multiplier), ascending, no multiplier 0.
  std::vector<std::pair<size_t, int64_t>> fixed;
  std::vector<std::pair<size_t, int64_t>> relations;  // likewise
};

// Bounds from the fixed sums and relations of `secrets`, which must outlive it;
// its guarded sums' own bounds may change. What is found in floating point only
// steers: every bound is verified in whole numbers. Deterministic; not
// thread-safe.
class HistoryBounds {
 public:
  explicit HistoryBounds(const Secrets& secrets);

  // The best bound of guarded sum `g` that linear reasoning gives; none where
  // it gives none, or its reason could not be made whole numbers.
  std::optional<HistoryBound> Prove(size_t g, Side side);

  // As that of LinearAttacker.
  int64_t work() const;

 private:
  struct Compared {
    Sum more;
    Sum less;
  };

  Sum WithoutNothing(const Sum& sum) const;
  // Classes that hold an unknown of `sum`; that hold no other.
  Sum Touched(const Sum& sum) const;
  Sum Whole(const Sum& sum) const;
  LinearAttacker& Of(size_t view);
  // What the multipliers prove of the total of `classes`, of what others have.
  std::optional<int64_t> Verified(const HistoryBound& bound, size_t view,
                                  const Sum& classes, Side side) const;
  std::optional<HistoryBound> Rounded(const std::vector<double>& fixed,
                                      const std::vector<double>& relations,
                                      size_t view, const Sum& classes,
                                      Side side, int64_t wanted) const;

  const Secrets& secrets_;
  std::vector<bool> nothing_;      // by unknown
  std::vector<int32_t> class_of_;  // by unknown
  std::vector<size_t> sizes_;      // of classes, without what is nothing
  std::vector<Sum> fixed_;         // over classes
  std::vector<Compared> relations_;
  // Per view, what others have of the fixed sums.
  std::vector<std::vector<int64_t>> values_;
  std::vector<std::optional<LinearAttacker>> attackers_;  // per view
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_HISTORY_BOUNDS_H_
