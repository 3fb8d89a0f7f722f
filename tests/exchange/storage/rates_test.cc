// Says how fast the ledger is on this machine; holds it to no figure.

#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/rocksdb/open_rocksdb.h"
#include "exchange/storage/stored_ledger.h"
#include "gtest/gtest.h"
#include "tests/exchange/storage/sample_rows.h"
#include "tests/support/ed25519.h"
#include "tests/support/fake_keys.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

class RatesTest : public ::testing::Test {
 protected:
  static void Say(const char* what, int count, const std::function<void()>& f) {
    const auto start = std::chrono::steady_clock::now();
    f();
    const std::chrono::duration<double> took =
        std::chrono::steady_clock::now() - start;
    std::printf("%-40s %9.0f a second\n", what, count / took.count());
  }

  TempDir dir_;
  FakeSealer sealer_;
  FakeRowHasher hasher_;
  Ed25519Signer signer_;
  std::unique_ptr<Store> store_ = OpenRocksDb(dir_ / "db").value();
  std::unique_ptr<StoredLedger> ledger_ =
      StoredLedger::Open(
          *store_, sealer_, hasher_, signer_,
          {.origin = "o/audit/v1", .anchor_path = dir_ / "anchor"})
          .value();
};

TEST_F(RatesTest, SmallCommits) {
  Say("commits of one row", 300, [&] {
    for (uint64_t i = 0; i < 300; ++i) {
      ASSERT_THAT(ledger_->Commit(EffectsOf({FeedHeadRow{i}})), IsOk());
    }
  });
}

TEST_F(RatesTest, RecordsInBatchesOf500) {
  Say("records in commits of 500", 5000, [&] {
    for (int batch = 0; batch < 10; ++batch) {
      std::vector<Row> rows;
      for (int i = 0; i < 500; ++i) {
        rows.push_back(SampleRecord(absl::StrCat(batch, "-", i)));
      }
      ASSERT_THAT(ledger_->Commit(EffectsOf(std::move(rows))), IsOk());
    }
  });
}

TEST_F(RatesTest, CommitsEachWithItsCheckpoint) {
  Say("commits that wait for their checkpoint", 200, [&] {
    for (uint64_t i = 0; i < 200; ++i) {
      const auto index = ledger_->Commit(EffectsOf({FeedHeadRow{i}}));
      ASSERT_THAT(index, IsOk());
      ASSERT_THAT(ledger_->WaitForCheckpoint(*index), IsOk());
    }
  });
}

}  // namespace
}  // namespace toguna::testing
