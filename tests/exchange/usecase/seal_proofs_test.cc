// The proof of a seal from the commit that writes it to the data protection
// officer's own machine, over a real log.

#include "exchange/usecase/seal_proofs.h"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/base/reason.h"
#include "exchange/checker/check_seal.h"
#include "exchange/storage/stored_ledger.h"
#include "exchange/usecase/seal_jobs.h"
#include "exchange/usecase/seal_proof.h"
#include "exchange/usecase/witness_rows.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "tests/support/ed25519.h"
#include "tests/support/fake_keys.h"
#include "tests/support/fake_store.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Not;

using Files = std::map<std::string, std::string>;

class SealProofsTest : public ::testing::Test {
 protected:
  SealProofsTest() : catalog_(MaliLikeCatalog()) {
    AddPlan(catalog_, {.k = 5, .s = 2, .c = 3}, MonthlyFamilies());
    ledger_ =
        StoredLedger::Open(store_, sealer_, hasher_, signer_,
                           {.origin = kOrigin, .anchor_path = dir_ / "anchor"})
            .value();
  }

  std::string vkey() const {
    return NoteKey{kOrigin, signer_.public_key()}.Text();
  }
  SealProofs Proofs() {
    return {*ledger_, [this] { return now_; }};
  }
  absl::StatusOr<Files> Read(Period period) {
    return Proofs().Read(dpo_, dataset_, period);
  }
  void Put(std::vector<Row> rows) {
    Effects effects;
    effects.put = std::move(rows);
    ASSERT_THAT(ledger_->Commit(effects), IsOk());
  }
  void Seal(const std::vector<Record>& records, Period period) {
    std::vector<Row> rows = {PeriodRow{.dataset = dataset_,
                                       .period = period,
                                       .state = PeriodState::kClosed,
                                       .closed_at = now_,
                                       .sealed_at = {}}};
    for (const Record& record : records) {
      rows.emplace_back(
          VaultRecord{.record = record, .period = period, .accepted_at = now_});
    }
    Put(std::move(rows));
    SealJobs jobs(
        catalog_, *ledger_, [this] { return now_; },
        [this](size_t n) { return std::string(n, drawn_++); });
    const SealJob job =
        jobs.Request({PartyId("cluster"), Role::kOfficer, "spiffe://demo/o"},
                     dataset_, period)
            .value();
    const auto done = jobs.Run(IdOf(job.row), [](auto&) { return true; });
    ASSERT_THAT(done, IsOk());
    ASSERT_THAT(ErrorOf(done->row), IsOk());
  }
  // What she has on her machine.
  Files Taken(Period period) {
    Files files = Read(period).value();
    AddTables(files);
    return files;
  }
  static void AddTables(Files& files) {
    Files tables = ProofTables(files).value();
    files.merge(tables);
  }
  absl::StatusOr<VerifiedProof> Verify(const Files& files) const {
    return VerifySealProof(files, vkey(), VerifyWithSodium);
  }
  void AddRungs() {
    Plan& plan = catalog_.plans.begin()->second;
    plan.rungs = {{.k = 10, .s = 3, .c = 3}, {.k = 35, .s = 5, .c = 5}};
  }
  // Adds such an entry to the log and `files`, as whoever holds the log's key
  // could.
  void Vouch(AuditEntry entry, Files& files) {
    Effects effects;
    effects.entry = std::move(entry);
    const uint64_t index = ledger_->Commit(effects).value();
    ASSERT_THAT(ledger_->WaitForCheckpoint(index), IsOk());
    files[kProofEntryFile] = ledger_->Entries(index, 1).value()[0];
    files[kProofInLogFile] = ledger_->InclusionProof(index).value();
  }
  std::string Refusal(const Files& files) const {
    const auto verified = Verify(files);
    return verified.ok() ? "none" : ReasonOf(verified.status()).code;
  }
  std::string LastEntry() {
    EXPECT_THAT(ledger_->WaitForCheckpoint(ledger_->LogSize() - 1), IsOk());
    return ledger_->Entries(ledger_->LogSize() - 1, 1).value().at(0);
  }

  static constexpr char kOrigin[] = "demo/audit/v1";
  const DatasetId dataset_{"incidents"};
  const Period march_ = *Period::Parse("2026-03");
  const Caller dpo_{PartyId("cluster"), Role::kDpo, "spiffe://demo/dpo/one"};
  absl::Time now_ =
      absl::FromCivil(absl::CivilDay(2026, 4, 2), absl::UTCTimeZone());
  char drawn_ = 'a';
  Catalog catalog_;
  TempDir dir_;
  FakeStore store_;
  FakeSealer sealer_;
  FakeRowHasher hasher_;
  Ed25519Signer signer_;
  std::unique_ptr<StoredLedger> ledger_;
};

TEST_F(SealProofsTest, WhatASealProvedIsVerifiedElsewhere) {
  Seal(GeneratedMonth(60, 1), march_);
  const Files files = Taken(march_);
  EXPECT_THAT(files,
              ElementsAre(Key("seal.check"), Key("seal.entry"),
                          Key("seal.tlog-proof"), Key("tables/place-type.csv"),
                          Key("tables/region-category-who.csv")));
  const auto verified = Verify(files);
  ASSERT_THAT(verified, IsOk());
  EXPECT_EQ(verified->dataset, "incidents");
  EXPECT_EQ(verified->period, "2026-03");
  ASSERT_EQ(verified->rungs.size(), 1u);
  EXPECT_EQ(verified->lowest().k(), 5);
  EXPECT_GT(verified->lowest().published, 10);
  EXPECT_GT(verified->lowest().file.seal.proofs.size(), 50u);
  EXPECT_EQ(verified->lowest().file.seal.witnesses.owns.size(), 4u);
  EXPECT_THAT(files.at("tables/place-type.csv"),
              HasSubstr("place;type;unit;status;value;low;high\n"
                        "ML;all;RECORD;PUBLISHED;60;;\n"));
  // It was asked for and read: the log says by whom.
  EXPECT_THAT(LastEntry(), HasSubstr("\"type\":\"period.proof-read\""));
  EXPECT_THAT(LastEntry(), HasSubstr("spiffe://demo/dpo/one"));
}

TEST_F(SealProofsTest, AFileThatWasChangedIsRefused) {
  Seal(GeneratedMonth(60, 1), march_);
  const Files files = Taken(march_);
  for (const auto& [name, bytes] : files) {
    Files without = files;
    without.erase(name);
    EXPECT_NE(Refusal(without), "none") << name;
    for (size_t i = 0; i < 40; ++i) {
      Files changed = files;
      char& byte = changed[name][i * (bytes.size() - 1) / 39];
      byte = static_cast<char>(byte ^ 1);
      EXPECT_FALSE(Verify(changed).ok()) << name << " " << i;
    }
  }
  Files more = files;
  more["tables/other.csv"] = "place\n";
  EXPECT_EQ(Refusal(more), "PROOF_TABLES_CHANGED");
  EXPECT_THAT(
      VerifySealProof(files, NoteKey{kOrigin, std::string(32, 'x')}.Text(),
                      VerifyWithSodium),
      Not(IsOk()));
}

TEST_F(SealProofsTest, TheProofOfAnotherMonthIsRefused) {
  const Period april = *Period::Parse("2026-04");
  Seal(GeneratedMonth(60, 1), march_);
  Seal(GeneratedMonth(60, 2), april);
  Files files = Taken(march_);
  const Files other = Taken(april);
  files[kProofEntryFile] = other.at(kProofEntryFile);
  files[kProofInLogFile] = other.at(kProofInLogFile);
  EXPECT_EQ(Refusal(files), "PROOF_NOT_IN_LOG");
}

TEST_F(SealProofsTest, EveryRungIsTakenAwayAndVerified) {
  AddRungs();
  Seal(GeneratedMonth(80, 1), march_);
  const Files files = Taken(march_);
  EXPECT_THAT(files, ElementsAre(Key("seal.check"), Key("seal.entry"),
                                 Key("seal.k10.check"), Key("seal.k35.check"),
                                 Key("seal.tlog-proof"),
                                 Key("tables.k10/place-type.csv"),
                                 Key("tables.k10/region-category-who.csv"),
                                 Key("tables.k35/place-type.csv"),
                                 Key("tables.k35/region-category-who.csv"),
                                 Key("tables/place-type.csv"),
                                 Key("tables/region-category-who.csv")));
  const auto verified = Verify(files);
  ASSERT_THAT(verified, IsOk());
  ASSERT_EQ(verified->rungs.size(), 3u);
  const std::string entry = LastEntry();
  EXPECT_THAT(entry, HasSubstr("\"type\":\"period.proof-read\""));
  for (const VerifiedRung& rung : verified->rungs) {
    EXPECT_GT(rung.published, 0);
    EXPECT_GT(rung.file.seal.proofs.size(), 0u);
    EXPECT_THAT(entry, HasSubstr(rung.proof_sha256));
  }
  EXPECT_EQ(verified->rungs[1].k(), 10);
  EXPECT_EQ(verified->rungs[2].k(), 35);
  EXPECT_LT(verified->rungs[2].published, verified->rungs[0].published);
  for (const auto& [name, bytes] : files) {
    Files without = files;
    without.erase(name);
    EXPECT_NE(Refusal(without), "none") << name;
    for (size_t i = 0; i < 10; ++i) {
      Files changed = files;
      char& byte = changed[name][i * (bytes.size() - 1) / 9];
      byte = static_cast<char>(byte ^ 1);
      EXPECT_FALSE(Verify(changed).ok()) << name << " " << i;
    }
  }
  Files without = files;
  without.erase("seal.k10.check");
  EXPECT_EQ(Refusal(without), "PROOF_FILE_MISSING");
  Files swapped = files;
  std::swap(swapped["seal.k10.check"], swapped["seal.k35.check"]);
  EXPECT_EQ(Refusal(swapped), "PROOF_NOT_IN_LOG");
  Files more = files;
  more["seal.k70.check"] = files.at("seal.k35.check");
  EXPECT_EQ(Refusal(more), "PROOF_NOT_IN_LOG");
  more = files;
  more["tables.k70/place-type.csv"] = "place\n";
  EXPECT_EQ(Refusal(more), "PROOF_TABLES_CHANGED");
}

// Each rung's file says itself what the rung below publishes, and holds by
// itself: that this is what the rung below is proven to publish, is looked at
// besides.
TEST_F(SealProofsTest, ARungThatIsNestedInSomethingElseIsRefused) {
  AddRungs();
  Seal(GeneratedMonth(80, 1), march_);
  const Files good = Taken(march_);
  const VerifiedProof proof = Verify(good).value();
  const auto refusal = [&](std::map<std::string, size_t> rungs) {
    AuditEntry entry = {
        .type = "period.seal",
        .actor = "spiffe://demo/o",
        .fields = {{"dataset", "incidents"}, {"period", "2026-03"}}};
    Files files;
    for (const auto& [k, rung] : rungs) {
      const std::string prefix = k.empty() ? "" : "k" + k + "_";
      entry.fields[prefix + "proof_sha256"] = proof.rungs[rung].proof_sha256;
      entry.fields[prefix + "verdict_sha256"] =
          proof.rungs[rung].verdict_sha256;
      const char* names[] = {"seal.check", "seal.k10.check", "seal.k35.check"};
      files[k.empty() ? "seal.check" : "seal.k" + k + ".check"] =
          good.at(names[rung]);
    }
    Vouch(std::move(entry), files);
    AddTables(files);
    return Refusal(files);
  };
  EXPECT_EQ(refusal({{"", 0}, {"10", 1}, {"35", 2}}), "none");
  EXPECT_EQ(refusal({{"", 0}, {"10", 1}}), "none");
  // The rung between is left out: the last lies in it, not in the lowest.
  EXPECT_EQ(refusal({{"", 0}, {"35", 2}}), "PROOF_REFUTED");
  EXPECT_EQ(refusal({{"", 1}}), "PROOF_REFUTED");
  EXPECT_EQ(refusal({{"", 0}, {"35", 1}}), "PROOF_REFUTED");
  EXPECT_EQ(refusal({{"", 0}, {"10", 0}}), "PROOF_REFUTED");
}

// The log cannot say something wrong into being right: the checker looks again.
TEST_F(SealProofsTest, WhatTheLogNamesAndTheCheckerRefusesIsRefused) {
  Seal(GeneratedMonth(60, 1), march_);
  const Files good = Taken(march_);
  const std::string& text = good.at(kProofCheckFile);
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  std::string a_proof;
  for (const std::string& line : lines) {
    if (absl::StartsWith(line, "proof;")) a_proof = line + "\n";
  }
  ASSERT_FALSE(a_proof.empty());
  const std::string cut = text.substr(0, text.find("\nwitnessed\n") + 1);
  std::string unwitnessed;
  for (const std::string& line : lines) {
    const std::string kind = line.substr(0, line.find(';'));
    if (kind != "witnessed" && kind != "point" && kind != "view" &&
        kind != "table" && kind != "proof" && kind != "unsafe" &&
        !line.empty()) {
      absl::StrAppend(&unwitnessed, line, "\n");
    }
  }
  // Which the checker by itself takes: it has nothing to hold against it.
  auto without = ReadCheckFile(text);
  ASSERT_THAT(without, IsOk());
  without->seal.ranged = false;
  without->seal.ranges.clear();
  for (CheckedFamily& family : without->seal.families) {
    for (CheckedCell& cell : family.cells) {
      cell.low = 0;
      cell.high = std::nullopt;
    }
  }
  ASSERT_THAT(CheckSeal(without->seal), IsOk());
  const std::string unranged = WriteCheckFile(without->seal, without->salt);
  for (const auto& [name, forged] :
       Files{{"one proof less", absl::StrReplaceAll(text, {{a_proof, ""}})},
             {"no ranges", unranged},
             {"no witnesses", unwitnessed},
             {"another month",
              absl::StrReplaceAll(text, {{"2026-03", "2026-02"}})}}) {
    ASSERT_NE(forged, text) << name;
    AuditEntry entry = {.type = "period.seal",
                        .actor = "spiffe://demo/o",
                        .fields = {{"dataset", "incidents"},
                                   {"period", "2026-03"},
                                   {"proof_sha256", HexOf(Sha256(forged))}}};
    const auto seal = ReadCheckFile(forged);
    ASSERT_THAT(seal, IsOk()) << name;
    const auto verdict = CheckSeal(seal->seal);
    entry.fields["verdict_sha256"] =
        HexOf(Sha256(verdict.ok() ? *verdict : ""));
    Files files = {{kProofCheckFile, forged}};
    Vouch(std::move(entry), files);
    AddTables(files);
    EXPECT_EQ(Refusal(files), "PROOF_REFUTED") << name;
  }
}

TEST_F(SealProofsTest, OnceTheKeyIsGoneOnlyTheDigestStays) {
  Seal(GeneratedMonth(60, 1), march_);
  ASSERT_THAT(Read(march_), IsOk());
  WitnessRow witness{.dataset = dataset_, .period = march_};
  const RowKey year = ShredKeyOf(KeyOf(witness)).value();
  Effects effects;
  effects.erase = {year, KeyOf(witness)};
  ASSERT_THAT(ledger_->Commit(effects), IsOk());
  const uint64_t size = ledger_->LogSize();
  EXPECT_EQ(ReasonOf(Read(march_).status()).code, "PROOF_SHREDDED");
  EXPECT_EQ(ledger_->LogSize(), size);
  SealProofRow proof;
  proof.dataset = dataset_;
  proof.period = march_;
  EXPECT_EQ(Find<SealProofRow>(*ledger_, KeyOf(proof))
                ->value()
                .value.proof_sha256.size(),
            64u);
}

TEST_F(SealProofsTest, WhatHasNoProofSaysSo) {
  EXPECT_EQ(ReasonOf(Read(march_).status()).code, "PERIOD_UNKNOWN");
  PeriodRow row{.dataset = dataset_,
                .period = march_,
                .state = PeriodState::kClosed,
                .closed_at = {},
                .sealed_at = {}};
  Put({row});
  EXPECT_EQ(ReasonOf(Read(march_).status()).code, "PERIOD_NOT_SEALED");
  // As sealed by an earlier program.
  row.state = PeriodState::kSealed;
  SealProofRow proof;
  proof.dataset = dataset_;
  proof.period = march_;
  proof.verdict_sha256 = "abc";
  Put({row, proof});
  EXPECT_EQ(ReasonOf(Read(march_).status()).code, "PROOF_NOT_KEPT");
  // Where nothing was due.
  proof.verdict_sha256.clear();
  Put({proof});
  EXPECT_EQ(ReasonOf(Read(march_).status()).code, "PROOF_EMPTY");
}

TEST_F(SealProofsTest, ALongProofIsCutIntoRowsAndJoined) {
  std::string text;
  while (text.size() < size_t{9} << 20) absl::StrAppend(&text, text.size());
  std::vector<WitnessRow> rows = WitnessRowsOf(dataset_, march_, 0, text);
  EXPECT_EQ(rows.size(), 3u);
  std::swap(rows[0], rows[2]);
  EXPECT_EQ(TextOf(rows), text);
}

TEST_F(SealProofsTest, ExtractsAreComparedLineByLine) {
  Seal(GeneratedMonth(60, 1), march_);
  const VerifiedProof proof = Verify(Taken(march_)).value();
  const std::string heading =
      "period,family,place_code,place_label_fr,place_label_en,type_code,"
      "type_label_fr,type_label_en,who_code,who_label_fr,who_label_en,unit,"
      "status,value,low,high\n";
  const std::string all =
      "2026-03,place-type,ML,Mali,Mali,all,x,x,,,,RECORD,PUBLISHED,60,,\n";
  const std::string other_month =
      "2026-02,place-type,ML,Mali,Mali,all,x,x,,,,RECORD,PUBLISHED,1,,\n";
  EXPECT_THAT(CompareExtract(proof, 5, heading + all + other_month),
              IsOkAndHolds(1));
  EXPECT_THAT(
      CompareExtract(proof, 5, heading + "#date+period,,,,,,,,,,,,,,,\n"),
      IsOkAndHolds(0));
  // A package of a rung that the seal does not have.
  EXPECT_EQ(ReasonOf(CompareExtract(proof, 4, heading + all).status()).code,
            "PROOF_EXTRACT_DIFFERS");
  EXPECT_THAT(CompareExtract(proof, 4, heading + other_month), IsOkAndHolds(0));
  for (const auto& [from, to] :
       std::map<std::string, std::string>{{"60", "61"},
                                          {"RECORD", "VICTIM"},
                                          {"PUBLISHED,60,,", "NOT_SHOWN,,0,"},
                                          {",all,", ",none,"},
                                          {"place-type", "type-place"}}) {
    const auto compared = CompareExtract(
        proof, 5, heading + absl::StrReplaceAll(all, {{from, to}}));
    EXPECT_EQ(ReasonOf(compared.status()).code, "PROOF_EXTRACT_DIFFERS")
        << from;
  }
}

}  // namespace
}  // namespace toguna::testing
