#include "exchange/package/open_content.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/csv.h"
#include "exchange/package/extract_json.h"
#include "exchange/package/mrm_rows.h"
#include "exchange/package/refusal.h"

namespace toguna {
namespace {

// An empty text or a whole number, not negative, and then at least `least`.
bool IsCount(const std::string& text, int64_t least) {
  int64_t number = 0;
  return text.empty() || (absl::SimpleAtoi(text, &number) &&
                          number >= std::max<int64_t>(least, 0));
}

// A shown cell has a value and no range, another one no value. Packages made
// before there were ranges have none.
bool CellFits(bool shown, const std::string& value, const std::string& low,
              const std::string& high) {
  if (shown) return !value.empty() && low.empty() && high.empty();
  int64_t least = 0;
  if (!value.empty() || !IsCount(low, 0)) return false;
  if (low.empty()) return high.empty();
  return absl::SimpleAtoi(low, &least) && IsCount(high, least);
}

// An XLSX file is a ZIP archive.
bool IsWorkbook(const std::string& bytes) {
  return absl::StartsWith(bytes, "PK");
}

}  // namespace

absl::Status CheckTables(const OpenedPackage& opened) {
  const auto rows = ReadCsv(opened.csv, opened.delimiter);
  if (!rows.ok()) return RefusePackage("CONTENT_MISMATCH");
  const size_t headers = opened.hxl ? 2 : 1;
  if (rows->size() < headers) return RefusePackage("CONTENT_MISMATCH");
  const CsvRow& header = rows->front();
  const size_t columns = header.size();
  if (columns < 7 || header[columns - 4] != "status" ||
      header[columns - 3] != "value" || header[columns - 2] != "low" ||
      header[columns - 1] != "high") {
    return RefusePackage("CONTENT_MISMATCH");
  }
  int64_t not_shown = 0;
  for (size_t i = headers; i < rows->size(); ++i) {
    const CsvRow& row = (*rows)[i];
    if (row.size() != columns) return RefusePackage("CONTENT_MISMATCH");
    const bool shown = row[columns - 4] == "PUBLISHED";
    if (!shown && row[columns - 4] != "NOT_SHOWN") {
      return RefusePackage("CONTENT_MISMATCH");
    }
    if (!CellFits(shown, row[columns - 3], row[columns - 2],
                  row[columns - 1])) {
      return RefusePackage("CONTENT_MISMATCH");
    }
    if (!shown) ++not_shown;
  }
  const auto count = static_cast<int64_t>(rows->size() - headers);
  const bool same = count == opened.rows &&
                    not_shown == opened.cells_not_shown &&
                    (opened.extract_workbook.empty() ||
                     IsWorkbook(opened.extract_workbook)) &&
                    (opened.json.empty() ||
                     SameCells(opened.json, opened.csv, opened.delimiter));
  return same ? absl::OkStatus() : RefusePackage("CONTENT_MISMATCH");
}

absl::StatusOr<int64_t> CheckRows(const OpenedPackage& opened) {
  const auto rows = ReadCsv(opened.violations, opened.delimiter);
  const std::vector<ViolationColumn>& columns = ViolationColumns();
  const auto named = [](const std::string& name,
                        const ViolationColumn& column) {
    return name == column.name;
  };
  if (!rows.ok() || rows->empty() ||
      !std::equal(rows->front().begin(), rows->front().end(), columns.begin(),
                  columns.end(), named)) {
    return RefusePackage("CONTENT_MISMATCH");
  }
  const size_t last = columns.size() - 1;
  std::set<std::string> refs;
  std::map<std::pair<std::string, std::string>, int64_t> counted;
  for (size_t i = 1; i < rows->size(); ++i) {
    const CsvRow& row = (*rows)[i];
    if (row.size() != columns.size() || row[last - 2] != kLeadStatus ||
        !refs.insert(row.front()).second) {
      return RefusePackage("CONTENT_MISMATCH");
    }
    ++counted[{row[last - 1], row[last]}];
  }
  for (const auto& [cohort, count] : counted) {
    if (cohort.second != absl::StrCat(count))
      return RefusePackage("CONTENT_MISMATCH");
  }
  if (!IsWorkbook(opened.workbook)) {
    return RefusePackage("CONTENT_MISMATCH");
  }
  return static_cast<int64_t>(rows->size() - 1);
}

}  // namespace toguna
