#ifndef TOGUNA_EXCHANGE_USECASE_LEDGER_H_
#define TOGUNA_EXCHANGE_USECASE_LEDGER_H_

// The one way to read and write: use cases see rows, and write only through
// Commit, so that nothing happens without its audit entry.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/audit/entry.h"
#include "exchange/audit/tiles.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/rows.h"

namespace toguna {

// Everything one act does, written in one synced batch or not at all.
struct Effects {
  std::vector<Row> put;
  std::vector<RowKey> erase;
  // Rows that must still be at the version they were read at (0: absent).
  // Where one is not, nothing is written and Commit returns kAborted.
  std::vector<std::pair<RowKey, uint64_t>> expected;
  AuditEntry entry;
  absl::Time time;
};

// A row and the version to expect when writing it again: one more than the
// audit index of its last change, so that 0 is free for "absent".
struct VersionedRow {
  Row row;
  uint64_t version = 0;
};

// Thread-safe. Implemented by exchange/storage over a Store.
class Ledger {
 public:
  virtual ~Ledger() = default;

  // The row at `key`; none if there is none. kDataLoss if it does not open.
  virtual absl::StatusOr<std::optional<VersionedRow>> Get(
      const RowKey& key) const = 0;

  // Calls `visit` for every row whose key begins with `prefix`, all as of one
  // moment; rows with a number in its order from `prefix.number` on, others in
  // no meaningful order. `visit` returns false to stop.
  virtual absl::Status Scan(
      const RowKey& prefix,
      const std::function<bool(const VersionedRow&)>& visit) const = 0;

  // Writes `effects` and its audit entry in one synced batch and returns the
  // entry's index. Durable when it returns; not yet covered by a checkpoint.
  //   kAborted            an expected version differs: read again, try again
  //   kResourceExhausted  the disk is nearly full (reason DISK_FULL)
  //   kUnavailable        the log cannot be written, or nobody knows the time
  //                       (reason CLOCK_BEHIND): nothing may be released
  virtual absl::StatusOr<uint64_t> Commit(const Effects& effects) = 0;

  // Returns once a signed checkpoint that covers entry `index` is durable.
  virtual absl::Status WaitForCheckpoint(uint64_t index) = 0;

  // Returns once enough witnesses have signed a checkpoint that covers entry
  // `index`.
  //   kUnavailable WITNESS_AWAY        not in time; the entry stays
  //   kFailedPrecondition NO_WITNESS   this exchange asks none
  virtual absl::Status WaitForWitnesses(uint64_t index) = 0;

  // Log reading, for the audit use cases. All bytes as SECURITY.md §1.2.
  virtual uint64_t LogSize() const = 0;
  // Entries [first, first + count) as far as the newest checkpoint covers them.
  virtual absl::StatusOr<std::vector<std::string>> Entries(
      uint64_t first, uint64_t count) const = 0;
  // The newest signed checkpoint (signed note).
  virtual absl::StatusOr<std::string> Checkpoint() const = 0;
  // The newest checkpoint that enough witnesses have signed, with their
  // signatures; empty if there is none yet, or none is asked for.
  virtual absl::StatusOr<std::string> CosignedCheckpoint() const = 0;
  // c2sp.org/tlog-proof@v1 text for entry `index`: under the newest checkpoint
  // that witnesses have signed, if that covers it, else under the newest.
  virtual absl::StatusOr<std::string> InclusionProof(uint64_t index) const = 0;
  // That the first `old_size` entries are a prefix of the first `size`, both
  // covered by the newest checkpoint: see VerifyConsistency.
  virtual absl::StatusOr<std::vector<std::string>> ConsistencyProof(
      uint64_t old_size, uint64_t size) const = 0;
  // A hash tile that the newest checkpoint covers (tiles.h).
  virtual absl::StatusOr<std::string> HashTile(const Tile& tile) const = 0;
};

// Get for a row of known type: Find<PeriodRow>(ledger, key).
template <typename T>
struct Versioned {
  T value;
  uint64_t version = 0;
};
template <typename T>
absl::StatusOr<std::optional<Versioned<T>>> Find(const Ledger& ledger,
                                                 const RowKey& key) {
  TOGUNA_ASSIGN_OR_RETURN(std::optional<VersionedRow> found, ledger.Get(key));
  if (!found.has_value()) return std::optional<Versioned<T>>();
  return std::optional(
      Versioned<T>{std::get<T>(std::move(found->row)), found->version});
}

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_LEDGER_H_
