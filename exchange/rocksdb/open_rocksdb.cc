#include "exchange/rocksdb/open_rocksdb.h"

#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "exchange/base/reason.h"
#include "exchange/rocksdb/rocksdb_store.h"

namespace toguna {
namespace {

rocksdb::DBOptions DatabaseOptions(const RocksDbOptions& options) {
  rocksdb::DBOptions db;
  db.create_if_missing = options.create;
  db.create_missing_column_families = true;
  db.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  db.track_and_verify_wals_in_manifest = true;
  db.paranoid_checks = true;
  // RocksDB's own LOG names keys' ranges and times; nobody needs it here.
  db.info_log_level = rocksdb::InfoLogLevel::FATAL_LEVEL;
  db.keep_log_file_num = 1;
  db.stats_dump_period_sec = 0;
  db.stats_persist_period_sec = 0;
  db.max_open_files = 256;
  // There are few files: threads to open them (16 for every family) cost more
  // than they bring.
  db.max_file_opening_threads = 1;
  db.max_total_wal_size = 4 * options.write_buffer_bytes;
  return db;
}

rocksdb::ColumnFamilyOptions FamilyOptions(const RocksDbOptions& options) {
  rocksdb::ColumnFamilyOptions family;
  // Values are ciphertext, which does not compress.
  family.compression = rocksdb::kNoCompression;
  family.write_buffer_size = options.write_buffer_bytes;
  return family;
}

absl::Status OpenError(const rocksdb::Status& status, bool create) {
  const std::string text = status.ToString();
  if (status.IsIOError() && absl::StrContains(text, "lock")) {
    return ReasonError(absl::StatusCode::kUnavailable, "STORE_LOCKED",
                       "the database is open in another process: stop that one "
                       "first");
  }
  if (!create && status.IsInvalidArgument() &&
      absl::StrContains(text, "does not exist")) {
    return absl::NotFoundError("there is no database at this path");
  }
  return StatusOfRocksDb(status);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenRocksDb(
    const std::string& path, const RocksDbOptions& options) {
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const ColumnFamily family : kColumnFamilies) {
    families.emplace_back(ColumnFamilyText(family), FamilyOptions(options));
  }
  families.emplace_back(rocksdb::kDefaultColumnFamilyName,
                        FamilyOptions(options));
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  const rocksdb::Status status =
      options.read_only
          ? rocksdb::DB::OpenForReadOnly(DatabaseOptions(options), path,
                                         families, &handles, &db)
          : rocksdb::DB::Open(DatabaseOptions(options), path, families,
                              &handles, &db);
  if (!status.ok()) {
    return OpenError(status, options.create && !options.read_only);
  }
  return std::make_unique<RocksDbStore>(std::unique_ptr<rocksdb::DB>(db),
                                        std::move(handles), path, options);
}

}  // namespace toguna
