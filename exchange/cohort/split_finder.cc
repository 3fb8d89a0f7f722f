#include "exchange/cohort/split_finder.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>

#include "absl/container/inlined_vector.h"

namespace toguna {
namespace {

constexpr size_t kTabled = 4096;
constexpr size_t kBlock = 256;

}  // namespace

SplitFinder::SplitFinder(const Ladder& ladder, const TupleTable& table,
                         const std::vector<CohortTree>& trees,
                         const std::vector<ValueStore>& values,
                         const std::vector<double>& prices)
    : ladder_(ladder),
      table_(table),
      trees_(trees),
      values_(values),
      prices_(prices) {
  for (size_t n = 0; n < kTabled; ++n) {
    const auto number = static_cast<double>(n);
    bits_.push_back(n == 0 ? 0 : number * std::log2(number));
  }
}

double SplitFinder::Bits(int64_t n) const {
  if (static_cast<size_t>(n) < kTabled) return bits_[static_cast<size_t>(n)];
  return static_cast<double>(n) * std::log2(static_cast<double>(n));
}

void SplitFinder::Count(const Region& region, size_t first, size_t last) {
  counted_.clear();
  size_t places = 0;
  for (size_t a = first; a < last; ++a) {
    const ValueStore::Value& value = values_[a].at(region.box[a]);
    if (value.count < 2 || prices_[a] <= 0) continue;
    counted_.push_back({.attribute = a,
                        .first = places,
                        .child_of = trees_[a].ChildOf(value.node)});
    places += trees_[a].at(value.node).children.size();
  }
  counts_.assign(places, 0);
  const bool distinct = !table_.counts_rows();
  if (distinct) rows_.assign(places, 0);
  const size_t width = table_.attributes();
  // Block by block, so that what is read stays in the cache for all attributes.
  for (size_t begin = region.begin; begin < region.end; begin += kBlock) {
    const size_t end = std::min(region.end, begin + kBlock);
    for (const Counted& one : counted_) {
      const int32_t* leaf = table_.leaves(begin) + one.attribute;
      int64_t* counts = counts_.data() + one.first;
      int64_t* rows = distinct ? rows_.data() + one.first : nullptr;
      for (size_t i = begin; i < end; ++i, leaf += width) {
        const int32_t child = one.child_of[*leaf];
        counts[child] += table_.count(i);
        if (distinct) rows[child] += table_.rows(i);
      }
    }
  }
}

void SplitFinder::Order(const Region& region, const Counted& counted) {
  const size_t a = counted.attribute;
  const ValueStore::Value& value = values_[a].at(region.box[a]);
  const std::vector<int32_t>& all = trees_[a].at(value.node).children;
  const std::vector<int64_t>& rows = table_.counts_rows() ? counts_ : rows_;
  children_.clear();
  order_.clear();
  for (const int32_t place : values_[a].places(value)) {
    const auto at = static_cast<size_t>(place);
    order_.push_back(static_cast<int32_t>(children_.size()));
    children_.push_back({.count = counts_[counted.first + at],
                         .leaves = trees_[a].at(all[at]).leaves,
                         .rows = rows[counted.first + at]});
  }
  // Ties by tree order, so that the result depends on nothing else.
  std::sort(order_.begin(), order_.end(), [&](int32_t one, int32_t other) {
    const int64_t mine = children_[static_cast<size_t>(one)].count;
    const int64_t theirs = children_[static_cast<size_t>(other)].count;
    return mine != theirs ? mine > theirs : one < other;
  });
}

SplitFinder::Worth SplitFinder::WorthOf(const Region& region, size_t attribute,
                                        const std::vector<int>& part,
                                        int parts) const {
  absl::InlinedVector<CountedChild, 16> sums(static_cast<size_t>(parts));
  int64_t leaves = 0;
  for (size_t i = 0; i < children_.size(); ++i) {
    CountedChild& sum = sums[static_cast<size_t>(part[i])];
    sum.count += children_[i].count;
    sum.rows += children_[i].rows;
    sum.leaves += children_[i].leaves;
    leaves += children_[i].leaves;
  }
  int64_t off = region.rows * leaves;
  double bits = Bits(region.count);
  int64_t least = region.count;
  for (const CountedChild& sum : sums) {
    least = std::min(least, sum.count);
    off -= sum.rows * sum.leaves;
    bits -= Bits(sum.count);
  }
  return {.gain = static_cast<double>(off) * prices_[attribute],
          .bits = bits,
          .least = least};
}

template <typename Visit>
void SplitFinder::Each(const Region& region, Visit visit) {
  if (region.count < 2 * ladder_.finest()) return;
  Count(region, 0, trees_.size());
  for (const Counted& counted : counted_) {
    Order(region, counted);
    // Nothing can be apart from the rest if not even pooled parts can.
    if (!Pool(region, counted.attribute, visit)) continue;
    if (children_.size() > 2) Halve(region, counted.attribute, visit);
  }
}

template <typename Visit>
bool SplitFinder::Pool(const Region& region, size_t attribute, Visit visit) {
  const int parts = PoolOrdered(children_, order_, ladder_.finest(), part_);
  if (parts < 2) return false;
  const Worth worth = WorthOf(region, attribute, part_, parts);
  if (worth.gain <= 0 || worth.bits <= 0) return true;
  Split split{.gain = worth.gain,
              .score = ScoreOf(region, worth.gain, worth.bits),
              .attribute = static_cast<int32_t>(attribute),
              .minimum = ladder_.finest(),
              .rung = ladder_.RungOf(region, worth.least)};
  const Split alone = split;
  if (split.rung > region.rung) {
    split.factor = Ladder::Share(
        split.gain,
        ladder_.CostOfClosing(region, region.count, region.rows, split.rung));
    split.score *= split.factor;
  }
  visit(split);
  fine_ = part_;
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
  const int groups = PoolOrdered(children_, order_, minimum, part_);
  if (groups < 2) return;
  const Worth worth = WorthOf(region, attribute, part_, groups);
  if (worth.gain <= 0 || worth.bits <= 0) return;
  Split split{.gain = worth.gain,
              .attribute = fine.attribute,
              .minimum = minimum,
              .rung = ladder_.RungOf(region, worth.least)};
  const double closing =
      ladder_.CostOfClosing(region, region.count, region.rows, split.rung);
  const double alone = ScoreOf(region, worth.gain, worth.bits);
  const double later =
      fine.score * std::min(1.0, alone / ladder_.Rate(region)) *
      Ladder::Share(fine.gain,
                    closing + CostOfGroups(region, groups, fine.rung));
  split.score = std::max(later, alone * Ladder::Share(split.gain, closing));
  split.factor = split.score / alone;
  visit(split);
}

double SplitFinder::CostOfGroups(const Region& region, int groups,
                                 int32_t until) const {
  struct Group {
    int64_t count = 0;
    int64_t rows = 0;
    int part = -1;
    bool mixed = false;
  };
  absl::InlinedVector<Group, 16> all(static_cast<size_t>(groups));
  for (size_t i = 0; i < children_.size(); ++i) {
    if (children_[i].count == 0) continue;
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
  CountedChild rest;
  int64_t empty = 0;  // leaves where nobody is
  int32_t full = 0;   // children where somebody is
  for (const CountedChild& child : children_) {
    rest.count += child.count;
    rest.rows += child.rows;
    rest.leaves += child.leaves;
    if (child.count == 0) {
      empty += child.leaves;
    } else {
      ++full;
    }
  }
  const int64_t all = rest.rows * rest.leaves;
  rest.leaves -= empty;
  CountedChild first;
  halves_.clear();
  for (int32_t largest = 1; largest < full; ++largest) {
    const CountedChild& child = children_[static_cast<size_t>(
        order_[static_cast<size_t>(largest) - 1])];
    first.count += child.count;
    first.rows += child.rows;
    first.leaves += child.leaves;
    rest.count -= child.count;
    rest.rows -= child.rows;
    rest.leaves -= child.leaves;
    if (first.count < ladder_.finest()) continue;
    if (rest.count < ladder_.finest()) break;
    const bool with_first = EmptyGoFirst(largest, first.count, rest.count);
    const int64_t off = all -
                        first.rows * (first.leaves + (with_first ? empty : 0)) -
                        rest.rows * (rest.leaves + (with_first ? 0 : empty));
    const double bits = whole - Bits(first.count) - Bits(rest.count);
    if (off <= 0 || bits <= 0) continue;
    const double gain = static_cast<double>(off) * prices_[attribute];
    const Split split{
        .gain = gain,
        .score = ScoreOf(region, gain, bits),
        .attribute = static_cast<int32_t>(attribute),
        .largest = largest,
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

Split SplitFinder::Best(const Region& region) {
  Split best;
  Each(region, [&](const Split& split) {
    if (split.score > best.score) best = split;
  });
  return best;
}

void SplitFinder::All(const Region& region, std::vector<Split>& splits) {
  splits.clear();
  Each(region, [&](const Split& split) {
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

int SplitFinder::Parts(const Region& region, const Split& split,
                       std::vector<int>& part) {
  const auto attribute = static_cast<size_t>(split.attribute);
  Count(region, attribute, attribute + 1);
  Order(region, counted_[0]);
  if (split.largest == 0) {
    return PoolOrdered(children_, order_, split.minimum, part);
  }
  part.assign(children_.size(), 1);
  int64_t first = 0;
  for (int32_t i = 0; i < split.largest; ++i) {
    const auto child = static_cast<size_t>(order_[static_cast<size_t>(i)]);
    part[child] = 0;
    first += children_[child].count;
  }
  if (EmptyGoFirst(split.largest, first, region.count - first)) {
    for (size_t i = 0; i < children_.size(); ++i) {
      if (children_[i].count == 0) part[i] = 0;
    }
  }
  return NumberParts(part);
}

}  // namespace toguna
