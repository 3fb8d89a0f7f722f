#include "exchange/usecase/draft_previews.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "exchange/base/reason.h"
#include "exchange/usecase/releases.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/usecase/watched_ledger.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::toguna::testing::AgreementOf;
using ::toguna::testing::At;
using ::toguna::testing::IsOk;
using ::toguna::testing::March;
using ::toguna::testing::PutSealedMarch;
using ::toguna::testing::PutSealedMarchAtTen;
using ::toguna::testing::SmallCatalog;
using ::toguna::testing::WatchedLedger;

class Kept : public DraftPreviewSink {
 public:
  bool Begin(const AgreementView& draft, const AgreementView* with,
             int count) override {
    draft_id = draft.agreement->id.text();
    draft_state = draft.state;
    with_id = with == nullptr ? "" : with->agreement->id.text();
    steps = count;
    together = draft.together.size();
    grants = draft.grants.size();
    return ++told != most;
  }
  bool Add(const PeriodPreview& period) override {
    periods.push_back(period);
    return ++told != most;
  }
  bool Add(const AlertPreview& one) override {
    alerts.push_back(one);
    return ++told != most;
  }

  const PeriodPreview& march() const {
    for (const PeriodPreview& one : periods) {
      if (one.period == March()) return one;
    }
    ADD_FAILURE() << "nothing of March";
    return periods.front();
  }

  std::string draft_id;
  AgreementState draft_state = AgreementState::kActive;
  std::string with_id;
  int steps = 0;
  size_t together = 0;
  size_t grants = 0;
  std::vector<PeriodPreview> periods;
  std::vector<AlertPreview> alerts;
  int told = 0;
  int most = -1;  // says that it has enough after so many
};

std::vector<std::string> ReasonsOf(const SideOfPeriod& side) {
  std::vector<std::string> reasons;
  for (const Finding& one : side.against) reasons.push_back(one.reason);
  return reasons;
}

class DraftPreviewsTest : public ::testing::Test {
 protected:
  DraftPreviewsTest() {
    PutSealedMarch(ledger_);
    draft_ = AgreementOf(catalog_);
    draft_.revision = 3;
    draft_.signatures.clear();
  }

  absl::StatusOr<std::vector<DraftMistake>> Run(
      Kept& kept, std::optional<AgreementId> with = std::nullopt) {
    return previews_.Preview(dpo_, "the text", with, kept);
  }
  // Cells of March, by family and codes: what each gives.
  static std::map<std::vector<std::string>, std::pair<Given, Given>> Cells(
      const Kept& kept, const char* family) {
    std::map<std::vector<std::string>, std::pair<Given, Given>> cells;
    for (const ComparedTable& table : kept.march().tables) {
      if (table.family.text() != family) continue;
      for (const ComparedCell& cell : table.cells) {
        cells[cell.codes] = {cell.before, cell.after};
      }
    }
    return cells;
  }

  Catalog catalog_ = SmallCatalog();
  WatchedLedger ledger_;
  Agreement draft_;
  std::vector<DraftMistake> mistakes_;
  Caller dpo_{PartyId("guardian"), Role::kDpo, "spiffe://test.example/dpo"};
  DraftPreviews previews_{catalog_, ledger_, [] { return At(10); },
                          [this](absl::string_view text) {
                            EXPECT_EQ(text, "the text");
                            return mistakes_.empty()
                                       ? DraftRead{draft_, {}}
                                       : DraftRead{std::nullopt, mistakes_};
                          }};
};

TEST_F(DraftPreviewsTest, TheSameDraftGivesTheSame) {
  Kept kept;
  const size_t before = ledger_.log.size();
  ASSERT_THAT(Run(kept), IsOk());
  EXPECT_EQ(kept.draft_id, "mrm-2026");
  EXPECT_EQ(kept.draft_state, AgreementState::kDraft);
  EXPECT_EQ(kept.with_id, "mrm-2026");
  // Twelve months, then alerts.
  EXPECT_THAT(kept.periods, SizeIs(12));
  EXPECT_EQ(kept.periods.front().period.text(), "2025-04");
  EXPECT_EQ(kept.periods.back().period, March());
  EXPECT_EQ(kept.steps, 13);
  EXPECT_EQ(kept.told, 14);
  EXPECT_FALSE(kept.periods.front().sealed);
  EXPECT_TRUE(kept.march().sealed);
  const auto cells = Cells(kept, "place-type");
  EXPECT_THAT(cells, SizeIs(9));
  for (const auto& [codes, given] : cells) {
    EXPECT_EQ(given.first, given.second);
    EXPECT_EQ(given.first, codes[1] == "b" ? Given::kRange : Given::kNumber);
  }
  EXPECT_EQ(ledger_.log.size(), before) << "a preview writes nothing";
}

// What is previewed is what would be released, cell for cell.
TEST_F(DraftPreviewsTest, AnExtractUnderTheSignedDraftHoldsTheCellsPreviewed) {
  draft_.grants[0].level_limits = {{"place", 2}, {"type", 0}};
  draft_.grants[0].code_filters = {{"place", {"ML05"}}};
  draft_.grants[0].families = {FamilyId("place-type")};
  Kept kept;
  ASSERT_THAT(Run(kept), IsOk());
  std::set<std::vector<std::string>> previewed;
  for (const auto& [codes, given] : Cells(kept, "place-type")) {
    if (given.second != Given::kNothing) previewed.insert(codes);
  }

  class Maker : public PackageMaker {
   public:
    absl::StatusOr<std::map<std::string, std::string>> Make(
        const PackageContents& contents) const override {
      for (const SelectedTable& one : contents.selection.tables) {
        for (const SealedCell& cell : one.table.cells) cells.insert(cell.codes);
      }
      return std::map<std::string, std::string>{{"manifest.json", "m"},
                                                {"extract.csv.age", "s"}};
    }
    mutable std::set<std::vector<std::string>> cells;
  };
  Catalog signed_catalog = catalog_;
  signed_catalog.agreements[draft_.id] = AsIfSigned(draft_);
  const Maker maker;
  Releases releases(
      signed_catalog, ledger_, maker, [] { return At(10); },
      [](size_t n) { return std::string(n, 'x'); });
  Ask ask = AllOf(draft_.id, draft_.grants[0], Phase::kExtract);
  ask.purpose = draft_.purpose;
  ask.periods = {March()};
  const auto answer = releases.CreateExtract(
      {draft_.recipient, Role::kRecipient, "spiffe://test.example/mrm"},
      "48583952-1892-4931-8d9c-800000000001", ask);
  ASSERT_THAT(answer, IsOk());
  ASSERT_TRUE(answer->decision.allowed) << answer->decision.reason;
  EXPECT_EQ(maker.cells, previewed);
  EXPECT_THAT(previewed, SizeIs(2));
}

TEST_F(DraftPreviewsTest, EachSideIsOfItsOwnRung) {
  catalog_.plans.at(PlanId("monthly")).rungs = {{10, 2, 3}, {35, 5, 5}};
  PutSealedMarchAtTen(ledger_);
  AgreementOf(catalog_).grants[0].rung = 5;
  draft_.grants[0].rung = 10;
  Kept kept;
  ASSERT_THAT(Run(kept), IsOk());
  int less = 0;
  for (const auto& [codes, given] : Cells(kept, "place-type")) {
    if (given.first == given.second) continue;
    EXPECT_EQ(given.first, Given::kNumber);
    EXPECT_EQ(given.second, Given::kNotShown);
    ++less;
  }
  EXPECT_EQ(less, 1);

  draft_.grants[0].rung = 35;  // never sealed
  Kept none;
  ASSERT_THAT(Run(none), IsOk());
  EXPECT_THAT(ReasonsOf(none.march().after), ElementsAre("RUNG_NOT_SEALED"));
  EXPECT_EQ(Cells(none, "place-type").begin()->second.second, Given::kNothing);
}

TEST_F(DraftPreviewsTest, ALagIsToldWithItsEndAndHoldsTheCellsBack) {
  draft_.grants[0].lag_days = 20;
  Kept kept;
  ASSERT_THAT(Run(kept), IsOk());
  EXPECT_THAT(ReasonsOf(kept.march().after), ElementsAre("LAG_NOT_OVER"));
  EXPECT_EQ(kept.march().after.from, At(21));
  EXPECT_EQ(kept.march().before.from, At(1));
  for (const auto& [codes, given] : Cells(kept, "place-type")) {
    EXPECT_EQ(given.second, Given::kNothing);
    EXPECT_NE(given.first, Given::kNothing);
  }
  EXPECT_THAT(kept.periods[0].after.against, IsEmpty()) << "long over";
}

TEST_F(DraftPreviewsTest, NeitherSignaturesNorDatesNorStandingMatter) {
  // The one in force is expired, unsigned and terminated.
  Agreement& old = AgreementOf(catalog_);
  old.valid_until = At(2);
  old.review_by = At(2);
  old.signatures.clear();
  AgreementAct act;
  act.agreement = old.id;
  act.kind = AgreementAct::Kind::kTerminate;
  act.revision = old.revision;
  ledger_.Put(AgreementActRow{act, 0});
  draft_.valid_from = At(20);
  draft_.review_by = At(29);
  Kept kept;
  ASSERT_THAT(Run(kept), IsOk());
  for (const auto& [codes, given] : Cells(kept, "place-type")) {
    EXPECT_NE(given.first, Given::kNothing);
    EXPECT_EQ(given.first, given.second);
  }
}

TEST_F(DraftPreviewsTest, WhatTheRulesRefuseIsToldAndNotCompared) {
  draft_.assessment.reset();
  Kept kept;
  ASSERT_THAT(Run(kept), IsOk());
  EXPECT_THAT(ReasonsOf(kept.march().after), Contains("ASSESSMENT_MISSING"));
  for (const auto& [codes, given] : Cells(kept, "place-type")) {
    EXPECT_EQ(given.second, Given::kNothing);
  }
}

TEST_F(DraftPreviewsTest, SensitiveCountsAreToldToNeedApproval) {
  catalog_.datasets.at(DatasetId("incidents")).classified = {
      {"type", {"a"}, Sensitivity::kModerate, true}};
  draft_.grants[0].level_limits = {{"place", 1}, {"type", 0}};
  Kept kept;
  ASSERT_THAT(Run(kept), IsOk());
  EXPECT_TRUE(kept.march().before.needs_approval);
  EXPECT_FALSE(kept.march().after.needs_approval);
  EXPECT_THAT(Cells(kept, "place-type"), SizeIs(9)) << "as if approved";
}

TEST_F(DraftPreviewsTest, AlertsAreCountedAndCompared) {
  const auto alert = [&](int n, const char* place, int day) {
    AlertRow row;
    row.id = AlertId(absl::StrCat("a-", n));
    row.dataset = DatasetId("alerts");
    row.state = AlertRow::State::kCleared;
    row.codes = {{"place", place}, {"threat", "a"}};
    row.raised_at = At(day);
    row.cleared_at = At(day, 1);
    ledger_.Put(row);
  };
  alert(1, "ML0101", 5);
  alert(2, "ML0501", 6);
  alert(3, "ML05", 6);
  alert(4, "ML05", 9);
  alert(5, "ML05", 20);  // after now: not cleared yet
  AlertRow raised;
  raised.id = AlertId("raised");
  raised.dataset = DatasetId("alerts");
  raised.raised_at = At(5);
  ledger_.Put(raised);
  draft_.grants[1].delay = absl::Hours(48);
  draft_.grants[1].level_limits = {{"place", 2}};
  draft_.grants[1].code_filters = {{"place", {"ML05"}}};
  Kept kept;
  ASSERT_THAT(Run(kept), IsOk());
  ASSERT_THAT(kept.alerts, SizeIs(1));
  EXPECT_EQ(kept.alerts[0].cleared, 4);
  EXPECT_EQ(kept.alerts[0].before, 4);
  EXPECT_EQ(kept.alerts[0].after, 2);      // of ML05, two days old
  EXPECT_EQ(kept.alerts[0].different, 1);  // shows the cercle
}

TEST_F(DraftPreviewsTest, ComparedWithTheOneItFollowsOrTheOneThatIsNamed) {
  Agreement other = AgreementOf(catalog_);
  other.id = AgreementId("other");
  catalog_.agreements.emplace(other.id, other);
  draft_.id = AgreementId("brand-new");
  Kept nothing;
  ASSERT_THAT(Run(nothing), IsOk());
  // Over either dataset, with the two that give the same.
  EXPECT_EQ(nothing.grants, 2u);
  EXPECT_EQ(nothing.together, 2u);
  EXPECT_EQ(nothing.with_id, "");
  for (const auto& [codes, given] : Cells(nothing, "place-type")) {
    EXPECT_EQ(given.first, Given::kNothing);
    EXPECT_NE(given.second, Given::kNothing);
  }
  draft_.succeeds = other.id;
  Kept followed;
  ASSERT_THAT(Run(followed), IsOk());
  EXPECT_EQ(followed.with_id, "other");
  Kept named;
  ASSERT_THAT(Run(named, AgreementId("mrm-2026")), IsOk());
  EXPECT_EQ(named.with_id, "mrm-2026");
}

TEST_F(DraftPreviewsTest, WhatOthersAgreedOnIsNotCompared) {
  Agreement& old = AgreementOf(catalog_);
  old.dpo = PartyId("another");
  Kept kept;
  ASSERT_THAT(Run(kept), IsOk());
  EXPECT_EQ(kept.with_id, "");
  Kept there;
  const auto refused = Run(there, AgreementId("mrm-2026"));
  EXPECT_EQ(ReasonOf(refused.status()).code, "REFUSED");
  Kept nowhere;
  EXPECT_EQ(Run(nowhere, AgreementId("no-such")).status(), refused.status());
  EXPECT_EQ(there.told + nowhere.told, 0);
}

TEST_F(DraftPreviewsTest, OnlyTheOfficerThatTheDraftNamesSeesIt) {
  draft_.dpo = PartyId("another");
  Kept kept;
  EXPECT_EQ(ReasonOf(Run(kept).status()).code, "DRAFT_OF_ANOTHER");
  draft_.dpo = PartyId();
  dpo_.party = PartyId();
  EXPECT_EQ(ReasonOf(Run(kept).status()).code, "DRAFT_OF_ANOTHER");
  EXPECT_EQ(kept.told, 0);
}

TEST_F(DraftPreviewsTest, MistakesAreAllThatIsSaid) {
  mistakes_ = {{7, {"faux", "wrong"}}};
  Kept kept;
  const auto got = Run(kept);
  ASSERT_THAT(got, IsOk());
  ASSERT_THAT(*got, SizeIs(1));
  EXPECT_EQ((*got)[0].line, 7);
  EXPECT_EQ(kept.told, 0);
}

TEST_F(DraftPreviewsTest, WhoHasEnoughIsToldNoMore) {
  for (int most : {1, 2, 13, 14}) {
    Kept kept;
    kept.most = most;
    EXPECT_TRUE(absl::IsCancelled(Run(kept).status()));
    EXPECT_EQ(kept.told, most);
  }
}

}  // namespace
}  // namespace toguna
