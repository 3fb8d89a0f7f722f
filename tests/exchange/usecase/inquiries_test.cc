#include "exchange/usecase/inquiries.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "exchange/audit/commitment.h"
#include "exchange/base/reason.h"
#include "exchange/usecase/cohort_rows.h"
#include "exchange/usecase/corrections.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "keys/ring/pseudonym.h"
#include "tests/exchange/usecase/given_rows.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::SizeIs;
using ::toguna::testing::AgreementOf;
using ::toguna::testing::At;
using ::toguna::testing::GivenRowsTest;
using ::toguna::testing::IsOk;
using ::toguna::testing::IsOkAndHolds;
using ::toguna::testing::kOther;

class InquiriesTest : public GivenRowsTest {
 protected:
  absl::StatusOr<InquiryView> Open(const std::string& ref,
                                   const char* agreement = "mrm-2026",
                                   std::optional<Caller> caller = {}) {
    const auto answer =
        inquiries_.Open(caller.value_or(recipient_), NextRequest(),
                        AgreementId(agreement), ref);
    if (!answer.ok()) return answer.status();
    if (!answer->inquiry.has_value()) {
      return absl::PermissionDeniedError(answer->decision.reason);
    }
    return *answer->inquiry;
  }
  absl::StatusOr<InquiryView> Answer(const InquiryView& inquiry,
                                     InquiryOutcome outcome) {
    return inquiries_.Answer(collectors_, NextRequest(), inquiry.id, outcome);
  }

  Inquiries inquiries_{catalog_, ledger_, [this] { return now_; }, random_};
};

TEST_F(InquiriesTest, ARowIsVerifiedByWhoReportedIt) {
  ASSERT_THAT(mine_, SizeIs(16));
  const auto opened = Open(mine_.at(Record(0)));
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->state, InquiryState::kOpen);
  EXPECT_EQ(opened->row_ref, mine_.at(Record(0)));
  EXPECT_EQ(opened->agreement, AgreementId("mrm-2026"));
  EXPECT_THAT(CheckId(opened->id.text()), IsOk());

  const auto waiting = inquiries_.List(collectors_);
  ASSERT_THAT(waiting, IsOk());
  ASSERT_THAT(*waiting, SizeIs(1));
  EXPECT_EQ(waiting->front().record_ref, Record(0));
  EXPECT_EQ(waiting->front().purpose, PurposeId("child-rights"));
  EXPECT_EQ(waiting->front().due_on, absl::CivilDay(2026, 5, 10));

  now_ = At(11, 7);
  const auto answered = Answer(*opened, InquiryOutcome::kVerified);
  ASSERT_THAT(answered, IsOk());
  EXPECT_THAT(*inquiries_.List(collectors_), IsEmpty());
  const auto seen = inquiries_.Get(recipient_, opened->id);
  ASSERT_THAT(seen, IsOk());
  EXPECT_EQ(seen->state, InquiryState::kAnswered);
  EXPECT_EQ(seen->outcome, InquiryOutcome::kVerified);
  EXPECT_EQ(seen->answered_on, absl::CivilDay(2026, 4, 11));
  EXPECT_FALSE(seen->record_gone);
}

TEST_F(InquiriesTest, ThatItDidNotOccurTakesTheRecordOutInTheSameCommit) {
  const auto opened = *Open(mine_.at(Record(0)));
  const uint64_t entries = ledger_.LogSize();
  ASSERT_THAT(Answer(opened, InquiryOutcome::kDidNotOccur), IsOk());
  EXPECT_EQ(ledger_.LogSize(), entries + 1);
  EXPECT_EQ(ledger_.log.back().type, "inquiry.answer");
  EXPECT_EQ(ledger_.log.back().fields.at("record"), "retracted");
  const CohortRecord& record = seal_.nodes[1].records[0];
  EXPECT_THAT(StandsAsSealed(ledger_, seal_.dataset, record),
              IsOkAndHolds(false));
  const auto standing = StandingOfRecord(ledger_, seal_.dataset, record);
  EXPECT_FALSE(standing->stands);
  const auto seen = inquiries_.Get(recipient_, opened.id);
  EXPECT_EQ(seen->outcome, InquiryOutcome::kDidNotOccur);
  EXPECT_TRUE(seen->record_gone);
  // What was sealed says from now on that there are corrections.
  EXPECT_THAT(IsCorrected(ledger_, seal_.dataset, january_),
              IsOkAndHolds(true));
  // A retraction by the usual way, afterwards, finds nothing left to do.
  Retract(Record(0));
  EXPECT_EQ(ledger_.Count("record.retract"), 0);
  // Another package has every row but this one.
  EXPECT_THAT(Give(recipient_, "mrm-2026"),
              AllOf(SizeIs(15), Not(Contains(Key(Record(0))))));
}

TEST_F(InquiriesTest, NothingIsWrittenOfAnAnswerThatCannotBeCommitted) {
  const auto opened = *Open(mine_.at(Record(0)));
  ledger_.commit_error = absl::UnavailableError("the log cannot be written");
  EXPECT_FALSE(Answer(opened, InquiryOutcome::kDidNotOccur).ok());
  ledger_.commit_error = absl::OkStatus();
  EXPECT_EQ(inquiries_.Get(recipient_, opened.id)->state, InquiryState::kOpen);
  EXPECT_THAT(StandsAsSealed(ledger_, seal_.dataset, seal_.nodes[1].records[0]),
              IsOkAndHolds(true));
}

// A second edition that comes while the first is answered for is neither taken
// out for it nor verified with it.
TEST_F(InquiriesTest, AnEditMeanwhileIsNotWhatWasAnsweredFor) {
  for (const auto& [place, outcome] :
       {std::pair(0, InquiryOutcome::kDidNotOccur),
        std::pair(2, InquiryOutcome::kVerified)}) {
    const auto opened = *Open(mine_.at(Record(place)));
    CohortRecord second = seal_.nodes[1].records[static_cast<size_t>(place)];
    second.instance = "ins1-second";
    bool edited = false;
    ledger_.before_commit = [&](const Effects& effects) {
      if (edited || effects.entry.type != "inquiry.answer") return;
      edited = true;
      PutRecord(second);
    };
    EXPECT_EQ(ReasonIn(Answer(opened, outcome).status()), "RECORD_GONE");
    EXPECT_TRUE(edited);
    EXPECT_THAT(StandsAsSealed(ledger_, seal_.dataset, second),
                IsOkAndHolds(true));
  }
}

// --- attackers

// All refs that are not the recipient's to ask about, whatever is the matter.
TEST_F(InquiriesTest, NoRefTellsWhyItIsRefused) {
  const CohortRecord held{.contributor = PartyId("collectors"),
                          .ref = "ref1-canary-held",
                          .instance = "ins1-canary",
                          .month = january_};
  PutRecord(held);
  seal_.held_over = {held};
  // A cohort that is sealed but whose rows nobody was given.
  CohortSeal::Node hidden = seal_.nodes[1];
  hidden.code = "2026-Q1-3";
  hidden.released.clear();
  for (CohortRecord& one : hidden.records) {
    one.ref = absl::StrCat("ref1-canary-hidden-", one.ref);
    PutRecord(one);
  }
  seal_.nodes.push_back(hidden);
  ledger_.Put(CohortsRow{seal_});
  const std::string unknown =
      PseudonymText("row", std::string(kPseudonymSize, 'x'));
  const auto ref_of = [&](const CohortRecord& record) {
    const std::string zero(1, '\0');
    return PseudonymText(
        "row",
        HmacSha256(seal_.key,
                   absl::StrCat("toguna/row-ref", zero, "mrm-2026", zero,
                                record.contributor.text(), zero, record.ref))
            .substr(0, kPseudonymSize));
  };
  // The control: that is how refs are made, so these would be found.
  ASSERT_EQ(ref_of(seal_.nodes[1].records[0]), mine_.at(Record(0)));
  ASSERT_TRUE(
      RecordOfRow(seal_, AgreementId("mrm-2026"), ref_of(hidden.records[0]))
          .has_value());

  std::set<std::string> answers;
  std::set<std::map<std::string, std::string>> entries;
  for (const std::string& ref :
       {unknown, theirs_.at(Record(0)), theirs_.at(Record(1)),
        ref_of(hidden.records[0]), ref_of(held)}) {
    const size_t rows = ledger_.row_count();
    const absl::Status status = Open(ref).status();
    answers.insert(absl::StrCat(status.ToString(), " ", ReasonIn(status)));
    EXPECT_THAT(ReasonOf(status).metadata, IsEmpty());
    EXPECT_EQ(ledger_.log.back().type, "inquiry.refuse");
    entries.insert(ledger_.log.back().fields);
    EXPECT_EQ(ledger_.row_count(), rows);
  }
  // Somebody who is no party at all hears the same.
  const absl::Status stranger =
      Open(mine_.at(Record(0)), "mrm-2026", other_recipient_).status();
  answers.insert(absl::StrCat(stranger.ToString(), " ", ReasonIn(stranger)));
  const absl::Status nowhere =
      Open(mine_.at(Record(0)), "no-such-agreement").status();
  answers.insert(absl::StrCat(nowhere.ToString(), " ", ReasonIn(nowhere)));
  EXPECT_THAT(answers, SizeIs(1));
  EXPECT_THAT(*answers.begin(), HasSubstr("REFUSED"));
  EXPECT_THAT(entries, SizeIs(1));
  // The control: a row that was given is asked about.
  EXPECT_THAT(Open(mine_.at(Record(0))), IsOk());
}

TEST_F(InquiriesTest, AReferenceThatIsMistypedIsSaidToBe) {
  std::string ref = mine_.at(Record(0));
  ref.back() = ref.back() == 'a' ? 'b' : 'a';
  EXPECT_EQ(ReasonIn(Open(ref).status()), "REF_MALFORMED");
  EXPECT_EQ(ReasonIn(Open(Record(0)).status()), "REF_MALFORMED");
}

TEST_F(InquiriesTest, OnlyTheContributorOfTheRecordAnswers) {
  const auto opened = *Open(mine_.at(Record(0)));
  EXPECT_THAT(*inquiries_.List(partner_), IsEmpty());
  Caller as_recipient = collectors_;
  as_recipient.role = Role::kRecipient;
  std::set<std::string> answers;
  for (const Caller& caller : {partner_, recipient_, dpo_, as_recipient}) {
    const auto answer = inquiries_.Answer(caller, NextRequest(), opened.id,
                                          InquiryOutcome::kDidNotOccur);
    answers.insert(answer.status().ToString());
  }
  // As if there were none.
  answers.insert(inquiries_
                     .Answer(collectors_, NextRequest(),
                             InquiryId("q-aaaaaaaaaaaaaaaaaaaa"),
                             InquiryOutcome::kVerified)
                     .status()
                     .ToString());
  answers.insert(inquiries_.Get(partner_, opened.id).status().ToString());
  answers.insert(
      inquiries_.Get(other_recipient_, opened.id).status().ToString());
  EXPECT_THAT(answers, SizeIs(1));
  EXPECT_EQ(inquiries_.Get(recipient_, opened.id)->state, InquiryState::kOpen);
  EXPECT_THAT(Answer(opened, InquiryOutcome::kUnknown), IsOk());
}

TEST_F(InquiriesTest, AReplayChangesNothing) {
  const std::string request = NextRequest();
  const AgreementId agreement("mrm-2026");
  const auto first =
      inquiries_.Open(recipient_, request, agreement, mine_.at(Record(0)));
  ASSERT_THAT(first, IsOk());
  const uint64_t entries = ledger_.LogSize();
  const auto again =
      inquiries_.Open(recipient_, request, agreement, mine_.at(Record(0)));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->inquiry->id, first->inquiry->id);
  EXPECT_EQ(ledger_.LogSize(), entries);
  EXPECT_EQ(
      ReasonIn(
          inquiries_.Open(recipient_, request, agreement, mine_.at(Record(1)))
              .status()),
      "REQUEST_ID_REUSED");

  const std::string reply = NextRequest();
  const InquiryId id = first->inquiry->id;
  ASSERT_THAT(
      inquiries_.Answer(collectors_, reply, id, InquiryOutcome::kVerified),
      IsOk());
  const uint64_t answered = ledger_.LogSize();
  EXPECT_THAT(
      inquiries_.Answer(collectors_, reply, id, InquiryOutcome::kVerified),
      IsOk());
  EXPECT_EQ(
      ReasonIn(inquiries_
                   .Answer(collectors_, reply, id, InquiryOutcome::kDidNotOccur)
                   .status()),
      "REQUEST_ID_REUSED");
  EXPECT_THAT(Answer(*first->inquiry, InquiryOutcome::kVerified), IsOk());
  EXPECT_EQ(
      ReasonIn(Answer(*first->inquiry, InquiryOutcome::kUnknown).status()),
      "INQUIRY_ANSWERED");
  EXPECT_EQ(ledger_.LogSize(), answered);
  EXPECT_THAT(StandsAsSealed(ledger_, seal_.dataset, seal_.nodes[1].records[0]),
              IsOkAndHolds(true));
}

TEST_F(InquiriesTest, AfterTheRecordIsGoneBothSidesAreToldSo) {
  const auto retracted = *Open(mine_.at(Record(0)));
  const auto destroyed = *Open(mine_.at(Record(2)));
  const auto edited = *Open(mine_.at(Record(4)));
  Retract(Record(0));
  Destroy(Record(2));
  CohortRecord second = seal_.nodes[1].records[4];
  second.instance = "ins1-second";
  PutRecord(second);
  EXPECT_THAT(*inquiries_.List(collectors_), IsEmpty());
  for (const InquiryView& one : {retracted, destroyed, edited}) {
    const auto seen = inquiries_.Get(recipient_, one.id);
    ASSERT_THAT(seen, IsOk());
    EXPECT_EQ(seen->state, InquiryState::kRecordGone);
    EXPECT_TRUE(seen->record_gone);
    for (const auto outcome :
         {InquiryOutcome::kVerified, InquiryOutcome::kDidNotOccur}) {
      EXPECT_EQ(ReasonIn(Answer(one, outcome).status()), "RECORD_GONE");
    }
  }
  // Nor can it be asked anew.
  for (const int i : {0, 2, 4}) {
    EXPECT_EQ(ReasonIn(Open(mine_.at(Record(i))).status()), "RECORD_GONE");
  }
}

TEST_F(InquiriesTest, WhenTheSealsKeyIsDestroyedNoRowLeadsAnywhere) {
  seal_.key = std::string(32, '\0');
  ledger_.Put(CohortsRow{seal_});
  EXPECT_EQ(ReasonIn(Open(mine_.at(Record(0))).status()), "RECORD_GONE");
}

TEST_F(InquiriesTest, AVerifiedRecordThatIsWithdrawnLaterIsSaidToBeGone) {
  const auto opened = *Open(mine_.at(Record(0)));
  ASSERT_THAT(Answer(opened, InquiryOutcome::kVerified), IsOk());
  Retract(Record(0));
  const auto seen = inquiries_.Get(recipient_, opened.id);
  EXPECT_EQ(seen->outcome, InquiryOutcome::kVerified);
  EXPECT_TRUE(seen->record_gone);
}

// --- bounds and the agreement

TEST_F(InquiriesTest, OneAtATimeAboutARow) {
  const auto opened = *Open(mine_.at(Record(0)));
  const absl::Status again = Open(mine_.at(Record(0))).status();
  EXPECT_EQ(ReasonIn(again), "INQUIRY_OPEN");
  EXPECT_EQ(ReasonOf(again).metadata.at("inquiry"), opened.id.text());
  // The other recipient's row of the same record is another matter.
  EXPECT_THAT(Open(theirs_.at(Record(0)), kOther, other_recipient_), IsOk());
  ASSERT_THAT(Answer(opened, InquiryOutcome::kUnknown), IsOk());
  const auto once_more = Open(mine_.at(Record(0)));
  ASSERT_THAT(once_more, IsOk());
  ASSERT_THAT(Answer(*once_more, InquiryOutcome::kVerified), IsOk());
  EXPECT_EQ(ReasonIn(Open(mine_.at(Record(0))).status()), "INQUIRY_ANSWERED");
}

TEST_F(InquiriesTest, TwoSideBySideAreOne) {
  bool raced = false;
  absl::StatusOr<InquiryView> other = absl::UnknownError("not asked");
  ledger_.before_commit = [&](const Effects& effects) {
    if (raced || effects.entry.type != "inquiry.open") return;
    raced = true;
    other = Open(mine_.at(Record(0)));
  };
  const auto mine = Open(mine_.at(Record(0)));
  ASSERT_THAT(other, IsOk());
  EXPECT_EQ(ReasonIn(mine.status()), "INQUIRY_OPEN");
  EXPECT_THAT(*inquiries_.List(collectors_), SizeIs(1));
}

TEST_F(InquiriesTest, OnlySoManyWaitUnderOneAgreement) {
  CohortSeal::Node more = seal_.nodes[1];
  more.code = "2026-Q1-4";
  more.records.clear();
  for (int i = 0; i < kMostOpenInquiries; ++i) {
    more.records.push_back({.contributor = PartyId("collectors"),
                            .ref = absl::StrCat("ref1-canary-more-", i),
                            .instance = "ins1-canary",
                            .month = january_});
    PutRecord(more.records.back());
  }
  seal_.nodes.push_back(more);
  ledger_.Put(CohortsRow{seal_});
  mine_ = Give(recipient_, "mrm-2026");
  std::optional<InquiryView> last;
  for (int i = 0; i < kMostOpenInquiries; ++i) {
    const auto one = Open(mine_.at(absl::StrCat("ref1-canary-more-", i)));
    ASSERT_THAT(one, IsOk()) << i;
    last = *one;
  }
  EXPECT_EQ(ReasonIn(Open(mine_.at(Record(0))).status()), "TOO_MANY_INQUIRIES");
  EXPECT_THAT(Open(theirs_.at(Record(0)), kOther, other_recipient_), IsOk());
  ASSERT_THAT(Answer(*last, InquiryOutcome::kUnknown), IsOk());
  EXPECT_THAT(Open(mine_.at(Record(0))), IsOk());
}

TEST_F(InquiriesTest, AfterItsTimeItIsClosedAndMayBeAskedAnew) {
  AgreementOf(catalog_).valid_until = At(10) + absl::Hours(24 * 365);
  AgreementOf(catalog_).review_by = At(10) + absl::Hours(24 * 300);
  const auto opened = *Open(mine_.at(Record(0)));
  now_ += absl::Hours(24 * kInquiryDays);
  EXPECT_THAT(*inquiries_.List(collectors_), IsEmpty());
  EXPECT_EQ(ReasonIn(Answer(opened, InquiryOutcome::kVerified).status()),
            "INQUIRY_CLOSED");
  EXPECT_EQ(inquiries_.Get(recipient_, opened.id)->state,
            InquiryState::kClosed);
  EXPECT_THAT(Open(mine_.at(Record(0))), IsOk());
  // Rows that are to be deleted are none to ask about.
  now_ = At(10) + absl::Hours(24 * 90);
  EXPECT_EQ(ReasonIn(Open(mine_.at(Record(1))).status()), "REFUSED");
}

TEST_F(InquiriesTest, NothingUnderAnAgreementThatIsNotInForce) {
  const auto opened = *Open(mine_.at(Record(0)));
  now_ = AgreementOf(catalog_).valid_until;
  EXPECT_EQ(Open(mine_.at(Record(1))).status().message(), "AGREEMENT_EXPIRED");
  EXPECT_EQ(ledger_.log.back().type, "inquiry.refuse");
  // Nobody is sent into the field for it, and no answer gets to anybody.
  EXPECT_THAT(*inquiries_.List(collectors_), IsEmpty());
  EXPECT_EQ(ReasonIn(Answer(opened, InquiryOutcome::kVerified).status()),
            "INQUIRY_CLOSED");
  EXPECT_EQ(ReasonIn(inquiries_.Get(recipient_, opened.id).status()),
            "REFUSED");
  EXPECT_THAT(*inquiries_.List(recipient_), IsEmpty());
  EXPECT_THAT(*inquiries_.List(dpo_), SizeIs(1));
}

TEST_F(InquiriesTest, AnAgreementThatGivesNoRowsOpensNothing) {
  AgreementOf(catalog_).grants[0].cohorts.clear();
  EXPECT_EQ(Open(mine_.at(Record(0))).status().message(),
            "COHORTS_NOT_GRANTED");
  // Other cohorts than those that the row is from: as if it was never given.
  AgreementOf(catalog_).grants[0].cohorts = {CohortsId("others")};
  EXPECT_EQ(ReasonIn(Open(mine_.at(Record(0))).status()), "REFUSED");
}

// Rows were given to who was the recipient then.
TEST_F(InquiriesTest, ANewRecipientOfAnAgreementHasNoneOfTheOldOnesRows) {
  Agreement& agreement = AgreementOf(catalog_);
  agreement.recipient = PartyId("mrm2");
  for (AgreementSignature& one : agreement.signatures) {
    if (one.role == SignatureRole::kRecipient) one.party = agreement.recipient;
  }
  agreement.contacts[1].party = agreement.recipient;
  EXPECT_EQ(
      ReasonIn(
          Open(mine_.at(Record(0)), "mrm-2026", other_recipient_).status()),
      "REFUSED");
  // The control: it may ask about a row once it was given that.
  mine_ = Give(other_recipient_, "mrm-2026");
  EXPECT_THAT(Open(mine_.at(Record(0)), "mrm-2026", other_recipient_), IsOk());
}

// --- who learns what

std::string AllOfIt(const InquiryView& view) {
  return absl::StrCat(view.id.text(), "|", view.purpose.text(), "|",
                      view.dataset.text(), "|", view.agreement.text(), "|",
                      view.row_ref, "|", view.record_ref, "|",
                      view.contributor.text());
}

TEST_F(InquiriesTest, NeitherSideIsShownTheOthersHalf) {
  const auto first = *Open(mine_.at(Record(0)));
  const auto second = *Open(mine_.at(Record(1)));
  ASSERT_THAT(Answer(first, InquiryOutcome::kVerified), IsOk());
  (void)second;
  std::string recipients;
  std::string contributors;
  std::string officers;
  const auto add = [&](const Caller& caller, std::string& text) {
    const auto views = inquiries_.List(caller);
    ASSERT_THAT(views, IsOk());
    for (const InquiryView& view : *views) text += AllOfIt(view);
  };
  add(recipient_, recipients);
  add(collectors_, contributors);
  add(partner_, contributors);
  contributors += AllOfIt(*inquiries_.Get(collectors_, first.id));
  add(dpo_, officers);
  std::string log;
  for (const AuditEntry& entry : ledger_.log) {
    absl::StrAppend(&log, EntryBytes(entry, 0, now_));
  }
  for (const auto& [record, ref] : mine_) {
    EXPECT_FALSE(absl::StrContains(contributors, ref));
    for (const std::string& text : {officers, log}) {
      EXPECT_FALSE(absl::StrContains(text, ref));
      EXPECT_FALSE(absl::StrContains(text, record));
    }
    EXPECT_FALSE(absl::StrContains(recipients, record));
  }
  for (const char* text : {"canary", "collectors", "partner"}) {
    EXPECT_FALSE(absl::StrContains(recipients, text)) << text;
  }
  for (const char* text : {"mrm", "row1-"}) {
    EXPECT_FALSE(absl::StrContains(contributors, text)) << text;
  }
  EXPECT_FALSE(absl::StrContains(log, "canary"));
  EXPECT_FALSE(absl::StrContains(log, "row1-"));
  EXPECT_FALSE(absl::StrContains(log, first.id.text()));
  // The control: each has its own half, so the search would find the other's.
  EXPECT_TRUE(absl::StrContains(recipients, mine_.at(Record(0))));
  EXPECT_TRUE(absl::StrContains(contributors, Record(0)));
  EXPECT_TRUE(absl::StrContains(contributors, Record(1)));
  EXPECT_TRUE(absl::StrContains(log, "mrm-2026"));
}

TEST_F(InquiriesTest, TheLogProvesAnInquiryToWhoHasItsSaltAndTellsOthersNone) {
  const auto opened = *Open(mine_.at(Record(0)));
  const AuditEntry open = ledger_.log.back();
  ASSERT_THAT(Answer(opened, InquiryOutcome::kVerified), IsOk());
  const AuditEntry answer = ledger_.log.back();
  InquiryRow row;
  row.id = opened.id;
  row = (*Find<InquiryRow>(ledger_, KeyOf(row)))->value;
  EXPECT_EQ(open.fields.at("inquiry_commit"),
            Commitment(row.opened_salt, "inquiry.open", row.id.text()));
  EXPECT_EQ(answer.fields.at("inquiry_commit"),
            Commitment(
                row.answered_salt, "inquiry.answer",
                absl::StrCat(row.id.text(), std::string(1, '\0'), "verified")));
  // Nothing in one is in the other but what many have.
  std::set<std::string> common;
  for (const auto& [key, value] : open.fields) {
    for (const auto& [ignored, other] : answer.fields) {
      if (value == other) common.insert(key);
    }
  }
  EXPECT_THAT(common, ElementsAre("dataset"));
  EXPECT_NE(row.opened_salt, row.answered_salt);
}

TEST_F(InquiriesTest, RowsSayTheSameWhateverWasAnswered) {
  const auto before = Give(recipient_, "mrm-2026");
  const auto opened = *Open(mine_.at(Record(0)));
  ASSERT_THAT(Answer(opened, InquiryOutcome::kVerified), IsOk());
  EXPECT_EQ(Give(recipient_, "mrm-2026"), before);
}

}  // namespace
}  // namespace toguna
