#include "exchange/toguna/show_table.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "exchange/base/csv.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/console.h"
#include "exchange/words/console_words.h"
#include "keys/file/file.h"

namespace toguna {
namespace {

constexpr absl::string_view kCodeSuffix = "_code";

std::string LabelsOf(const Console& console, const ShownCell& cell) {
  return absl::StrJoin(cell.labels, " / ",
                       [&console](std::string* out, const Label& label) {
                         absl::StrAppend(out, console.Of(label));
                       });
}

std::string NumberOf(const Console& console, const ShownCell& cell) {
  if (cell.value.has_value()) return absl::StrCat(*cell.value);
  const Language language = console.language();
  if (cell.high.has_value()) {
    return Say(language, words::kNotShownBetween,
               {absl::StrCat(cell.low), absl::StrCat(*cell.high)});
  }
  if (cell.low > 0) {
    return Say(language, words::kNotShownAtLeast, {absl::StrCat(cell.low)});
  }
  return Say(language, words::kNotShown);
}

// Positions of what an extract's heading names.
struct Columns {
  size_t period = 0;
  size_t family = 0;
  size_t unit = 0;
  size_t status = 0;
  size_t value = 0;
  size_t low = 0;
  size_t high = 0;
  std::vector<size_t> codes;  // label_fr and label_en follow each
};

absl::StatusOr<Columns> ReadHeading(const CsvRow& heading) {
  Columns columns;
  int found = 0;
  for (size_t i = 0; i < heading.size(); ++i) {
    const auto is = [&](absl::string_view name, size_t& column) {
      if (heading[i] != name) return;
      column = i;
      ++found;
    };
    is("period", columns.period);
    is("family", columns.family);
    is("unit", columns.unit);
    is("status", columns.status);
    is("value", columns.value);
    is("low", columns.low);
    is("high", columns.high);
    if (absl::EndsWith(heading[i], kCodeSuffix) && i + 2 < heading.size()) {
      columns.codes.push_back(i);
    }
  }
  if (found != 7) {
    return absl::DataLossError("extract.csv has not the columns of an extract");
  }
  return columns;
}

absl::StatusOr<ShownCell> ReadCell(const CsvRow& row, const Columns& columns) {
  ShownCell cell;
  for (const size_t code : columns.codes) {
    if (row[code].empty()) continue;
    cell.codes.push_back(row[code]);
    cell.labels.push_back({.fr = row[code + 1], .en = row[code + 2]});
  }
  // An empty low or high says nothing.
  const auto read = [&](size_t column, bool needed) -> absl::StatusOr<int64_t> {
    int64_t number = 0;
    if ((needed || !row[column].empty()) &&
        !absl::SimpleAtoi(row[column], &number)) {
      return absl::DataLossError("extract.csv shows a cell without a number");
    }
    return number;
  };
  if (row[columns.status] == "PUBLISHED") {
    TOGUNA_ASSIGN_OR_RETURN(cell.value, read(columns.value, true));
    return cell;
  }
  TOGUNA_ASSIGN_OR_RETURN(cell.low, read(columns.low, false));
  TOGUNA_ASSIGN_OR_RETURN(const int64_t high, read(columns.high, false));
  if (!row[columns.high].empty()) cell.high = high;
  return cell;
}

}  // namespace

void ShowTable(const Console& console, const ShownTable& table, size_t most) {
  console.Line("");
  console.Line(
      absl::StrCat("  ", table.period, " · ", table.family, " · ", table.unit));
  std::vector<std::vector<std::string>> rows;
  size_t shown = 0;
  bool example = false;
  for (const ShownCell& cell : table.cells) {
    const bool fits = cell.value.has_value() ? shown < most : !example;
    if (fits) {
      rows.push_back({absl::StrJoin(cell.codes, " / "), LabelsOf(console, cell),
                      NumberOf(console, cell)});
    }
    shown += cell.value.has_value() ? 1 : 0;
    example = example || !cell.value.has_value();
  }
  console.Table(rows);
  if (shown > most) {
    console.Line(absl::StrCat("  ", Say(console.language(), words::kMoreRows,
                                        {absl::StrCat(shown - most)})));
  }
  if (shown == 0) {
    console.Line(
        absl::StrCat("  ", Say(console.language(), words::kNothingShown)));
  }
  console.Line(absl::StrCat(
      "  ",
      Say(console.language(), words::kTableCounts,
          {absl::StrCat(shown), absl::StrCat(table.cells.size() - shown)})));
}

absl::StatusOr<std::vector<ShownTable>> TablesOfExtract(absl::string_view csv) {
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<CsvRow> rows,
                          ReadCsv(csv, CsvDelimiterOf(csv)));
  if (rows.empty()) return absl::DataLossError("extract.csv is empty");
  TOGUNA_ASSIGN_OR_RETURN(const Columns columns, ReadHeading(rows[0]));
  // An extract of rows alone has no table, and a header without dimensions.
  if (columns.codes.empty() && rows.size() > 1) {
    return absl::DataLossError("extract.csv has not the columns of an extract");
  }
  std::vector<ShownTable> tables;
  for (size_t i = 1; i < rows.size(); ++i) {
    const CsvRow& row = rows[i];
    if (row.size() != rows[0].size()) {
      return absl::DataLossError("extract.csv has a row of another length");
    }
    if (absl::StartsWith(row[0], "#")) continue;  // the optional HXL row
    if (tables.empty() || tables.back().period != row[columns.period] ||
        tables.back().family != row[columns.family]) {
      tables.push_back(
          {row[columns.period], row[columns.family], row[columns.unit], {}});
    }
    TOGUNA_ASSIGN_OR_RETURN(ShownCell cell, ReadCell(row, columns));
    tables.back().cells.push_back(std::move(cell));
  }
  return tables;
}

absl::StatusOr<Labels> ReadLabels(absl::string_view csv) {
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<CsvRow> rows, ReadCsv(csv, ';'));
  Labels labels;
  for (const CsvRow& row : rows) {
    if (row.size() != 5) return absl::DataLossError("labels.csv is damaged");
    labels[{row[0], row[1], row[2]}] = {.fr = row[3], .en = row[4]};
  }
  return labels;
}

absl::StatusOr<Labels> LabelsOfProfile(const std::string& folder) {
  const auto csv = ReadFile(folder + "/labels.csv");
  if (!csv.ok()) return Labels();
  return ReadLabels(*csv);
}

}  // namespace toguna
