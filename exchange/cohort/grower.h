#ifndef TOGUNA_EXCHANGE_COHORT_GROWER_H_
#define TOGUNA_EXCHANGE_COHORT_GROWER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "exchange/cohort/cohort_tree.h"
#include "exchange/cohort/cohorts.h"
#include "exchange/cohort/minimums.h"
#include "exchange/cohort/outlook.h"
#include "exchange/cohort/region.h"
#include "exchange/cohort/split_finder.h"
#include "exchange/cohort/tuple_table.h"

namespace toguna {

// Splits boxes until none can be split. Starts with one box that holds all.
//
// Which split: in large regions the one with the best outlook, in small ones
// the one that comes out best when the rest is split without looking ahead, and
// in between the one that takes most off per bit.
class Grower {
 public:
  // All three outlive this. Sizes and codes have been checked.
  Grower(const CohortTuples& tuples, const std::vector<CohortTree>& trees,
         const std::vector<double>& weights);

  // Splits every box as far as `minimums` allow. A box that does not meet them
  // itself stays as it is.
  void Refine(const CohortMinimums& minimums);

  Cohorts Result() const;

 private:
  // The splits of a region, the one to use first.
  void Rank(const Region& region);
  // Loss of all rows of the region once it is split as far as can be, the best
  // split first; of one split, if it is used first. Moves tuples within the
  // region; adds values.
  double Settle(const Region& region);
  double SettleBy(const Region& region, const Split& split);
  // Joins parts until each meets the minimums; false if that leaves one.
  bool Mend(const Region& region, size_t attribute, std::vector<int>& part,
            int& parts);
  using Regions = absl::InlinedVector<Region, 2>;
  Regions Apply(const Region& region, size_t attribute,
                const std::vector<int>& part, int parts);
  int32_t AddValue(size_t attribute, int32_t whole,
                   const std::vector<int>& part, int which);

  const std::vector<CohortTree>& trees_;
  std::vector<double> prices_;  // of a row, per leaf of an attribute's value
  std::vector<ValueStore> values_;
  TupleTable table_;
  MinimumsJudge judge_;
  SplitFinder finder_;
  Outlook outlook_;
  CohortMinimums minimums_;
  bool rows_decide_ = true;  // whether a part met k by count meets them all
  std::vector<Region> regions_;
  // Reused between calls.
  std::vector<Split> splits_;
  std::vector<int> part_;
  std::vector<int32_t> part_of_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_GROWER_H_
