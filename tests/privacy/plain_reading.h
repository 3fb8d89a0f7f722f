#ifndef TOGUNA_TESTS_PRIVACY_PLAIN_READING_H_
#define TOGUNA_TESTS_PRIVACY_PLAIN_READING_H_

// What is said to be confined, looked at without the checker's code.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "exchange/checker/check_seal.h"
#include "tests/privacy/known_tables.h"
#include "tests/privacy/table_search.h"
#include "tests/privacy/tiny_counter.h"
#include "tests/privacy/tiny_world.h"

namespace toguna::testing {

inline TinyCell CellOf(const CheckedUnsafe& unsafe) {
  return {unsafe.victims ? Unit::kVictim : Unit::kRecord,
          {unsafe.codes.begin(), unsafe.codes.end()},
          unsafe.strands};
}

// A seal read the plain way, leaf by leaf of its tiny world, without the
// checker's code.
class PlainReading {
 public:
  PlainReading(const TinyWorld& world, const SealToCheck& seal)
      : world_(world), counter_(world), seal_(seal) {}

  // What a table, or a view itself, has in a count.
  int64_t SumIn(const CheckedWitnesses::Counts& counts,
                const TinyCell& cell) const {
    int64_t sum = 0;
    for (const auto& [p, units] : counts) {
      const CheckedWitnesses::Point& point = seal_.witnesses.points[p];
      if (point.victims != (cell.unit == Unit::kVictim) ||
          std::count(cell.months.begin(), cell.months.end(), point.strand) ==
              0) {
        continue;
      }
      if (Lies(point.codes, cell.codes)) sum += units;
    }
    return sum;
  }

  // What a reason proves of a count seen from a view; nothing: nothing.
  std::optional<int64_t> Bound(const CheckedHistory& reason, bool high,
                               const TinyCell& count, size_t view) const {
    if (reason.denominator <= 0 || reason.added < 0) return std::nullopt;
    int64_t total = 0;
    std::vector<std::pair<TinyCell, int64_t>> covers;
    for (const CheckedHistory::Cell& one : reason.cells) {
      const CheckedFamily& family = seal_.earlier.at(one.family);
      const CheckedCell& cell = family.cells.at(one.cell);
      if (!cell.published) return std::nullopt;
      TinyCell at{
          family.victims ? Unit::kVictim : Unit::kRecord, {}, family.strands};
      for (size_t i = 0; i < cell.codes.size(); ++i) {
        at.codes[family.axes[i].dimension] = cell.codes[i];
      }
      total +=
          one.multiplier * (cell.value - SumIn(seal_.witnesses.owns[view], at));
      covers.emplace_back(std::move(at), one.multiplier);
    }
    if (!AddKnown(reason, high ? -1 : 1, covers)) return std::nullopt;
    for (const TinyLeaf& leaf : counter_.leaves()) {
      if (IsNothing(leaf)) continue;
      int64_t covered = 0;
      for (const auto& [cell, multiplier] : covers) {
        if (counter_.LiesIn(leaf, cell)) covered += multiplier;
      }
      const int64_t needed =
          counter_.LiesIn(leaf, count) ? reason.denominator : 0;
      if (high ? covered < needed : covered > needed) return std::nullopt;
    }
    if (total < 0) return high ? std::nullopt : std::optional<int64_t>(0);
    return high ? total / reason.denominator
                : (total + reason.denominator - 1) / reason.denominator;
  }

  // Every count is as open as is asked for, or as its reasons leave it.
  bool IsProven() const {
    return std::all_of(
        seal_.proofs.begin(), seal_.proofs.end(),
        [&](const CheckedProof& proof) { return IsProven(proof); });
  }

 private:
  using Codes = std::vector<std::pair<std::string, std::string>>;

  bool IsProven(const CheckedProof& proof) const {
    const CheckedUnsafe& unsafe = seal_.unsafe[proof.cell];
    const TinyCell cell = CellOf(unsafe);
    const auto has = [&](size_t table) {
      return SumIn(seal_.witnesses.tables[table].counts, cell);
    };
    int64_t high = std::max(unsafe.minimum, proof.value);
    int64_t low = proof.value - proof.largest_part;
    int64_t spread = unsafe.minimum;
    int64_t least = 0;
    if (proof.low_by.has_value()) {
      const auto bound =
          Bound(seal_.history.at(*proof.low_by), false, cell, proof.view);
      if (!bound.has_value()) return false;
      least = *bound;
      low = std::max(low, least);
    }
    if (proof.high_by.has_value()) {
      const auto bound =
          Bound(seal_.history.at(*proof.high_by), true, cell, proof.view);
      if (!bound.has_value()) return false;
      high = std::min(high, *bound);
      spread = std::min(spread, *bound - least);
    }
    return has(proof.high) >= high && has(proof.low) <= low &&
           has(proof.high) - has(proof.low) >= spread;
  }

  template <typename Confines>
  bool Lies(const Codes& point, const Confines& confines) const {
    for (const auto& [dimension, code] : confines) {
      for (const auto& [id, mine] : point) {
        if (id != dimension) continue;
        if (mine.empty() || code.empty()) {
          if (mine != code) return false;
        } else if (!world_.LiesWithin(dimension, mine, code)) {
          return false;
        }
      }
    }
    return true;
  }

  bool IsNothing(const TinyLeaf& leaf) const {
    return std::any_of(world_.zeros.begin(), world_.zeros.end(),
                       [&](const StructuralZero& zero) {
                         return std::all_of(
                             zero.codes.begin(), zero.codes.end(),
                             [&](const StructuralZero::Code& one) {
                               return counter_.CodeOf(leaf, one.dimension) ==
                                      one.code;
                             });
                       });
  }

  // Victims and records where a reason compares them, and corrections.
  bool AddKnown(const CheckedHistory& reason, int64_t sign,
                std::vector<std::pair<TinyCell, int64_t>>& covers) const {
    const auto add = [&](Unit unit, const Codes& codes, size_t strand,
                         int64_t by) {
      covers.emplace_back(
          TinyCell{unit, {codes.begin(), codes.end()}, {strand}}, by);
    };
    const auto compare = [&](const Codes& codes, size_t strand, int64_t by) {
      add(Unit::kVictim, codes, strand, by);
      add(Unit::kRecord, codes, strand, -by);
    };
    const auto& corrections = seal_.corrections;
    for (const CheckedHistory::Victims& one : reason.victims) {
      if (one.multiplier < 0 || !world_.victims_rule) return false;
      const int64_t by = sign * one.multiplier;
      if (one.strand < seal_.strands) {
        compare(one.codes, one.strand, by);
        continue;
      }
      if (!corrections.has_value()) return false;
      for (const size_t s : corrections->of) compare(one.codes, s, by);
      compare(one.codes, corrections->added, by);
      compare(one.codes, corrections->removed, -by);
    }
    for (const CheckedHistory::TakenBack& one : reason.taken_back) {
      if (one.multiplier < 0 || !corrections.has_value()) return false;
      const Unit unit = one.victims ? Unit::kVictim : Unit::kRecord;
      const int64_t by = sign * one.multiplier;
      for (const size_t s : corrections->of) add(unit, one.codes, s, by);
      add(unit, one.codes, corrections->added, by);
      add(unit, one.codes, corrections->removed, -by);
    }
    if (reason.added > 0 && !corrections.has_value()) return false;
    if (reason.added > 0) {
      add(Unit::kRecord, {}, corrections->removed, sign * reason.added);
      add(Unit::kRecord, {}, corrections->added, -sign * reason.added);
    }
    return true;
  }

  const TinyWorld& world_;
  TinyCounter counter_;
  const SealToCheck& seal_;
};

// By trying every table: what earlier releases alone leave of a count.
class ReleasedHistory {
 public:
  ReleasedHistory(const TinyWorld& world, const std::vector<Release>& before,
                  bool corrected)
      : counter_(world), known_(world, counter_) {
    knowledge_.corrected = corrected;
    for (const StructuralZero& zero : world.zeros) {
      for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
        Fact& fact = knowledge_.facts.emplace_back();
        fact.high = 0;
        fact.cell.unit = unit;
        for (size_t m = 0; m < world.months.size(); ++m) {
          fact.cell.months.push_back(m);
        }
        for (const StructuralZero::Code& one : zero.codes) {
          fact.cell.codes[one.dimension] = one.code;
        }
      }
    }
    for (const Release& release : before) {
      for (size_t t = 0; t < release.tables.size(); ++t) {
        const SealedTable& table = release.tables[t];
        for (const SealedCell& cell : table.cells) {
          if (cell.status != CellStatus::kPublished) continue;
          Fact fact{
              {table.unit, {}, release.MonthsOf(release.families[t]->stream)},
              cell.value,
              cell.value};
          for (size_t i = 0; i < cell.codes.size(); ++i) {
            fact.cell.codes[table.dimensions[i]] = cell.codes[i];
          }
          knowledge_.facts.push_back(std::move(fact));
        }
      }
    }
    known_.FindRows(knowledge_);
  }

  // The most, up to `enough`, and the least; none: undecided.
  std::optional<std::pair<int64_t, int64_t>> Of(const TinyCell& cell,
                                                const std::string& view,
                                                int64_t enough) const {
    const TableProblem problem =
        known_.ProblemOf(cell, view, knowledge_, enough, 1);
    TableSearch search(problem, 20'000);
    const int64_t value = counter_.Count(cell, view).value;
    const auto low = Farthest(search, -1, value, 0);
    const auto high = Farthest(search, 1, value, enough);
    if (!low.has_value() || !high.has_value()) return std::nullopt;
    return std::pair(*high, *low);
  }

 private:
  TinyCounter counter_;
  KnownTables known_;
  Knowledge knowledge_;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_PLAIN_READING_H_
