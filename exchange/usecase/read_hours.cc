#include "exchange/usecase/read_hours.h"

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
  tally_.Count(clock_(), party.text(), method, outcome);
}

std::vector<ReadHour> ReadHours::Take(bool all) {
  // The clock is not asked for nothing: it remembers what it said.
  if (tally_.empty()) return {};
  const absl::Time now = clock_();
  if (now == absl::InfinitePast()) return {};
  return all ? tally_.TakeAll(now) : tally_.TakeEnded(now);
}

ReadHours::Written ReadHours::Write(const std::vector<ReadHour>& hours) const {
  Written written;
  if (hours.empty()) return written;
  const absl::Time now = clock_();
  for (const ReadHour& hour : hours) {
    for (AuditEntry& entry : EntriesOfReads(hour)) {
      Effects effects;
      effects.time = now;
      effects.entry = std::move(entry);
      if (written.status.ok()) {
        written.status = ledger_.Commit(effects).status();
      }
      if (written.status.ok()) continue;
      absl::StatusOr<ReadHour> unwritten = ReadsOfEntry(effects.entry);
      if (unwritten.ok()) written.unwritten.push_back(*std::move(unwritten));
    }
  }
  return written;
}

void ReadHours::PutBack(const std::vector<ReadHour>& hours) {
  for (const ReadHour& hour : hours) tally_.PutBack(hour);
}

absl::Status ReadHours::TakeAndWrite(bool all) {
  const Written written = Write(Take(all));
  PutBack(written.unwritten);
  return written.status;
}

}  // namespace toguna
