// The table itself, and the schema that explains it.

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/csv.h"
#include "exchange/base/json.h"
#include "exchange/base/status_macros.h"
#include "exchange/package/layout.h"
#include "exchange/package/mrm_rows.h"

namespace toguna {
namespace {

// Tags of HXL 1.1; a dimension without a tag of its own is part of the event.
std::string HxlOf(const std::string& column) {
  static const auto* const kTags = new std::map<std::string, std::string>{
      {"period", "#date+period"},
      {"family", "#meta+family+id"},
      {"unit", "#meta+unit"},
      {"status", "#status+code"},
      {"value", "#indicator+value+num"},
      {"low", "#indicator+low+num"},
      {"high", "#indicator+high+num"},
      {"place_code", "#loc+code+v_pcode"},
      {"place_label_fr", "#loc+name+i_fr"},
      {"place_label_en", "#loc+name+i_en"}};
  const auto found = kTags->find(column);
  if (found != kTags->end()) return found->second;
  for (const auto& [ending, tag] :
       {std::pair<const char*, const char*>{"_code", "+code"},
        {"_label_fr", "+name+i_fr"},
        {"_label_en", "+name+i_en"}}) {
    const std::string end = ending;
    if (column.size() <= end.size() ||
        column.compare(column.size() - end.size(), end.size(), end) != 0) {
      continue;
    }
    const std::string dimension = absl::StrReplaceAll(
        column.substr(0, column.size() - end.size()), {{"-", "_"}});
    return absl::StrCat(dimension == "perpetrator" ? "#group" : "#event", "+",
                        dimension, tag);
  }
  return "";
}

absl::StatusOr<CsvRow> RowOf(const Catalog& catalog,
                             const PackageContents& contents,
                             const std::vector<std::string>& dimensions,
                             const SelectedTable& table,
                             const SealedCell& cell) {
  CsvRow row = {table.period.text(), SafeText(table.table.family.text())};
  for (const std::string& dimension : dimensions) {
    const auto& own = table.table.dimensions;
    const auto at = std::find(own.begin(), own.end(), dimension);
    if (at == own.end()) {
      row.insert(row.end(), 3, "");
      continue;
    }
    const std::string& code =
        cell.codes.at(static_cast<size_t>(at - own.begin()));
    const CodeList* list = catalog.ListOf(*contents.dataset, dimension);
    const std::optional<NodeIndex> node =
        list == nullptr ? std::nullopt : list->tree.Find(code);
    const Pool* pool = table.table.PoolOf(dimension, code);
    if (!node.has_value() && pool == nullptr) {
      return absl::FailedPreconditionError("a code is not in its code list");
    }
    const Label& label =
        pool != nullptr ? pool->label : list->tree.label(*node);
    row.push_back(SafeText(code));
    row.push_back(SafeText(label.fr));
    row.push_back(SafeText(label.en));
  }
  row.emplace_back(UnitText(table.table.unit));
  row.emplace_back(CellStatusText(cell.status));
  // Nothing but PUBLISHED has a value, whatever the cell carries.
  const bool published = cell.status == CellStatus::kPublished;
  row.push_back(published ? absl::StrCat(cell.value) : "");
  // And nothing else has a range.
  row.push_back(published ? "" : absl::StrCat(cell.low));
  row.push_back(published || !cell.high.has_value() ? ""
                                                    : absl::StrCat(*cell.high));
  return row;
}

Json Text(const Label& label) {
  return Json().Set("fr", label.fr).Set("en", label.en);
}

Json Column(const std::string& name, const std::string& type, const char* fr,
            const char* en) {
  return Json().Set("name", name).Set("type", type).Set("fr", fr).Set("en", en);
}

Json::List ColumnList(const PackageContents& contents) {
  Json::List columns = {
      Column("period", "period",
             "mois (2026-03), trimestre (2026-Q1) ou année (2026) où les "
             "incidents ont été reçus",
             "month (2026-03), quarter (2026-Q1) or year (2026) in which the "
             "incidents were received"),
      Column("family", "id", "tableau", "table")};
  for (const std::string& dimension : DimensionsOf(contents)) {
    const Label& label = contents.dataset->FindDimension(dimension)->label;
    columns.push_back(Column(absl::StrCat(dimension, "_code"), "code",
                             label.fr.c_str(), label.en.c_str()));
    columns.push_back(Column(absl::StrCat(dimension, "_label_fr"), "text",
                             label.fr.c_str(), label.en.c_str()));
    columns.push_back(Column(absl::StrCat(dimension, "_label_en"), "text",
                             label.fr.c_str(), label.en.c_str()));
  }
  columns.push_back(Column("unit", "RECORD|VICTIM",
                           "ce qui est compté : incidents ou victimes",
                           "what is counted: incidents or victims"));
  columns.push_back(Column(
      "status", "PUBLISHED|NOT_SHOWN",
      "PUBLISHED : nombre exact ; NOT_SHOWN : rien n’est dit, ni zéro ni "
      "petit, "
      "que ce qui découle des nombres publiés (low, high)",
      "PUBLISHED: exact number; NOT_SHOWN: nothing is said, neither zero nor "
      "small, but what follows from the published numbers (low, high)"));
  columns.push_back(Column("value", "integer", "nombre exact, ou vide",
                           "exact number, or empty"));
  columns.push_back(
      Column("low", "integer",
             "case non montrée : le nombre est au moins celui-ci, "
             "calculé de tout ce que le scellé publie ; 0 ne dit "
             "rien ; vide pour PUBLISHED",
             "cell not shown: the number is at least this, "
             "computed from everything that the seal publishes; "
             "0 says nothing; empty for PUBLISHED"));
  columns.push_back(Column("high", "integer",
                           "case non montrée : le nombre est au plus celui-ci, "
                           "de même ; vide : aucune limite connue",
                           "cell not shown: the number is at most this, "
                           "likewise; empty: no limit is known"));
  return columns;
}

// What violations.csv and the workbook hold. How many rows there are, or
// whether some are missing, is said in the encrypted files alone.
Json RowsSchema(const PackageContents& contents) {
  Json::List columns;
  for (const ViolationColumn& column : ViolationColumns()) {
    columns.push_back(Column(column.name, column.type, column.meaning.fr(),
                             column.meaning.en()));
  }
  Json::List cohorts;
  Json lists;
  for (const SelectedCohorts& one : contents.selection.cohorts) {
    cohorts.push_back(Json()
                          .Set("cohorts", one.id.text())
                          .Set("period", one.period.text())
                          .Set("k", one.k)
                          .Set("s", one.s));
    for (const auto& [id, version] : one.list_versions) lists.Set(id, version);
  }
  return Json()
      .Set("csv", kViolationsFile)
      .Set("workbook", kWorkbookFile)
      .Set("columns", std::move(columns))
      .Set("between_codes", kOneOf)
      .Set("code_list_versions", std::move(lists))
      .Set("cohorts", std::move(cohorts));
}

}  // namespace

std::string SafeText(const std::string& text) {
  if (text.empty()) return text;
  return absl::string_view("=+-@\t\r").find(text.front()) ==
                 absl::string_view::npos
             ? text
             : absl::StrCat("'", text);
}

std::vector<std::string> DimensionsOf(const PackageContents& contents) {
  std::set<std::string> used;
  for (const SelectedTable& one : contents.selection.tables) {
    used.insert(one.table.dimensions.begin(), one.table.dimensions.end());
  }
  std::vector<std::string> dimensions;
  for (const Dimension& dimension : contents.dataset->dimensions) {
    if (used.contains(dimension.id)) dimensions.push_back(dimension.id);
  }
  return dimensions;
}

std::vector<std::string> ColumnsOf(const PackageContents& contents) {
  std::vector<std::string> columns = {"period", "family"};
  for (const std::string& dimension : DimensionsOf(contents)) {
    columns.push_back(absl::StrCat(dimension, "_code"));
    columns.push_back(absl::StrCat(dimension, "_label_fr"));
    columns.push_back(absl::StrCat(dimension, "_label_en"));
  }
  for (const char* column : {"unit", "status", "value", "low", "high"}) {
    columns.emplace_back(column);
  }
  return columns;
}

absl::StatusOr<std::string> ExtractCsv(const Catalog& catalog,
                                       const PackageContents& contents) {
  const std::vector<std::string> columns = ColumnsOf(contents);
  const std::vector<std::string> dimensions = DimensionsOf(contents);
  std::string csv = WriteCsvRow(columns, ',');
  if (contents.hxl) {
    CsvRow tags;
    for (const std::string& column : columns) tags.push_back(HxlOf(column));
    csv += WriteCsvRow(tags, ',');
  }
  for (const SelectedTable& table : contents.selection.tables) {
    for (const std::string& dimension : table.table.dimensions) {
      if (contents.dataset->FindDimension(dimension) == nullptr) {
        return absl::FailedPreconditionError("a dimension is not declared");
      }
    }
    for (const SealedCell& cell : table.table.cells) {
      if (cell.codes.size() != table.table.dimensions.size()) {
        return absl::DataLossError("a sealed cell has the wrong dimensions");
      }
      TOGUNA_ASSIGN_OR_RETURN(
          const CsvRow row, RowOf(catalog, contents, dimensions, table, cell));
      csv += WriteCsvRow(row, ',');
    }
  }
  return csv;
}

std::string SchemaJson(const Catalog& catalog,
                       const PackageContents& contents) {
  Json lists;
  Json families;
  for (const std::string& dimension : DimensionsOf(contents)) {
    const CodeList* list = catalog.ListOf(*contents.dataset, dimension);
    if (list == nullptr) continue;
    Json::List levels;
    for (const std::string& level : list->levels) levels.push_back(level);
    lists.Set(dimension, Json()
                             .Set("code_list", list->id.text())
                             .Set("version", list->version)
                             .Set("source", list->source)
                             .Set("title", Text(list->title))
                             .Set("levels", std::move(levels)));
  }
  for (const SelectedTable& one : contents.selection.tables) {
    const Family* family = contents.plan->FindFamily(one.table.family);
    if (family == nullptr) continue;
    families.Set(family->id.text(), Json()
                                        .Set("title", Text(family->title))
                                        .Set("unit", UnitText(family->unit)));
  }
  Json schema;
  if (HasRows(contents)) schema.Set("rows", RowsSchema(contents));
  return absl::StrCat(
      schema.Set("format", FormatOf(contents))
          .Set("demo", IsDemo(catalog, contents))
          .Set("dataset", contents.dataset->id.text())
          .Set("dataset_version", contents.dataset->version)
          .Set("plan", contents.plan->id.text())
          .Set("plan_version", contents.plan->version)
          .Set("csv", Json()
                          .Set("encoding", "UTF-8")
                          .Set("delimiter", ",")
                          .Set("header_rows", contents.hxl ? 2 : 1)
                          .Set("hxl", contents.hxl))
          .Set("columns", ColumnList(contents))
          .Set("code_lists", std::move(lists))
          .Set("families", std::move(families))
          .Pretty(),
      "\n");
}

}  // namespace toguna
