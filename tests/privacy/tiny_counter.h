#ifndef TOGUNA_TESTS_PRIVACY_TINY_COUNTER_H_
#define TOGUNA_TESTS_PRIVACY_TINY_COUNTER_H_

// Counts a tiny world the plain way and says which counts are unsafe, by the
// words of DESIGN §2.1 and without the engine.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/privacy/tiny_world.h"

namespace toguna::testing {

// A count over some months: a family's cell, or one of the common refinement.
struct TinyCell {
  Unit unit = Unit::kRecord;
  std::map<std::string, std::string> codes;  // "": nowhere
  std::vector<size_t> months;

  friend auto operator<=>(const TinyCell&, const TinyCell&) = default;
};

struct TinyCounts {
  int64_t value = 0;
  int64_t entities = 0;
  std::map<std::string, int64_t> entities_of_source;
  std::map<std::string, int64_t> entities_of_contributor;
  std::map<std::string, int64_t> value_of_source;

  // x1, the part from the largest source.
  int64_t LargestPart() const {
    int64_t largest = 0;
    for (const auto& [ignored, part] : value_of_source) {
      largest = std::max(largest, part);
    }
    return largest;
  }
};

// The finest that anything can be told apart: nothing lies between.
struct TinyLeaf {
  Unit unit = Unit::kRecord;
  size_t month = 0;
  std::string place;
  std::string type;
  std::string who;   // of victims
  std::string when;  // where incident months are told apart
};

// DESIGN §2.1 "safe".
inline bool IsSafeByTheWords(const TinyCounts& counts,
                             const Minimums& minimums) {
  if (counts.entities < minimums.k || counts.value < minimums.k) return false;
  if (static_cast<int>(counts.entities_of_source.size()) < minimums.s) {
    return false;
  }
  if (minimums.c == 0) return true;
  for (const auto& [ignored, own] : counts.entities_of_source) {
    if (counts.entities - own < minimums.c) return false;
  }
  for (const auto& [ignored, own] : counts.entities_of_contributor) {
    const int64_t others = counts.entities - own;
    if (others != 0 && others < minimums.c) return false;
  }
  return true;
}

class TinyCounter {
 public:
  explicit TinyCounter(const TinyWorld& world) : world_(world) {
    for (size_t m = 0; m < world.months.size(); ++m) {
      for (const std::string& when : world.WhensOf(m)) {
        for (const std::string& place : world.LeavesOf("place")) {
          for (const std::string& type : world.LeavesOf("type")) {
            leaves_.push_back({Unit::kRecord, m, place, type, "", when});
            for (const std::string& who : world.LeavesOf("who")) {
              leaves_.push_back({Unit::kVictim, m, place, type, who, when});
            }
          }
        }
      }
    }
  }

  const std::vector<TinyLeaf>& leaves() const { return leaves_; }

  std::string CodeOf(const TinyLeaf& leaf, const std::string& dimension) const {
    if (dimension == "place") return leaf.place;
    if (dimension == "type") return leaf.type;
    if (dimension == "who") return leaf.who;
    if (dimension == "when") return leaf.when;
    const auto& mapped = world_.by_place.at(dimension);
    const auto found = mapped.find(leaf.place);
    return found == mapped.end() ? "" : found->second;
  }

  bool LiesIn(const TinyLeaf& leaf, const TinyCell& cell) const {
    if (leaf.unit != cell.unit ||
        std::count(cell.months.begin(), cell.months.end(), leaf.month) == 0) {
      return false;
    }
    return std::all_of(
        cell.codes.begin(), cell.codes.end(), [&](const auto& confined) {
          const std::string mine = CodeOf(leaf, confined.first);
          if (mine.empty() || confined.second.empty()) {
            return mine == confined.second;
          }
          return world_.LiesWithin(confined.first, mine, confined.second);
        });
  }

  // Of everybody but `without`.
  TinyCounts Count(const TinyCell& cell, const std::string& without) const {
    TinyCounts counts;
    for (const size_t m : cell.months) {
      for (const TinyRecord& record : world_.months[m]) {
        if (record.contributor == without) continue;
        const int64_t here = UnitsIn(record, m, cell);
        if (here == 0) continue;
        counts.value += here;
        ++counts.entities;
        ++counts.entities_of_source[record.source];
        ++counts.entities_of_contributor[record.contributor];
        counts.value_of_source[record.source] += here;
      }
    }
    return counts;
  }

  // Every cell of a family.
  std::vector<TinyCell> CellsOf(const Family& family,
                                const std::vector<size_t>& months) const {
    std::vector<TinyCell> cells = {{family.unit, {}, months}};
    for (const Axis& axis : family.axes) {
      std::set<std::string> codes;
      for (const std::string& leaf : world_.LeavesOf(axis.dimension)) {
        for (int depth = axis.coarsest; depth <= axis.finest; ++depth) {
          codes.insert(world_.At(axis.dimension, leaf, depth));
        }
      }
      for (const AxisPool& pool : axis.pools) codes.insert(pool.code);
      std::vector<TinyCell> longer;
      for (const TinyCell& cell : cells) {
        for (const std::string& code : codes) {
          longer.push_back(cell);
          longer.back().codes[axis.dimension] = code;
        }
      }
      cells = std::move(longer);
    }
    return cells;
  }

  // The cells of a unit's common refinement: every dimension that any family of
  // the unit has, to its finest. Victims are in records, so these are told
  // apart as finely as they.
  std::set<TinyCell> RefinedCells(Unit unit,
                                  const std::vector<const Family*>& families,
                                  const std::vector<size_t>& months) const {
    std::map<std::string, int> finest;
    bool used = false;
    for (const Family* family : families) {
      used = used || family->unit == unit;
      const bool joined = family->unit != unit && unit == Unit::kRecord;
      if (family->unit != unit && !joined) continue;
      for (const Axis& axis : family->axes) {
        if (joined && axis.dimension == "who") continue;
        const auto known = finest.emplace(axis.dimension, axis.finest).first;
        known->second = std::max(known->second, axis.finest);
      }
    }
    std::set<TinyCell> cells;
    for (const TinyLeaf& leaf : leaves_) {
      if (!used || leaf.unit != unit) continue;
      TinyCell cell{unit, {}, months};
      for (const auto& [dimension, depth] : finest) {
        cell.codes[dimension] =
            world_.At(dimension, CodeOf(leaf, dimension), depth);
      }
      cells.insert(std::move(cell));
    }
    return cells;
  }

 private:
  int64_t UnitsIn(const TinyRecord& record, size_t month,
                  const TinyCell& cell) const {
    TinyLeaf leaf{cell.unit, month, record.place, record.type, "", record.when};
    if (cell.unit == Unit::kRecord) return LiesIn(leaf, cell) ? 1 : 0;
    int64_t here = 0;
    for (const auto& [who, victims] : record.victims) {
      leaf.who = who;
      if (LiesIn(leaf, cell)) here += victims;
    }
    return here;
  }

  const TinyWorld& world_;
  std::vector<TinyLeaf> leaves_;
};

// Publishes every cell for which `shows` says so, with its value; the rest is
// not shown. For versions that the engine never would.
template <typename Shows>
std::vector<SealedTable> TablesBy(const TinyCounter& counter,
                                  const Release& release, const Shows& shows) {
  std::vector<SealedTable> tables;
  for (const Family* family : release.families) {
    SealedTable& table = tables.emplace_back();
    table.family = family->id;
    table.unit = family->unit;
    for (const Axis& axis : family->axes) {
      table.dimensions.push_back(axis.dimension);
    }
    for (const TinyCell& one : counter.CellsOf(*family, release.months)) {
      SealedCell& cell = table.cells.emplace_back();
      for (const std::string& dimension : table.dimensions) {
        cell.codes.push_back(one.codes.at(dimension));
      }
      if (!shows(one)) continue;
      cell.status = CellStatus::kPublished;
      cell.value = counter.Count(one, "").value;
    }
  }
  return tables;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_TINY_COUNTER_H_
