// Quarters and years, sealed from the cubes of their months.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/usecase/corrections.h"
#include "exchange/usecase/periods.h"
#include "exchange/usecase/seal_jobs.h"
#include "exchange/usecase/seal_parts.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_ledger.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::SizeIs;

using State = SealJobRow::State;

Family Due(Family family, Cadence cadence) {
  family.cadence = cadence;
  return family;
}

// Months show types, quarters place x type, years place and who.
std::vector<Family> FamiliesOfEveryCadence() {
  return {
      FamilyOf("types", Unit::kRecord, {{"type", 0, 1}}),
      Due(FamilyOf("place-type", Unit::kRecord,
                   {{"place", 0, 1}, {"type", 0, 1}}),
          Cadence::kQuarter),
      Due(FamilyOf("places", Unit::kRecord, {{"place", 0, 2}}), Cadence::kYear),
      Due(FamilyOf("who", Unit::kVictim, {{"who", 0, 1}}), Cadence::kYear)};
}

class QuartersTest : public ::testing::Test {
 protected:
  QuartersTest() : catalog_(TinyCatalog()) {
    AddPlan(catalog_, {.k = 3, .s = 1, .c = 0}, FamiliesOfEveryCadence());
  }

  SealJobs Jobs() {
    return {catalog_, ledger_, [this] { return now_; },
            [this](size_t n) { return std::string(n, drawn_++); }};
  }
  static Period At(const std::string& text) { return *Period::Parse(text); }
  Plan& InForce() { return catalog_.plans.begin()->second; }

  // Records with references of their own, so that no two months share any.
  std::vector<Record> Records(const std::string& month, size_t count) {
    Random random(count);
    std::vector<Record> records = RandomRecords(random, 400);
    records.resize(count, records.front());
    for (size_t i = 0; i < count; ++i) {
      records[i].ref = "ref1-" + month + "-" + std::to_string(i);
    }
    return records;
  }
  void Take(const std::string& month, const std::vector<Record>& records,
            PeriodState state = PeriodState::kClosed) {
    Effects effects;
    for (const Record& record : records) {
      effects.put.emplace_back(VaultRecord{
          .record = record, .period = At(month), .accepted_at = now_});
    }
    effects.put.emplace_back(PeriodRow{.dataset = dataset_,
                                       .period = At(month),
                                       .state = state,
                                       .closed_at = now_,
                                       .sealed_at = {}});
    ASSERT_THAT(ledger_.Commit(effects), IsOk());
  }
  std::string ReasonFor(const std::string& period) {
    return ReasonOf(Jobs().Request(officer_, dataset_, At(period)).status())
        .code;
  }
  std::string WhatOf(const std::string& period) {
    return ReasonOf(Jobs().Request(officer_, dataset_, At(period)).status())
        .metadata["what"];
  }
  // Asks and runs; the reason if it failed.
  std::string Seal(const std::string& period) {
    const auto asked = Jobs().Request(officer_, dataset_, At(period));
    if (!asked.ok()) return ReasonOf(asked.status()).code;
    const auto ended =
        Jobs().Run(IdOf(asked->row), [](const SealProgress&) { return true; });
    if (!ended.ok()) return std::string(ended.status().message());
    return ReasonOf(ErrorOf(ended->row)).code;
  }
  void SealMonths(const std::vector<std::string>& months, size_t count = 60) {
    for (const std::string& month : months) {
      Take(month, Records(month, count++));
      ASSERT_EQ(Seal(month), "") << month;
    }
  }

  SealedPeriod Sealed(const std::string& period) {
    return Find<SealRow>(ledger_,
                         {RowKind::kSeal, {dataset_.text(), period}, {}})
        .value()
        .value()
        .value.sealed;
  }
  std::vector<std::string> FamiliesIn(const std::string& period) {
    std::vector<std::string> ids;
    for (const SealedTable& table : Sealed(period).tables) {
      ids.push_back(table.family.text());
    }
    return ids;
  }
  // The grand total of a period's first table.
  int64_t Total(const std::string& period) {
    return Sealed(period).tables.at(0).cells.at(0).value;
  }
  // Rows that hold the period's proof.
  int Witnesses(const std::string& period) {
    int rows = 0;
    EXPECT_THAT(ledger_.Scan({RowKind::kWitness,
                              {dataset_.text(), period.substr(0, 4), period},
                              {}},
                             [&](const VersionedRow&) { return ++rows > 0; }),
                IsOk());
    return rows;
  }
  bool Has(RowKind kind, std::vector<std::string> texts) {
    texts.insert(texts.begin(), dataset_.text());
    return ledger_.Get({kind, std::move(texts), {}}).value().has_value();
  }

  const DatasetId dataset_{"incidents"};
  const Caller officer_{PartyId("cluster"), Role::kOfficer,
                        "spiffe://demo/officer/one"};
  absl::Time now_ =
      absl::FromCivil(absl::CivilDay(2027, 1, 2), absl::UTCTimeZone());
  char drawn_ = 'a';
  Catalog catalog_;
  FakeLedger ledger_;
};

TEST_F(QuartersTest, AMonthKeepsItsCubeWithItsSeal) {
  Take("2026-01", Records("2026-01", 30));
  const uint64_t before = ledger_.LogSize();
  ASSERT_EQ(Seal("2026-01"), "");
  EXPECT_EQ(ledger_.LogSize(), before + 2);  // asked, and sealed
  const auto cube =
      Find<CubeRow>(ledger_,
                    {RowKind::kCube, {dataset_.text(), "2026", "2026-01"}, {}})
          .value();
  ASSERT_TRUE(cube.has_value());
  // Told apart by the families of quarter and year too.
  ASSERT_THAT(cube->value.columns, SizeIs(2));
  EXPECT_THAT(cube->value.columns[0].dimensions,
              ::testing::UnorderedElementsAre("type", "place"));
  EXPECT_EQ(cube->value.columns[0].point.size(), 30u);
  EXPECT_TRUE(Has(RowKind::kSealedPlan, {"2026-01"}));
  EXPECT_TRUE(Has(RowKind::kShredKey, {"2026"}));
  EXPECT_THAT(FamiliesIn("2026-01"), ElementsAre("types"));
}

TEST_F(QuartersTest, OneKeyServesTheMonthsOfAYear) {
  SealMonths({"2026-01"});
  const RowKey key{RowKind::kShredKey, {dataset_.text(), "2026"}, {}};
  const std::string first = Find<ShredKeyRow>(ledger_, key)->value().value.key;
  SealMonths({"2026-02"});
  EXPECT_EQ(Find<ShredKeyRow>(ledger_, key)->value().value.key, first);
}

TEST_F(QuartersTest, AQuarterIsCountedFromItsMonthsAndIsNotOpenBefore) {
  SealMonths({"2026-01", "2026-02", "2026-03"});
  EXPECT_FALSE(Has(RowKind::kPeriod, {"2026-Q1"}));
  const auto items = [&] {
    return Find<FeedHeadRow>(ledger_, KeyOf(FeedHeadRow{}))->value().value.last;
  };
  EXPECT_EQ(items(), 3u);
  ASSERT_EQ(Seal("2026-Q1"), "");
  EXPECT_EQ(items(), 4u);
  EXPECT_EQ(ledger_.log.back().type, "period.seal");
  EXPECT_EQ(ledger_.log.back().fields.at("period"), "2026-Q1");
  EXPECT_THAT(ledger_.log.back().fields, Contains(Key("proof_sha256")));
  EXPECT_THAT(FamiliesIn("2026-Q1"), ElementsAre("place-type"));
  EXPECT_EQ(Total("2026-Q1"),
            Total("2026-01") + Total("2026-02") + Total("2026-03"));
  const auto row = Find<PeriodRow>(
      ledger_, {RowKind::kPeriod, {dataset_.text(), "2026-Q1"}, {}});
  EXPECT_EQ(row->value().value.state, PeriodState::kSealed);
  // Asked again it is the same.
  EXPECT_EQ(Seal("2026-Q1"), "");
  EXPECT_EQ(items(), 4u);
}

// What the vault holds by then plays no part: erasure and correction after a
// month's seal leave the counts that were published.
TEST_F(QuartersTest, AQuarterIsNeverCountedFromTheVault) {
  SealMonths({"2026-01", "2026-02"});
  Effects effects;
  for (size_t i = 0; i < 60; ++i) {
    effects.erase.push_back({RowKind::kVaultRecord,
                             {dataset_.text(), "2026-01", "ngo-0",
                              "ref1-2026-01-" + std::to_string(i)},
                             {}});
    effects.erase.push_back({RowKind::kVaultRecord,
                             {dataset_.text(), "2026-01", "ngo-1",
                              "ref1-2026-01-" + std::to_string(i)},
                             {}});
  }
  ASSERT_THAT(ledger_.Commit(effects), IsOk());
  ASSERT_EQ(Seal("2026-Q1"), "");
  EXPECT_EQ(Total("2026-Q1"), 60 + 61);
}

TEST_F(QuartersTest, TheListShowsWhatCanBeSealedAndNothingIsClosedByHand) {
  Periods periods(catalog_, ledger_, [this] { return now_; });
  const auto listed = [&] {
    std::vector<std::string> texts;
    for (const PeriodRow& row : periods.List(dataset_).value()) {
      texts.push_back(row.period.text() + " " + PeriodStateText(row.state));
      EXPECT_EQ(row.sealed_at.has_value(), row.state == PeriodState::kSealed);
    }
    return texts;
  };
  SealMonths({"2026-02"});
  Take("2026-03", Records("2026-03", 9));
  EXPECT_THAT(listed(), ElementsAre("2026-02 SEALED", "2026-03 CLOSED"));
  ASSERT_EQ(Seal("2026-03"), "");
  EXPECT_THAT(listed(), ElementsAre("2026-02 SEALED", "2026-03 SEALED",
                                    "2026-Q1 CLOSED"));
  const uint64_t entries = ledger_.LogSize();
  const auto closed = periods.Close(officer_, dataset_, At("2026-Q1"));
  EXPECT_EQ(ReasonOf(closed.status()).code, "PERIOD_OF_MONTHS");
  EXPECT_EQ(ledger_.LogSize(), entries);
  ASSERT_EQ(Seal("2026-Q1"), "");
  EXPECT_THAT(listed(), ElementsAre("2026-02 SEALED", "2026-03 SEALED",
                                    "2026-Q1 SEALED", "2026 CLOSED"));
}

TEST_F(QuartersTest, WaitsForItsMonthsAndSaysWhich) {
  EXPECT_EQ(ReasonFor("2026-Q1"), "PERIOD_UNKNOWN");
  EXPECT_EQ(ReasonFor("2026"), "PERIOD_UNKNOWN");
  SealMonths({"2026-01"});
  Take("2026-02", Records("2026-02", 9), PeriodState::kOpen);
  Take("2026-03", Records("2026-03", 9));
  EXPECT_EQ(ReasonFor("2026-Q1"), "MONTHS_NOT_SEALED");
  EXPECT_EQ(WhatOf("2026-Q1"), "2026-02, 2026-03");
  EXPECT_EQ(ReasonFor("2026"), "MONTHS_NOT_SEALED");
  now_ = absl::FromCivil(absl::CivilDay(2026, 3, 31), absl::UTCTimeZone());
  EXPECT_EQ(ReasonFor("2026-Q1"), "PERIOD_NOT_OVER");
  now_ = absl::FromCivil(absl::CivilDay(2026, 12, 31), absl::UTCTimeZone());
  EXPECT_EQ(ReasonFor("2026"), "PERIOD_NOT_OVER");
}

TEST_F(QuartersTest, AMonthWithoutRecordsCountsAsEmpty) {
  SealMonths({"2026-02"});
  ASSERT_EQ(Seal("2026-Q1"), "");
  EXPECT_EQ(Total("2026-Q1"), Total("2026-02"));
}

// It would be sealed as empty while records were being taken into it.
TEST_F(QuartersTest, AMonthThatIsOpenedMeanwhileHoldsTheSealBack) {
  SealMonths({"2026-01"});
  const SealJob job = Jobs().Request(officer_, dataset_, At("2026-Q1")).value();
  bool opened = false;
  const auto ended =
      Jobs().Run(IdOf(job.row), [&](const SealProgress& progress) {
        if (progress.step == SealStep::kWriting && !opened) {
          opened = true;
          Take("2026-02", Records("2026-02", 5), PeriodState::kOpen);
        }
        return true;
      });
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ReasonOf(ErrorOf(ended->row)).code, "MONTHS_NOT_SEALED");
  EXPECT_FALSE(Has(RowKind::kSeal, {"2026-Q1"}));
}

TEST_F(QuartersTest, WithoutAFamilyForQuartersThereIsNothingToSeal) {
  std::erase_if(InForce().families, [](const Family& family) {
    return family.cadence == Cadence::kQuarter;
  });
  SealMonths({"2026-01"});
  EXPECT_EQ(ReasonFor("2026-Q1"), "NOTHING_DUE");
}

TEST_F(QuartersTest, AMonthWithoutAFamilyOfItsOwnPublishesNothing) {
  InForce().families.erase(InForce().families.begin());
  SealMonths({"2026-01", "2026-02"});
  EXPECT_THAT(FamiliesIn("2026-01"), IsEmpty());
  EXPECT_FALSE(
      Find<FeedHeadRow>(ledger_, KeyOf(FeedHeadRow{})).value().has_value());
  ASSERT_EQ(Seal("2026-Q1"), "");
  EXPECT_EQ(Total("2026-Q1"), 60 + 61);
}

TEST_F(QuartersTest, AChangedCodeListIsNamedBeforeAnyWork) {
  SealMonths({"2026-01"});
  CodeList& places = catalog_.code_lists.at(CodeListId("places"));
  places.version = "2";
  EXPECT_EQ(ReasonFor("2026-Q1"), "HISTORY_MISMATCH");
  EXPECT_EQ(WhatOf("2026-Q1"), "places 1 (2026-01) / 2");
  places.version = "1";
  EXPECT_EQ(ReasonFor("2026-Q1"), "");
}

TEST_F(QuartersTest, AListChangedUnderItsVersionIsNoticedToo) {
  SealMonths({"2026-01"});
  CodeList& places = catalog_.code_lists.at(CodeListId("places"));
  std::vector<CodeDeclaration> nodes = {{"ML", "", {}},
                                        {"ML1", "ML", {}},
                                        {"ML11", "ML1", {}},
                                        {"ML2", "ML", {}},
                                        {"ML12", "ML2", {}}};
  places.tree = *CodeTree::Create(std::move(nodes), true);
  EXPECT_EQ(ReasonFor("2026-Q1"), "HISTORY_MISMATCH");
  EXPECT_EQ(WhatOf("2026-Q1"), "place (2026-01)");
}

TEST_F(QuartersTest, AFamilyFinerThanAMonthWasToldApartIsNamed) {
  SealMonths({"2026-01"});
  InForce().families[1].axes[1].finest = 2;
  SealMonths({"2026-02"});
  EXPECT_EQ(ReasonFor("2026-Q1"), "PLAN_CHANGED");
  EXPECT_EQ(WhatOf("2026-Q1"), "place-type (2026-01)");
  InForce().families[1].axes[1].finest = 1;
  EXPECT_EQ(Seal("2026-Q1"), "");
}

TEST_F(QuartersTest, AUnitThatAMonthDidNotCountIsNotCountedAsNone) {
  const Family who = InForce().families.back();
  InForce().families.pop_back();
  SealMonths({"2026-01"});
  InForce().families.push_back(who);
  InForce().families.back().cadence = Cadence::kQuarter;
  EXPECT_EQ(ReasonFor("2026-Q1"), "PLAN_CHANGED");
  EXPECT_EQ(WhatOf("2026-Q1"), "who (2026-01)");
}

TEST_F(QuartersTest, MonthsFromBeforeCubesWereKeptAreNamed) {
  SealMonths({"2026-01", "2026-02"});
  Effects effects;
  effects.erase = {{RowKind::kSealedPlan, {dataset_.text(), "2026-01"}, {}},
                   {RowKind::kCube, {dataset_.text(), "2026", "2026-01"}, {}}};
  ASSERT_THAT(ledger_.Commit(effects), IsOk());
  EXPECT_EQ(ReasonFor("2026-Q1"), "MONTHS_NOT_KEPT");
  EXPECT_EQ(WhatOf("2026-Q1"), "2026-01");
}

// A month sealed under k = 3 shows cells that k = 30 would not: they are fixed,
// and the quarter hides what the new k asks for as far as it still can.
TEST_F(QuartersTest, AStricterPlanBindsTheQuarterAndLeavesTheMonths) {
  SealMonths({"2026-01", "2026-02"}, 40);
  const std::vector<SealedTable> before = Sealed("2026-01").tables;
  InForce().minimums.k = 30;
  InForce().version = "2";
  ASSERT_EQ(Seal("2026-Q1"), "");
  EXPECT_EQ(Sealed("2026-Q1").minimums.k, 30);
  EXPECT_EQ(Sealed("2026-Q1").plan_version, "2");
  EXPECT_EQ(Sealed("2026-01").tables, before);
  for (const SealedCell& cell : Sealed("2026-Q1").tables[0].cells) {
    EXPECT_TRUE(cell.status != CellStatus::kPublished || cell.value >= 30);
  }
}

TEST_F(QuartersTest, AYearIsCountedFromMonthsAndNeedsItsQuartersFirst) {
  SealMonths({"2026-01", "2026-02", "2026-05"});
  EXPECT_EQ(ReasonFor("2026"), "QUARTERS_NOT_SEALED");
  EXPECT_EQ(WhatOf("2026"), "2026-Q1, 2026-Q2");
  ASSERT_EQ(Seal("2026-Q1"), "");
  ASSERT_EQ(Seal("2026-Q2"), "");
  ASSERT_EQ(Seal("2026"), "");
  EXPECT_THAT(FamiliesIn("2026"), ElementsAre("places", "who"));
  EXPECT_EQ(Total("2026"), 60 + 61 + 62);
}

TEST_F(QuartersTest, TheYearsSealShredsWhatItWasCountedFrom) {
  SealMonths({"2026-01", "2026-02", "2027-01"});
  ASSERT_EQ(Seal("2026-Q1"), "");
  for (const char* period : {"2026-01", "2026-02", "2026-Q1", "2027-01"}) {
    EXPECT_EQ(Witnesses(period), 1) << period;
  }
  now_ = absl::FromCivil(absl::CivilDay(2027, 6, 1), absl::UTCTimeZone());
  CorrectionRow correction;
  correction.year = At("2027");
  correction.period = At("2026-02");
  correction.removed = Records("2026-02", 1)[0];
  CorrectionRow other = correction;
  other.period = At("2027-01");
  other.removed.ref = "ref1-other";
  Effects effects;
  effects.put = {correction, other};
  ASSERT_THAT(ledger_.Commit(effects), IsOk());

  ASSERT_EQ(Seal("2026"), "");
  EXPECT_FALSE(Has(RowKind::kShredKey, {"2026"}));
  EXPECT_TRUE(Has(RowKind::kShredKey, {"2027"}));
  EXPECT_EQ(ledger_.log.back().fields.at("destroyed"),
            "cubes,proofs,corrections");
  // Through the key, which the ledger would need to open them.
  Effects key;
  key.put.emplace_back(ShredKeyRow{dataset_, At("2026"), "drawn anew"});
  ASSERT_THAT(ledger_.Commit(key), IsOk());
  for (const char* period : {"2026-01", "2026-02", "2026-Q1", "2026"}) {
    EXPECT_EQ(Witnesses(period), 0) << period;
  }
  EXPECT_EQ(Witnesses("2027-01"), 1);
  EXPECT_FALSE(Has(RowKind::kCube, {"2026", "2026-01"}));
  EXPECT_FALSE(Has(RowKind::kCube, {"2026", "2026-02"}));
  EXPECT_TRUE(Has(RowKind::kCube, {"2027", "2027-01"}));
  EXPECT_THAT(CorrectionsOf(ledger_, dataset_, At("2026")).value(), IsEmpty());
  EXPECT_THAT(CorrectionsOf(ledger_, dataset_, At("2027")).value(), SizeIs(1));
  // What was published stays.
  for (const char* period : {"2026-01", "2026-Q1", "2026"}) {
    EXPECT_TRUE(Has(RowKind::kSeal, {period})) << period;
    EXPECT_TRUE(Has(RowKind::kSealedPlan, {period})) << period;
  }
  int witnesses = 0;
  ASSERT_THAT(ledger_.Scan({RowKind::kWitness, {dataset_.text(), "2026"}, {}},
                           [&](const VersionedRow&) { return ++witnesses; }),
              IsOk());
  EXPECT_EQ(witnesses, 0);
}

TEST_F(QuartersTest, AfterTheYearNoQuarterCanBeSealed) {
  Plan& plan = InForce();
  SealMonths({"2026-01"});
  const std::vector<Family> all = plan.families;
  std::erase_if(plan.families, [](const Family& family) {
    return family.cadence == Cadence::kQuarter;
  });
  ASSERT_EQ(Seal("2026"), "");
  plan.families = all;
  EXPECT_EQ(ReasonFor("2026-Q1"), "YEAR_SEALED");
}

// The quarter would be published without regard to what the year shows.
TEST_F(QuartersTest, AYearSealedMeanwhileHoldsTheQuarterBack) {
  SealMonths({"2026-01"});
  const SealJob job = Jobs().Request(officer_, dataset_, At("2026-Q1")).value();
  bool sealed = false;
  const auto ended =
      Jobs().Run(IdOf(job.row), [&](const SealProgress& progress) {
        if (progress.step != SealStep::kWriting || sealed) return true;
        sealed = true;
        const std::vector<Family> all = InForce().families;
        std::erase_if(InForce().families, [](const Family& family) {
          return family.cadence == Cadence::kQuarter;
        });
        EXPECT_EQ(Seal("2026"), "");
        InForce().families = all;
        return true;
      });
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ReasonOf(ErrorOf(ended->row)).code, "YEAR_SEALED");
  EXPECT_FALSE(Has(RowKind::kSeal, {"2026-Q1"}));
  EXPECT_FALSE(Has(RowKind::kShredKey, {"2026"}));
}

// The act that ends a year and destroys its cube needs no table, and nothing
// can keep it from being done.
TEST_F(QuartersTest, AYearWithoutFamiliesIsSealedAndShreddedAllTheSame) {
  SealMonths({"2026-01", "2026-02"});
  catalog_.code_lists.at(CodeListId("places")).version = "2";
  const auto leave_out = [&](Cadence cadence) {
    std::erase_if(InForce().families, [&](const Family& family) {
      return family.cadence == cadence;
    });
  };
  leave_out(Cadence::kQuarter);
  EXPECT_EQ(ReasonFor("2026"), "HISTORY_MISMATCH");
  leave_out(Cadence::kYear);
  ASSERT_EQ(Seal("2026"), "");
  EXPECT_THAT(FamiliesIn("2026"), IsEmpty());
  EXPECT_FALSE(Has(RowKind::kShredKey, {"2026"}));
  EXPECT_EQ(
      Find<FeedHeadRow>(ledger_, KeyOf(FeedHeadRow{}))->value().value.last, 2u);
  EXPECT_THAT(ledger_.log.back().fields, Not(Contains(Key("verdict_sha256"))));
}

// Corrections of the year's own records, made before its seal, in tables of
// their own; the tables of what was accepted stay what they were.
TEST_F(QuartersTest, TheYearCountsWhatWasTakenBackAndPutInItsPlace) {
  std::vector<Family>& families = InForce().families;
  for (const auto& [id, stream] : {std::pair("removed", Stream::kRemoved),
                                   std::pair("added", Stream::kAdded)}) {
    Family family =
        Due(FamilyOf(id, Unit::kRecord, {{"type", 0, 1}}), Cadence::kYear);
    family.stream = stream;
    families.push_back(family);
  }
  SealMonths({"2026-01", "2026-02"});
  const std::vector<Record> records = Records("2026-01", 60);
  for (size_t i = 0; i < 25; ++i) {
    const VaultRecord kept{
        .record = records[i], .period = At("2026-01"), .accepted_at = now_};
    std::optional<Record> edit;
    if (i < 10) {
      edit = records[i];
      edit->instance += "-2";
      edit->codes["type"] = records[i].codes.at("type") == "E1" ? "F2" : "E1";
    }
    Effects effects;
    ASSERT_THAT(
        AddCorrection(ledger_, kept, edit, now_, absl::UTCTimeZone(), effects),
        IsOk());
    ASSERT_THAT(ledger_.Commit(effects), IsOk());
  }
  ASSERT_EQ(Seal("2026-Q1"), "");
  EXPECT_EQ(Total("2026-Q1"), 60 + 61);
  ASSERT_EQ(Seal("2026"), "");
  EXPECT_THAT(FamiliesIn("2026"),
              ElementsAre("places", "who", "removed", "added"));
  EXPECT_EQ(Total("2026"), 60 + 61);
  EXPECT_EQ(Sealed("2026").tables[2].cells[0].value, 25);
  EXPECT_EQ(Sealed("2026").tables[3].cells[0].value, 10);
}

TEST_F(QuartersTest, AYearWithoutCorrectionsShowsNoneOfThem) {
  Family removed =
      Due(FamilyOf("removed", Unit::kRecord, {{"type", 0, 1}}), Cadence::kYear);
  removed.stream = Stream::kRemoved;
  InForce().families.push_back(removed);
  SealMonths({"2026-01"});
  ASSERT_EQ(Seal("2026-Q1"), "");
  ASSERT_EQ(Seal("2026"), "");
  for (const SealedCell& cell : Sealed("2026").tables.back().cells) {
    EXPECT_EQ(cell.status, CellStatus::kNotShown);
  }
}

// A retraction between the reading and the writing of the year's seal would be
// in no table though it came before.
TEST_F(QuartersTest, ACorrectionMeanwhileMakesTheYearBeSealedAgain) {
  SealMonths({"2026-01"});
  ASSERT_EQ(Seal("2026-Q1"), "");
  const SealJob job = Jobs().Request(officer_, dataset_, At("2026")).value();
  int writings = 0;
  const auto ended =
      Jobs().Run(IdOf(job.row), [&](const SealProgress& progress) {
        if (progress.step != SealStep::kWriting || ++writings > 1) return true;
        Effects effects;
        const VaultRecord kept{.record = Records("2026-01", 60)[0],
                               .period = At("2026-01"),
                               .accepted_at = now_};
        EXPECT_THAT(AddCorrection(ledger_, kept, std::nullopt, now_,
                                  absl::UTCTimeZone(), effects),
                    IsOk());
        EXPECT_THAT(ledger_.Commit(effects), IsOk());
        return true;
      });
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ended->row.state, State::kDone);
  EXPECT_EQ(writings, 2);
  EXPECT_THAT(CorrectionsOf(ledger_, dataset_, At("2026")).value(), IsEmpty());
}

TEST_F(QuartersTest, InterruptedAtEveryStepTheQuarterIsTheSame) {
  SealMonths({"2026-01", "2026-02"}, 30);
  const FakeLedger before = ledger_;
  const char drawn = drawn_;
  ASSERT_EQ(Seal("2026-Q1"), "");
  const std::vector<SealedTable> whole = Sealed("2026-Q1").tables;
  ledger_ = before;
  drawn_ = drawn;
  const SealJob job = Jobs().Request(officer_, dataset_, At("2026-Q1")).value();
  for (size_t stop = 0; stop < 1'000; ++stop) {
    size_t asked = 0;
    const auto ended = Jobs().Run(
        IdOf(job.row), [&](const SealProgress&) { return ++asked <= stop; });
    if (ended.ok()) break;
    ASSERT_THAT(ended, StatusIs(absl::StatusCode::kCancelled));
    EXPECT_FALSE(Has(RowKind::kPeriod, {"2026-Q1"}));
  }
  EXPECT_EQ(Sealed("2026-Q1").tables, whole);
}

}  // namespace
}  // namespace toguna::testing
