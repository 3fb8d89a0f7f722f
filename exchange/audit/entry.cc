#include "exchange/audit/entry.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/audit/strict.h"
#include "exchange/base/json.h"

namespace toguna {
namespace {

constexpr char kTimeFormat[] = "%Y-%m-%dT%H:%M:%SZ";

absl::Status NotAnEntry() {
  return absl::DataLossError("not an entry of the log");
}

// Members of a flat object: texts unescaped, numbers as they are written.
using Members = std::map<std::string, std::string>;

// Reads more than entries can be; ParseEntry compares with what they are.
class Reader {
 public:
  explicit Reader(absl::string_view bytes) : rest_(bytes) {}

  std::optional<Members> Read() {
    Members members;
    if (!Take('{')) return std::nullopt;
    do {
      std::optional<std::string> key = Text();
      if (!key.has_value() || !Take(':')) return std::nullopt;
      std::optional<std::string> value =
          absl::StartsWith(rest_, "\"") ? Text() : Number();
      if (!value.has_value()) return std::nullopt;
      members[*std::move(key)] = *std::move(value);
    } while (Take(','));
    if (!Take('}') || !rest_.empty()) return std::nullopt;
    return members;
  }

 private:
  bool Take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<std::string> Number() {
    std::string digits;
    while (!rest_.empty() && absl::ascii_isdigit(rest_.front())) {
      digits += rest_.front();
      rest_.remove_prefix(1);
    }
    return digits.empty() ? std::nullopt : std::optional(std::move(digits));
  }

  std::optional<std::string> Text() {
    if (!Take('"')) return std::nullopt;
    std::string text;
    while (!rest_.empty() && rest_.front() != '"') {
      if (!Take('\\')) {
        text += rest_.front();
        rest_.remove_prefix(1);
        continue;
      }
      const std::optional<char> c = Escaped();
      if (!c.has_value()) return std::nullopt;
      text += *c;
    }
    return Take('"') ? std::optional(std::move(text)) : std::nullopt;
  }

  // What stands behind a backslash.
  std::optional<char> Escaped() {
    if (rest_.empty()) return std::nullopt;
    const char c = rest_.front();
    rest_.remove_prefix(1);
    switch (c) {
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'u': {
        uint32_t code = 0;
        if (rest_.size() < 4 ||
            !absl::SimpleHexAtoi(rest_.substr(0, 4), &code) || code > 0x1F) {
          return std::nullopt;
        }
        rest_.remove_prefix(4);
        return static_cast<char>(code);
      }
      default:
        return c;
    }
  }

  absl::string_view rest_;
};

}  // namespace

std::string EntryBytes(const AuditEntry& entry, uint64_t sequence,
                       absl::Time time) {
  Json json;
  for (const auto& [key, value] : entry.fields) json.Set(key, value);
  json.Set("v", 1)
      .Set("seq", static_cast<int64_t>(sequence))
      .Set("time", absl::FormatTime(kTimeFormat, time, absl::UTCTimeZone()))
      .Set("type", entry.type)
      .Set("actor", entry.actor);
  return json.Canonical();
}

absl::StatusOr<LoggedEntry> ParseEntry(absl::string_view bytes) {
  const std::optional<Members> members = Reader(bytes).Read();
  if (!members.has_value()) return NotAnEntry();
  LoggedEntry read;
  for (const auto& [key, value] : *members) {
    if (key == "time") {
      if (!absl::ParseTime(kTimeFormat, value, &read.time, nullptr)) {
        return NotAnEntry();
      }
    } else if (key == "seq") {
      const std::optional<uint64_t> sequence = StrictDecimal(value);
      if (!sequence.has_value()) return NotAnEntry();
      read.sequence = *sequence;
    } else if (key == "type") {
      read.entry.type = value;
    } else if (key == "actor") {
      read.entry.actor = value;
    } else if (key != "v") {
      read.entry.fields[key] = value;
    }
  }
  // One spelling only: what was read, written again, is what was there.
  if (EntryBytes(read.entry, read.sequence, read.time) != bytes) {
    return NotAnEntry();
  }
  return read;
}

absl::StatusOr<absl::Time> TimeOfEntry(absl::string_view bytes) {
  // Within a text a quote is escaped, so only the member itself reads so.
  constexpr absl::string_view kMember = ",\"time\":\"";
  const size_t at = bytes.find(kMember);
  absl::Time time;
  if (at == absl::string_view::npos ||
      !absl::ParseTime("%Y-%m-%dT%H:%M:%SZ",
                       bytes.substr(at + kMember.size(), 20), &time, nullptr)) {
    return absl::DataLossError("a log entry has no time");
  }
  return time;
}

}  // namespace toguna
