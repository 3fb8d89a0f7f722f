// What the service of agreements makes of decisions.

#include <set>
#include <string>

#include "absl/status/status.h"
#include "exchange/base/reason.h"
#include "exchange/rpc/decision_digest.h"
#include "exchange/rpc/status_details.h"
#include "exchange/usecase/decision_rows.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/rpc/rpc_fixture.h"

namespace toguna::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

class ExplainTest : public RpcFixture {
 protected:
  ExplainTest() {
    DecisionView view;
    DecisionRow& row = view.row;
    row.id = DecisionId("d-one");
    row.agreement = AgreementId("agr-one");
    row.agreement_revision = 3;
    row.caller = PartyId("recipient-a");
    row.step = DecisionRow::Step::kFeedItem;
    row.purpose = PurposeId("reporting");
    row.dataset = DatasetId("open-incidents");
    row.families = {FamilyId("by-place")};
    row.cohorts = {CohortsId("leads")};
    row.levels = {{"place", 2, "cercle"}};
    row.cohort_levels = {{"place", 3, "commune"}};
    row.code_filters = {{"place", {"ML01"}}};
    row.periods = {Period(absl::CivilMonth(2026, 3))};
    row.sealed = row.periods;
    row.standing = Standing::kStands;
    row.reason = "LEVEL_TOO_FINE";
    row.findings = {{"levels", false, "LEVEL_TOO_FINE", "cercle", "region",
                     "trop fin", "too fine"}};
    row.audit_index = 9;
    row.at = absl::FromUnixSeconds(1'772'000'000) + absl::Milliseconds(1);
    row.event_time = row.at;
    view.json = DecisionJson(row);
    view.sha256 = DecisionSha256(row);
    Answers().decision = view;
  }
  static v1::ExplainDecisionRequest Request() {
    v1::ExplainDecisionRequest request;
    request.set_name("decisions/d-one");
    return request;
  }
};

TEST_F(ExplainTest, ADecisionIsSentWhole) {
  Start();
  for (const char* role : {"contributor", "recipient", "dpo"}) {
    const auto got = ClientAs(role)->ExplainDecision(Request());
    ASSERT_THAT(got, IsOk()) << role;
    const v1::Decision& decision = got->decision();
    EXPECT_EQ(decision.name(), "decisions/d-one");
    EXPECT_EQ(decision.agreement(), "agreements/agr-one");
    EXPECT_EQ(decision.caller(), "recipients/recipient-a");
    EXPECT_EQ(decision.phase(), v1::Decision::PHASE_FEED_ITEM);
    EXPECT_EQ(decision.dataset(), "datasets/open-incidents");
    EXPECT_EQ(decision.cohorts(0), "leads");
    EXPECT_EQ(decision.levels(0).level(), "cercle");
    EXPECT_EQ(decision.cohort_levels(0).level(), "commune");
    EXPECT_EQ(decision.code_filters(0).codes(0), "ML01");
    EXPECT_EQ(decision.periods(0), "2026-03");
    EXPECT_EQ(decision.sealed(0), "2026-03");
    EXPECT_EQ(decision.standing(), "STANDS");
    ASSERT_EQ(decision.findings_size(), 1);
    EXPECT_EQ(decision.findings(0).clause(), "region");
    EXPECT_EQ(decision.findings(0).text().fr(), "trop fin");
    EXPECT_EQ(decision.audit_index(), 9u);
    EXPECT_EQ(decision.canonical_json(), Answers().decision->json);
    EXPECT_EQ(decision.sha256(), Answers().decision->sha256);
    EXPECT_THAT(CheckDigest(decision), IsOk());
  }
  EXPECT_THAT(ClientAs("officer")->ExplainDecision(Request()),
              StatusIs(absl::StatusCode::kPermissionDenied));
  v1::ExplainDecisionRequest wrong = Request();
  wrong.set_name("d-one");
  EXPECT_EQ(ReasonOf(ClientAs("dpo")->ExplainDecision(wrong).status()).code,
            "INVALID_NAME");
}

// A server that shows another page than the one that the log has the digest of
// is found out, whichever field it changes.
TEST_F(ExplainTest, NoFieldMayDifferFromTheBytesOfTheDigest) {
  Start();
  const auto got = ClientAs("dpo")->ExplainDecision(Request());
  ASSERT_THAT(got, IsOk());
  const v1::Decision& good = got->decision();
  const auto* fields = good.GetDescriptor();
  const std::set<std::string> free = {"audit_index"};
  for (int i = 0; i < fields->field_count(); ++i) {
    const auto* field = fields->field(i);
    v1::Decision changed = good;
    if (free.contains(field->name())) continue;
    // What is empty in it could only be added, which is tried below.
    if (!field->is_repeated() && !good.GetReflection()->HasField(good, field)) {
      continue;
    }
    changed.GetReflection()->ClearField(&changed, field);
    if (changed.SerializeAsString() == good.SerializeAsString()) continue;
    EXPECT_THAT(CheckDigest(changed), StatusIs(absl::StatusCode::kDataLoss))
        << field->name();
  }
  v1::Decision changed = good;
  changed.mutable_findings(0)->mutable_text()->set_en("just right");
  EXPECT_THAT(CheckDigest(changed), StatusIs(absl::StatusCode::kDataLoss));
  changed = good;
  changed.set_allowed(true);
  EXPECT_THAT(CheckDigest(changed), StatusIs(absl::StatusCode::kDataLoss));
  changed = good;
  changed.add_approved("2026-03");
  EXPECT_THAT(CheckDigest(changed), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(CheckDigest(good), IsOk());
}

TEST_F(ExplainTest, AListIsShortAndHasItsNextPage) {
  Start();
  const auto client = ClientAs("dpo");
  v1::ListDecisionsRequest request;
  request.set_agreement("agreements/agr-one");
  auto page = client->ListDecisions(request);
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->decisions_size(), 1);
  EXPECT_THAT(page->decisions(0).findings(), IsEmpty());
  EXPECT_THAT(page->decisions(0).canonical_json(), IsEmpty());
  EXPECT_THAT(page->decisions(0).reason(), Not(IsEmpty()));
  EXPECT_EQ(page->next_cursor(), "c1-25") << "the fake tells the page's size";
  request.set_page_size(1000);
  EXPECT_EQ(client->ListDecisions(request)->next_cursor(), "c1-100");
  request.set_cursor("c1-7");
  EXPECT_THAT(client->ListDecisions(request)->next_cursor(), IsEmpty());
  request.set_cursor("7");
  EXPECT_EQ(ReasonOf(client->ListDecisions(request).status()).code,
            "INVALID_CURSOR");
}

TEST_F(ExplainTest, WhyThereIsNoneIsSaidInBothLanguages) {
  Answers().decision = ReasonError(absl::StatusCode::kFailedPrecondition,
                                   "DECISION_NOT_KEPT", "before");
  Start();
  const auto old = ClientAs("dpo")->ExplainDecision(Request());
  EXPECT_THAT(old, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_NE(TextFor(Language::kFrench, old.status()),
            TextFor(Language::kEnglish, old.status()));
}

TEST_F(ExplainTest, AChangedDecisionIsDataLoss) {
  Answers().decision =
      ReasonError(absl::StatusCode::kDataLoss, "DECISION_CHANGED", "changed");
  Start();
  const auto changed = ClientAs("dpo")->ExplainDecision(Request());
  EXPECT_THAT(changed, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(ReasonOf(changed.status()).code, "DECISION_CHANGED");
}

// A refused ask says where its decision is kept: to parties, not to strangers.
TEST_F(ExplainTest, ARefusalNamesItsDecisionToPartiesAlone) {
  ExtractAnswer answer;
  answer.id = DecisionId("d-one");
  answer.decision.reason = "LEVEL_TOO_FINE";
  answer.decision.caller_is_party = true;
  answer.decision.findings = Answers().decision->row.findings;
  Answers().extract = answer;
  Start();
  v1::CreateExtractRequest request;
  request.set_request_id("00000000-0000-4000-8000-000000000001");
  request.set_agreement("agreements/agr-one");
  request.set_purpose("purposes/reporting");
  request.set_dataset("datasets/open-incidents");
  const auto party = ClientAs("recipient")->CreateExtract(request);
  EXPECT_EQ(ReasonOf(party.status()).metadata.at("decision"), "d-one");
  Answers().extract->decision.caller_is_party = false;
  const auto stranger = ClientAs("recipient")->CreateExtract(request);
  EXPECT_EQ(ReasonOf(stranger.status()).code, "REFUSED");
  EXPECT_THAT(ReasonOf(stranger.status()).metadata, IsEmpty());
}

}  // namespace
}  // namespace toguna::testing
