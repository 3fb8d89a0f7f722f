// Releases a second, packaged, encrypted, signed, logged and under a
// checkpoint, of 200 cells: CSV and manifest, with a workbook, and with three
// witnesses in memory of which two are enough; at 16 and at 64 at a time, each
// under an agreement of its own. Beside: making the package alone, and raw
// synced writes of a batch of its size, one at a time.
//   release_bench [seconds of each, default 4]

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "exchange/audit/cosignature.h"
#include "exchange/audit/witness.h"
#include "exchange/package/package_maker.h"
#include "exchange/rocksdb/open_rocksdb.h"
#include "exchange/storage/stored_ledger.h"
#include "exchange/usecase/releases.h"
#include "keys/sodium/age.h"
#include "keys/sodium/keyring.h"
#include "keys/sodium/primitives.h"
#include "keys/sodium/random.h"
#include "tests/support/small_operation.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

constexpr char kOrigin[] = "exchange.example/audit/v1";
constexpr int kRegions = 99;  // with the country 100 places, of two types each
constexpr int kAgreements = 64;

double Now() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

std::string Region(int i) { return absl::StrFormat("ML%03d", i); }

Catalog BenchCatalog(const std::string& age_recipient) {
  Catalog catalog = SmallCatalog();
  std::vector<CodeDeclaration> places = {{"ML", "", {"Mali", "Mali"}}};
  for (int i = 0; i < kRegions; ++i) {
    const std::string name = absl::StrCat("Région ", i);
    places.push_back({Region(i), "ML", {name, name}});
  }
  places.push_back({"ML00001", "ML000", {"Cercle", "Cercle"}});
  catalog.code_lists.at(CodeListId("places")) =
      MakeList("places", {"country", "region", "cercle"}, std::move(places));
  catalog.parties.at(PartyId("mrm")).age_recipient = age_recipient;
  const Agreement one = catalog.agreements.begin()->second;
  catalog.agreements.clear();
  for (int i = 0; i < kAgreements; ++i) {
    Agreement more = one;
    more.id = AgreementId(absl::StrCat("agreement-", i));
    more.grants[0].extracts_per_month = 1'000'000;
    catalog.agreements.emplace(more.id, std::move(more));
  }
  return catalog;
}

SealedPeriod BenchSeal() {
  SealedPeriod sealed;
  sealed.dataset = DatasetId("incidents");
  sealed.period = March();
  sealed.plan = PlanId("monthly");
  sealed.plan_version = "1";
  sealed.minimums = {5, 2, 3};
  sealed.list_versions = {{"places", "v1"}, {"types", "v1"}};
  sealed.sealed_at = At(3);
  SealedTable table{
      FamilyId("place-type"), Unit::kRecord, {"place", "type"}, {}};
  for (int i = -1; i < kRegions; ++i) {
    const std::string place = i < 0 ? "ML" : Region(i);
    table.cells.push_back({{place, "all"}, CellStatus::kPublished, 40 + i});
    table.cells.push_back({{place, "a"}, CellStatus::kNotShown, 0, 0, 12});
  }
  sealed.tables = {table,
                   {FamilyId("type-only"),
                    Unit::kVictim,
                    {"type"},
                    {{{"all"}, CellStatus::kPublished, 70}}}};
  return sealed;
}

class Witness {
 public:
  Witness(NoteKey log, int n)
      : log_(std::move(log)),
        name_(absl::StrCat("w", n)),
        signer_(MakeEd25519Signer(Secret(SystemRandom()(32)))) {}
  NoteKey key() const {
    return {name_, signer_->public_key(), NoteKeyType::kWitness};
  }
  WitnessReply Post(absl::string_view body) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const WitnessFinding finding = JudgeAddCheckpoint(
        {log_}, [this](const std::string&) { return known_; }, body,
        VerifyEd25519);
    if (finding.status != 200) return {finding.status, finding.body};
    known_ = finding.head;
    return {200,
            SignatureLine(Cosign(finding.head, name_, absl::Now(), *signer_))};
  }

 private:
  const NoteKey log_;
  const std::string name_;
  const std::unique_ptr<Signer> signer_;
  std::mutex mutex_;
  std::optional<LogHead> known_;
};

void Say(const char* what, int threads, double seconds,
         std::vector<double>& took) {
  std::sort(took.begin(), took.end());
  std::cout << absl::StreamFormat(
      "%-34s %2d at a time  %7.0f a second   p50 %7.2f ms   p99 %7.2f ms\n",
      what, threads, static_cast<double>(took.size()) / seconds,
      took[took.size() / 2], took[took.size() * 99 / 100]);
}

std::vector<double> Repeat(int threads, double seconds,
                           const std::function<void(int, uint64_t)>& act) {
  std::mutex mutex;
  std::vector<double> took;
  const double end = Now() + seconds;
  std::vector<std::thread> workers;
  for (int t = 0; t < threads; ++t) {
    workers.emplace_back([&, t] {
      std::vector<double> own;
      for (uint64_t n = 0; Now() < end; ++n) {
        const double start = Now();
        act(t, n);
        own.push_back((Now() - start) * 1000);
      }
      const std::lock_guard<std::mutex> lock(mutex);
      took.insert(took.end(), own.begin(), own.end());
    });
  }
  for (std::thread& worker : workers) worker.join();
  return took;
}

class Bench {
 public:
  explicit Bench(double seconds) : seconds_(seconds) {}

  void Releases(const char* what, int threads, bool witnessed,
                const PackageWish& wish) {
    TempDir dir;
    const auto store = OpenRocksDb(dir / "db").value();
    const auto sealer = keyring_.MakeSealer();
    const auto hasher = keyring_.MakeRowHasher();
    const auto log_signer = keyring_.MakeLogSigner();
    const auto package_signer = keyring_.MakePackageSigner();
    const auto file_sealer = MakeAgeSealer(SystemRandom());
    Catalog catalog = BenchCatalog(identity_.recipient());
    for (auto& [id, agreement] : catalog.agreements) {
      agreement.witnessed = witnessed;
    }
    const NoteKey log{kOrigin, log_signer->public_key()};
    std::vector<std::unique_ptr<Witness>> witnesses;
    StoredLedgerOptions options{.origin = kOrigin,
                                .anchor_path = dir / "anchor"};
    if (witnessed) options.witnesses = Ask(log, witnesses);
    const auto ledger = StoredLedger::Open(*store, *sealer, *hasher,
                                           *log_signer, std::move(options))
                            .value();
    Effects seal;
    seal.time = At(3);
    seal.entry.type = "period.seal";
    PeriodRow period;
    period.dataset = DatasetId("incidents");
    period.period = March();
    period.state = PeriodState::kSealed;
    seal.put = {period, SealRow{BenchSeal()}};
    if (!ledger->Commit(seal).ok()) std::abort();
    const auto maker =
        MakePackageMaker(catalog, *package_signer, *file_sealer, kOrigin);
    toguna::Releases releases(
        catalog, *ledger, *maker, [] { return At(10); }, SystemRandom());
    std::atomic<uint64_t> next = 0;
    auto took = Repeat(threads, seconds_, [&](int t, uint64_t) {
      ::toguna::Ask ask = SmallAsk();
      ask.agreement = AgreementId(absl::StrCat("agreement-", t));
      const std::string request =
          absl::StrFormat("00000000-0000-4000-8000-%012x", ++next);
      const Caller caller{PartyId("mrm"), Role::kRecipient,
                          "spiffe://exchange.example/recipient/mrm/1"};
      const auto answer =
          releases.CreateExtract(caller, request, std::move(ask), wish);
      if (!answer.ok() || !answer->release.has_value()) {
        std::cerr << (answer.ok() ? answer->decision.reason
                                  : answer.status().ToString())
                  << '\n';
        std::abort();
      }
      if (bytes_ == 0) {
        for (const auto& [name, text] : answer->release->files) {
          bytes_ += text.size();
        }
      }
    });
    Say(what, threads, seconds_, took);
  }

  void Beside() {
    TempDir dir;
    const auto store = OpenRocksDb(dir / "db").value();
    const std::string value(bytes_, 'x');
    auto took = Repeat(1, seconds_, [&](int, uint64_t n) {
      (void)store->Write({{ColumnFamily::kReleases, absl::StrCat(n), value}},
                         {});
    });
    Say(absl::StrCat("raw synced writes of ", bytes_.load(), " bytes").c_str(),
        1, seconds_, took);
  }

 private:
  static std::optional<WitnessOptions> Ask(
      const NoteKey& log, std::vector<std::unique_ptr<Witness>>& witnesses) {
    std::string policy = absl::StrCat("log ", log.Text(), "\n");
    for (int i = 0; i < 3; ++i) {
      witnesses.push_back(std::make_unique<Witness>(log, i));
      absl::StrAppend(&policy, "witness w", i, " ",
                      witnesses.back()->key().Text(), "\n");
    }
    policy += "group two 2 w0 w1 w2\nquorum two\n";
    return WitnessOptions{
        .policy = *ParseLogPolicy(policy),
        .calls = {
            .post =
                [&witnesses](size_t i, const std::string&,
                             absl::string_view body) {
                  return absl::StatusOr<WitnessReply>(witnesses[i]->Post(body));
                },
            .get =
                [](size_t, const std::string&) {
                  return absl::StatusOr<WitnessReply>(WitnessReply{404, ""});
                }},
        .verify = VerifyEd25519};
  }

  const double seconds_;
  const Keyring keyring_ = Keyring::Generate(SystemRandom());
  const AgeIdentity identity_ = GenerateAgeIdentity(SystemRandom());
  std::atomic<size_t> bytes_ = 0;
};

}  // namespace
}  // namespace toguna::testing

int main(int argc, char** argv) {
  // As togunad does.
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  using toguna::testing::Bench;
  Bench bench(argc > 1 ? std::strtod(argv[1], nullptr) : 4);
  for (const int threads : {1, 16, 64}) {
    bench.Releases("releases, CSV", threads, false, {});
    bench.Releases("releases, CSV and workbook", threads, false,
                   {.xlsx = true});
    bench.Releases("releases, CSV, witnessed", threads, true, {});
  }
  bench.Beside();
  return 0;
}
