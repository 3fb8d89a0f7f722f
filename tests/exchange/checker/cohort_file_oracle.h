#ifndef TOGUNA_TESTS_EXCHANGE_CHECKER_COHORT_FILE_ORACLE_H_
#define TOGUNA_TESTS_EXCHANGE_CHECKER_COHORT_FILE_ORACLE_H_

// Says whether a file of cohorts is right, from sets of values alone: slow,
// plain, and nothing in common with the checker or with what wrote it.

#include <algorithm>
#include <bitset>
#include <cmath>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace toguna::testing {

// A file as fields; the first row is the heading.
using FileRows = std::vector<std::vector<std::string>>;

// Which values there are in a column, for at most 128 of them.
using ValueSet = std::bitset<128>;

// A column's hierarchy: what each label stands for.
struct LabelSets {
  std::map<std::string, ValueSet> of;
  std::vector<std::string> labels;
  ValueSet all;

  explicit LabelSets(const std::string& text) {
    size_t value = 0;
    for (const auto line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
      for (const auto label : absl::StrSplit(line, ';')) {
        of[std::string(label)].set(value);
      }
      all.set(value++);
    }
    for (const auto& [label, ignored] : of) labels.push_back(label);
  }

  // The smallest set that a label stands for and that holds more than `one`.
  ValueSet Above(const ValueSet& one) const {
    ValueSet above;
    for (const auto& [label, set] : of) {
      const bool more = (set & one) == one && set != one;
      if (more && (above.none() || set.count() < above.count())) above = set;
    }
    return above;
  }

  // What a written value stands for; nothing if it stands for nothing.
  ValueSet Read(const std::string& text) const {
    if (const auto found = of.find(text); found != of.end()) {
      return found->second;
    }
    if (text.size() < 2 || text.front() != '{' || text.back() != '}') return {};
    const std::vector<std::string> parts =
        absl::StrSplit(text.substr(1, text.size() - 2), '|');
    if (parts.size() < 2) return {};
    ValueSet sum;
    ValueSet above;
    for (size_t i = 0; i < parts.size(); ++i) {
      const auto found = of.find(parts[i]);
      if (found == of.end() || (i > 0 && !(parts[i - 1] < parts[i]))) return {};
      if ((sum & found->second).any()) return {};
      if (i > 0 && Above(found->second) != above) return {};
      above = Above(found->second);
      sum |= found->second;
    }
    return above.none() || sum == above ? ValueSet() : sum;
  }
};

using LabelSetsByColumn = std::map<std::string, LabelSets>;

struct CohortFileOracle {
  const LabelSetsByColumn& sets;
  size_t k = 1;
  std::string diverse;  // must have at least this many distinct values
  size_t distinct = 0;

  struct Box {
    std::vector<std::string> texts;
    std::vector<ValueSet> values;
    size_t rows = 0;
    std::set<std::string> diverse;
  };
  using Boxes = std::map<std::string, Box>;

  // Cohorts by what their number is written as; none if the file is wrong.
  Boxes Read(const FileRows& rows) const {
    const std::vector<std::string>& heading = rows[0];
    const size_t all = heading.size();
    Boxes boxes;
    std::map<std::string, std::string> said;
    for (size_t i = 1; i < rows.size(); ++i) {
      const std::string& number = rows[i][all - 2];
      std::vector<std::string> texts;
      for (size_t a = 0; a + 2 < all; ++a) {
        if (heading[a] == diverse) {
          boxes[number].diverse.insert(rows[i][a]);
        } else {
          texts.push_back(rows[i][a]);
        }
      }
      Box& box = boxes[number];
      if (box.rows++ == 0) {
        box.texts = texts;
        said[number] = rows[i][all - 1];
      }
      if (box.texts != texts || said[number] != rows[i][all - 1]) return {};
    }
    for (auto& [number, box] : boxes) {
      if (said[number] != absl::StrCat(box.rows)) return {};
      size_t at = 0;
      for (size_t a = 0; a + 2 < all; ++a) {
        if (heading[a] == diverse) continue;
        box.values.push_back(sets.at(heading[a]).Read(box.texts[at++]));
        if (box.values.back().none()) return {};
      }
    }
    return boxes;
  }

  static bool Overlap(const Box& one, const Box& other) {
    for (size_t a = 0; a < one.values.size(); ++a) {
      if ((one.values[a] & other.values[a]).none()) return false;
    }
    return true;
  }

  bool Holds(const FileRows& rows) const {
    const Boxes boxes = Read(rows);
    if (boxes.empty()) return false;
    double whole = 1;
    for (size_t a = 0; a + 2 < rows[0].size(); ++a) {
      if (rows[0][a] == diverse) continue;
      whole *= static_cast<double>(sets.at(rows[0][a]).all.count());
    }
    double volume = 0;
    for (size_t i = 1; i <= boxes.size(); ++i) {
      if (boxes.count(absl::StrCat(i)) == 0) return false;
    }
    std::vector<const Box*> before;
    for (const auto& [number, box] : boxes) {
      if (box.rows < k || box.diverse.size() < distinct) return false;
      double combinations = 1;
      for (const ValueSet& one : box.values) {
        combinations *= static_cast<double>(one.count());
      }
      volume += combinations;
      for (const Box* other : before) {
        if (Overlap(box, *other)) return false;
      }
      before.push_back(&box);
    }
    return volume == whole;  // whole numbers far below 2^53
  }

  // Whether each cohort lies inside one of `coarse`; both hold by themselves.
  bool Within(const FileRows& rows, const FileRows& coarse) const {
    if (rows.size() != coarse.size() || rows[0] != coarse[0]) return false;
    const Boxes inner = Read(rows);
    const Boxes outer = Read(coarse);
    const size_t number = rows[0].size() - 2;
    std::map<std::string, std::set<std::string>> around;
    for (size_t i = 1; i < rows.size(); ++i) {
      around[rows[i][number]].insert(coarse[i][number]);
      for (size_t a = 0; a + 2 < rows[0].size(); ++a) {
        if (rows[0][a] == diverse && rows[i][a] != coarse[i][a]) return false;
      }
    }
    return std::all_of(inner.begin(), inner.end(), [&](const auto& one) {
      const std::set<std::string>& others = around.at(one.first);
      if (others.size() != 1) return false;
      const Box& other = outer.at(*others.begin());
      for (size_t a = 0; a < other.values.size(); ++a) {
        if ((one.second.values[a] & ~other.values[a]).any()) return false;
      }
      return true;
    });
  }
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_EXCHANGE_CHECKER_COHORT_FILE_ORACLE_H_
