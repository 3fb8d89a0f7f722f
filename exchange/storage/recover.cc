#include "exchange/storage/recover.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/audit/strict.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/storage/anchor.h"
#include "exchange/storage/place.h"
#include "exchange/storage/row_parts.h"
#include "toguna/stored/v1/stored.pb.h"

namespace toguna {
namespace {

absl::Status Damaged(absl::string_view what) {
  return ReasonError(
      absl::StatusCode::kDataLoss, "STORE_DAMAGED",
      absl::StrCat("the database contradicts itself (", what,
                   "): do not use it; restore it from a backup"));
}

absl::Status RolledBack(absl::string_view what) {
  return ReasonError(
      absl::StatusCode::kDataLoss, "STORE_ROLLED_BACK",
      absl::StrCat("the database is not the one the anchor has seen: ", what,
                   "; restore the newest backup, or find out who put an older "
                   "one in place"));
}

absl::StatusOr<bool> IsEmpty(const Store& store) {
  bool empty = true;
  for (int family = 0; family <= static_cast<int>(ColumnFamily::kMeta);
       ++family) {
    TOGUNA_RETURN_IF_ERROR(
        store.Scan(static_cast<ColumnFamily>(family), "", "",
                   [&](absl::string_view, absl::string_view) {
                     empty = false;
                     return false;
                   }));
  }
  return empty;
}

absl::Status MakeEmpty(const LedgerParts& parts) {
  TOGUNA_ASSIGN_OR_RETURN(const bool empty, IsEmpty(parts.store));
  if (!empty) return Damaged("no format, but values");
  return parts.store.Write(
      {{ColumnFamily::kMeta, std::string(kFormatKey),
        absl::StrCat(kFormatLabel, kStoreFormat)},
       {ColumnFamily::kMeta, std::string(kHeadKey),
        HeadValue(parts.sealer, 0, *MerkleTree().Root(0),
                  std::string(kMarkSize, '\0'))}},
      {{ColumnFamily::kMeta, std::string(kFormatKey), std::nullopt}});
}

absl::Status CheckFormat(const LedgerParts& parts) {
  TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> format,
                          parts.store.Get(ColumnFamily::kMeta, kFormatKey));
  if (!format.has_value()) return MakeEmpty(parts);
  absl::string_view text = *format;
  if (!absl::ConsumePrefix(&text, kFormatLabel)) return Damaged("format");
  const std::optional<uint64_t> number = StrictDecimal(text);
  if (!number.has_value() || *number == 0) return Damaged("format");
  if (*number > kStoreFormat) {
    return ReasonError(absl::StatusCode::kFailedPrecondition, "STORE_TOO_NEW",
                       "the database was written by a newer program: install "
                       "that one, or restore an older backup",
                       {{"format", absl::StrCat(*number)},
                        {"known", absl::StrCat(kStoreFormat)}});
  }
  return absl::OkStatus();
}

absl::StatusOr<MerkleTree> ReadEntries(const LedgerParts& parts) {
  MerkleTree tree;
  absl::Status problem;
  TOGUNA_RETURN_IF_ERROR(parts.store.Scan(
      ColumnFamily::kAudit, "", "",
      [&](absl::string_view key, absl::string_view value) {
        if (key != BigEndian64(tree.size())) {
          problem = Damaged("an entry of the log is missing");
          return false;
        }
        const absl::StatusOr<OpenedValue> entry =
            OpenValue(parts.sealer, ColumnFamily::kAudit, key, value);
        if (!entry.ok()) {
          problem = entry.status();
          return false;
        }
        tree.Append(LeafHash(entry->bytes));
        return true;
      }));
  TOGUNA_RETURN_IF_ERROR(problem);
  return tree;
}

absl::StatusOr<std::string> SumOfRows(const LedgerParts& parts) {
  std::string sum(kMarkSize, '\0');
  absl::Status problem;
  for (const ColumnFamily family : kRowFamilies) {
    TOGUNA_RETURN_IF_ERROR(parts.store.Scan(
        family, "", "", [&](absl::string_view key, absl::string_view value) {
          const absl::StatusOr<uint64_t> generation = GenerationOf(value);
          if (!generation.ok()) {
            problem = generation.status();
            return false;
          }
          AddMark(RowMark(parts.hasher, family, key, *generation), sum);
          return true;
        }));
    TOGUNA_RETURN_IF_ERROR(problem);
  }
  return sum;
}

absl::Status CheckHead(const LedgerParts& parts, RecoveredLog& log) {
  TOGUNA_ASSIGN_OR_RETURN(std::optional<std::string> value,
                          parts.store.Get(ColumnFamily::kMeta, kHeadKey));
  if (!value.has_value()) return Damaged("no head");
  TOGUNA_ASSIGN_OR_RETURN(
      const OpenedValue opened,
      OpenValue(parts.sealer, ColumnFamily::kMeta, kHeadKey, *value));
  TOGUNA_ASSIGN_OR_RETURN(const stored::v1::Head head,
                          ParseStored<stored::v1::Head>(opened.bytes));
  if (head.size() != log.tree.size() ||
      head.root() != *log.tree.Root(log.tree.size())) {
    return Damaged("the log's entries are not those of its head");
  }
  TOGUNA_ASSIGN_OR_RETURN(log.rows, SumOfRows(parts));
  if (head.rows() != log.rows) {
    return Damaged("rows were removed, put back or exchanged");
  }
  log.head_value = *std::move(value);
  return absl::OkStatus();
}

absl::Status OtherOrigin() {
  return ReasonError(absl::StatusCode::kFailedPrecondition,
                     "LOG_ORIGIN_CHANGED",
                     "the log goes by another name: set log_version in the "
                     "configuration to what it was, or to what it became when "
                     "the database was recovered");
}

absl::Status CheckNames(const CheckpointNote& note, absl::string_view origin,
                        const Signer& signer) {
  if (note.head.origin != origin) return OtherOrigin();
  const std::string id = NoteKey{std::string(origin), signer.public_key()}.Id();
  const bool ours =
      std::any_of(note.signatures.begin(), note.signatures.end(),
                  [&](const NoteSignature& one) { return one.key_id == id; });
  if (!ours) {
    return ReasonError(absl::StatusCode::kFailedPrecondition, "LOG_KEY_CHANGED",
                       "the log was signed with another key: put that key "
                       "back");
  }
  return absl::OkStatus();
}

absl::Status ReadLogStart(const LedgerParts& parts, absl::string_view origin,
                          std::string& superseded) {
  TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> value,
                          parts.store.Get(ColumnFamily::kMeta, kLogStartKey));
  if (!value.has_value()) return absl::OkStatus();
  TOGUNA_ASSIGN_OR_RETURN(
      const OpenedValue opened,
      OpenValue(parts.sealer, ColumnFamily::kMeta, kLogStartKey, *value));
  TOGUNA_ASSIGN_OR_RETURN(const stored::v1::LogStart start,
                          ParseStored<stored::v1::LogStart>(opened.bytes));
  if (start.origin() != origin) return OtherOrigin();
  superseded = start.superseded();
  return absl::OkStatus();
}

absl::Status ReadCheckpoint(const LedgerParts& parts, absl::string_view origin,
                            RecoveredLog& log) {
  TOGUNA_ASSIGN_OR_RETURN(std::optional<std::string> value,
                          parts.store.Get(ColumnFamily::kMeta, kCheckpointKey));
  if (!value.has_value()) return absl::OkStatus();
  TOGUNA_ASSIGN_OR_RETURN(
      OpenedValue opened,
      OpenValue(parts.sealer, ColumnFamily::kMeta, kCheckpointKey, *value));
  TOGUNA_ASSIGN_OR_RETURN(CheckpointNote note, ParseCheckpoint(opened.bytes));
  TOGUNA_RETURN_IF_ERROR(CheckNames(note, origin, parts.signer));
  const absl::StatusOr<std::string> root = log.tree.Root(note.head.size);
  if (!root.ok() || *root != note.head.root) {
    return Damaged("the log's entries are not those of its checkpoint");
  }
  log.checkpoint = StoredCheckpoint{std::move(note.head),
                                    std::move(opened.bytes), *std::move(value)};
  return absl::OkStatus();
}

absl::Status CheckAnchor(const RecoveredLog& log, absl::string_view origin,
                         const Signer& signer, const std::string& path,
                         const std::string& superseded, bool accept_missing) {
  TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                          ReadAnchor(path));
  const uint64_t signed_size = log.checkpoint ? log.checkpoint->head.size : 0;
  // The log was taken up under a new name and has not signed a head since.
  if (bytes.has_value() && !log.checkpoint.has_value() && !superseded.empty() &&
      *bytes == superseded) {
    return absl::OkStatus();
  }
  if (!bytes.has_value()) {
    // The anchor follows the first checkpoint, which is of the empty log.
    if (signed_size == 0 || accept_missing) return absl::OkStatus();
    return ReasonError(absl::StatusCode::kDataLoss, "ANCHOR_MISSING",
                       "the log's anchor file is gone: bring its volume back");
  }
  const absl::StatusOr<CheckpointNote> note = ParseCheckpoint(*bytes);
  if (!note.ok()) {
    return ReasonError(absl::StatusCode::kDataLoss, "ANCHOR_DAMAGED",
                       "the log's anchor file is damaged: restore it");
  }
  TOGUNA_RETURN_IF_ERROR(CheckNames(*note, origin, signer));
  if (note->head.size > log.tree.size()) {
    return RolledBack(absl::StrCat("it has ", log.tree.size(),
                                   " log entries, and had ", note->head.size));
  }
  if (*log.tree.Root(note->head.size) != note->head.root) {
    return RolledBack("its log entries are others");
  }
  if (note->head.size > signed_size) {
    return RolledBack("its newest checkpoint is gone");
  }
  return absl::OkStatus();
}

}  // namespace

std::string HeadValue(const Sealer& sealer, uint64_t size,
                      absl::string_view root, absl::string_view rows) {
  stored::v1::Head head;
  head.set_size(size);
  head.set_root(std::string(root));
  head.set_rows(std::string(rows));
  return SealValue(sealer, ColumnFamily::kMeta, kHeadKey, size,
                   WriteStored(std::move(head)));
}

std::string LogStartValue(const Sealer& sealer, absl::string_view origin,
                          absl::string_view superseded) {
  stored::v1::LogStart start;
  start.set_origin(std::string(origin));
  start.set_superseded(std::string(superseded));
  return SealValue(sealer, ColumnFamily::kMeta, kLogStartKey, 0,
                   WriteStored(std::move(start)));
}

absl::StatusOr<RecoveredLog> Recover(const LedgerParts& parts,
                                     absl::string_view origin,
                                     const std::string& anchor_path,
                                     AnchorUse use) {
  TOGUNA_RETURN_IF_ERROR(CheckFormat(parts));
  RecoveredLog log;
  TOGUNA_ASSIGN_OR_RETURN(log.tree, ReadEntries(parts));
  TOGUNA_RETURN_IF_ERROR(CheckHead(parts, log));
  std::string superseded;
  TOGUNA_RETURN_IF_ERROR(ReadLogStart(parts, origin, superseded));
  TOGUNA_RETURN_IF_ERROR(ReadCheckpoint(parts, origin, log));
  if (use == AnchorUse::kIgnore) return log;
  TOGUNA_RETURN_IF_ERROR(CheckAnchor(log, origin, parts.signer, anchor_path,
                                     superseded,
                                     use == AnchorUse::kMayBeMissing));
  return log;
}

}  // namespace toguna
