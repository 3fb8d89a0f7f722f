#ifndef TOGUNA_EXCHANGE_USECASE_STORE_H_
#define TOGUNA_EXCHANGE_USECASE_STORE_H_

// The bytes below the ledger. RocksDB is the embedded default; every
// implementation passes tests/exchange/rocksdb/store_contract.h.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace toguna {

enum class ColumnFamily {
  kRecords,
  kSealed,
  kAgreements,
  kReleases,
  kFeeds,
  kAudit,
  kKeys,
  kMeta,
};

// "records", "sealed", …
const char* ColumnFamilyText(ColumnFamily family);

// One change of a batch; no value means erase.
struct StoreChange {
  ColumnFamily family = ColumnFamily::kMeta;
  std::string key;
  std::optional<std::string> value;
};

// A value that must be what is expected (none: absent) or nothing is written.
struct StoreCondition {
  ColumnFamily family = ColumnFamily::kMeta;
  std::string key;
  std::optional<std::string> value;
};

// An ordered map of bytes per column family. Keys are 1 to 1,024 bytes,
// compared byte by byte; values at most 64 MiB. Safe for concurrent use.
class Store {
 public:
  virtual ~Store() = default;

  // The value at `key`; none if absent. kDataLoss if the store is damaged.
  virtual absl::StatusOr<std::optional<std::string>> Get(
      ColumnFamily family, absl::string_view key) const = 0;

  // Visits keys in [first, end) in order, as of one snapshot; an empty `end`
  // means to the last. `visit` returns false to stop.
  virtual absl::Status Scan(
      ColumnFamily family, absl::string_view first, absl::string_view end,
      const std::function<bool(absl::string_view key, absl::string_view value)>&
          visit) const = 0;

  // Writes all of `changes` or nothing, synced to disk when it returns OK.
  //   kAborted            a condition does not hold
  //   kInvalidArgument    a key is empty or too long, a value too large
  //   kResourceExhausted  no space left (reason DISK_FULL)
  //   kInternal           any other I/O error: the process must end, since
  //                       what is on disk is unknown
  virtual absl::Status Write(const std::vector<StoreChange>& changes,
                             const std::vector<StoreCondition>& conditions) = 0;

  // Sees to it that no file holds values of `family` any more that were erased
  // or replaced before. What a backup, or the disk in its spare blocks, has
  // kept of files that are gone is out of its reach. Errors as Write.
  virtual absl::Status Purge(ColumnFamily family) = 0;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_STORE_H_
