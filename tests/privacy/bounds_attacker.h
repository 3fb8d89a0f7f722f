#ifndef TOGUNA_TESTS_PRIVACY_BOUNDS_ATTACKER_H_
#define TOGUNA_TESTS_PRIVACY_BOUNDS_ATTACKER_H_

// Someone who holds everything published of one unit and knows that counts are
// whole and not negative: once with pencil and paper (bounds carried from row
// to row), once by writing down every possible table.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "exchange/disclosure/columns.h"
#include "exchange/disclosure/cube.h"
#include "exchange/disclosure/elimination.h"
#include "exchange/disclosure/scheme.h"
#include "exchange/disclosure/sealed.h"

namespace toguna::testing {

inline Scheme SchemeOf(const Catalog& catalog, const Dataset& dataset,
                       const Plan& plan, Unit unit) {
  std::vector<const Family*> families;
  for (const Family& family : plan.families) families.push_back(&family);
  return Scheme::Create(catalog, dataset, families, unit).value();
}

inline Cube CubeOf(const Scheme& scheme, const std::vector<Record>& records,
                   bool public_sources) {
  const Columns columns = ColumnsOf(scheme, records, public_sources).value();
  const Columns* const all[] = {&columns};
  return Cube::Create(scheme, all, {},
                      std::vector<bool>(scheme.tables().size(), true))
      .value();
}

struct Target {
  Sum sum;
  int64_t value = 0;
  int64_t largest_part = 0;
};

// What an attacker sees of one unit, over groups of atoms.
struct View {
  int64_t k = 0;
  int32_t unknowns = 0;
  std::vector<Sum> published;
  std::vector<int64_t> values;
  std::vector<Target> targets;  // the unsafe counts; values unknown to him
};

using Shown = std::vector<std::pair<size_t, int64_t>>;  // (table, cell)

inline View ViewOf(const Scheme& scheme, const Cube& cube,
                   const Minimums& minimums, const Shown& shown) {
  View view;
  view.k = minimums.k;
  std::vector<Sum> sums;
  for (const auto& [t, cell] : shown) {
    sums.push_back(scheme.SumOf(scheme.tables()[t], cell));
    view.values.push_back(cube.tables()[t].at(cell).value);
  }
  const auto add = [&](Sum sum, const CellFacts& facts) {
    if (IsSafe(facts, minimums)) return;
    view.targets.push_back({{}, facts.value, facts.largest_part});
    sums.push_back(std::move(sum));
  };
  for (size_t t = 0; t < cube.tables().size(); ++t) {
    for (const auto& [cell, facts] : cube.tables()[t]) {
      add(scheme.SumOf(scheme.tables()[t], cell), facts);
    }
  }
  for (const auto& [atom, facts] : cube.atoms()) {
    add({static_cast<int32_t>(atom)}, facts);
  }
  std::vector<Sum> merged =
      MergeAlike(static_cast<int32_t>(scheme.atoms()), sums);
  for (size_t i = 0; i < merged.size(); ++i) {
    for (const int32_t unknown : merged[i]) {
      view.unknowns = std::max(view.unknowns, unknown + 1);
    }
    if (i < shown.size()) {
      view.published.push_back(std::move(merged[i]));
    } else {
      view.targets[i - shown.size()].sum = std::move(merged[i]);
    }
  }
  return view;
}

// Cells that the sealed tables of the scheme's unit publish.
inline Shown ShownIn(const Scheme& scheme,
                     const std::vector<SealedTable>& tables) {
  Shown shown;
  size_t number = 0;
  for (const SealedTable& table : tables) {
    if (table.unit != scheme.unit()) continue;
    for (size_t c = 0; c < table.cells.size(); ++c) {
      if (table.cells[c].status == CellStatus::kPublished) {
        shown.emplace_back(number, static_cast<int64_t>(c));
      }
    }
    ++number;
  }
  return shown;
}

// What withstands subtraction, and no more is asked for.
inline Shown ByEliminationOnly(const Scheme& scheme, const Cube& cube,
                               const Minimums& minimums) {
  std::vector<Sum> guarded;
  std::vector<std::tuple<int, int64_t, size_t, int64_t>> queue;
  for (size_t t = 0; t < cube.tables().size(); ++t) {
    for (const auto& [cell, facts] : cube.tables()[t]) {
      const Scheme::Table& table = scheme.tables()[t];
      if (IsSafe(facts, minimums)) {
        queue.emplace_back(scheme.CoarsenessOf(table, cell), -facts.value, t,
                           cell);
      } else {
        guarded.push_back(scheme.SumOf(table, cell));
      }
    }
  }
  for (const auto& [atom, facts] : cube.atoms()) {
    if (!IsSafe(facts, minimums)) {
      guarded.push_back({static_cast<int32_t>(atom)});
    }
  }
  std::sort(queue.begin(), queue.end());
  Elimination elimination(static_cast<int32_t>(scheme.atoms()), guarded);
  Shown shown;
  for (const auto& [coarseness, value, t, cell] : queue) {
    if (elimination.TryAdd(scheme.SumOf(scheme.tables()[t], cell)) !=
        Elimination::Outcome::kRefused) {
      shown.emplace_back(t, cell);
    }
  }
  return shown;
}

inline bool IsBroken(const Target& target, int64_t k, int64_t low,
                     int64_t high) {
  return high < std::max(k, target.value) ||
         low > target.value - target.largest_part || high - low < k;
}

inline constexpr int64_t kUnbounded = int64_t{1} << 50;

// Bounds of all unknowns, carried from row to row until nothing moves.
struct Bounds {
  std::vector<int64_t> low;
  std::vector<int64_t> high;
};

inline Bounds Propagate(const View& view) {
  const auto n = static_cast<size_t>(view.unknowns);
  Bounds bounds{std::vector<int64_t>(n, 0),
                std::vector<int64_t>(n, kUnbounded)};
  bool moved = true;
  for (int round = 0; moved && round < 100; ++round) {
    moved = false;
    for (size_t r = 0; r < view.published.size(); ++r) {
      int64_t lows = 0;
      int64_t highs = 0;
      for (const int32_t x : view.published[r]) {
        lows += bounds.low[static_cast<size_t>(x)];
        highs += bounds.high[static_cast<size_t>(x)];
      }
      for (const int32_t x : view.published[r]) {
        int64_t& low = bounds.low[static_cast<size_t>(x)];
        int64_t& high = bounds.high[static_cast<size_t>(x)];
        const int64_t most = view.values[r] - (lows - low);
        const int64_t least = view.values[r] - (highs - high);
        if (most < high) {
          highs += most - high;
          high = most;
          moved = true;
        }
        if (least > low) {
          lows += least - low;
          low = least;
          moved = true;
        }
      }
    }
  }
  return bounds;
}

// Unsafe counts that paper and pencil confine too closely.
inline int64_t BrokenByPropagation(const View& view) {
  const Bounds bounds = Propagate(view);
  int64_t broken = 0;
  for (const Target& target : view.targets) {
    int64_t low = 0;
    int64_t high = 0;
    for (const int32_t x : target.sum) {
      low += bounds.low[static_cast<size_t>(x)];
      high += bounds.high[static_cast<size_t>(x)];
    }
    for (size_t r = 0; r < view.published.size(); ++r) {
      const Sum& row = view.published[r];
      if (std::includes(row.begin(), row.end(), target.sum.begin(),
                        target.sum.end())) {
        high = std::min(high, view.values[r]);
      }
      if (std::includes(target.sum.begin(), target.sum.end(), row.begin(),
                        row.end())) {
        low = std::max(low, view.values[r]);
      }
    }
    broken += IsBroken(target, view.k, low, high) ? 1 : 0;
  }
  return broken;
}

// Writes down every table of whole counts that agrees with what is published.
class EveryTable {
 public:
  explicit EveryTable(const View& view)
      : view_(view),
        left_(view.values),
        table_(static_cast<size_t>(view.unknowns), 0),
        low_(view.targets.size(), kUnbounded),
        high_(view.targets.size(), -1) {
    most_ = view.k;
    for (const int64_t value : view.values) most_ = std::max(most_, value);
    for (const Target& target : view.targets) {
      most_ = std::max(most_, target.value);
    }
    most_ += view.k;
  }

  // Unsafe counts confined too closely; none if there are too many tables.
  std::optional<int64_t> Broken() {
    Fill(0);
    if (steps_ > kMaxSteps) return std::nullopt;
    int64_t broken = 0;
    for (size_t i = 0; i < view_.targets.size(); ++i) {
      broken += IsBroken(view_.targets[i], view_.k, low_[i], high_[i]) ? 1 : 0;
    }
    return broken;
  }

 private:
  static constexpr int64_t kMaxSteps = 50'000;

  void Fill(size_t at) {
    if (++steps_ > kMaxSteps) return;
    if (at == table_.size()) {
      for (const int64_t left : left_) {
        if (left != 0) return;
      }
      for (size_t i = 0; i < view_.targets.size(); ++i) {
        int64_t sum = 0;
        for (const int32_t x : view_.targets[i].sum) {
          sum += table_[static_cast<size_t>(x)];
        }
        low_[i] = std::min(low_[i], sum);
        high_[i] = std::max(high_[i], sum);
      }
      return;
    }
    int64_t most = most_;
    std::vector<size_t> rows;
    for (size_t r = 0; r < view_.published.size(); ++r) {
      const Sum& row = view_.published[r];
      if (!std::binary_search(row.begin(), row.end(),
                              static_cast<int32_t>(at))) {
        continue;
      }
      rows.push_back(r);
      most = std::min(most, left_[r]);
    }
    for (int64_t count = 0; count <= most; ++count) {
      table_[at] = count;
      for (const size_t r : rows) left_[r] -= count;
      Fill(at + 1);
      for (const size_t r : rows) left_[r] += count;
    }
  }

  const View& view_;
  std::vector<int64_t> left_;
  std::vector<int64_t> table_;
  std::vector<int64_t> low_;
  std::vector<int64_t> high_;
  int64_t most_ = 0;
  int64_t steps_ = 0;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_BOUNDS_ATTACKER_H_
