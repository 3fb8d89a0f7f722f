// schema.json: what the files hold, for whoever programs with them.

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/base/json.h"
#include "exchange/package/extract_json.h"
#include "exchange/package/extract_rows.h"
#include "exchange/package/layout.h"
#include "exchange/package/mrm_rows.h"
#include "exchange/words/package_words.h"

namespace toguna {
namespace {

namespace words = package_words;

Json Text(const Label& label) {
  return Json().Set("fr", label.fr).Set("en", label.en);
}

Json Column(const std::string& name, const std::string& type,
            const Label& meaning) {
  return Text(meaning).Set("name", name).Set("type", type);
}

// What violations.csv and the workbook hold. How many rows there are, or
// whether some are missing, is said in the encrypted files alone.
Json RowsSchema(const PackageContents& contents) {
  Json::List columns;
  for (const ViolationColumn& column : ViolationColumns()) {
    columns.push_back(Column(column.name, column.type,
                             {column.meaning.fr(), column.meaning.en()}));
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

// Members of extract.json by their place in it.
Json JsonSchema() {
  struct Member {
    const char* name;
    const char* type;
    const Sentence& meaning;
  };
  static constexpr Member kMembers[] = {
      {"tables[].dimensions[]", "id", words::kJsonDimensions},
      {"tables[].cells[].codes[]", "code", words::kJsonCodes},
      {"tables[].cells[].labels[]", "{fr, en}", words::kJsonLabels},
      {"tables[].cells[].status", "PUBLISHED|NOT_SHOWN", words::kColumnStatus},
      {"tables[].cells[].value", "integer", words::kJsonValue},
      {"tables[].cells[].low", "integer", words::kJsonLow},
      {"tables[].cells[].high", "integer", words::kJsonHigh}};
  Json::List members;
  for (const Member& one : kMembers) {
    members.push_back(
        Column(one.name, one.type, {one.meaning.fr(), one.meaning.en()}));
  }
  return Json()
      .Set("file", kExtractJsonFile)
      .Set("format", kExtractJsonFormat)
      .Set("members", std::move(members));
}

Json WorkbookSchema() {
  Json::List sheets;
  for (const char* sheet : {"Data", "Notes", "Codes", "Columns"}) {
    sheets.push_back(sheet);
  }
  return Json()
      .Set("file", kExtractWorkbookFile)
      .Set("sheets", std::move(sheets));
}

Json CsvSchema(const PackageContents& contents) {
  const bool marked = contents.wish.delimiter == ';';
  return Json()
      .Set("encoding", "UTF-8")
      .Set("byte_order_mark", marked)
      .Set("delimiter", std::string(1, contents.wish.delimiter))
      .Set("header_rows", contents.wish.hxl ? 2 : 1)
      .Set("hxl", contents.wish.hxl);
}

Json ListsOf(const Catalog& catalog, const PackageContents& contents) {
  Json lists;
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
  return lists;
}

}  // namespace

std::string SchemaJson(const Catalog& catalog,
                       const PackageContents& contents) {
  Json families;
  for (const SelectedTable& one : contents.selection.tables) {
    const Family* family = contents.plan->FindFamily(one.table.family);
    if (family == nullptr) continue;
    families.Set(family->id.text(), Json()
                                        .Set("title", Text(family->title))
                                        .Set("unit", UnitText(family->unit)));
  }
  Json::List columns;
  for (const ExtractColumn& column : ExtractColumnsOf(contents)) {
    columns.push_back(Column(column.name, column.type, column.meaning));
  }
  Json schema;
  if (HasRows(contents)) schema.Set("rows", RowsSchema(contents));
  if (contents.wish.json) schema.Set("json", JsonSchema());
  if (contents.wish.xlsx) schema.Set("xlsx", WorkbookSchema());
  return absl::StrCat(schema.Set("format", kPackageFormat)
                          .Set("demo", IsDemo(catalog, contents))
                          .Set("dataset", contents.dataset->id.text())
                          .Set("dataset_version", contents.dataset->version)
                          .Set("plan", contents.plan->id.text())
                          .Set("plan_version", contents.plan->version)
                          .Set("csv", CsvSchema(contents))
                          .Set("columns", std::move(columns))
                          .Set("code_lists", ListsOf(catalog, contents))
                          .Set("families", std::move(families))
                          .Pretty(),
                      "\n");
}

}  // namespace toguna
