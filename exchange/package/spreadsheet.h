#ifndef TOGUNA_EXCHANGE_PACKAGE_SPREADSHEET_H_
#define TOGUNA_EXCHANGE_PACKAGE_SPREADSHEET_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace toguna {

// What a sheet holds under a header of one row.
inline constexpr size_t kMostSheetRows = 1'048'575;

// A text is written as a text and a number as a number; nothing is ever a
// formula or a link, whatever it looks like. Or there is no cell.
using SheetCell = std::variant<std::string, int64_t, std::monostate>;

struct Sheet {
  std::string name;
  std::vector<int> widths;          // one per column, in characters
  std::vector<std::string> before;  // lines above the header
  std::vector<std::string> header;
  std::vector<std::vector<SheetCell>> rows;
  bool wrap = false;    // long texts in several lines
  bool filter = false;  // the header lets rows be chosen
};

struct Spreadsheet {
  std::string title;
  absl::Time created;  // not 1970-01-01
  // Marks every sheet, on the screen and in print; empty: none.
  std::string mark;
  std::vector<Sheet> sheets;
};

// The bytes of an XLSX file, the same for the same spreadsheet. Everything is
// made in memory: nothing readable lies on a disk, not even for a moment.
// Safe to call from several threads.
//   kInvalidArgument    a text that does not read as its bytes say, or is
//                       longer than a cell; no time
//   kResourceExhausted  more rows than a sheet holds
//   kUnavailable        no memory to make files in (/dev/shm)
absl::StatusOr<std::string> SpreadsheetBytes(const Spreadsheet& spreadsheet);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_PACKAGE_SPREADSHEET_H_
