#ifndef TOGUNA_EXCHANGE_COHORT_SPLIT_FINDER_H_
#define TOGUNA_EXCHANGE_COHORT_SPLIT_FINDER_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "exchange/cohort/child_counter.h"
#include "exchange/cohort/cohort_tree.h"
#include "exchange/cohort/ladder.h"
#include "exchange/cohort/pooling.h"
#include "exchange/cohort/region.h"

namespace toguna {

// Finds the ways to split a region along one attribute, and what each is worth.
//
// Worth is loss taken off per bit: splitting n rows into parts n_i uses up
// sum(n_i * log2(n / n_i)) of the n * log2(n / k) bits that there are before
// every part is as small as k, the finest rung's. A little is added to the bits
// of each row: without it, setting very few apart would always come first.
//
// A split that would close a rung is worth less; but what it sets apart may be
// set apart together with the next siblings, enough of them for the rung, and
// from these later: the rung is then closed for few. Such a first step is worth
// what it leads to.
class SplitFinder {
 public:
  // All outlive this. `prices`: the loss of a row per leaf of an attribute.
  SplitFinder(const Ladder& ladder, const std::vector<CohortTree>& trees,
              const std::vector<ValueStore>& values,
              const std::vector<double>& prices, ChildCounter& counter);

  // Whether the parts of any split are too small to be split again: of fewer
  // than 3k there are two, each of fewer than 2k.
  bool IsLast(const Region& region) const {
    return region.count < 3 * ladder_.finest();
  }
  // Whether so many can be split at all.
  bool IsEnough(int64_t count) const { return count >= 2 * ladder_.finest(); }

  // The best split, the first of equals; attribute -1 if there is none. Takes
  // what the region was counted to have.
  Split Best(const Region& region, const ChildCounts& counts);
  // The same of a region whose split is its last: counts no attribute in which
  // there is less to gain than in another.
  Split BestLast(const Region& region);
  // All splits, best first.
  void All(const Region& region, const ChildCounts& counts,
           std::vector<Split>& splits);

  // n * log2(n).
  double Bits(int64_t n) const;

  // The part of each of the value's places; returns how many parts.
  int Parts(const Region& region, const ChildCounts& counts, const Split& split,
            std::vector<int>& part);

 private:
  static constexpr double kSpent = 0.05;

  // A split in two: its score alone, and who is in the smaller part.
  struct Half {
    Split split;
    double alone = 0;
    CountedChild rest;
  };

  template <typename Visit>
  void Each(const Region& region, const ChildCounts& counts, Visit visit);
  template <typename Visit>
  void EachOf(const Region& region, size_t attribute, const ChildCounts& counts,
              Visit visit);
  // Of the attribute at hand: splits into pooled parts, false if there are
  // none, and splits in two.
  template <typename Visit>
  bool Pool(const Region& region, size_t attribute, Visit visit);
  template <typename Visit>
  void PoolForRung(const Region& region, const Split& fine, int32_t rung,
                   Visit visit);
  template <typename Visit>
  void Halve(const Region& region, size_t attribute, Visit visit);
  // What the pooled parts take off and use up, not yet scored.
  Split WorthOfPooled(const Region& region, size_t attribute) const;
  // What closing rungs costs if pooled parts, as they are in fine_, are split
  // off later from the groups in part_.
  double CostOfGroups(const Region& region, size_t groups, int32_t until) const;
  // Weighs the last of halves_ by the rungs it closes, and finds the half that
  // leads to it without closing them.
  void Weigh(const Region& region);
  double ScoreOf(const Region& region, double gain, double bits) const {
    // Bits left over are of no use after the last split.
    return IsLast(region)
               ? gain
               : gain / (bits + kSpent * static_cast<double>(region.count));
  }
  // Lays out the children of an attribute, largest first.
  void Order(const Region& region, size_t attribute, const ChildCounts& counts);
  const Ladder& ladder_;
  const std::vector<CohortTree>& trees_;
  const std::vector<ValueStore>& values_;
  const std::vector<double>& prices_;
  ChildCounter& counter_;
  std::vector<double> bits_;
  ChildCounts last_;  // of a region whose split is its last
  std::vector<std::pair<double, size_t>> promising_;
  // Of the attribute at hand.
  std::vector<CountedChild> children_;  // where somebody is, largest first
  int64_t leaves_ = 0;                  // below all children
  int64_t empty_ = 0;                   // below those where nobody is
  Pooled pooled_;
  std::vector<int> part_;
  std::vector<int> fine_;
  std::vector<Half> halves_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_SPLIT_FINDER_H_
