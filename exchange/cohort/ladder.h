#ifndef TOGUNA_EXCHANGE_COHORT_LADDER_H_
#define TOGUNA_EXCHANGE_COHORT_LADDER_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "exchange/cohort/cohorts.h"
#include "exchange/cohort/region.h"

namespace toguna {

// The rungs while regions are split: one tree of splits serves them all, and
// the cohorts of a rung are the regions where it was closed.
//
// A split closes a rung if one of its parts falls short of it: then the region
// is a cohort of that rung, and what more could have been told there on that
// rung is lost. The finest rung must not pay for the others more than a little,
// so what they lose weighs less than what it wins, and least in small regions.
class Ladder {
 public:
  // `rows`: of all tuples. Rungs are strictest first, at least one.
  Ladder(const std::vector<CohortMinimums>& rungs, int64_t rows);

  int32_t size() const { return static_cast<int32_t>(minimums_.size()); }
  // The k of a rung, and of the finest.
  int64_t k(int32_t rung) const { return minimums_[static_cast<size_t>(rung)]; }
  int64_t finest() const { return minimums_.back(); }
  // Whether a rung but the finest is open in the region.
  bool IsOpen(const Region& region) const { return region.rung + 1 < size(); }

  // The first rung open in the region that parts of this count all reach.
  int32_t RungOf(const Region& region, int64_t count) const {
    int32_t rung = region.rung;
    while (rung + 1 < size() && k(rung) > count) ++rung;
    return rung;
  }
  // What closing all rungs before `until` costs, in loss of the finest, where
  // so many of the region's stand.
  double CostOfClosing(const Region& region, int64_t count, int64_t rows,
                       int32_t until) const;
  // What remains of the worth of a split that takes `gain` off at such a cost.
  static double Share(double gain, double cost) {
    return cost > 0 ? gain / (gain + cost) : 1;
  }
  // Loss that a bit of the region's size still takes off in the end. A split
  // that takes off more is worth its bits, now or later.
  double Rate(const Region& region) const;

  // What a row's loss on the rungs from `first` to before `until` weighs, that
  // on the finest being 1.
  double Weight(int32_t first, int32_t until) const;
  // The k of all open rungs and what each weighs when looking ahead.
  std::vector<std::pair<int64_t, double>> Outlooks(const Region& region) const;

 private:
  std::vector<int64_t> minimums_;
  double rows_ = 1;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_LADDER_H_
