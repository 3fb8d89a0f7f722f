#ifndef TOGUNA_TESTS_EXCHANGE_COHORT_COHORT_ORACLE_H_
#define TOGUNA_TESTS_EXCHANGE_COHORT_COHORT_ORACLE_H_

// Says what is wrong with a partition, from the definitions alone. Shares no
// code with what made it but the tree of codes.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "exchange/base/code_tree.h"
#include "exchange/cohort/cohorts.h"

namespace toguna::testing {

// Leaves at or below any of the nodes.
inline std::set<NodeIndex> LeavesIn(const CodeTree& tree,
                                    const CohortValue& value) {
  std::set<NodeIndex> leaves;
  for (const NodeIndex leaf : tree.Leaves()) {
    for (NodeIndex node = leaf; node >= 0; node = tree.parent(node)) {
      if (std::find(value.begin(), value.end(), node) != value.end()) {
        leaves.insert(leaf);
      }
    }
  }
  return leaves;
}

inline bool Overlap(const std::set<NodeIndex>& a,
                    const std::set<NodeIndex>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](NodeIndex one) { return b.count(one) > 0; });
}

// A node that stands for itself, or some but not all children of one node.
inline bool IsSiblingSet(const CodeTree& tree, const CohortValue& value) {
  if (value.empty() || !std::is_sorted(value.begin(), value.end()))
    return false;
  if (value.size() == 1) return tree.children(value[0]).size() != 1;
  const NodeIndex parent = tree.parent(value[0]);
  for (const NodeIndex node : value) {
    if (tree.parent(node) != parent) return false;
  }
  return parent >= 0 && value.size() < tree.children(parent).size() &&
         std::set<NodeIndex>(value.begin(), value.end()).size() == value.size();
}

// Earth mover's distance from the values of all rows, all values equally far
// from each other: what has to be moved.
inline double ToBeMoved(const CohortTuples& tuples,
                        const std::map<int32_t, int64_t>& rows_of) {
  std::map<int32_t, double> everywhere;
  double all = 0;
  double here = 0;
  for (size_t t = 0; t < tuples.sensitive.size(); ++t) {
    const int64_t rows = tuples.rows.empty() ? 1 : tuples.rows[t];
    everywhere[tuples.sensitive[t]] += static_cast<double>(rows);
    all += static_cast<double>(rows);
  }
  for (const auto& [value, rows] : rows_of) here += static_cast<double>(rows);
  double moved = 0;
  for (const auto& [value, rows] : rows_of) {
    moved += std::max(
        0.0, static_cast<double>(rows) / here - everywhere[value] / all);
  }
  return moved;
}

inline bool IsDiverse(const CohortTuples& tuples,
                      const std::map<int32_t, int64_t>& rows_of,
                      const Diversity& diversity) {
  std::vector<double> counts;
  double all = 0;
  for (const auto& [value, rows] : rows_of) {
    counts.push_back(static_cast<double>(rows));
    all += static_cast<double>(rows);
  }
  std::sort(counts.rbegin(), counts.rend());
  const auto values = static_cast<double>(counts.size());
  double entropy = 0;
  for (const double one : counts) entropy -= one / all * std::log(one / all);
  double rest = 0;
  for (size_t i = static_cast<size_t>(diversity.l) - 1; i < counts.size();
       ++i) {
    rest += counts[i];
  }
  switch (diversity.kind) {
    case Diversity::Kind::kNone:
      return true;
    case Diversity::Kind::kDistinct:
      return values >= diversity.l;
    case Diversity::Kind::kEntropy:
      return entropy >= std::log(diversity.l) - 1e-6;
    case Diversity::Kind::kRecursive:
      return values >= diversity.l && counts[0] < diversity.c * rest;
    case Diversity::Kind::kClose:
      return ToBeMoved(tuples, rows_of) <= diversity.t + 1e-6;
  }
  return false;
}

// Entities left when those that any one of `numbers` has a part in are taken
// away, of each in turn.
inline std::vector<int64_t> EntitiesWithout(
    const CohortTuples& tuples, const std::vector<int32_t>& chosen,
    const std::vector<int32_t>& numbers) {
  std::vector<int64_t> left;
  std::set<int32_t> owners;
  for (const int32_t t : chosen) owners.insert(numbers[static_cast<size_t>(t)]);
  for (const int32_t owner : owners) {
    std::set<int32_t> gone;
    std::map<int32_t, int64_t> entities;
    for (const int32_t one : chosen) {
      const auto t = static_cast<size_t>(one);
      const int32_t entity = tuples.entities.empty() ? one : tuples.entities[t];
      if (numbers[t] == owner) gone.insert(entity);
      entities[entity] = tuples.entities.empty() ? tuples.RowsOf(t) : 1;
    }
    int64_t sum = 0;
    for (const auto& [entity, weight] : entities) {
      if (!gone.contains(entity)) sum += weight;
    }
    left.push_back(sum);
  }
  return left;
}

inline bool LeavesEnough(const CohortTuples& tuples,
                         const std::vector<int32_t>& chosen, int64_t c) {
  if (c == 0) return true;
  const auto few = [c](int64_t left) { return left < c; };
  const auto some_but_few = [c](int64_t left) { return left > 0 && left < c; };
  const auto sources = EntitiesWithout(tuples, chosen, tuples.sources);
  const auto others = EntitiesWithout(tuples, chosen, tuples.contributors);
  return std::none_of(sources.begin(), sources.end(), few) &&
         std::none_of(others.begin(), others.end(), some_but_few);
}

inline bool MeetsMinimums(const CohortTuples& tuples, const Cohort& cohort,
                          const CohortMinimums& minimums) {
  std::set<int32_t> entities;
  std::set<int32_t> sources;
  std::map<int32_t, int64_t> sensitive;
  int64_t rows = 0;
  for (const int32_t one : cohort.tuples) {
    const auto t = static_cast<size_t>(one);
    const int64_t of = tuples.rows.empty() ? 1 : tuples.rows[t];
    rows += of;
    if (!tuples.entities.empty()) entities.insert(tuples.entities[t]);
    if (!tuples.sources.empty()) sources.insert(tuples.sources[t]);
    if (!tuples.sensitive.empty()) sensitive[tuples.sensitive[t]] += of;
  }
  const int64_t who =
      tuples.entities.empty() ? rows : static_cast<int64_t>(entities.size());
  return rows == cohort.rows && who >= minimums.k &&
         (minimums.s <= 1 ||
          static_cast<int64_t>(sources.size()) >= minimums.s) &&
         LeavesEnough(tuples, cohort.tuples, minimums.c) &&
         IsDiverse(tuples, sensitive, minimums.diversity);
}

// What is wrong; empty if nothing is.
inline std::string WrongWith(const CohortTuples& tuples,
                             const std::vector<const CodeTree*>& trees,
                             const CohortMinimums& minimums,
                             const Cohorts& cohorts) {
  const size_t d = trees.size();
  std::multiset<int32_t> members;
  std::vector<std::vector<std::set<NodeIndex>>> boxes;
  double volume = 0;
  for (const Cohort& cohort : cohorts) {
    if (cohort.box.size() != d) return "a box lacks an attribute";
    std::vector<std::set<NodeIndex>> box;
    double combinations = 1;
    for (size_t a = 0; a < d; ++a) {
      if (!IsSiblingSet(*trees[a], cohort.box[a])) return "no sibling set";
      box.push_back(LeavesIn(*trees[a], cohort.box[a]));
      combinations *= static_cast<double>(box.back().size());
    }
    volume += combinations;
    for (const int32_t tuple : cohort.tuples) {
      members.insert(tuple);
      for (size_t a = 0; a < d; ++a) {
        if (box[a].count(tuples.codes[static_cast<size_t>(tuple) * d + a]) ==
            0) {
          return "a tuple is not in its box";
        }
      }
    }
    if (!MeetsMinimums(tuples, cohort, minimums)) return "below the minimums";
    for (const auto& other : boxes) {
      bool apart = false;
      for (size_t a = 0; a < d; ++a) apart |= !Overlap(box[a], other[a]);
      if (!apart) return "two boxes overlap";
    }
    boxes.push_back(std::move(box));
  }
  double whole = 1;
  for (const CodeTree* tree : trees) {
    whole *= static_cast<double>(tree->Leaves().size());
  }
  if (volume != whole) return "boxes do not cover everything";
  std::multiset<int32_t> all;
  for (size_t t = 0; t < tuples.codes.size() / d; ++t) {
    all.insert(static_cast<int32_t>(t));
  }
  return members == all ? "" : "no partition of the tuples";
}

// Whether each box of `fine` lies inside one of `coarse`.
inline bool IsNested(const std::vector<const CodeTree*>& trees,
                     const Cohorts& coarse, const Cohorts& fine) {
  return std::all_of(fine.begin(), fine.end(), [&](const Cohort& inner) {
    return std::any_of(coarse.begin(), coarse.end(), [&](const Cohort& outer) {
      for (size_t a = 0; a < trees.size(); ++a) {
        const auto in = LeavesIn(*trees[a], inner.box[a]);
        const auto out = LeavesIn(*trees[a], outer.box[a]);
        if (!std::includes(out.begin(), out.end(), in.begin(), in.end())) {
          return false;
        }
      }
      return true;
    });
  });
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_EXCHANGE_COHORT_COHORT_ORACLE_H_
