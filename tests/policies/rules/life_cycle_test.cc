// What becomes of an agreement by what is decided of it.

#include "policies/rules/life_cycle.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "tests/support/small_operation.h"

namespace toguna {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::toguna::testing::At;
using ::toguna::testing::March;
using ::toguna::testing::SignedAgreement;
using Kind = AgreementAct::Kind;

AgreementAct Act(Kind kind, int revision = 2) {
  AgreementAct act;
  act.agreement = AgreementId("mrm-2026");
  act.kind = kind;
  act.revision = revision;
  return act;
}

AgreementAct Approval(Kind kind, const Period& period, int revision = 2) {
  AgreementAct act = Act(kind, revision);
  act.dataset = DatasetId("incidents");
  act.periods = {period};
  return act;
}

Standing After(const std::vector<AgreementAct>& acts,
               const Agreement& agreement = SignedAgreement()) {
  return StandingOf(agreement, acts);
}

TEST(LifeCycleTest, TheLastActDecides) {
  EXPECT_EQ(After({}), Standing::kStands);
  EXPECT_EQ(After({Act(Kind::kSuspend)}), Standing::kSuspended);
  EXPECT_EQ(After({Act(Kind::kSuspend), Act(Kind::kResume)}),
            Standing::kStands);
  EXPECT_EQ(After({Act(Kind::kSuspend), Act(Kind::kRenegotiate)}),
            Standing::kRenegotiate);
}

TEST(LifeCycleTest, TerminationIsForEver) {
  Agreement later = SignedAgreement();
  later.revision = 9;
  EXPECT_EQ(After({Act(Kind::kTerminate)}, later), Standing::kTerminated);
  EXPECT_EQ(After({Act(Kind::kTerminate), Act(Kind::kResume)}),
            Standing::kTerminated);
  EXPECT_FALSE(MayFollow(Standing::kTerminated, Standing::kStands));
}

TEST(LifeCycleTest, ALaterRevisionStandsOnceAllHaveSignedIt) {
  Agreement later = SignedAgreement();
  later.revision = 3;
  for (const Kind kind : {Kind::kSuspend, Kind::kRenegotiate}) {
    EXPECT_EQ(After({Act(kind)}, later), Standing::kStands);
    Agreement unsigned_yet = later;
    unsigned_yet.signatures[2].valid = false;
    EXPECT_EQ(After({Act(kind)}, unsigned_yet), *StandingAfter(kind));
    EXPECT_EQ(After({Act(kind, 3)}, later), *StandingAfter(kind));
  }
}

TEST(LifeCycleTest, NothingButALaterRevisionEndsARenegotiation) {
  EXPECT_FALSE(MayFollow(Standing::kRenegotiate, Standing::kStands));
  EXPECT_FALSE(MayFollow(Standing::kRenegotiate, Standing::kSuspended));
  EXPECT_TRUE(MayFollow(Standing::kRenegotiate, Standing::kTerminated));
  EXPECT_FALSE(MayFollow(Standing::kUnknown, Standing::kStands));
  EXPECT_FALSE(MayFollow(Standing::kStands, Standing::kStands));
}

TEST(LifeCycleTest, ApprovalsAreOfOneRevisionDatasetAndPeriod) {
  const DatasetId incidents("incidents");
  const Agreement agreement = SignedAgreement();
  const auto approved = [&](const std::vector<AgreementAct>& acts) {
    return ApprovedOf(agreement, incidents, acts);
  };
  EXPECT_THAT(approved({Approval(Kind::kApprove, March())}),
              ElementsAre(March()));
  EXPECT_THAT(approved({Approval(Kind::kApprove, March(), 1)}), IsEmpty());
  EXPECT_THAT(approved({Approval(Kind::kApprove, March()),
                        Approval(Kind::kWithdraw, March())}),
              IsEmpty());
  EXPECT_THAT(ApprovedOf(agreement, DatasetId("alerts"),
                         std::vector{Approval(Kind::kApprove, March())}),
              IsEmpty());
  EXPECT_EQ(After({Approval(Kind::kWithdraw, March())}), Standing::kStands);
}

TEST(LifeCycleTest, StatesAreSaidAsPeopleKnowThem) {
  const Agreement agreement = SignedAgreement();
  const auto state = [&](const Agreement& one, Standing standing,
                         absl::Time now = At(10)) {
    return std::string(AgreementStateText(StateOf(one, standing, now)));
  };
  EXPECT_EQ(state(agreement, Standing::kStands), "ACTIVE");
  EXPECT_EQ(state(agreement, Standing::kSuspended), "SUSPENDED");
  EXPECT_EQ(state(agreement, Standing::kRenegotiate), "RENEGOTIATE");
  EXPECT_EQ(state(agreement, Standing::kTerminated), "TERMINATED");
  EXPECT_EQ(state(agreement, Standing::kStands, At(30)), "EXPIRED");
  Agreement fewer = agreement;
  fewer.signatures[0].valid = false;
  EXPECT_EQ(state(fewer, Standing::kStands), "PROPOSED");
  for (AgreementSignature& one : fewer.signatures) one.valid = false;
  EXPECT_EQ(state(fewer, Standing::kStands), "DRAFT");
}

// Where counts are given that their owner has to approve, two people at the
// data protection office sign, and not one of them twice.
TEST(LifeCycleTest, SecondDpoSignsWithAKeyOfTheirOwn) {
  Agreement agreement = SignedAgreement();
  agreement.signatures[2].key = "one";
  EXPECT_TRUE(IsSigned(agreement));
  agreement.needs_second_dpo = true;
  const NeededSignature second = NeededSignatures(agreement).back();
  EXPECT_EQ(IsSignedAs(agreement, second), Signed::kMissing);
  EXPECT_FALSE(IsSigned(agreement));
  agreement.signatures.push_back(
      {SignatureRole::kSecondDpo, agreement.dpo, true, "", false, "one"});
  EXPECT_EQ(IsSignedAs(agreement, second), Signed::kInvalid);
  EXPECT_FALSE(IsSigned(agreement));
  agreement.signatures.back().key = "two";
  EXPECT_EQ(IsSignedAs(agreement, second), Signed::kValid);
  EXPECT_TRUE(IsSigned(agreement));
  agreement.signatures.back().party = agreement.recipient;
  EXPECT_FALSE(IsSigned(agreement));
  EXPECT_EQ(AgreementStateText(StateOf(agreement, Standing::kStands, At(10))),
            std::string("PROPOSED"));
}

// Whatever is decided, an act that the rules allow never gives back what
// termination took, and each act alone leads where it says.
TEST(LifeCycleTest, NoSequenceOfActsLeavesTermination) {
  EXPECT_TRUE(rc::check([] {
    const auto kinds =
        *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 6));
    std::vector<AgreementAct> acts;
    bool terminated = false;
    for (const int kind : kinds) {
      acts.push_back(Act(static_cast<Kind>(kind)));
      terminated = terminated || acts.back().kind == Kind::kTerminate;
      RC_ASSERT((After(acts) == Standing::kTerminated) == terminated);
    }
  }));
}

}  // namespace
}  // namespace toguna
