#include "keys/sodium/age_header.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr absl::string_view kVersionLine = "age-encryption.org/v1";
constexpr absl::string_view kStanzaStart = "-> ";
constexpr absl::string_view kFooter = "---";
constexpr size_t kLineSize = 64;
constexpr size_t kMacSize = 32;

// Reads line by line and knows where it stands.
class Lines {
 public:
  explicit Lines(absl::string_view text) : text_(text) {}

  // The next line without its end; nothing if no line end follows.
  std::optional<absl::string_view> Next() {
    const size_t end = text_.find('\n', at_);
    if (end == absl::string_view::npos) return std::nullopt;
    const absl::string_view line = text_.substr(at_, end - at_);
    at_ = end + 1;
    return line;
  }
  size_t at() const { return at_; }

 private:
  absl::string_view text_;
  size_t at_ = 0;
};

bool IsArgument(absl::string_view text) {
  for (const char c : text) {
    if (c < 0x21 || c > 0x7e) return false;
  }
  return !text.empty();
}

// Reads the body lines after a stanza's first line: full ones, then a short
// one, which may be empty.
std::optional<std::string> ReadBody(Lines& lines) {
  std::string body;
  while (true) {
    const std::optional<absl::string_view> line = lines.Next();
    if (!line.has_value() || line->size() > kLineSize) return std::nullopt;
    const std::optional<std::string> bytes = AgeBase64Bytes(*line);
    if (!bytes.has_value()) return std::nullopt;
    body += *bytes;
    if (line->size() < kLineSize) return body;
  }
}

std::optional<AgeStanza> ReadStanza(absl::string_view first, Lines& lines) {
  AgeStanza stanza;
  stanza.args = absl::StrSplit(first.substr(kStanzaStart.size()), ' ');
  for (const std::string& arg : stanza.args) {
    if (!IsArgument(arg)) return std::nullopt;
  }
  std::optional<std::string> body = ReadBody(lines);
  if (!body.has_value()) return std::nullopt;
  stanza.body = *std::move(body);
  return stanza;
}

}  // namespace

std::string AgeBase64Of(absl::string_view bytes) {
  std::string text = Base64Of(bytes);
  text.erase(text.find_last_not_of('=') + 1);
  return text;
}

std::optional<std::string> AgeBase64Bytes(absl::string_view text) {
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes) || AgeBase64Of(bytes) != text) {
    return std::nullopt;
  }
  return bytes;
}

std::string AgeHeaderText(const std::vector<AgeStanza>& stanzas) {
  std::string text = absl::StrCat(kVersionLine, "\n");
  for (const AgeStanza& stanza : stanzas) {
    absl::StrAppend(&text, kStanzaStart, absl::StrJoin(stanza.args, " "), "\n");
    const std::string body = AgeBase64Of(stanza.body);
    for (size_t i = 0; i <= body.size(); i += kLineSize) {
      absl::StrAppend(&text, body.substr(i, kLineSize), "\n");
    }
  }
  return absl::StrCat(text, kFooter);
}

std::optional<AgeHeader> ParseAgeHeader(absl::string_view file) {
  Lines lines(file);
  if (lines.Next() != kVersionLine) return std::nullopt;
  AgeHeader header;
  while (true) {
    const size_t start = lines.at();
    const std::optional<absl::string_view> line = lines.Next();
    if (!line.has_value()) return std::nullopt;
    if (absl::StartsWith(*line, kFooter)) {
      if (!absl::StartsWith(*line, "--- ") || header.stanzas.empty()) {
        return std::nullopt;
      }
      const std::optional<std::string> mac = AgeBase64Bytes(line->substr(4));
      if (!mac.has_value() || mac->size() != kMacSize) return std::nullopt;
      header.mac = *mac;
      header.covered = start + kFooter.size();
      header.size = lines.at();
      return header;
    }
    if (!absl::StartsWith(*line, kStanzaStart)) return std::nullopt;
    std::optional<AgeStanza> stanza = ReadStanza(*line, lines);
    if (!stanza.has_value()) return std::nullopt;
    header.stanzas.push_back(*std::move(stanza));
  }
}

}  // namespace toguna
