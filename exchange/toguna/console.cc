#include "exchange/toguna/console.h"

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "exchange/base/json.h"
#include "exchange/words/words.h"

namespace toguna {
namespace {

// Columns of a UTF-8 text on a screen: code points, which is right for the
// letters of French and English.
size_t WidthOf(const std::string& text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

void Console::Say(const Sentence& sentence,
                  const std::vector<std::string>& values) const {
  Line(toguna::Say(language_, sentence, values));
}

void Console::Line(const std::string& text) const {
  if (!json_) std::cout << text << '\n';
}

void Console::Table(const std::vector<std::vector<std::string>>& rows) const {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], WidthOf(row[i]));
    }
  }
  for (const auto& row : rows) {
    std::string line = " ";
    for (size_t i = 0; i < row.size(); ++i) {
      line += ' ' + row[i];
      if (i + 1 < row.size()) {
        line += std::string(widths[i] - WidthOf(row[i]) + 1, ' ');
      }
    }
    Line(line);
  }
}

void Console::Answer(const Json& json) const {
  if (json_) std::cout << json.Pretty() << '\n';
}

void Console::AnswerText(const std::string& json) const {
  if (json_) std::cout << json << '\n';
}

int ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitDone;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kAlreadyExists:
      return kExitBadInput;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return kExitUnreachable;
    case absl::StatusCode::kUnauthenticated:
      return kExitNotPermitted;
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDataLoss:
      return kExitNo;
    default:
      return kExitFailed;
  }
}

}  // namespace toguna
