#include "exchange/package/mrm_workbook.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/status_macros.h"
#include "exchange/package/layout.h"
#include "exchange/package/mrm_rows.h"
#include "exchange/package/spreadsheet.h"
#include "exchange/words/mrm_words.h"
#include "exchange/words/package_words.h"
#include "exchange/words/words.h"

namespace toguna {
namespace {

namespace words = mrm_words;

Label Both(const Sentence& sentence,
           const std::vector<std::string>& values = {}) {
  return {Say(Language::kFrench, sentence, values),
          Say(Language::kEnglish, sentence, values)};
}

// Which violations a table counts, and how.
struct Counting {
  const char* dimension;
  Unit unit;
  const Sentence& counted;
  bool children;  // the dimension "who" tells children from others
};
constexpr Counting kCountings[] = {
    {"mrm-by-victim", Unit::kVictim, words::kVictimCount, true},
    {"mrm-by-violation", Unit::kRecord, words::kViolationCount, false}};

constexpr char kChildren[] = "child";

// Where each dimension lies in the codes of a table's cells.
std::optional<size_t> AxisOf(const SealedTable& table,
                             const std::string& dimension) {
  const auto at =
      std::find(table.dimensions.begin(), table.dimensions.end(), dimension);
  if (at == table.dimensions.end()) return std::nullopt;
  return static_cast<size_t>(at - table.dimensions.begin());
}

// Whether the cell is one violation's, in one place, and whole otherwise.
bool IsOneViolation(const Catalog& catalog, const Dataset& dataset,
                    const SealedTable& table, const Counting& counting,
                    const SealedCell& cell) {
  if (cell.codes.size() != table.dimensions.size()) return false;
  for (size_t i = 0; i < table.dimensions.size(); ++i) {
    const std::string& dimension = table.dimensions[i];
    if (dimension == "place") continue;
    if (counting.children && dimension == "who") {
      if (cell.codes[i] != kChildren) return false;
      continue;
    }
    const CodeList* list = catalog.ListOf(dataset, dimension);
    const std::optional<NodeIndex> node =
        list == nullptr ? std::nullopt : list->tree.Find(cell.codes[i]);
    if (!node.has_value()) return false;
    const bool violation = dimension == counting.dimension;
    if (violation ? !list->tree.is_leaf(*node) : *node != CodeTree::kTop) {
      return false;
    }
  }
  return true;
}

SheetCell CountOf(const SealedCell& cell) {
  if (cell.status == CellStatus::kPublished) return cell.value;
  if (cell.high.has_value()) return absl::StrCat(cell.low, "-", *cell.high);
  if (cell.low > 0) return absl::StrCat("at least ", cell.low);
  return std::string(kNotShownText);
}

absl::StatusOr<std::string> LabelOf(const Catalog& catalog,
                                    const Dataset& dataset,
                                    const SealedTable& table,
                                    const std::string& dimension,
                                    const std::string& code) {
  const Pool* pool = table.PoolOf(dimension, code);
  if (pool != nullptr) return BothOf(pool->label);
  const CodeList* list = catalog.ListOf(dataset, dimension);
  const std::optional<NodeIndex> node =
      list == nullptr ? std::nullopt : list->tree.Find(code);
  if (!node.has_value()) {
    return absl::FailedPreconditionError("a code is not in its code list");
  }
  return BothOf(list->tree.label(*node));
}

absl::Status AddCounts(const Catalog& catalog, const PackageContents& contents,
                       const SelectedTable& selected, const Counting& counting,
                       Sheet& sheet) {
  const SealedTable& table = selected.table;
  const std::optional<size_t> violation = AxisOf(table, counting.dimension);
  const std::optional<size_t> place = AxisOf(table, "place");
  const Family* family = contents.plan->FindFamily(table.family);
  // What corrections took back or added is no violation of the period.
  if (!violation.has_value() || table.unit != counting.unit ||
      (counting.children && !AxisOf(table, "who").has_value()) ||
      family == nullptr || family->stream != Stream::kAccepted) {
    return absl::OkStatus();
  }
  for (const SealedCell& cell : table.cells) {
    if (!IsOneViolation(catalog, *contents.dataset, table, counting, cell)) {
      continue;
    }
    const std::string& code = cell.codes[*violation];
    TOGUNA_ASSIGN_OR_RETURN(
        std::string label,
        LabelOf(catalog, *contents.dataset, table, counting.dimension, code));
    std::string where = kNotShownText;
    std::string where_label = kNotShownText;
    if (place.has_value()) {
      where = cell.codes[*place];
      TOGUNA_ASSIGN_OR_RETURN(where_label, LabelOf(catalog, *contents.dataset,
                                                   table, "place", where));
    }
    sheet.rows.push_back({selected.period.text(), code, std::move(label),
                          BothOf(Both(counting.counted)), std::move(where),
                          std::move(where_label), CountOf(cell),
                          table.family.text()});
  }
  return absl::OkStatus();
}

absl::StatusOr<Sheet> SummaryOf(const Catalog& catalog,
                                const PackageContents& contents) {
  Sheet sheet;
  sheet.name = "Summary";
  sheet.widths = {12, 28, 48, 34, 14, 28, 14, 22};
  sheet.header = {"period",     "violation",   "violation_label", "counted_by",
                  "place_code", "place_label", "count",           "table"};
  sheet.filter = true;
  for (const SelectedTable& table : contents.selection.tables) {
    for (const Counting& counting : kCountings) {
      TOGUNA_RETURN_IF_ERROR(
          AddCounts(catalog, contents, table, counting, sheet));
    }
  }
  if (IsDemo(catalog, contents)) {
    sheet.before.push_back(BothOf(Both(package_words::kDemo)));
  }
  const Label top =
      Both(sheet.rows.empty() ? words::kSummaryNone : words::kSummaryTop);
  sheet.before.push_back(top.fr);
  sheet.before.push_back(top.en);
  return sheet;
}

absl::StatusOr<Sheet> ViolationsOf(const Catalog& catalog,
                                   const PackageContents& contents) {
  TOGUNA_ASSIGN_OR_RETURN(MrmRows rows, MrmRowsOf(catalog, contents));
  Sheet sheet;
  sheet.name = "Violations";
  sheet.filter = true;
  for (const ViolationColumn& column : ViolationColumns()) {
    sheet.widths.push_back(column.width);
    sheet.header.emplace_back(column.name);
  }
  for (MrmRows::Row& row : rows.rows) {
    const std::vector<std::string>& box = rows.boxes[row.box];
    std::vector<SheetCell> cells = {std::move(row.ref)};
    cells.insert(cells.end(), box.begin(), box.end());
    cells.emplace_back(rows.sizes[row.box]);
    sheet.rows.push_back(std::move(cells));
  }
  return sheet;
}

// Lines in both languages beside each other.
class NotesWriter {
 public:
  NotesWriter() {
    sheet_.name = "Notes";
    sheet_.widths = {90, 90};
    sheet_.header = {BothOf(Both(words::kFrench)),
                     BothOf(Both(words::kEnglish))};
    sheet_.wrap = true;
  }
  NotesWriter& Say(const Sentence& sentence,
                   const std::vector<std::string>& values = {}) {
    return Say(sentence, values, values);
  }
  // Where a value differs between the languages.
  NotesWriter& Say(const Sentence& sentence, const std::vector<std::string>& fr,
                   const std::vector<std::string>& en) {
    sheet_.rows.push_back({toguna::Say(Language::kFrench, sentence, fr),
                           toguna::Say(Language::kEnglish, sentence, en)});
    return *this;
  }
  Sheet Take() { return std::move(sheet_); }

 private:
  Sheet sheet_;
};

void SayCohorts(const PackageContents& contents, NotesWriter& notes) {
  for (const SelectedCohorts& one : contents.selection.cohorts) {
    const std::string period = one.period.text();
    const CohortPlan* plan = contents.plan->FindCohorts(one.id);
    const Label title =
        plan == nullptr ? Label{one.id.text(), one.id.text()} : plan->title;
    const std::string k = absl::StrCat(one.k);
    const std::string s = absl::StrCat(one.s);
    notes.Say(words::kNotesMinimums, {title.fr, period, k, s},
              {title.en, period, k, s});
    if (one.held_over) notes.Say(words::kNotesHeldOver, {period});
    if (one.left_out) notes.Say(words::kNotesLeftOut, {period});
  }
}

void SayLists(const Catalog& catalog, const PackageContents& contents,
              NotesWriter& notes) {
  std::map<std::string, std::string> versions;
  for (const SelectedCohorts& one : contents.selection.cohorts) {
    versions.insert(one.list_versions.begin(), one.list_versions.end());
  }
  for (const SelectedTable& one : contents.selection.tables) {
    for (const std::string& dimension : one.table.dimensions) {
      const CodeList* list = catalog.ListOf(*contents.dataset, dimension);
      if (list != nullptr) versions.emplace(list->id.text(), list->version);
    }
  }
  for (const auto& [id, version] : versions) {
    const CodeList* list = catalog.FindCodeList(CodeListId(id));
    if (list == nullptr) continue;
    notes.Say(words::kNotesList, {id, version, list->title.fr},
              {id, version, list->title.en});
  }
}

Sheet NotesOf(const Catalog& catalog, const PackageContents& contents) {
  const Agreement& agreement = contents.agreement;
  const Purpose* purpose = catalog.FindPurpose(agreement.purpose);
  const Label title = purpose == nullptr ? Label{agreement.purpose.text(),
                                                 agreement.purpose.text()}
                                         : purpose->title;
  const std::string revision = absl::StrCat(agreement.revision);
  NotesWriter notes;
  if (IsDemo(catalog, contents)) notes.Say(package_words::kDemo);
  notes.Say(words::kNotesTitle)
      .Say(package_words::kProtectionRelease,
           {contents.release.text(), agreement.id.text(), revision,
            contents.recipient.title.fr},
           {contents.release.text(), agreement.id.text(), revision,
            contents.recipient.title.en})
      .Say(words::kNotesPurpose, {title.fr}, {title.en})
      .Say(words::kNotesLeads)
      .Say(words::kNotesCohort);
  SayCohorts(contents, notes);
  notes.Say(words::kNotesComplete)
      .Say(words::kNotesValues)
      .Say(words::kNotesRanges)
      .Say(package_words::kProtectionMustNot,
           {title.fr, agreement.onward_sharing},
           {title.en, agreement.onward_sharing})
      .Say(words::kNotesJoin)
      .Say(package_words::kProtectionDeleteBy,
           {absl::FormatTime("%Y-%m-%d", contents.delete_by,
                             catalog.operation.time_zone)});
  for (const ViolationColumn& column : ViolationColumns()) {
    const Label meaning = Both(column.meaning);
    notes.Say(words::kNotesColumn, {column.name, meaning.fr},
              {column.name, meaning.en});
  }
  SayLists(catalog, contents, notes);
  return notes.Take();
}

}  // namespace

absl::StatusOr<std::string> MrmWorkbook(const Catalog& catalog,
                                        const PackageContents& contents) {
  Spreadsheet spreadsheet;
  spreadsheet.title = BothOf(Both(words::kNotesTitle));
  spreadsheet.created = contents.created_at;
  if (IsDemo(catalog, contents)) {
    spreadsheet.mark = BothOf(Both(package_words::kDemo));
  }
  TOGUNA_ASSIGN_OR_RETURN(Sheet summary, SummaryOf(catalog, contents));
  TOGUNA_ASSIGN_OR_RETURN(Sheet violations, ViolationsOf(catalog, contents));
  spreadsheet.sheets.push_back(std::move(summary));
  spreadsheet.sheets.push_back(std::move(violations));
  spreadsheet.sheets.push_back(NotesOf(catalog, contents));
  return SpreadsheetBytes(spreadsheet);
}

}  // namespace toguna
