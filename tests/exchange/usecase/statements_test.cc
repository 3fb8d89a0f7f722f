#include "exchange/usecase/statements.h"

#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "exchange/base/reason.h"
#include "exchange/usecase/agreement_acts.h"
#include "exchange/usecase/feeds.h"
#include "exchange/usecase/recalls.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "keys/sodium/minisign.h"
#include "tests/exchange/usecase/given_rows.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::toguna::testing::AgreementOf;
using ::toguna::testing::At;
using ::toguna::testing::GivenRowsTest;
using ::toguna::testing::IsOk;
using ::toguna::testing::kOther;

constexpr char kFirst[] = "2026-Q1-1";
constexpr char kSecond[] = "2026-Q1-2";
constexpr char kMine[] = "mrm-2026";

std::string CohortName(const std::string& code) {
  return absl::StrCat("cohort:incidents:2026-Q1:leads:", code);
}

class StatementsTest : public GivenRowsTest {
 protected:
  StatementsTest() {
    for (const char* party : {"mrm", "mrm2"}) {
      Party& one = catalog_.parties.at(PartyId(party));
      const std::string line = KeyOfParty(party).PublicKeyLine();
      one.signatory_keys = {{.minisign_public_key = line}};
    }
    release_ = ReleaseUnder(kMine);
    theirs_release_ = ReleaseUnder(kOther);
  }

  static MinisignKeyPair KeyOfParty(const std::string& party) {
    return MinisignKeyPair::Generate(
        [party](size_t n) { return Sha256(party).substr(0, n); });
  }
  static std::string Sign(const std::string& party, const std::string& text) {
    return MakeMinisignSigner(KeyOfParty(party))->SignFile(text, "test");
  }

  ReleaseId ReleaseUnder(const std::string& agreement) {
    ReleaseId release;
    EXPECT_THAT(ledger_.Scan({RowKind::kCohortsGiven, {agreement}, {}},
                             [&](const VersionedRow& row) {
                               release =
                                   std::get<CohortsGivenRow>(row.row).release;
                               return true;
                             }),
                IsOk());
    return release;
  }

  Statement Attestation(std::vector<std::string> recalls) const {
    return {.kind = StatementRow::Kind::kAttestation,
            .release = release_,
            .agreement = AgreementId(kMine),
            .recipient = PartyId("mrm"),
            .recalls = std::move(recalls),
            .whole_release = false,
            .date = absl::CivilDay(2026, 4, 10)};
  }
  Statement ReceiptOfMine() const {
    return {.kind = StatementRow::Kind::kReceipt,
            .release = release_,
            .agreement = AgreementId(kMine),
            .recipient = PartyId("mrm"),
            .manifest_sha256 = HexOf(Sha256("manifest")),
            .date = absl::CivilDay(2026, 4, 10)};
  }

  absl::StatusOr<StatementRow> Submit(const Statement& statement,
                                      const std::string& signer = "mrm") {
    const std::string text = TextOf(statement);
    return statements_.Submit(recipient_, text, Sign(signer, text));
  }
  std::string Refused(const Statement& statement,
                      const std::string& signer = "mrm") {
    return ReasonIn(Submit(statement, signer).status());
  }

  void RecallFirst() {
    ASSERT_THAT(recalls_.Open(dpo_, seal_.dataset, kFirst), IsOk());
  }
  // What becomes of the recall of the first cohort under the first agreement.
  RecallState StateOfFirst() {
    const auto list = recalls_.List(recipient_);
    EXPECT_THAT(list, IsOk());
    for (const RecallView& view : *list) {
      if (view.cohort == kFirst) return view.releases.front().state;
    }
    ADD_FAILURE() << "it is not recalled";
    return RecallState::kAttested;
  }

  std::string ExtractReason(const Caller& caller, const char* agreement) {
    Ask ask = toguna::testing::SmallAsk();
    ask.agreement = AgreementId(agreement);
    ask.families.clear();
    ask.cohorts = {CohortsId("leads")};
    ask.levels.clear();
    ask.periods = {quarter_};
    const auto answer = releases_.CreateExtract(caller, NextRequest(), ask);
    EXPECT_THAT(answer, IsOk());
    return answer.ok() ? answer->decision.reason : "";
  }
  std::string FeedReason() {
    Feeds feeds(
        catalog_, ledger_, [this] { return now_; }, random_);
    return ReasonIn(
        feeds.Next(recipient_, AgreementId(kMine), PurposeId("child-rights"), 0)
            .status());
  }
  AgreementState StateOfMine() {
    AgreementActs acts(catalog_, ledger_, [this] { return now_; });
    const auto view = acts.Get(recipient_, AgreementId(kMine));
    EXPECT_EQ(view->recall_due.has_value(),
              StateOfFirst() != RecallState::kAttested);
    return view->state;
  }

  ReleaseId release_;
  ReleaseId theirs_release_;
  Recalls recalls_{catalog_, ledger_, [this] { return now_; }};
  Statements statements_{catalog_, ledger_, VerifyMinisign,
                         [this] { return now_; }};
};

TEST_F(StatementsTest, ATextIsReadBackToTheLetterAndNothingElseIs) {
  Statement whole = Attestation({CohortName(kFirst), "release:r-x"});
  whole.whole_release = true;
  whole.demo = true;
  for (const Statement& one :
       {Attestation({CohortName(kFirst)}), whole, ReceiptOfMine()}) {
    const std::string text = TextOf(one);
    const auto read = ParseStatement(text);
    ASSERT_THAT(read, IsOk()) << text;
    EXPECT_EQ(*read, one);
    // No byte can be changed, taken out or put in, unless the text is another
    // statement's; then it says something else.
    for (size_t i = 0; i < text.size(); ++i) {
      std::string cut = text;
      cut.erase(i, 1);
      const auto other = ParseStatement(cut);
      EXPECT_FALSE(other.ok() && *other == one) << cut;
      std::string longer = text;
      longer.insert(i, " ");
      const auto another = ParseStatement(longer);
      EXPECT_FALSE(another.ok() && *another == one) << longer;
    }
  }
  const std::string text = TextOf(whole);
  EXPECT_TRUE(absl::StartsWith(text, "toguna/attestation/v1\n"));
  EXPECT_TRUE(absl::StrContains(text, "\nmark: DEMO\n"));
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{
           {"/v1", "/v2"},
           {"date: 2026-04-10", "date: 2026-4-10"},
           {"We destroyed", "We did not destroy"},
           {"destroyed: whole-release", "destroyed: nothing"},
           {"mark: DEMO", "mark: demo"},
           {"\nrelease: ", "\nnote: x\nrelease: "}}) {
    const std::string other = absl::StrReplaceAll(text, {{from, to}});
    ASSERT_NE(other, text) << from;
    EXPECT_EQ(ReasonIn(ParseStatement(other).status()), "STATEMENT_MALFORMED")
        << to;
  }
  EXPECT_EQ(ReasonIn(ParseStatement(TextOf(Attestation({}))).status()),
            "STATEMENT_MALFORMED");
  for (const std::string& none :
       {std::string(), std::string("toguna/receipt/v1"),
        std::string(40000, '\n')}) {
    EXPECT_FALSE(ParseStatement(none).ok());
  }
}

TEST_F(StatementsTest, WhatIsOverdueEndsTheAgreementUntilItIsAttested) {
  // A release without the cohort, from after the recall.
  RecallFirst();
  Give(recipient_, kMine);
  ReleaseId clean;
  ASSERT_THAT(ledger_.Scan({RowKind::kCohortsGiven, {kMine}, {}},
                           [&](const VersionedRow& row) {
                             const auto& one =
                                 std::get<CohortsGivenRow>(row.row);
                             if (one.release != release_) clean = one.release;
                             return true;
                           }),
              IsOk());
  ASSERT_NE(clean, release_);

  // The control: until its day all is given.
  now_ = At(24) - absl::Seconds(1);
  EXPECT_EQ(StateOfFirst(), RecallState::kOutstanding);
  EXPECT_EQ(ExtractReason(recipient_, kMine), "");
  EXPECT_THAT(releases_.CheckDownload(recipient_, clean), IsOk());
  EXPECT_EQ(FeedReason(), "");
  EXPECT_EQ(StateOfMine(), AgreementState::kActive);

  now_ = At(24);
  EXPECT_EQ(StateOfFirst(), RecallState::kOverdue);
  EXPECT_EQ(ExtractReason(recipient_, kMine), "RECALL_OVERDUE");
  EXPECT_EQ(ReasonIn(releases_.CheckDownload(recipient_, clean)),
            "RECALL_OVERDUE");
  EXPECT_EQ(FeedReason(), "RECALL_OVERDUE");
  EXPECT_EQ(StateOfMine(), AgreementState::kSuspended);
  EXPECT_GT(ledger_.Count("release.refuse"), 0) << "the log has when";
  EXPECT_EQ(ExtractReason(other_recipient_, kOther), "RECALL_OVERDUE");

  ASSERT_THAT(Submit(Attestation({CohortName(kFirst)})), IsOk());
  EXPECT_EQ(StateOfFirst(), RecallState::kAttested);
  EXPECT_EQ(ExtractReason(recipient_, kMine), "");
  EXPECT_THAT(releases_.CheckDownload(recipient_, clean), IsOk());
  EXPECT_EQ(FeedReason(), "");
  EXPECT_EQ(StateOfMine(), AgreementState::kActive);
  // Of one recipient, not of another; and what is recalled stays so.
  EXPECT_EQ(ExtractReason(other_recipient_, kOther), "RECALL_OVERDUE");
  EXPECT_EQ(ReasonIn(releases_.CheckDownload(recipient_, release_)),
            "COHORT_RECALLED");
}

TEST_F(StatementsTest, TheAgreementSaysHowManyDaysThereAre) {
  AgreementOf(catalog_).recall_days = 3;
  RecallFirst();
  now_ = At(13) - absl::Seconds(1);
  EXPECT_EQ(StateOfFirst(), RecallState::kOutstanding);
  now_ = At(13);
  EXPECT_EQ(StateOfFirst(), RecallState::kOverdue);
  EXPECT_EQ(ExtractReason(recipient_, kMine), "RECALL_OVERDUE");
  EXPECT_EQ(ExtractReason(other_recipient_, kOther), "") << "has 14";
}

TEST_F(StatementsTest, TheEntryHasTheDigestOfWhatWasSigned) {
  RecallFirst();
  const Statement statement = Attestation({CohortName(kFirst)});
  const auto row = Submit(statement);
  ASSERT_THAT(row, IsOk());
  ASSERT_EQ(ledger_.Count("recall.attest"), 1);
  const AuditEntry& entry = ledger_.log.at(row->audit_index);
  EXPECT_EQ(entry.type, "recall.attest");
  EXPECT_EQ(entry.fields.at("statement_sha256"),
            HexOf(Sha256(TextOf(statement))));
  EXPECT_EQ(entry.fields.at("agreement"), kMine);
  EXPECT_TRUE(ledger_.MayDeliver("recall.attest"));
  const auto list = recalls_.List(recipient_);
  EXPECT_EQ(list->front().releases.front().statement_sha256, row->sha256);
  // Whoever holds the key can verify what is kept.
  EXPECT_THAT(VerifyMinisign(row->key, row->text, row->signature), IsOk());
  const std::string said = absl::StrCat(EntryBytes(entry, 0, now_), row->text);
  EXPECT_FALSE(absl::StrContains(said, "canary"));
  for (const auto& [record, ref] : mine_) {
    EXPECT_FALSE(absl::StrContains(said, ref));
  }
}

TEST_F(StatementsTest, TheSameTextAgainIsTheSameStatement) {
  RecallFirst();
  const auto first = Submit(Attestation({CohortName(kFirst)}));
  const auto again = Submit(Attestation({CohortName(kFirst)}));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->audit_index, first->audit_index);
  EXPECT_EQ(ledger_.Count("recall.attest"), 1);
  Statement later = Attestation({CohortName(kFirst)});
  later.date = absl::CivilDay(2026, 4, 11);
  EXPECT_EQ(Refused(later), "RECALL_NOT_OUTSTANDING");
}

// Whoever wants a recall to be met without the recipient's word for it.
TEST_F(StatementsTest, NothingButTheRecipientsOwnWordMeetsARecall) {
  RecallFirst();
  const Statement good = Attestation({CohortName(kFirst)});
  const std::string text = TextOf(good);

  // Another party's key, or a key that is not used any more.
  EXPECT_EQ(Refused(good, "mrm2"), "STATEMENT_SIGNATURE");
  EXPECT_EQ(Refused(good, "nobody"), "STATEMENT_SIGNATURE");
  SignatoryKey& key = catalog_.parties.at(PartyId("mrm")).signatory_keys[0];
  key.revoked = true;
  EXPECT_EQ(Refused(good), "STATEMENT_SIGNATURE");
  key.revoked = false;

  // A signature of another text; one byte of either changed.
  Statement dated = good;
  dated.date = absl::CivilDay(2026, 4, 11);
  EXPECT_EQ(
      ReasonIn(statements_.Submit(recipient_, TextOf(dated), Sign("mrm", text))
                   .status()),
      "STATEMENT_SIGNATURE");
  std::string signature = Sign("mrm", text);
  signature[signature.find('\n') + 20] ^= 1;
  EXPECT_EQ(ReasonIn(statements_.Submit(recipient_, text, signature).status()),
            "STATEMENT_SIGNATURE");

  // Of another agreement or recipient, from another time, with the mark of a
  // demonstration.
  Statement other = good;
  other.agreement = AgreementId(kOther);
  EXPECT_EQ(Refused(other), "STATEMENT_MISMATCH");
  other = good;
  other.recipient = PartyId("mrm2");
  EXPECT_EQ(Refused(other, "mrm2"), "STATEMENT_MISMATCH");
  for (const absl::CivilDay day :
       {absl::CivilDay(2026, 4, 8), absl::CivilDay(2026, 4, 12)}) {
    other = good;
    other.date = day;
    EXPECT_EQ(Refused(other), "STATEMENT_MISMATCH");
  }
  other = good;
  other.demo = true;
  EXPECT_EQ(Refused(other), "STATEMENT_MISMATCH");

  // Of another release: another's looks as if there were none.
  other = good;
  other.release = theirs_release_;
  const auto of_another = Submit(other);
  other.release = ReleaseId("r-never");
  EXPECT_EQ(of_another.status(), Submit(other).status());
  EXPECT_EQ(ReasonIn(of_another.status()), "REFUSED");

  // Of what is not recalled.
  EXPECT_EQ(Refused(Attestation({CohortName(kFirst), CohortName(kSecond)})),
            "RECALL_NOT_OUTSTANDING");
  EXPECT_EQ(Refused(Attestation({"release:" + release_.text()})),
            "RECALL_NOT_OUTSTANDING");

  EXPECT_EQ(StateOfFirst(), RecallState::kOutstanding);
  EXPECT_EQ(ledger_.Count("recall.attest"), 0);
  EXPECT_GT(ledger_.Count("statement.refuse"), 5);
  now_ = At(24);
  EXPECT_EQ(ExtractReason(recipient_, kMine), "RECALL_OVERDUE");

  // The control: who does not look at signatures takes anybody's.
  Statements blind(
      catalog_, ledger_, [](auto, auto, auto) { return absl::OkStatus(); },
      [this] { return now_; });
  EXPECT_THAT(blind.Submit(recipient_, text, Sign("mrm2", text)), IsOk());
  EXPECT_EQ(ExtractReason(recipient_, kMine), "");
}

TEST_F(StatementsTest, WhatWasSignedOfOneRecallMeetsNoLaterOne) {
  RecallFirst();
  const Statement first = Attestation({CohortName(kFirst)});
  ASSERT_THAT(Submit(first), IsOk());
  now_ = At(11);
  ASSERT_THAT(recalls_.Open(dpo_, seal_.dataset, kSecond), IsOk());
  ASSERT_THAT(Submit(first), IsOk()) << "known, and changes nothing";
  now_ = At(25) - absl::Seconds(1);
  EXPECT_EQ(ExtractReason(recipient_, kMine), "");
  now_ = At(25);
  AgreementOf(catalog_).review_by = At(29);
  EXPECT_EQ(ExtractReason(recipient_, kMine), "RECALL_OVERDUE");
  Statement second = Attestation({CohortName(kSecond)});
  second.date = absl::CivilDay(2026, 4, 25);
  ASSERT_THAT(Submit(second), IsOk());
  EXPECT_EQ(ExtractReason(recipient_, kMine), "");
}

TEST_F(StatementsTest, WhoHoldsNothingOfAReleaseAnyMoreHasNothingToRecall) {
  RecallFirst();
  Statement whole = Attestation({CohortName(kFirst)});
  whole.whole_release = true;
  ASSERT_THAT(Submit(whole), IsOk());
  ASSERT_THAT(recalls_.Open(dpo_, seal_.dataset, kSecond), IsOk());
  ASSERT_THAT(recalls_.OpenRelease(dpo_, release_), IsOk());
  const auto list = recalls_.List(recipient_, true);
  ASSERT_THAT(list, IsOk());
  EXPECT_THAT(*list, IsEmpty());
}

TEST_F(StatementsTest, ARecalledReleaseIsNotMetByRowsOfCohorts) {
  RecallFirst();
  ASSERT_THAT(recalls_.OpenRelease(dpo_, release_), IsOk());
  const std::string name = "release:" + release_.text();
  EXPECT_EQ(Refused(Attestation({name})), "RECALL_NOT_OUTSTANDING");
  ASSERT_THAT(Submit(Attestation({CohortName(kFirst)})), IsOk());
  auto list = recalls_.List(recipient_, true);
  ASSERT_THAT(*list, SizeIs(1));
  EXPECT_EQ(list->front().name, name);
  Statement whole = Attestation({name});
  whole.whole_release = true;
  ASSERT_THAT(Submit(whole), IsOk());
  list = recalls_.List(recipient_, true);
  EXPECT_THAT(*list, IsEmpty());
}

// An attestation is owed, and taken, when the agreement is over.
TEST_F(StatementsTest, ItIsTakenAfterTheAgreementEndedAndOpensNothing) {
  RecallFirst();
  now_ = AgreementOf(catalog_).valid_until + absl::Hours(24 * 60);
  EXPECT_EQ(StateOfFirst(), RecallState::kOverdue);
  ASSERT_THAT(Submit(Attestation({CohortName(kFirst)})), IsOk());
  EXPECT_EQ(StateOfFirst(), RecallState::kAttested);
  EXPECT_EQ(ExtractReason(recipient_, kMine), "AGREEMENT_EXPIRED");
}

TEST_F(StatementsTest, WhoBringsItIsOneOfThreeAndNobodyElse) {
  RecallFirst();
  const std::string text = TextOf(Attestation({CohortName(kFirst)}));
  const std::string signature = Sign("mrm", text);
  Caller other_office = dpo_;
  other_office.party = PartyId("another-office");
  Caller contributor = recipient_;
  contributor.role = Role::kContributor;
  std::set<std::string> answers;
  for (const Caller& caller :
       {other_recipient_, other_office, contributor, collectors_, Caller()}) {
    answers.insert(
        statements_.Submit(caller, text, signature).status().ToString());
  }
  EXPECT_THAT(answers, SizeIs(1));
  EXPECT_TRUE(absl::StrContains(*answers.begin(), "REFUSED"));
  EXPECT_EQ(ledger_.Count("recall.attest"), 0);
  const Caller officer{PartyId("operations"), Role::kOfficer, "spiffe://o/1"};
  for (const Caller& caller : {officer, dpo_, recipient_}) {
    EXPECT_THAT(statements_.Submit(caller, text, signature), IsOk());
  }
  EXPECT_EQ(ledger_.Count("recall.attest"), 1);

  // Read by the recipient and the agreement's officer alone.
  for (const Caller& caller : {dpo_, recipient_}) {
    const auto list = statements_.List(caller);
    ASSERT_THAT(list, IsOk());
    ASSERT_THAT(*list, SizeIs(1));
    EXPECT_EQ(list->front().text, text);
  }
  for (const Caller& caller :
       {other_recipient_, other_office, contributor, officer, Caller()}) {
    EXPECT_THAT(*statements_.List(caller), IsEmpty());
  }
}

TEST_F(StatementsTest, AReleaseIsReceivedOnce) {
  const auto row = Submit(ReceiptOfMine());
  ASSERT_THAT(row, IsOk());
  const AuditEntry& entry = ledger_.log.at(row->audit_index);
  EXPECT_EQ(entry.type, "release.ack");
  EXPECT_EQ(entry.fields.at("manifest_sha256"), HexOf(Sha256("manifest")));
  EXPECT_EQ(entry.fields.at("statement_sha256"), row->sha256);
  ASSERT_THAT(Submit(ReceiptOfMine()), IsOk());
  Statement later = ReceiptOfMine();
  later.date = absl::CivilDay(2026, 4, 11);
  EXPECT_EQ(Refused(later), "RECEIPT_EXISTS");
  EXPECT_EQ(ledger_.Count("release.ack"), 1);
}

TEST_F(StatementsTest, AReceiptIsOfThatPackageAndNoOther) {
  Statement other = ReceiptOfMine();
  other.manifest_sha256 = HexOf(Sha256("another manifest"));
  EXPECT_EQ(Refused(other), "STATEMENT_MISMATCH");
  EXPECT_EQ(Refused(ReceiptOfMine(), "mrm2"), "STATEMENT_SIGNATURE");
  EXPECT_EQ(ledger_.Count("release.ack"), 0);
  // It meets no recall.
  RecallFirst();
  ASSERT_THAT(Submit(ReceiptOfMine()), IsOk());
  EXPECT_EQ(StateOfFirst(), RecallState::kOutstanding);
}

TEST_F(StatementsTest, NothingIsSaidToBeTakenThatTheLogDoesNotHave) {
  RecallFirst();
  ledger_.commit_error = absl::UnavailableError("stopped");
  EXPECT_FALSE(Submit(Attestation({CohortName(kFirst)})).ok());
  ledger_.commit_error = absl::OkStatus();
  EXPECT_EQ(StateOfFirst(), RecallState::kOutstanding);
  EXPECT_THAT(Submit(Attestation({CohortName(kFirst)})), IsOk());
  EXPECT_EQ(StateOfFirst(), RecallState::kAttested);
}

}  // namespace
}  // namespace toguna
