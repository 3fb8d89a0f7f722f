#include "exchange/cohort/split_finder.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "absl/container/inlined_vector.h"

namespace toguna {
namespace {

constexpr size_t kTabled = 4096;

}  // namespace

SplitFinder::SplitFinder(const TupleTable& table,
                         const std::vector<CohortTree>& trees,
                         const std::vector<ValueStore>& values,
                         const std::vector<double>& prices)
    : table_(table), trees_(trees), values_(values), prices_(prices) {
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
  // One pass for all: most regions are small, and what is read lies together.
  for (size_t i = region.begin; i < region.end; ++i) {
    const int32_t* leaves = table_.leaves(i);
    const int32_t count = table_.count(i);
    for (const Counted& one : counted_) {
      counts_[one.first + static_cast<size_t>(
                              one.child_of[leaves[one.attribute]])] += count;
    }
  }
  if (table_.counts_rows()) return;
  rows_.assign(places, 0);
  for (size_t i = region.begin; i < region.end; ++i) {
    for (const Counted& one : counted_) {
      rows_[one.first + static_cast<size_t>(
                            one.child_of[table_.leaves(i)[one.attribute]])] +=
          table_.rows(i);
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
  for (const CountedChild& sum : sums) {
    off -= sum.rows * sum.leaves;
    bits -= Bits(sum.count);
  }
  return {.gain = static_cast<double>(off) * prices_[attribute], .bits = bits};
}

template <typename Visit>
void SplitFinder::Each(const Region& region, Visit visit) {
  if (region.count < 2 * minimum_) return;
  const double whole = Bits(region.count);
  // Bits left over are of no use after the last split.
  const bool last = IsLast(region);
  Count(region, 0, trees_.size());
  for (const Counted& counted : counted_) {
    const size_t a = counted.attribute;
    const auto attribute = static_cast<int32_t>(a);
    Order(region, counted);
    const int parts = PoolOrdered(children_, order_, minimum_, part_);
    // Nothing can be apart from the rest if not even pooled parts can.
    if (parts < 2) continue;
    const Worth pooled = WorthOf(region, a, part_, parts);
    if (pooled.gain > 0 && pooled.bits > 0) {
      visit(Split{.gain = pooled.gain,
                  .score = last ? pooled.gain : pooled.gain / pooled.bits,
                  .attribute = attribute});
    }
    if (children_.size() < 3) continue;
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
    for (int32_t largest = 1; largest < full; ++largest) {
      const CountedChild& child = children_[static_cast<size_t>(
          order_[static_cast<size_t>(largest) - 1])];
      first.count += child.count;
      first.rows += child.rows;
      first.leaves += child.leaves;
      rest.count -= child.count;
      rest.rows -= child.rows;
      rest.leaves -= child.leaves;
      if (first.count < minimum_) continue;
      if (rest.count < minimum_) break;
      const bool with_first = EmptyGoFirst(largest, first.count, rest.count);
      const int64_t off =
          all - first.rows * (first.leaves + (with_first ? empty : 0)) -
          rest.rows * (rest.leaves + (with_first ? 0 : empty));
      const double bits = whole - Bits(first.count) - Bits(rest.count);
      if (off > 0 && bits > 0) {
        const double gain = static_cast<double>(off) * prices_[a];
        visit(Split{.gain = gain,
                    .score = last ? gain : gain / bits,
                    .attribute = attribute,
                    .largest = largest});
      }
    }
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
    return PoolOrdered(children_, order_, minimum_, part);
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
