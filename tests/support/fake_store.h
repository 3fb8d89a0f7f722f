#ifndef TOGUNA_TESTS_SUPPORT_FAKE_STORE_H_
#define TOGUNA_TESTS_SUPPORT_FAKE_STORE_H_

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "exchange/usecase/store.h"

namespace toguna::testing {

// A store in memory that passes the contract, and whose next writes can be made
// to fail, with the changes kept or not.
class FakeStore : public Store {
 public:
  absl::StatusOr<std::optional<std::string>> Get(
      ColumnFamily family, absl::string_view key) const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return Find(family, std::string(key));
  }

  absl::Status Scan(
      ColumnFamily family, absl::string_view first, absl::string_view end,
      const std::function<bool(absl::string_view, absl::string_view)>& visit)
      const override {
    std::map<Key, std::string> snapshot;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      snapshot = values_;
    }
    for (auto it = snapshot.lower_bound({family, std::string(first)});
         it != snapshot.end() && it->first.first == family; ++it) {
      if (!end.empty() && it->first.second >= end) break;
      if (!visit(it->first.second, it->second)) break;
    }
    return absl::OkStatus();
  }

  absl::Status Write(const std::vector<StoreChange>& changes,
                     const std::vector<StoreCondition>& conditions) override {
    for (const StoreChange& change : changes) {
      if (change.key.empty() || change.key.size() > 1024) {
        return absl::InvalidArgumentError("a key has 1 to 1024 bytes");
      }
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const StoreCondition& condition : conditions) {
      if (Find(condition.family, condition.key) != condition.value) {
        return absl::AbortedError("a value is not what was expected");
      }
    }
    const absl::Status error = fail ? fail(changes) : absl::OkStatus();
    if (!error.ok() && !keep_failed) return error;
    for (const StoreChange& change : changes) {
      values_.erase({change.family, change.key});
      if (change.value.has_value()) {
        values_[{change.family, change.key}] = *change.value;
      }
    }
    return error;
  }

  absl::Status Purge(ColumnFamily family) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    purged.push_back(family);
    return purge_error;
  }

  using Key = std::pair<ColumnFamily, std::string>;
  std::map<Key, std::string>& values() { return values_; }

  std::vector<ColumnFamily> purged;  // every call's family
  absl::Status purge_error;          // what a purge answers

  // What a write answers; not set: OK.
  std::function<absl::Status(const std::vector<StoreChange>&)> fail;
  bool keep_failed = false;  // a failed write is nevertheless on disk

 private:
  std::optional<std::string> Find(ColumnFamily family,
                                  const std::string& key) const {
    const auto found = values_.find({family, key});
    if (found == values_.end()) return std::nullopt;
    return found->second;
  }

  mutable std::mutex mutex_;
  std::map<Key, std::string> values_;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_FAKE_STORE_H_
