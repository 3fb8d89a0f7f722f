#include "exchange/package/extract_json.h"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/csv.h"
#include "exchange/base/json.h"
#include "exchange/base/status_macros.h"
#include "exchange/package/extract_rows.h"
#include "exchange/package/layout.h"

namespace toguna {
namespace {

Json Text(const Label& label) {
  return Json().Set("fr", label.fr).Set("en", label.en);
}

Json CellOf(const ExtractRow& row) {
  Json::List codes;
  Json::List labels;
  for (const ExtractRow::Code& one : row.codes) {
    if (one.code == nullptr) continue;
    codes.push_back(*one.code);
    labels.push_back(Text(*one.label));
  }
  Json cell;
  cell.Set("codes", std::move(codes))
      .Set("labels", std::move(labels))
      .Set("status", CellStatusText(row.status));
  if (row.value.has_value()) cell.Set("value", *row.value);
  if (row.low.has_value()) cell.Set("low", *row.low);
  if (row.high.has_value()) cell.Set("high", *row.high);
  return cell;
}

// Without its cells.
Json HeadOf(const PackageContents& contents, const SelectedTable& table,
            const std::vector<std::string>& order) {
  Json::List dimensions;
  for (const std::string& dimension : order) {
    for (const std::string& own : table.table.dimensions) {
      if (own == dimension) dimensions.push_back(dimension);
    }
  }
  Json head;
  const Family* family = contents.plan->FindFamily(table.table.family);
  if (family != nullptr) head.Set("title", Text(family->title));
  return head.Set("period", table.period.text())
      .Set("family", table.table.family.text())
      .Set("unit", UnitText(table.table.unit))
      .Set("dimensions", std::move(dimensions));
}

// What one line of the table shows, as one text; "" where it shows none.
std::string Shown(const std::vector<std::string>& parts) {
  return WriteCsvRow(parts, ',');
}

std::vector<std::string> ShownInCsv(absl::string_view csv, char delimiter) {
  std::vector<std::string> shown;
  const auto rows = ReadCsv(csv, delimiter);
  if (!rows.ok() || rows->empty()) return shown;
  const CsvRow& header = rows->front();
  for (size_t i = 1; i < rows->size(); ++i) {
    const CsvRow& row = (*rows)[i];
    if (row.size() != header.size() || absl::StartsWith(row[0], "#")) continue;
    std::vector<std::string> parts;
    for (size_t j = 0; j < row.size(); ++j) {
      const bool code = absl::EndsWith(header[j], "_code");
      if (absl::StrContains(header[j], "_label_") || (code && row[j].empty())) {
        continue;
      }
      parts.push_back(row[j]);
    }
    shown.push_back(Shown(parts));
  }
  return shown;
}

std::string NumberOf(const nlohmann::json& cell, const char* key) {
  return cell.contains(key) ? absl::StrCat(cell.at(key).get<int64_t>()) : "";
}

// Throws where the text is of another form.
std::vector<std::string> ShownInJson(const nlohmann::json& json) {
  std::vector<std::string> shown;
  for (const nlohmann::json& table : json.at("tables")) {
    for (const nlohmann::json& cell : table.at("cells")) {
      std::vector<std::string> parts = {
          table.at("period").get<std::string>(),
          SafeText(table.at("family").get<std::string>())};
      for (const nlohmann::json& code : cell.at("codes")) {
        parts.push_back(SafeText(code.get<std::string>()));
      }
      parts.push_back(table.at("unit").get<std::string>());
      parts.push_back(cell.at("status").get<std::string>());
      for (const char* key : {"value", "low", "high"}) {
        parts.push_back(NumberOf(cell, key));
      }
      shown.push_back(Shown(parts));
    }
  }
  return shown;
}

}  // namespace

absl::StatusOr<std::string> ExtractJson(const Catalog& catalog,
                                        const PackageContents& contents) {
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<ExtractRow> rows,
                          ExtractRowsOf(catalog, contents));
  const std::vector<std::string> order = DimensionsOf(contents);
  Json::List tables;
  size_t next = 0;
  for (const SelectedTable& table : contents.selection.tables) {
    Json::List cells;
    for (; next < rows.size() && rows[next].table == &table; ++next) {
      cells.push_back(CellOf(rows[next]));
    }
    tables.push_back(
        HeadOf(contents, table, order).Set("cells", std::move(cells)));
  }
  return absl::StrCat(Json()
                          .Set("format", kExtractJsonFormat)
                          .Set("demo", IsDemo(catalog, contents))
                          .Set("release", contents.release.text())
                          .Set("agreement", contents.agreement.id.text())
                          .Set("dataset", contents.dataset->id.text())
                          .Set("plan", contents.plan->id.text())
                          .Set("plan_version", contents.plan->version)
                          .Set("k", contents.plan->minimums.k)
                          .Set("tables", std::move(tables))
                          .Canonical(),
                      "\n");
}

bool SameCells(absl::string_view json, absl::string_view csv, char delimiter) {
  const auto read =
      nlohmann::json::parse(json.begin(), json.end(), nullptr, false);
  if (!read.is_object()) return false;
  try {
    return read.at("format") == kExtractJsonFormat &&
           ShownInJson(read) == ShownInCsv(csv, delimiter);
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

}  // namespace toguna
