#include "exchange/cohort/grower.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <span>
#include <utility>

#include "exchange/cohort/pooling.h"

namespace toguna {
namespace {

// Regions of so many cohorts of the smallest size are few, and what they
// scatter stays scattered; smaller ones are quickly settled one way and
// another.
constexpr int64_t kLarge = 400;
// How many splits these try: fewer in tables that hold more than so many of
// the smallest cohorts, where each takes its time.
constexpr size_t kTries = 3;
constexpr size_t kFewTries = 2;
constexpr int64_t kMany = 100'000;

std::vector<double> PricesOf(const std::vector<CohortTree>& trees,
                             const std::vector<double>& weights) {
  std::vector<double> prices;
  for (size_t a = 0; a < trees.size(); ++a) {
    // The Loss of an attribute is 0 at the leaves, whose share is not nothing,
    // and 1 at the top.
    const auto leaves = static_cast<double>(trees[a].leaves());
    const double weight = weights.empty() ? 1 : weights[a];
    prices.push_back(leaves > 1 ? weight / (leaves - 1) : 0);
  }
  return prices;
}

}  // namespace

Grower::Grower(const CohortTuples& tuples, const std::vector<CohortTree>& trees,
               const std::vector<double>& weights,
               const std::vector<CohortMinimums>& rungs)
    : trees_(trees),
      rungs_(rungs),
      prices_(PricesOf(trees, weights)),
      values_(trees.size()),
      table_(tuples, trees),
      counter_(table_, trees, values_, prices_),
      ladder_(rungs, table_.AllRows()),
      judge_(tuples),
      finder_(ladder_, trees, values_, prices_, counter_),
      splitter_(table_, trees, values_, prices_),
      settler_(ladder_, values_, counter_, finder_, splitter_),
      outlook_(ladder_, table_, trees, values_, prices_, finder_),
      rows_decide_(std::all_of(
          rungs.begin(), rungs.end(),
          [&](const CohortMinimums& rung) { return judge_.RowsDecide(rung); })),
      tries_(table_.AllRows() > kMany * ladder_.finest() ? kFewTries : kTries),
      closed_(rungs.size()) {}

std::vector<Cohorts> Grower::Grow() {
  // A stack, so that depth is no matter; last parts lie lowest, so that boxes
  // come out in the order of the trees.
  std::vector<Region> open = {splitter_.Whole()};
  while (!open.empty()) {
    Region region = std::move(open.back());
    open.pop_back();
    Rank(region);
    if (!Use(region, open)) Close(region, ladder_.size());
  }
  std::vector<Cohorts> rungs;
  for (const std::vector<Region>& regions : closed_) {
    rungs.push_back(CohortsOf(regions));
  }
  return rungs;
}

void Grower::Close(Region& region, int32_t until) {
  for (; region.rung < until; ++region.rung) {
    closed_[static_cast<size_t>(region.rung)].push_back(region);
  }
}

bool Grower::Use(Region& region, std::vector<Region>& open) {
  if (splits_.empty()) return false;
  // Rungs that the first split closes are given up; others only if no split
  // can keep them open.
  for (int32_t rung = splits_[0].rung; rung < ladder_.size(); ++rung) {
    const CohortMinimums& minimums = rungs_[static_cast<size_t>(rung)];
    for (const Split& split : splits_) {
      if (split.rung > rung) continue;
      int parts = finder_.Parts(region, counts_, split, part_);
      const auto attribute = static_cast<size_t>(split.attribute);
      if (!rows_decide_ && !Mend(region, attribute, minimums, part_, parts)) {
        continue;
      }
      Close(region, rung);
      BoxSplitter::Regions made =
          splitter_.Boxes(region, attribute, part_, parts);
      splitter_.Fill(region, attribute, made);
      std::move(made.rbegin(), made.rend(), std::back_inserter(open));
      return true;
    }
  }
  return false;
}

void Grower::Rank(const Region& region) {
  splits_.clear();
  if (!finder_.IsEnough(region.count)) return;
  counter_.Count(region, counts_);
  const bool large = region.count >= kLarge * ladder_.finest();
  const bool last = finder_.IsLast(region);
  if (rows_decide_ && last) {
    // Nothing can go wrong with the best, so the others are not needed.
    splits_.assign(1, finder_.Best(region, counts_));
    if (splits_[0].attribute < 0) splits_.clear();
    return;
  }
  finder_.All(region, counts_, splits_);
  if (splits_.size() < 2 || last) return;
  if (large) {
    outlook_.Choose(region, counts_, splits_);
  } else {
    TryOut(region);
  }
}

void Grower::TryOut(const Region& region) {
  // Regions come in the order of their tuples.
  if (region.end > tried_until_) {
    settler_.Forget();
    tried_until_ = region.end;
  }
  const size_t tries = std::min(tries_, splits_.size());
  size_t best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (size_t i = 0; i < tries; ++i) {
    const double loss = settler_.Loss(region, counts_, splits_[i], least);
    if (loss < least) {
      best = i;
      least = loss;
    }
  }
  std::swap(splits_[0], splits_[best]);
}

bool Grower::Mend(const Region& region, size_t attribute,
                  const CohortMinimums& minimums, std::vector<int>& part,
                  int& parts) {
  const ValueStore::Value& value = values_[attribute].at(region.box[attribute]);
  const std::span<const int32_t> places = values_[attribute].places(value);
  const int32_t* child_of = trees_[attribute].ChildOf(value.node);
  std::vector<std::vector<int32_t>> members(
      trees_[attribute].at(value.node).children.size());
  table_.WithLeaves([&](const auto* leaves) {
    for (size_t i = region.begin; i < region.end; ++i) {
      const auto leaf = leaves[i * trees_.size() + attribute];
      members[static_cast<size_t>(child_of[leaf])].push_back(table_.number(i));
    }
  });
  while (parts > 1) {
    std::vector<std::vector<int32_t>> together(static_cast<size_t>(parts));
    for (size_t i = 0; i < part.size(); ++i) {
      const auto& from = members[static_cast<size_t>(places[i])];
      auto& to = together[static_cast<size_t>(part[i])];
      to.insert(to.end(), from.begin(), from.end());
    }
    // The smallest part that fails is joined with the smallest other.
    int failing = -1;
    int other = -1;
    const auto smaller = [&](int a, int b) {
      return b < 0 || together[static_cast<size_t>(a)].size() <
                          together[static_cast<size_t>(b)].size();
    };
    for (int i = 0; i < parts; ++i) {
      if (smaller(i, failing) &&
          !judge_.Meets(together[static_cast<size_t>(i)], minimums)) {
        failing = i;
      }
    }
    if (failing < 0) return true;
    for (int i = 0; i < parts; ++i) {
      if (i != failing && smaller(i, other)) other = i;
    }
    for (int& one : part) {
      if (one == failing) one = other;
    }
    parts = NumberParts(part);
  }
  return false;
}

Cohorts Grower::CohortsOf(const std::vector<Region>& regions) const {
  Cohorts cohorts;
  cohorts.reserve(regions.size());
  for (const Region& region : regions) {
    Cohort& cohort = cohorts.emplace_back();
    cohort.rows = region.rows;
    cohort.box.reserve(trees_.size());
    const auto numbers = table_.numbers(region.begin, region.end);
    cohort.tuples.assign(numbers.begin(), numbers.end());
    std::sort(cohort.tuples.begin(), cohort.tuples.end());
    for (size_t a = 0; a < trees_.size(); ++a) {
      const ValueStore::Value& value = values_[a].at(region.box[a]);
      const CohortTree::Node& node = trees_[a].at(value.node);
      CohortValue& shown = cohort.box.emplace_back();
      if (static_cast<size_t>(value.count) == node.children.size()) {
        shown.push_back(node.code);
        continue;
      }
      for (const int32_t place : values_[a].places(value)) {
        shown.push_back(
            trees_[a].at(node.children[static_cast<size_t>(place)]).highest);
      }
    }
  }
  return cohorts;
}

}  // namespace toguna
