#include "exchange/audit/entry.h"

#include <cstdint>
#include <string>

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

}  // namespace toguna
