#ifndef TOGUNA_TESTS_EXCHANGE_CHECKER_COHORT_MUTATIONS_H_
#define TOGUNA_TESTS_EXCHANGE_CHECKER_COHORT_MUTATIONS_H_

// What somebody might do to a file of cohorts, by hand or by mistake.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/exchange/checker/cohort_file_oracle.h"

namespace toguna::testing {

class CohortMutator {
 public:
  CohortMutator(const LabelSetsByColumn& sets, const std::string& diverse,
                std::mt19937_64& random)
      : sets_(sets), diverse_(diverse), random_(random) {}

  static constexpr std::array<const char*, 24> kNames = {
      "value of a row to another",
      "value of a cohort to another",
      "values of two rows swapped",
      "two rows swapped but for their cohorts",
      "box cut down",
      "box widened",
      "pool unsorted",
      "pool with one twice",
      "pool with another label",
      "pool of one",
      "pool of all",
      "cohort split, same box",
      "cohort split along a column",
      "two cohorts merged",
      "size of a row wrong",
      "size of a cohort wrong",
      "row dropped",
      "cohort dropped",
      "row doubled",
      "cohort numbered anew",
      "number spelled otherwise",
      "diverse value changed",
      "rows in another order",
      "numbers of two cohorts exchanged",
  };

  // Does `kind` to `rows`, if it can be done to what was drawn.
  void Mutate(size_t kind, FileRows& rows) {
    rows_ = &rows;
    all_ = rows[0].size();
    row_ = 1 + Below(rows.size() - 1);
    column_ = Attribute();
    switch (kind) {
      case 0:
        Field(row_) = Label();
        return;
      case 1:
        SetValue(Label());
        return;
      case 2:
        std::swap(Field(row_), Field(1 + Below(rows.size() - 1)));
        return;
      case 3:
        SwapButCohort(1 + Below(rows.size() - 1));
        return;
      case 4:
        CutDown();
        return;
      case 5:
        Widen();
        return;
      case 6:
        Repool([&](auto& parts) { Shuffle(parts); });
        return;
      case 7:
        Repool([&](auto& parts) { parts.push_back(parts[0]); });
        return;
      case 8:
        AddToPool();
        return;
      case 9:
        SetValue(absl::StrCat("{", Field(row_), "}"));
        return;
      case 10:
        PoolAll();
        return;
      case 11:
        SplitInTwo([&](size_t) { return Below(2) == 0; });
        return;
      case 12:
        SplitAlong();
        return;
      case 13:
        Merge();
        return;
      case 14:
        (*rows_)[row_][all_ - 1] = OtherSize();
        return;
      case 15:
        SetSize(OtherSize());
        return;
      case 16:
        Erase([&](size_t i) { return i == row_; });
        return;
      case 17:
        DropCohort();
        return;
      case 18:
        rows.push_back(std::vector<std::string>(rows[row_]));
        return;
      case 19:
        Renumber(Number(row_), absl::StrCat(Cohorts() + 1));
        return;
      case 20:
        Respell();
        return;
      case 21:
        ChangeDiverse();
        return;
      case 22:
        std::swap(rows[row_], rows[1 + Below(rows.size() - 1)]);
        return;
      case 23:
        ExchangeNumbers(Number(row_), Number(1 + Below(rows.size() - 1)));
        return;
      default:
        return;
    }
  }

 private:
  size_t Below(size_t n) { return random_() % n; }
  std::string& Field(size_t row) { return (*rows_)[row][column_]; }
  std::string& Number(size_t row) { return (*rows_)[row][all_ - 2]; }
  size_t Attribute() {
    for (;;) {
      const size_t column = Below(all_ - 2);
      if ((*rows_)[0][column] != diverse_) return column;
    }
  }
  const LabelSets& Sets() { return sets_.at((*rows_)[0][column_]); }
  std::string Label() {
    const std::vector<std::string>& labels = Sets().labels;
    // Now and then what no hierarchy has.
    const size_t lot = Below(labels.size() + 1);
    return lot == labels.size() ? "?" : labels[lot];
  }
  std::vector<size_t> RowsOf(std::string number) {
    std::vector<size_t> found;
    for (size_t i = 1; i < rows_->size(); ++i) {
      if (Number(i) == number) found.push_back(i);
    }
    return found;
  }
  size_t Cohorts() {
    std::map<std::string, int> seen;
    for (size_t i = 1; i < rows_->size(); ++i) seen[Number(i)] = 1;
    return seen.size();
  }
  void SetValue(const std::string& value) {
    for (const size_t i : RowsOf(Number(row_))) Field(i) = value;
  }
  void SetSize(const std::string& size) {
    for (const size_t i : RowsOf(Number(row_))) (*rows_)[i][all_ - 1] = size;
  }
  std::string OtherSize() {
    return absl::StrCat(RowsOf(Number(row_)).size() + 1 - 2 * Below(2));
  }
  void Renumber(std::string from, const std::string& to) {
    for (const size_t i : RowsOf(from)) Number(i) = to;
  }
  void ExchangeNumbers(const std::string one, const std::string other) {
    for (size_t i = 1; i < rows_->size(); ++i) {
      if (Number(i) == one) {
        Number(i) = other;
      } else if (Number(i) == other) {
        Number(i) = one;
      }
    }
  }
  template <typename Rule>
  void Erase(Rule rule) {
    FileRows left;
    for (size_t i = 0; i < rows_->size(); ++i) {
      if (i == 0 || !rule(i)) left.push_back((*rows_)[i]);
    }
    *rows_ = std::move(left);
  }
  // Sizes as they are.
  void Recount() {
    std::map<std::string, size_t> sizes;
    for (size_t i = 1; i < rows_->size(); ++i) ++sizes[Number(i)];
    for (size_t i = 1; i < rows_->size(); ++i) {
      (*rows_)[i][all_ - 1] = absl::StrCat(sizes[Number(i)]);
    }
  }

  void SwapButCohort(size_t other) {
    for (size_t a = 0; a + 2 < all_; ++a) {
      if ((*rows_)[0][a] == diverse_) continue;
      std::swap((*rows_)[row_][a], (*rows_)[other][a]);
    }
  }

  // Parts of a pool, or labels whose sets a node's is cut into.
  std::vector<std::string> PartsOf(const std::string& value) {
    if (!value.empty() && value.front() == '{') {
      return absl::StrSplit(value.substr(1, value.size() - 2), '|');
    }
    std::vector<std::string> parts;
    const ValueSet whole = Sets().Read(value);
    for (const std::string& label : Sets().labels) {
      if (Sets().Above(Sets().of.at(label)) == whole) parts.push_back(label);
    }
    return parts;
  }
  static std::string Pool(std::vector<std::string> parts) {
    std::sort(parts.begin(), parts.end());
    if (parts.size() == 1) return parts[0];
    return absl::StrCat("{", absl::StrJoin(parts, "|"), "}");
  }
  void CutDown() {
    std::vector<std::string> parts = PartsOf(Field(row_));
    if (parts.size() < 2) return;
    parts.erase(parts.begin() + static_cast<int64_t>(Below(parts.size())));
    SetValue(Pool(parts));
  }
  void Widen() {
    const std::string value = Field(row_);
    const ValueSet below = value.front() == '{'
                               ? Sets().of.at(PartsOf(value)[0])
                               : Sets().Read(value);
    const ValueSet above = Sets().Above(below);
    for (const std::string& label : Sets().labels) {
      if (Sets().of.at(label) == above) SetValue(label);
    }
  }
  template <typename Change>
  void Repool(Change change) {
    if (Field(row_).front() != '{') return;
    std::vector<std::string> parts = PartsOf(Field(row_));
    change(parts);
    SetValue(absl::StrCat("{", absl::StrJoin(parts, "|"), "}"));
  }
  void Shuffle(std::vector<std::string>& parts) {
    std::swap(parts[0], parts[1 + Below(parts.size() - 1)]);
  }
  void AddToPool() {
    std::vector<std::string> parts = {Field(row_)};
    if (Field(row_).front() == '{') parts = PartsOf(Field(row_));
    parts.push_back(Label());
    SetValue(Pool(parts));
  }
  void PoolAll() {
    const std::vector<std::string> parts = PartsOf(Field(row_));
    if (Field(row_).front() == '{' || parts.size() < 2) return;
    SetValue(Pool(parts));
  }

  template <typename Rule>
  std::vector<size_t> SplitInTwo(Rule moves) {
    std::vector<size_t> moved;
    const std::string fresh = absl::StrCat(Cohorts() + 1);
    for (const size_t i : RowsOf(Number(row_))) {
      if (moves(i)) moved.push_back(i);
    }
    for (const size_t i : moved) Number(i) = fresh;
    Recount();
    return moved;
  }
  void SplitAlong() {
    std::vector<std::string> parts = PartsOf(Field(row_));
    if (parts.size() < 2) return;
    const std::vector<std::string> one = {parts.back()};
    parts.pop_back();
    SetValue(Pool(parts));
    // Sometimes large enough on both sides, and then nothing is wrong.
    for (const size_t i : SplitInTwo([&](size_t i) { return i % 2 == 0; })) {
      Field(i) = Pool(one);
    }
  }
  void Merge() {
    const std::string last = absl::StrCat(Cohorts());
    const std::string gone = Number(row_);
    const std::string into = Number(1 + Below(rows_->size() - 1));
    if (gone == into) return;
    Renumber(gone, into);
    if (gone != last) Renumber(last, gone);
    Recount();
  }
  void DropCohort() {
    const std::string last = absl::StrCat(Cohorts());
    const std::string gone = Number(row_);
    Erase([&](size_t i) { return Number(i) == gone; });
    if (gone != last) Renumber(last, gone);
  }
  void Respell() {
    const size_t column = all_ - 1 - Below(2);
    std::string& text = (*rows_)[row_][column];
    switch (Below(4)) {
      case 0:
        text = "0" + text;
        return;
      case 1:
        text = "-" + text;
        return;
      case 2:
        text = " " + text;
        return;
      default:
        text = "";
        return;
    }
  }
  void ChangeDiverse() {
    for (size_t a = 0; a + 2 < all_; ++a) {
      if ((*rows_)[0][a] != diverse_) continue;
      const std::string value = (*rows_)[row_][a];
      for (const size_t i : RowsOf(Number(row_))) (*rows_)[i][a] = value;
    }
  }

  const LabelSetsByColumn& sets_;
  const std::string& diverse_;
  std::mt19937_64& random_;
  FileRows* rows_ = nullptr;
  size_t all_ = 0;
  size_t row_ = 0;
  size_t column_ = 0;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_EXCHANGE_CHECKER_COHORT_MUTATIONS_H_
