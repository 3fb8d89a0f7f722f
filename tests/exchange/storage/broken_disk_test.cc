#include <memory>
#include <string>
#include <vector>

#include "exchange/base/reason.h"
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

// Each durable step fails, with its changes on disk or not.
class BrokenDiskTest : public ::testing::TestWithParam<bool> {
 protected:
  absl::StatusOr<std::unique_ptr<StoredLedger>> Open() {
    return StoredLedger::Open(
        store_, sealer_, hasher_, signer_,
        {.origin = "o/audit/v1", .anchor_path = dir_ / "anchor"});
  }
  // Fails writes that hold `key` of the family meta with `error`.
  void FailWritesOf(const std::string& key, absl::Status error) {
    store_.keep_failed = GetParam();
    store_.fail = [key, error](const std::vector<StoreChange>& changes) {
      for (const StoreChange& change : changes) {
        if (change.family == ColumnFamily::kMeta && change.key == key) {
          return error;
        }
      }
      return absl::OkStatus();
    };
  }

  TempDir dir_;
  FakeStore store_;
  FakeSealer sealer_;
  FakeRowHasher hasher_;
  FakeSigner signer_;
};
INSTANTIATE_TEST_SUITE_P(Persisted, BrokenDiskTest, ::testing::Bool());

TEST_P(BrokenDiskTest, AfterAFailedCommitEverythingIsRefusedUntilReopened) {
  auto ledger = Open().value();
  ASSERT_THAT(ledger->Commit(EffectsOf({FeedHeadRow{1}})), IsOk());
  FailWritesOf("head", absl::InternalError("fsync"));
  const auto failed = ledger->Commit(EffectsOf({FeedHeadRow{2}}));
  EXPECT_THAT(failed, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(ReasonOf(failed.status()).code, "LOG_UNWRITABLE");
  store_.fail = nullptr;
  EXPECT_THAT(ledger->Commit(EffectsOf({})),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(ledger->Get({RowKind::kFeedHead, {}, {}}),
              StatusIs(absl::StatusCode::kUnavailable));
  ledger.reset();

  ledger = Open().value();
  const uint64_t size = GetParam() ? 2 : 1;
  EXPECT_EQ(ledger->LogSize(), size);
  EXPECT_EQ(
      (*Find<FeedHeadRow>(*ledger, {RowKind::kFeedHead, {}, {}}))->value.last,
      size);
  EXPECT_THAT(ledger->WaitForCheckpoint(size - 1), IsOk());
}

TEST_P(BrokenDiskTest, WithoutACheckpointNothingMayBeReleased) {
  auto ledger = Open().value();
  FailWritesOf("cp", absl::InternalError("fsync"));
  const auto index = ledger->Commit(EffectsOf({FeedHeadRow{1}}));
  ASSERT_THAT(index, IsOk());
  const absl::Status waited = ledger->WaitForCheckpoint(*index);
  EXPECT_EQ(ReasonOf(waited).code, "LOG_UNWRITABLE");
  EXPECT_THAT(ledger->Commit(EffectsOf({})),
              StatusIs(absl::StatusCode::kUnavailable));
  ledger.reset();
  store_.fail = nullptr;
  ledger = Open().value();
  EXPECT_THAT(ledger->WaitForCheckpoint(*index), IsOk());
}

TEST_P(BrokenDiskTest, AFullDiskRefusesAndTheLedgerGoesOnOnceThereIsSpace) {
  if (GetParam()) GTEST_SKIP() << "a store that is full has written nothing";
  const auto ledger = Open().value();
  const absl::Status full = ReasonError(absl::StatusCode::kResourceExhausted,
                                        "DISK_FULL", "the disk is full");
  FailWritesOf("head", full);
  EXPECT_EQ(ReasonOf(ledger->Commit(EffectsOf({})).status()).code, "DISK_FULL");
  store_.fail = nullptr;
  EXPECT_THAT(ledger->Commit(EffectsOf({})), IsOkAndHolds(0U));
  EXPECT_THAT(ledger->WaitForCheckpoint(0), IsOk());
}

TEST_P(BrokenDiskTest, AnotherWriterOfTheStoreIsNoticed) {
  const auto ledger = Open().value();
  store_.values()[{ColumnFamily::kMeta, "head"}] = "moved";
  EXPECT_EQ(ReasonOf(ledger->Commit(EffectsOf({})).status()).code,
            "LOG_UNWRITABLE");
}

TEST_P(BrokenDiskTest, AnAnchorThatCannotBeWrittenBlocksReleases) {
  const auto ledger = Open().value();
  std::filesystem::remove_all(dir_.path());
  const auto index = ledger->Commit(EffectsOf({}));
  ASSERT_THAT(index, IsOk());
  EXPECT_EQ(ReasonOf(ledger->WaitForCheckpoint(*index)).code, "LOG_UNWRITABLE");
}

}  // namespace
}  // namespace toguna::testing
