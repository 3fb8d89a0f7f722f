#include "exchange/cohort/ladder.h"

#include <cmath>

namespace toguna {
namespace {

// Tried on public and generated records: with more than this the finest rung
// loses over three in a hundred on Adult, with less the strictest tells less.
constexpr double kClosing = 0.02;
constexpr double kSettled = 0.01;
constexpr double kAhead = 0.1;
// A split that sets a partner apart only for a rung's sake must be worth its
// bits with something to spare.
constexpr double kSpare = 2;

// The share of its loss that a region still gets rid of by splits down to k:
// on the sets tried, each bit leaves seven tenths.
double ShareToCome(int64_t count, int64_t k) {
  return 1 - std::sqrt(static_cast<double>(k) / static_cast<double>(count));
}

}  // namespace

Ladder::Ladder(const std::vector<CohortMinimums>& rungs, int64_t rows)
    : rows_(static_cast<double>(rows)) {
  for (const CohortMinimums& rung : rungs) minimums_.push_back(rung.k);
}

double Ladder::CostOfClosing(const Region& region, int64_t count, int64_t rows,
                             int32_t until) const {
  double share = 0;
  for (int32_t rung = region.rung; rung < until; ++rung) {
    // Of fewer than two cohorts nothing is lost.
    if (count >= 2 * k(rung)) share += ShareToCome(count, k(rung));
  }
  const auto size = static_cast<double>(rows);
  return kClosing * std::sqrt(size / rows_) * size * region.loss * share;
}

double Ladder::Rate(const Region& region) const {
  const double bits = std::log2(static_cast<double>(region.count) /
                                static_cast<double>(finest()));
  return kSpare * region.loss * ShareToCome(region.count, finest()) / bits;
}

double Ladder::Weight(int32_t first, int32_t until) const {
  double weight = 0;
  for (int32_t rung = first; rung < until; ++rung) {
    weight += rung + 1 == size() ? 1 : kSettled;
  }
  return weight;
}

std::vector<std::pair<int64_t, double>> Ladder::Outlooks(
    const Region& region) const {
  const double all = 1 + kAhead * (size() - 1 - region.rung);
  std::vector<std::pair<int64_t, double>> outlooks;
  for (int32_t rung = region.rung; rung < size(); ++rung) {
    outlooks.emplace_back(k(rung), (rung + 1 == size() ? 1 : kAhead) / all);
  }
  return outlooks;
}

}  // namespace toguna
