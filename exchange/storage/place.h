#ifndef TOGUNA_EXCHANGE_STORAGE_PLACE_H_
#define TOGUNA_EXCHANGE_STORAGE_PLACE_H_

// Where rows lie and how values are wrapped.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/usecase/rows.h"
#include "exchange/usecase/store.h"
#include "keys/ring/ring.h"

namespace toguna {

ColumnFamily FamilyOf(RowKind kind);

// Where rows lie; the other families hold the log and what is known of it.
inline constexpr ColumnFamily kRowFamilies[] = {
    ColumnFamily::kRecords,  ColumnFamily::kSealed, ColumnFamily::kAgreements,
    ColumnFamily::kReleases, ColumnFamily::kFeeds,  ColumnFamily::kKeys};

// Where a value lies that is sealed under a key of its own: within another.
inline constexpr absl::string_view kShredPlace = "shreddable";

// The bytes of a row's key, or of a prefix of keys: one byte for the kind, 16
// bytes of keyed hash for each text (of it and all before it), then the number
// as 8 bytes, most significant first.
std::string KeyBytes(const RowKey& key, const RowHasher& hasher);

// The kind of the row at such a key; none that this program knows.
std::optional<RowKind> KindAt(absl::string_view key);

// The first key after all that begin with `prefix`; empty if there is none.
std::string PrefixEnd(std::string prefix);

// A value and the generation it was written with.
struct OpenedValue {
  uint64_t generation = 0;
  std::string bytes;
};

// Seals `bytes` for its place: generation as 8 bytes, then the sealed text,
// which is the length as 4 bytes, `bytes`, and zeros up to a step of 64, 256 or
// 1,024 bytes, so that sizes tell less.
std::string SealValue(const Sealer& sealer, ColumnFamily family,
                      absl::string_view key, uint64_t generation,
                      absl::string_view bytes);

// Opens what SealValue made. kDataLoss (reason STORE_DAMAGED) for other bytes,
// or for a value that belongs to another place.
absl::StatusOr<OpenedValue> OpenValue(const Sealer& sealer, ColumnFamily family,
                                      absl::string_view key,
                                      absl::string_view value);

// The generation of a stored value, without opening it; kDataLoss if cut.
absl::StatusOr<uint64_t> GenerationOf(absl::string_view value);

// Entries [first, first + count) of the log, of those before `size`.
absl::StatusOr<std::vector<std::string>> EntriesIn(const Store& store,
                                                   const Sealer& sealer,
                                                   uint64_t first,
                                                   uint64_t count,
                                                   uint64_t size);

inline constexpr size_t kMarkSize = 16;
// 16 bytes that stand for "this key has this generation" in Head.rows.
std::string RowMark(const RowHasher& hasher, ColumnFamily family,
                    absl::string_view key, uint64_t generation);

// XORs `mark` into `sum`; both have 16 bytes.
void AddMark(absl::string_view mark, std::string& sum);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_STORAGE_PLACE_H_
