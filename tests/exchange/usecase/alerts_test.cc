#include "exchange/usecase/alerts.h"

#include <map>
#include <string>

#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/usecase/watched_ledger.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;
using ::toguna::testing::At;
using ::toguna::testing::IsOk;
using ::toguna::testing::SmallCatalog;
using ::toguna::testing::StatusIs;
using ::toguna::testing::WatchedLedger;

constexpr char kRequest[] = "48583952-1892-4931-8d9c-869e7b49bafb";
constexpr char kOther[] = "58583952-1892-4931-8d9c-869e7b49bafb";

class AlertsTest : public ::testing::Test {
 protected:
  using Codes = std::map<std::string, std::string>;

  absl::StatusOr<AlertRow> Raise(const Codes& codes = {{"place", "ML0501"},
                                                       {"threat", "a"}},
                                 const char* request = kRequest) {
    return alerts_.Raise(contributor_, request, DatasetId("alerts"), codes,
                         now_ - absl::Hours(1));
  }
  std::string ReasonFor(const Codes& codes) {
    return ReasonOf(Raise(codes).status()).code;
  }

  Catalog catalog_ = SmallCatalog();
  WatchedLedger ledger_;
  absl::Time now_ = At(10);
  int drawn_ = 0;
  Caller contributor_{PartyId("collectors"), Role::kContributor,
                      "spiffe://test.example/contributor/collectors/1"};
  Caller officer_{PartyId("office"), Role::kOfficer,
                  "spiffe://test.example/officer/office/1"};
  Alerts alerts_{
      catalog_, ledger_, [this] { return now_; },
      [this](size_t n) { return std::string(n, static_cast<char>(++drawn_)); }};
};

TEST_F(AlertsTest, KeepsClosedCodesAndLogsIdsOnly) {
  const auto raised = Raise();

  ASSERT_THAT(raised, IsOk());
  EXPECT_THAT(CheckId(raised->id.text()), IsOk());
  EXPECT_EQ(raised->state, AlertRow::State::kRaised);
  EXPECT_EQ(raised->contributor, PartyId("collectors"));
  EXPECT_THAT(
      ledger_.log.back().fields,
      ElementsAre(Pair("alert", raised->id.text()), Pair("dataset", "alerts")));
}

TEST_F(AlertsTest, TheSameRequestRaisesOnce) {
  const auto first = Raise();
  const auto again = alerts_.Raise(contributor_, kRequest, DatasetId("alerts"),
                                   {{"place", "ML0501"}, {"threat", "a"}},
                                   now_ - absl::Hours(1));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(first->id, again->id);
  EXPECT_EQ(ledger_.Count("alert.raise"), 1);
  EXPECT_EQ(ReasonFor({{"place", "ML"}, {"threat", "a"}}), "REQUEST_ID_REUSED");
}

TEST_F(AlertsTest, PlaceMayBeAnyNode) {
  EXPECT_THAT(Raise({{"place", "ML"}, {"threat", "a"}}), IsOk());
  EXPECT_THAT(Raise({{"place", "ML05"}, {"threat", "a"}}, kOther), IsOk());
}

TEST_F(AlertsTest, RefusesFreeTextAndSaysNothingOfIt) {
  EXPECT_EQ(ReasonFor({{"place", "near Fatoumata's"}, {"threat", "a"}}),
            "UNKNOWN_CODE");
  EXPECT_EQ(
      ReasonFor({{"place", "ML"}, {"threat", "a"}, {"Fatoumata", "text"}}),
      "UNKNOWN_FIELD");
  EXPECT_EQ(ReasonFor({{"place", "ML"}}), "FIELD_MISSING");
  const absl::Status status =
      Raise({{"Fatoumata", "x"}, {"place", "ML"}, {"threat", "a"}}).status();
  EXPECT_THAT(status.ToString(), Not(HasSubstr("Fatoumata")));
  EXPECT_EQ(ledger_.LogSize(), 0u);
}

TEST_F(AlertsTest, RefusesUnknownDatasetsAndTheFuture) {
  for (const char* dataset : {"incidents", "nothing"}) {
    EXPECT_EQ(ReasonOf(alerts_
                           .Raise(contributor_, kRequest, DatasetId(dataset),
                                  {{"place", "ML"}}, now_)
                           .status())
                  .code,
              "UNKNOWN_DATASET");
  }
  EXPECT_EQ(ReasonOf(alerts_
                         .Raise(contributor_, kRequest, DatasetId("alerts"),
                                {{"place", "ML"}, {"threat", "a"}},
                                now_ + absl::Seconds(1))
                         .status())
                .code,
            "DATE_IN_FUTURE");
}

TEST_F(AlertsTest, ClearingAppendsOneFeedItemWhateverIsClearedAgain) {
  const auto raised = Raise();
  ASSERT_THAT(raised, IsOk());
  const auto cleared = alerts_.Clear(officer_, raised->id);
  now_ += absl::Hours(1);
  const auto again = alerts_.Clear(officer_, raised->id);

  ASSERT_THAT(cleared, IsOk());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(cleared->cleared_at, At(10));
  EXPECT_EQ(again->cleared_at, At(10));
  EXPECT_EQ(cleared->cleared_by, officer_.spiffe_id);
  EXPECT_EQ(ledger_.Count("alert.clear"), 1);
  const auto head = Find<FeedHeadRow>(ledger_, KeyOf(FeedHeadRow{}));
  ASSERT_THAT(head, IsOk());
  EXPECT_EQ((*head)->value.last, 1u);
}

TEST_F(AlertsTest, ARaceForTheFeedIsTriedAgain) {
  const auto raised = Raise();
  ASSERT_THAT(raised, IsOk());
  bool once = false;
  ledger_.before_commit = [&](const Effects&) {
    if (!std::exchange(once, true)) ledger_.Put(FeedHeadRow{7});
  };
  EXPECT_THAT(alerts_.Clear(officer_, raised->id), IsOk());
  FeedRow item;
  item.sequence = 8;
  EXPECT_TRUE(Find<FeedRow>(ledger_, KeyOf(item))->has_value());
}

TEST_F(AlertsTest, AnUnknownAlertIsNotFound) {
  const auto status = alerts_.Clear(officer_, AlertId("a-none")).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(ReasonOf(status).code, "ALERT_UNKNOWN");
}

TEST_F(AlertsTest, ListsNewestFirst) {
  ASSERT_THAT(Raise(), IsOk());
  now_ += absl::Hours(1);
  const auto newer = Raise({{"place", "ML"}, {"threat", "b"}}, kOther);
  const auto listed = alerts_.List();
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(*listed, SizeIs(2));
  EXPECT_EQ(listed->front().id, newer->id);
}

}  // namespace
}  // namespace toguna
