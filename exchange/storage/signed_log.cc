#include "exchange/storage/signed_log.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/proof.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/storage/anchor.h"
#include "exchange/storage/place.h"

namespace toguna {
namespace {

// How long to wait for space before a head is tried again.
constexpr std::chrono::milliseconds kRetry(200);

}  // namespace

SignedLog::SignedLog(const LedgerParts& parts, std::string origin,
                     std::string anchor_path, Step step, MerkleTree tree,
                     std::optional<StoredCheckpoint> newest)
    : parts_(parts),
      origin_(std::move(origin)),
      anchor_path_(std::move(anchor_path)),
      step_(std::move(step)),
      stored_(std::move(newest)),
      tree_(std::move(tree)) {}

SignedLog::~SignedLog() { Stop(); }

void SignedLog::Stop() {
  {
    const MutexLock lock(mutex_);
    stop_ = true;
    changed_.WakeAll();
  }
  if (thread_.joinable()) thread_.join();
}

absl::Status SignedLog::Start() {
  TOGUNA_RETURN_IF_ERROR(Publish());
  thread_ = std::thread([this] { Run(); });
  return absl::OkStatus();
}

uint64_t SignedLog::size() const {
  const MutexLock lock(mutex_);
  return tree_.size();
}

MerkleFrontier SignedLog::Frontier() const {
  const MutexLock lock(mutex_);
  return tree_.Frontier();
}

void SignedLog::Append(const std::vector<std::string>& leaf_hashes) {
  const MutexLock lock(mutex_);
  for (const std::string& hash : leaf_hashes) tree_.Append(hash);
  changed_.WakeAll();
}

absl::Status SignedLog::Usable() const {
  const MutexLock lock(mutex_);
  return broken_;
}

absl::Status SignedLog::Break(const absl::Status& cause) {
  const MutexLock lock(mutex_);
  if (broken_.ok()) {
    broken_ = ReasonError(
        absl::StatusCode::kUnavailable, "LOG_UNWRITABLE",
        absl::StrCat("the log cannot be written, so nothing is accepted or "
                     "released until the program is restarted: ",
                     cause.message()));
  }
  changed_.WakeAll();
  return broken_;
}

absl::Status SignedLog::WaitFor(uint64_t index) {
  const MutexLock lock(mutex_);
  if (index >= tree_.size()) {
    return absl::OutOfRangeError("the log has no such entry");
  }
  const uint64_t refusals = refusals_;
  while (newest_->head.size <= index) {
    if (!broken_.ok()) return broken_;
    if (refusals_ != refusals) return full_;
    changed_.Wait(mutex_);
  }
  return absl::OkStatus();
}

StoredCheckpoint SignedLog::Newest() const {
  const MutexLock lock(mutex_);
  return *newest_;
}

absl::StatusOr<std::string> SignedLog::InclusionProof(
    uint64_t index, const StoredCheckpoint& checkpoint) const {
  const MutexLock lock(mutex_);
  TOGUNA_ASSIGN_OR_RETURN(std::vector<std::string> hashes,
                          tree_.InclusionProof(index, checkpoint.head.size));
  return ProofText({index, std::move(hashes), checkpoint.note});
}

absl::StatusOr<std::vector<std::string>> SignedLog::ConsistencyProof(
    uint64_t old_size, uint64_t size) const {
  const MutexLock lock(mutex_);
  if (old_size > size || size > newest_->head.size) {
    return absl::OutOfRangeError("no checkpoint covers that yet");
  }
  return tree_.ConsistencyProof(old_size, size);
}

absl::StatusOr<std::string> SignedLog::HashTile(const Tile& tile) const {
  const MutexLock lock(mutex_);
  // What no checkpoint covers is nobody's business yet.
  if (!HasTile(newest_->head.size, tile)) {
    return absl::OutOfRangeError("no checkpoint covers that tile yet");
  }
  return TileBytes(tree_, tile);
}

absl::StatusOr<std::string> SignedLog::RootOf(uint64_t size) const {
  const MutexLock lock(mutex_);
  return tree_.Root(size);
}

bool SignedLog::Covered() const { return newest_->head.size == tree_.size(); }

void SignedLog::Run() {
  while (true) {
    {
      const MutexLock lock(mutex_);
      while (!stop_ && broken_.ok() && Covered()) changed_.Wait(mutex_);
      if (!broken_.ok() || Covered()) return;
    }
    const absl::Status status = Publish();
    if (status.ok()) continue;
    if (status.code() != absl::StatusCode::kResourceExhausted) {
      Break(status).IgnoreError();
      return;
    }
    const MutexLock lock(mutex_);
    full_ = status;
    ++refusals_;
    changed_.WakeAll();
    if (stop_) return;
    changed_.WaitFor(mutex_, kRetry);
  }
}

absl::StatusOr<LogHead> SignedLog::NextHead() const {
  const MutexLock lock(mutex_);
  if (stored_.has_value()) {
    const absl::StatusOr<std::string> old_root = tree_.Root(stored_->head.size);
    if (!old_root.ok() || *old_root != stored_->head.root) {
      return absl::DataLossError("the log does not extend its last checkpoint");
    }
  }
  TOGUNA_ASSIGN_OR_RETURN(std::string root, tree_.Root(tree_.size()));
  return LogHead{origin_, tree_.size(), std::move(root)};
}

absl::Status SignedLog::Store(const LogHead& head) {
  StoredCheckpoint next{
      head, SignCheckpoint(origin_, head.size, head.root, parts_.signer), ""};
  next.value = SealValue(parts_.sealer, ColumnFamily::kMeta, kCheckpointKey,
                         head.size, next.note);
  std::optional<std::string> before;
  if (stored_.has_value()) before = stored_->value;
  const std::string key(kCheckpointKey);
  TOGUNA_RETURN_IF_ERROR(
      parts_.store.Write({{ColumnFamily::kMeta, key, next.value}},
                         {{ColumnFamily::kMeta, key, std::move(before)}}));
  stored_ = std::move(next);
  step_("checkpoint-stored");
  return absl::OkStatus();
}

absl::Status SignedLog::Publish() {
  TOGUNA_ASSIGN_OR_RETURN(const LogHead head, NextHead());
  // A head that is stored already was kept from the anchor by a full disk or a
  // crash.
  if (!stored_.has_value() || stored_->head.size != head.size) {
    TOGUNA_RETURN_IF_ERROR(Store(head));
  }
  TOGUNA_RETURN_IF_ERROR(WriteAnchor(anchor_path_, stored_->note));
  step_("anchor-written");
  {
    const MutexLock lock(mutex_);
    newest_ = stored_;
    changed_.WakeAll();
  }
  told_();
  return absl::OkStatus();
}

}  // namespace toguna
