#ifndef TOGUNA_TESTS_SUPPORT_JJ_SAMPLES_H_
#define TOGUNA_TESTS_SUPPORT_JJ_SAMPLES_H_

// Instances of cell suppression: generated tables over any dimensions, and
// tables given as cells with their coordinates.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "exchange/disclosure/jj.h"

namespace toguna::testing {

// A tree of codes: the parent of each, before it; code 0 is the total.
using JjTree = std::vector<int>;

// A total over `leaves` codes.
inline JjTree FlatTree(int leaves) {
  JjTree tree(static_cast<size_t>(leaves) + 1, 0);
  tree[0] = -1;
  return tree;
}

// A total over `groups` codes with `each` codes below.
inline JjTree DeepTree(int groups, int each) {
  JjTree tree = FlatTree(groups);
  for (int group = 1; group <= groups; ++group) {
    tree.insert(tree.end(), static_cast<size_t>(each), group);
  }
  return tree;
}

// Cells of the product of trees, the last running fastest.
class JjProduct {
 public:
  explicit JjProduct(std::vector<JjTree> trees) : trees_(std::move(trees)) {
    for (const JjTree& tree : trees_) cells_ *= tree.size();
  }

  size_t cells() const { return cells_; }
  std::vector<size_t> CodesOf(size_t cell) const {
    std::vector<size_t> codes(trees_.size());
    for (size_t d = trees_.size(); d-- > 0;) {
      codes[d] = cell % trees_[d].size();
      cell /= trees_[d].size();
    }
    return codes;
  }
  size_t CellOf(const std::vector<size_t>& codes) const {
    size_t cell = 0;
    for (size_t d = 0; d < trees_.size(); ++d) {
      cell = cell * trees_[d].size() + codes[d];
    }
    return cell;
  }
  bool IsLeaf(size_t cell) const {
    const auto codes = CodesOf(cell);
    for (size_t d = 0; d < codes.size(); ++d) {
      if (!ChildrenOf(d, codes[d]).empty()) return false;
    }
    return true;
  }

  // Every code with codes below it is their sum, in every combination with the
  // codes of other dimensions.
  std::vector<JjConstraint> Constraints() const {
    std::vector<JjConstraint> constraints;
    for (size_t cell = 0; cell < cells_; ++cell) {
      const auto codes = CodesOf(cell);
      for (size_t d = 0; d < codes.size(); ++d) {
        const auto children = ChildrenOf(d, codes[d]);
        if (children.empty()) continue;
        JjConstraint constraint{.sum = 0, .terms = {{cell, -1}}};
        for (const size_t child : children) {
          auto below = codes;
          below[d] = child;
          constraint.terms.emplace_back(CellOf(below), 1);
        }
        constraints.push_back(std::move(constraint));
      }
    }
    return constraints;
  }

  // Values of all cells from those of the leaves, by cell; others ignored.
  void AddUp(std::vector<double>& values) const {
    // A parent comes before its children in every tree, so from the last cell
    // back each cell can be summed along the first dimension that has codes
    // below.
    for (size_t cell = cells_; cell-- > 0;) {
      const auto codes = CodesOf(cell);
      for (size_t d = 0; d < codes.size(); ++d) {
        const auto children = ChildrenOf(d, codes[d]);
        if (children.empty()) continue;
        values[cell] = 0;
        for (const size_t child : children) {
          auto below = codes;
          below[d] = child;
          values[cell] += values[CellOf(below)];
        }
        break;
      }
    }
  }

 private:
  std::vector<size_t> ChildrenOf(size_t d, size_t code) const {
    std::vector<size_t> children;
    for (size_t c = 1; c < trees_[d].size(); ++c) {
      if (trees_[d][c] == static_cast<int>(code)) children.push_back(c);
    }
    return children;
  }

  std::vector<JjTree> trees_;
  size_t cells_ = 1;
};

// A table of magnitudes: leaves of very different size, some zero, a share of
// them unsafe. Intervals of 15 % to both sides are asked for, and everybody
// knows each value to within half of it.
inline JjInstance MagnitudeTable(const std::vector<JjTree>& trees,
                                 int unsafe_percent, uint64_t seed) {
  const JjProduct product(trees);
  std::mt19937_64 random(seed);
  std::vector<double> values(product.cells(), 0);
  std::vector<bool> unsafe(product.cells(), false);
  for (size_t i = 0; i < values.size(); ++i) {
    if (!product.IsLeaf(i)) continue;
    const auto lot = static_cast<double>(random() % 1000);
    values[i] = random() % 10 == 0 ? 0 : std::floor(std::exp(lot / 145));
    unsafe[i] =
        values[i] > 0 && random() % 100 < static_cast<uint64_t>(unsafe_percent);
  }
  product.AddUp(values);
  JjInstance instance;
  for (size_t i = 0; i < values.size(); ++i) {
    JjCell cell{.value = values[i],
                .cost = values[i],
                .low = 0,
                .high = std::ceil(1.5 * values[i]) + 1};
    if (unsafe[i]) {
      cell.status = JjStatus::kUnsafe;
      cell.upper_level = std::ceil(0.15 * values[i]);
      cell.lower_level = cell.upper_level;
    }
    instance.cells.push_back(cell);
  }
  instance.constraints = product.Constraints();
  return instance;
}

// A table of counts, where those from 1 to `minimum` - 1 are unsafe at every
// level: an attacker has to allow for 0 and for `minimum`.
inline JjInstance CountTable(const std::vector<JjTree>& trees,
                             std::vector<double> values, double minimum) {
  const JjProduct product(trees);
  product.AddUp(values);
  JjInstance instance;
  for (const double value : values) {
    JjCell cell{
        .value = value, .cost = value, .low = 0, .high = 2 * values[0] + 10};
    if (value > 0 && value < minimum) {
      cell.status = JjStatus::kUnsafe;
      cell.lower_level = value;
      cell.upper_level = minimum - value;
    }
    instance.cells.push_back(cell);
  }
  instance.constraints = product.Constraints();
  return instance;
}

inline JjInstance RandomCounts(const std::vector<JjTree>& trees, double minimum,
                               uint64_t seed) {
  const JjProduct product(trees);
  std::mt19937_64 random(seed);
  std::vector<double> values(product.cells(), 0);
  for (size_t i = 0; i < values.size(); ++i) {
    if (!product.IsLeaf(i)) continue;
    const auto lot = static_cast<double>(random() % 1000);
    values[i] = std::floor(std::exp(lot / 220)) - 1;
  }
  return CountTable(trees, std::move(values), minimum);
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_JJ_SAMPLES_H_
