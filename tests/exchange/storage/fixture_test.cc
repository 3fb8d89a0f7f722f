// A store that format-1 code wrote once, and that every later build must open.
//
// To write tests/data/stores/v1 anew, which only a mistake in the test data
// can call for: remove it and run
//   TOGUNA_WRITE_FIXTURE=1 build/dev/tests/exchange/storage/fixture_test

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "exchange/rocksdb/open_rocksdb.h"
#include "exchange/storage/row_codec.h"
#include "exchange/storage/stored_ledger.h"
#include "gtest/gtest.h"
#include "tests/exchange/storage/sample_rows.h"
#include "tests/support/fake_keys.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

namespace fs = std::filesystem;
const std::string kFixture = TOGUNA_SOURCE_DIR "/tests/data/stores/v1";

class FixtureTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<StoredLedger>> Open(const std::string& path) {
    store_ = OpenRocksDb(path + "/db").value();
    return StoredLedger::Open(
        *store_, sealer_, hasher_, signer_,
        {.origin = "fixture/audit/v1", .anchor_path = path + "/anchor"});
  }

  FakeSealer sealer_{"fixture key"};
  FakeRowHasher hasher_;
  FakeSigner signer_;
  std::unique_ptr<Store> store_;
};

TEST_F(FixtureTest, IsWrittenOnlyOnDemand) {
  if (std::getenv("TOGUNA_WRITE_FIXTURE") == nullptr) {
    GTEST_SKIP() << "the fixture is read, not written";
  }
  ASSERT_FALSE(fs::exists(kFixture)) << "remove it first";
  fs::create_directories(kFixture);
  const auto ledger = Open(kFixture);
  ASSERT_THAT(ledger, IsOk());
  ASSERT_THAT((*ledger)->Commit(EffectsOf({}, "operation.start")), IsOk());
  ASSERT_THAT((*ledger)->Commit(EffectsOf(SampleRows1())), IsOk());
  ASSERT_THAT((*ledger)->WaitForCheckpoint(1), IsOk());
}

TEST_F(FixtureTest, EveryKindOfRowOfVersion1IsReadBack) {
  const TempDir copy;
  fs::copy(kFixture, copy / "v1", fs::copy_options::recursive);
  const auto ledger = Open(copy / "v1");
  ASSERT_THAT(ledger, IsOk());
  EXPECT_EQ((*ledger)->LogSize(), 2U);
  for (Row row : SampleRows1()) {
    if (auto* release = std::get_if<ReleaseRow>(&row)) release->audit_index = 1;
    if (auto* delivery = std::get_if<FeedDeliveryRow>(&row)) {
      delivery->audit_index = 1;
    }
    const auto read = (*ledger)->Get(KeyOf(row));
    ASSERT_THAT(read, IsOk()) << row.index();
    ASSERT_TRUE(read->has_value()) << row.index();
    EXPECT_EQ((*read)->version, 2U);
    EXPECT_EQ(EncodeRow((*read)->row), EncodeRow(row)) << row.index();
  }
  EXPECT_THAT((*ledger)->Commit(EffectsOf(SampleRows1())), IsOkAndHolds(2U));
}

TEST_F(FixtureTest, TheFixtureStaysSmall) {
  uintmax_t bytes = 0;
  for (const auto& file : fs::recursive_directory_iterator(kFixture)) {
    if (file.is_regular_file()) bytes += file.file_size();
  }
  EXPECT_LT(bytes, 200U * 1024);
}

}  // namespace
}  // namespace toguna::testing
