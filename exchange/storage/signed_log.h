#ifndef TOGUNA_EXCHANGE_STORAGE_SIGNED_LOG_H_
#define TOGUNA_EXCHANGE_STORAGE_SIGNED_LOG_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/merkle.h"
#include "exchange/audit/tiles.h"
#include "exchange/storage/mutex.h"
#include "exchange/storage/recover.h"

namespace toguna {

// The log's tree, and the thread that signs its heads: as soon as one head is
// durable, the next covers all entries that came meanwhile.
//
// A head is stored in the database, synced, then written to the anchor, and
// only then shown to anyone. A head that would not extend the last one is never
// signed. Thread-safe.
class SignedLog {
 public:
  using Step = std::function<void(absl::string_view step)>;

  // `step` is called after each durable step; see StoredLedgerOptions.
  SignedLog(const LedgerParts& parts, std::string origin,
            std::string anchor_path, Step step, MerkleTree tree,
            std::optional<StoredCheckpoint> newest);
  ~SignedLog();
  SignedLog(const SignedLog&) = delete;
  SignedLog& operator=(const SignedLog&) = delete;

  // Signs what a crash left unsigned, brings the anchor up to date, and starts
  // the thread. Call once.
  absl::Status Start() ABSL_LOCKS_EXCLUDED(mutex_);
  // Ends the thread; what is not signed yet is, at the next start. Twice is OK.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

  const std::string& origin() const { return origin_; }
  uint64_t size() const ABSL_LOCKS_EXCLUDED(mutex_);
  MerkleFrontier Frontier() const ABSL_LOCKS_EXCLUDED(mutex_);
  // Adds the leaves of entries that are durable; a checkpoint covers all of
  // them or none.
  void Append(const std::vector<std::string>& leaf_hashes)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // OK, or why nothing can be written any more (reason LOG_UNWRITABLE).
  absl::Status Usable() const ABSL_LOCKS_EXCLUDED(mutex_);
  // From now on nothing is written; `cause` is what happened. Returns Usable().
  absl::Status Break(const absl::Status& cause) ABSL_LOCKS_EXCLUDED(mutex_);

  // Returns once a durable checkpoint covers entry `index`.
  //   kOutOfRange         there is no such entry
  //   kResourceExhausted  the disk is full; the entry stays, and is covered as
  //                       soon as there is space
  //   kUnavailable        as Usable()
  absl::Status WaitFor(uint64_t index) ABSL_LOCKS_EXCLUDED(mutex_);

  // The newest checkpoint that is durable and anchored.
  StoredCheckpoint Newest() const ABSL_LOCKS_EXCLUDED(mutex_);
  // Proof under `checkpoint`, an earlier Newest() with signatures added
  // perhaps; kOutOfRange if it does not cover `index`.
  absl::StatusOr<std::string> InclusionProof(
      uint64_t index, const StoredCheckpoint& checkpoint) const
      ABSL_LOCKS_EXCLUDED(mutex_);
  // kOutOfRange beyond the newest checkpoint.
  absl::StatusOr<std::vector<std::string>> ConsistencyProof(uint64_t old_size,
                                                            uint64_t size) const
      ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<std::string> HashTile(const Tile& tile) const
      ABSL_LOCKS_EXCLUDED(mutex_);
  // Root of the first `size` entries, signed or not; none if there are fewer.
  absl::StatusOr<std::string> RootOf(uint64_t size) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // `told` is called after each checkpoint, by the thread that made it. Set
  // before Start.
  void OnCheckpoint(std::function<void()> told) { told_ = std::move(told); }

 private:
  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status Publish() ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<LogHead> NextHead() const ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status Store(const LogHead& head);
  bool Covered() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const LedgerParts parts_;
  const std::string origin_;
  const std::string anchor_path_;
  const Step step_;
  std::function<void()> told_ = [] {};

  // Lies in the database, perhaps not in the anchor yet. Used by Start, then
  // by the thread alone.
  std::optional<StoredCheckpoint> stored_;

  mutable Mutex mutex_;
  Condition changed_;
  MerkleTree tree_ ABSL_GUARDED_BY(mutex_);
  std::optional<StoredCheckpoint> newest_ ABSL_GUARDED_BY(mutex_);
  absl::Status broken_ ABSL_GUARDED_BY(mutex_);
  // The last refusal for want of space, and how many there were.
  absl::Status full_ ABSL_GUARDED_BY(mutex_);
  uint64_t refusals_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stop_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_STORAGE_SIGNED_LOG_H_
