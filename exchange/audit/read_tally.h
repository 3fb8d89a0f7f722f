#ifndef TOGUNA_EXCHANGE_AUDIT_READ_TALLY_H_
#define TOGUNA_EXCHANGE_AUDIT_READ_TALLY_H_

// How often something was read or previewed: counted by the hour, so that the
// log has it without an entry for each call.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/audit/entry.h"

namespace toguna {

// What one party called in one hour.
struct ReadHour {
  absl::Time hour;    // its first instant; hours are those of UTC
  std::string party;  // empty: of callers that no party stands for
  // By method as "ExtractService.PreviewExtract", then by what came of it:
  // "OK" if it was answered, else the reason that it was not.
  std::map<std::string, std::map<std::string, uint64_t>> calls;

  friend bool operator==(const ReadHour&, const ReadHour&) = default;
};

// What came of a call that was answered.
inline constexpr char kReadAnswered[] = "OK";
// Under this method, and of no party, are calls that were counted but not told
// apart: while nobody knew the time, or beyond ReadTally's bound.
inline constexpr char kOtherReads[] = "other";

// Counts calls by hour, party, method and what came of them, until they are
// taken out. Every call is counted once, whatever the clock does: one that is
// set back opens an earlier hour again, and one that jumps leaves hours out.
//
// Example: two previews of "mrm" at 13:05 and 13:59, one at 14:00. TakeEnded at
// 14:01 gives {13:00, mrm, PreviewExtract: OK 2} and keeps the third.
//
// Not thread-safe.
class ReadTally {
 public:
  // How many hours, parties, methods and outcomes are told apart at once.
  static constexpr size_t kMaxCounts = 4096;

  // `now` in the infinite past: nobody knows the time.
  void Count(absl::Time now, absl::string_view party, absl::string_view method,
             absl::string_view outcome);

  // Takes out the hours that are over at `now`, the oldest first.
  std::vector<ReadHour> TakeEnded(absl::Time now);
  // Takes out everything. What no time is known of goes to the hour of `now`.
  std::vector<ReadHour> TakeAll(absl::Time now);
  // Counts again what was taken out and could not be kept.
  void PutBack(const ReadHour& one);

  bool empty() const { return counts_.empty() && other_ == 0; }

 private:
  // hour, party, method, outcome
  using Key = std::tuple<absl::Time, std::string, std::string, std::string>;
  void Add(Key key, uint64_t calls);
  std::vector<ReadHour> TakeBefore(absl::Time end);

  std::map<Key, uint64_t> counts_;
  uint64_t other_ = 0;
};

// The log's entries of an hour, of type reads.hour: the hour, the party if
// there is one, and a field for each method, "OK:12 REFUSED:3". One entry,
// unless that is longer than the log takes; the counts of several entries of
// one hour and party add up, as they do where the exchange was started again
// within the hour.
std::vector<AuditEntry> EntriesOfReads(const ReadHour& one);

// Reads what EntriesOfReads makes; kDataLoss for anything else.
absl::StatusOr<ReadHour> ReadsOfEntry(const AuditEntry& entry);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_AUDIT_READ_TALLY_H_
