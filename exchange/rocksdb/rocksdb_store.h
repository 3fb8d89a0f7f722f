#ifndef TOGUNA_EXCHANGE_ROCKSDB_ROCKSDB_STORE_H_
#define TOGUNA_EXCHANGE_ROCKSDB_ROCKSDB_STORE_H_

#include <rocksdb/db.h>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "exchange/rocksdb/open_rocksdb.h"
#include "exchange/usecase/store.h"

namespace toguna {

inline constexpr ColumnFamily kColumnFamilies[] = {
    ColumnFamily::kRecords,  ColumnFamily::kSealed, ColumnFamily::kAgreements,
    ColumnFamily::kReleases, ColumnFamily::kFeeds,  ColumnFamily::kAudit,
    ColumnFamily::kKeys,     ColumnFamily::kMeta};

// Owns the database. Safe for concurrent use; writes go one after the other.
class RocksDbStore final : public Store {
 public:
  // `handles` in the order of kColumnFamilies, then that of "default".
  RocksDbStore(std::unique_ptr<rocksdb::DB> db,
               std::vector<rocksdb::ColumnFamilyHandle*> handles,
               std::string path, const RocksDbOptions& options);
  ~RocksDbStore() override;

  absl::StatusOr<std::optional<std::string>> Get(
      ColumnFamily family, absl::string_view key) const override;
  absl::Status Scan(
      ColumnFamily family, absl::string_view first, absl::string_view end,
      const std::function<bool(absl::string_view key, absl::string_view value)>&
          visit) const override;
  absl::Status Write(const std::vector<StoreChange>& changes,
                     const std::vector<StoreCondition>& conditions) override;
  absl::Status Purge(ColumnFamily family) override;

 private:
  rocksdb::ColumnFamilyHandle* HandleOf(ColumnFamily family) const;
  absl::Status CheckSpace(uint64_t bytes) const;

  std::unique_ptr<rocksdb::DB> db_;
  const std::vector<rocksdb::ColumnFamilyHandle*> handles_;
  const std::string path_;
  const RocksDbOptions options_;
  // Held from the check of the conditions to the end of the write.
  std::mutex writer_;
};

// Turns an error of RocksDB into ours. Its text may quote keys, which are
// opaque, and paths; it never quotes values.
absl::Status StatusOfRocksDb(const rocksdb::Status& status);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_ROCKSDB_ROCKSDB_STORE_H_
