#ifndef TOGUNA_EXCHANGE_AUDIT_SEEN_H_
#define TOGUNA_EXCHANGE_AUDIT_SEEN_H_

// What somebody who verifies a log keeps of it, so that the next time only what
// is new has to be read, and no other past can be shown.

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/export.h"
#include "exchange/audit/merkle.h"

namespace toguna {

// The head that was verified last, and the right edge of its tree.
struct SeenLog {
  std::string note;  // the signed note
  LogHead head;      // of it
  MerkleFrontier tree;
};

// A file of lines that begins with its version.
std::string SeenText(const SeenLog& seen);
// Reads what SeenText writes, signed with `log`. kDataLoss for anything else,
// and where the tree is not that of the head.
absl::StatusOr<SeenLog> ParseSeen(absl::string_view text, const NoteKey& log,
                                  const Ed25519Verifier& verify);

// Told now and then how many entries were read of how many.
using SayProgress = std::function<void(uint64_t read, uint64_t of)>;

// Reads the log from its first entry as far as `note` says, and takes every
// entry into the tree.
//   kDataLoss          not a checkpoint, its signature is wrong, or the entries
//                      do not have its root
//   kPermissionDenied  of another log or key
absl::StatusOr<SeenLog> SeeWhole(const NoteKey& log, absl::string_view note,
                                 const ReadEntries& read,
                                 const Ed25519Verifier& verify,
                                 const SayProgress& say);

// The same, but of the entries that are new since `seen` alone: the tree shows
// that those before are still the same.
//   kFailedPrecondition ROLLED_BACK  the log has fewer entries than were seen
//   kFailedPrecondition FORKED       its first entries are not those that were
//                                    seen: the log has two pasts
absl::StatusOr<SeenLog> SeeMore(const SeenLog& seen, const NoteKey& log,
                                absl::string_view note, const ReadEntries& read,
                                const Ed25519Verifier& verify,
                                const SayProgress& say);

// A log that goes on under a name of its own since its database was put back:
// what an entry log.recover says of the one before.
struct RecoveredFrom {
  uint64_t kept = 0;  // entries of the old log that are this one's first
  uint64_t lost = 0;  // that came after them, and are gone
};

// Whether a log of `size` entries is what became of the one that was seen as
// `before`: one of its entries says so, what it kept is what was seen, and it
// admits that as much was lost as was seen. `old_log` is the key of `before`.
//   kFailedPrecondition NOT_CONTINUED    no entry says so
//   kFailedPrecondition FORKED           what it kept is not what was seen
//   kFailedPrecondition RECOVERY_UNTRUE  more was seen than it admits, or the
//                                        head that it quotes was never signed
absl::StatusOr<RecoveredFrom> CheckRecovered(const SeenLog& before,
                                             const NoteKey& old_log,
                                             uint64_t size,
                                             const ReadEntries& read,
                                             const Ed25519Verifier& verify,
                                             const SayProgress& say);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_AUDIT_SEEN_H_
