#include "exchange/usecase/agreement_acts.h"

#include <optional>
#include <string>
#include <vector>

#include "exchange/base/reason.h"
#include "exchange/usecase/feeds.h"
#include "exchange/usecase/releases.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "tests/exchange/usecase/watched_ledger.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::toguna::testing::AgreementOf;
using ::toguna::testing::At;
using ::toguna::testing::IsOk;
using ::toguna::testing::March;
using ::toguna::testing::PutSealedMarch;
using ::toguna::testing::SmallAsk;
using ::toguna::testing::SmallCatalog;
using ::toguna::testing::WatchedLedger;
using Kind = AgreementAct::Kind;

std::string RequestId(int n) {
  return absl::StrCat("48583952-1892-4931-8d9c-8",
                      absl::Dec(n, absl::kZeroPad11));
}

class PlainMaker : public PackageMaker {
 public:
  absl::StatusOr<std::map<std::string, std::string>> Make(
      const PackageContents&) const override {
    if (meanwhile) meanwhile();
    return std::map<std::string, std::string>{{"manifest.json", "manifest"},
                                              {"extract.csv.age", "secret"}};
  }
  std::function<void()> meanwhile;
};

class AgreementActsTest : public ::testing::Test {
 protected:
  AgreementActsTest() {
    PutSealedMarch(ledger_);
    before_ = ledger_.log.size();
  }

  static Caller As(const char* party, Role role) {
    return {PartyId(party), role,
            absl::StrCat("spiffe://test.example/", party)};
  }
  static AgreementAct Act(Kind kind) {
    AgreementAct act;
    act.agreement = AgreementId("mrm-2026");
    act.kind = kind;
    act.reason = AgreementAct::Reason::kIncident;
    act.note = "a laptop is missing";
    return act;
  }
  static AgreementAct Approval(Kind kind) {
    AgreementAct act = Act(kind);
    act.dataset = DatasetId("incidents");
    act.periods = {March()};
    return act;
  }
  absl::StatusOr<AgreementView> Decide(const Caller& caller,
                                       const AgreementAct& act) {
    return acts_.Decide(caller, RequestId(++requests_), act);
  }
  // "" if it is given, else why not.
  std::string Refusal(const Ask& ask = SmallAsk()) {
    const auto answer =
        releases_.CreateExtract(recipient_, RequestId(++requests_), ask);
    if (!answer.ok()) return std::string(answer.status().message());
    return answer->decision.reason;
  }
  static std::string ReasonIn(const absl::StatusOr<AgreementView>& view) {
    return ReasonOf(view.status()).code;
  }

  Catalog catalog_ = SmallCatalog();
  WatchedLedger ledger_;
  PlainMaker maker_;
  size_t before_ = 0;  // entries of the log
  int requests_ = 0;
  char drawn_ = 'a';
  Caller recipient_ = As("mrm", Role::kRecipient);
  Caller dpo_ = As("guardian", Role::kDpo);
  Caller owner_ = As("collectors", Role::kContributor);
  AgreementActs acts_{catalog_, ledger_, [] { return At(10); }};
  Releases releases_{catalog_, ledger_, maker_, [] { return At(10); },
                     [this](size_t n) { return std::string(n, ++drawn_); }};
  Feeds feeds_{catalog_, ledger_, [] { return At(10); },
               [](size_t n) { return std::string(n, 'd'); }};
};

TEST_F(AgreementActsTest, PartiesSeeItAndNobodyElseDoes) {
  for (const Caller& party : {recipient_, dpo_, owner_}) {
    const auto view = acts_.Get(party, AgreementId("mrm-2026"));
    ASSERT_THAT(view, IsOk());
    EXPECT_EQ(view->state, AgreementState::kActive);
    EXPECT_THAT(view->acts, IsEmpty());
    EXPECT_THAT(*acts_.List(party), SizeIs(1));
  }
  const Caller stranger = As("stranger", Role::kDpo);
  const auto there = acts_.Get(stranger, AgreementId("mrm-2026"));
  const auto nowhere = acts_.Get(stranger, AgreementId("no-such"));
  EXPECT_EQ(there.status(), nowhere.status());
  EXPECT_EQ(ReasonIn(there), "REFUSED");
  EXPECT_THAT(*acts_.List(stranger), IsEmpty());
  EXPECT_EQ(ReasonIn(Decide(stranger, Act(Kind::kSuspend))), "REFUSED");
}

TEST_F(AgreementActsTest, SuspensionEndsEveryWayOutUntilItIsResumed) {
  EXPECT_EQ(Refusal(), "");
  const auto next = [&] {
    return ReasonOf(feeds_
                        .Next(recipient_, AgreementId("mrm-2026"),
                              PurposeId("child-rights"), 0)
                        .status())
        .code;
  };
  const auto suspended = Decide(dpo_, Act(Kind::kSuspend));
  ASSERT_THAT(suspended, IsOk());
  EXPECT_EQ(suspended->state, AgreementState::kSuspended);
  EXPECT_EQ(Refusal(), "AGREEMENT_SUSPENDED");
  EXPECT_EQ(next(), "AGREEMENT_SUSPENDED");
  const auto preview = releases_.Preview(recipient_, SmallAsk());
  ASSERT_THAT(preview, IsOk());
  EXPECT_EQ(preview->decision.reason, "AGREEMENT_SUSPENDED");
  EXPECT_FALSE(preview->offer.has_value());
  ASSERT_THAT(Decide(dpo_, Act(Kind::kResume)), IsOk());
  EXPECT_EQ(Refusal(), "");
}

// What was made before must not be downloaded under a suspended agreement.
TEST_F(AgreementActsTest, ReleasesOfASuspendedAgreementAreNotHandedOutAgain) {
  const auto made =
      releases_.CreateExtract(recipient_, RequestId(900), SmallAsk());
  ASSERT_THAT(made, IsOk());
  const ReleaseId release = made->release->id;
  EXPECT_THAT(releases_.Download(recipient_, release), IsOk());
  EXPECT_THAT(releases_.CheckDownload(recipient_, release), IsOk());
  EXPECT_EQ(ReasonOf(releases_.CheckDownload(dpo_, release)).code, "REFUSED");
  ASSERT_THAT(Decide(dpo_, Act(Kind::kSuspend)), IsOk());
  // One that is on its way ends before its next part.
  EXPECT_EQ(ReasonOf(releases_.CheckDownload(recipient_, release)).code,
            "REFUSED");
  const auto download = releases_.Download(recipient_, release);
  EXPECT_EQ(ReasonOf(download.status()).code, "REFUSED");
  EXPECT_EQ(ReasonOf(download.status()).metadata.at("finding"),
            "AGREEMENT_SUSPENDED");
}

// The suspension comes between the decision and the commit of a release.
TEST_F(AgreementActsTest, ASuspensionMeanwhileStopsARelease) {
  bool once = true;
  maker_.meanwhile = [&] {
    if (!std::exchange(once, false)) return;
    ASSERT_THAT(Decide(dpo_, Act(Kind::kSuspend)), IsOk());
  };
  EXPECT_EQ(Refusal(), "AGREEMENT_SUSPENDED");
  EXPECT_EQ(ledger_.Count("release.extract"), 0);
}

TEST_F(AgreementActsTest, TerminationIsTheLastAct) {
  ASSERT_THAT(Decide(dpo_, Act(Kind::kTerminate)), IsOk());
  EXPECT_EQ(Refusal(), "AGREEMENT_TERMINATED");
  for (const Kind kind :
       {Kind::kResume, Kind::kSuspend, Kind::kRenegotiate, Kind::kTerminate}) {
    EXPECT_EQ(ReasonIn(Decide(dpo_, Act(kind))), "STANDING_DOES_NOT_FOLLOW");
  }
  EXPECT_EQ(acts_.Get(dpo_, AgreementId("mrm-2026"))->state,
            AgreementState::kTerminated);
}

TEST_F(AgreementActsTest, RenegotiationEndsWithALaterRevisionSignedByAll) {
  ASSERT_THAT(Decide(dpo_, Act(Kind::kRenegotiate)), IsOk());
  EXPECT_EQ(ReasonIn(Decide(dpo_, Act(Kind::kResume))),
            "STANDING_DOES_NOT_FOLLOW");
  EXPECT_EQ(Refusal(), "AGREEMENT_IN_RENEGOTIATION");
  AgreementOf(catalog_).revision = 3;
  EXPECT_EQ(Refusal(), "");
}

TEST_F(AgreementActsTest, OnlyTheOneWhoseRightItIsDecides) {
  for (const Caller& caller : {recipient_, owner_}) {
    EXPECT_EQ(ReasonIn(Decide(caller, Act(Kind::kSuspend))), "REFUSED");
    EXPECT_EQ(ReasonIn(Decide(caller, Act(Kind::kResume))), "REFUSED");
  }
  for (const Caller& caller : {recipient_, dpo_}) {
    EXPECT_EQ(ReasonIn(Decide(caller, Approval(Kind::kApprove))), "REFUSED");
  }
  EXPECT_EQ(ledger_.Count("agreement.standing"), 0);
  EXPECT_EQ(ledger_.Count("agreement.approval"), 0);
}

TEST_F(AgreementActsTest, CountsThatNeedApprovalGoOutWithItAlone) {
  catalog_.datasets.at(DatasetId("incidents")).classified = {
      {"type", {"b"}, Sensitivity::kHigh, true, {}}};
  EXPECT_EQ(Refusal(), "APPROVAL_MISSING");
  AgreementAct other = Approval(Kind::kApprove);
  other.periods = {March().Next()};
  ASSERT_THAT(Decide(owner_, other), IsOk());
  EXPECT_EQ(Refusal(), "APPROVAL_MISSING");
  ASSERT_THAT(Decide(owner_, Approval(Kind::kApprove)), IsOk());
  EXPECT_EQ(Refusal(), "");
  ASSERT_THAT(Decide(owner_, Approval(Kind::kWithdraw)), IsOk());
  EXPECT_EQ(Refusal(), "APPROVAL_MISSING");
  ASSERT_THAT(Decide(owner_, Approval(Kind::kApprove)), IsOk());
  AgreementOf(catalog_).revision = 3;
  EXPECT_EQ(Refusal(), "APPROVAL_MISSING") << "approved was another revision";
}

TEST_F(AgreementActsTest, ARequestIsDecidedOnce) {
  const AgreementAct act = Act(Kind::kSuspend);
  ASSERT_THAT(acts_.Decide(dpo_, RequestId(1), act), IsOk());
  ASSERT_THAT(acts_.Decide(dpo_, RequestId(1), act), IsOk());
  EXPECT_THAT(acts_.Get(dpo_, act.agreement)->acts, SizeIs(1));
  EXPECT_EQ(ledger_.Count("agreement.standing"), 1);
  EXPECT_EQ(ReasonIn(acts_.Decide(dpo_, RequestId(1), Act(Kind::kTerminate))),
            "REQUEST_ID_REUSED");
}

TEST_F(AgreementActsTest, TheLogHasWhatWasDecidedAndNotTheNote) {
  ASSERT_THAT(Decide(dpo_, Act(Kind::kSuspend)), IsOk());
  ASSERT_THAT(Decide(owner_, Approval(Kind::kApprove)), IsOk());
  ASSERT_EQ(ledger_.log.size(), before_ + 2);
  EXPECT_EQ(ledger_.log[before_].fields.at("standing"), "SUSPENDED");
  EXPECT_EQ(ledger_.log[before_].fields.at("reason"), "INCIDENT");
  EXPECT_EQ(ledger_.log[before_ + 1].fields.at("periods"), "2026-03");
  for (const AuditEntry& entry : ledger_.log) {
    for (const auto& [ignored, value] : entry.fields) {
      EXPECT_EQ(value.find("laptop"), std::string::npos);
    }
  }
}

TEST_F(AgreementActsTest, WhatIsNotWellSaidChangesNothing) {
  AgreementAct act = Act(Kind::kSuspend);
  act.note = std::string(2001, 'x');
  EXPECT_EQ(ReasonIn(Decide(dpo_, act)), "NOTE_TOO_LONG");
  act = Act(Kind::kSuspend);
  act.periods = {March()};
  EXPECT_EQ(ReasonIn(Decide(dpo_, act)), "FIELD_NOT_EXPECTED");
  act = Approval(Kind::kApprove);
  act.periods.clear();
  EXPECT_EQ(ReasonIn(Decide(owner_, act)), "PERIOD_MISSING");
  act = Approval(Kind::kApprove);
  act.dataset = DatasetId("others");
  EXPECT_EQ(ReasonIn(Decide(owner_, act)), "UNKNOWN_DATASET");
  EXPECT_EQ(ReasonIn(acts_.Decide(dpo_, "x", Act(Kind::kSuspend))),
            "INVALID_REQUEST_ID");
  EXPECT_THAT(acts_.Get(dpo_, act.agreement)->acts, IsEmpty());
}

// What the same recipient holds besides is named to those who are a party to
// it; to others only that there is something.
TEST_F(AgreementActsTest, WhatOthersGiveWithItIsForTheirParties) {
  Agreement other = AgreementOf(catalog_);
  other.id = AgreementId("other-2026");
  other.data_owner = PartyId("others");
  other.grants.resize(1);
  other.grants[0].level_limits[0].finest = 2;
  catalog_.agreements.emplace(other.id, other);
  const AgreementId own("mrm-2026");
  for (const Caller& caller : {dpo_, recipient_}) {
    const auto view = acts_.Get(caller, own);
    ASSERT_THAT(view, IsOk());
    ASSERT_THAT(view->together, SizeIs(1));
    EXPECT_EQ(view->together[0].kind, Together::Kind::kCovers);
    ASSERT_THAT(view->together[0].first.agreements, SizeIs(1));
    EXPECT_EQ(view->together[0].first.agreements[0].id, other.id);
    EXPECT_THAT(view->others, IsEmpty());
  }
  const auto view = acts_.Get(owner_, own);
  ASSERT_THAT(view, IsOk());
  EXPECT_THAT(view->together, IsEmpty());
  EXPECT_THAT(view->others, ElementsAre(DatasetId("incidents")));
  EXPECT_THAT(acts_.List(dpo_)->at(0).together, IsEmpty()) << "not in a list";
}

TEST_F(AgreementActsTest, WhatHasEndedGivesNothingWithIt) {
  Agreement other = AgreementOf(catalog_);
  other.id = AgreementId("other-2026");
  catalog_.agreements.emplace(other.id, other);
  const AgreementId own("mrm-2026");
  EXPECT_THAT(acts_.Get(dpo_, own)->together, SizeIs(2));
  catalog_.agreements.at(other.id).valid_until = At(10);
  EXPECT_THAT(acts_.Get(dpo_, own)->together, IsEmpty());
  catalog_.agreements.at(other.id).valid_until = At(10) + absl::Seconds(1);
  EXPECT_THAT(acts_.Get(dpo_, own)->together, SizeIs(2));
  AgreementAct end = Act(Kind::kTerminate);
  end.agreement = other.id;
  ASSERT_THAT(Decide(dpo_, end), IsOk());
  EXPECT_THAT(acts_.Get(dpo_, own)->together, IsEmpty());
  EXPECT_THAT(acts_.Get(dpo_, other.id)->together, IsEmpty());
}

TEST_F(AgreementActsTest, EachGrantSaysHowSensitiveItIs) {
  catalog_.datasets.at(DatasetId("incidents")).classified = {
      {"type", {"b"}, Sensitivity::kHigh, true, {}}};
  const auto view = acts_.Get(dpo_, AgreementId("mrm-2026"));
  ASSERT_THAT(view, IsOk());
  ASSERT_THAT(view->grants, SizeIs(2));
  EXPECT_EQ(view->grants[0].grant->dataset, DatasetId("incidents"));
  EXPECT_EQ(view->grants[0].sensitivity, Sensitivity::kHigh);
  ASSERT_THAT(view->grants[0].approval, SizeIs(1));
  EXPECT_THAT(view->grants[0].approval[0].codes, ElementsAre("b"));
  EXPECT_EQ(view->grants[1].sensitivity, Sensitivity::kModerate);
  EXPECT_THAT(view->grants[1].approval, IsEmpty());
}

// A gap could hide the act that ended it.
TEST_F(AgreementActsTest, AHistoryWithAGapOpensNothing) {
  AgreementActRow row;
  row.act = Act(Kind::kResume);
  row.sequence = 1;
  ledger_.Put(row);
  EXPECT_THAT(HistoryOf(ledger_, row.act.agreement),
              ::toguna::testing::StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_NE(Refusal(), "");
}

TEST_F(AgreementActsTest, APreviewSaysHowMuchAndWritesNothing) {
  const auto preview = releases_.Preview(recipient_, SmallAsk());
  ASSERT_THAT(preview, IsOk());
  EXPECT_TRUE(preview->decision.allowed);
  ASSERT_THAT(preview->tables, SizeIs(1));
  EXPECT_GT(preview->tables[0].cells, preview->tables[0].shown);
  EXPECT_GT(preview->tables[0].shown, 0);
  Ask fine = SmallAsk();
  fine.levels = {{"place", 2}, {"type", 1}};
  const auto refused = releases_.Preview(recipient_, fine);
  ASSERT_THAT(refused, IsOk());
  EXPECT_EQ(refused->decision.reason, "LEVEL_TOO_FINE");
  ASSERT_TRUE(refused->offer.has_value());
  EXPECT_EQ(Refusal(refused->offer->ask), "");
  EXPECT_EQ(ledger_.log.size(), before_ + 1) << "of the extract alone";
}

}  // namespace
}  // namespace toguna
