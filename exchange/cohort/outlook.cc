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
// Of the bits that others need less after a split, since their values hang
// together with its own, so much is saved; a hope is raised by so much for it.
constexpr double kSaved = 0.5;
constexpr double kRaised = 1.3;
constexpr size_t kTries = 12;

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
    std::vector<int32_t>& places =
        all_places_.emplace_back(tree.MostChildren());
    std::iota(places.begin(), places.end(), 0);
  }
}

Outlook::Prospect Outlook::Possible(size_t attribute, int32_t node,
                                    std::span<const int32_t> places,
                                    const int64_t* counts, int64_t minimum) {
  if (places.size() < 2) return {};
  const CohortTree::Node& at = trees_[attribute].at(node);
  // Counted first: most nodes hold too few.
  int64_t count = 0;
  for (const int32_t place : places) {
    count += counts[at.children[static_cast<size_t>(place)]];
  }
  if (count < 2 * minimum) return {};
  std::vector<CountedChild> children;
  children.reserve(places.size());
  int64_t leaves = 0;
  int64_t empty = 0;
  for (const int32_t place : places) {
    const auto child = static_cast<size_t>(place);
    const int64_t below = at.child_leaves[child];
    const int64_t here = counts[at.children[child]];
    leaves += below;
    if (here > 0) {
      children.push_back({.count = here, .leaves = below, .place = place});
    } else {
      empty += below;
    }
  }
  SortBySize(children);
  Pooled pooled;
  if (!PoolSorted(children, empty, minimum, pooled)) return {};
  int64_t off = count * leaves;
  Prospect possible{.bits = finder_.Bits(count)};
  for (const CountedChild& sum : pooled.parts) {
    off -= sum.count * sum.leaves;
    possible.bits -= finder_.Bits(sum.count);
  }
  possible.gain = static_cast<double>(off) * prices_[attribute];
  for (size_t i = 0; i < pooled.parts.size(); ++i) {
    const CountedChild& child = children[pooled.first[i]];
    // A child alone is split again.
    if (pooled.parts[i].leaves != child.leaves) continue;
    const int32_t below = at.children[static_cast<size_t>(child.place)];
    possible.Add(
        Possible(attribute, below,
                 std::span<const int32_t>(all_places_[attribute])
                     .first(trees_[attribute].at(below).children.size()),
                 counts, minimum),
        1);
  }
  return possible;
}

void Outlook::AddPossible(size_t attribute, int32_t node,
                          std::span<const int32_t> places,
                          const int64_t* counts, Prospect& to) {
  for (const auto& [k, weight] : rungs_) {
    to.Add(Possible(attribute, node, places, counts, k), weight);
  }
}

void Outlook::Add(size_t begin, size_t end, int64_t* counts) const {
  const size_t width = trees_.size();
  table_.WithLeaves([&](const auto* leaves) {
    leaves += begin * width;
    for (size_t i = begin; i < end; ++i, leaves += width) {
      const int64_t count = table_.count(i);
      for (size_t a = 0; a < width; ++a) {
        counts[first_node_[a] + static_cast<size_t>(leaves[a])] += count;
      }
    }
  });
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
  Add(region.begin, region.end, whole_.data());
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
  const size_t width = trees_.size();
  table_.WithLeaves([&](const auto* leaves) {
    leaves += region.begin * width;
    for (size_t i = region.begin; i < region.end; ++i, leaves += width) {
      const auto part = static_cast<size_t>(
          part_of_[static_cast<size_t>(child_of[leaves[attribute]])]);
      if (part == largest) continue;
      int64_t* mine = counts_.data() + part * nodes_;
      const int64_t count = table_.count(i);
      for (size_t a = 0; a < width; ++a) {
        mine[first_node_[a] + static_cast<size_t>(leaves[a])] += count;
      }
    }
  });
  int64_t* left = counts_.data() + largest * nodes_;
  std::copy(whole_.begin(), whole_.end(), left);
  for (size_t part = 0; part < sizes.size(); ++part) {
    if (part == largest) continue;
    int64_t* mine = counts_.data() + part * nodes_;
    AddUp(mine);
    for (size_t node = 0; node < nodes_; ++node) left[node] -= mine[node];
  }
}

double Outlook::ScoreOf(const Region& region, const ChildCounts& children,
                        const Split& split, const Prospect& now) {
  const auto attribute = static_cast<size_t>(split.attribute);
  const int parts = finder_.Parts(region, children, split, part_);
  const ValueStore::Value& value = values_[attribute].at(region.box[attribute]);
  const std::span<const int32_t> places = values_[attribute].places(value);
  const std::vector<int32_t>& all = trees_[attribute].at(value.node).children;
  part_of_.assign(all.size(), 0);
  for (size_t i = 0; i < places.size(); ++i) {
    part_of_[static_cast<size_t>(places[i])] = part_[i];
  }
  CountParts(region, attribute, parts);
  Prospect left;
  std::vector<int32_t> mine;
  for (int part = 0; part < parts; ++part) {
    const int64_t* counts = counts_.data() + static_cast<size_t>(part) * nodes_;
    for (size_t a = 0; a < trees_.size(); ++a) {
      int32_t node = values_[a].at(region.box[a]).node;
      std::span<const int32_t> places_left =
          values_[a].places(values_[a].at(region.box[a]));
      if (a == attribute) {
        mine.clear();
        for (size_t i = 0; i < places.size(); ++i) {
          if (part_[i] == part) mine.push_back(places[i]);
        }
        places_left = mine;
        if (mine.size() == 1) {
          node = all[static_cast<size_t>(mine[0])];
          places_left = std::span<const int32_t>(all_places_[a])
                            .first(trees_[a].at(node).children.size());
        }
      }
      AddPossible(a, node, places_left, counts + first_node_[a], left);
    }
  }
  const double gain = split.gain + kDone * (left.gain - now.gain);
  const double saved = now.bits - left.bits - split.bits;
  const double bits = std::max(0.0, split.bits - kSaved * saved) +
                      kSpent * static_cast<double>(region.count);
  return gain > 0 ? gain / bits * split.factor : gain / bits / split.factor;
}

double Outlook::HopeOf(const Region& region, const Split& split) {
  return split.factor * (1 - kDone) * split.gain /
         (split.bits + kSpent * static_cast<double>(region.count));
}

void Outlook::Choose(const Region& region, const ChildCounts& children,
                     std::vector<Split>& splits) {
  rungs_ = ladder_.Outlooks(region);
  // What is possible now, so that the difference is what is lost.
  CountWhole(region);
  Prospect now;
  for (size_t a = 0; a < trees_.size(); ++a) {
    const ValueStore::Value& value = values_[a].at(region.box[a]);
    AddPossible(a, value.node, values_[a].places(value),
                whole_.data() + first_node_[a], now);
  }
  // Best hopes first, until none that follows can be better.
  std::stable_sort(splits.begin(), splits.end(),
                   [&](const Split& a, const Split& b) {
                     return HopeOf(region, a) > HopeOf(region, b);
                   });
  size_t best = 0;
  double best_score = 0;
  for (size_t i = 0; i < std::min(kTries, splits.size()); ++i) {
    if (i > 0 && kRaised * HopeOf(region, splits[i]) <= best_score) break;
    const double score = ScoreOf(region, children, splits[i], now);
    if (i == 0 || score > best_score) {
      best = i;
      best_score = score;
    }
  }
  std::swap(splits[0], splits[best]);
}

}  // namespace toguna
