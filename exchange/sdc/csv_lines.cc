#include "exchange/sdc/csv_lines.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/strip.h"

namespace toguna {

CsvLines::CsvLines(absl::string_view text, char delimiter)
    : rest_(text), delimiter_(delimiter) {
  absl::ConsumePrefix(&rest_, "\xef\xbb\xbf");
}

absl::string_view CsvLines::TakeLine() {
  const size_t end = std::min(rest_.find('\n'), rest_.size());
  const absl::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  ++next_line_;
  return line;
}

CsvLines::Step CsvLines::Next() {
  while (!rest_.empty()) {
    line_ = next_line_;
    const absl::string_view whole = TakeLine();
    absl::string_view line = whole;
    absl::ConsumeSuffix(&line, "\r");
    if (line.empty()) continue;
    if (line.find('"') != absl::string_view::npos) return Quoted(whole);
    if (line.find('\r') != absl::string_view::npos) return Step::kNotCsv;
    fields_.clear();
    for (size_t at = 0;;) {
      const size_t end = line.find(delimiter_, at);
      if (end == absl::string_view::npos) {
        fields_.push_back(line.substr(at));
        return Step::kRow;
      }
      fields_.push_back(line.substr(at, end - at));
      at = end + 1;
    }
  }
  return Step::kEnd;
}

CsvLines::Step CsvLines::Quoted(absl::string_view first) {
  // A row ends where its quotes are even.
  absl::string_view row = first;
  int64_t quotes = std::count(first.begin(), first.end(), '"');
  while (quotes % 2 != 0) {
    if (rest_.empty()) return Step::kNotCsv;
    const absl::string_view more = TakeLine();
    quotes += std::count(more.begin(), more.end(), '"');
    row = absl::string_view(
        first.data(),
        static_cast<size_t>(more.data() + more.size() - first.data()));
  }
  absl::ConsumeSuffix(&row, "\r");
  auto rows = ReadCsv(row, delimiter_);
  if (!rows.ok() || rows->size() != 1) return Step::kNotCsv;
  quoted_ = *std::move(rows);
  fields_.assign(quoted_[0].begin(), quoted_[0].end());
  return Step::kRow;
}

}  // namespace toguna
