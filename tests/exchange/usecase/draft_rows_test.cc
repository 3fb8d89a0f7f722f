// What the preview of a draft tells of cohorts.

#include <optional>
#include <string>
#include <vector>

#include "exchange/usecase/draft_previews.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/usecase/given_rows.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using Why = BoxLeftOut::Why;

class Kept : public DraftPreviewSink {
 public:
  bool Begin(const AgreementView&, const AgreementView*, int) override {
    return true;
  }
  bool Add(const PeriodPreview& period) override {
    periods.push_back(period);
    return true;
  }
  bool Add(const AlertPreview&) override { return true; }

  std::vector<PeriodPreview> periods;
};

// The two cohorts show a place each: a region, and a cercle of another.
class DraftRowsTest : public GivenRowsTest {
 protected:
  DraftRowsTest() {
    CohortAttribute place;
    place.dimension = "place";
    catalog_.plans.at(PlanId("monthly")).cohorts[0].attributes = {place};
    AgreementOf(catalog_).grants[0].cohort_level_limits = {{"place", 2}};
    seal_.attributes = {place};
    seal_.nodes[1].box = {{"ML05"}};
    seal_.nodes[2].box = {{"ML0101"}};
    ledger_.Put(CohortsRow{seal_});
    SealedPeriod january = SealedMarch();
    january.period = january_;
    ledger_.Put(SealRow{january});
    draft_ = AgreementOf(catalog_);
    draft_.revision = 3;
    draft_.signatures.clear();
  }

  Grant& grant() { return draft_.grants[0]; }

  // Of the quarter.
  CohortsPreview Previewed() {
    Kept kept;
    EXPECT_THAT(previews_.Preview(dpo_, "the text", std::nullopt, kept),
                IsOk());
    CohortsPreview found;
    int seen = 0;
    for (const PeriodPreview& period : kept.periods) {
      if (!(period.period == quarter_)) {
        EXPECT_THAT(period.cohorts, IsEmpty()) << period.period.text();
        continue;
      }
      quarter_of_all_ = period;
      for (const CohortsPreview& one : period.cohorts) {
        found = one;
        ++seen;
      }
    }
    EXPECT_LE(seen, 1);
    return found;
  }

  // As the recipient would see it, once all have signed the draft.
  ExtractPreview Asked() {
    Catalog catalog = catalog_;
    catalog.agreements[draft_.id] = AsIfSigned(draft_);
    const Releases releases(
        catalog, ledger_, maker_, [this] { return now_; }, random_);
    Ask ask = AllOf(draft_.id, grant(), Phase::kExtract);
    ask.purpose = draft_.purpose;
    ask.families.clear();
    ask.levels.clear();
    ask.periods = {quarter_};
    const auto preview = releases.Preview(recipient_, ask);
    EXPECT_THAT(preview, IsOk());
    EXPECT_TRUE(preview->decision.allowed) << preview->decision.reason;
    return *preview;
  }

  PeriodPreview quarter_of_all_;
  Agreement draft_;
  DraftPreviews previews_{catalog_, ledger_, [this] { return now_; },
                          [this](absl::string_view) {
                            return DraftRead{draft_, {}};
                          }};
};

TEST_F(DraftRowsTest, RowsAreCountedAsWhenTheyAreAskedFor) {
  const size_t before = ledger_.log.size();
  const CohortsPreview all = Previewed();
  EXPECT_EQ(all.id, CohortsId("leads"));
  for (const RowsOfSide* side : {&all.before, &all.after}) {
    EXPECT_TRUE(side->gives);
    EXPECT_EQ(side->cohorts, 2);
    EXPECT_EQ(side->rows, 16);
    EXPECT_THAT(side->ruled_out, IsEmpty());
    EXPECT_FALSE(side->taken_back || side->needs_approval || side->held_over);
  }
  EXPECT_EQ(ledger_.log.size(), before) << "a preview writes nothing";
  const ExtractPreview asked = Asked();
  ASSERT_THAT(asked.cohorts, SizeIs(1));
  EXPECT_EQ(asked.cohorts[0].cohorts, all.after.cohorts);
  EXPECT_EQ(asked.cohorts[0].rows, all.after.rows);
}

TEST_F(DraftRowsTest, WhatIsTooFineIsLeftOutAndSaid) {
  grant().cohort_level_limits = {{"place", 1}};
  const CohortsPreview coarser = Previewed();
  EXPECT_EQ(coarser.before.rows, 16);
  EXPECT_EQ(coarser.after.cohorts, 1);
  EXPECT_EQ(coarser.after.rows, 8);
  EXPECT_THAT(coarser.after.ruled_out,
              ElementsAre(Pair(BoxLeftOut{Why::kTooFine, "place"}, 1)));
  EXPECT_EQ(Asked().cohorts[0].rows, 8);
}

TEST_F(DraftRowsTest, WhatLiesOutsideTheCodesIsLeftOutAndSaid) {
  grant().families = {FamilyId("place-type")};
  grant().code_filters = {{"place", {"ML01"}}};
  const CohortsPreview confined = Previewed();
  EXPECT_EQ(confined.after.rows, 8);
  EXPECT_THAT(confined.after.ruled_out,
              ElementsAre(Pair(BoxLeftOut{Why::kOutsideCodes, "place"}, 1)));
  EXPECT_EQ(Asked().cohorts[0].rows, 8);
}

TEST_F(DraftRowsTest, WhatNeedsApprovalIsGivenAsIfApprovedAndSaid) {
  catalog_.datasets.at(DatasetId("incidents")).classified = {
      {"place", {"ML0101"}, Sensitivity::kHigh, true, {}}};
  CohortsPreview all = Previewed();
  EXPECT_EQ(all.after.rows, 16);
  EXPECT_TRUE(all.after.needs_approval);
  catalog_.datasets.at(DatasetId("incidents")).classified[0].sensitivity =
      Sensitivity::kSevere;
  all = Previewed();
  EXPECT_EQ(all.after.rows, 8);
  EXPECT_FALSE(all.after.needs_approval);
  EXPECT_THAT(all.after.ruled_out,
              ElementsAre(Pair(BoxLeftOut{Why::kTooSensitive, "place"}, 1)));
}

// How many there are is not said: a flag alone.
TEST_F(DraftRowsTest, RetractedRecordsAreMissing) {
  Retract(Record(0));
  CohortsPreview all = Previewed();
  EXPECT_EQ(all.after.rows, 15);
  EXPECT_TRUE(all.after.taken_back);
  Retract(Record(2));
  Retract(Record(4));
  all = Previewed();
  EXPECT_EQ(all.after.cohorts, 1) << "five are left, which is k";
  EXPECT_EQ(all.after.rows, 8);
  EXPECT_THAT(all.after.ruled_out, IsEmpty());
  EXPECT_EQ(Asked().cohorts[0].rows, 8);
}

TEST_F(DraftRowsTest, ADraftWithoutThemIsSetBesideTheAgreementThatHasThem) {
  grant().cohorts.clear();
  grant().cohort_level_limits.clear();
  const CohortsPreview none = Previewed();
  EXPECT_TRUE(none.before.gives);
  EXPECT_EQ(none.before.rows, 16);
  EXPECT_FALSE(none.after.gives);
  EXPECT_EQ(none.after.rows, 0);
}

TEST_F(DraftRowsTest, WhatStandsAgainstThePeriodHoldsRowsBackToo) {
  grant().lag_days = 30;
  const CohortsPreview late = Previewed();
  EXPECT_TRUE(late.before.gives);
  EXPECT_FALSE(late.after.gives);
  ASSERT_THAT(quarter_of_all_.after.against, SizeIs(1));
  EXPECT_EQ(quarter_of_all_.after.against[0].reason, "LAG_NOT_OVER");
}

TEST_F(DraftRowsTest, AQuarterThatWasSealedWithoutThemIsSaidToBe) {
  CohortsRow row;
  row.seal = seal_;
  Effects effects;
  effects.erase.push_back(KeyOf(row));
  ASSERT_THAT(ledger_.FakeLedger::Commit(effects), IsOk());
  const CohortsPreview all = Previewed();
  ASSERT_TRUE(all.after.against.has_value());
  EXPECT_EQ(all.after.against->reason, "COHORTS_NOT_SEALED");
  EXPECT_EQ(all.after.rows, 0);
  EXPECT_THAT(quarter_of_all_.after.against, IsEmpty());
}

TEST_F(DraftRowsTest, ARungThatWasNeverSealedGivesNoRow) {
  catalog_.plans.at(PlanId("monthly")).rungs = {{35, 5, 5}};
  grant().rung = 35;
  const CohortsPreview all = Previewed();
  ASSERT_TRUE(all.after.against.has_value());
  EXPECT_EQ(all.after.against->reason, "RUNG_NOT_SEALED");
  EXPECT_EQ(all.after.rows, 0);
}

}  // namespace
}  // namespace toguna::testing
