#include "exchange/audit/read_tally.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/audit/entry.h"
#include "exchange/audit/strict.h"

namespace toguna {
namespace {

constexpr char kType[] = "reads.hour";
constexpr char kHour[] = "hour";
constexpr char kParty[] = "party";
constexpr char kTimeFormat[] = "%Y-%m-%dT%H:%M:%SZ";
constexpr char kUnnamed[] = "OTHER";
// What an entry of the log may be long.
constexpr size_t kMaxEntryBytes = 8192;
// No sequence number is longer.
constexpr uint64_t kLongestSequence = (uint64_t{1} << 53U) - 1;

absl::Time HourOf(absl::Time time) {
  return absl::UnixEpoch() +
         absl::Floor(time - absl::UnixEpoch(), absl::Hours(1));
}

// Only what a reason is made of: it stands between the signs of a field.
bool IsReason(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isupper(static_cast<unsigned char>(c)) ||
           absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '_';
  });
}

AuditEntry Begin(const ReadHour& one) {
  AuditEntry entry{.type = kType,
                   .actor = "system",
                   .fields = {{kHour, absl::FormatTime(kTimeFormat, one.hour,
                                                       absl::UTCTimeZone())}}};
  if (!one.party.empty()) entry.fields[kParty] = one.party;
  return entry;
}

bool Fits(const AuditEntry& entry, absl::Time time) {
  return EntryBytes(entry, kLongestSequence, time).size() <= kMaxEntryBytes;
}

absl::Status NotReads() {
  return absl::DataLossError("not an entry of an hour's reads");
}

// "OK:12 REFUSED:3"; none if it is of another form.
std::optional<std::map<std::string, uint64_t>> CountsIn(
    absl::string_view field) {
  std::map<std::string, uint64_t> counts;
  for (const absl::string_view one : absl::StrSplit(field, ' ')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(one, ':');
    if (parts.size() != 2 || !IsReason(parts[0])) return std::nullopt;
    const std::optional<uint64_t> calls = StrictDecimal(parts[1]);
    if (!calls.has_value() ||
        !counts.emplace(std::string(parts[0]), *calls).second) {
      return std::nullopt;
    }
  }
  return counts;
}

}  // namespace

void ReadTally::Count(absl::Time now, absl::string_view party,
                      absl::string_view method, absl::string_view outcome) {
  if (now == absl::InfinitePast()) {
    ++other_;
    return;
  }
  Add({HourOf(now), std::string(party), std::string(method),
       IsReason(outcome) ? std::string(outcome) : kUnnamed},
      1);
}

void ReadTally::Add(Key key, uint64_t calls) {
  const auto found = counts_.find(key);
  if (found != counts_.end()) {
    found->second += calls;
  } else if (counts_.size() < kMaxCounts) {
    counts_.emplace(std::move(key), calls);
  } else {
    other_ += calls;
  }
}

std::vector<ReadHour> ReadTally::TakeBefore(absl::Time end) {
  std::vector<ReadHour> taken;
  auto next = counts_.begin();
  for (; next != counts_.end(); ++next) {
    const auto& [hour, party, method, outcome] = next->first;
    if (!(hour < end)) break;
    if (taken.empty() || taken.back().hour != hour ||
        taken.back().party != party) {
      taken.push_back({hour, party, {}});
    }
    taken.back().calls[method][outcome] = next->second;
  }
  counts_.erase(counts_.begin(), next);
  return taken;
}

std::vector<ReadHour> ReadTally::TakeEnded(absl::Time now) {
  std::vector<ReadHour> taken = TakeBefore(HourOf(now));
  if (taken.empty() || other_ == 0) return taken;
  taken.push_back(
      {taken.back().hour, "", {{kOtherReads, {{kUnnamed, other_}}}}});
  other_ = 0;
  return taken;
}

std::vector<ReadHour> ReadTally::TakeAll(absl::Time now) {
  std::vector<ReadHour> taken = TakeBefore(absl::InfiniteFuture());
  if (other_ == 0) return taken;
  taken.push_back({HourOf(now), "", {{kOtherReads, {{kUnnamed, other_}}}}});
  other_ = 0;
  return taken;
}

void ReadTally::PutBack(const ReadHour& one) {
  for (const auto& [method, outcomes] : one.calls) {
    for (const auto& [outcome, calls] : outcomes) {
      Add({one.hour, one.party, method, outcome}, calls);
    }
  }
}

std::vector<AuditEntry> EntriesOfReads(const ReadHour& one) {
  std::vector<AuditEntry> entries;
  for (const auto& [method, outcomes] : one.calls) {
    for (const auto& [outcome, calls] : outcomes) {
      const std::string count = absl::StrCat(outcome, ":", calls);
      if (entries.empty()) entries.push_back(Begin(one));
      AuditEntry longer = entries.back();
      std::string& field = longer.fields[method];
      absl::StrAppend(&field, field.empty() ? "" : " ", count);
      if (Fits(longer, one.hour)) {
        entries.back() = std::move(longer);
        continue;
      }
      entries.push_back(Begin(one));
      entries.back().fields[method] = count;
    }
  }
  return entries;
}

absl::StatusOr<ReadHour> ReadsOfEntry(const AuditEntry& entry) {
  if (entry.type != kType) return NotReads();
  ReadHour one;
  const auto hour = entry.fields.find(kHour);
  if (hour == entry.fields.end() ||
      !absl::ParseTime(kTimeFormat, hour->second, &one.hour, nullptr)) {
    return NotReads();
  }
  for (const auto& [name, value] : entry.fields) {
    if (name == kHour) continue;
    if (name == kParty) {
      one.party = value;
      continue;
    }
    auto counts = CountsIn(value);
    if (!counts.has_value()) return NotReads();
    one.calls[name] = *std::move(counts);
  }
  return one;
}

}  // namespace toguna
