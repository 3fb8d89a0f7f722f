#include "exchange/usecase/feeds.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/usecase/watched_ledger.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::ElementsAre;
using ::testing::IsSupersetOf;
using ::testing::Pair;
using ::toguna::testing::AgreementOf;
using ::toguna::testing::At;
using ::toguna::testing::IsOk;
using ::toguna::testing::March;
using ::toguna::testing::PutSealedMarch;
using ::toguna::testing::PutSealedMarchAtTen;
using ::toguna::testing::SmallCatalog;
using ::toguna::testing::StatusIs;
using ::toguna::testing::WatchedLedger;

class FeedsTest : public ::testing::Test {
 protected:
  FeedsTest() {
    PutSealedMarch(ledger_);
    FeedRow seal;
    seal.sequence = 1;
    seal.dataset = DatasetId("incidents");
    seal.period = March();
    ledger_.Put(seal);
    AlertRow alert;
    alert.id = AlertId("a-one");
    alert.dataset = DatasetId("alerts");
    alert.state = AlertRow::State::kCleared;
    alert.codes = {{"place", "ML0501"}, {"threat", "a"}};
    alert.raised_at = At(9);
    alert.cleared_at = At(9, 1);
    ledger_.Put(alert);
    FeedRow item;
    item.sequence = 2;
    item.kind = FeedRow::Kind::kAlert;
    item.dataset = DatasetId("alerts");
    item.alert = alert.id;
    ledger_.Put(item);
    ledger_.Put(FeedHeadRow{2});
    ledger_.steps.clear();
  }

  absl::StatusOr<FeedStep> Next(uint64_t after) {
    return feeds_.Next(recipient_, AgreementId("mrm-2026"),
                       PurposeId("child-rights"), after);
  }

  Catalog catalog_ = SmallCatalog();
  WatchedLedger ledger_;
  absl::Time now_ = At(10);
  Caller recipient_{PartyId("mrm"), Role::kRecipient,
                    "spiffe://test.example/recipient/mrm/1"};
  int drawn_ = 0;
  Feeds feeds_{
      catalog_, ledger_, [this] { return now_; },
      [this](size_t n) { return std::string(n, static_cast<char>(++drawn_)); }};
};

TEST_F(FeedsTest, GivesASealAtTheGrantsLevelsAfterItsEntryAndCheckpoint) {
  const auto step = Next(0);

  ASSERT_THAT(step, IsOk());
  ASSERT_TRUE(step->item.has_value());
  EXPECT_EQ(step->cursor, 1u);
  EXPECT_EQ(step->item->sequence, 1u);
  EXPECT_THAT(ledger_.steps,
              ElementsAre("commit release.feed-item", "checkpoint"));
  EXPECT_EQ(step->item->audit_index, ledger_.LogSize() - 1);
  EXPECT_THAT(
      ledger_.log.back().fields,
      IsSupersetOf({Pair("agreement", "mrm-2026"), Pair("dataset", "incidents"),
                    Pair("sequence", "1")}));
  std::set<std::string> places;
  for (const SelectedTable& one :
       std::get<Selection>(step->item->content).tables) {
    if (one.table.dimensions[0] != "place") continue;
    for (const SealedCell& cell : one.table.cells) places.insert(cell.codes[0]);
  }
  EXPECT_EQ(places, (std::set<std::string>{"ML", "ML01", "ML05"}));
}

TEST_F(FeedsTest, UnderAWitnessedAgreementNoItemLeavesBeforeTheWitnesses) {
  AgreementOf(catalog_).witnessed = true;
  ledger_.witness_error = absl::UnavailableError("away");
  EXPECT_THAT(Next(0), StatusIs(absl::StatusCode::kUnavailable));
  ledger_.witness_error = absl::OkStatus();
  const auto step = Next(0);
  ASSERT_THAT(step, IsOk());
  EXPECT_TRUE(step->item.has_value());
  EXPECT_EQ(ledger_.Count("release.feed-item"), 1);
}

// A grant of a monthly and a quarterly table gives of each seal what it has.
TEST_F(FeedsTest, ASealIsGivenWithTheTablesMadeByItsKindOfPeriod) {
  catalog_.plans.at(PlanId("monthly")).families[1].cadence = Cadence::kQuarter;
  const Period quarter(Period::Kind::kQuarter, March().month());
  const Period year(Period::Kind::kYear, March().month());
  SealedPeriod months = toguna::testing::SealedMarch();
  SealedPeriod quarters = months;
  quarters.period = quarter;
  quarters.tables.erase(quarters.tables.begin());
  months.tables.pop_back();
  SealedPeriod years = quarters;
  years.period = year;
  uint64_t sequence = 0;
  for (const SealedPeriod& sealed : {months, quarters, years}) {
    PeriodRow row;
    row.dataset = sealed.dataset;
    row.period = sealed.period;
    row.state = PeriodState::kSealed;
    ledger_.Put(row);
    ledger_.Put(SealRow{sealed});
    FeedRow item;
    item.sequence = ++sequence;
    item.dataset = sealed.dataset;
    item.period = sealed.period;
    ledger_.Put(item);
  }
  ledger_.Put(FeedHeadRow{3});
  const auto families = [&](uint64_t after) {
    const auto step = Next(after);
    EXPECT_THAT(step, IsOk());
    std::vector<std::string> ids;
    if (!step.ok() || !step->item.has_value()) return ids;
    for (const SelectedTable& one :
         std::get<Selection>(step->item->content).tables) {
      ids.push_back(one.period.text() + " " + one.table.family.text());
    }
    return ids;
  };
  EXPECT_THAT(families(0), ElementsAre("2026-03 place-type"));
  EXPECT_THAT(families(1), ElementsAre("2026-Q1 type-only"));
  // Nothing is made by the year: passed over.
  EXPECT_THAT(families(2), ElementsAre());
  EXPECT_EQ(Next(2)->cursor, 3u);
  EXPECT_EQ(ledger_.Count("release.refuse"), 0);
  // A grant of quarterly tables alone may follow, too.
  AgreementOf(catalog_).grants[0].families = {FamilyId("type-only")};
  EXPECT_THAT(families(0), ElementsAre("2026-Q1 type-only"));
}

TEST_F(FeedsTest, GivesTheGrantsRungOrNothing) {
  const auto published = [&]() -> std::optional<int> {
    const auto step = Next(0);
    EXPECT_THAT(step, IsOk());
    if (!step.ok() || !step->item.has_value() || step->item->sequence != 1) {
      return std::nullopt;
    }
    int count = 0;
    for (const SelectedTable& one :
         std::get<Selection>(step->item->content).tables) {
      for (const SealedCell& cell : one.table.cells) {
        count += cell.status == CellStatus::kPublished ? 1 : 0;
      }
    }
    return count;
  };
  PutSealedMarchAtTen(ledger_);
  catalog_.plans.at(PlanId("monthly")).rungs = {{10, 2, 3}, {35, 5, 5}};
  std::optional<int>& rung = AgreementOf(catalog_).grants[0].rung;
  rung = 5;
  const auto lowest = published();
  ASSERT_TRUE(lowest.has_value());
  rung = 10;
  EXPECT_EQ(published(), *lowest - 1);
  // Sealed before the plan had it: the feed goes on to the alert.
  rung = 35;
  EXPECT_EQ(published(), std::nullopt);
  rung.reset();
  EXPECT_EQ(ReasonOf(Next(0).status()).code, "RUNG_MISSING");
}

TEST_F(FeedsTest, CutsAnAlertsPlaceToTheGrantsLevel) {
  const auto step = Next(1);

  ASSERT_THAT(step, IsOk());
  ASSERT_TRUE(step->item.has_value());
  EXPECT_THAT(std::get<AlertView>(step->item->content).codes,
              ElementsAre(Pair("place", "ML05"), Pair("threat", "a")));
}

TEST_F(FeedsTest, AnAttributeWhoseLevelIsNotGrantedIsLeftOut) {
  AgreementOf(catalog_).grants[1].level_limits.clear();
  const auto step = Next(1);
  ASSERT_THAT(step, IsOk());
  EXPECT_THAT(std::get<AlertView>(step->item->content).codes,
              ElementsAre(Pair("threat", "a")));
}

TEST_F(FeedsTest, AnItemReadAgainIsTheSameAndIsNotLoggedAgain) {
  const auto first = Next(0);
  const auto again = Next(0);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(first->item->audit_index, again->item->audit_index);
  EXPECT_EQ(ledger_.Count("release.feed-item"), 1);
}

TEST_F(FeedsTest, UnderANewRevisionAnItemIsANewRelease) {
  ASSERT_THAT(Next(0), IsOk());
  AgreementOf(catalog_).revision = 3;
  AgreementOf(catalog_).sha256 = std::string(64, 'b');
  const auto finer = Next(0);
  ASSERT_THAT(finer, IsOk());
  EXPECT_EQ(ledger_.Count("release.feed-item"), 2);
  EXPECT_EQ(finer->item->audit_index, ledger_.LogSize() - 1);
}

TEST_F(FeedsTest, WithoutLogOrCheckpointNoItemLeaves) {
  ledger_.commit_error = absl::UnavailableError("no log");
  EXPECT_THAT(Next(0), StatusIs(absl::StatusCode::kUnavailable));
  ledger_.commit_error = absl::OkStatus();
  ledger_.checkpoint_error = absl::UnavailableError("no checkpoint");
  EXPECT_THAT(Next(0), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Next(0), StatusIs(absl::StatusCode::kUnavailable))
      << "a delivery that was recorded still waits for its checkpoint";
  ledger_.checkpoint_error = absl::OkStatus();
  ASSERT_THAT(Next(0), IsOk());
  EXPECT_EQ(ledger_.Count("release.feed-item"), 1);
}

TEST_F(FeedsTest, ADelayedAlertHoldsTheCursorUntilItsTime) {
  AgreementOf(catalog_).grants[1].delay = absl::Hours(30);
  const auto early = Next(1);
  ASSERT_THAT(early, IsOk());
  EXPECT_FALSE(early->item.has_value());
  EXPECT_EQ(early->cursor, 1u);

  now_ = At(9) + absl::Hours(30);
  const auto later = Next(1);
  ASSERT_THAT(later, IsOk());
  EXPECT_TRUE(later->item.has_value());
  EXPECT_EQ(later->cursor, 2u);
}

TEST_F(FeedsTest, ItemsOfOtherDatasetsArePassedOver) {
  AgreementOf(catalog_).grants[0].feed = false;
  const auto step = Next(0);
  ASSERT_THAT(step, IsOk());
  EXPECT_EQ(step->item->sequence, 2u);

  AgreementOf(catalog_).grants[0].feed = true;
  AgreementOf(catalog_).grants[1].feed = false;
  const auto end = Next(1);
  ASSERT_THAT(end, IsOk());
  EXPECT_FALSE(end->item.has_value());
  EXPECT_EQ(end->cursor, 2u);
}

TEST_F(FeedsTest, AlertsOutsideTheGrantsPlacesArePassedOver) {
  AgreementOf(catalog_).grants[1].code_filters = {{"place", {"ML01"}}};
  const auto step = Next(1);
  ASSERT_THAT(step, IsOk());
  EXPECT_FALSE(step->item.has_value());
  EXPECT_EQ(step->cursor, 2u);

  AgreementOf(catalog_).grants[1].code_filters = {{"place", {"ML05"}}};
  EXPECT_TRUE(Next(1)->item.has_value());
}

TEST_F(FeedsTest, RefusesWithTheReasonAndLogsIt) {
  now_ = At(30);
  const auto expired = Next(2);
  EXPECT_THAT(expired, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(ReasonOf(expired.status()).code, "AGREEMENT_EXPIRED");
  EXPECT_EQ(ledger_.log.back().type, "release.refuse");

  now_ = At(10);
  const auto purpose =
      feeds_.Next(recipient_, AgreementId("mrm-2026"), PurposeId("other"), 0);
  EXPECT_EQ(ReasonOf(purpose.status()).code, "PURPOSE_NOT_COVERED");
}

TEST_F(FeedsTest, StrangersAndUnknownAgreementsGetOneAnswer) {
  const Caller stranger{PartyId("stranger"), Role::kRecipient, "spiffe://s"};
  const auto not_yours = feeds_.Next(stranger, AgreementId("mrm-2026"),
                                     PurposeId("child-rights"), 0);
  const auto not_there =
      feeds_.Next(stranger, AgreementId("none"), PurposeId("child-rights"), 99);
  EXPECT_EQ(not_yours.status().ToString(), not_there.status().ToString());
  EXPECT_EQ(ReasonOf(not_yours.status()).code, "REFUSED");
}

TEST_F(FeedsTest, ACursorBeyondTheFeedIsRefused) {
  const auto ahead = Next(3);
  EXPECT_THAT(ahead, StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_EQ(ReasonOf(ahead.status()).code, "CURSOR_AHEAD");
}

}  // namespace
}  // namespace toguna
