#include "exchange/sdc/cohort_data.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "exchange/base/status_macros.h"
#include "exchange/sdc/cohort_hierarchy.h"
#include "exchange/sdc/csv_lines.h"
#include "exchange/words/cohort_words.h"

namespace toguna {
namespace {

// What becomes of a column.
struct Column {
  enum class Part { kAttribute, kSource, kEntity, kSensitive, kDropped };
  Part part = Part::kDropped;
  const CodeTree* tree = nullptr;  // kAttribute
  // Numbers of values met, or nodes of codes.
  absl::flat_hash_map<std::string, int32_t> numbers;
};

// Tuples found by what they hold. A table of positions, open addressing: the
// tuples themselves stay where the engine reads them.
class TupleIndex {
 public:
  explicit TupleIndex(size_t width) : width_(width), table_(1024, -1) {}

  // Position of `key` among the distinct keys, and whether it is new.
  std::pair<int32_t, bool> Find(const std::vector<int32_t>& key) {
    if (static_cast<size_t>(size_) * 2 >= table_.size()) Grow();
    for (size_t at = SlotOf(key.data());; at = (at + 1) & (table_.size() - 1)) {
      if (table_[at] < 0) {
        table_[at] = size_;
        keys_.insert(keys_.end(), key.begin(), key.end());
        return {size_++, true};
      }
      if (std::equal(key.begin(), key.end(), KeyAt(table_[at]))) {
        return {table_[at], false};
      }
    }
  }

  const int32_t* KeyAt(int32_t position) const {
    return keys_.data() + static_cast<size_t>(position) * width_;
  }

 private:
  size_t SlotOf(const int32_t* key) const {
    return absl::HashOf(absl::Span<const int32_t>(key, width_)) &
           (table_.size() - 1);
  }
  void Grow() {
    table_.assign(table_.size() * 2, -1);
    for (int32_t i = 0; i < size_; ++i) {
      size_t at = SlotOf(KeyAt(i));
      while (table_[at] >= 0) at = (at + 1) & (table_.size() - 1);
      table_[at] = i;
    }
  }

  size_t width_;
  std::vector<int32_t> table_;
  std::vector<int32_t> keys_;
  int32_t size_ = 0;
};

class DataReader {
 public:
  DataReader(const std::string& name, const CohortColumns& columns,
             const std::map<std::string, CodeTree>& trees, Language language)
      : name_(name), columns_(columns), trees_(trees), language_(language) {}

  absl::StatusOr<CohortData> Read(absl::string_view text) {
    TOGUNA_ASSIGN_OR_RETURN(data_.heading,
                            ParseCohortHeading(name_, text, language_));
    TOGUNA_RETURN_IF_ERROR(Assign());
    CsvLines lines(text, data_.heading.delimiter);
    lines.Next();  // the heading
    for (size_t i = 0; i < parts_.size(); ++i) {
      if (parts_[i].part == Column::Part::kAttribute) {
        data_.attributes.push_back(i);
      }
      if (parts_[i].part != Column::Part::kDropped) used_.push_back(i);
      if (parts_[i].part == Column::Part::kSensitive) {
        data_.sensitive = static_cast<int>(i);
      }
    }
    // Attributes first, as the engine has them.
    std::stable_partition(used_.begin(), used_.end(), [&](size_t i) {
      return parts_[i].part == Column::Part::kAttribute;
    });
    TupleIndex index(used_.size());
    for (;;) {
      const CsvLines::Step step = lines.Next();
      if (step == CsvLines::Step::kEnd) break;
      line_ = lines.line();
      if (step == CsvLines::Step::kNotCsv) return Fault(cohort_words::kNotCsv);
      TOGUNA_RETURN_IF_ERROR(ReadRow(lines.fields()));
      const auto [tuple, fresh] = index.Find(key_);
      if (fresh) data_.tuples.rows.push_back(0);
      ++data_.tuples.rows[static_cast<size_t>(tuple)];
      data_.tuple_of_row.push_back(tuple);
    }
    Fill(index);
    return std::move(data_);
  }

 private:
  absl::Status Fault(const Sentence& sentence,
                     const std::vector<std::string>& values = {}) const {
    return CohortFault(name_, line_, language_, sentence, values);
  }

  // Finds out what each column is.
  absl::Status Assign() {
    const std::vector<std::string>& names = data_.heading.columns;
    parts_.resize(names.size());
    std::vector<std::string> named(names.size());  // the option that did
    const auto name = [&](const std::string& column, const char* option,
                          Column::Part part) -> absl::Status {
      const auto found = std::find(names.begin(), names.end(), column);
      if (found == names.end()) {
        return Fault(cohort_words::kColumnMissing, {column, option});
      }
      const auto at = static_cast<size_t>(found - names.begin());
      if (!named[at].empty()) {
        return Fault(cohort_words::kColumnTwoParts,
                     {column, named[at], option});
      }
      named[at] = option;
      parts_[at].part = part;
      return absl::OkStatus();
    };
    using Part = Column::Part;
    if (!columns_.sources.empty()) {
      TOGUNA_RETURN_IF_ERROR(
          name(columns_.sources, "--sources", Part::kSource));
    }
    if (!columns_.entities.empty()) {
      TOGUNA_RETURN_IF_ERROR(
          name(columns_.entities, "--entities", Part::kEntity));
    }
    if (!columns_.diversity.empty()) {
      TOGUNA_RETURN_IF_ERROR(
          name(columns_.diversity, "--diversity", Part::kSensitive));
    }
    for (const std::string& column : columns_.drop) {
      TOGUNA_RETURN_IF_ERROR(name(column, "--drop", Part::kDropped));
    }
    bool any = false;
    for (size_t i = 0; i < names.size(); ++i) {
      if (!named[i].empty()) continue;
      const auto tree = trees_.find(names[i]);
      if (tree == trees_.end()) {
        return Fault(
            cohort_words::kColumnUnknown,
            {names[i], absl::StrCat(columns_.hierarchies, names[i], ".csv")});
      }
      any = true;
      parts_[i].part = Part::kAttribute;
      parts_[i].tree = &tree->second;
      for (const NodeIndex leaf : tree->second.Leaves()) {
        parts_[i].numbers.emplace(tree->second.code(leaf), leaf);
      }
    }
    if (any) return absl::OkStatus();
    return Fault(cohort_words::kNoQuasiIdentifier, {columns_.hierarchies});
  }

  // The row as numbers, into key_.
  absl::Status ReadRow(const std::vector<absl::string_view>& fields) {
    const std::vector<std::string>& names = data_.heading.columns;
    if (fields.size() != names.size()) {
      return Fault(cohort_words::kFields,
                   {absl::StrCat(fields.size()), absl::StrCat(names.size())});
    }
    const auto rows = static_cast<int64_t>(data_.tuple_of_row.size()) + 1;
    if (rows > columns_.most_values / static_cast<int64_t>(names.size()) ||
        rows >= std::numeric_limits<int32_t>::max()) {
      return Fault(cohort_words::kTooLarge,
                   {absl::StrCat(columns_.most_values)});
    }
    key_.clear();
    for (const size_t i : used_) {
      Column& column = parts_[i];
      const auto found = column.numbers.find(fields[i]);
      if (found != column.numbers.end()) {
        key_.push_back(found->second);
      } else if (column.part == Column::Part::kAttribute) {
        return Fault(cohort_words::kValueUnknown, {names[i]});
      } else if (fields[i].empty()) {
        return Fault(cohort_words::kValueEmpty, {names[i]});
      } else {
        const auto number = static_cast<int32_t>(column.numbers.size());
        column.numbers.emplace(fields[i], number);
        if (column.part == Column::Part::kSensitive) {
          data_.sensitive_values.emplace_back(fields[i]);
        }
        key_.push_back(number);
      }
    }
    return absl::OkStatus();
  }

  // Lays the distinct keys out as tuples.
  void Fill(const TupleIndex& index) {
    CohortTuples& tuples = data_.tuples;
    const size_t d = data_.attributes.size();
    tuples.attributes = d;
    const size_t n = tuples.rows.size();
    tuples.codes.reserve(n * d);
    for (size_t t = 0; t < n; ++t) {
      const int32_t* key = index.KeyAt(static_cast<int32_t>(t));
      tuples.codes.insert(tuples.codes.end(), key, key + d);
      for (size_t i = d; i < used_.size(); ++i) {
        switch (parts_[used_[i]].part) {
          case Column::Part::kSource:
            tuples.sources.push_back(key[i]);
            break;
          case Column::Part::kEntity:
            tuples.entities.push_back(key[i]);
            break;
          case Column::Part::kSensitive:
            tuples.sensitive.push_back(key[i]);
            break;
          default:
            break;
        }
      }
    }
    data_.entities = static_cast<int64_t>(data_.tuple_of_row.size());
    for (const Column& column : parts_) {
      const auto distinct = static_cast<int64_t>(column.numbers.size());
      if (column.part == Column::Part::kEntity) data_.entities = distinct;
      if (column.part == Column::Part::kSource) data_.sources = distinct;
    }
  }

  const std::string& name_;
  const CohortColumns& columns_;
  const std::map<std::string, CodeTree>& trees_;
  Language language_;
  int64_t line_ = 1;
  CohortData data_;
  std::vector<Column> parts_;
  std::vector<size_t> used_;
  std::vector<int32_t> key_;
};

// Whether `sign` stands outside quotes in the first line.
bool HasPlain(absl::string_view text, char sign) {
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n') return false;
    if (c == sign) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<CohortHeading> ParseCohortHeading(const std::string& name,
                                                 absl::string_view text,
                                                 Language language) {
  const auto fault = [&](const Sentence& sentence,
                         const std::vector<std::string>& values = {}) {
    return CohortFault(name, 1, language, sentence, values);
  };
  const bool semicolons = HasPlain(text, ';');
  const bool commas = HasPlain(text, ',');
  if (semicolons && commas) return fault(cohort_words::kMixedDelimiters);
  CohortHeading heading{.delimiter = commas ? ',' : ';'};
  CsvLines lines(text, heading.delimiter);
  const CsvLines::Step step = lines.Next();
  if (step == CsvLines::Step::kNotCsv) return fault(cohort_words::kNotCsv);
  if (step == CsvLines::Step::kEnd) return fault(cohort_words::kEmptyFile);
  absl::flat_hash_set<absl::string_view> seen;
  for (const absl::string_view column : lines.fields()) {
    if (column.empty()) {
      return fault(cohort_words::kColumnUnnamed,
                   {absl::StrCat(heading.columns.size() + 1)});
    }
    if (column == "cohort" || column == "cohort_size") {
      return fault(cohort_words::kColumnReserved, {std::string(column)});
    }
    if (!seen.insert(column).second) {
      return fault(cohort_words::kColumnTwice, {std::string(column)});
    }
    heading.columns.emplace_back(column);
  }
  return heading;
}

absl::StatusOr<CohortData> ParseCohortData(
    const std::string& name, absl::string_view text,
    const CohortColumns& columns, const std::map<std::string, CodeTree>& trees,
    Language language) {
  return DataReader(name, columns, trees, language).Read(text);
}

}  // namespace toguna
