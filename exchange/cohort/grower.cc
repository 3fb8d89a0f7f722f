#include "exchange/cohort/grower.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "exchange/cohort/pooling.h"

namespace toguna {
namespace {

// How far to look, in cohorts of the smallest size. Regions of more than
// kLarge of them are few, and what they scatter stays scattered; those of fewer
// than kSmall are quickly settled one way and another.
constexpr int64_t kLarge = 200;
constexpr size_t kLargeTries = 6;
constexpr int64_t kSmall = 40;
constexpr size_t kSmallTries = 3;

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
      ladder_(rungs, table_.AllRows()),
      judge_(tuples),
      finder_(ladder_, table_, trees, values_, prices_),
      outlook_(ladder_, table_, trees, values_, prices_, finder_),
      rows_decide_(std::all_of(
          rungs.begin(), rungs.end(),
          [&](const CohortMinimums& rung) { return judge_.RowsDecide(rung); })),
      closed_(rungs.size()) {}

Region Grower::Whole() {
  Region all{.begin = 0, .end = table_.size()};
  for (size_t i = 0; i < table_.size(); ++i) {
    all.rows += table_.rows(i);
    all.count += table_.count(i);
  }
  for (size_t a = 0; a < trees_.size(); ++a) {
    const CohortTree::Node& top = trees_[a].at(CohortTree::kTop);
    for (size_t i = 0; i < top.children.size(); ++i) {
      values_[a].AddPlace(static_cast<int32_t>(i));
    }
    all.box.push_back(values_[a].Close(CohortTree::kTop, top.leaves));
    all.loss += prices_[a] * static_cast<double>(top.leaves);
  }
  return all;
}

std::vector<Cohorts> Grower::Grow() {
  // A stack, so that depth is no matter; last parts lie lowest, so that boxes
  // come out in the order of the trees.
  std::vector<Region> open = {Whole()};
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
      int parts = finder_.Parts(region, split, part_);
      const auto attribute = static_cast<size_t>(split.attribute);
      if (!rows_decide_ && !Mend(region, attribute, minimums, part_, parts)) {
        continue;
      }
      Close(region, rung);
      Regions made = Apply(region, attribute, part_, parts);
      std::move(made.rbegin(), made.rend(), std::back_inserter(open));
      return true;
    }
  }
  return false;
}

void Grower::Rank(const Region& region) {
  const bool large = region.count >= kLarge * ladder_.finest();
  const bool small =
      region.count <= kSmall * ladder_.finest() && !finder_.IsLast(region);
  if (rows_decide_ && !large && !small) {
    // Nothing can go wrong with the best, so the others are not needed.
    splits_.assign(1, finder_.Best(region));
    if (splits_[0].attribute < 0) splits_.clear();
    return;
  }
  finder_.All(region, splits_);
  if (splits_.size() < 2) return;
  if (large) {
    outlook_.Choose(region, kLargeTries, splits_);
  } else if (small) {
    size_t best = 0;
    double least = 0;
    for (size_t i = 0; i < std::min(kSmallTries, splits_.size()); ++i) {
      const double loss = SettleBy(region, splits_[i]);
      if (i == 0 || loss < least) {
        best = i;
        least = loss;
      }
    }
    std::swap(splits_[0], splits_[best]);
  }
}

double Grower::Settle(const Region& region) {
  const Split split = finder_.Best(region);
  const double now = region.loss * static_cast<double>(region.rows);
  if (split.attribute < 0) {
    return now * ladder_.Weight(region.rung, ladder_.size());
  }
  if (finder_.IsLast(region)) {
    return now * ladder_.Weight(region.rung, ladder_.size()) -
           split.gain * ladder_.Weight(split.rung, ladder_.size());
  }
  return SettleBy(region, split);
}

double Grower::SettleBy(const Region& region, const Split& split) {
  const auto attribute = static_cast<size_t>(split.attribute);
  const int32_t mark = values_[attribute].size();
  const int parts = finder_.Parts(region, split, part_);
  double loss = region.loss * static_cast<double>(region.rows) *
                ladder_.Weight(region.rung, split.rung);
  for (Region& part : Apply(region, attribute, part_, parts)) {
    part.rung = split.rung;
    loss += Settle(part);
  }
  values_[attribute].Truncate(mark);
  return loss;
}

bool Grower::Mend(const Region& region, size_t attribute,
                  const CohortMinimums& minimums, std::vector<int>& part,
                  int& parts) {
  const ValueStore::Value& value = values_[attribute].at(region.box[attribute]);
  const std::span<const int32_t> places = values_[attribute].places(value);
  const int32_t* child_of = trees_[attribute].ChildOf(value.node);
  std::vector<std::vector<int32_t>> members(
      trees_[attribute].at(value.node).children.size());
  for (size_t i = region.begin; i < region.end; ++i) {
    members[static_cast<size_t>(child_of[table_.leaves(i)[attribute]])]
        .push_back(table_.number(i));
  }
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

int32_t Grower::AddValue(size_t attribute, int32_t whole,
                         const std::vector<int>& part, int which) {
  const CohortTree& tree = trees_[attribute];
  ValueStore& values = values_[attribute];
  const int32_t node = values.at(whole).node;
  int64_t leaves = 0;
  int32_t last = -1;
  int many = 0;
  for (size_t i = 0; i < part.size(); ++i) {
    if (part[i] != which) continue;
    // Looked up each time: adding may move what a span points at.
    const int32_t place = values.places(values.at(whole))[i];
    last = tree.at(node).children[static_cast<size_t>(place)];
    leaves += tree.at(last).leaves;
    ++many;
    values.AddPlace(place);
  }
  if (many > 1) return values.Close(node, leaves);
  values.DropPlace();
  for (size_t i = 0; i < tree.at(last).children.size(); ++i) {
    values.AddPlace(static_cast<int32_t>(i));
  }
  return values.Close(last, leaves);
}

Grower::Regions Grower::Apply(const Region& region, size_t attribute,
                              const std::vector<int>& part, int parts) {
  const int32_t whole = region.box[attribute];
  const ValueStore::Value value = values_[attribute].at(whole);
  const int32_t* child_of = trees_[attribute].ChildOf(value.node);
  part_of_.resize(trees_[attribute].at(value.node).children.size());
  const std::span<const int32_t> places = values_[attribute].places(value);
  for (size_t i = 0; i < places.size(); ++i) {
    part_of_[static_cast<size_t>(places[i])] = part[i];
  }
  Regions made(static_cast<size_t>(parts));
  const double price = prices_[attribute];
  for (int i = 0; i < parts; ++i) {
    Region& one = made[static_cast<size_t>(i)];
    one.box = region.box;
    one.rung = region.rung;
    one.box[attribute] = AddValue(attribute, whole, part, i);
    one.loss = region.loss +
               price * static_cast<double>(
                           values_[attribute].at(one.box[attribute]).leaves -
                           value.leaves);
  }
  table_.Sort(
      region, attribute,
      [&](int32_t leaf) {
        return part_of_[static_cast<size_t>(child_of[leaf])];
      },
      std::span<Region>(made.data(), made.size()));
  return made;
}

Cohorts Grower::CohortsOf(const std::vector<Region>& regions) const {
  Cohorts cohorts;
  cohorts.reserve(regions.size());
  for (const Region& region : regions) {
    Cohort& cohort = cohorts.emplace_back();
    cohort.rows = region.rows;
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
