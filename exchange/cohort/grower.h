#ifndef TOGUNA_EXCHANGE_COHORT_GROWER_H_
#define TOGUNA_EXCHANGE_COHORT_GROWER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "exchange/cohort/box_splitter.h"
#include "exchange/cohort/child_counter.h"
#include "exchange/cohort/cohort_tree.h"
#include "exchange/cohort/cohorts.h"
#include "exchange/cohort/ladder.h"
#include "exchange/cohort/minimums.h"
#include "exchange/cohort/outlook.h"
#include "exchange/cohort/region.h"
#include "exchange/cohort/settler.h"
#include "exchange/cohort/split_finder.h"
#include "exchange/cohort/tuple_table.h"

namespace toguna {

// Splits boxes until none can be split. Starts with one box that holds all, in
// which every rung is open; where a split would leave a part short of a rung,
// the box becomes a cohort of that rung and is split on for those that follow.
//
// Which split: in large regions the one with the best outlook; in others that
// of the few best which comes out best when the rest is split without looking
// ahead.
class Grower {
 public:
  // All outlive this. Sizes, codes and rungs have been checked; all tuples
  // together meet the first rung.
  Grower(const CohortTuples& tuples, const std::vector<CohortTree>& trees,
         const std::vector<double>& weights,
         const std::vector<CohortMinimums>& rungs);

  // One partition per rung; each lies inside the one before.
  std::vector<Cohorts> Grow();

 private:
  // The splits of a region, the one to use first.
  void Rank(const Region& region);
  // Uses the first of these that its parts' minimums allow; false if none.
  bool Use(Region& region, std::vector<Region>& open);
  // Makes the region a cohort of all its open rungs before `until`.
  void Close(Region& region, int32_t until);
  // Puts that of the first splits in front which loses least when tried out.
  void TryOut(const Region& region);
  // Joins parts until each meets the minimums; false if that leaves one.
  bool Mend(const Region& region, size_t attribute,
            const CohortMinimums& minimums, std::vector<int>& part, int& parts);
  Cohorts CohortsOf(const std::vector<Region>& regions) const;

  const std::vector<CohortTree>& trees_;
  const std::vector<CohortMinimums>& rungs_;
  std::vector<double> prices_;  // of a row, per leaf of an attribute's value
  std::vector<ValueStore> values_;
  TupleTable table_;
  ChildCounter counter_;
  Ladder ladder_;
  MinimumsJudge judge_;
  SplitFinder finder_;
  BoxSplitter splitter_;
  Settler settler_;
  Outlook outlook_;
  bool rows_decide_ = true;  // whether a part met k by count meets them all
  size_t tries_;
  std::vector<std::vector<Region>> closed_;  // by rung
  size_t tried_until_ = 0;  // position of the tuples tried out last
  // Of the region to be split, reused between calls.
  ChildCounts counts_;
  std::vector<Split> splits_;
  std::vector<int> part_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_GROWER_H_
