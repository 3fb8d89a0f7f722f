#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "exchange/base/reason.h"
#include "exchange/rocksdb/open_rocksdb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/rocksdb/store_contract.h"
#include "tests/support/fake_store.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

struct RocksDbMaker {
  RocksDbMaker() { Reopen(); }
  Store& store() { return *opened; }
  void Reopen() {
    opened.reset();
    opened = OpenRocksDb(dir / "db").value();
  }
  TempDir dir;
  std::unique_ptr<Store> opened;
};
INSTANTIATE_TYPED_TEST_SUITE_P(RocksDb, StoreContract, RocksDbMaker);

struct FakeMaker {
  Store& store() { return fake; }
  void Reopen() {}
  FakeStore fake;
};
INSTANTIATE_TYPED_TEST_SUITE_P(Fake, StoreContract, FakeMaker);

// How many files of the database hold `text`.
int FilesWith(const std::string& path, const std::string& text) {
  int found = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(path)) {
    if (!file.is_regular_file()) continue;
    if (ReadFile(file.path()).find(text) != std::string::npos) ++found;
  }
  return found;
}

// In the log, in one table, and hidden in a table below others.
TEST(RocksDbTest, WhatIsPurgedIsInNoFile) {
  const std::string erased = "the bytes of an erased value";
  const std::string replaced = "the bytes of a replaced value";
  const std::string kept = "the bytes of a kept value";
  const auto put = [](const char* key, std::optional<std::string> value) {
    return StoreChange{ColumnFamily::kKeys, key, std::move(value)};
  };
  for (const int reopened : {0, 1, 2}) {
    SCOPED_TRACE(reopened);
    const TempDir dir;
    auto store = OpenRocksDb(dir / "db").value();
    ASSERT_THAT(store->Write({put("a", erased), put("b", replaced)}, {}),
                IsOk());
    if (reopened > 0) store.reset(), store = OpenRocksDb(dir / "db").value();
    ASSERT_THAT(store->Write({put("a", std::nullopt), put("b", kept)}, {}),
                IsOk());
    if (reopened > 1) store.reset(), store = OpenRocksDb(dir / "db").value();
    // The control: erasing alone does not do it.
    EXPECT_GT(FilesWith(dir / "db", erased), 0);
    ASSERT_THAT(store->Purge(ColumnFamily::kKeys), IsOk());
    EXPECT_EQ(FilesWith(dir / "db", erased), 0);
    EXPECT_EQ(FilesWith(dir / "db", replaced), 0);
    EXPECT_EQ(FilesWith(dir / "db", kept), 1);
    EXPECT_EQ(store->Get(ColumnFamily::kKeys, "b").value(), kept);
    EXPECT_EQ(store->Get(ColumnFamily::kKeys, "a").value(), std::nullopt);
  }
}

TEST(RocksDbTest, ASecondOpeningIsRefused) {
  const TempDir dir;
  const auto first = OpenRocksDb(dir / "db");
  ASSERT_THAT(first, IsOk());
  const auto second = OpenRocksDb(dir / "db");
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(ReasonOf(second.status()).code, "STORE_LOCKED");
}

TEST(RocksDbTest, NoDatabaseIsMadeUnlessAskedFor) {
  const TempDir dir;
  EXPECT_THAT(OpenRocksDb(dir / "db", {.create = false}),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(RocksDbTest, LargeWritesAreRefusedOnANearlyFullDiskAndSmallOnesAreNot) {
  const TempDir dir;
  const auto store = OpenRocksDb(
      dir / "db",
      {.min_free_bytes = uint64_t{1} << 62U, .small_write_bytes = 1000});
  ASSERT_THAT(store, IsOk());
  EXPECT_THAT((*store)->Write({{ColumnFamily::kMeta, "cp", "small"}}, {}),
              IsOk());
  const absl::Status refused = (*store)->Write(
      {{ColumnFamily::kRecords, "r", std::string(1001, 'x')}}, {});
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(ReasonOf(refused).code, "DISK_FULL");
  EXPECT_EQ((*store)->Get(ColumnFamily::kRecords, "r").value(), std::nullopt);
}

TEST(RocksDbTest, ATableThatIsDamagedIsDataLoss) {
  const TempDir dir;
  {
    const auto store = OpenRocksDb(dir / "db", {.write_buffer_bytes = 65536});
    ASSERT_THAT(store, IsOk());
    for (int i = 0; i < 60; ++i) {
      ASSERT_THAT((*store)->Write({{ColumnFamily::kRecords, std::to_string(i),
                                    std::string(8000, 'x')}},
                                  {}),
                  IsOk());
    }
  }
  int damaged = 0;
  for (const auto& file : std::filesystem::directory_iterator(dir / "db")) {
    if (file.path().extension() != ".sst") continue;
    std::string bytes = ReadFile(file.path());
    bytes[bytes.size() / 3] = static_cast<char>(bytes[bytes.size() / 3] ^ 1);
    WriteFile(file.path(), bytes);
    ++damaged;
  }
  ASSERT_GT(damaged, 0);
  const auto store = OpenRocksDb(dir / "db");
  absl::Status status = store.status();
  if (store.ok()) {
    status = (*store)->Scan(
        ColumnFamily::kRecords, "", "",
        [](absl::string_view, absl::string_view) { return true; });
  }
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace toguna::testing
