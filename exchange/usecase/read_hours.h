#ifndef TOGUNA_EXCHANGE_USECASE_READ_HOURS_H_
#define TOGUNA_EXCHANGE_USECASE_READ_HOURS_H_

// The log of what was only read: counted, and written once an hour.

#include <mutex>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/read_tally.h"
#include "exchange/base/ids.h"
#include "exchange/usecase/ledger.h"
#include "keys/ring/ring.h"

namespace toguna {

// Counts reads and previews, and writes an entry reads.hour for each hour and
// party that had any. An entry says how often which method was answered, or was
// not and why; nothing of what was asked for or given.
//
// *Not promised*: counts lie in memory until they are written. Of a process
// that is killed, those of its last hour are lost, and so are those of one that
// is stopped while the log cannot be written or nobody knows the time. A write
// that was reported as failed and came through nevertheless is counted twice.
//
// Thread-safe. `ledger` must outlive it.
class ReadHours {
 public:
  ReadHours(Ledger& ledger, Clock clock);

  // One call that has ended: of a method as "ExtractService.GetExtract", with
  // kReadAnswered or the reason why not. `party` is empty if none is known.
  void Count(const PartyId& party, absl::string_view method,
             absl::string_view outcome);

  // Writes the hours that are over; nothing if there are none, or while nobody
  // knows the time. What cannot be written is kept for the next time. Errors as
  // Ledger::Commit.
  absl::Status WriteEnded();
  // Writes the hour that is not over as well: for an orderly stop.
  absl::Status WriteAll();

 private:
  absl::Status Write(bool all);

  Ledger& ledger_;
  const Clock clock_;
  std::mutex mutex_;  // of tally_
  ReadTally tally_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_READ_HOURS_H_
