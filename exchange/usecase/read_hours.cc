#include "exchange/usecase/read_hours.h"

#include <mutex>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/audit/entry.h"
#include "exchange/audit/read_tally.h"

namespace toguna {

ReadHours::ReadHours(Ledger& ledger, Clock clock)
    : ledger_(ledger), clock_(std::move(clock)) {}

void ReadHours::Count(const PartyId& party, absl::string_view method,
                      absl::string_view outcome) {
  const absl::Time now = clock_();
  const std::lock_guard<std::mutex> lock(mutex_);
  tally_.Count(now, party.text(), method, outcome);
}

absl::Status ReadHours::WriteEnded() { return Write(false); }

absl::Status ReadHours::WriteAll() { return Write(true); }

absl::Status ReadHours::Write(bool all) {
  std::vector<ReadHour> hours;
  absl::Time now;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    // The clock is not asked for nothing: it remembers what it said.
    if (tally_.empty()) return absl::OkStatus();
    now = clock_();
    if (now == absl::InfinitePast()) return absl::OkStatus();
    hours = all ? tally_.TakeAll(now) : tally_.TakeEnded(now);
  }
  absl::Status status;
  for (const ReadHour& hour : hours) {
    for (AuditEntry& entry : EntriesOfReads(hour)) {
      Effects effects;
      effects.time = now;
      effects.entry = std::move(entry);
      if (status.ok()) status = ledger_.Commit(effects).status();
      if (status.ok()) continue;
      const absl::StatusOr<ReadHour> unwritten = ReadsOfEntry(effects.entry);
      if (!unwritten.ok()) return unwritten.status();
      const std::lock_guard<std::mutex> lock(mutex_);
      tally_.PutBack(*unwritten);
    }
  }
  return status;
}

}  // namespace toguna
