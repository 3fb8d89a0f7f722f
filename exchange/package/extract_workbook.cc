#include "exchange/package/extract_workbook.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/base/status_macros.h"
#include "exchange/package/extract_rows.h"
#include "exchange/package/layout.h"
#include "exchange/package/mrm_rows.h"
#include "exchange/package/spreadsheet.h"
#include "exchange/words/mrm_words.h"
#include "exchange/words/package_words.h"
#include "exchange/words/words.h"

namespace toguna {
namespace {

namespace words = package_words;

std::string Both(const Sentence& sentence) {
  return BothOf({sentence.fr(), sentence.en()});
}

SheetCell NumberOrNothing(const std::optional<int64_t>& number) {
  if (!number.has_value()) return std::monostate();
  return *number;
}

std::vector<SheetCell> CellsOf(const ExtractRow& row) {
  std::vector<SheetCell> cells = {row.table->period.text(),
                                  row.table->table.family.text()};
  for (const ExtractRow::Code& code : row.codes) {
    if (code.code == nullptr) {
      cells.insert(cells.end(), 3, std::monostate());
      continue;
    }
    cells.emplace_back(*code.code);
    cells.emplace_back(code.label->fr);
    cells.emplace_back(code.label->en);
  }
  cells.emplace_back(UnitText(row.table->table.unit));
  cells.emplace_back(CellStatusText(row.status));
  cells.push_back(NumberOrNothing(row.value));
  cells.push_back(NumberOrNothing(row.low));
  cells.push_back(NumberOrNothing(row.high));
  return cells;
}

Sheet DataOf(const PackageContents& contents,
             const std::vector<ExtractRow>& rows) {
  Sheet sheet;
  sheet.name = "Data";
  sheet.filter = true;
  for (const ExtractColumn& column : ExtractColumnsOf(contents)) {
    sheet.header.push_back(column.name);
    sheet.widths.push_back(column.width);
  }
  for (const ExtractRow& row : rows) sheet.rows.push_back(CellsOf(row));
  return sheet;
}

// The languages beside each other, paragraph by paragraph.
Sheet NotesOf(const Catalog& catalog, const PackageContents& contents) {
  Sheet sheet;
  sheet.name = "Notes";
  sheet.widths = {90, 90};
  sheet.wrap = true;
  sheet.header = {Both(mrm_words::kFrench), Both(mrm_words::kEnglish)};
  const auto fr = ProtectionParagraphs(Language::kFrench, catalog, contents);
  const auto en = ProtectionParagraphs(Language::kEnglish, catalog, contents);
  for (size_t i = 0; i < fr.size(); ++i) sheet.rows.push_back({fr[i], en[i]});
  sheet.rows.push_back(
      {words::kNotesWorkbook.fr(), words::kNotesWorkbook.en()});
  return sheet;
}

// Pools have no place in a list; they stand behind it.
void AddPools(const PackageContents& contents, const std::string& dimension,
              const std::string& version, Sheet& sheet) {
  std::set<std::string> said;
  for (const SelectedTable& one : contents.selection.tables) {
    for (const Pool& pool : one.table.pools) {
      if (pool.dimension != dimension || !said.insert(pool.code).second) {
        continue;
      }
      sheet.rows.push_back({dimension, contents.plan->id.text(), version,
                            Both(words::kLevelPool), pool.code, pool.label.fr,
                            pool.label.en});
    }
  }
}

// Every code list of the extract, down to the finest level that it shows.
Sheet CodesOf(const Catalog& catalog, const PackageContents& contents,
              const std::vector<ExtractRow>& rows) {
  Sheet sheet;
  sheet.name = "Codes";
  sheet.filter = true;
  sheet.widths = {20, 22, 12, 14, 16, 40, 40};
  sheet.header = {"dimension", "code_list", "version", "level",
                  "code",      "label_fr",  "label_en"};
  const std::vector<std::string> dimensions = DimensionsOf(contents);
  for (size_t i = 0; i < dimensions.size(); ++i) {
    const CodeList* list = catalog.ListOf(*contents.dataset, dimensions[i]);
    if (list == nullptr) continue;
    int finest = 0;
    for (const ExtractRow& row : rows) {
      if (row.codes[i].code == nullptr) continue;
      const auto node = list->tree.Find(*row.codes[i].code);
      if (node.has_value()) finest = std::max(finest, list->tree.depth(*node));
    }
    for (NodeIndex node = 0; node < list->tree.size(); ++node) {
      const int depth = list->tree.depth(node);
      if (depth > finest) continue;
      const Label& label = list->tree.label(node);
      sheet.rows.push_back({dimensions[i], list->id.text(), list->version,
                            list->levels.at(static_cast<size_t>(depth)),
                            list->tree.code(node), label.fr, label.en});
    }
    AddPools(contents, dimensions[i], contents.plan->version, sheet);
  }
  return sheet;
}

Sheet ColumnsOf(const PackageContents& contents) {
  Sheet sheet;
  sheet.name = "Columns";
  sheet.widths = {26, 22, 70, 70};
  sheet.wrap = true;
  sheet.header = {Both(words::kHeadingColumn), "type", Both(mrm_words::kFrench),
                  Both(mrm_words::kEnglish)};
  for (const ExtractColumn& column : ExtractColumnsOf(contents)) {
    sheet.rows.push_back(
        {column.name, column.type, column.meaning.fr, column.meaning.en});
  }
  return sheet;
}

}  // namespace

absl::StatusOr<std::string> ExtractWorkbook(const Catalog& catalog,
                                            const PackageContents& contents) {
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<ExtractRow> rows,
                          ExtractRowsOf(catalog, contents));
  Spreadsheet spreadsheet;
  spreadsheet.title = contents.release.text();
  spreadsheet.created = contents.created_at;
  if (IsDemo(catalog, contents)) spreadsheet.mark = Both(words::kDemo);
  spreadsheet.sheets = {DataOf(contents, rows), NotesOf(catalog, contents),
                        CodesOf(catalog, contents, rows), ColumnsOf(contents)};
  return SpreadsheetBytes(spreadsheet);
}

}  // namespace toguna
