#ifndef TOGUNA_EXCHANGE_AUDIT_REPORT_H_
#define TOGUNA_EXCHANGE_AUDIT_REPORT_H_

// What a log says of one agreement in a time: read from its entries alone, so
// that it is as true as they are verified.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/audit/entry.h"

namespace toguna {

// What a party called in a month that only reads.
struct ReadsOfMonth {
  uint64_t previews = 0;      // answered
  uint64_t reads = 0;         // answered, other than previews
  uint64_t not_answered = 0;  // refused, failed, or the caller hung up

  friend bool operator==(const ReadsOfMonth&, const ReadsOfMonth&) = default;
};

struct AgreementReport {
  std::string agreement;
  absl::Time from;   // inclusive
  absl::Time until;  // exclusive
  // Entries of the agreement in that time, in order.
  std::vector<LoggedEntry> releases;    // release.extract
  std::vector<LoggedEntry> earlier;     // likewise, but before that time
  std::vector<LoggedEntry> feed_items;  // release.feed-item
  std::vector<LoggedEntry> refusals;    // release.refuse
  std::vector<LoggedEntry> downloads;   // download.refuse
  std::vector<LoggedEntry> acts;       // agreement.set, .standing and .approval
  std::vector<LoggedEntry> inquiries;  // inquiry.open
  std::vector<LoggedEntry> recalls;    // recall.open and .notify
  std::vector<LoggedEntry> receipts;   // release.ack
  std::vector<LoggedEntry> attestations;  // recall.attest, statement.refuse
  // Of any type that this program does not know, so that none is overlooked.
  std::vector<LoggedEntry> others;
  // Extracts by calendar month, of every month that has any in that time.
  std::map<absl::CivilMonth, int> extracts_by_month;
  // The recipient's, whatever agreement they were about: the log has no more.
  // From reads.hour of hours that begin in that time.
  std::map<absl::CivilMonth, ReadsOfMonth> reads_by_month;
};

// What contradicts the rules in the log alone.
struct ReportFault {
  enum class Kind {
    kNotRecipient,      // released to somebody else than the recipient
    kOtherRevision,     // under a text that was not the one in force
    kWhileNotStanding,  // while the agreement did not stand
    kQuota,             // more extracts in a month than it gives
    kEntriesLost,       // the log was recovered: what left then, nobody knows
  };
  Kind kind = Kind::kNotRecipient;
  uint64_t entry = 0;
};

// Takes the log's entries from the first on, in order.
class ReportReader {
 public:
  // `recipient`: the id of the party that may receive. `quota`: extracts a
  // calendar month of `zone`, by dataset; a dataset without one gives none.
  ReportReader(std::string agreement, std::string recipient,
               std::map<std::string, int> quota, absl::Time from,
               absl::Time until, absl::TimeZone zone);

  // kDataLoss for bytes that are no entry, or out of order.
  absl::Status Take(absl::string_view entry);

  const AgreementReport& report() const { return report_; }
  const std::vector<ReportFault>& faults() const { return faults_; }

 private:
  void Follow(const LoggedEntry& entry);
  void Judge(const LoggedEntry& entry);
  void Keep(const LoggedEntry& entry);
  void CountReads(const LoggedEntry& entry);

  const std::string recipient_;
  const std::map<std::string, int> quota_;
  const absl::TimeZone zone_;
  AgreementReport report_;
  std::vector<ReportFault> faults_;
  uint64_t next_ = 0;
  absl::Time kept_until_ = absl::InfinitePast();  // of the last entry not lost
  // As the entries so far leave it.
  std::string sha256_;
  bool stands_ = true;
  bool terminated_ = false;
  std::map<absl::CivilMonth, int> counted_;
};

// Whether a SPIFFE id is one of this party's: ".../ROLE/PARTY/N".
bool IsOfParty(absl::string_view spiffe_id, absl::string_view party);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_AUDIT_REPORT_H_
