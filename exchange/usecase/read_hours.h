#ifndef TOGUNA_EXCHANGE_USECASE_READ_HOURS_H_
#define TOGUNA_EXCHANGE_USECASE_READ_HOURS_H_

// The log of what was only read: counted, and written once an hour.

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
// Not thread-safe, but for Write, which may run beside all else: nobody who
// counts has to wait for a disk. `ledger` must outlive it.
class ReadHours {
 public:
  ReadHours(Ledger& ledger, Clock clock);

  // One call that has ended: of a method as "ExtractService.GetExtract", with
  // kReadAnswered or the reason why not. `party` is empty if none is known.
  void Count(const PartyId& party, absl::string_view method,
             absl::string_view outcome);

  // What is to be written: of the hours that are over or, for an orderly stop,
  // of all. Nothing while nobody knows the time.
  std::vector<ReadHour> Take(bool all);
  // Writes that. What cannot be written is to be put back, and counts for the
  // next time. `status` as Ledger::Commit.
  struct Written {
    absl::Status status;
    std::vector<ReadHour> unwritten;
  };
  Written Write(const std::vector<ReadHour>& hours) const;
  void PutBack(const std::vector<ReadHour>& hours);

  // The three in one, of hours that are over, and of all.
  absl::Status WriteEnded() { return TakeAndWrite(false); }
  absl::Status WriteAll() { return TakeAndWrite(true); }

 private:
  absl::Status TakeAndWrite(bool all);

  Ledger& ledger_;
  const Clock clock_;
  ReadTally tally_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_READ_HOURS_H_
