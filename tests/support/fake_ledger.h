#ifndef TOGUNA_TESTS_SUPPORT_FAKE_LEDGER_H_
#define TOGUNA_TESTS_SUPPORT_FAKE_LEDGER_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "exchange/usecase/ledger.h"

namespace toguna::testing {

// A ledger in memory, held to the same contract as the real one. Its log has
// entries but no signatures. Not thread-safe.
class FakeLedger : public Ledger {
 public:
  absl::StatusOr<std::optional<VersionedRow>> Get(
      const RowKey& key) const override {
    const auto found = rows_.find(key);
    if (found == rows_.end()) return std::optional<VersionedRow>();
    const std::optional<RowKey> under = ShredKeyOf(key);
    if (under.has_value() && !rows_.contains(*under)) {
      return absl::DataLossError("shredded");
    }
    return std::optional(found->second);
  }

  absl::Status Scan(
      const RowKey& prefix,
      const std::function<bool(const VersionedRow&)>& visit) const override {
    for (const auto& [key, row] : rows_) {
      if (!Matches(key, prefix)) continue;
      if (!visit(row)) break;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<uint64_t> Commit(const Effects& effects) override {
    if (!commit_error.ok()) return commit_error;
    for (const auto& [key, version] : effects.expected) {
      const auto found = rows_.find(key);
      if ((found == rows_.end() ? 0 : found->second.version) != version) {
        return absl::AbortedError("a row changed");
      }
    }
    const uint64_t index = entries_.size();
    for (const RowKey& key : effects.erase) rows_.erase(key);
    for (Row row : effects.put) {
      SetAuditIndex(index, row);
      const RowKey key = KeyOf(row);
      rows_.insert_or_assign(key, VersionedRow{std::move(row), index + 1});
    }
    entries_.push_back(EntryBytes(effects.entry, index, effects.time));
    log.push_back(effects.entry);
    return index;
  }

  absl::Status WaitForCheckpoint(uint64_t index) override {
    checkpointed = std::max(checkpointed, index + 1);
    return checkpoint_error;
  }

  uint64_t LogSize() const override { return entries_.size(); }
  absl::StatusOr<std::vector<std::string>> Entries(
      uint64_t first, uint64_t count) const override {
    std::vector<std::string> some;
    for (uint64_t i = first; i < first + count && i < entries_.size(); ++i) {
      some.push_back(entries_[i]);
    }
    return some;
  }
  absl::StatusOr<std::string> Checkpoint() const override {
    return std::string("fake checkpoint\n");
  }
  absl::StatusOr<std::string> InclusionProof(uint64_t) const override {
    return std::string("fake proof\n");
  }
  absl::Status WaitForWitnesses(uint64_t index) override {
    witnessed = std::max(witnessed, index + 1);
    return witness_error;
  }
  absl::StatusOr<std::string> CosignedCheckpoint() const override {
    return std::string();
  }
  absl::StatusOr<std::vector<std::string>> ConsistencyProof(
      uint64_t old_size, uint64_t size) const override {
    return Tree().ConsistencyProof(old_size, size);
  }
  absl::StatusOr<std::string> HashTile(const Tile& tile) const override {
    return TileBytes(Tree(), tile);
  }

  // Puts a row where it says that it lies, past Commit and the log: as whoever
  // could write into the store would.
  void Replace(Row row) {
    const RowKey key = KeyOf(row);
    rows_.insert_or_assign(key, VersionedRow{std::move(row), 1});
  }

  size_t row_count() const { return rows_.size(); }

  std::vector<AuditEntry> log;    // every committed entry, in order
  uint64_t checkpointed = 0;      // entries below are covered
  absl::Status commit_error;      // what Commit answers, if not OK
  absl::Status checkpoint_error;  // what WaitForCheckpoint answers
  uint64_t witnessed = 0;         // entries below were waited for
  absl::Status witness_error;     // what WaitForWitnesses answers

 private:
  MerkleTree Tree() const {
    MerkleTree tree;
    for (const std::string& entry : entries_) tree.Append(LeafHash(entry));
    return tree;
  }
  static bool Matches(const RowKey& key, const RowKey& prefix) {
    if (key.kind != prefix.kind || key.texts.size() < prefix.texts.size()) {
      return false;
    }
    for (size_t i = 0; i < prefix.texts.size(); ++i) {
      if (key.texts[i] != prefix.texts[i]) return false;
    }
    return !prefix.number.has_value() ||
           (key.number.has_value() && *key.number >= *prefix.number);
  }

  std::map<RowKey, VersionedRow> rows_;
  std::vector<std::string> entries_;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_FAKE_LEDGER_H_
