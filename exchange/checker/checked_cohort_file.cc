#include "exchange/checker/checked_cohort_file.h"

#include <optional>
#include <set>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "exchange/base/csv.h"

namespace toguna {
namespace {

using Kind = CheckedFault::Kind;

constexpr absl::string_view kCohort = "cohort";
constexpr absl::string_view kCohortSize = "cohort_size";

// A number from 1 as it is written, and no other spelling of it.
bool ReadNumber(const std::string& text, int64_t& number) {
  return absl::SimpleAtoi(text, &number) && number > 0 &&
         absl::StrCat(number) == text;
}

// The first row: up to a line break outside quotes.
absl::string_view HeadingOf(absl::string_view text) {
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (!quoted && text[i] == '\n') return text.substr(0, i + 1);
  }
  return text;
}

// Whether `sign` stands outside quotes.
bool HasPlain(absl::string_view text, char sign) {
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && c == sign) return true;
  }
  return false;
}

char DelimiterOf(absl::string_view heading) {
  return HasPlain(heading, ',') ? ',' : ';';
}

class CohortFileReader {
 public:
  CohortFileReader(const CohortsToCheck& check,
                   const CheckedHierarchies& hierarchies,
                   const CohortsToCheck::File& file, CheckedFaults& faults)
      : check_(check),
        hierarchies_(hierarchies),
        name_(file.name),
        text_(file.text),
        faults_(faults) {}

  CohortFile Read() {
    const absl::string_view heading = HeadingOf(text_);
    if (HasPlain(heading, ',') && HasPlain(heading, ';')) {
      faults_.Add(name_, Kind::kDelimiters, 1);
      return {};
    }
    const auto rows = ReadCsv(text_, DelimiterOf(heading));
    if (!rows.ok()) {
      faults_.Add(name_, Kind::kNotCsv, 0,
                  {std::string(rows.status().message())});
    } else if (rows->size() < 2) {
      faults_.Add(name_, Kind::kEmpty, 0);
    } else if (ReadHeading((*rows)[0])) {
      for (const CsvRow& row : *rows) {
        if (row.size() == rows->front().size()) continue;
        faults_.Add(
            name_, Kind::kFields, 1 + (&row - rows->data()),
            {absl::StrCat(row.size()), absl::StrCat(rows->front().size())});
        return {};
      }
      ReadRows(*rows);
    }
    return std::move(result_);
  }

 private:
  // A value as it is written, and what it means.
  struct Written {
    int32_t number = 0;
    std::optional<Kind> fault;
  };

  bool ReadHeading(const CsvRow& heading) {
    const auto fail = [&](Kind kind, std::vector<std::string> values = {}) {
      faults_.Add(name_, kind, 1, std::move(values));
      return false;
    };
    const size_t all = heading.size();
    if (all < 2 || heading[all - 2] != kCohort ||
        heading[all - 1] != kCohortSize) {
      return fail(Kind::kHeading);
    }
    std::set<std::string> seen;
    for (size_t i = 0; i < all; ++i) {
      const std::string& column = heading[i];
      if (!seen.insert(column).second) {
        return fail(Kind::kColumnTwice, {column});
      }
      if (i + 2 >= all) break;
      const auto found = hierarchies_.find(column);
      if (column == check_.diverse && !column.empty()) {
        diverse_ = i;
      } else if (found != hierarchies_.end()) {
        attributes_.push_back(i);
        result_.boxes.hierarchies.push_back(&found->second);
      } else {
        return fail(Kind::kColumnUnknown, {column});
      }
    }
    if (!check_.diverse.empty() && !diverse_.has_value()) {
      return fail(Kind::kColumnMissing, {check_.diverse});
    }
    if (attributes_.empty()) return fail(Kind::kNoAttribute);
    result_.columns = heading;
    result_.boxes.values.resize(attributes_.size());
    written_.resize(attributes_.size());
    return true;
  }

  void ReadRows(const std::vector<CsvRow>& rows) {
    const size_t before = faults_.size();
    std::vector<int64_t> said;  // size, by row
    for (size_t i = 1; i < rows.size() && !faults_.full(); ++i) {
      row_ = static_cast<int64_t>(i) + 1;
      ReadRow(rows[i], said);
    }
    result_.sound = faults_.size() == before;
    if (faults_.full()) return;
    CheckSizes(said);
    CheckNumbers();
  }

  void ReadRow(const CsvRow& row, std::vector<int64_t>& said) {
    const size_t all = row.size();
    int64_t number = 0;
    int64_t size = 0;
    if (!ReadNumber(row[all - 2], number)) {
      faults_.Add(name_, Kind::kNumber, row_,
                  {std::string(kCohort), row[all - 2]});
    }
    if (!ReadNumber(row[all - 1], size)) {
      faults_.Add(name_, Kind::kNumber, row_,
                  {std::string(kCohortSize), row[all - 1]});
    }
    said.push_back(size);
    const auto [found, fresh] =
        cohorts_.try_emplace(number, result_.numbers.size());
    const size_t cohort = found->second;
    if (fresh) {
      result_.numbers.push_back(number);
      result_.sizes.push_back(0);
    }
    ++result_.sizes[cohort];
    result_.cohorts.push_back(cohort);
    for (size_t a = 0; a < attributes_.size(); ++a) {
      ReadValue(row[attributes_[a]], a, cohort, fresh);
    }
    if (diverse_.has_value()) ReadDiverse(row[*diverse_]);
  }

  void ReadValue(const std::string& text, size_t attribute, size_t cohort,
                 bool fresh) {
    CheckedBoxes& boxes = result_.boxes;
    const std::string& column = result_.columns[attributes_[attribute]];
    const auto [found, first] = written_[attribute].try_emplace(text);
    Written& written = found->second;
    if (first) {
      std::vector<CheckedValue>& values = boxes.values[attribute];
      written.number = static_cast<int32_t>(values.size());
      written.fault = ReadCheckedValue(*boxes.hierarchies[attribute], text,
                                       values.emplace_back());
      if (written.fault.has_value()) {
        faults_.Add(name_, *written.fault, row_, {column, text});
      }
    }
    if (fresh) {
      boxes.boxes.push_back(written.number);
    } else if (boxes.boxes[cohort * attributes_.size() + attribute] !=
               written.number) {
      faults_.Add(name_, Kind::kRowsDiffer, row_,
                  {result_.NumberOf(cohort), column});
    }
  }

  void ReadDiverse(const std::string& text) {
    if (text.empty()) {
      faults_.Add(name_, Kind::kDiverseEmpty, row_, {check_.diverse});
    }
    const auto [found, first] = words_.try_emplace(text, result_.words.size());
    if (first) result_.words.push_back(text);
    result_.diverse.push_back(found->second);
  }

  void CheckSizes(const std::vector<int64_t>& said) {
    std::vector<bool> wrong(result_.numbers.size(), false);
    for (size_t row = 0; row < said.size(); ++row) {
      const size_t cohort = result_.cohorts[row];
      const int64_t size = result_.sizes[cohort];
      if (said[row] == size || wrong[cohort]) continue;
      wrong[cohort] = true;
      faults_.Add(name_, Kind::kWrongSize, static_cast<int64_t>(row) + 2,
                  {result_.NumberOf(cohort), absl::StrCat(said[row]),
                   absl::StrCat(size)});
    }
    for (size_t cohort = 0; cohort < result_.sizes.size(); ++cohort) {
      const int64_t size = result_.sizes[cohort];
      if (size >= check_.minimum) continue;
      faults_.Add(name_, Kind::kTooSmall, 0,
                  {result_.NumberOf(cohort), absl::StrCat(size),
                   absl::StrCat(check_.minimum)});
    }
  }

  // Numbers are distinct, so they have no gap if each up to how many there are
  // is one.
  void CheckNumbers() {
    for (size_t i = 1; i <= result_.numbers.size(); ++i) {
      if (cohorts_.contains(static_cast<int64_t>(i))) continue;
      faults_.Add(name_, Kind::kNumberMissing, 0, {absl::StrCat(i)});
      return;
    }
  }

  const CohortsToCheck& check_;
  const CheckedHierarchies& hierarchies_;
  const std::string& name_;
  const std::string& text_;
  CheckedFaults& faults_;
  int64_t row_ = 0;
  CohortFile result_;
  std::vector<size_t> attributes_;  // positions of their columns
  std::optional<size_t> diverse_;
  std::vector<absl::flat_hash_map<std::string, Written>> written_;
  absl::flat_hash_map<int64_t, size_t> cohorts_;  // by number
  absl::flat_hash_map<std::string, size_t> words_;
};

}  // namespace

CohortFile ReadCohortFile(const CohortsToCheck& check,
                          const CheckedHierarchies& hierarchies,
                          const CohortsToCheck::File& file,
                          CheckedFaults& faults) {
  return CohortFileReader(check, hierarchies, file, faults).Read();
}

std::vector<std::string> ColumnsToCheck(const std::string& text) {
  const absl::string_view heading = HeadingOf(text);
  const auto rows = ReadCsv(heading, DelimiterOf(heading));
  if (!rows.ok() || rows->empty()) return {};
  std::vector<std::string> columns;
  for (const std::string& column : rows->front()) {
    if (column != kCohort && column != kCohortSize) columns.push_back(column);
  }
  return columns;
}

}  // namespace toguna
