#ifndef TOGUNA_TESTS_PRIVACY_KNOWN_TABLES_H_
#define TOGUNA_TESTS_PRIVACY_KNOWN_TABLES_H_

// What someone who holds facts of a tiny world can still take for true: his
// facts and what everybody knows as rows over unknown counts.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/privacy/table_search.h"
#include "tests/privacy/tiny_counter.h"
#include "tests/privacy/tiny_world.h"
#include "tests/privacy/whole_records.h"

namespace toguna::testing {

// One thing that anybody knows of a count.
struct Fact {
  TinyCell cell;
  int64_t low = 0;
  int64_t high = kNoLimit;
};

struct Knowledge {
  std::vector<Fact> facts;
  std::vector<std::vector<int>> rows_of;  // leaf -> facts that count it
  bool corrected = false;  // and what everybody knows of corrections
  // Whoever was harmed was harmed in a record: none is where no record is.
  bool victims_in_records = false;
  // Every record is taken back with exactly its own victims.
  bool whole_records = false;
};

class KnownTables {
 public:
  KnownTables(const TinyWorld& world, const TinyCounter& counter)
      : world_(world), counter_(counter) {
    std::set<std::string> views = {""};
    for (const TinyMonth& month : world.months) {
      for (const TinyRecord& record : month) views.insert(record.contributor);
    }
    for (const TinyLeaf& leaf : counter_.leaves()) {
      const TinyCell exactly = CellOf(leaf);
      for (const std::string& view : views) {
        counts_[view].push_back(counter_.Count(exactly, view).value);
      }
    }
  }

  void FindRows(Knowledge& knowledge) const {
    for (const TinyLeaf& leaf : counter_.leaves()) {
      std::vector<int>& rows = knowledge.rows_of.emplace_back();
      for (size_t i = 0; i < knowledge.facts.size(); ++i) {
        if (counter_.LiesIn(leaf, knowledge.facts[i].cell)) {
          rows.push_back(static_cast<int>(i));
        }
      }
    }
  }

  // Everything known as rows over what others than `view` have, in whole
  // multiples of 1 / parts; counts that nothing tells apart are one unknown.
  // The target is `cell`, of which up to `most` may be asked.
  TableProblem ProblemOf(const TinyCell& cell, const std::string& view,
                         const Knowledge& known, int64_t most,
                         int64_t parts) const {
    const std::vector<TinyLeaf>& leaves = counter_.leaves();
    const std::vector<int64_t>& others = counts_.at(view);
    const std::vector<int64_t>& everybody = counts_.at("");
    TableProblem problem;
    std::vector<int64_t> own(known.facts.size(), 0);
    std::map<UnknownKey, int> number;
    const std::vector<UnknownKey> keys = KeysOf(cell, known);
    for (size_t i = 0; i < leaves.size(); ++i) {
      for (const int row : known.rows_of[i]) {
        own[static_cast<size_t>(row)] += everybody[i] - others[i];
      }
      if (!Joined(known) && leaves[i].unit != cell.unit) continue;
      const auto [found, added] =
          number.emplace(keys[i], static_cast<int>(problem.hint.size()));
      if (added) problem.hint.push_back(0);
      problem.hint[static_cast<size_t>(found->second)] += others[i];
    }
    for (size_t f = 0; f < known.facts.size(); ++f) {
      const Fact& fact = known.facts[f];
      const bool matters = Joined(known) || fact.cell.unit == cell.unit;
      KnownRow& row = problem.rows.emplace_back();
      row.low = matters ? parts * std::max<int64_t>(0, fact.low - own[f]) : 0;
      const bool limited = matters && fact.high < kNoLimit;
      row.high = limited ? parts * (fact.high - own[f]) : kNoLimit;
      most += limited ? parts * fact.high : row.low;
    }
    for (int64_t& hint : problem.hint) hint *= parts;
    const int64_t cap = known.corrected ? 2 * most + 4 : most + 4;
    // More victims than there can be.
    const int64_t many =
        known.victims_in_records
            ? cap * static_cast<int64_t>(problem.hint.size()) + 1
            : 0;
    AddTerms(number, many, problem);
    if (known.corrected) AddCorrections(number, many, problem);
    if (known.corrected && known.whole_records) AddRecords(number, problem);
    problem.cap.assign(problem.hint.size(), cap);
    return problem;
  }

 private:
  // What unknowns are told apart by.
  struct UnknownKey {
    Unit unit = Unit::kRecord;
    std::vector<int> rows;                // that it counts in; -1: the target
    std::vector<std::vector<int>> place;  // where victims are told apart
    // Where there are corrections: everything of its place and type.
    std::vector<std::vector<int>> point;
    size_t month = 0;
    std::string who;
    friend auto operator<=>(const UnknownKey&, const UnknownKey&) = default;
  };

  // Counts of records and of victims tell of each other.
  bool Joined(const Knowledge& known) const {
    return world_.victims_rule || known.victims_in_records;
  }

  static TinyCell CellOf(const TinyLeaf& leaf) {
    TinyCell cell{
        leaf.unit, {{"place", leaf.place}, {"type", leaf.type}}, {leaf.month}};
    if (leaf.unit == Unit::kVictim) cell.codes["who"] = leaf.who;
    if (!leaf.when.empty()) cell.codes["when"] = leaf.when;
    return cell;
  }

  // What everybody knows of the victims and records of one place.
  struct Harm {
    KnownRow each;  // record has a victim
    KnownRow none;  // without a record: `many` times the records are more

    void Add(int unknown, Unit unit, int64_t sign, int64_t many) {
      const bool victims = unit == Unit::kVictim;
      each.terms.emplace_back(unknown, victims ? sign : -sign);
      none.terms.emplace_back(unknown, victims ? -sign : sign * many);
    }
  };
  // `many` is 0 where it is not known that victims are in records.
  void AddHarm(Harm harm, int64_t many, TableProblem& problem) const {
    harm.each.high = kNoLimit;
    harm.none.high = kNoLimit;
    if (world_.victims_rule) problem.rows.push_back(std::move(harm.each));
    if (many > 0) problem.rows.push_back(std::move(harm.none));
  }

  void AddTerms(const std::map<UnknownKey, int>& number, int64_t many,
                TableProblem& problem) const {
    std::map<std::vector<std::vector<int>>, Harm> rules;
    for (const auto& [key, unknown] : number) {
      for (const int row : key.rows) {
        if (row < 0) {
          problem.target.push_back(unknown);
        } else {
          problem.rows[static_cast<size_t>(row)].terms.emplace_back(unknown, 1);
        }
      }
      rules[key.place].Add(unknown, key.unit, 1, many);
    }
    for (auto& [ignored, rule] : rules) {
      AddHarm(std::move(rule), many, problem);
    }
  }

  // Nothing is taken back that was not there, no more records are added than
  // taken back, and what is left has its victims.
  void AddCorrections(const std::map<UnknownKey, int>& number, int64_t many,
                      TableProblem& problem) const {
    using Point = std::vector<std::vector<int>>;
    const TinyCorrections& known = *world_.corrections;
    std::map<std::tuple<Unit, std::string, Point>, KnownRow> taken_back;
    std::map<Point, Harm> left;
    KnownRow records;
    for (const auto& [key, unknown] : number) {
      if (key.point.empty()) continue;
      const int64_t sign = key.month == known.removed ? -1 : 1;
      taken_back[{key.unit, key.who, key.point}].terms.emplace_back(unknown,
                                                                    sign);
      left[key.point].Add(unknown, key.unit, sign, many);
      if (key.unit == Unit::kVictim) continue;
      if (key.month == known.removed) records.terms.emplace_back(unknown, 1);
      if (key.month == known.added) records.terms.emplace_back(unknown, -1);
    }
    const auto add = [&](KnownRow row) {
      row.high = kNoLimit;
      problem.rows.push_back(std::move(row));
    };
    for (auto& [ignored, row] : taken_back) add(std::move(row));
    add(std::move(records));
    for (auto& [ignored, harm] : left) AddHarm(std::move(harm), many, problem);
  }

  // At every point what is taken back can be some of the records there.
  void AddRecords(const std::map<UnknownKey, int>& number,
                  TableProblem& problem) const {
    struct Numbers {
      int records = -1;
      std::map<std::string, int> victims;
    };
    using At = std::map<size_t, Numbers>;  // by month
    std::map<std::vector<std::vector<int>>, At> points;
    for (const auto& [key, unknown] : number) {
      if (key.point.empty()) continue;
      Numbers& at = points[key.point][key.month];
      (key.unit == Unit::kRecord ? at.records : at.victims[key.who]) = unknown;
      problem.looked_at.push_back(unknown);
    }
    problem.can_be =
        [points = std::move(points), removed = world_.corrections->removed,
         each = world_.victims_rule](const std::vector<int64_t>& table) {
          const auto counted = [&](const Numbers& numbers) {
            Counted here{table[static_cast<size_t>(numbers.records)], {}};
            for (const auto& [ignored, one] : numbers.victims) {
              here.victims.push_back(table[static_cast<size_t>(one)]);
            }
            return here;
          };
          for (const auto& [ignored, months] : points) {
            std::vector<Counted> there;
            for (const auto& [month, numbers] : months) {
              if (month != removed) there.push_back(counted(numbers));
            }
            if (!CanBeTakenBack(there, counted(months.at(removed)), each)) {
              return false;
            }
          }
          return true;
        };
  }

  // Where each record has a victim, counts are told apart by what victims of
  // their place and type count in: places that this does not tell apart can
  // give each other victims.
  std::vector<UnknownKey> KeysOf(const TinyCell& cell,
                                 const Knowledge& known) const {
    const std::vector<TinyLeaf>& leaves = counter_.leaves();
    std::vector<UnknownKey> keys;
    using At = std::array<std::string, 3>;  // place, type, when
    std::map<std::pair<size_t, At>, std::vector<std::vector<int>>> victims_at;
    std::map<At, std::vector<std::vector<int>>> corrected_at;
    for (size_t i = 0; i < leaves.size(); ++i) {
      const TinyLeaf& leaf = leaves[i];
      UnknownKey& key = keys.emplace_back();
      key.unit = leaf.unit;
      if (counter_.LiesIn(leaf, cell)) key.rows.push_back(-1);
      key.rows.insert(key.rows.end(), known.rows_of[i].begin(),
                      known.rows_of[i].end());
      if (Joined(known) && key.unit == Unit::kVictim) {
        victims_at[{leaf.month, {leaf.place, leaf.type, leaf.when}}].push_back(
            key.rows);
      }
      if (known.corrected && world_.corrections->Holds(leaf.month)) {
        corrected_at[{leaf.place, leaf.type, leaf.when}].push_back(key.rows);
      }
    }
    for (size_t i = 0; i < leaves.size(); ++i) {
      const TinyLeaf& leaf = leaves[i];
      const At at = {leaf.place, leaf.type, leaf.when};
      if (known.corrected && world_.corrections->Holds(leaf.month)) {
        keys[i].point = corrected_at[at];
        keys[i].month = leaf.month;
        keys[i].who = leaf.who;
        keys[i].place = keys[i].point;
        keys[i].place.push_back({static_cast<int>(leaf.month)});
      } else if (Joined(known)) {
        keys[i].place = victims_at[{leaf.month, at}];
      }
    }
    return keys;
  }

  const TinyWorld& world_;
  const TinyCounter& counter_;
  // By view, "" for everybody: what the others have of each leaf.
  std::map<std::string, std::vector<int64_t>> counts_;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_KNOWN_TABLES_H_
