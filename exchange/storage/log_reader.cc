#include "exchange/storage/log_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "exchange/audit/proof.h"
#include "exchange/audit/strict.h"
#include "exchange/base/status_macros.h"
#include "exchange/storage/place.h"

namespace toguna {
namespace {

// A signed note of the family `meta`, if it is of this log.
absl::StatusOr<std::string> NoteAt(const LedgerParts& parts,
                                   absl::string_view key,
                                   absl::string_view origin, LogHead& head) {
  TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> value,
                          parts.store.Get(ColumnFamily::kMeta, key));
  if (!value.has_value()) return absl::NotFoundError("no signed head");
  TOGUNA_ASSIGN_OR_RETURN(
      OpenedValue opened,
      OpenValue(parts.sealer, ColumnFamily::kMeta, key, *value));
  TOGUNA_ASSIGN_OR_RETURN(CheckpointNote note, ParseCheckpoint(opened.bytes));
  if (note.head.origin != origin) {
    return absl::NotFoundError("a head of another log");
  }
  head = std::move(note.head);
  return std::move(opened.bytes);
}

}  // namespace

absl::StatusOr<std::unique_ptr<LogReader>> LogReader::Open(
    const LedgerParts& parts, absl::string_view origin, absl::Status why) {
  std::unique_ptr<LogReader> reader(new LogReader(parts, why));
  absl::StatusOr<std::string> note =
      NoteAt(parts, kCheckpointKey, origin, reader->head_);
  if (!note.ok()) return why;
  reader->note_ = *std::move(note);
  MerkleTree& tree = reader->tree_;
  // What is not signed may be half of something; it is not shown.
  const absl::Status read = parts.store.Scan(
      ColumnFamily::kAudit, "", BigEndian64(reader->head_.size),
      [&](absl::string_view key, absl::string_view value) {
        const auto entry =
            OpenValue(parts.sealer, ColumnFamily::kAudit, key, value);
        if (key != BigEndian64(tree.size()) || !entry.ok()) return false;
        tree.Append(LeafHash(entry->bytes));
        return true;
      });
  if (!read.ok() || tree.size() != reader->head_.size ||
      *tree.Root(tree.size()) != reader->head_.root) {
    return why;
  }
  LogHead cosigned;
  absl::StatusOr<std::string> witnessed =
      NoteAt(parts, kCosignedKey, origin, cosigned);
  if (witnessed.ok() && cosigned.size <= tree.size() &&
      *tree.Root(cosigned.size) == cosigned.root) {
    reader->cosigned_ = *std::move(witnessed);
  }
  return reader;
}

absl::StatusOr<std::optional<VersionedRow>> LogReader::Get(
    const RowKey&) const {
  return why_;
}

absl::Status LogReader::Scan(
    const RowKey&, const std::function<bool(const VersionedRow&)>&) const {
  return why_;
}

absl::StatusOr<uint64_t> LogReader::Commit(const Effects&) { return why_; }
absl::Status LogReader::WaitForCheckpoint(uint64_t) { return why_; }
absl::Status LogReader::WaitForWitnesses(uint64_t) { return why_; }
uint64_t LogReader::LogSize() const { return tree_.size(); }

absl::StatusOr<std::vector<std::string>> LogReader::Entries(
    uint64_t first, uint64_t count) const {
  return EntriesIn(parts_.store, parts_.sealer, first, count, tree_.size());
}

absl::StatusOr<std::string> LogReader::Checkpoint() const { return note_; }

absl::StatusOr<std::string> LogReader::CosignedCheckpoint() const {
  return cosigned_;
}

absl::StatusOr<std::string> LogReader::InclusionProof(uint64_t index) const {
  TOGUNA_ASSIGN_OR_RETURN(std::vector<std::string> hashes,
                          tree_.InclusionProof(index, tree_.size()));
  return ProofText({index, std::move(hashes), note_});
}

absl::StatusOr<std::vector<std::string>> LogReader::ConsistencyProof(
    uint64_t old_size, uint64_t size) const {
  if (old_size > size) {
    return absl::OutOfRangeError("the old size is the larger one");
  }
  return tree_.ConsistencyProof(old_size, size);
}

absl::StatusOr<std::string> LogReader::HashTile(const Tile& tile) const {
  if (!HasTile(tree_.size(), tile)) {
    return absl::OutOfRangeError("no checkpoint covers that tile");
  }
  return TileBytes(tree_, tile);
}

}  // namespace toguna
