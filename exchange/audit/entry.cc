#include "exchange/audit/entry.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/base/json.h"

namespace toguna {

std::string EntryBytes(const AuditEntry& entry, uint64_t sequence,
                       absl::Time time) {
  Json json;
  for (const auto& [key, value] : entry.fields) json.Set(key, value);
  json.Set("v", 1)
      .Set("seq", static_cast<int64_t>(sequence))
      .Set("time",
           absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone()))
      .Set("type", entry.type)
      .Set("actor", entry.actor);
  return json.Canonical();
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
