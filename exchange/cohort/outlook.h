#ifndef TOGUNA_EXCHANGE_COHORT_OUTLOOK_H_
#define TOGUNA_EXCHANGE_COHORT_OUTLOOK_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "exchange/cohort/child_counter.h"
#include "exchange/cohort/cohort_tree.h"
#include "exchange/cohort/ladder.h"
#include "exchange/cohort/pooling.h"
#include "exchange/cohort/region.h"
#include "exchange/cohort/split_finder.h"
#include "exchange/cohort/tuple_table.h"

namespace toguna {

// Looks one split ahead: what could later splits of each attribute still take
// off in the parts, were it alone?
//
// A value that few have can be set apart only while they stand together in one
// box. Every split by another attribute scatters them, and once a part has
// fewer than k they stay pooled with whoever stands beside them, for good. A
// split that does so loses what setting them apart would have taken off. Where
// values hang together, a split also saves bits: in its parts the others tell
// less that is new.
class Outlook {
 public:
  Outlook(const Ladder& ladder, const TupleTable& table,
          const std::vector<CohortTree>& trees,
          const std::vector<ValueStore>& values,
          const std::vector<double>& prices, SplitFinder& finder);

  // Puts that split in front which takes off most per bit with what it leaves
  // possible.
  void Choose(const Region& region, const ChildCounts& children,
              std::vector<Split>& splits);

 private:
  // What later splits take off, and the bits they use up.
  struct Prospect {
    double gain = 0;
    double bits = 0;

    void Add(const Prospect& other, double weight) {
      gain += weight * other.gain;
      bits += weight * other.bits;
    }
  };

  // Counts of every node of every tree: of the whole region, and of each part
  // of the split at hand.
  void CountWhole(const Region& region);
  void CountParts(const Region& region, size_t attribute, int parts);
  // Adds tuples to their leaves; adds what nodes have to their parents.
  void Add(size_t begin, size_t end, int64_t* counts) const;
  void AddUp(int64_t* counts) const;
  // `children`: what the region was counted to have; `now`: what is possible
  // before.
  double ScoreOf(const Region& region, const ChildCounts& children,
                 const Split& split, const Prospect& now);
  // The score if nothing were lost and nothing saved.
  static double HopeOf(const Region& region, const Split& split);
  // What full splitting below these children of `node` takes off.
  Prospect Possible(size_t attribute, int32_t node,
                    std::span<const int32_t> places, const int64_t* counts,
                    int64_t minimum);
  // Adds the same over all open rungs, weighed.
  void AddPossible(size_t attribute, int32_t node,
                   std::span<const int32_t> places, const int64_t* counts,
                   Prospect& to);

  const Ladder& ladder_;
  const TupleTable& table_;
  const std::vector<CohortTree>& trees_;
  const std::vector<ValueStore>& values_;
  const std::vector<double>& prices_;
  SplitFinder& finder_;
  std::vector<std::pair<int64_t, double>> rungs_;  // open, and their weights
  std::vector<size_t> first_node_;  // of each attribute, among all nodes
  size_t nodes_ = 0;
  std::vector<std::vector<int32_t>> all_places_;  // 0, 1, 2, … per attribute
  std::vector<int64_t> whole_;
  std::vector<int64_t> counts_;  // part by part
  std::vector<int> part_;
  std::vector<int32_t> part_of_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_OUTLOOK_H_
