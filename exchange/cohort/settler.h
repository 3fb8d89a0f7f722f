#ifndef TOGUNA_EXCHANGE_COHORT_SETTLER_H_
#define TOGUNA_EXCHANGE_COHORT_SETTLER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "exchange/cohort/box_splitter.h"
#include "exchange/cohort/child_counter.h"
#include "exchange/cohort/ladder.h"
#include "exchange/cohort/region.h"
#include "exchange/cohort/split_finder.h"

namespace toguna {

// Tries splits out: what does a region lose if it is split one way first and
// then on, always by the best split, as far as can be?
//
// Splits by two attributes make the same boxes whichever comes first, so what a
// box was found to lose is kept, by the box: most of what is tried for a second
// split was tried for the first, and for the parts it was tried with the whole.
class Settler {
 public:
  // All outlive this.
  Settler(const Ladder& ladder, std::vector<ValueStore>& values,
          ChildCounter& counter, SplitFinder& finder, BoxSplitter& splitter);

  // Loss of all rows of the region, all open rungs weighed, if this split is
  // used first; once it is no less than `enough`, only that it is. `counts`: of
  // the region. Moves tuples within the region.
  double Loss(const Region& region, const ChildCounts& counts,
              const Split& split, double enough);
  // Forgets what boxes were found to lose.
  void Forget() { known_.clear(); }

 private:
  // Splits the region and settles all parts but one, which takes its place, on
  // its level; if there is none left to settle, the region is empty. Returns
  // the loss of those settled and of the rungs closed.
  double Divide(Region& region, const Split& split, size_t level,
                double enough);
  // Loss of the region split by the best splits. Its counts are those of the
  // level; they are used up, and so are those of the levels that follow.
  double Settle(Region region, size_t level, double enough);
  // Counts one of the parts: anew, or as what the others leave of the whole.
  void CountLeft(const Region& whole, const BoxSplitter::Regions& parts,
                 size_t left, size_t attribute, size_t level);
  // Whether it can be split more than once.
  bool IsOpen(const Region& region) const {
    return finder_.IsEnough(region.count) && !finder_.IsLast(region);
  }
  ChildCounts& CountsAt(size_t level);

  const Ladder& ladder_;
  std::vector<ValueStore>& values_;
  ChildCounter& counter_;
  SplitFinder& finder_;
  BoxSplitter& splitter_;
  absl::flat_hash_map<uint64_t, double> known_;  // loss by box and rung
  std::deque<ChildCounts> counts_;               // by level
  // Reused between calls.
  std::vector<int> part_;
  std::vector<int32_t> marks_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_SETTLER_H_
