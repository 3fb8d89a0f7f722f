#ifndef TOGUNA_EXCHANGE_AUDIT_ENTRY_H_
#define TOGUNA_EXCHANGE_AUDIT_ENTRY_H_

// One entry of the audit log.

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace toguna {

// What happened, as the log holds it. No personal data, no pseudonym, no count
// below a minimum, no place. `fields` are short texts (ids, digests, reasons).
// A release.extract has the digest of its decision as decision_sha256, and a
// release.refuse under a known agreement the decision's id as well, as decision
// (exchange/usecase/decision_rows.h).
//
// Types: operation.start, agreement.set, agreement.standing,
// agreement.approval, intake.accept, record.retract, record.correct,
// period.close, period.seal-requested, period.seal, period.seal-failed,
// period.seal-cancelled, period.proof-read, release.extract, release.refuse,
// release.feed-item, download.refuse, inquiry.open, inquiry.answer,
// inquiry.refuse, recall.open, recall.notify, recall.attest, release.ack,
// statement.refuse, alert.raise, alert.clear, recipient.add, clock.confirm,
// reads.hour; and where a database that was put back was taken up again:
// log.lost, log.recover, period.lost
//
// A download.refuse has the reason and, of a release that there is, its id and
// agreement: RELEASE_UNKNOWN, CALLER_NOT_RECIPIENT, or as the rules or recalls
// have it (exchange/usecase/releases.h). One a day for each release, party and
// reason. A reads.hour counts what a party read and previewed in an hour
// (read_tally.h); nothing else says that something was only read.
//
// An inquiry.open is the recipient's and an inquiry.answer the contributor's.
// They are not to be told to belong together, so neither has the inquiry's id,
// but a commitment (commitment.h) with a salt of its own.
struct AuditEntry {
  std::string type;
  std::string actor;  // SPIFFE id of the caller, or "system"
  std::map<std::string, std::string> fields;
};

// The entry's bytes: canonical JSON of v, seq, time (RFC 3339, whole seconds,
// UTC), type, actor and the fields. These bytes are the leaf of the log.
std::string EntryBytes(const AuditEntry& entry, uint64_t sequence,
                       absl::Time time);

// An entry as it lies in the log.
struct LoggedEntry {
  uint64_t sequence = 0;
  absl::Time time;
  AuditEntry entry;
};

// Reads exactly the bytes that EntryBytes writes; kDataLoss for any other.
absl::StatusOr<LoggedEntry> ParseEntry(absl::string_view bytes);

// When an entry was written; kDataLoss if these are not an entry's bytes.
absl::StatusOr<absl::Time> TimeOfEntry(absl::string_view bytes);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_AUDIT_ENTRY_H_
