#ifndef TOGUNA_EXCHANGE_SDC_CSV_LINES_H_
#define TOGUNA_EXCHANGE_SDC_CSV_LINES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "exchange/base/csv.h"

namespace toguna {

// Reads CSV row after row without holding more than one of them, for files that
// are large. The same CSV as ReadCsv: quotes, CRLF, a byte order mark; empty
// lines are skipped.
class CsvLines {
 public:
  // `text` outlives this.
  CsvLines(absl::string_view text, char delimiter);

  enum class Step { kRow, kEnd, kNotCsv };
  // Moves to the next row. Its fields stay valid until the next call.
  Step Next();

  const std::vector<absl::string_view>& fields() const { return fields_; }
  // Line that the row begins in, from 1.
  int64_t line() const { return line_; }

 private:
  absl::string_view TakeLine();
  Step Quoted(absl::string_view first);

  absl::string_view rest_;
  char delimiter_;
  int64_t line_ = 0;
  int64_t next_line_ = 1;
  std::vector<absl::string_view> fields_;
  std::vector<CsvRow> quoted_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_SDC_CSV_LINES_H_
