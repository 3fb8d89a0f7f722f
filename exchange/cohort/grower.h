#ifndef TOGUNA_EXCHANGE_COHORT_GROWER_H_
#define TOGUNA_EXCHANGE_COHORT_GROWER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "exchange/cohort/cohort_tree.h"
#include "exchange/cohort/cohorts.h"
#include "exchange/cohort/minimums.h"
#include "exchange/cohort/pooling.h"

namespace toguna {

// Splits boxes until none can be split. Starts with one box that holds all.
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
  // A value of a box: some children of a node, all of them if it is the node
  // itself; of a leaf, none.
  struct Value {
    int32_t node = CohortTree::kTop;
    std::vector<int32_t> places;  // of the children among all, ascending
  };
  // A box and where its tuples stand in order_.
  struct Region {
    size_t begin = 0;
    size_t end = 0;
    int64_t rows = 0;
    std::vector<int32_t> box;  // per attribute a position in values_[a]
  };
  struct Split {
    double score = 0;  // loss taken off per bit
    size_t attribute = 0;
    int parts = 0;
    std::vector<int> part;  // of each place of the value
  };

  void Propose(const Region& region);
  void ProposeAlong(const Region& region, size_t attribute);
  // Adds the split in scratch_ to splits_ if it takes anything off.
  void Weigh(const Region& region, size_t attribute);
  // Joins parts until each meets the minimums; false if that leaves one.
  bool Mend(const Region& region, Split& split);
  std::vector<Region> Apply(const Region& region, const Split& split);
  int32_t AddValue(size_t attribute, const Value& whole, const Split& split,
                   int part);
  const Value& ValueOf(const Region& region, size_t attribute) const {
    return values_[attribute][static_cast<size_t>(region.box[attribute])];
  }

  const CohortTuples& tuples_;
  const std::vector<CohortTree>& trees_;
  MinimumsJudge judge_;
  std::vector<double> price_;  // of one row at the whole of an attribute
  CohortMinimums minimums_;
  bool rows_decide_ = true;

  // Tuples in the order of the regions: their numbers, leaves (a row of
  // `attributes` each), rows, and what they count towards k at most.
  std::vector<int32_t> order_;
  std::vector<int32_t> leaves_;
  std::vector<int32_t> rows_;
  std::vector<std::vector<Value>> values_;
  std::vector<Region> regions_;

  // Reused between calls.
  std::vector<Split> splits_;
  size_t used_splits_ = 0;
  Split scratch_;
  std::vector<CountedChild> children_;
  std::vector<int64_t> counts_;
  std::vector<int64_t> row_counts_;
  std::vector<int32_t> moved_order_;
  std::vector<int32_t> moved_leaves_;
  std::vector<int32_t> moved_rows_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_GROWER_H_
