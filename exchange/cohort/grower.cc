#include "exchange/cohort/grower.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace toguna {

Grower::Grower(const CohortTuples& tuples, const std::vector<CohortTree>& trees,
               const std::vector<double>& weights)
    : tuples_(tuples), trees_(trees), judge_(tuples) {
  const size_t d = tuples.attributes;
  const size_t n = tuples.size();
  order_.resize(n);
  std::iota(order_.begin(), order_.end(), 0);
  rows_.resize(n);
  leaves_.resize(n * d);
  Region all{.begin = 0, .end = n};
  for (size_t t = 0; t < n; ++t) {
    rows_[t] = static_cast<int32_t>(tuples.RowsOf(t));
    all.rows += rows_[t];
    for (size_t a = 0; a < d; ++a) {
      leaves_[t * d + a] = trees[a].LeafOf(tuples.codes[t * d + a]);
    }
  }
  moved_order_.resize(n);
  moved_rows_.resize(n);
  moved_leaves_.resize(n * d);
  values_.resize(d);
  for (size_t a = 0; a < d; ++a) {
    const CohortTree& tree = trees[a];
    Value top;
    top.places.resize(tree.at(CohortTree::kTop).children.size());
    std::iota(top.places.begin(), top.places.end(), 0);
    values_[a].push_back(std::move(top));
    all.box.push_back(0);
    // The Loss of an attribute runs from 0 at the leaves, whose share is not
    // nothing, to 1.
    const auto leaves = static_cast<double>(tree.leaves());
    const double range = leaves > 1 ? (leaves - 1) / leaves : 1;
    price_.push_back((weights.empty() ? 1 : weights[a]) / range / leaves);
  }
  regions_.push_back(std::move(all));
}

void Grower::Refine(const CohortMinimums& minimums) {
  minimums_ = minimums;
  rows_decide_ = judge_.RowsDecide(minimums);
  // A stack, so that depth is no matter; last parts lie lowest, so that boxes
  // come out in the order of the trees.
  std::vector<Region> open(std::make_move_iterator(regions_.rbegin()),
                           std::make_move_iterator(regions_.rend()));
  regions_.clear();
  while (!open.empty()) {
    Region region = std::move(open.back());
    open.pop_back();
    Propose(region);
    bool split = false;
    while (used_splits_ > 0 && !split) {
      size_t best = 0;
      for (size_t i = 1; i < used_splits_; ++i) {
        if (splits_[i].score > splits_[best].score) best = i;
      }
      split = rows_decide_ || Mend(region, splits_[best]);
      if (!split) {
        // Keeps the others in order, which breaks ties.
        std::rotate(
            splits_.begin() + static_cast<std::ptrdiff_t>(best),
            splits_.begin() + static_cast<std::ptrdiff_t>(best) + 1,
            splits_.begin() + static_cast<std::ptrdiff_t>(used_splits_));
        --used_splits_;
        continue;
      }
      std::vector<Region> parts = Apply(region, splits_[best]);
      std::move(parts.rbegin(), parts.rend(), std::back_inserter(open));
    }
    if (!split) regions_.push_back(std::move(region));
  }
}

void Grower::Propose(const Region& region) {
  used_splits_ = 0;
  if (region.rows < 2 * minimums_.k) return;
  for (size_t a = 0; a < trees_.size(); ++a) {
    if (ValueOf(region, a).places.size() > 1) ProposeAlong(region, a);
  }
}

void Grower::ProposeAlong(const Region& region, size_t attribute) {
  const Value& value = ValueOf(region, attribute);
  const CohortTree& tree = trees_[attribute];
  const std::vector<int32_t>& all = tree.at(value.node).children;
  const int32_t* child_of = tree.ChildOf(value.node);
  const size_t d = trees_.size();
  counts_.assign(all.size(), 0);
  const int32_t* leaf = leaves_.data() + region.begin * d + attribute;
  for (size_t i = region.begin; i < region.end; ++i, leaf += d) {
    counts_[static_cast<size_t>(child_of[*leaf])] += rows_[i];
  }
  children_.clear();
  for (const int32_t place : value.places) {
    const int32_t child = all[static_cast<size_t>(place)];
    children_.push_back({.count = counts_[static_cast<size_t>(place)],
                         .leaves = tree.at(child).leaves});
  }
  scratch_.parts = PoolChildren(children_, minimums_.k, scratch_.part);
  if (scratch_.parts > 1) Weigh(region, attribute);
}

void Grower::Weigh(const Region& region, size_t attribute) {
  const auto parts = static_cast<size_t>(scratch_.parts);
  std::vector<CountedChild> sums(parts);
  int64_t leaves = 0;
  for (size_t i = 0; i < children_.size(); ++i) {
    CountedChild& sum = sums[static_cast<size_t>(scratch_.part[i])];
    sum.count += children_[i].count;
    sum.leaves += children_[i].leaves;
    leaves += children_[i].leaves;
  }
  int64_t off = region.rows * leaves;
  double bits = 0;
  const auto rows = static_cast<double>(region.rows);
  for (const CountedChild& sum : sums) {
    off -= sum.count * sum.leaves;
    const auto count = static_cast<double>(sum.count);
    bits += count * std::log2(rows / count);
  }
  const double gain = static_cast<double>(off) * price_[attribute];
  if (gain <= 0 || bits <= 0) return;
  if (used_splits_ == splits_.size()) splits_.emplace_back();
  Split& split = splits_[used_splits_++];
  split.score = gain / bits;
  split.attribute = attribute;
  split.parts = scratch_.parts;
  split.part = scratch_.part;
}

bool Grower::Mend(const Region& region, Split& split) {
  const size_t a = split.attribute;
  const Value& value = ValueOf(region, a);
  const int32_t* child_of = trees_[a].ChildOf(value.node);
  const size_t d = trees_.size();
  std::vector<std::vector<int32_t>> members(
      trees_[a].at(value.node).children.size());
  for (size_t i = region.begin; i < region.end; ++i) {
    members[static_cast<size_t>(child_of[leaves_[i * d + a]])].push_back(
        order_[i]);
  }
  while (split.parts > 1) {
    std::vector<std::vector<int32_t>> parts(static_cast<size_t>(split.parts));
    for (size_t i = 0; i < split.part.size(); ++i) {
      const auto& from = members[static_cast<size_t>(value.places[i])];
      auto& to = parts[static_cast<size_t>(split.part[i])];
      to.insert(to.end(), from.begin(), from.end());
    }
    // Smallest part that fails, joined with the smallest other.
    int failing = -1;
    for (int i = 0; i < split.parts; ++i) {
      const auto& mine = parts[static_cast<size_t>(i)];
      if (!judge_.Meets(mine, minimums_) &&
          (failing < 0 ||
           mine.size() < parts[static_cast<size_t>(failing)].size())) {
        failing = i;
      }
    }
    if (failing < 0) return true;
    int other = -1;
    for (int i = 0; i < split.parts; ++i) {
      if (i != failing &&
          (other < 0 || parts[static_cast<size_t>(i)].size() <
                            parts[static_cast<size_t>(other)].size())) {
        other = i;
      }
    }
    for (int& one : split.part) {
      if (one == failing) one = other;
    }
    split.parts = NumberParts(split.part);
  }
  return false;
}

int32_t Grower::AddValue(size_t attribute, const Value& whole,
                         const Split& split, int part) {
  const CohortTree& tree = trees_[attribute];
  Value value{.node = whole.node};
  for (size_t i = 0; i < split.part.size(); ++i) {
    if (split.part[i] == part) value.places.push_back(whole.places[i]);
  }
  if (value.places.size() == 1) {
    value.node =
        tree.at(whole.node).children[static_cast<size_t>(value.places.front())];
    value.places.resize(tree.at(value.node).children.size());
    std::iota(value.places.begin(), value.places.end(), 0);
  }
  values_[attribute].push_back(std::move(value));
  return static_cast<int32_t>(values_[attribute].size()) - 1;
}

std::vector<Grower::Region> Grower::Apply(const Region& region,
                                          const Split& split) {
  const size_t a = split.attribute;
  const size_t d = trees_.size();
  // A copy: the values grow below.
  const Value whole = ValueOf(region, a);
  const int32_t* child_of = trees_[a].ChildOf(whole.node);
  std::vector<size_t> part_of(trees_[a].at(whole.node).children.size(), 0);
  for (size_t i = 0; i < whole.places.size(); ++i) {
    part_of[static_cast<size_t>(whole.places[i])] =
        static_cast<size_t>(split.part[i]);
  }
  std::vector<Region> parts(static_cast<size_t>(split.parts));
  for (size_t i = region.begin; i < region.end; ++i) {
    Region& part =
        parts[part_of[static_cast<size_t>(child_of[leaves_[i * d + a]])]];
    ++part.end;
    part.rows += rows_[i];
  }
  size_t begin = region.begin;
  for (int i = 0; i < split.parts; ++i) {
    Region& part = parts[static_cast<size_t>(i)];
    const size_t size = part.end;
    part.begin = part.end = begin;
    begin += size;
    part.box = region.box;
    part.box[a] = AddValue(a, whole, split, i);
  }
  for (size_t i = region.begin; i < region.end; ++i) {
    Region& part =
        parts[part_of[static_cast<size_t>(child_of[leaves_[i * d + a]])]];
    const size_t to = part.end++;
    moved_order_[to] = order_[i];
    moved_rows_[to] = rows_[i];
    std::copy_n(leaves_.begin() + static_cast<std::ptrdiff_t>(i * d), d,
                moved_leaves_.begin() + static_cast<std::ptrdiff_t>(to * d));
  }
  const auto copy_back = [&](auto& to, const auto& from, size_t width) {
    std::copy(from.begin() + static_cast<std::ptrdiff_t>(region.begin * width),
              from.begin() + static_cast<std::ptrdiff_t>(region.end * width),
              to.begin() + static_cast<std::ptrdiff_t>(region.begin * width));
  };
  copy_back(order_, moved_order_, 1);
  copy_back(rows_, moved_rows_, 1);
  copy_back(leaves_, moved_leaves_, d);
  return parts;
}

Cohorts Grower::Result() const {
  Cohorts cohorts;
  cohorts.reserve(regions_.size());
  for (const Region& region : regions_) {
    Cohort& cohort = cohorts.emplace_back();
    cohort.rows = region.rows;
    cohort.tuples.assign(
        order_.begin() + static_cast<std::ptrdiff_t>(region.begin),
        order_.begin() + static_cast<std::ptrdiff_t>(region.end));
    std::sort(cohort.tuples.begin(), cohort.tuples.end());
    for (size_t a = 0; a < trees_.size(); ++a) {
      const Value& value = ValueOf(region, a);
      const CohortTree::Node& node = trees_[a].at(value.node);
      CohortValue& shown = cohort.box.emplace_back();
      if (value.places.size() == node.children.size()) {
        shown.push_back(node.code);
        continue;
      }
      for (const int32_t place : value.places) {
        shown.push_back(
            trees_[a].at(node.children[static_cast<size_t>(place)]).highest);
      }
    }
  }
  return cohorts;
}

}  // namespace toguna
