#include "exchange/storage/read_store.h"

#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/audit/strict.h"
#include "exchange/base/status_macros.h"
#include "exchange/storage/place.h"
#include "exchange/storage/row_codec.h"
#include "exchange/storage/row_parts.h"
#include "toguna/stored/v1/stored.pb.h"

namespace toguna {
namespace {

class Reader {
 public:
  Reader(const Store& store, const Sealer& sealer, const RowHasher& hasher,
         const StoreVisitor& visitor)
      : store_(store), sealer_(sealer), hasher_(hasher), visitor_(visitor) {}

  absl::StatusOr<ReadLog> Read() {
    TOGUNA_RETURN_IF_ERROR(ReadEntries());
    TOGUNA_RETURN_IF_ERROR(ReadShredKeys());
    for (const ColumnFamily family : kRowFamilies) {
      TOGUNA_RETURN_IF_ERROR(store_.Scan(
          family, "", "", [&](absl::string_view key, absl::string_view value) {
            ReadRow(family, key, value);
            return true;
          }));
    }
    TOGUNA_RETURN_IF_ERROR(CheckHead());
    TOGUNA_ASSIGN_OR_RETURN(log_.checkpoint, Meta(kCheckpointKey));
    TOGUNA_ASSIGN_OR_RETURN(log_.cosigned, Meta(kCosignedKey));
    return std::move(log_);
  }

 private:
  absl::Status ReadEntries() {
    return store_.Scan(
        ColumnFamily::kAudit, "", "",
        [this](absl::string_view key, absl::string_view value) {
          const uint64_t index = log_.tree.size();
          if (key != BigEndian64(index)) {
            visitor_.fault("ENTRY_MISSING", absl::StrCat("entry ", index));
            return false;
          }
          const absl::StatusOr<OpenedValue> entry =
              OpenValue(sealer_, ColumnFamily::kAudit, key, value);
          if (!entry.ok() || entry->generation != index + 1) {
            visitor_.fault("ENTRY_UNREADABLE", absl::StrCat("entry ", index));
            return false;
          }
          log_.tree.Append(LeafHash(entry->bytes));
          visitor_.entry(entry->bytes);
          return true;
        });
  }

  // Rows under them can only be read with them, and lie in other families.
  absl::Status ReadShredKeys() {
    const std::string first = KeyBytes({RowKind::kShredKey, {}, {}}, hasher_);
    return store_.Scan(FamilyOf(RowKind::kShredKey), first, PrefixEnd(first),
                       [this](absl::string_view key, absl::string_view value) {
                         const absl::StatusOr<Row> row =
                             RowAt(RowKind::kShredKey, key, value, nullptr);
                         if (!row.ok())
                           return true;  // told with the other rows
                         const auto& drawn = std::get<ShredKeyRow>(*row);
                         shredders_.emplace_back(KeyOf(*row),
                                                 sealer_.Under(drawn.key));
                         return true;
                       });
  }

  absl::StatusOr<Row> RowAt(RowKind kind, absl::string_view key,
                            absl::string_view value,
                            const Sealer* shredder) const {
    TOGUNA_ASSIGN_OR_RETURN(OpenedValue opened,
                            OpenValue(sealer_, FamilyOf(kind), key, value));
    if (shredder != nullptr) {
      TOGUNA_ASSIGN_OR_RETURN(
          opened.bytes,
          shredder->Open({kShredPlace, key, opened.generation}, opened.bytes));
    }
    TOGUNA_ASSIGN_OR_RETURN(Row row, DecodeRow(kind, opened.bytes));
    if (KeyBytes(KeyOf(row), hasher_) != key) {
      return absl::DataLossError("it lies in another's place");
    }
    return row;
  }

  // Of which key a row is, only the row itself tells.
  absl::StatusOr<Row> ShreddableAt(RowKind kind, absl::string_view key,
                                   absl::string_view value) const {
    for (const auto& [of, shredder] : shredders_) {
      absl::StatusOr<Row> row = RowAt(kind, key, value, shredder.get());
      if (row.ok() && ShredKeyOf(KeyOf(*row)) == of) return row;
    }
    return absl::DataLossError("no key that is there opens it");
  }

  void ReadRow(ColumnFamily family, absl::string_view key,
               absl::string_view value) {
    const absl::StatusOr<uint64_t> generation = GenerationOf(value);
    const std::string name =
        absl::StrCat("a row of ", ColumnFamilyText(family));
    if (generation.ok()) {
      AddMark(RowMark(hasher_, family, key, *generation), rows_);
    }
    const std::optional<RowKind> kind = KindAt(key);
    if (!kind.has_value() || FamilyOf(*kind) != family) {
      visitor_.fault("ROW_UNKNOWN", name);
      return;
    }
    absl::StatusOr<Row> row = IsShreddable(*kind)
                                  ? ShreddableAt(*kind, key, value)
                                  : RowAt(*kind, key, value, nullptr);
    if (!generation.ok() || !row.ok()) {
      visitor_.fault("ROW_UNREADABLE", name);
      return;
    }
    visitor_.row({*std::move(row), *generation});
  }

  // What lies at a key of the family `meta`, opened; none: nothing, or nothing
  // that opens.
  absl::StatusOr<std::optional<std::string>> Meta(absl::string_view key) const {
    TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> value,
                            store_.Get(ColumnFamily::kMeta, key));
    if (!value.has_value()) return std::optional<std::string>();
    absl::StatusOr<OpenedValue> opened =
        OpenValue(sealer_, ColumnFamily::kMeta, key, *value);
    if (!opened.ok()) return std::optional<std::string>();
    return std::optional(std::move(opened->bytes));
  }

  absl::Status CheckHead() {
    TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                            Meta(kHeadKey));
    const auto head =
        ParseStored<stored::v1::Head>(bytes.has_value() ? *bytes : "");
    const uint64_t size = log_.tree.size();
    if (!head.ok() || head->size() != size ||
        head->root() != *log_.tree.Root(size)) {
      visitor_.fault("HEAD_DIFFERS", absl::StrCat("of ", size, " entries"));
    } else if (head->rows() != rows_) {
      visitor_.fault("ROWS_DIFFER", "the sum of all rows");
    }
    return absl::OkStatus();
  }

  const Store& store_;
  const Sealer& sealer_;
  const RowHasher& hasher_;
  const StoreVisitor& visitor_;
  ReadLog log_;
  std::string rows_ = std::string(kMarkSize, '\0');
  std::vector<std::pair<RowKey, std::unique_ptr<Sealer>>> shredders_;
};

}  // namespace

absl::StatusOr<ReadLog> ReadStore(const Store& store, const Sealer& sealer,
                                  const RowHasher& hasher,
                                  const StoreVisitor& visitor) {
  return Reader(store, sealer, hasher, visitor).Read();
}

}  // namespace toguna
