#include "exchange/cohort/outlook.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "exchange/cohort/pooling.h"

namespace toguna {
namespace {

// Of what seems possible for each attribute alone so much is counted: together
// they run out of bits before all of it is done.
constexpr double kDone = 0.9;
// Bits of each row that any split uses up besides its own.
constexpr double kSpent = 0.2;

}  // namespace

Outlook::Outlook(const Ladder& ladder, const TupleTable& table,
                 const std::vector<CohortTree>& trees,
                 const std::vector<ValueStore>& values,
                 const std::vector<double>& prices, SplitFinder& finder)
    : ladder_(ladder),
      table_(table),
      trees_(trees),
      values_(values),
      prices_(prices),
      finder_(finder) {
  for (const CohortTree& tree : trees) {
    first_node_.push_back(nodes_);
    nodes_ += tree.size();
    size_t most = 0;
    for (size_t node = 0; node < tree.size(); ++node) {
      most =
          std::max(most, tree.at(static_cast<int32_t>(node)).children.size());
    }
    std::vector<int32_t>& places = all_places_.emplace_back(most);
    std::iota(places.begin(), places.end(), 0);
  }
}

double Outlook::Possible(size_t attribute, int32_t node,
                         std::span<const int32_t> places, const int64_t* counts,
                         int64_t minimum) {
  if (places.size() < 2) return 0;
  const CohortTree& tree = trees_[attribute];
  const std::vector<int32_t>& all = tree.at(node).children;
  // Counted first: most nodes hold too few.
  int64_t count = 0;
  for (const int32_t place : places) {
    count += counts[all[static_cast<size_t>(place)]];
  }
  if (count < 2 * minimum) return 0;
  std::vector<CountedChild> children;
  children.reserve(places.size());
  int64_t leaves = 0;
  for (const int32_t place : places) {
    const int32_t child = all[static_cast<size_t>(place)];
    children.push_back(
        {.count = counts[child], .leaves = tree.at(child).leaves});
    leaves += children.back().leaves;
  }
  std::vector<int> part;
  const auto parts = static_cast<size_t>(PoolChildren(children, minimum, part));
  if (parts < 2) return 0;
  std::vector<CountedChild> sums(parts);
  std::vector<std::pair<int, int32_t>> members(parts);  // how many, the last
  for (size_t i = 0; i < children.size(); ++i) {
    const auto at = static_cast<size_t>(part[i]);
    sums[at].count += children[i].count;
    sums[at].leaves += children[i].leaves;
    ++members[at].first;
    members[at].second = all[static_cast<size_t>(places[i])];
  }
  int64_t off = count * leaves;
  for (const CountedChild& sum : sums) off -= sum.count * sum.leaves;
  double possible = static_cast<double>(off) * prices_[attribute];
  for (const auto& [many, child] : members) {
    if (many > 1) continue;
    possible += Possible(attribute, child,
                         std::span<const int32_t>(all_places_[attribute])
                             .first(tree.at(child).children.size()),
                         counts, minimum);
  }
  return possible;
}

double Outlook::PossibleOnAll(size_t attribute, int32_t node,
                              std::span<const int32_t> places,
                              const int64_t* counts) {
  double possible = 0;
  for (const auto& [k, weight] : rungs_) {
    possible += weight * Possible(attribute, node, places, counts, k);
  }
  return possible;
}

void Outlook::Add(size_t at, int64_t* counts) const {
  const int32_t* leaves = table_.leaves(at);
  const int64_t count = table_.count(at);
  for (size_t a = 0; a < trees_.size(); ++a) {
    counts[first_node_[a] + static_cast<size_t>(leaves[a])] += count;
  }
}

void Outlook::AddUp(int64_t* counts) const {
  for (size_t a = 0; a < trees_.size(); ++a) {
    int64_t* mine = counts + first_node_[a];
    // Parents come before their children.
    for (auto node = static_cast<int32_t>(trees_[a].size()) - 1; node > 0;
         --node) {
      mine[trees_[a].at(node).parent] += mine[node];
    }
  }
}

void Outlook::CountWhole(const Region& region) {
  whole_.assign(nodes_, 0);
  for (size_t i = region.begin; i < region.end; ++i) Add(i, whole_.data());
  AddUp(whole_.data());
}

void Outlook::CountParts(const Region& region, size_t attribute, int parts) {
  counts_.assign(static_cast<size_t>(parts) * nodes_, 0);
  const ValueStore::Value& value = values_[attribute].at(region.box[attribute]);
  const CohortTree& tree = trees_[attribute];
  const int32_t* child_of = tree.ChildOf(value.node);
  // The largest part is what is left of the whole; most splits set few apart.
  std::vector<int64_t> sizes(static_cast<size_t>(parts), 0);
  for (const int32_t place : values_[attribute].places(value)) {
    const auto at = static_cast<size_t>(place);
    sizes[static_cast<size_t>(part_of_[at])] +=
        whole_[first_node_[attribute] +
               static_cast<size_t>(tree.at(value.node).children[at])];
  }
  const auto largest = static_cast<size_t>(
      std::max_element(sizes.begin(), sizes.end()) - sizes.begin());
  for (size_t i = region.begin; i < region.end; ++i) {
    const auto part = static_cast<size_t>(
        part_of_[static_cast<size_t>(child_of[table_.leaves(i)[attribute]])]);
    if (part != largest) Add(i, counts_.data() + part * nodes_);
  }
  int64_t* left = counts_.data() + largest * nodes_;
  std::copy(whole_.begin(), whole_.end(), left);
  for (size_t part = 0; part < sizes.size(); ++part) {
    if (part == largest) continue;
    int64_t* mine = counts_.data() + part * nodes_;
    AddUp(mine);
    for (size_t node = 0; node < nodes_; ++node) left[node] -= mine[node];
  }
}

double Outlook::ScoreOf(const Region& region, const Split& split, double now) {
  const auto attribute = static_cast<size_t>(split.attribute);
  const int parts = finder_.Parts(region, split, part_);
  const ValueStore::Value& value = values_[attribute].at(region.box[attribute]);
  const std::span<const int32_t> places = values_[attribute].places(value);
  const std::vector<int32_t>& all = trees_[attribute].at(value.node).children;
  part_of_.assign(all.size(), 0);
  for (size_t i = 0; i < places.size(); ++i) {
    part_of_[static_cast<size_t>(places[i])] = part_[i];
  }
  const SplitFinder::Worth worth =
      finder_.WorthOf(region, attribute, part_, parts);
  CountParts(region, attribute, parts);
  double possible = 0;
  std::vector<int32_t> mine;
  for (int part = 0; part < parts; ++part) {
    const int64_t* counts = counts_.data() + static_cast<size_t>(part) * nodes_;
    for (size_t a = 0; a < trees_.size(); ++a) {
      int32_t node = values_[a].at(region.box[a]).node;
      std::span<const int32_t> left =
          values_[a].places(values_[a].at(region.box[a]));
      if (a == attribute) {
        mine.clear();
        for (size_t i = 0; i < places.size(); ++i) {
          if (part_[i] == part) mine.push_back(places[i]);
        }
        left = mine;
        if (mine.size() == 1) {
          node = all[static_cast<size_t>(mine[0])];
          left = std::span<const int32_t>(all_places_[a])
                     .first(trees_[a].at(node).children.size());
        }
      }
      possible += PossibleOnAll(a, node, left, counts + first_node_[a]);
    }
  }
  const double score =
      (worth.gain + kDone * (possible - now)) /
      (worth.bits + kSpent * static_cast<double>(region.count));
  return score > 0 ? score * split.factor : score / split.factor;
}

void Outlook::Choose(const Region& region, size_t tries,
                     std::vector<Split>& splits) {
  tries = std::min(tries, splits.size());
  if (tries < 2) return;
  rungs_ = ladder_.Outlooks(region);
  // What is possible now, so that the difference is what is lost.
  CountWhole(region);
  double now = 0;
  for (size_t a = 0; a < trees_.size(); ++a) {
    const ValueStore::Value& value = values_[a].at(region.box[a]);
    now += PossibleOnAll(a, value.node, values_[a].places(value),
                         whole_.data() + first_node_[a]);
  }
  size_t best = 0;
  double best_score = 0;
  for (size_t i = 0; i < tries; ++i) {
    const double score = ScoreOf(region, splits[i], now);
    if (i == 0 || score > best_score) {
      best = i;
      best_score = score;
    }
  }
  std::swap(splits[0], splits[best]);
}

}  // namespace toguna
