#include "exchange/cohort/split_finder.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>
#include <utility>

#include "absl/container/inlined_vector.h"

namespace toguna {
namespace {

constexpr size_t kTabled = 2048;

}  // namespace

SplitFinder::SplitFinder(const Ladder& ladder,
                         const std::vector<CohortTree>& trees,
                         const std::vector<ValueStore>& values,
                         const std::vector<double>& prices,
                         ChildCounter& counter)
    : ladder_(ladder),
      trees_(trees),
      values_(values),
      prices_(prices),
      counter_(counter) {
  for (size_t n = 0; n < kTabled; ++n) {
    const auto number = static_cast<double>(n);
    bits_.push_back(n == 0 ? 0 : number * std::log2(number));
  }
}

double SplitFinder::Bits(int64_t n) const {
  if (static_cast<size_t>(n) < kTabled) return bits_[static_cast<size_t>(n)];
  return static_cast<double>(n) * std::log2(static_cast<double>(n));
}

void SplitFinder::Order(const Region& region, size_t attribute,
                        const ChildCounts& counts) {
  const ValueStore& values = values_[attribute];
  const ValueStore::Value& value = values.at(region.box[attribute]);
  const std::vector<int64_t>& leaves =
      trees_[attribute].at(value.node).child_leaves;
  const int64_t* count = counter_.CountsOf(attribute, counts);
  const int64_t* rows = counter_.RowsOf(attribute, counts);
  children_.clear();
  leaves_ = value.leaves;
  empty_ = value.leaves;
  int32_t number = 0;
  for (const int32_t place : values.places(value)) {
    const auto at = static_cast<size_t>(place);
    if (count[at] > 0) {
      empty_ -= leaves[at];
      children_.push_back({.count = count[at],
                           .leaves = leaves[at],
                           .rows = rows[at],
                           .place = number});
    }
    ++number;
  }
  SortBySize(children_);
}

template <typename Visit>
void SplitFinder::Each(const Region& region, const ChildCounts& counts,
                       Visit visit) {
  if (!IsEnough(region.count)) return;
  for (size_t a = 0; a < trees_.size(); ++a) {
    if (counter_.Counts(region, a)) EachOf(region, a, counts, visit);
  }
}

template <typename Visit>
void SplitFinder::EachOf(const Region& region, size_t attribute,
                         const ChildCounts& counts, Visit visit) {
  Order(region, attribute, counts);
  if (region.count - children_[0].count < ladder_.finest()) return;
  // Nothing can be apart from the rest if not even pooled parts can; of two
  // children, pooling has parted the one from the other.
  if (!Pool(region, attribute, visit)) return;
  if (children_.size() > 2) Halve(region, attribute, visit);
}

Split SplitFinder::WorthOfPooled(const Region& region, size_t attribute) const {
  int64_t off = region.rows * leaves_;
  double bits = Bits(region.count);
  int64_t least = region.count;
  int64_t most = 0;
  for (const CountedChild& sum : pooled_.parts) {
    least = std::min(least, sum.count);
    most = std::max(most, sum.count);
    off -= sum.rows * sum.leaves;
    bits -= Bits(sum.count);
  }
  return {.gain = static_cast<double>(off) * prices_[attribute],
          .bits = bits,
          .attribute = static_cast<int32_t>(attribute),
          .most = most,
          .rung = ladder_.RungOf(region, least)};
}

template <typename Visit>
bool SplitFinder::Pool(const Region& region, size_t attribute, Visit visit) {
  if (!PoolSorted(children_, empty_, ladder_.finest(), pooled_)) return false;
  Split split = WorthOfPooled(region, attribute);
  if (split.gain <= 0 || split.bits <= 0) return true;
  split.score = ScoreOf(region, split.gain, split.bits);
  split.minimum = ladder_.finest();
  if (split.rung == region.rung) {
    visit(split);
    return true;
  }
  const Split alone = split;
  split.factor = Ladder::Share(
      split.gain,
      ladder_.CostOfClosing(region, region.count, region.rows, split.rung));
  split.score *= split.factor;
  visit(split);
  pooled_.PartsOf(children_.size(), fine_);
  for (int32_t rung = region.rung; rung < alone.rung; ++rung) {
    PoolForRung(region, alone, rung, visit);
  }
  return true;
}

template <typename Visit>
void SplitFinder::PoolForRung(const Region& region, const Split& fine,
                              int32_t rung, Visit visit) {
  const auto attribute = static_cast<size_t>(fine.attribute);
  const int64_t minimum = ladder_.k(rung);
  if (!PoolSorted(children_, empty_, minimum, pooled_)) return;
  Split split = WorthOfPooled(region, attribute);
  if (split.gain <= 0 || split.bits <= 0) return;
  split.minimum = minimum;
  const double closing =
      ladder_.CostOfClosing(region, region.count, region.rows, split.rung);
  const double alone = ScoreOf(region, split.gain, split.bits);
  pooled_.PartsOf(children_.size(), part_);
  const double later =
      fine.score * std::min(1.0, alone / ladder_.Rate(region)) *
      Ladder::Share(
          fine.gain,
          closing + CostOfGroups(region, pooled_.parts.size(), fine.rung));
  split.score = std::max(later, alone * Ladder::Share(split.gain, closing));
  split.factor = split.score / alone;
  visit(split);
}

double SplitFinder::CostOfGroups(const Region& region, size_t groups,
                                 int32_t until) const {
  struct Group {
    int64_t count = 0;
    int64_t rows = 0;
    int part = -1;
    bool mixed = false;
  };
  absl::InlinedVector<Group, 16> all(groups);
  for (size_t i = 0; i < children_.size(); ++i) {
    Group& group = all[static_cast<size_t>(part_[i])];
    group.count += children_[i].count;
    group.rows += children_[i].rows;
    group.mixed |= group.part >= 0 && group.part != fine_[i];
    group.part = fine_[i];
  }
  double cost = 0;
  for (const Group& group : all) {
    if (!group.mixed) continue;
    cost += ladder_.CostOfClosing(region, group.count, group.rows, until);
  }
  return cost;
}

template <typename Visit>
void SplitFinder::Halve(const Region& region, size_t attribute, Visit visit) {
  const double whole = Bits(region.count);
  const bool open = ladder_.IsOpen(region);
  CountedChild rest{
      .count = region.count, .leaves = leaves_ - empty_, .rows = region.rows};
  const int64_t all = region.rows * leaves_;
  CountedChild first;
  halves_.clear();
  const auto full = static_cast<int32_t>(children_.size());
  for (int32_t largest = 1; largest < full; ++largest) {
    const CountedChild& child = children_[static_cast<size_t>(largest) - 1];
    first.count += child.count;
    first.rows += child.rows;
    first.leaves += child.leaves;
    rest.count -= child.count;
    rest.rows -= child.rows;
    rest.leaves -= child.leaves;
    if (first.count < ladder_.finest()) continue;
    if (rest.count < ladder_.finest()) break;
    const bool with_first = EmptyGoFirst(largest, first.count, rest.count);
    const int64_t off =
        all - first.rows * (first.leaves + (with_first ? empty_ : 0)) -
        rest.rows * (rest.leaves + (with_first ? 0 : empty_));
    const double bits = whole - Bits(first.count) - Bits(rest.count);
    if (off <= 0 || bits <= 0) continue;
    const double gain = static_cast<double>(off) * prices_[attribute];
    const Split split{
        .gain = gain,
        .bits = bits,
        .score = ScoreOf(region, gain, bits),
        .attribute = static_cast<int32_t>(attribute),
        .largest = largest,
        .most = std::max(first.count, rest.count),
        .rung = ladder_.RungOf(region, std::min(first.count, rest.count))};
    if (!open) {
      visit(split);
      continue;
    }
    halves_.push_back({.split = split, .alone = split.score, .rest = rest});
    Weigh(region);
  }
  for (Half& half : halves_) {
    half.split.factor = half.split.score / half.alone;
    visit(half.split);
  }
}

void SplitFinder::Weigh(const Region& region) {
  Half& half = halves_.back();
  const Split alone = half.split;
  if (alone.rung == region.rung) return;
  half.split.score *= Ladder::Share(
      alone.gain,
      ladder_.CostOfClosing(region, region.count, region.rows, alone.rung));
  for (int32_t rung = region.rung; rung < alone.rung; ++rung) {
    // The one before with the smallest rest that reaches the rung.
    const auto with =
        std::find_if(std::next(halves_.rbegin()), halves_.rend(),
                     [&](const Half& one) { return one.split.rung <= rung; });
    if (with == halves_.rend()) continue;
    const double cost = ladder_.CostOfClosing(region, with->rest.count,
                                              with->rest.rows, alone.rung);
    with->split.score =
        std::max(with->split.score,
                 alone.score * Ladder::Share(alone.gain, cost) *
                     std::min(1.0, with->alone / ladder_.Rate(region)));
  }
}

Split SplitFinder::Best(const Region& region, const ChildCounts& counts) {
  Split best;
  Each(region, counts, [&](const Split& split) {
    if (split.score > best.score) best = split;
  });
  return best;
}

Split SplitFinder::BestLast(const Region& region) {
  // No part can be left with less than one leaf.
  promising_.clear();
  for (size_t a = 0; a < trees_.size(); ++a) {
    if (!counter_.Counts(region, a)) continue;
    const int64_t leaves = values_[a].at(region.box[a]).leaves;
    promising_.emplace_back(
        -prices_[a] * static_cast<double>(region.rows * (leaves - 1)), a);
  }
  std::sort(promising_.begin(), promising_.end());
  Split best;
  for (const auto& [most, attribute] : promising_) {
    if (best.score >= -most) break;
    counter_.CountOne(region, attribute, last_);
    EachOf(region, attribute, last_, [&](const Split& split) {
      if (split.score > best.score) best = split;
    });
  }
  return best;
}

void SplitFinder::All(const Region& region, const ChildCounts& counts,
                      std::vector<Split>& splits) {
  splits.clear();
  Each(region, counts, [&](const Split& split) {
    // Pooling may come to the same two parts.
    if (splits.empty() || splits.back().attribute != split.attribute ||
        splits.back().score != split.score) {
      splits.push_back(split);
    }
  });
  std::stable_sort(
      splits.begin(), splits.end(),
      [](const Split& a, const Split& b) { return a.score > b.score; });
}

int SplitFinder::Parts(const Region& region, const ChildCounts& counts,
                       const Split& split, std::vector<int>& part) {
  const auto attribute = static_cast<size_t>(split.attribute);
  Order(region, attribute, counts);
  const auto places =
      static_cast<size_t>(values_[attribute].at(region.box[attribute]).count);
  if (split.largest == 0) {
    PoolSorted(children_, empty_, split.minimum, pooled_);
    pooled_.PartsOf(children_.size(), part_);
    part.assign(places, static_cast<int>(pooled_.empty_to));
  } else {
    const auto largest = static_cast<size_t>(split.largest);
    int64_t first = 0;
    for (size_t i = 0; i < largest; ++i) first += children_[i].count;
    part_.assign(children_.size(), 1);
    std::fill_n(part_.begin(), largest, 0);
    part.assign(places, EmptyGoFirst(split.largest, first, region.count - first)
                            ? 0
                            : 1);
  }
  for (size_t i = 0; i < children_.size(); ++i) {
    part[static_cast<size_t>(children_[i].place)] = part_[i];
  }
  return NumberParts(part);
}

}  // namespace toguna
