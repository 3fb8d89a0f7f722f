// extract.csv: what every package has.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "exchange/base/csv.h"
#include "exchange/base/status_macros.h"
#include "exchange/package/extract_rows.h"
#include "exchange/package/layout.h"

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

std::string NumberOrEmpty(const std::optional<int64_t>& number) {
  return number.has_value() ? absl::StrCat(*number) : "";
}

CsvRow LineOf(const ExtractRow& row) {
  CsvRow line = {row.table->period.text(),
                 SafeText(row.table->table.family.text())};
  for (const ExtractRow::Code& code : row.codes) {
    if (code.code == nullptr) {
      line.insert(line.end(), 3, "");
      continue;
    }
    line.push_back(SafeText(*code.code));
    line.push_back(SafeText(code.label->fr));
    line.push_back(SafeText(code.label->en));
  }
  line.emplace_back(UnitText(row.table->table.unit));
  line.emplace_back(CellStatusText(row.status));
  line.push_back(NumberOrEmpty(row.value));
  line.push_back(NumberOrEmpty(row.low));
  line.push_back(NumberOrEmpty(row.high));
  return line;
}

bool BeginsFormula(char c) {
  return absl::string_view("=+-@\t\r").find(c) != absl::string_view::npos;
}

bool EndsCell(char c) {
  return absl::string_view(",;\t\r\n").find(c) != absl::string_view::npos;
}

constexpr size_t kRowsToGuessFrom = 1000;

}  // namespace

// A spreadsheet that takes another mark between columns than the file's splits
// texts where they hold that mark, and does not see the quotes around them; so
// what would begin a cell there is looked at like what begins one here.
std::string SafeText(const std::string& text) {
  std::string safe;
  bool begins = true;
  for (size_t i = 0; i < text.size(); ++i) {
    if (begins) {
      const size_t first = i == 0 ? 0 : text.find_first_not_of('"', i);
      if (first != std::string::npos && BeginsFormula(text[first])) {
        safe += '\'';
      }
    }
    safe += text[i];
    begins = EndsCell(text[i]);
  }
  return safe;
}

std::string BeginCsv(const PackageContents& contents) {
  // For spreadsheets, which also want it to know UTF-8 by.
  return contents.wish.delimiter == ';' ? kByteOrderMark : "";
}

absl::StatusOr<std::string> ExtractCsv(const Catalog& catalog,
                                       const PackageContents& contents) {
  const char delimiter = contents.wish.delimiter;
  CsvRow header;
  CsvRow tags;
  for (const ExtractColumn& column : ExtractColumnsOf(contents)) {
    header.push_back(column.name);
    tags.push_back(HxlOf(column.name));
  }
  std::string csv = BeginCsv(contents) + WriteCsvRow(header, delimiter);
  if (contents.wish.hxl) csv += WriteCsvRow(tags, delimiter);
  const size_t rows = static_cast<size_t>(CountCells(contents.selection).rows);
  size_t written = 0;
  TOGUNA_RETURN_IF_ERROR(
      VisitExtractRows(catalog, contents, [&](const ExtractRow& row) {
        csv += WriteCsvRow(LineOf(row), delimiter);
        // What is large is not moved again and again while it grows.
        if (++written == kRowsToGuessFrom) {
          csv.reserve(csv.size() / written * rows / 16 * 17);
        }
      }));
  return csv;
}

}  // namespace toguna
