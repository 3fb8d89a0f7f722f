// How fast the log is written and verified here, each beside what it is held
// against in the same run:
//   commits with their checkpoint, at 1, 16 and 64 at a time, beside raw synced
//   writes of the same store, one at a time; with and without three witnesses
//   in memory of which two are enough;
//   verifying a log of N entries from its entries and from its files, beside
//   the SHA-256 of the same bytes.
//   log_bench [N, default 1000000] [seconds of each rate, default 3]

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
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
#include "exchange/audit/export.h"
#include "exchange/audit/merkle.h"
#include "exchange/audit/seen.h"
#include "exchange/audit/verify.h"
#include "exchange/audit/witness.h"
#include "exchange/rocksdb/open_rocksdb.h"
#include "exchange/storage/stored_ledger.h"
#include "keys/digest/digest.h"
#include "tests/support/ed25519.h"
#include "tests/support/fake_keys.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

constexpr char kOrigin[] = "exchange.example/audit/v1";

double Now() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// A witness that keeps to the protocol, in memory.
class Witness {
 public:
  Witness(NoteKey log, int n)
      : log_(std::move(log)), name_(absl::StrCat("w", n)), signer_(name_) {}
  NoteKey key() const {
    return {name_, signer_.public_key(), NoteKeyType::kWitness};
  }
  WitnessReply Post(absl::string_view body) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const WitnessFinding finding = JudgeAddCheckpoint(
        {log_}, [this](const std::string&) { return known_; }, body,
        VerifyWithSodium);
    if (finding.status != 200) return {finding.status, finding.body};
    known_ = finding.head;
    return {200,
            SignatureLine(Cosign(finding.head, name_, absl::Now(), signer_))};
  }

 private:
  const NoteKey log_;
  const std::string name_;
  const Ed25519Signer signer_;
  std::mutex mutex_;
  std::optional<LogHead> known_;
};

Effects SmallAct(uint64_t n) {
  Effects effects;
  effects.time = absl::Now();
  effects.put.emplace_back(FeedHeadRow{n});
  effects.entry = {"release.extract",
                   "spiffe://exchange.example/recipient/mrm/1",
                   {{"agreement", "mrm-quarterly"},
                    {"manifest_sha256", std::string(64, 'a')},
                    {"package_sha256", std::string(64, 'b')},
                    {"rows", "200"}}};
  return effects;
}

// Acts a second, and the 99th percentile of one in milliseconds.
void Rate(const char* what, int threads, double seconds,
          const std::function<void(uint64_t)>& act) {
  std::atomic<uint64_t> next = 0;
  std::mutex mutex;
  std::vector<double> took;
  const double end = Now() + seconds;
  std::vector<std::thread> workers;
  for (int t = 0; t < threads; ++t) {
    workers.emplace_back([&] {
      std::vector<double> own;
      while (Now() < end) {
        const double start = Now();
        act(next++);
        own.push_back((Now() - start) * 1000);
      }
      const std::lock_guard<std::mutex> lock(mutex);
      took.insert(took.end(), own.begin(), own.end());
    });
  }
  for (std::thread& worker : workers) worker.join();
  std::sort(took.begin(), took.end());
  std::cout << absl::StreamFormat(
      "%-44s %2d at a time  %8.0f a second   p50 %6.2f ms   p99 %6.2f ms\n",
      what, threads, static_cast<double>(took.size()) / seconds,
      took[took.size() / 2], took[took.size() * 99 / 100]);
}

void Writing(double seconds) {
  const Ed25519Signer signer("log");
  const FakeSealer sealer;
  const FakeRowHasher hasher;
  {
    TempDir dir;
    const auto store = OpenRocksDb(dir / "db").value();
    Rate("raw synced writes of 500 bytes", 1, seconds, [&](uint64_t n) {
      (void)store->Write(
          {{ColumnFamily::kMeta, absl::StrCat("k", n), std::string(500, 'x')}},
          {});
    });
  }
  std::vector<std::unique_ptr<Witness>> witnesses;
  std::string policy =
      absl::StrCat("log ", NoteKey{kOrigin, signer.public_key()}.Text(), "\n");
  for (int i = 0; i < 3; ++i) {
    witnesses.push_back(
        std::make_unique<Witness>(NoteKey{kOrigin, signer.public_key()}, i));
    absl::StrAppend(&policy, "witness w", i, " ", witnesses[i]->key().Text(),
                    "\n");
  }
  policy += "group two 2 w0 w1 w2\nquorum two\n";
  for (const bool witnessed : {false, true}) {
    for (const int threads : {1, 16, 64}) {
      TempDir dir;
      const auto store = OpenRocksDb(dir / "db").value();
      StoredLedgerOptions options{.origin = kOrigin,
                                  .anchor_path = dir / "anchor"};
      if (witnessed) {
        for (auto& one : witnesses) {
          one = std::make_unique<Witness>(
              NoteKey{kOrigin, signer.public_key()},
              static_cast<int>(&one - witnesses.data()));
        }
        options.witnesses = WitnessOptions{
            .policy = *ParseLogPolicy(policy),
            .calls = {
                .post =
                    [&](size_t i, const std::string&, absl::string_view body) {
                      return absl::StatusOr<WitnessReply>(
                          witnesses[i]->Post(body));
                    },
                .get =
                    [](size_t, const std::string&) {
                      return absl::StatusOr<WitnessReply>(
                          WitnessReply{404, ""});
                    }},
            .verify = VerifyWithSodium};
      }
      const auto ledger =
          StoredLedger::Open(*store, sealer, hasher, signer, std::move(options))
              .value();
      Rate(witnessed ? "entries under a witnessed checkpoint"
                     : "entries under a checkpoint",
           threads, seconds, [&](uint64_t n) {
             const auto index = ledger->Commit(SmallAct(n));
             if (!index.ok()) std::abort();
             const absl::Status covered =
                 witnessed ? ledger->WaitForWitnesses(*index)
                           : ledger->WaitForCheckpoint(*index);
             if (!covered.ok()) std::abort();
           });
    }
  }
}

void Verifying(uint64_t size) {
  const Ed25519Signer signer("log");
  const NoteKey log{kOrigin, signer.public_key()};
  std::vector<std::string> entries;
  size_t bytes = 0;
  MerkleFrontier tree;
  for (uint64_t i = 0; i < size; ++i) {
    const Effects act = SmallAct(i);
    entries.push_back(EntryBytes(act.entry, i, act.time));
    bytes += entries.back().size();
    tree.Append(LeafHash(entries.back()));
  }
  const std::string note = SignCheckpoint(kOrigin, size, tree.Root(), signer);
  const ReadEntries read = [&](uint64_t first, uint64_t count) {
    const auto begin = entries.begin() + static_cast<int64_t>(first);
    return absl::StatusOr<std::vector<std::string>>(
        std::vector<std::string>(begin, begin + static_cast<int64_t>(count)));
  };
  double start = Now();
  size_t sum = 0;
  for (const std::string& entry : entries) sum += Sha256(entry)[0] & 1;
  const double plain = Now() - start;
  start = Now();
  if (!SeeWhole(log, note, read, VerifyWithSodium, [](uint64_t, uint64_t) {
       }).ok()) {
    std::abort();
  }
  const double whole = Now() - start;
  std::map<std::string, std::string> files;
  if (!ExportTiles(note, read,
                   [&](absl::string_view path, absl::string_view text) {
                     files[std::string(path)] = std::string(text);
                     return absl::OkStatus();
                   })
           .ok()) {
    std::abort();
  }
  start = Now();
  const auto head = VerifyExport(
      [&](absl::string_view path) {
        return absl::StatusOr<std::optional<std::string>>(
            files.at(std::string(path)));
      },
      log.Text(), VerifyWithSodium);
  if (!head.ok()) std::abort();
  std::cout << absl::StreamFormat(
      "verify %d entries of %.0f bytes: entries %.2f s, files and tiles %.2f "
      "s; "
      "beside: their SHA-256 alone %.2f s (%d)\n",
      size, static_cast<double>(bytes) / static_cast<double>(size), whole,
      Now() - start, plain, sum % 10);
}

}  // namespace
}  // namespace toguna::testing

int main(int argc, char** argv) {
  toguna::testing::Verifying(argc > 1 ? std::strtoull(argv[1], nullptr, 10)
                                      : 1'000'000);
  toguna::testing::Writing(argc > 2 ? std::strtod(argv[2], nullptr) : 3);
  return 0;
}
