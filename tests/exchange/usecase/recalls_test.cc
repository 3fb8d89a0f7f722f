#include "exchange/usecase/recalls.h"

#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/usecase/feeds.h"
#include "exchange/usecase/inquiries.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/usecase/given_rows.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::toguna::testing::AgreementOf;
using ::toguna::testing::At;
using ::toguna::testing::GivenRowsTest;
using ::toguna::testing::IsOk;
using ::toguna::testing::IsOkAndHolds;
using ::toguna::testing::kOther;

constexpr char kFirst[] = "2026-Q1-1";

// Eight records in each cohort at k = 5: the third that goes leaves five.
class RecallsTest : public GivenRowsTest {
 protected:
  std::vector<RecallView> Listed(const Caller& caller) {
    const auto list = recalls_.List(caller);
    EXPECT_THAT(list, IsOk());
    return list.value_or(std::vector<RecallView>());
  }
  void RetractThree() {
    for (const int i : {0, 2, 4}) Retract(Record(i));
  }

  std::vector<ReleaseId> ReleasesOf(const std::string& agreement) {
    std::vector<ReleaseId> releases;
    EXPECT_THAT(ledger_.Scan({RowKind::kCohortsGiven, {agreement}, {}},
                             [&](const VersionedRow& row) {
                               releases.push_back(
                                   std::get<CohortsGivenRow>(row.row).release);
                               return true;
                             }),
                IsOk());
    return releases;
  }

  Recalls recalls_{catalog_, ledger_, [this] { return now_; }};
};

TEST_F(RecallsTest, ACohortThatFallsToKIsRecalledFromAllWhoHaveIt) {
  Retract(Record(0));
  Retract(Record(2));
  EXPECT_THAT(Listed(recipient_), IsEmpty());
  EXPECT_EQ(ledger_.Count("recall.open"), 0);
  now_ = At(11);
  Retract(Record(4));
  EXPECT_EQ(ledger_.Count("recall.open"), 1);
  EXPECT_EQ(ledger_.log.back().actor, "system");
  for (const auto& [caller, agreement] :
       {std::pair(recipient_, "mrm-2026"),
        std::pair(other_recipient_, kOther)}) {
    const auto list = Listed(caller);
    ASSERT_THAT(list, SizeIs(1)) << agreement;
    EXPECT_EQ(list[0].cohort, kFirst);
    EXPECT_EQ(list[0].cohorts, CohortsId("leads"));
    EXPECT_EQ(list[0].period, quarter_);
    EXPECT_EQ(list[0].agreement, AgreementId(agreement));
    EXPECT_EQ(list[0].reason, RecallRow::Reason::kTooFew);
    EXPECT_EQ(list[0].opened_on, absl::CivilDay(2026, 4, 11));
    EXPECT_THAT(list[0].releases, SizeIs(1));
  }
  EXPECT_THAT(Listed(dpo_), SizeIs(2));
  // Once for all, however often it is looked at.
  Retract(Record(6));
  EXPECT_EQ(ledger_.Count("recall.open"), 1);
}

TEST_F(RecallsTest, EditsAndAnswersCountAsRetractionsDo) {
  Retract(Record(0));
  CohortRecord edited = seal_.nodes[1].records[2];
  edited.instance = "ins1-second";
  PutRecord(edited);
  Inquiries inquiries(
      catalog_, ledger_, [this] { return now_; }, random_);
  const auto opened = inquiries.Open(
      recipient_, NextRequest(), AgreementId("mrm-2026"), mine_.at(Record(4)));
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(ledger_.Count("recall.open"), 0);
  ASSERT_THAT(inquiries.Answer(collectors_, NextRequest(), opened->inquiry->id,
                               InquiryOutcome::kDidNotOccur),
              IsOk());
  EXPECT_EQ(ledger_.Count("recall.open"), 1);
}

TEST_F(RecallsTest, ARecallThatACrashLeftOutIsOpenedAtTheNextLook) {
  Retract(Record(0));
  Retract(Record(2));
  ledger_.before_commit = [&](const Effects& effects) {
    if (effects.entry.type == "recall.open") {
      ledger_.commit_error = absl::UnavailableError("stopped");
    }
  };
  // The retraction itself stands.
  Retract(Record(4));
  EXPECT_EQ(ledger_.Count("record.retract"), 3);
  EXPECT_EQ(ledger_.Count("recall.open"), 0);
  ledger_.before_commit = nullptr;
  ledger_.commit_error = absl::OkStatus();
  // Nothing of the cohort is given meanwhile.
  EXPECT_THAT(Give(recipient_, "mrm-2026"), SizeIs(8));
  EXPECT_THAT(Listed(recipient_), SizeIs(1));
  EXPECT_EQ(ledger_.Count("recall.open"), 1);
}

TEST_F(RecallsTest, WhatIsRecalledIsNeitherGivenNorHandedOutAgain) {
  ReleaseId release;
  ASSERT_THAT(ledger_.Scan({RowKind::kCohortsGiven, {"mrm-2026"}, {}},
                           [&](const VersionedRow& row) {
                             release =
                                 std::get<CohortsGivenRow>(row.row).release;
                             return true;
                           }),
              IsOk());
  // The control: it is handed out until then.
  ASSERT_THAT(releases_.CheckDownload(recipient_, release), IsOk());
  const auto opened = recalls_.Open(dpo_, seal_.dataset, kFirst);
  ASSERT_THAT(opened, IsOk());
  ASSERT_THAT(*opened, SizeIs(2));
  EXPECT_EQ(opened->front().reason, RecallRow::Reason::kOfficer);
  EXPECT_EQ(ReasonOf(releases_.CheckDownload(recipient_, release)).code,
            "COHORT_RECALLED");
  const auto rows = Give(recipient_, "mrm-2026");
  EXPECT_THAT(rows, SizeIs(8));
  for (const auto& [record, ref] : rows) {
    EXPECT_TRUE(absl::StrContains(record, "2026-Q1-2")) << record;
  }
  // A new package is not touched by it, and another recall of it is none.
  ASSERT_THAT(Listed(recipient_)[0].releases, SizeIs(1));
  EXPECT_EQ(Listed(recipient_)[0].releases[0].id, release);
  EXPECT_THAT(recalls_.Open(dpo_, seal_.dataset, kFirst), IsOk());
  EXPECT_EQ(ledger_.Count("recall.open"), 1);
}

TEST_F(RecallsTest, OnlyTheOfficerOfAnAgreementThatGaveItRecalls) {
  Caller another = dpo_;
  another.party = PartyId("another-office");
  Caller as_recipient = dpo_;
  as_recipient.role = Role::kRecipient;
  std::set<std::string> answers;
  for (const Caller& caller :
       {another, as_recipient, recipient_, collectors_}) {
    answers.insert(
        recalls_.Open(caller, seal_.dataset, kFirst).status().ToString());
  }
  answers.insert(
      recalls_.Open(dpo_, seal_.dataset, "2026-Q1-9").status().ToString());
  answers.insert(
      recalls_.Open(dpo_, DatasetId("alerts"), kFirst).status().ToString());
  EXPECT_THAT(answers, SizeIs(1));
  EXPECT_TRUE(absl::StrContains(*answers.begin(), "REFUSED"));
  EXPECT_EQ(ledger_.Count("recall.open"), 0);
}

TEST_F(RecallsTest, ItReachesWhomTheAgreementGivesNothingAnyMore) {
  RetractThree();
  now_ = AgreementOf(catalog_).valid_until + absl::Hours(24 * 300);
  EXPECT_THAT(Listed(recipient_), SizeIs(1));
  EXPECT_THAT(Listed(other_recipient_), SizeIs(1));
  Caller stranger = recipient_;
  stranger.party = PartyId("stranger");
  EXPECT_THAT(Listed(stranger), IsEmpty());
  EXPECT_THAT(Listed(collectors_), IsEmpty());
}

TEST_F(RecallsTest, ACohortThatNobodyWasGivenIsNotRecalled) {
  // One more cohort, sealed and small, but never in a package.
  CohortSeal::Node small = seal_.nodes[1];
  small.code = "2026-Q1-3";
  small.records.resize(6);
  for (CohortRecord& one : small.records) {
    one.ref = absl::StrCat("ref1-canary-small-", one.ref);
    PutRecord(one);
  }
  seal_.nodes.push_back(small);
  ledger_.Put(CohortsRow{seal_});
  Retract(small.records[0].ref);
  EXPECT_EQ(ledger_.Count("recall.open"), 0);
  EXPECT_THAT(
      IsRecalled(ledger_, seal_.dataset, quarter_, seal_.id, small.code),
      IsOkAndHolds(false));
}

TEST_F(RecallsTest, ARecalledReleaseIsNotHandedOutAndOthersAre) {
  const std::vector<ReleaseId> releases = ReleasesOf("mrm-2026");
  Give(recipient_, "mrm-2026");
  const std::vector<ReleaseId> both = ReleasesOf("mrm-2026");
  ASSERT_THAT(both, SizeIs(2));
  const ReleaseId first = releases.front();
  const ReleaseId second = both[0] == first ? both[1] : both[0];
  // It was asked for, and not downloaded yet.
  ASSERT_THAT(releases_.CheckDownload(recipient_, first), IsOk());
  const auto opened = recalls_.OpenRelease(dpo_, first);
  ASSERT_THAT(opened, IsOk());
  ASSERT_THAT(*opened, SizeIs(1));
  EXPECT_EQ(opened->front().name, "release:" + first.text());
  EXPECT_FALSE(opened->front().period.has_value());
  EXPECT_EQ(opened->front().recipient, PartyId("mrm"));
  EXPECT_EQ(opened->front().releases[0].due_on, absl::CivilDay(2026, 4, 24));
  EXPECT_EQ(ReasonOf(releases_.CheckDownload(recipient_, first)).code,
            "RELEASE_RECALLED");
  EXPECT_EQ(ReasonOf(releases_.Download(recipient_, first).status()).code,
            "RELEASE_RECALLED");
  // The control: nothing else of the agreement is touched.
  EXPECT_THAT(releases_.CheckDownload(recipient_, second), IsOk());
  EXPECT_THAT(Give(recipient_, "mrm-2026"), SizeIs(16));
  EXPECT_THAT(Listed(other_recipient_), IsEmpty());
  EXPECT_THAT(Listed(recipient_), SizeIs(1));
  ASSERT_THAT(recalls_.OpenRelease(dpo_, first), IsOk());
  EXPECT_EQ(ledger_.Count("recall.open"), 1);
}

TEST_F(RecallsTest, OnlyTheOfficerOfItsAgreementRecallsARelease) {
  const ReleaseId release = ReleasesOf("mrm-2026").front();
  Caller another = dpo_;
  another.party = PartyId("another-office");
  Caller nobody = dpo_;
  nobody.party = PartyId();
  std::set<std::string> answers;
  for (const Caller& caller : {another, nobody, recipient_, collectors_}) {
    answers.insert(recalls_.OpenRelease(caller, release).status().ToString());
  }
  answers.insert(
      recalls_.OpenRelease(dpo_, ReleaseId("r-never")).status().ToString());
  EXPECT_THAT(answers, SizeIs(1));
  EXPECT_TRUE(absl::StrContains(*answers.begin(), "REFUSED"));
  EXPECT_EQ(ledger_.Count("recall.open"), 0);
}

// A package that was being made while its cohort was recalled.
TEST_F(RecallsTest, AReleaseThatCrossesARecallIsOwedToo) {
  bool crossed = false;
  ledger_.before_commit = [&](const Effects& effects) {
    if (effects.entry.type != "release.extract" || crossed) return;
    crossed = true;
    ASSERT_THAT(recalls_.Open(dpo_, seal_.dataset, kFirst), IsOk());
  };
  Give(recipient_, "mrm-2026");
  ledger_.before_commit = nullptr;
  ASSERT_TRUE(crossed);
  for (const RecallView& view : Listed(recipient_)) {
    EXPECT_THAT(view.releases, SizeIs(2));
    for (const RecalledRelease& one : view.releases) {
      EXPECT_EQ(ReasonOf(releases_.CheckDownload(recipient_, one.id)).code,
                "COHORT_RECALLED");
    }
  }
}

TEST_F(RecallsTest, TheFeedTellsEachHolderAndNobodyElse) {
  Agreement third = catalog_.agreements.at(AgreementId(kOther));
  third.id = AgreementId("mrm-third");
  catalog_.agreements.emplace(third.id, third);
  const auto next = [this](const Caller& caller, const char* agreement,
                           uint64_t after) {
    Feeds feeds(
        catalog_, ledger_, [this] { return now_; }, random_);
    return *feeds.Next(caller, AgreementId(agreement),
                       PurposeId("child-rights"), after);
  };
  ASSERT_FALSE(next(recipient_, "mrm-2026", 0).item.has_value());
  RetractThree();
  const FeedStep mine = next(recipient_, "mrm-2026", 0);
  ASSERT_TRUE(mine.item.has_value());
  const auto& notice = std::get<RecallView>(mine.item->content);
  EXPECT_EQ(notice.cohort, kFirst);
  EXPECT_THAT(notice.releases, SizeIs(1));
  EXPECT_EQ(notice.releases[0].id, ReleasesOf("mrm-2026").front());
  EXPECT_EQ(ledger_.log.at(mine.item->audit_index).type, "recall.notify");
  const FeedStep theirs = next(other_recipient_, kOther, 0);
  ASSERT_TRUE(theirs.item.has_value());
  EXPECT_EQ(std::get<RecallView>(theirs.item->content).releases[0].id,
            ReleasesOf(kOther).front());
  // Nothing was given under the third; and each is told once.
  EXPECT_FALSE(next(other_recipient_, "mrm-third", 0).item.has_value());
  EXPECT_FALSE(next(recipient_, "mrm-2026", 1).item.has_value());
  next(recipient_, "mrm-2026", 0);
  EXPECT_EQ(ledger_.Count("recall.notify"), 2);

  ASSERT_THAT(recalls_.OpenRelease(dpo_, ReleasesOf("mrm-2026").front()),
              IsOk());
  const FeedStep release = next(recipient_, "mrm-2026", 1);
  ASSERT_TRUE(release.item.has_value());
  EXPECT_EQ(std::get<RecallView>(release.item->content).cohort, "");
  EXPECT_FALSE(next(other_recipient_, kOther, 1).item.has_value());
}

// No row, record or contributor is in what a recall says or what the log has.
TEST_F(RecallsTest, ARecallNamesNoRow) {
  RetractThree();
  std::string said;
  for (const RecallView& view : Listed(recipient_)) {
    absl::StrAppend(&said, view.cohort, view.cohorts.text(),
                    view.agreement.text(), view.dataset.text());
    for (const RecalledRelease& one : view.releases) said += one.id.text();
  }
  ASSERT_EQ(ledger_.Count("recall.open"), 1);
  for (const AuditEntry& entry : ledger_.log) {
    if (entry.type != "recall.open") continue;
    said += EntryBytes(entry, 0, now_);
  }
  for (const auto& [record, ref] : mine_) {
    EXPECT_FALSE(absl::StrContains(said, record));
    EXPECT_FALSE(absl::StrContains(said, ref));
  }
  EXPECT_FALSE(absl::StrContains(said, "canary"));
  EXPECT_FALSE(absl::StrContains(said, "collectors"));
  EXPECT_TRUE(absl::StrContains(said, kFirst));
}

}  // namespace
}  // namespace toguna
