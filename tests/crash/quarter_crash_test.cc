// The seals of a quarter and of a year, killed at each of their durable steps.

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/rocksdb/open_rocksdb.h"
#include "exchange/storage/row_codec.h"
#include "exchange/storage/stored_ledger.h"
#include "exchange/usecase/seal_jobs.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/sodium/keyring.h"
#include "keys/sodium/random.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

namespace fs = std::filesystem;

Period At(absl::string_view text) { return *Period::Parse(text); }

// A store on disk with its ledger and the acts on it, as of one process.
class Process {
 public:
  explicit Process(const std::string& folder) {
    catalog_ = TinyCatalog();
    Family quarterly = FamilyOf("place-type", Unit::kRecord,
                                {{"place", 0, 1}, {"type", 0, 1}});
    quarterly.cadence = Cadence::kQuarter;
    Family yearly = FamilyOf("places", Unit::kRecord, {{"place", 0, 2}});
    yearly.cadence = Cadence::kYear;
    AddPlan(catalog_, {.k = 3, .s = 1, .c = 0},
            {FamilyOf("types", Unit::kRecord, {{"type", 0, 1}}), quarterly,
             yearly});
    store_ = OpenRocksDb(folder + "/db").value();
    ledger_ = StoredLedger::Open(*store_, *sealer_, *hasher_, *signer_,
                                 {.origin = "crash/audit/v1",
                                  .anchor_path = folder + "/anchor",
                                  .after_step =
                                      [this](absl::string_view step) {
                                        if (armed_ && step == dies_at_) {
                                          ::kill(::getpid(), SIGKILL);
                                        }
                                      }})
                  .value();
  }

  Ledger& ledger() { return *ledger_; }
  void DieAt(absl::string_view step) {
    dies_at_ = std::string(step);
    armed_ = true;
  }

  void Take(const std::string& month, uint64_t seed) {
    Random random(seed);
    Effects effects;
    effects.entry.type = "intake.accept";
    for (Record& record : RandomRecords(random, 80)) {
      record.ref += "-" + month;
      effects.put.emplace_back(VaultRecord{
          .record = record, .period = At(month), .accepted_at = now_});
    }
    effects.put.emplace_back(PeriodRow{.dataset = dataset_,
                                       .period = At(month),
                                       .state = PeriodState::kClosed,
                                       .closed_at = now_,
                                       .sealed_at = {}});
    ASSERT_THAT(ledger_->Commit(effects), IsOk());
  }
  SealJob Ask(const std::string& period) {
    return Jobs().Request(officer_, dataset_, At(period)).value();
  }
  absl::StatusOr<SealJob> Seal(const std::string& period) {
    absl::StatusOr<SealJob> job = Jobs().Run(
        IdOf(Ask(period).row), [](const SealProgress&) { return true; });
    if (!job.ok()) return job;
    if (!ErrorOf(job->row).ok()) return ErrorOf(job->row);
    const absl::Status covered = ledger_->WaitForCheckpoint(job->audit_index);
    if (!covered.ok()) return covered;
    return job;
  }

  bool Has(RowKind kind, std::vector<std::string> texts) {
    texts.insert(texts.begin(), dataset_.text());
    return ledger_->Get({kind, std::move(texts), {}}).value().has_value();
  }
  // The sealed tables in bytes.
  std::string Tables(const std::string& period) {
    SealRow row =
        Find<SealRow>(*ledger_, {RowKind::kSeal, {dataset_.text(), period}, {}})
            .value()
            .value()
            .value;
    return EncodeRow(row);
  }

 private:
  SealJobs Jobs() {
    return {catalog_, *ledger_, [this] { return now_; }, SystemRandom()};
  }

  const DatasetId dataset_{"incidents"};
  const Caller officer_{PartyId("cluster"), Role::kOfficer,
                        "spiffe://demo/officer/one"};
  const absl::Time now_ =
      absl::FromCivil(absl::CivilDay(2027, 1, 2), absl::UTCTimeZone());
  const Keyring keyring_ = Keyring::Generate(SeededRandom(7));
  const std::unique_ptr<Sealer> sealer_ = keyring_.MakeSealer();
  const std::unique_ptr<RowHasher> hasher_ = keyring_.MakeRowHasher();
  const std::unique_ptr<Signer> signer_ = keyring_.MakeLogSigner();
  Catalog catalog_;
  bool armed_ = false;
  std::string dies_at_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<StoredLedger> ledger_;
};

// Does `act` in a process of its own, as the database's threads do not survive
// a fork: this one opens none. True if it was killed; false if it ended, all
// expectations met.
bool Killed(const std::function<void()>& act) {
  const pid_t child = ::fork();
  if (child == 0) {
    act();
    std::fflush(nullptr);
    ::_exit(::testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) ||
              (WIFEXITED(status) && WEXITSTATUS(status) == 0));
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

void ExpectWhole(Process& process, const std::string& period) {
  const bool sealed = process.Has(RowKind::kPeriod, {period});
  EXPECT_EQ(process.Has(RowKind::kSeal, {period}), sealed);
  EXPECT_EQ(process.Has(RowKind::kSealedPlan, {period}), sealed);
  EXPECT_EQ(process.Has(RowKind::kSealKey, {period}), !sealed);
  EXPECT_EQ(process.Ask(period).running(), !sealed);
  // What a year was counted from goes with its seal, all of it, and only then.
  const bool shredded = sealed && period == "2026";
  EXPECT_EQ(process.Has(RowKind::kShredKey, {"2026"}), !shredded);
  int cubes = 0;
  EXPECT_THAT(
      process.ledger().Scan({RowKind::kCube, {"incidents", "2026"}, {}},
                            [&](const VersionedRow&) { return ++cubes > 0; }),
      IsOk());
  EXPECT_EQ(cubes, shredded ? 0 : 3);
}

TEST(QuarterCrashTest, ASealOfAQuarterOrYearIsWholeOrNotThereWhateverDies) {
  const TempDir dir;
  const std::string quarter = dir / "quarter";
  const std::string year = dir / "year";
  fs::create_directory(quarter);
  ASSERT_FALSE(Killed([&] {
    Process process(quarter);
    uint64_t seed = 1;
    for (const char* month : {"2026-01", "2026-02", "2026-03"}) {
      process.Take(month, ++seed);
      ASSERT_THAT(process.Seal(month), IsOk());
    }
    EXPECT_TRUE(process.Ask("2026-Q1").running());
  }));
  fs::copy(quarter, year, fs::copy_options::recursive);
  ASSERT_FALSE(Killed([&] {
    Process process(year);
    ASSERT_THAT(process.Seal("2026-Q1"), IsOk());
    EXPECT_TRUE(process.Ask("2026").running());
  }));
  int copies = 0;
  for (const auto& [name, from] :
       {std::pair("2026-Q1", quarter), std::pair("2026", year)}) {
    const std::string period = name;
    const std::string expected = dir / period;
    for (const char* step : {"none", "before-commit", "commit",
                             "checkpoint-stored", "anchor-written"}) {
      SCOPED_TRACE(period + " " + step);
      const std::string folder = dir / std::to_string(++copies);
      fs::copy(from, folder, fs::copy_options::recursive);
      EXPECT_EQ(Killed([&] {
                  Process process(folder);
                  process.DieAt(step);
                  EXPECT_THAT(process.Seal(period), IsOk());
                }),
                absl::string_view(step) != "none");
      EXPECT_FALSE(Killed([&] {
        Process process(folder);
        ExpectWhole(process, period);
        ASSERT_THAT(process.Seal(period), IsOk());
        ExpectWhole(process, period);
        if (!fs::exists(expected)) WriteFile(expected, process.Tables(period));
        EXPECT_EQ(process.Tables(period), ReadFile(expected));
      }));
    }
  }
}

}  // namespace
}  // namespace toguna::testing
