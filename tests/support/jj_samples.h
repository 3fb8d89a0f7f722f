#ifndef TOGUNA_TESTS_SUPPORT_JJ_SAMPLES_H_
#define TOGUNA_TESTS_SUPPORT_JJ_SAMPLES_H_

// Instances of cell suppression: generated tables over any dimensions, and
// tables given as cells with their coordinates.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "exchange/disclosure/jj.h"

namespace toguna::testing {

// The codes of a dimension, 0 the total, and which are sums of which others:
// (sum, parts), the parts of higher number. A code may be a sum in several ways
// and part of several sums.
struct JjTree {
  size_t codes = 1;
  std::vector<std::pair<size_t, std::vector<size_t>>> sums = {};
};

// A total over `leaves` codes.
inline JjTree FlatTree(size_t leaves) {
  JjTree tree{.codes = leaves + 1, .sums = {{0, {}}}};
  for (size_t leaf = 1; leaf <= leaves; ++leaf) {
    tree.sums[0].second.push_back(leaf);
  }
  return tree;
}

// A total over `groups` codes with `each` codes below.
inline JjTree DeepTree(size_t groups, size_t each) {
  JjTree tree = FlatTree(groups);
  for (size_t group = 1; group <= groups; ++group) {
    tree.sums.push_back({group, {}});
    for (size_t leaf = 0; leaf < each; ++leaf) {
      tree.sums.back().second.push_back(tree.codes++);
    }
  }
  return tree;
}

// Cells of the product of trees, the last running fastest.
class JjProduct {
 public:
  explicit JjProduct(std::vector<JjTree> trees) : trees_(std::move(trees)) {
    for (const JjTree& tree : trees_) cells_ *= tree.codes;
  }

  size_t cells() const { return cells_; }
  std::vector<size_t> CodesOf(size_t cell) const {
    std::vector<size_t> codes(trees_.size());
    for (size_t d = trees_.size(); d-- > 0;) {
      codes[d] = cell % trees_[d].codes;
      cell /= trees_[d].codes;
    }
    return codes;
  }
  size_t CellOf(const std::vector<size_t>& codes) const {
    size_t cell = 0;
    for (size_t d = 0; d < trees_.size(); ++d) {
      cell = cell * trees_[d].codes + codes[d];
    }
    return cell;
  }
  bool IsLeaf(size_t cell) const {
    const auto codes = CodesOf(cell);
    for (size_t d = 0; d < codes.size(); ++d) {
      for (const auto& [sum, parts] : trees_[d].sums) {
        if (sum == codes[d]) return false;
      }
    }
    return true;
  }

  // Every sum of codes, in every combination with the codes of other
  // dimensions.
  std::vector<JjConstraint> Constraints() const {
    std::vector<JjConstraint> constraints;
    for (size_t cell = 0; cell < cells_; ++cell) {
      const auto codes = CodesOf(cell);
      for (size_t d = 0; d < codes.size(); ++d) {
        for (const auto& [sum, parts] : trees_[d].sums) {
          if (sum != codes[d]) continue;
          JjConstraint constraint{.sum = 0, .terms = {{cell, -1}}};
          for (const size_t part : parts) {
            constraint.terms.emplace_back(With(codes, d, part), 1);
          }
          constraints.push_back(std::move(constraint));
        }
      }
    }
    return constraints;
  }

  // Values of all cells from those of the leaves, by cell; others ignored.
  void AddUp(std::vector<double>& values) const {
    // Parts have higher numbers than their sum, so from the last cell back all
    // parts are there.
    for (size_t cell = cells_; cell-- > 0;) AddUpOne(cell, values);
  }

 private:
  size_t With(std::vector<size_t> codes, size_t d, size_t code) const {
    codes[d] = code;
    return CellOf(codes);
  }
  void AddUpOne(size_t cell, std::vector<double>& values) const {
    const auto codes = CodesOf(cell);
    for (size_t d = 0; d < codes.size(); ++d) {
      for (const auto& [sum, parts] : trees_[d].sums) {
        if (sum != codes[d]) continue;
        values[cell] = 0;
        for (const size_t part : parts)
          values[cell] += values[With(codes, d, part)];
        return;
      }
    }
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

// A public table: "region,…,ant" with a heading. Counties (fylke) and groups
// (kostragr) are sums of regions, halves (mnd2) of periods (mnd).
inline JjInstance PublicTable(const std::string& csv, double minimum) {
  const std::vector<std::vector<std::string>> dimensions = {
      {"region", "fylke", "kostragr"}, {"hovedint"}, {"mnd", "mnd2"}};
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    rows.emplace_back();
    for (std::string one; std::getline(fields, one, ',');) {
      rows.back().push_back(one);
    }
  }
  const auto column = [&](const std::string& name) {
    const auto at = std::find(rows[0].begin(), rows[0].end(), name);
    return static_cast<size_t>(at - rows[0].begin());
  };
  std::vector<JjTree> trees;
  std::vector<std::pair<size_t, std::map<std::string, size_t>>> leaves;
  for (const std::vector<std::string>& names : dimensions) {
    const size_t own = column(names[0]);
    if (own == rows[0].size()) continue;
    JjTree tree;
    // Groups first, each a part of the total, one way of summing per column.
    std::map<std::pair<size_t, std::string>, size_t> groups;
    for (size_t n = 1; n < names.size(); ++n) {
      const size_t at = column(names[n]);
      if (at == rows[0].size()) continue;
      tree.sums.push_back({0, {}});
      const size_t total = tree.sums.size() - 1;
      for (size_t r = 1; r < rows.size(); ++r) {
        if (!groups.emplace(std::pair(at, rows[r][at]), tree.codes).second) {
          continue;
        }
        tree.sums[total].second.push_back(tree.codes);
        tree.sums.push_back({tree.codes++, {}});
      }
    }
    const bool flat = tree.sums.empty();
    if (flat) tree.sums.push_back({0, {}});
    std::map<std::string, size_t> codes;
    for (size_t r = 1; r < rows.size(); ++r) {
      if (!codes.emplace(rows[r][own], tree.codes).second) continue;
      const size_t leaf = tree.codes++;
      if (flat) tree.sums[0].second.push_back(leaf);
      for (const auto& [group, code] : groups) {
        if (rows[r][group.first] != group.second) continue;
        for (auto& [sum, parts] : tree.sums) {
          if (sum == code) parts.push_back(leaf);
        }
      }
    }
    trees.push_back(std::move(tree));
    leaves.emplace_back(own, std::move(codes));
  }
  const JjProduct product(trees);
  std::vector<double> values(product.cells(), 0);
  for (size_t r = 1; r < rows.size(); ++r) {
    std::vector<size_t> codes;
    for (const auto& [own, code_of] : leaves) {
      codes.push_back(code_of.at(rows[r][own]));
    }
    values[product.CellOf(codes)] += std::stod(rows[r].back());
  }
  return CountTable(trees, std::move(values), minimum);
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_JJ_SAMPLES_H_
