#include "exchange/base/csv.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace toguna {
namespace {

// Reads field after field; the caller asks what ended the last one.
class CsvScanner {
 public:
  CsvScanner(absl::string_view text, char delimiter)
      : text_(text), delimiter_(delimiter) {
    absl::ConsumePrefix(&text_, "\xef\xbb\xbf");
  }

  bool done() const { return at_ >= text_.size(); }
  int line() const { return line_; }
  bool row_ended() const { return row_ended_; }

  absl::StatusOr<std::string> Field() {
    row_ended_ = false;
    auto field = !done() && text_[at_] == '"' ? Quoted() : Plain();
    if (!field.ok()) return field;
    if (absl::Status status = EndOfField(); !status.ok()) return status;
    return field;
  }

 private:
  absl::Status Error(absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat("line ", line_, ": ", what));
  }

  absl::StatusOr<std::string> Quoted() {
    std::string field;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        field += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        field += '"';
        ++at_;
      } else {
        ++at_;
        return field;
      }
    }
    return Error("a quoted field is not closed");
  }

  absl::StatusOr<std::string> Plain() {
    const size_t start = at_;
    while (!done() && text_[at_] != delimiter_ && text_[at_] != '\n' &&
           text_[at_] != '\r') {
      if (text_[at_] == '"') return Error("a quote inside an unquoted field");
      ++at_;
    }
    return std::string(text_.substr(start, at_ - start));
  }

  absl::Status EndOfField() {
    if (done()) {
      row_ended_ = true;
      return absl::OkStatus();
    }
    if (text_[at_] == delimiter_) {
      ++at_;
      return absl::OkStatus();
    }
    if (absl::StartsWith(text_.substr(at_), "\r\n")) ++at_;
    if (text_[at_] != '\n') return Error("bytes after a closing quote");
    ++at_;
    ++line_;
    row_ended_ = true;
    return absl::OkStatus();
  }

  absl::string_view text_;
  char delimiter_;
  size_t at_ = 0;
  int line_ = 1;
  bool row_ended_ = false;
};

bool NeedsQuotes(absl::string_view field, char delimiter) {
  if (field.empty()) return false;
  return field.find_first_of("\"\r\n") != absl::string_view::npos ||
         absl::StrContains(field, delimiter) || field.front() == ' ' ||
         field.back() == ' ';
}

}  // namespace

absl::StatusOr<std::vector<CsvRow>> ReadCsv(absl::string_view text,
                                            char delimiter) {
  CsvScanner scanner(text, delimiter);
  std::vector<CsvRow> rows;
  CsvRow row;
  bool more = !scanner.done();
  while (more) {
    auto field = scanner.Field();
    if (!field.ok()) return field.status();
    row.push_back(*std::move(field));
    if (!scanner.row_ended()) continue;
    const bool blank = row.size() == 1 && row[0].empty();
    if (!blank) rows.push_back(std::move(row));
    row.clear();
    more = !scanner.done();
  }
  return rows;
}

char CsvDelimiterOf(absl::string_view text) {
  const size_t at = text.find_first_of(",;\n");
  return at != absl::string_view::npos && text[at] == ';' ? ';' : ',';
}

std::string WriteCsvRow(const CsvRow& row, char delimiter) {
  std::string text;
  for (size_t i = 0; i < row.size(); ++i) {
    if (i > 0) text += delimiter;
    if (NeedsQuotes(row[i], delimiter)) {
      absl::StrAppend(&text, "\"",
                      absl::StrReplaceAll(row[i], {{"\"", "\"\""}}), "\"");
    } else {
      absl::StrAppend(&text, row[i]);
    }
  }
  text += '\n';
  return text;
}

}  // namespace toguna
