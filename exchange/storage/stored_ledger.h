#ifndef TOGUNA_EXCHANGE_STORAGE_STORED_LEDGER_H_
#define TOGUNA_EXCHANGE_STORAGE_STORED_LEDGER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/storage/cosigned_log.h"
#include "exchange/storage/mutex.h"
#include "exchange/storage/recover.h"
#include "exchange/storage/signed_log.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/store.h"
#include "keys/ring/ring.h"

namespace toguna {

struct StoredLedgerOptions {
  std::string origin;       // "<dns name>/audit/v1": name of log and key
  std::string anchor_path;  // file outside the database
  // An officer has confirmed that the anchor's volume was lost. Only for one
  // start: without an anchor an older copy of the database looks like this one.
  bool accept_missing_anchor = false;
  // Called at "before-commit" and after each durable step: "commit",
  // "checkpoint-stored", "anchor-written", "cosigned-stored". For tests that
  // stop the program.
  std::function<void(absl::string_view step)> after_step = {};
  // Whom to have sign the log's heads; none: nobody.
  std::optional<WitnessOptions> witnesses = std::nullopt;
};

// The ledger over a Store: the only code that knows stored messages, row keys
// and the sealing of values.
//
// After an error of the disk whose outcome is unknown it refuses everything
// (kUnavailable, reason LOG_UNWRITABLE); only opening it anew finds out what is
// on disk. Thread-safe.
class StoredLedger final : public Ledger {
 public:
  // Opens the ledger in `store`, or makes one in an empty store. The arguments
  // outlive it. Errors as Recover (recover.h); no second ledger may use the
  // same store.
  static absl::StatusOr<std::unique_ptr<StoredLedger>> Open(
      Store& store, const Sealer& sealer, const RowHasher& hasher,
      const Signer& log_signer, StoredLedgerOptions options);

  // Opens a store that was put back, to look at its rows and to take it up
  // again with Restart: what the anchor has seen is not asked, no head is
  // signed, and nothing is written but by Restart. Only Get, Scan, Head and
  // Restart may be called. `origin` is the log's old name. Errors as Recover.
  static absl::StatusOr<std::unique_ptr<StoredLedger>> OpenToRecover(
      Store& store, const Sealer& sealer, const RowHasher& hasher,
      const Signer& log_signer, std::string origin);
  // Of all its entries, signed or not.
  LogHead Head() const;
  // Root of the first `size` of them; kOutOfRange if there are fewer.
  absl::StatusOr<std::string> RootOf(uint64_t size) const {
    return log_.RootOf(size);
  }
  // Writes the acts, all in one synced batch or none, and that from here on the
  // log is called `origin`: the next Open has to name it so, and signs its
  // first head. `superseded` is the signed head in the anchor, to the byte.
  absl::Status Restart(const std::vector<Effects>& acts,
                       absl::string_view origin, absl::string_view superseded);

  // What is told of checkpoints ends before whoever is told.
  ~StoredLedger() override { log_.Stop(); }

  absl::StatusOr<std::optional<VersionedRow>> Get(
      const RowKey& key) const override;
  absl::Status Scan(
      const RowKey& prefix,
      const std::function<bool(const VersionedRow&)>& visit) const override;
  // Acts that come while one is being written are written together, in one
  // synced batch, in the order in which they came: each as if it were alone,
  // or not at all.
  absl::StatusOr<uint64_t> Commit(const Effects& effects) override
      ABSL_LOCKS_EXCLUDED(queue_mutex_, commit_mutex_);
  absl::Status WaitForCheckpoint(uint64_t index) override;
  absl::Status WaitForWitnesses(uint64_t index) override;
  uint64_t LogSize() const override;
  absl::StatusOr<std::vector<std::string>> Entries(
      uint64_t first, uint64_t count) const override;
  absl::StatusOr<std::string> Checkpoint() const override;
  absl::StatusOr<std::string> CosignedCheckpoint() const override;
  absl::StatusOr<std::string> InclusionProof(uint64_t index) const override;
  absl::StatusOr<std::vector<std::string>> ConsistencyProof(
      uint64_t old_size, uint64_t size) const override;
  absl::StatusOr<std::string> HashTile(const Tile& tile) const override;

 private:
  struct Batch;
  struct Change;
  struct Waiting;

  StoredLedger(const LedgerParts& parts, StoredLedgerOptions options,
               RecoveredLog log);

  // What lies at a place once `batch` is written.
  absl::StatusOr<std::optional<std::string>> Value(ColumnFamily family,
                                                   const std::string& key,
                                                   const Batch& batch) const;
  absl::Status CheckExpected(const Effects& effects, const Batch& batch) const;
  // The sealer of the rows of `key` that is shredded with ShredKeyOf; none if
  // they are under the store's own key alone.
  absl::StatusOr<std::unique_ptr<Sealer>> Shredder(const RowKey& key) const;
  absl::StatusOr<VersionedRow> OpenRow(RowKind kind, absl::string_view key,
                                       absl::string_view value,
                                       const Sealer* shredder) const;
  absl::StatusOr<std::string> RowBytes(const Row& row, const Effects& effects,
                                       uint64_t generation) const;
  absl::StatusOr<Change> ChangeOf(const RowKey& key, uint64_t generation,
                                  std::optional<std::string> bytes,
                                  const Batch& batch) const;
  // Adds an act; where it cannot be, `batch` is as it was.
  absl::Status AddAct(const Effects& effects, Batch& batch) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(commit_mutex_);
  // Writes as many of `group` together as can be, from the first on, answers
  // those, and returns how many.
  size_t WriteTogether(const std::vector<Waiting*>& group)
      ABSL_LOCKS_EXCLUDED(commit_mutex_);
  void WriteAlone(Waiting& one) ABSL_EXCLUSIVE_LOCKS_REQUIRED(commit_mutex_);
  // `more` is changed with it.
  absl::Status Write(Batch batch, bool shreds,
                     std::vector<StoreChange> more = {})
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(commit_mutex_);

  const LedgerParts parts_;
  const std::function<void(absl::string_view)> step_;

  // Acts that wait for whoever writes now.
  Mutex queue_mutex_;
  Condition answered_;
  std::vector<Waiting*> queue_ ABSL_GUARDED_BY(queue_mutex_);
  bool writing_ ABSL_GUARDED_BY(queue_mutex_) = false;

  // Held while a batch is made and written. Taken before SignedLog's own.
  Mutex commit_mutex_;
  std::string rows_ ABSL_GUARDED_BY(commit_mutex_);
  std::string head_value_ ABSL_GUARDED_BY(commit_mutex_);

  SignedLog log_;
  std::unique_ptr<CosignedLog> cosigned_;  // none: no witnesses are asked
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_STORAGE_STORED_LEDGER_H_
