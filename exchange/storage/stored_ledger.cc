#include "exchange/storage/stored_ledger.h"

#include <algorithm>
#include <cstddef>
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
// So that nobody waits long for what others write.
constexpr size_t kMostTogether = 64;

absl::Status Shredded() {
  return ReasonError(absl::StatusCode::kDataLoss, "SHREDDED",
                     "the key that this was stored under has been destroyed");
}

// True if a key is destroyed, of which no file may then hold the bytes.
bool Shreds(const Effects& effects) {
  return std::any_of(
      effects.erase.begin(), effects.erase.end(),
      [](const RowKey& key) { return key.kind == RowKind::kShredKey; });
}

}  // namespace

// What is written together, and what the ledger then remembers.
struct StoredLedger::Batch {
  std::map<std::pair<ColumnFamily, std::string>, std::optional<std::string>>
      changes;
  std::vector<std::string> leaf_hashes;
  uint64_t first = 0;  // index of the first act's entry
  std::string rows;
};

// One change of a row, and what it does to the sum of all rows.
struct StoredLedger::Change {
  ColumnFamily family;
  std::string key;
  std::optional<std::string> value;
  std::vector<std::string> marks;
};

// An act, and what came of it: whoever writes sets the answer, and then, under
// the queue's lock, that it is done.
struct StoredLedger::Waiting {
  const Effects& effects;
  absl::StatusOr<uint64_t> answer = absl::UnknownError("not written yet");
  bool done = false;
};

absl::StatusOr<std::unique_ptr<StoredLedger>> StoredLedger::Open(
    Store& store, const Sealer& sealer, const RowHasher& hasher,
    const Signer& log_signer, StoredLedgerOptions options) {
  const LedgerParts parts{store, sealer, hasher, log_signer};
  if (!options.after_step) options.after_step = [](absl::string_view) {};
  TOGUNA_ASSIGN_OR_RETURN(
      RecoveredLog log,
      Recover(parts, options.origin, options.anchor_path,
              options.accept_missing_anchor ? AnchorUse::kMayBeMissing
                                            : AnchorUse::kCompare));
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

absl::StatusOr<std::unique_ptr<StoredLedger>> StoredLedger::OpenToRecover(
    Store& store, const Sealer& sealer, const RowHasher& hasher,
    const Signer& log_signer, std::string origin) {
  const LedgerParts parts{store, sealer, hasher, log_signer};
  TOGUNA_ASSIGN_OR_RETURN(RecoveredLog log,
                          Recover(parts, origin, "", AnchorUse::kIgnore));
  return std::unique_ptr<StoredLedger>(
      new StoredLedger(parts,
                       {.origin = std::move(origin),
                        .anchor_path = "",
                        .after_step = [](absl::string_view) {}},
                       std::move(log)));
}

LogHead StoredLedger::Head() const {
  const uint64_t size = log_.size();
  return {log_.origin(), size, *log_.RootOf(size)};
}

absl::Status StoredLedger::Restart(const std::vector<Effects>& acts,
                                   absl::string_view origin,
                                   absl::string_view superseded) {
  const MutexLock lock(commit_mutex_);
  Batch batch;
  batch.first = log_.size();
  batch.rows = rows_;
  bool shreds = false;
  for (const Effects& act : acts) {
    TOGUNA_RETURN_IF_ERROR(AddAct(act, batch));
    shreds = shreds || Shreds(act);
  }
  // What was signed of the log under its old name is not of this one.
  const auto meta = [](absl::string_view key,
                       std::optional<std::string> value) {
    return StoreChange{ColumnFamily::kMeta, std::string(key), std::move(value)};
  };
  return Write(
      std::move(batch), shreds,
      {meta(kCheckpointKey, std::nullopt), meta(kCosignedKey, std::nullopt),
       meta(kLogStartKey, LogStartValue(parts_.sealer, origin, superseded))});
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

absl::StatusOr<std::optional<std::string>> StoredLedger::Value(
    ColumnFamily family, const std::string& key, const Batch& batch) const {
  const auto changed = batch.changes.find({family, key});
  if (changed != batch.changes.end()) return changed->second;
  return parts_.store.Get(family, key);
}

absl::Status StoredLedger::CheckExpected(const Effects& effects,
                                         const Batch& batch) const {
  for (const auto& [key, version] : effects.expected) {
    TOGUNA_ASSIGN_OR_RETURN(
        const std::optional<std::string> value,
        Value(FamilyOf(key.kind), KeyBytes(key, parts_.hasher), batch));
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

absl::StatusOr<StoredLedger::Change> StoredLedger::ChangeOf(
    const RowKey& key, uint64_t generation, std::optional<std::string> bytes,
    const Batch& batch) const {
  Change change{FamilyOf(key.kind), KeyBytes(key, parts_.hasher), {}, {}};
  TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> before,
                          Value(change.family, change.key, batch));
  if (before.has_value()) {
    TOGUNA_ASSIGN_OR_RETURN(const uint64_t old, GenerationOf(*before));
    change.marks.push_back(
        RowMark(parts_.hasher, change.family, change.key, old));
  }
  if (bytes.has_value()) {
    change.marks.push_back(
        RowMark(parts_.hasher, change.family, change.key, generation));
    change.value =
        SealValue(parts_.sealer, change.family, change.key, generation, *bytes);
  }
  return change;
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

absl::Status StoredLedger::AddAct(const Effects& effects, Batch& batch) const {
  if (effects.time == absl::InfinitePast()) {
    return ReasonError(absl::StatusCode::kUnavailable, "CLOCK_BEHIND",
                       "the clock tells no time; nothing was written");
  }
  TOGUNA_RETURN_IF_ERROR(CheckExpected(effects, batch));
  const uint64_t index = batch.first + batch.leaf_hashes.size();
  const std::string entry = EntryBytes(effects.entry, index, effects.time);
  if (entry.size() > kMaxEntryBytes) {
    return absl::InvalidArgumentError("a log entry has at most 8192 bytes");
  }
  // Erased first, then put; of two changes to one row the last one counts.
  std::map<RowKey, std::optional<std::string>> rows;
  for (const RowKey& key : effects.erase) rows[key] = std::nullopt;
  for (Row row : effects.put) {
    SetAuditIndex(index, row);  // acts do not know it
    TOGUNA_ASSIGN_OR_RETURN(rows[KeyOf(row)],
                            RowBytes(row, effects, index + 1));
  }
  std::vector<Change> changes;
  for (auto& [key, bytes] : rows) {
    TOGUNA_ASSIGN_OR_RETURN(Change change,
                            ChangeOf(key, index + 1, std::move(bytes), batch));
    changes.push_back(std::move(change));
  }
  // From here on nothing fails.
  for (Change& change : changes) {
    for (const std::string& mark : change.marks) AddMark(mark, batch.rows);
    batch.changes[{change.family, std::move(change.key)}] =
        std::move(change.value);
  }
  const std::string key = BigEndian64(index);
  batch.changes[{ColumnFamily::kAudit, key}] =
      SealValue(parts_.sealer, ColumnFamily::kAudit, key, index + 1, entry);
  batch.leaf_hashes.push_back(LeafHash(entry));
  return absl::OkStatus();
}

absl::Status StoredLedger::Write(Batch batch, bool shreds,
                                 std::vector<StoreChange> more) {
  MerkleFrontier tree = log_.Frontier();
  for (const std::string& hash : batch.leaf_hashes) tree.Append(hash);
  std::string head =
      HeadValue(parts_.sealer, tree.size(), tree.Root(), batch.rows);
  std::vector<StoreChange> changes = std::move(more);
  for (auto& [place, value] : batch.changes) {
    changes.push_back({place.first, place.second, std::move(value)});
  }
  changes.push_back({ColumnFamily::kMeta, std::string(kHeadKey), head});
  step_("before-commit");
  const absl::Status written = parts_.store.Write(
      changes, {{ColumnFamily::kMeta, std::string(kHeadKey), head_value_}});
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
  head_value_ = std::move(head);
  log_.Append(batch.leaf_hashes);
  step_("commit");
  if (!shreds) return absl::OkStatus();
  // A key is destroyed once its bytes are in no file either.
  const absl::Status purged = parts_.store.Purge(FamilyOf(RowKind::kShredKey));
  return purged.ok() ? purged : log_.Break(purged);
}

size_t StoredLedger::WriteTogether(const std::vector<Waiting*>& group) {
  const MutexLock lock(commit_mutex_);
  if (const absl::Status usable = log_.Usable(); !usable.ok()) {
    for (Waiting* one : group) one->answer = usable;
    return group.size();
  }
  Batch batch;
  batch.first = log_.size();
  batch.rows = rows_;
  std::vector<std::pair<Waiting*, uint64_t>> added;
  bool shreds = false;
  size_t taken = 0;
  for (; taken < group.size() && !shreds; ++taken) {
    Waiting* one = group[taken];
    const absl::Status status = AddAct(one->effects, batch);
    if (status.ok()) {
      added.emplace_back(one, batch.first + added.size());
      // Alone at the end, so that what breaks after it breaks nobody else.
      shreds = Shreds(one->effects);
      continue;
    }
    // It may rest on what is not written yet: then it is tried again, first.
    if (!added.empty() && !absl::IsAborted(status)) break;
    one->answer = status;
  }
  if (added.empty()) return taken;
  const absl::Status written = Write(std::move(batch), shreds);
  const bool one_may_pass =
      written.code() == absl::StatusCode::kInvalidArgument ||
      written.code() == absl::StatusCode::kResourceExhausted;
  if (!written.ok() && one_may_pass && added.size() > 1) {
    // Together they are too large, or one of them is: each by itself.
    for (const auto& [one, index] : added) WriteAlone(*one);
    return taken;
  }
  for (const auto& [one, index] : added) {
    one->answer = written.ok() ? absl::StatusOr<uint64_t>(index)
                               : absl::StatusOr<uint64_t>(written);
  }
  return taken;
}

void StoredLedger::WriteAlone(Waiting& one) {
  Batch batch;
  batch.first = log_.size();
  batch.rows = rows_;
  const uint64_t index = batch.first;
  absl::Status status = log_.Usable();
  if (status.ok()) status = AddAct(one.effects, batch);
  const bool shreds = Shreds(one.effects);
  if (status.ok()) status = Write(std::move(batch), shreds);
  one.answer = status.ok() ? absl::StatusOr<uint64_t>(index)
                           : absl::StatusOr<uint64_t>(status);
}

absl::StatusOr<uint64_t> StoredLedger::Commit(const Effects& effects) {
  Waiting mine{effects};
  {
    const MutexLock lock(queue_mutex_);
    queue_.push_back(&mine);
    while (writing_ && !mine.done) answered_.Wait(queue_mutex_);
    if (mine.done) return std::move(mine.answer);
    writing_ = true;
  }
  // Whoever comes first writes for all that came meanwhile.
  while (true) {
    std::vector<Waiting*> group;
    {
      const MutexLock lock(queue_mutex_);
      const auto end = queue_.begin() + static_cast<int64_t>(std::min(
                                            queue_.size(), kMostTogether));
      group.assign(queue_.begin(), end);
    }
    const size_t taken = WriteTogether(group);
    const MutexLock lock(queue_mutex_);
    for (size_t i = 0; i < taken; ++i) group[i]->done = true;
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<int64_t>(taken));
    answered_.WakeAll();
    if (!mine.done) continue;
    writing_ = false;
    return std::move(mine.answer);
  }
}

absl::Status StoredLedger::WaitForCheckpoint(uint64_t index) {
  return log_.WaitFor(index);
}

uint64_t StoredLedger::LogSize() const { return log_.size(); }

absl::StatusOr<std::vector<std::string>> StoredLedger::Entries(
    uint64_t first, uint64_t count) const {
  return EntriesIn(parts_.store, parts_.sealer, first, count,
                   log_.Newest().head.size);
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
