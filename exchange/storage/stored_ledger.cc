#include "exchange/storage/stored_ledger.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/entry.h"
#include "exchange/audit/merkle.h"
#include "exchange/audit/strict.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/storage/place.h"
#include "exchange/storage/row_codec.h"

namespace toguna {
namespace {

constexpr size_t kMaxEntryBytes = 8192;
// Where a value lies that is sealed under a key of its own: within another.
constexpr absl::string_view kShredPlace = "shreddable";

absl::Status Shredded() {
  return ReasonError(absl::StatusCode::kDataLoss, "SHREDDED",
                     "the key that this was stored under has been destroyed");
}

}  // namespace

// What one commit writes, and what the ledger then remembers.
struct StoredLedger::Batch {
  std::vector<StoreChange> changes;
  std::string leaf_hash;
  std::string rows;
  std::string head_value;
};

absl::StatusOr<std::unique_ptr<StoredLedger>> StoredLedger::Open(
    Store& store, const Sealer& sealer, const RowHasher& hasher,
    const Signer& log_signer, StoredLedgerOptions options) {
  const LedgerParts parts{store, sealer, hasher, log_signer};
  if (!options.after_step) options.after_step = [](absl::string_view) {};
  TOGUNA_ASSIGN_OR_RETURN(RecoveredLog log,
                          Recover(parts, options.origin, options.anchor_path,
                                  options.accept_missing_anchor));
  // The last process may have died between erasing a key and purging it.
  TOGUNA_RETURN_IF_ERROR(store.Purge(FamilyOf(RowKind::kShredKey)));
  std::optional<WitnessOptions> witnesses = std::move(options.witnesses);
  std::unique_ptr<StoredLedger> ledger(
      new StoredLedger(parts, std::move(options), std::move(log)));
  if (witnesses.has_value()) {
    ledger->cosigned_ = std::make_unique<CosignedLog>(
        parts, ledger->log_, *std::move(witnesses), ledger->step_);
    ledger->log_.OnCheckpoint(
        [cosigned = ledger->cosigned_.get()] { cosigned->Wake(); });
  }
  TOGUNA_RETURN_IF_ERROR(ledger->log_.Start());
  if (ledger->cosigned_ != nullptr) {
    TOGUNA_RETURN_IF_ERROR(ledger->cosigned_->Start());
  }
  return ledger;
}

StoredLedger::StoredLedger(const LedgerParts& parts,
                           StoredLedgerOptions options, RecoveredLog log)
    : parts_(parts),
      step_(options.after_step),
      rows_(std::move(log.rows)),
      head_value_(std::move(log.head_value)),
      log_(parts, std::move(options.origin), std::move(options.anchor_path),
           std::move(options.after_step), std::move(log.tree),
           std::move(log.checkpoint)) {}

absl::StatusOr<std::optional<VersionedRow>> StoredLedger::Get(
    const RowKey& key) const {
  TOGUNA_RETURN_IF_ERROR(log_.Usable());
  const ColumnFamily family = FamilyOf(key.kind);
  const std::string bytes = KeyBytes(key, parts_.hasher);
  TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> value,
                          parts_.store.Get(family, bytes));
  if (!value.has_value()) return std::optional<VersionedRow>();
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Sealer> shredder,
                          Shredder(key));
  TOGUNA_ASSIGN_OR_RETURN(VersionedRow row,
                          OpenRow(key.kind, bytes, *value, shredder.get()));
  return std::optional(std::move(row));
}

absl::StatusOr<std::unique_ptr<Sealer>> StoredLedger::Shredder(
    const RowKey& key) const {
  if (!IsShreddable(key.kind)) return std::unique_ptr<Sealer>();
  const std::optional<RowKey> under = ShredKeyOf(key);
  if (!under.has_value()) {
    return absl::InvalidArgumentError("rows of several keys cannot be scanned");
  }
  TOGUNA_ASSIGN_OR_RETURN(const auto found, Find<ShredKeyRow>(*this, *under));
  if (!found.has_value()) return Shredded();
  return parts_.sealer.Under(found->value.key);
}

absl::StatusOr<VersionedRow> StoredLedger::OpenRow(
    RowKind kind, absl::string_view key, absl::string_view value,
    const Sealer* shredder) const {
  const ColumnFamily family = FamilyOf(kind);
  TOGUNA_ASSIGN_OR_RETURN(OpenedValue opened,
                          OpenValue(parts_.sealer, family, key, value));
  if (shredder != nullptr) {
    TOGUNA_ASSIGN_OR_RETURN(
        opened.bytes,
        shredder->Open({kShredPlace, key, opened.generation}, opened.bytes));
  }
  TOGUNA_ASSIGN_OR_RETURN(Row row, DecodeRow(kind, opened.bytes));
  return VersionedRow{std::move(row), opened.generation};
}

absl::Status StoredLedger::Scan(
    const RowKey& prefix,
    const std::function<bool(const VersionedRow&)>& visit) const {
  TOGUNA_RETURN_IF_ERROR(log_.Usable());
  const ColumnFamily family = FamilyOf(prefix.kind);
  RowKey texts = prefix;
  texts.number.reset();
  const std::string first = KeyBytes(prefix, parts_.hasher);
  const std::string end = PrefixEnd(KeyBytes(texts, parts_.hasher));
  std::unique_ptr<Sealer> shredder;
  if (IsShreddable(prefix.kind)) {
    absl::StatusOr<std::unique_ptr<Sealer>> found = Shredder(prefix);
    // Where there is no key, there can be no rows either.
    if (absl::IsDataLoss(found.status())) return absl::OkStatus();
    TOGUNA_RETURN_IF_ERROR(found.status());
    shredder = *std::move(found);
  }
  absl::Status problem;
  TOGUNA_RETURN_IF_ERROR(parts_.store.Scan(
      family, first, end, [&](absl::string_view key, absl::string_view value) {
        absl::StatusOr<VersionedRow> row =
            OpenRow(prefix.kind, key, value, shredder.get());
        if (!row.ok()) {
          problem = row.status();
          return false;
        }
        return visit(*row);
      }));
  return problem;
}

absl::Status StoredLedger::CheckExpected(const Effects& effects) const {
  for (const auto& [key, version] : effects.expected) {
    TOGUNA_ASSIGN_OR_RETURN(
        const std::optional<std::string> value,
        parts_.store.Get(FamilyOf(key.kind), KeyBytes(key, parts_.hasher)));
    uint64_t found = 0;
    if (value.has_value()) {
      TOGUNA_ASSIGN_OR_RETURN(found, GenerationOf(*value));
    }
    if (found != version) {
      return absl::AbortedError("a row changed since it was read: try again");
    }
  }
  return absl::OkStatus();
}

absl::Status StoredLedger::AddChange(const RowKey& key, uint64_t generation,
                                     std::optional<std::string> bytes,
                                     Batch& batch) const {
  StoreChange change{FamilyOf(key.kind), KeyBytes(key, parts_.hasher), {}};
  TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> before,
                          parts_.store.Get(change.family, change.key));
  if (before.has_value()) {
    TOGUNA_ASSIGN_OR_RETURN(const uint64_t old, GenerationOf(*before));
    AddMark(RowMark(parts_.hasher, change.family, change.key, old), batch.rows);
  }
  if (bytes.has_value()) {
    AddMark(RowMark(parts_.hasher, change.family, change.key, generation),
            batch.rows);
    change.value =
        SealValue(parts_.sealer, change.family, change.key, generation, *bytes);
  }
  batch.changes.push_back(std::move(change));
  return absl::OkStatus();
}

// A row that is shreddable needs its key before it or in the same commit.
absl::StatusOr<std::string> StoredLedger::RowBytes(const Row& row,
                                                   const Effects& effects,
                                                   uint64_t generation) const {
  const RowKey key = KeyOf(row);
  std::string bytes = EncodeRow(row);
  const std::optional<RowKey> under = ShredKeyOf(key);
  if (!under.has_value()) return bytes;
  std::unique_ptr<Sealer> shredder;
  for (const Row& other : effects.put) {
    const auto* drawn = std::get_if<ShredKeyRow>(&other);
    if (drawn != nullptr && KeyOf(other) == *under) {
      shredder = parts_.sealer.Under(drawn->key);
    }
  }
  if (shredder == nullptr) {
    TOGUNA_ASSIGN_OR_RETURN(shredder, Shredder(key));
  }
  return shredder->Seal({kShredPlace, KeyBytes(key, parts_.hasher), generation},
                        bytes);
}

absl::StatusOr<StoredLedger::Batch> StoredLedger::MakeBatch(
    const Effects& effects, uint64_t index) const {
  // Erased first, then put; of two changes to one row the last one counts.
  std::map<RowKey, std::optional<std::string>> rows;
  for (const RowKey& key : effects.erase) rows[key] = std::nullopt;
  for (Row row : effects.put) {
    SetAuditIndex(index, row);  // acts do not know it
    TOGUNA_ASSIGN_OR_RETURN(rows[KeyOf(row)],
                            RowBytes(row, effects, index + 1));
  }
  Batch batch;
  batch.rows = rows_;
  for (auto& [key, bytes] : rows) {
    TOGUNA_RETURN_IF_ERROR(AddChange(key, index + 1, std::move(bytes), batch));
  }
  const std::string entry = EntryBytes(effects.entry, index, effects.time);
  if (entry.size() > kMaxEntryBytes) {
    return absl::InvalidArgumentError("a log entry has at most 8192 bytes");
  }
  batch.leaf_hash = LeafHash(entry);
  const std::string key = BigEndian64(index);
  batch.changes.push_back(
      {ColumnFamily::kAudit, key,
       SealValue(parts_.sealer, ColumnFamily::kAudit, key, index + 1, entry)});
  batch.head_value = HeadValue(parts_.sealer, index + 1,
                               log_.RootWith(batch.leaf_hash), batch.rows);
  batch.changes.push_back(
      {ColumnFamily::kMeta, std::string(kHeadKey), batch.head_value});
  return batch;
}

absl::StatusOr<uint64_t> StoredLedger::Commit(const Effects& effects) {
  const MutexLock lock(commit_mutex_);
  TOGUNA_RETURN_IF_ERROR(log_.Usable());
  if (effects.time == absl::InfinitePast()) {
    return ReasonError(absl::StatusCode::kUnavailable, "CLOCK_BEHIND",
                       "the clock tells no time; nothing was written");
  }
  TOGUNA_RETURN_IF_ERROR(CheckExpected(effects));
  const uint64_t index = log_.size();
  TOGUNA_ASSIGN_OR_RETURN(Batch batch, MakeBatch(effects, index));

  step_("before-commit");
  const absl::Status written = parts_.store.Write(
      batch.changes,
      {{ColumnFamily::kMeta, std::string(kHeadKey), head_value_}});
  switch (written.code()) {
    case absl::StatusCode::kOk:
      break;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kResourceExhausted:
      return written;  // nothing was written
    default:
      // Not knowing what is on disk, or a head that somebody else moved.
      return log_.Break(written);
  }
  rows_ = std::move(batch.rows);
  head_value_ = std::move(batch.head_value);
  log_.Append(batch.leaf_hash);
  step_("commit");
  // A key is destroyed once its bytes are in no file either.
  const bool shreds = std::any_of(
      effects.erase.begin(), effects.erase.end(),
      [](const RowKey& key) { return key.kind == RowKind::kShredKey; });
  if (shreds) {
    const absl::Status purged =
        parts_.store.Purge(FamilyOf(RowKind::kShredKey));
    if (!purged.ok()) return log_.Break(purged);
  }
  return index;
}

absl::Status StoredLedger::WaitForCheckpoint(uint64_t index) {
  return log_.WaitFor(index);
}

uint64_t StoredLedger::LogSize() const { return log_.size(); }

absl::StatusOr<std::vector<std::string>> StoredLedger::Entries(
    uint64_t first, uint64_t count) const {
  std::vector<std::string> entries;
  const uint64_t size = log_.Newest().head.size;
  if (first >= size || count == 0) return entries;
  const uint64_t end = first + std::min(count, size - first);
  absl::Status problem;
  TOGUNA_RETURN_IF_ERROR(parts_.store.Scan(
      ColumnFamily::kAudit, BigEndian64(first), BigEndian64(end),
      [&](absl::string_view key, absl::string_view value) {
        absl::StatusOr<OpenedValue> entry =
            OpenValue(parts_.sealer, ColumnFamily::kAudit, key, value);
        if (!entry.ok()) {
          problem = entry.status();
          return false;
        }
        entries.push_back(std::move(entry->bytes));
        return true;
      }));
  TOGUNA_RETURN_IF_ERROR(problem);
  return entries;
}

absl::StatusOr<std::string> StoredLedger::Checkpoint() const {
  return log_.Newest().note;
}

absl::Status StoredLedger::WaitForWitnesses(uint64_t index) {
  if (cosigned_ == nullptr) {
    return ReasonError(
        absl::StatusCode::kFailedPrecondition, "NO_WITNESS",
        "the agreement wants witnesses of the log, and this exchange asks "
        "none: name them in the log policy of its configuration");
  }
  return cosigned_->WaitFor(index);
}

absl::StatusOr<std::string> StoredLedger::CosignedCheckpoint() const {
  if (cosigned_ == nullptr) return std::string();
  const std::optional<StoredCheckpoint> cosigned = cosigned_->Newest();
  return cosigned.has_value() ? cosigned->note : std::string();
}

absl::StatusOr<std::string> StoredLedger::InclusionProof(uint64_t index) const {
  if (cosigned_ != nullptr) {
    const std::optional<StoredCheckpoint> cosigned = cosigned_->Newest();
    if (cosigned.has_value() && index < cosigned->head.size) {
      return log_.InclusionProof(index, *cosigned);
    }
  }
  return log_.InclusionProof(index, log_.Newest());
}

absl::StatusOr<std::vector<std::string>> StoredLedger::ConsistencyProof(
    uint64_t old_size, uint64_t size) const {
  return log_.ConsistencyProof(old_size, size);
}

absl::StatusOr<std::string> StoredLedger::HashTile(const Tile& tile) const {
  return log_.HashTile(tile);
}

}  // namespace toguna
