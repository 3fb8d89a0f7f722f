#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "exchange/base/reason.h"
#include "exchange/rocksdb/open_rocksdb.h"
#include "exchange/storage/place.h"
#include "exchange/storage/stored_ledger.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/storage/sample_rows.h"
#include "tests/support/fake_keys.h"
#include "tests/support/fake_store.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

namespace fs = std::filesystem;

struct Keys {
  FakeSealer sealer;
  FakeRowHasher hasher;
  FakeSigner signer;

  absl::StatusOr<std::unique_ptr<StoredLedger>> Open(
      Store& store, const TempDir& dir, bool accept_missing_anchor = false) {
    return StoredLedger::Open(store, sealer, hasher, signer,
                              {.origin = "o/audit/v1",
                               .anchor_path = dir / "anchor",
                               .accept_missing_anchor = accept_missing_anchor});
  }
};

// A store in memory with some history, changed behind the ledger's back.
class TamperTest : public ::testing::Test {
 protected:
  TamperTest() {
    const auto ledger = keys_.Open(store_, dir_).value();
    for (uint64_t i = 1; i <= 5; ++i) {
      before_ = store_.values();
      EXPECT_THAT(ledger->Commit(EffectsOf({FeedHeadRow{i}, SampleRelease(),
                                            SampleRecord(std::to_string(i))})),
                  IsOk());
      EXPECT_THAT(ledger->WaitForCheckpoint(i - 1), IsOk());
    }
  }
  std::string OpenReason() {
    return ReasonOf(keys_.Open(store_, dir_).status()).code;
  }
  FakeStore::Key Place(const Row& row) {
    return {FamilyOf(KeyOf(row).kind), KeyBytes(KeyOf(row), keys_.hasher)};
  }
  std::string& At(const FakeStore::Key& key) { return store_.values().at(key); }

  TempDir dir_;
  Keys keys_;
  FakeStore store_;
  std::map<FakeStore::Key, std::string> before_;  // one act earlier
};

TEST_F(TamperTest, NothingChangedOpens) { EXPECT_EQ(OpenReason(), ""); }

TEST_F(TamperTest, ValuesSwappedBetweenKeysAreRefused) {
  std::swap(At(Place(SampleRecord("1"))), At(Place(SampleRecord("2"))));
  EXPECT_EQ(OpenReason(), "STORE_DAMAGED");
}

TEST_F(TamperTest, ValuesSwappedWithinOneGenerationDoNotOpen) {
  const FakeStore::Key a = Place(SampleRecord("5"));
  std::swap(At(a), At(Place(FeedHeadRow{5})));
  const auto ledger = keys_.Open(store_, dir_);
  ASSERT_THAT(ledger, IsOk());
  EXPECT_THAT((*ledger)->Get(KeyOf(SampleRecord("5"))),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT((*ledger)->Scan({RowKind::kFeedHead, {}, {}},
                              [](const VersionedRow&) { return true; }),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(TamperTest, AFlippedByteOfARowIsNeverAWrongAnswer) {
  std::string& value = At(Place(SampleRelease()));
  const std::string good = value;
  for (size_t i = 0; i < good.size(); i += 7) {
    value = good;
    value[i] = static_cast<char>(value[i] ^ 0x10);
    const auto ledger = keys_.Open(store_, dir_);
    if (!ledger.ok()) {
      EXPECT_EQ(ReasonOf(ledger.status()).code, "STORE_DAMAGED");
      continue;
    }
    const auto read = (*ledger)->Get(KeyOf(SampleRelease()));
    EXPECT_THAT(read, StatusIs(absl::StatusCode::kDataLoss)) << i;
    EXPECT_EQ(ReasonOf(read.status()).code, "STORE_DAMAGED");
  }
}

TEST_F(TamperTest, AnOlderCopyOfARowIsRefused) {
  At(Place(FeedHeadRow{5})) = before_.at(Place(FeedHeadRow{5}));
  EXPECT_EQ(OpenReason(), "STORE_DAMAGED");
}

TEST_F(TamperTest, ARowThatWasRemovedIsRefused) {
  store_.values().erase(Place(SampleRecord("3")));
  EXPECT_EQ(OpenReason(), "STORE_DAMAGED");
}

TEST_F(TamperTest, AnEntryThatWasRemovedOrChangedIsRefused) {
  for (uint64_t n = 0; n < 5; ++n) {
    FakeStore::Key key{ColumnFamily::kAudit, std::string(7, '\0')};
    key.second += static_cast<char>(n);
    const std::string good = At(key);
    store_.values().erase(key);
    EXPECT_EQ(OpenReason(), "STORE_DAMAGED") << n;
    store_.values()[key] = good;
    At(key)[40] ^= 1;
    EXPECT_EQ(OpenReason(), "STORE_DAMAGED") << n;
    At(key) = good;
  }
  EXPECT_EQ(OpenReason(), "");
}

TEST_F(TamperTest, AnOlderHeadOrCheckpointIsRefused) {
  for (const char* key : {"head", "cp"}) {
    const FakeStore::Key place{ColumnFamily::kMeta, key};
    const std::string good = At(place);
    At(place) = before_.at(place);
    EXPECT_NE(OpenReason(), "") << key;
    store_.values().erase(place);
    EXPECT_NE(OpenReason(), "") << key;
    store_.values()[place] = good;
  }
}

TEST_F(TamperTest, AWholeStoreOfAnEarlierTimeIsRefused) {
  store_.values() = before_;
  EXPECT_EQ(OpenReason(), "STORE_ROLLED_BACK");
  store_.values().clear();
  EXPECT_EQ(OpenReason(), "STORE_ROLLED_BACK");
}

TEST_F(TamperTest, WithoutTheAnchorsCheckAnEarlierStoreWouldPass) {
  store_.values() = before_;
  fs::remove(dir_ / "anchor");
  EXPECT_EQ(OpenReason(), "ANCHOR_MISSING");
  EXPECT_THAT(keys_.Open(store_, dir_, true), IsOk());
}

TEST_F(TamperTest, ADamagedAnchorIsRefused) {
  WriteFile(dir_ / "anchor", "");
  EXPECT_EQ(OpenReason(), "ANCHOR_DAMAGED");
}

TEST_F(TamperTest, AStoreOfANewerProgramIsRefused) {
  At({ColumnFamily::kMeta, "format"}) = "toguna/store/2";
  const absl::Status status = keys_.Open(store_, dir_).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(ReasonOf(status).code, "STORE_TOO_NEW");
}

TEST_F(TamperTest, AnUnknownFormatIsRefused) {
  for (const char* format : {"", "1", "toguna/store/0", "toguna/store/01",
                             "toguna/store/x", "another/store/1"}) {
    At({ColumnFamily::kMeta, "format"}) = format;
    EXPECT_EQ(OpenReason(), "STORE_DAMAGED") << format;
  }
  store_.values().erase({ColumnFamily::kMeta, "format"});
  EXPECT_EQ(OpenReason(), "STORE_DAMAGED");
}

TEST_F(TamperTest, AnotherLogsKeyOrNameIsRefused) {
  const auto other = StoredLedger::Open(
      store_, keys_.sealer, keys_.hasher, keys_.signer,
      {.origin = "o/audit/v2", .anchor_path = dir_ / "anchor"});
  EXPECT_EQ(ReasonOf(other.status()).code, "LOG_ORIGIN_CHANGED");
  const FakeSealer wrong("another key");
  EXPECT_THAT(StoredLedger::Open(
                  store_, wrong, keys_.hasher, keys_.signer,
                  {.origin = "o/audit/v1", .anchor_path = dir_ / "anchor"}),
              StatusIs(absl::StatusCode::kDataLoss));
}

// RocksDB opens after each of these without a word (SECURITY §4.7).
class WalTest : public ::testing::Test {
 protected:
  WalTest() {
    const auto store = OpenRocksDb(dir_ / "db").value();
    const auto ledger = keys_.Open(*store, dir_).value();
    for (uint64_t i = 0; i < 20; ++i) {
      EXPECT_THAT(ledger->Commit(EffectsOf({FeedHeadRow{i}})), IsOk());
    }
    EXPECT_THAT(ledger->WaitForCheckpoint(19), IsOk());
    // What a crash leaves: files as they are while the store is open.
    fs::copy(dir_ / "db", dir_ / "crashed");
  }
  std::string ReasonAfter(
      const std::function<void(const std::string&)>& change) {
    for (const auto& file : fs::directory_iterator(dir_ / "crashed")) {
      if (file.path().extension() == ".log") change(file.path());
    }
    const auto store = OpenRocksDb(dir_ / "crashed");
    EXPECT_THAT(store, IsOk());
    if (!store.ok()) return "not opened";
    return ReasonOf(keys_.Open(**store, dir_).status()).code;
  }

  TempDir dir_;
  Keys keys_;
};

TEST_F(WalTest, AnUnchangedCopyOpens) {
  EXPECT_EQ(ReasonAfter([](const std::string&) {}), "");
}
TEST_F(WalTest, ADeletedLogIsNoticed) {
  EXPECT_EQ(ReasonAfter([](const std::string& path) { fs::remove(path); }),
            "STORE_ROLLED_BACK");
}
TEST_F(WalTest, AnEmptiedLogIsNoticed) {
  EXPECT_EQ(
      ReasonAfter([](const std::string& path) { fs::resize_file(path, 0); }),
      "STORE_ROLLED_BACK");
}
TEST_F(WalTest, ALogCutInHalfIsNoticed) {
  EXPECT_EQ(ReasonAfter([](const std::string& path) {
              fs::resize_file(path, fs::file_size(path) / 2);
            }),
            "STORE_ROLLED_BACK");
}
TEST_F(WalTest, AFlippedByteInTheMiddleIsNoticed) {
  EXPECT_EQ(ReasonAfter([](const std::string& path) {
              std::string bytes = ReadFile(path);
              bytes[bytes.size() / 2] ^= 1;
              WriteFile(path, bytes);
            }),
            "STORE_ROLLED_BACK");
}

}  // namespace
}  // namespace toguna::testing
