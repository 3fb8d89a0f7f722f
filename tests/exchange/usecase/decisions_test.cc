#include "exchange/usecase/decisions.h"

#include <optional>
#include <string>
#include <vector>

#include "exchange/base/reason.h"
#include "exchange/usecase/decision_rows.h"
#include "exchange/usecase/feeds.h"
#include "exchange/usecase/releases.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "tests/exchange/usecase/watched_ledger.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::toguna::testing::AgreementOf;
using ::toguna::testing::At;
using ::toguna::testing::IsOk;
using ::toguna::testing::March;
using ::toguna::testing::PutSealedMarch;
using ::toguna::testing::SmallAsk;
using ::toguna::testing::SmallCatalog;
using ::toguna::testing::StatusIs;
using ::toguna::testing::WatchedLedger;

std::string RequestId(int n) {
  return absl::StrCat("48583952-1892-4931-8d9c-8",
                      absl::Dec(n, absl::kZeroPad11));
}

class PlainMaker : public PackageMaker {
 public:
  absl::StatusOr<std::map<std::string, std::string>> Make(
      const PackageContents&) const override {
    return std::map<std::string, std::string>{{"manifest.json", "manifest"},
                                              {"extract.csv.age", "secret"}};
  }
};

class DecisionsTest : public ::testing::Test {
 protected:
  DecisionsTest() { PutSealedMarch(ledger_); }

  static Caller As(const char* party, Role role) {
    return {PartyId(party), role,
            absl::StrCat("spiffe://test.example/", party)};
  }
  static Ask TooFine() {
    Ask ask = SmallAsk();
    ask.levels[0].finest = 2;
    return ask;
  }
  ExtractAnswer Create(const Ask& ask, const Caller& caller) {
    return releases_.CreateExtract(caller, RequestId(++requests_), ask).value();
  }
  DecisionId Refused() { return Create(TooFine(), recipient_).id; }
  std::string ReasonFor(const Caller& caller, const DecisionId& id) {
    return ReasonOf(decisions_.Explain(caller, id).status()).code;
  }
  std::vector<std::string> IdsOf(const DecisionPage& page) {
    std::vector<std::string> ids;
    for (const DecisionRow& row : page.rows) ids.push_back(row.id.text());
    return ids;
  }
  size_t Kept() {
    size_t count = 0;
    EXPECT_THAT(ledger_.Scan({RowKind::kDecision, {}, {}},
                             [&count](const VersionedRow&) {
                               ++count;
                               return true;
                             }),
                IsOk());
    return count;
  }
  DecisionRow RowAt(uint64_t index) {
    const DecisionRow key{
        .id = DecisionId(), .agreement = agreement_, .audit_index = index};
    return Find<DecisionRow>(ledger_, KeyOf(key)).value().value().value;
  }

  const AgreementId agreement_{"mrm-2026"};
  Catalog catalog_ = SmallCatalog();
  WatchedLedger ledger_;
  PlainMaker maker_;
  int requests_ = 0;
  char drawn_ = 'a';
  Caller recipient_ = As("mrm", Role::kRecipient);
  Caller dpo_ = As("guardian", Role::kDpo);
  Caller owner_ = As("collectors", Role::kContributor);
  Caller stranger_ = As("stranger", Role::kRecipient);
  RandomBytes random_ = [this](size_t n) { return std::string(n, ++drawn_); };
  Releases releases_{catalog_, ledger_, maker_, [] { return At(10); }, random_};
  Feeds feeds_{catalog_, ledger_, [] { return At(10); }, random_};
  Decisions decisions_{catalog_, ledger_};
};

TEST_F(DecisionsTest, ARefusalIsKeptWithAllThatItRestedOn) {
  const ExtractAnswer answer = Create(TooFine(), recipient_);

  EXPECT_THAT(answer.id.text(), StartsWith("d-"));
  EXPECT_THAT(CheckId(answer.id.text()), IsOk());
  const auto view = decisions_.Explain(recipient_, answer.id);
  ASSERT_THAT(view, IsOk());
  const DecisionRow& row = view->row;
  EXPECT_EQ(row.id, answer.id);
  EXPECT_EQ(row.at, At(10));
  EXPECT_EQ(row.agreement_revision, 2);
  EXPECT_EQ(row.agreement_sha256, std::string(64, 'a'));
  EXPECT_EQ(row.catalog_sha256, std::string(64, 'c'));
  EXPECT_EQ(row.caller, recipient_.party);
  EXPECT_TRUE(row.caller_is_party);
  EXPECT_EQ(row.step, DecisionRow::Step::kExtract);
  EXPECT_EQ(row.families, SmallAsk().families);
  EXPECT_THAT(row.periods, ElementsAre(March()));
  EXPECT_THAT(row.sealed, ElementsAre(March()));
  EXPECT_EQ(row.standing, Standing::kStands);
  EXPECT_FALSE(row.allowed);
  EXPECT_EQ(row.reason, "LEVEL_TOO_FINE");
  ASSERT_THAT(row.findings, SizeIs(answer.decision.findings.size()));
  for (size_t i = 0; i < row.findings.size(); ++i) {
    EXPECT_EQ(row.findings[i].en, answer.decision.findings[i].en);
    EXPECT_EQ(row.findings[i].clause, answer.decision.findings[i].clause);
  }
  EXPECT_EQ(row.audit_index, ledger_.LogSize() - 1);
  EXPECT_EQ(view->sha256, ledger_.log.back().fields.at("decision_sha256"));
  EXPECT_EQ(view->sha256, HexOf(Sha256(view->json)));
  EXPECT_THAT(view->json, HasSubstr("\"v\":1"));
}

TEST_F(DecisionsTest, AReleaseIsExplainedByItsOwnId) {
  const ExtractAnswer answer = Create(SmallAsk(), recipient_);

  ASSERT_TRUE(answer.release.has_value());
  EXPECT_EQ(answer.id.text(), answer.release->id.text());
  const auto view = decisions_.Explain(owner_, answer.id);
  ASSERT_THAT(view, IsOk());
  EXPECT_TRUE(view->row.allowed);
  EXPECT_EQ(view->row.extracts_this_month, 0);
  EXPECT_EQ(view->row.audit_index, answer.release->audit_index);
  EXPECT_THAT(ledger_.log.back().fields, Not(Contains(Key("decision"))));
  EXPECT_EQ(Kept(), 1u);
}

TEST_F(DecisionsTest, TheSameRequestIsOneDecision) {
  const auto first =
      releases_.CreateExtract(recipient_, RequestId(7), SmallAsk());
  const auto again =
      releases_.CreateExtract(recipient_, RequestId(7), SmallAsk());

  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(first->id, again->id);
  EXPECT_EQ(Kept(), 1u);
  EXPECT_EQ(decisions_.Explain(recipient_, first->id)->sha256,
            decisions_.Explain(recipient_, again->id)->sha256);

  // Asked for again when it is no longer given, it is refused: a new decision.
  AgreementOf(catalog_).valid_until = At(5);
  const auto refused =
      releases_.CreateExtract(recipient_, RequestId(7), SmallAsk());
  ASSERT_THAT(refused, IsOk());
  EXPECT_EQ(decisions_.Explain(recipient_, refused->id)->row.step,
            DecisionRow::Step::kDownload);
  EXPECT_THAT(decisions_.Explain(recipient_, first->id), IsOk());
  EXPECT_EQ(Kept(), 2u);
}

TEST_F(DecisionsTest, OnlyTheProtectionOfficerReadsWhatAStrangerAsked) {
  const DecisionId id = Create(SmallAsk(), stranger_).id;

  const auto view = decisions_.Explain(dpo_, id);
  ASSERT_THAT(view, IsOk());
  EXPECT_FALSE(view->row.caller_is_party);
  EXPECT_EQ(view->row.caller, stranger_.party);
  EXPECT_THAT(view->row.findings, IsEmpty());
  for (const Caller& other : {stranger_, recipient_, owner_}) {
    EXPECT_EQ(decisions_.Explain(other, id).status(),
              decisions_.Explain(other, DecisionId("d-unknown")).status());
    EXPECT_EQ(ReasonFor(other, id), "REFUSED");
  }
  EXPECT_THAT(decisions_.List(recipient_, agreement_, 10, {})->rows, IsEmpty());
  EXPECT_THAT(decisions_.List(owner_, agreement_, 10, {})->rows, IsEmpty());
  EXPECT_THAT(decisions_.List(dpo_, agreement_, 10, {})->rows, SizeIs(1));
}

TEST_F(DecisionsTest, UnderAnAgreementThatThereIsNotNothingIsKept) {
  Ask ask = SmallAsk();
  ask.agreement = AgreementId("Fatoumata");
  const ExtractAnswer answer = Create(ask, stranger_);

  EXPECT_TRUE(answer.id.empty());
  EXPECT_EQ(Kept(), 0u);
  EXPECT_THAT(ledger_.log.back().fields, Not(Contains(Key("decision"))));
  EXPECT_THAT(ledger_.log.back().fields, Not(Contains(Key("decision_sha256"))));
}

TEST_F(DecisionsTest, NobodyElseIsToldWhetherThereIsOne) {
  const DecisionId refused = Refused();
  const DecisionId released = Create(SmallAsk(), recipient_).id;
  for (const DecisionId& id : {refused, released}) {
    EXPECT_EQ(decisions_.Explain(stranger_, id).status(),
              decisions_.Explain(stranger_, DecisionId("d-unknown")).status());
  }
  EXPECT_EQ(
      decisions_.List(stranger_, agreement_, 10, {}).status(),
      decisions_.List(stranger_, AgreementId("unknown"), 10, {}).status());
  // A recipient that took over does not read its predecessor's.
  AgreementOf(catalog_).recipient = stranger_.party;
  EXPECT_EQ(ReasonFor(stranger_, refused), "REFUSED");
  EXPECT_EQ(ReasonFor(recipient_, refused), "REFUSED");
  EXPECT_THAT(decisions_.Explain(dpo_, refused), IsOk());
}

TEST_F(DecisionsTest, AChangedDecisionIsNotTheLogs) {
  const DecisionId refused = Refused();
  const uint64_t index = ledger_.LogSize() - 1;
  const DecisionRow good = RowAt(index);
  ASSERT_THAT(decisions_.Explain(dpo_, refused), IsOk());
  const auto explained_after = [&](DecisionRow row) {
    ledger_.Replace(std::move(row));
    return ReasonFor(dpo_, refused);
  };
  DecisionRow row = good;
  row.findings[0].en = "another sentence";
  EXPECT_EQ(explained_after(row), "DECISION_CHANGED");
  row = good;
  row.caller = PartyId("collectors");
  EXPECT_EQ(explained_after(row), "DECISION_CHANGED");
  row = good;
  row.id = DecisionId("d-another");
  EXPECT_EQ(explained_after(row), "DECISION_CHANGED");
  row = good;
  row.allowed = true;
  EXPECT_EQ(explained_after(row), "DECISION_CHANGED");
  EXPECT_EQ(explained_after(good), "") << "it is the change that was caught";
  EXPECT_THAT(decisions_.Explain(dpo_, refused), IsOk());
}

TEST_F(DecisionsTest, AReleaseFromBeforeSaysSoToThoseWhoMayKnowIt) {
  ReleaseRow old;
  old.id = ReleaseId("r-old");
  old.agreement = agreement_;
  old.recipient = recipient_.party;
  ledger_.Put(old);
  for (const Caller& party : {recipient_, owner_, dpo_}) {
    EXPECT_EQ(ReasonFor(party, DecisionId("r-old")), "DECISION_NOT_KEPT");
  }
  EXPECT_EQ(decisions_.Explain(stranger_, DecisionId("r-old")).status(),
            decisions_.Explain(stranger_, DecisionId("r-none")).status());
}

TEST_F(DecisionsTest, ListsAreTheNewestFirstAndGoOnWhereTheyEnded) {
  std::vector<std::string> made;
  for (int i = 0; i < 5; ++i) {
    made.insert(made.begin(), Refused().text());
    Create(SmallAsk(), stranger_);
  }
  std::vector<std::string> seen;
  std::optional<uint64_t> before;
  int pages = 0;
  do {
    const auto page = decisions_.List(recipient_, agreement_, 2, before);
    ASSERT_THAT(page, IsOk());
    EXPECT_LE(page->rows.size(), 2u);
    for (const std::string& id : IdsOf(*page)) seen.push_back(id);
    before = page->next;
    ++pages;
  } while (before.has_value());
  EXPECT_EQ(seen, made);
  EXPECT_EQ(pages, 3);
  EXPECT_THAT(decisions_.List(dpo_, agreement_, 100, {})->rows, SizeIs(10));
  EXPECT_THAT(decisions_.List(dpo_, agreement_, 100, 0)->rows, IsEmpty());
}

TEST_F(DecisionsTest, RefusedFeedsAreKeptAsOftenAsTheyAreLogged) {
  for (int i = 0; i < 2; ++i) {
    const auto step =
        feeds_.Next(recipient_, agreement_, PurposeId("other"), 0);
    const Reason reason = ReasonOf(step.status());
    ASSERT_THAT(reason.metadata, Contains(Key("decision")));
    const DecisionId id(reason.metadata.at("decision"));
    const auto view = decisions_.Explain(recipient_, id);
    ASSERT_THAT(view, IsOk());
    EXPECT_EQ(view->row.step, DecisionRow::Step::kFollow);
    EXPECT_EQ(view->row.reason, reason.code);
  }
  EXPECT_EQ(Kept(), 2u);
  const auto step = feeds_.Next(stranger_, agreement_, PurposeId("other"), 0);
  EXPECT_THAT(ReasonOf(step.status()).metadata, IsEmpty());
}

TEST_F(DecisionsTest, AnAskCannotMakeARowLarge) {
  Ask ask = SmallAsk();
  const std::string text(5000, 'x');
  for (int i = 0; i < 3000; ++i) {
    ask.families.emplace_back(absl::StrCat("f", i, text));
    ask.cohorts.emplace_back(absl::StrCat("c", i, text));
    ask.levels.push_back({absl::StrCat("l", i, text), 1});
    ask.code_filters.push_back({absl::StrCat("d", i, text), {text, text}});
    ask.periods.emplace_back(absl::CivilMonth(1000 + i, 1));
  }
  ask.code_filters[0].codes.resize(5000, text);
  const ExtractAnswer answer = Create(ask, recipient_);

  const auto view = decisions_.Explain(recipient_, answer.id);
  ASSERT_THAT(view, IsOk());
  EXPECT_LT(view->json.size(), 1'000'000u);
  EXPECT_THAT(view->row.families, SizeIs(200));
  EXPECT_THAT(view->row.cohorts, SizeIs(200));
  EXPECT_GT(view->row.asked_left_out, 5 * 2800);
  EXPECT_GT(view->row.findings_left_out, 2000);
  EXPECT_EQ(view->row.reason, answer.decision.reason);
  // Nothing of the caller's text is in the log.
  EXPECT_THAT(ledger_.Entries(ledger_.LogSize() - 1, 1)->front(),
              Not(HasSubstr("xxxx")));
}

TEST_F(DecisionsTest, ACutTextEndsWithAWholeCharacter) {
  Ask ask = SmallAsk();
  ask.families = {FamilyId(std::string(99, 'x') + "éé")};
  const auto view = decisions_.Explain(recipient_, Create(ask, recipient_).id);
  ASSERT_THAT(view, IsOk());
  EXPECT_EQ(view->row.families[0].text(), std::string(99, 'x') + "…");
}

// The digest in the log is of these bytes: they never change for what can be
// decided today.
TEST_F(DecisionsTest, TheCanonicalBytesStayTheSame) {
  DecisionRow row{.id = DecisionId("d-one"),
                  .at = absl::FromUnixSeconds(1'772'000'000),
                  .agreement = AgreementId("agr-one"),
                  .agreement_revision = 3,
                  .agreement_sha256 = "aa",
                  .catalog_sha256 = "cc",
                  .caller = PartyId("p-one"),
                  .caller_is_party = true,
                  .step = DecisionRow::Step::kFeedItem,
                  .purpose = PurposeId("pur"),
                  .dataset = DatasetId("dat"),
                  .families = {FamilyId("fam")},
                  .levels = {{"place", 2, "cercle"}},
                  .code_filters = {{"type", {"A", "\"é\""}}},
                  .periods = {March()},
                  .event_time = absl::FromUnixSeconds(1'771'000'000),
                  .asked_left_out = 1,
                  .sealed = {March()},
                  .approved = {},
                  .extracts_this_month = 2,
                  .standing = Standing::kStands,
                  .allowed = false,
                  .reason = "WHY",
                  .findings = {{.rule = "levels",
                                .passed = false,
                                .reason = "WHY",
                                .operand = "cercle",
                                .clause = "region",
                                .fr = "non",
                                .en = "no"}},
                  .findings_left_out = 4,
                  .audit_index = 9};
  EXPECT_EQ(
      DecisionJson(row),
      "{\"agreement\":\"agr-one\",\"agreement_sha256\":\"aa\",\"allowed\":"
      "false,"
      "\"ask\":{\"dataset\":\"dat\",\"event_time\":\"2026-02-13T16:26:40Z\","
      "\"families\":[\"fam\"],\"filters\":[{\"codes\":[\"A\",\"\\\"é\\\"\"],"
      "\"dimension\":\"type\"}],\"left_out\":1,\"levels\":[{\"dimension\":"
      "\"place\",\"finest\":2,\"level\":\"cercle\"}],\"periods\":[\"2026-03\"],"
      "\"purpose\":\"pur\"},\"caller\":\"p-one\",\"caller_is_party\":true,"
      "\"catalog_sha256\":\"cc\",\"facts\":{\"approved\":[],"
      "\"extracts_this_month\":2,\"sealed\":[\"2026-03\"],\"standing\":"
      "\"STANDS\"},\"findings\":[{\"clause\":\"region\",\"en\":\"no\",\"fr\":"
      "\"non\",\"operand\":\"cercle\",\"passed\":false,\"reason\":\"WHY\","
      "\"rule\":\"levels\"}],\"findings_left_out\":4,\"id\":\"d-one\","
      "\"phase\":\"feed-item\",\"reason\":\"WHY\",\"revision\":3,\"time\":"
      "\"2026-02-25T06:13:20Z\",\"v\":1}");
  row.audit_index = 10;
  EXPECT_EQ(DecisionSha256(row).size(), 64u);
  row.cohorts = {CohortsId("leads")};
  EXPECT_THAT(DecisionJson(row),
              HasSubstr("\"ask\":{\"cohorts\":[\"leads\"],\"dataset\""));
}

}  // namespace
}  // namespace toguna
