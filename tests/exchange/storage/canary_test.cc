#include <filesystem>
#include <memory>
#include <string>

#include "exchange/rocksdb/open_rocksdb.h"
#include "exchange/storage/stored_ledger.h"
#include "gtest/gtest.h"
#include "tests/exchange/storage/sample_rows.h"
#include "tests/support/fake_keys.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

// How often the canary, which every text of the sample rows holds, lies in the
// database's files, both in its logs and in its tables.
int CanariesOnDisk(const Sealer& sealer) {
  const TempDir dir;
  const FakeRowHasher hasher;
  const FakeSigner signer;
  for (int pass = 0; pass < 2; ++pass) {
    // Opening again moves what is in the log into tables.
    const auto store = OpenRocksDb(dir / "db").value();
    const auto ledger = StoredLedger::Open(
        *store, sealer, hasher, signer,
        {.origin = "o/audit/v1", .anchor_path = dir / "anchor"});
    EXPECT_THAT(ledger, IsOk());
    Effects effects = EffectsOf(SampleRows());
    effects.entry.fields["release"] = "canary-release";
    EXPECT_THAT((*ledger)->Commit(effects), IsOk());
    EXPECT_THAT((*ledger)->WaitForCheckpoint(0), IsOk());
  }
  int found = 0;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(dir.path())) {
    if (!file.is_regular_file()) continue;
    const std::string bytes = ReadFile(file.path());
    for (size_t at = bytes.find(kCanary); at != std::string::npos;
         at = bytes.find(kCanary, at + 1)) {
      ++found;
    }
  }
  return found;
}

TEST(CanaryTest, NothingReadableLiesOnDisk) {
  EXPECT_EQ(CanariesOnDisk(FakeSealer()), 0);
}

TEST(CanaryTest, WithoutSealingEveryKindOfRowWouldBeFound) {
  EXPECT_GT(CanariesOnDisk(OpenSealer()), 50);
}

}  // namespace
}  // namespace toguna::testing
