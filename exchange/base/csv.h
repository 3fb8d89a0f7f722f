#ifndef TOGUNA_EXCHANGE_BASE_CSV_H_
#define TOGUNA_EXCHANGE_BASE_CSV_H_

// CSV as RFC 4180 writes it, with the delimiter of one's choice.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace toguna {

using CsvRow = std::vector<std::string>;

// Reads UTF-8 `text`: fields may be quoted, a quoted field may hold the
// delimiter, line breaks and doubled quotes. Takes LF and CRLF, and drops a
// byte order mark. Empty lines are skipped.
//
// Returns kInvalidArgument with the line number for a quote left open, a quote
// inside an unquoted field, or bytes after a closing quote.
absl::StatusOr<std::vector<CsvRow>> ReadCsv(absl::string_view text,
                                            char delimiter);

// What stands behind the first name of the header: ',' or ';'; ',' if neither
// does. For tables of our own, whose first name holds neither.
char CsvDelimiterOf(absl::string_view text);

// What a spreadsheet knows UTF-8 by, where it does not ask.
inline constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

// Writes one row with a final LF, quoting only where it is needed: delimiter,
// quote, line break, or a space at either end.
std::string WriteCsvRow(const CsvRow& row, char delimiter);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_BASE_CSV_H_
