#include "exchange/rocksdb/rocksdb_store.h"

#include <rocksdb/write_batch.h>
#include <sys/statvfs.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

constexpr size_t kMaxKeySize = 1024;
constexpr size_t kMaxValueSize = size_t{64} << 20U;

rocksdb::Slice SliceOf(absl::string_view text) {
  return rocksdb::Slice(text.data(), text.size());
}
absl::string_view ViewOf(const rocksdb::Slice& slice) {
  return absl::string_view(slice.data(), slice.size());
}

absl::Status DiskFull() {
  return ReasonError(absl::StatusCode::kResourceExhausted, "DISK_FULL",
                     "the disk of the database is full or nearly full: free "
                     "space, nothing was written");
}

absl::Status CheckChange(const StoreChange& change) {
  if (change.key.empty() || change.key.size() > kMaxKeySize) {
    return absl::InvalidArgumentError("a key has 1 to 1024 bytes");
  }
  if (change.value.has_value() && change.value->size() > kMaxValueSize) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "VALUE_TOO_LARGE",
                       "a stored value has at most 64 MiB");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status StatusOfRocksDb(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  if (status.IsNoSpace()) return DiskFull();
  if (status.IsCorruption()) {
    return ReasonError(
        absl::StatusCode::kDataLoss, "STORE_DAMAGED",
        absl::StrCat("the database's files are damaged: restore them from a "
                     "backup (",
                     status.ToString(), ")"));
  }
  return absl::InternalError(absl::StrCat("database: ", status.ToString()));
}

RocksDbStore::RocksDbStore(std::unique_ptr<rocksdb::DB> db,
                           std::vector<rocksdb::ColumnFamilyHandle*> handles,
                           std::string path, const RocksDbOptions& options)
    : db_(std::move(db)),
      handles_(std::move(handles)),
      path_(std::move(path)),
      options_(options) {}

RocksDbStore::~RocksDbStore() {
  // Nothing can be done about an error here: all writes are synced already.
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  db_->Close().PermitUncheckedError();
}

rocksdb::ColumnFamilyHandle* RocksDbStore::HandleOf(ColumnFamily family) const {
  return handles_[static_cast<size_t>(family)];
}

absl::StatusOr<std::optional<std::string>> RocksDbStore::Get(
    ColumnFamily family, absl::string_view key) const {
  std::string value;
  const rocksdb::Status status =
      db_->Get(rocksdb::ReadOptions(), HandleOf(family), SliceOf(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  TOGUNA_RETURN_IF_ERROR(StatusOfRocksDb(status));
  return std::optional(std::move(value));
}

absl::Status RocksDbStore::Scan(
    ColumnFamily family, absl::string_view first, absl::string_view end,
    const std::function<bool(absl::string_view key, absl::string_view value)>&
        visit) const {
  rocksdb::ReadOptions options;
  const rocksdb::Slice bound = SliceOf(end);
  if (!end.empty()) options.iterate_upper_bound = &bound;
  const std::unique_ptr<rocksdb::Iterator> it(
      db_->NewIterator(options, HandleOf(family)));
  for (it->Seek(SliceOf(first)); it->Valid(); it->Next()) {
    if (!visit(ViewOf(it->key()), ViewOf(it->value()))) break;
  }
  return StatusOfRocksDb(it->status());
}

absl::Status RocksDbStore::CheckSpace(uint64_t bytes) const {
  if (options_.min_free_bytes == 0 || bytes <= options_.small_write_bytes) {
    return absl::OkStatus();
  }
  struct statvfs space = {};
  if (::statvfs(path_.c_str(), &space) != 0) {
    return absl::InternalError("free space of the disk cannot be read");
  }
  const uint64_t free_bytes = uint64_t{space.f_bavail} * space.f_frsize;
  return free_bytes < options_.min_free_bytes + bytes ? DiskFull()
                                                      : absl::OkStatus();
}

absl::Status RocksDbStore::Write(
    const std::vector<StoreChange>& changes,
    const std::vector<StoreCondition>& conditions) {
  rocksdb::WriteBatch batch;
  for (const StoreChange& change : changes) {
    TOGUNA_RETURN_IF_ERROR(CheckChange(change));
    rocksdb::ColumnFamilyHandle* const handle = HandleOf(change.family);
    TOGUNA_RETURN_IF_ERROR(StatusOfRocksDb(
        change.value.has_value() ? batch.Put(handle, change.key, *change.value)
                                 : batch.Delete(handle, change.key)));
  }
  TOGUNA_RETURN_IF_ERROR(CheckSpace(batch.GetDataSize()));

  const std::lock_guard<std::mutex> lock(writer_);
  for (const StoreCondition& condition : conditions) {
    TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> value,
                            Get(condition.family, condition.key));
    if (value != condition.value) {
      return absl::AbortedError("a value is not what was expected");
    }
  }
  rocksdb::WriteOptions options;
  options.sync = true;
  return StatusOfRocksDb(db_->Write(options, &batch));
}

absl::Status RocksDbStore::Purge(ColumnFamily family) {
  const std::lock_guard<std::mutex> lock(writer_);
  // A write-ahead log goes once all families are flushed that it has writes of.
  TOGUNA_RETURN_IF_ERROR(
      StatusOfRocksDb(db_->Flush(rocksdb::FlushOptions(), handles_)));
  rocksdb::CompactRangeOptions options;
  // Also files that nothing was erased from lately: the bottommost may hold
  // values that a deletion above them only hides.
  options.bottommost_level_compaction =
      rocksdb::BottommostLevelCompaction::kForceOptimized;
  options.exclusive_manual_compaction = true;
  return StatusOfRocksDb(
      db_->CompactRange(options, HandleOf(family), nullptr, nullptr));
}

}  // namespace toguna
