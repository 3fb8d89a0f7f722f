// Stores that earlier code wrote once, and that every later build must open.
//
// To write the newest anew, which only a mistake in the test data can call for:
// remove it and run
//   TOGUNA_WRITE_FIXTURE=1 build/dev/tests/exchange/storage/fixture_test

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

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
struct Fixture {
  const char* name;
  std::vector<Row> (*rows)();

  std::string path() const {
    return std::string(TOGUNA_SOURCE_DIR "/tests/data/stores/") + name;
  }
};
constexpr Fixture kFixtures[] = {{"v1", SampleRows1}, {"v2", SampleRows2},
                                 {"v3", SampleRows3}, {"v4", SampleRows4},
                                 {"v5", SampleRows5}, {"v6", SampleRows6},
                                 {"v7", SampleRows7}, {"v8", SampleRows8}};
constexpr Fixture kNewest = kFixtures[7];

class FixtureTest : public ::testing::TestWithParam<Fixture> {
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

TEST_P(FixtureTest, IsWrittenOnlyOnDemand) {
  if (std::getenv("TOGUNA_WRITE_FIXTURE") == nullptr ||
      GetParam().path() != kNewest.path()) {
    GTEST_SKIP() << "the fixture is read, not written";
  }
  ASSERT_FALSE(fs::exists(kNewest.path())) << "remove it first";
  fs::create_directories(kNewest.path());
  const auto ledger = Open(kNewest.path());
  ASSERT_THAT(ledger, IsOk());
  ASSERT_THAT((*ledger)->Commit(EffectsOf({}, "operation.start")), IsOk());
  ASSERT_THAT((*ledger)->Commit(EffectsOf(kNewest.rows())), IsOk());
  ASSERT_THAT((*ledger)->WaitForCheckpoint(1), IsOk());
}

TEST_P(FixtureTest, EveryKindOfRowIsReadBack) {
  const TempDir copy;
  fs::copy(GetParam().path(), copy / "store", fs::copy_options::recursive);
  const auto ledger = Open(copy / "store");
  ASSERT_THAT(ledger, IsOk());
  EXPECT_EQ((*ledger)->LogSize(), 2U);
  for (Row row : GetParam().rows()) {
    SetAuditIndex(1, row);
    const auto read = (*ledger)->Get(KeyOf(row));
    ASSERT_THAT(read, IsOk()) << row.index();
    ASSERT_TRUE(read->has_value()) << row.index();
    EXPECT_EQ((*read)->version, 2U);
    EXPECT_EQ(EncodeRow((*read)->row), EncodeRow(row)) << row.index();
  }
  EXPECT_THAT((*ledger)->Commit(EffectsOf(GetParam().rows())),
              IsOkAndHolds(2U));
}

TEST_P(FixtureTest, TheFixtureStaysSmall) {
  uintmax_t bytes = 0;
  for (const auto& file : fs::recursive_directory_iterator(GetParam().path())) {
    if (file.is_regular_file()) bytes += file.file_size();
  }
  EXPECT_LT(bytes, 200U * 1024);
}

INSTANTIATE_TEST_SUITE_P(All, FixtureTest, ::testing::ValuesIn(kFixtures),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

}  // namespace
}  // namespace toguna::testing
