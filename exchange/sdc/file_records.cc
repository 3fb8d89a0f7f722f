#include "exchange/sdc/file_records.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "exchange/base/csv.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/words/sdc_files_words.h"

namespace toguna {
namespace {

constexpr const char* kFixed[] = {"entity", "source", "contributor",
                                  "accepted"};
constexpr size_t kFixedColumns = 4;
constexpr char kVictims[] = "victims";
// A screenful of mistakes; after that the file is another one.
constexpr size_t kMostProblems = 20;
// One count; sums of counts are checked when they are made.
constexpr int64_t kLargestCount = 1'000'000'000'000;

// What a column after the first four holds.
struct Column {
  const CodeTree* tree = nullptr;  // codes of a dimension; none: a measure
  std::string id;                  // of the attribute, or the tally's code
};

class RecordsReader {
 public:
  RecordsReader(const std::string& name, const Catalog& catalog,
                const Dataset& dataset, bool victims, Language language)
      : name_(name),
        catalog_(catalog),
        dataset_(dataset),
        victims_(victims),
        language_(language) {}

  absl::StatusOr<FileRecords> Read(absl::string_view text) {
    absl::ConsumePrefix(&text, "\xef\xbb\xbf");
    bool heading = true;
    while (!text.empty() && problems_.size() < kMostProblems) {
      const size_t end = std::min(text.find('\n'), text.size());
      absl::string_view line = text.substr(0, end);
      absl::ConsumeSuffix(&line, "\r");
      text.remove_prefix(std::min(end + 1, text.size()));
      ++line_;
      if (line.empty()) continue;
      const auto rows = ReadCsv(line, ';');
      if (!rows.ok() || rows->size() != 1) {
        Fault(sdc_words::kNotCsv);
        if (heading) break;
      } else if (heading) {
        if (!ReadHeading((*rows)[0])) break;
        heading = false;
      } else {
        ReadRow((*rows)[0]);
      }
    }
    if (!problems_.empty()) {
      return ReasonError(absl::StatusCode::kInvalidArgument, "RECORDS_INVALID",
                         absl::StrJoin(problems_, "\n"));
    }
    FileRecords all;
    for (auto& [month, records] : by_month_) {
      all.months.push_back(month);
      all.records.push_back(std::move(records));
    }
    return all;
  }

 private:
  void Fault(const Sentence& sentence,
             const std::vector<std::string>& values = {}) {
    problems_.push_back(absl::StrCat(name_, ":", line_, ": ",
                                     Say(language_, sentence, values)));
  }

  // Columns that there must be, by their names.
  std::map<std::string, Column> Wanted() const {
    std::map<std::string, Column> wanted;
    for (const Attribute& attribute : dataset_.attributes) {
      const CodeList* list = catalog_.FindCodeList(attribute.code_list);
      if (list != nullptr) {
        wanted[attribute.id] = {.tree = &list->tree, .id = attribute.id};
      }
    }
    const CodeList* who = catalog_.FindCodeList(dataset_.tally_code_list);
    if (who != nullptr) {
      for (const NodeIndex leaf : who->tree.Leaves()) {
        wanted.emplace(who->tree.code(leaf),
                       Column{.tree = nullptr, .id = who->tree.code(leaf)});
      }
    } else if (victims_) {
      wanted.emplace(kVictims, Column{.tree = nullptr, .id = kVictims});
    }
    return wanted;
  }

  bool ReadHeading(const CsvRow& row) {
    for (size_t i = 0; i < kFixedColumns; ++i) {
      if (i >= row.size() || row[i] != kFixed[i]) {
        Fault(sdc_words::kHeading, {absl::StrJoin(kFixed, ";")});
        return false;
      }
    }
    std::map<std::string, Column> wanted = Wanted();
    const bool tallies =
        catalog_.FindCodeList(dataset_.tally_code_list) != nullptr;
    for (size_t i = kFixedColumns; i < row.size(); ++i) {
      const auto found = wanted.find(row[i]);
      if (found != wanted.end()) {
        columns_.push_back(found->second);
        wanted.erase(found);
      } else if (row[i] == kVictims && !victims_ && !tallies) {
        columns_.push_back({.tree = nullptr, .id = kVictims});
      } else {
        Fault(sdc_words::kUnknownColumn, {absl::StrCat(i + 1)});
      }
    }
    for (const auto& [column, ignored] : wanted) {
      Fault(sdc_words::kMissingColumn, {column});
    }
    return problems_.empty();
  }

  void ReadRow(const CsvRow& row) {
    const size_t before = problems_.size();
    if (row.size() != columns_.size() + kFixedColumns) {
      Fault(sdc_words::kFields,
            {absl::StrCat(row.size()),
             absl::StrCat(columns_.size() + kFixedColumns)});
      return;
    }
    Record record;
    record.dataset = dataset_.id;
    record.ref = row[0];
    record.instance = row[0];
    record.source = row[1];
    record.contributor = PartyId(row[2]);
    if (row[0].empty()) Fault(sdc_words::kFieldEmpty, {kFixed[0]});
    if (row[2].empty()) Fault(sdc_words::kFieldEmpty, {kFixed[2]});
    const auto month = Period::Parse(row[3]);
    if (!month.ok() || month->kind() != Period::Kind::kMonth) {
      Fault(sdc_words::kNotAMonth);
    }
    const auto [first, added] = lines_.emplace(row[0], line_);
    if (!added) Fault(sdc_words::kEntityTwice, {absl::StrCat(first->second)});
    int64_t harmed = 0;
    for (size_t i = 0; i < columns_.size(); ++i) {
      ReadField(columns_[i], row[kFixedColumns + i], record, harmed);
    }
    if (problems_.size() > before) return;
    if (harmed == 0 && dataset_.victims_in_every_record.has_value()) {
      Fault(sdc_words::kNoVictim);
      return;
    }
    by_month_[*month].push_back(std::move(record));
  }

  void ReadField(const Column& column, const std::string& field, Record& record,
                 int64_t& harmed) {
    if (column.tree == nullptr) {
      int64_t count = 0;
      if (!absl::SimpleAtoi(field, &count) || count > kLargestCount) {
        Fault(sdc_words::kNotACount, {column.id, absl::StrCat(kLargestCount)});
      } else if (count < 0) {
        Fault(sdc_words::kNegativeCount, {column.id});
      } else {
        record.tallies[column.id] = count;
        harmed = std::min(harmed + count, kLargestCount);
      }
      return;
    }
    const std::optional<NodeIndex> node = column.tree->Find(field);
    if (!node.has_value()) {
      Fault(sdc_words::kUnknownCode, {column.id});
    } else if (!column.tree->is_leaf(*node)) {
      Fault(sdc_words::kCodeNotFinest, {column.id});
    } else {
      record.codes[column.id] = field;
    }
  }

  const std::string& name_;
  const Catalog& catalog_;
  const Dataset& dataset_;
  const bool victims_;
  const Language language_;
  std::vector<Column> columns_;
  absl::flat_hash_map<std::string, int> lines_;
  std::map<Period, std::vector<Record>> by_month_;
  std::vector<std::string> problems_;
  int line_ = 0;
};

}  // namespace

absl::StatusOr<FileRecords> ParseRecords(const std::string& name,
                                         absl::string_view text,
                                         const Catalog& catalog,
                                         const Dataset& dataset, bool victims,
                                         Language language) {
  return RecordsReader(name, catalog, dataset, victims, language).Read(text);
}

}  // namespace toguna
