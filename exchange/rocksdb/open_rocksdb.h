#ifndef TOGUNA_EXCHANGE_ROCKSDB_OPEN_ROCKSDB_H_
#define TOGUNA_EXCHANGE_ROCKSDB_OPEN_ROCKSDB_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "exchange/usecase/store.h"

namespace toguna {

struct RocksDbOptions {
  // Makes a new database where there is none; otherwise that is kNotFound.
  bool create = true;
  // Only looks: nothing is changed, also where another process has it open.
  // What is seen is of the moment of opening. Every write is kInternal.
  bool read_only = false;
  // Bytes that stay free on the disk: below it, writes of more than
  // small_write_bytes are refused, so that heads of the log and refusals can
  // still be written. 0 switches it off.
  uint64_t min_free_bytes = uint64_t{256} << 20U;
  uint64_t small_write_bytes = 16 * 1024;
  uint64_t write_buffer_bytes = uint64_t{16} << 20U;
};

// Opens the database in folder `path`, one column family each as store.h names
// them. Every write is synced; a torn tail of the write-ahead log, as a power
// cut leaves it, is cut off. That a whole log file went missing is not noticed
// here but by the ledger's anchor.
//
//   kNotFound     there is no database and `create` is false
//   kUnavailable  another process has it open (reason STORE_LOCKED)
//   kDataLoss     files are damaged (reason STORE_DAMAGED)
absl::StatusOr<std::unique_ptr<Store>> OpenRocksDb(
    const std::string& path, const RocksDbOptions& options = {});

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_ROCKSDB_OPEN_ROCKSDB_H_
