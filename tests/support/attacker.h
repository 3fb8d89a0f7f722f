#ifndef TOGUNA_TESTS_SUPPORT_ATTACKER_H_
#define TOGUNA_TESTS_SUPPORT_ATTACKER_H_

// Someone who holds everything published and subtracts: counts and solves the
// plain way, over fractions, and shares no code with the engine or its checker.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "exchange/disclosure/sealed.h"
#include "exchange/record/record.h"
#include "policies/model/catalog.h"

namespace toguna::testing {

// A fraction in lowest terms; aborts where 128 bits do not do.
class Fraction {
 public:
  __extension__ typedef __int128 Int;
  Fraction(int64_t number = 0) : up_(number) {}  // NOLINT: a number is one

  bool zero() const { return up_ == 0; }
  Fraction operator-(const Fraction& b) const {
    return Make(up_ * b.down_ - b.up_ * down_, down_ * b.down_);
  }
  Fraction operator*(const Fraction& b) const {
    return Make(up_ * b.up_, down_ * b.down_);
  }
  Fraction operator/(const Fraction& b) const {
    return Make(up_ * b.down_, down_ * b.up_);
  }

 private:
  static Fraction Make(Int up, Int down) {
    Int a = up < 0 ? -up : up;
    Int b = down < 0 ? -down : down;
    while (b != 0) a = std::exchange(b, a % b);
    if (a == 0) a = 1;
    if (down < 0) a = -a;
    Fraction made;
    made.up_ = up / a;
    made.down_ = down / a;
    const Int limit = Int{1} << 60;
    if (made.up_ > limit || made.up_ < -limit || made.down_ > limit) {
      std::abort();
    }
    return made;
  }

  Int up_ = 0;
  Int down_ = 1;
};

// Rows known to the attacker; says which others follow from them.
class FractionSpan {
 public:
  void Add(std::vector<Fraction> row) {
    Reduce(row);
    for (size_t i = 0; i < row.size(); ++i) {
      if (row[i].zero()) continue;
      const Fraction lead = row[i];
      for (Fraction& number : row) number = number / lead;
      rows_.emplace_back(i, std::move(row));
      return;
    }
  }
  bool Holds(std::vector<Fraction> row) const {
    Reduce(row);
    for (const Fraction& number : row) {
      if (!number.zero()) return false;
    }
    return true;
  }

 private:
  void Reduce(std::vector<Fraction>& row) const {
    for (const auto& [pivot, known] : rows_) {
      if (row[pivot].zero()) continue;
      const Fraction times = row[pivot];
      for (size_t i = 0; i < row.size(); ++i) {
        if (!known[i].zero()) row[i] = row[i] - times * known[i];
      }
    }
  }
  std::vector<std::pair<size_t, std::vector<Fraction>>> rows_;
};

// One full answer to every question about a record, and who a victim was.
struct Answers {
  std::map<std::string, std::string> codes;  // attribute -> leaf, "" if absent
  std::string year;
  std::string month;  // the incident's, seen from acceptance
  std::string who;
};

using Confines = std::vector<std::pair<std::string, std::string>>;

class Attacker {
 public:
  Attacker(const Catalog& catalog, const Dataset& dataset, const Plan& plan)
      : catalog_(catalog), dataset_(dataset), plan_(plan) {
    for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
      worlds_[unit] = AllAnswers(unit);
    }
  }

  // Unsafe counts: cells of the families, and of the common refinement.
  std::vector<UnsafeCell> Unsafe(const std::vector<Record>& records) const {
    std::vector<UnsafeCell> unsafe;
    for (const Family& family : plan_.families) {
      for (const Confines& cell : CellsOf(family.axes)) {
        if (IsUnsafe(family.unit, cell, records)) {
          unsafe.push_back({family.unit, cell});
        }
      }
    }
    for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
      std::set<Confines> points;
      for (const Record& record : records) {
        for (const auto& [answers, amount] : AnswersOf(record, unit)) {
          if (amount == 0) continue;
          points.insert(PointOf(answers, {unit}));
          // Records are told apart as finely as victims, too.
          if (unit == Unit::kRecord) {
            points.insert(PointOf(answers, {unit, Unit::kVictim}));
          }
        }
      }
      for (const Confines& point : points) {
        if (!point.empty() && IsUnsafe(unit, point, records)) {
          unsafe.push_back({unit, point});
        }
      }
    }
    return unsafe;
  }

  // Which of `targets` follow exactly from what `tables` publish.
  std::vector<bool> Recovered(const std::vector<SealedTable>& tables,
                              const std::vector<UnsafeCell>& targets) const {
    std::vector<bool> recovered(targets.size(), false);
    for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
      std::vector<Confines> rows;
      for (const SealedTable& table : tables) {
        if (table.unit != unit) continue;
        for (const SealedCell& cell : table.cells) {
          if (cell.status != CellStatus::kPublished) continue;
          rows.push_back(Zip(table.dimensions, cell.codes));
        }
      }
      const size_t published = rows.size();
      std::vector<size_t> places;
      for (size_t i = 0; i < targets.size(); ++i) {
        if (targets[i].unit != unit) continue;
        rows.push_back(targets[i].codes);
        places.push_back(i);
      }
      const auto matrix = MatrixOf(unit, rows);
      FractionSpan span;
      for (size_t i = 0; i < published; ++i) span.Add(matrix[i]);
      for (size_t i = 0; i < places.size(); ++i) {
        recovered[places[i]] = span.Holds(matrix[published + i]);
      }
    }
    return recovered;
  }

  int64_t CountRecovered(const std::vector<SealedTable>& tables,
                         const std::vector<UnsafeCell>& targets) const {
    int64_t count = 0;
    for (const bool one : Recovered(tables, targets)) count += one ? 1 : 0;
    return count;
  }

  // Value of a count, the plain way.
  int64_t ValueOf(Unit unit, const Confines& cell,
                  const std::vector<Record>& records) const {
    int64_t value = 0;
    for (const Record& record : records) {
      for (const auto& [answers, amount] : AnswersOf(record, unit)) {
        if (LiesIn(answers, cell)) value += amount;
      }
    }
    return value;
  }

  bool IsUnsafe(Unit unit, const Confines& cell,
                const std::vector<Record>& records) const {
    int64_t value = 0;
    std::set<std::string> entities;
    std::map<std::string, std::set<std::string>> by_source;
    std::map<std::string, std::set<std::string>> by_contributor;
    for (const Record& record : records) {
      const std::string entity = record.contributor.text() + "/" + record.ref;
      for (const auto& [answers, amount] : AnswersOf(record, unit)) {
        if (amount == 0 || !LiesIn(answers, cell)) continue;
        value += amount;
        entities.insert(entity);
        by_source[dataset_.public_sources ? entity : record.source].insert(
            entity);
        by_contributor[record.contributor.text()].insert(entity);
      }
    }
    if (entities.empty()) return false;
    const Minimums& m = plan_.minimums;
    const auto n = static_cast<int64_t>(entities.size());
    bool safe = n >= m.k && value >= m.k &&
                static_cast<int64_t>(by_source.size()) >= m.s;
    if (m.c > 0) {
      for (const auto& [source, own] : by_source) {
        safe = safe && n - static_cast<int64_t>(own.size()) >= m.c;
      }
      for (const auto& [contributor, own] : by_contributor) {
        const int64_t others = n - static_cast<int64_t>(own.size());
        safe = safe && (others == 0 || others >= m.c);
      }
    }
    return !safe;
  }

  static Confines Zip(const std::vector<std::string>& dimensions,
                      const std::vector<std::string>& codes) {
    Confines zipped;
    for (size_t i = 0; i < codes.size(); ++i) {
      zipped.emplace_back(dimensions[i], codes[i]);
    }
    return zipped;
  }

 private:
  static std::string LeafCode(const CodeTree& tree, const std::string& code) {
    return tree.code(*tree.LeafFor(*tree.Find(code)));
  }

  const CodeTree& TreeOf(const std::string& dimension) const {
    return catalog_.ListOf(dataset_, dimension)->tree;
  }

  // The code of a dimension, "" where its crosswalk gives nothing.
  std::string CodeOf(const std::string& id, const Answers& answers) const {
    const Dimension& dimension = *dataset_.FindDimension(id);
    const CodeTree& tree = TreeOf(id);
    switch (dimension.source) {
      case Dimension::Source::kWho:
        return answers.who;
      case Dimension::Source::kIncidentYear:
        return answers.year;
      case Dimension::Source::kIncidentMonth:
        return answers.month;
      case Dimension::Source::kAttribute: {
        const std::string& code = answers.codes.at(dimension.attributes[0]);
        return code.empty() ? LeafCode(tree, tree.code(0)) : code;
      }
      case Dimension::Source::kCrosswalk:
        break;
    }
    for (const Dimension::CrosswalkRow& row : dimension.crosswalk) {
      bool applies = true;
      for (size_t i = 0; i < row.codes.size(); ++i) {
        if (row.codes[i].empty()) continue;
        const std::string& mine = answers.codes.at(dimension.attributes[i]);
        const CodeTree& list =
            catalog_
                .FindCodeList(
                    dataset_.FindAttribute(dimension.attributes[i])->code_list)
                ->tree;
        applies = applies && !mine.empty() &&
                  list.IsWithin(*list.Find(mine), *list.Find(row.codes[i]));
      }
      if (applies) return LeafCode(tree, row.to);
    }
    return "";
  }

  bool LiesIn(const Answers& answers, const Confines& cell) const {
    for (const auto& [dimension, code] : cell) {
      const std::string mine = CodeOf(dimension, answers);
      if (mine.empty() || code.empty()) {
        if (mine != code) return false;
        continue;
      }
      const CodeTree& tree = TreeOf(dimension);
      if (!tree.IsWithin(*tree.Find(mine), *tree.Find(code))) return false;
    }
    return true;
  }

  std::vector<std::pair<Answers, int64_t>> AnswersOf(const Record& record,
                                                     Unit unit) const {
    Answers answers;
    for (const Attribute& attribute : dataset_.attributes) {
      if (attribute.kind != Attribute::Kind::kCode) continue;
      const auto found = record.codes.find(attribute.id);
      answers.codes[attribute.id] =
          found == record.codes.end()
              ? ""
              : LeafCode(catalog_.FindCodeList(attribute.code_list)->tree,
                         found->second);
    }
    answers.year = std::to_string(record.incident_day.year());
    std::vector<std::pair<Answers, int64_t>> all;
    if (unit == Unit::kRecord) {
      all.emplace_back(answers, 1);
      return all;
    }
    for (const auto& [who, victims] : record.tallies) {
      answers.who = who;
      all.emplace_back(answers, victims);
    }
    return all;
  }

  // Every combination of leaves, possible or not in practice.
  std::vector<Answers> AllAnswers(Unit unit) const {
    std::vector<Answers> all(1);
    const auto extend = [&all](const std::vector<std::string>& values,
                               const auto& set) {
      std::vector<Answers> longer;
      for (const Answers& one : all) {
        for (const std::string& value : values) {
          longer.push_back(one);
          set(longer.back(), value);
        }
      }
      all = std::move(longer);
    };
    for (const Attribute& attribute : dataset_.attributes) {
      if (attribute.kind != Attribute::Kind::kCode) continue;
      std::vector<std::string> values =
          LeavesOf(catalog_.FindCodeList(attribute.code_list)->tree);
      if (!attribute.required) values.emplace_back();
      extend(values, [&](Answers& one, const std::string& value) {
        one.codes[attribute.id] = value;
      });
    }
    for (const Dimension& dimension : dataset_.dimensions) {
      if (dimension.source == Dimension::Source::kIncidentYear) {
        extend(
            LeavesOf(TreeOf(dimension.id)),
            [](Answers& one, const std::string& value) { one.year = value; });
      }
      if (dimension.source == Dimension::Source::kIncidentMonth) {
        extend(
            LeavesOf(TreeOf(dimension.id)),
            [](Answers& one, const std::string& value) { one.month = value; });
      }
      if (dimension.source == Dimension::Source::kWho &&
          unit == Unit::kVictim) {
        extend(LeavesOf(TreeOf(dimension.id)),
               [](Answers& one, const std::string& value) { one.who = value; });
      }
    }
    return all;
  }

  static std::vector<std::string> LeavesOf(const CodeTree& tree) {
    std::vector<std::string> codes;
    for (const NodeIndex leaf : tree.Leaves()) codes.push_back(tree.code(leaf));
    return codes;
  }

  // Every combination of a code per axis between its depths.
  std::vector<Confines> CellsOf(const std::vector<Axis>& axes) const {
    std::vector<Confines> cells(1);
    for (const Axis& axis : axes) {
      const CodeTree& tree = TreeOf(axis.dimension);
      std::set<std::string> codes;
      for (const NodeIndex leaf : tree.Leaves()) {
        for (int d = axis.coarsest; d <= axis.finest; ++d) {
          codes.insert(tree.code(tree.AtDepth(leaf, d)));
        }
      }
      std::vector<Confines> longer;
      for (const Confines& cell : cells) {
        for (const std::string& code : codes) {
          longer.push_back(cell);
          longer.back().emplace_back(axis.dimension, code);
        }
      }
      cells = std::move(longer);
    }
    return cells;
  }

  // Where answers lie in the common refinement of the families of some units;
  // empty where the first has none. Only victims are told apart by who they
  // are.
  Confines PointOf(const Answers& answers,
                   const std::vector<Unit>& units) const {
    std::map<std::string, int> finest;
    bool used = false;
    for (const Family& family : plan_.families) {
      used = used || family.unit == units[0];
      if (std::count(units.begin(), units.end(), family.unit) == 0) continue;
      for (const Axis& axis : family.axes) {
        if (units[0] == Unit::kRecord && IsWho(axis.dimension)) continue;
        finest[axis.dimension] = std::max(finest[axis.dimension], axis.finest);
      }
    }
    Confines point;
    if (!used) return point;
    for (const auto& [dimension, depth] : finest) {
      std::string code = CodeOf(dimension, answers);
      const CodeTree& tree = TreeOf(dimension);
      if (!code.empty())
        code = tree.code(tree.AtDepth(*tree.Find(code), depth));
      point.emplace_back(dimension, code);
    }
    return point;
  }

  bool IsWho(const std::string& dimension) const {
    return dataset_.FindDimension(dimension)->source == Dimension::Source::kWho;
  }

  // Rows over the combinations, equal columns taken once.
  std::vector<std::vector<Fraction>> MatrixOf(
      Unit unit, const std::vector<Confines>& rows) const {
    std::set<std::vector<bool>> columns;
    for (const Answers& answers : worlds_.at(unit)) {
      std::vector<bool> column;
      for (const Confines& row : rows) column.push_back(LiesIn(answers, row));
      columns.insert(std::move(column));
    }
    std::vector<std::vector<Fraction>> matrix(rows.size());
    for (const std::vector<bool>& column : columns) {
      for (size_t i = 0; i < rows.size(); ++i) {
        matrix[i].emplace_back(column[i] ? 1 : 0);
      }
    }
    return matrix;
  }

  const Catalog& catalog_;
  const Dataset& dataset_;
  const Plan& plan_;
  std::map<Unit, std::vector<Answers>> worlds_;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_ATTACKER_H_
