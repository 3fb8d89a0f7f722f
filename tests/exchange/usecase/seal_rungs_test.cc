// Seals of a plan with rungs, from asking to rows.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "exchange/base/reason.h"
#include "exchange/checker/check_file.h"
#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/global_risk.h"
#include "exchange/usecase/make_seal.h"
#include "exchange/usecase/seal_check.h"
#include "exchange/usecase/seal_jobs.h"
#include "exchange/usecase/seal_proofs.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "tests/support/fake_ledger.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using State = SealJobRow::State;

bool GoOn(const SealProgress&) { return true; }

// Cells that `above` publishes; each must be published so by `below`.
int64_t NestedCells(const std::vector<SealedTable>& above,
                    const std::vector<SealedTable>& below) {
  int64_t published = 0;
  EXPECT_EQ(above.size(), below.size());
  for (size_t t = 0; t < above.size(); ++t) {
    for (size_t c = 0; c < above[t].cells.size(); ++c) {
      const SealedCell& cell = above[t].cells[c];
      if (cell.status != CellStatus::kPublished) continue;
      ++published;
      EXPECT_EQ(below[t].cells[c].status, CellStatus::kPublished);
      EXPECT_EQ(below[t].cells[c].value, cell.value);
    }
  }
  return published;
}

class SealRungsTest : public ::testing::Test {
 protected:
  SealRungsTest()
      : catalog_(MaliLikeCatalog()),
        plan_(AddPlan(catalog_, {.k = 5, .s = 2, .c = 3}, MonthlyFamilies())) {
    plan_.rungs = {{.k = 10, .s = 3, .c = 3}, {.k = 35, .s = 5, .c = 5}};
    plan_.max_global_risk = 0.03;
  }

  absl::StatusOr<SealJob> SealMarch(const std::vector<Record>& records) {
    Effects effects;
    for (const Record& record : records) {
      effects.put.emplace_back(
          VaultRecord{.record = record, .period = march_, .accepted_at = now_});
    }
    effects.put.emplace_back(PeriodRow{.dataset = dataset_,
                                       .period = march_,
                                       .state = PeriodState::kClosed,
                                       .closed_at = now_,
                                       .sealed_at = {}});
    EXPECT_THAT(ledger_.Commit(effects), IsOk());
    SealJobs jobs{catalog_, ledger_, [this] { return now_; },
                  [this](size_t n) { return std::string(n, drawn_++); }};
    const Caller officer{PartyId("cluster"), Role::kOfficer, "spiffe://one"};
    const auto asked = jobs.Request(officer, dataset_, march_);
    if (!asked.ok()) return asked.status();
    return jobs.Run(IdOf(asked->row), GoOn);
  }

  std::optional<SealedPeriod> Sealed(int rung) {
    SealRow key;
    key.sealed.dataset = dataset_;
    key.sealed.period = march_;
    key.sealed.rung = rung;
    const auto row = Find<SealRow>(ledger_, KeyOf(key)).value();
    if (!row.has_value()) return std::nullopt;
    return row->value.sealed;
  }
  SealProofRow Proof(int rung) {
    SealProofRow key;
    key.dataset = dataset_;
    key.period = march_;
    key.rung = rung;
    return Find<SealProofRow>(ledger_, KeyOf(key)).value()->value;
  }

  const DatasetId dataset_{"incidents"};
  const Period march_ = *Period::Parse("2026-03");
  absl::Time now_ =
      absl::FromCivil(absl::CivilDay(2026, 4, 2), absl::UTCTimeZone());
  char drawn_ = 'a';
  Catalog catalog_;
  Plan& plan_;
  FakeLedger ledger_;
};

TEST_F(SealRungsTest, OneCommitWritesAllRungsEachAPartOfTheOneBelow) {
  const auto job = SealMarch(GeneratedMonth(100, 1));
  ASSERT_THAT(job, IsOk());
  ASSERT_EQ(job->row.state, State::kDone) << job->row.message;
  ASSERT_EQ(job->row.rungs.size(), 3u);
  EXPECT_EQ(job->row.published, job->row.rungs[0].published);
  const auto& said = ledger_.log.back().fields;
  EXPECT_EQ(ledger_.log.back().type, "period.seal");
  std::vector<SealedTable> below;
  for (int rung = 0; rung < 3; ++rung) {
    const auto sealed = Sealed(rung);
    ASSERT_TRUE(sealed.has_value());
    const Plan alone = plan_.AtRung(static_cast<size_t>(rung));
    EXPECT_EQ(sealed->rung, rung);
    EXPECT_EQ(sealed->minimums, alone.minimums);
    const RungFigures& figures = job->row.rungs[static_cast<size_t>(rung)];
    EXPECT_EQ(figures.k, alone.minimums.k);
    EXPECT_GT(figures.published, 0);
    EXPECT_EQ(NestedCells(sealed->tables, rung == 0 ? sealed->tables : below),
              figures.published);
    EXPECT_LE(figures.global_risk, 1.0 / figures.k);
    // What anyone with the seals and the proof gets again.
    const SealProofRow proof = Proof(rung);
    SealToCheck check =
        ForChecker(catalog_, alone, *sealed, proof.unsafe, proof.ranges);
    if (rung > 0) SetBelow(alone, below, check);
    const auto verdict = CheckSeal(check);
    ASSERT_THAT(verdict, IsOk());
    EXPECT_EQ(HexOf(Sha256(*verdict)), proof.verdict_sha256);
    const std::string prefix =
        rung == 0 ? "" : absl::StrCat("k", figures.k, "_");
    EXPECT_EQ(said.at(prefix + "verdict_sha256"), proof.verdict_sha256);
    EXPECT_EQ(said.at(prefix + "proof_sha256"), proof.proof_sha256);
    below = sealed->tables;
  }
  EXPECT_FALSE(Sealed(3).has_value());
  EXPECT_LT(job->row.rungs[2].published, job->row.rungs[0].published);
}

TEST_F(SealRungsTest, ABoundThatIsNotMetEndsTheSeal) {
  plan_.rungs = {{.k = 10, .s = 3, .c = 3}};  // no loader would take it
  plan_.max_global_risk = 0.001;
  const auto job = SealMarch(GeneratedMonth(40, 1));
  ASSERT_THAT(job, IsOk());
  EXPECT_EQ(job->row.state, State::kFailed);
  EXPECT_EQ(ReasonOf(ErrorOf(job->row)).code, "RISK_TOO_HIGH");
  EXPECT_FALSE(Sealed(0).has_value());
}

// A quarter goes by the months of its own rung, and the checker agrees.
TEST_F(SealRungsTest, AQuarterKeepsWhatEachRungOfItsMonthsHides) {
  plan_.families.push_back(
      FamilyOf("quarter", Unit::kRecord, {{"place", 0, 2}, {"type", 0, 1}}));
  plan_.families.back().cadence = Cadence::kQuarter;
  SealInput quarter{
      .period = *Period::Parse("2026-Q1"), .strands = {}, .earlier = {}};
  const std::string key(32, 'k');
  for (size_t m = 0; m < 3; ++m) {
    auto strand = CountMonth(catalog_, plan_, GeneratedMonth(45, m));
    ASSERT_THAT(strand, IsOk());
    SealInput month{
        .period = Period(absl::CivilMonth(2026, 1 + static_cast<int>(m))),
        .strands = {*strand},
        .earlier = {}};
    const auto sealed = MakeSeal(catalog_, plan_, month, now_, key, GoOn);
    ASSERT_THAT(sealed, IsOk());
    EarlierSeal earlier{
        .plan = DueWith(month.period, plan_), .strands = {m}, .rungs = {}};
    for (const MadeRung& rung : sealed->rungs) {
      earlier.rungs.push_back(rung.sealed.tables);
      const auto file = ReadCheckFile(rung.proof_text);
      ASSERT_THAT(file, IsOk());
      earlier.witnesses.push_back(WitnessesOf(file->seal));
    }
    quarter.earlier.push_back(std::move(earlier));
    quarter.strands.push_back(*std::move(strand));
  }
  const auto sealed = MakeSeal(catalog_, plan_, quarter, now_, key, GoOn);
  ASSERT_THAT(sealed, IsOk());
  ASSERT_EQ(sealed->rungs.size(), 3u);
  for (size_t rung = 0; rung < 3; ++rung) {
    const MadeRung& one = sealed->rungs[rung];
    EXPECT_EQ(
        NestedCells(one.sealed.tables,
                    sealed->rungs[rung == 0 ? 0 : rung - 1].sealed.tables),
        one.figures.published);
  }
  EXPECT_GT(sealed->lowest().figures.published, 0);

  // A ladder that begins with this plan: the months' only rung is history.
  for (EarlierSeal& earlier : quarter.earlier) {
    earlier.plan = earlier.plan.AtRung(0);
    earlier.rungs.resize(1);
    earlier.witnesses.resize(1);
  }
  EXPECT_THAT(MakeSeal(catalog_, plan_, quarter, now_, key, GoOn), IsOk());
}

}  // namespace
}  // namespace toguna::testing
