#include "exchange/sdc/table_file.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/csv.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/words/sdc_files_words.h"

namespace toguna {
namespace {

constexpr size_t kAfterCodes = 5;  // unit, status, value, low, high

CsvRow HeadingOf(const std::vector<std::string>& dimensions) {
  CsvRow row = dimensions;
  for (const char* name : {"unit", "status", "value", "low", "high"}) {
    row.emplace_back(name);
  }
  return row;
}

// Digits as WriteTableFile writes them: no sign, no leading zero.
bool ReadCount(const std::string& text, int64_t& count) {
  return absl::SimpleAtoi(text, &count) && count >= 0 &&
         absl::StrCat(count) == text;
}

// Status, value, low and high; false if they do not go together.
bool ReadNumbers(const CsvRow& row, size_t at, SealedCell& cell) {
  const std::string& status = row[at];
  const std::string& value = row[at + 1];
  const std::string& low = row[at + 2];
  const std::string& high = row[at + 3];
  if (status == CellStatusText(CellStatus::kPublished)) {
    cell.status = CellStatus::kPublished;
    return ReadCount(value, cell.value) && low.empty() && high.empty();
  }
  if (status != CellStatusText(CellStatus::kNotShown)) return false;
  cell.status = CellStatus::kNotShown;
  if (!value.empty() || !ReadCount(low, cell.low)) return false;
  return high.empty() || ReadCount(high, cell.high.emplace());
}

}  // namespace

std::string WriteTableFile(const SealedTable& table) {
  std::string text = WriteCsvRow(HeadingOf(table.dimensions), ';');
  for (const SealedCell& cell : table.cells) {
    CsvRow row = cell.codes;
    row.emplace_back(UnitText(table.unit));
    row.emplace_back(CellStatusText(cell.status));
    if (cell.status == CellStatus::kPublished) {
      row.insert(row.end(), {absl::StrCat(cell.value), "", ""});
    } else {
      row.insert(row.end(),
                 {"", absl::StrCat(cell.low),
                  cell.high.has_value() ? absl::StrCat(*cell.high) : ""});
    }
    text += WriteCsvRow(row, ';');
  }
  return text;
}

absl::StatusOr<SealedTable> ReadTableFile(const std::string& name,
                                          absl::string_view text,
                                          const Family& family,
                                          Language language) {
  const auto fault = [&](size_t line, const Sentence& sentence,
                         const std::vector<std::string>& values = {}) {
    return ReasonError(
        absl::StatusCode::kInvalidArgument, "TABLE_INVALID",
        absl::StrCat(name, ":", line, ": ", Say(language, sentence, values)));
  };
  SealedTable table{
      .family = family.id, .unit = family.unit, .dimensions = {}, .cells = {}};
  for (const Axis& axis : family.axes) {
    table.dimensions.push_back(axis.dimension);
    for (const AxisPool& pool : axis.pools) {
      table.pools.push_back(
          {axis.dimension, pool.code, pool.label, pool.codes});
    }
  }
  const CsvRow heading = HeadingOf(table.dimensions);
  const auto rows = ReadCsv(text, ';');
  if (!rows.ok()) return fault(1, sdc_words::kNotCsv);
  if (rows->empty() || (*rows)[0] != heading) {
    return fault(1, sdc_words::kTableHeading, {WriteCsvRow(heading, ';')});
  }
  for (size_t i = 1; i < rows->size(); ++i) {
    const CsvRow& row = (*rows)[i];
    const size_t codes = table.dimensions.size();
    SealedCell& cell = table.cells.emplace_back();
    if (row.size() != codes + kAfterCodes ||
        row[codes] != UnitText(family.unit) ||
        !ReadNumbers(row, codes + 1, cell)) {
      return fault(i + 1, sdc_words::kTableLine);
    }
    cell.codes.assign(row.begin(), row.begin() + static_cast<ptrdiff_t>(codes));
  }
  // One form only: nothing can hide in another.
  if (WriteTableFile(table) != text) return fault(1, sdc_words::kTableForm);
  return table;
}

}  // namespace toguna
