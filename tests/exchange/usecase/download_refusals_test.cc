// That a download was refused is in the log: why, and not again and again.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/usecase/agreement_acts.h"
#include "exchange/usecase/recalls.h"
#include "exchange/usecase/releases.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/usecase/given_rows.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class DownloadRefusalsTest : public GivenRowsTest {
 protected:
  DownloadRefusalsTest() {
    (void)ledger_.Scan({RowKind::kCohortsGiven, {"mrm-2026"}, {}},
                       [&](const VersionedRow& row) {
                         release_ = std::get<CohortsGivenRow>(row.row).release;
                         return true;
                       });
  }
  // What was logged, and the reason that the caller is told.
  std::string Ask(const Caller& caller, const ReleaseId& release) {
    return ReasonOf(releases_.Download(caller, release).status()).code;
  }
  std::vector<std::string> Reasons() const {
    std::vector<std::string> reasons;
    for (const AuditEntry& entry : ledger_.log) {
      if (entry.type == "download.refuse") {
        reasons.push_back(entry.fields.at("reason"));
      }
    }
    return reasons;
  }
  void Decide(AgreementAct::Kind kind) {
    AgreementAct act;
    act.agreement = AgreementId("mrm-2026");
    act.kind = kind;
    act.reason = AgreementAct::Reason::kIncident;
    AgreementActs acts(catalog_, ledger_, [this] { return now_; });
    EXPECT_THAT(acts.Decide(dpo_, NextRequest(), act), IsOk());
  }

  ReleaseId release_;
};

TEST_F(DownloadRefusalsTest, OneThatIsGivenLeavesNoEntry) {
  EXPECT_THAT(releases_.Download(recipient_, release_), IsOk());
  EXPECT_THAT(releases_.CheckDownload(recipient_, release_), IsOk());
  EXPECT_THAT(Reasons(), IsEmpty());
}

TEST_F(DownloadRefusalsTest, AnEntrySaysWhoWhatAndWhy) {
  Decide(AgreementAct::Kind::kSuspend);
  EXPECT_EQ(Ask(recipient_, release_), "REFUSED");
  const AuditEntry& entry = ledger_.log.back();
  EXPECT_EQ(entry.type, "download.refuse");
  EXPECT_EQ(entry.actor, recipient_.spiffe_id);
  EXPECT_THAT(entry.fields,
              UnorderedElementsAre(Pair("agreement", "mrm-2026"),
                                   Pair("release", release_.text()),
                                   Pair("reason", "AGREEMENT_SUSPENDED")));
}

TEST_F(DownloadRefusalsTest, EachReasonHasItsOwn) {
  Decide(AgreementAct::Kind::kSuspend);
  EXPECT_EQ(Ask(recipient_, release_), "REFUSED");
  Decide(AgreementAct::Kind::kResume);
  Agreement& agreement = AgreementOf(catalog_);
  ++agreement.revision;
  EXPECT_EQ(Ask(recipient_, release_), "REFUSED");
  --agreement.revision;
  const absl::Time valid_until = agreement.valid_until;
  agreement.valid_until = now_;
  EXPECT_EQ(Ask(recipient_, release_), "REFUSED");
  agreement.valid_until = absl::InfiniteFuture();
  agreement.review_by = absl::InfiniteFuture();
  const absl::Time now = now_;
  now_ += absl::Hours(24 * 400);
  EXPECT_EQ(Ask(recipient_, release_), "REFUSED");
  now_ = now;
  agreement.valid_until = valid_until;
  EXPECT_EQ(Ask(other_recipient_, release_), "REFUSED");
  EXPECT_EQ(Ask(recipient_, ReleaseId("r-none")), "REFUSED");
  Recalls recalls(catalog_, ledger_, [this] { return now_; });
  ASSERT_THAT(recalls.OpenRelease(dpo_, release_), IsOk());
  EXPECT_EQ(Ask(recipient_, release_), "RELEASE_RECALLED");
  Decide(AgreementAct::Kind::kTerminate);
  EXPECT_EQ(Ask(recipient_, release_), "REFUSED");
  EXPECT_THAT(Reasons(),
              ElementsAre("AGREEMENT_SUSPENDED", "PURPOSE_NOT_COVERED",
                          "AGREEMENT_EXPIRED", "DELETE_BY_PASSED",
                          "CALLER_NOT_RECIPIENT", "RELEASE_UNKNOWN",
                          "RELEASE_RECALLED", "AGREEMENT_TERMINATED"));
}

TEST_F(DownloadRefusalsTest, AsksAgainAndAgainDoNotMakeTheLogGrow) {
  Decide(AgreementAct::Kind::kSuspend);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(Ask(recipient_, release_), "REFUSED");
    EXPECT_FALSE(releases_.CheckDownload(recipient_, release_).ok());
  }
  EXPECT_EQ(ledger_.Count("download.refuse"), 1);
  // Nor does a use case that was made anew, as after a restart.
  Releases again(
      catalog_, ledger_, maker_, [this] { return now_; },
      [](size_t n) { return std::string(n, 'x'); });
  EXPECT_FALSE(again.Download(recipient_, release_).ok());
  EXPECT_EQ(ledger_.Count("download.refuse"), 1);
  // Names that are made up are one entry a day, whatever they are.
  for (int i = 0; i < 50; ++i) Ask(recipient_, ReleaseId(Request(i)));
  EXPECT_EQ(ledger_.Count("download.refuse"), 2);
  EXPECT_EQ(ledger_.log.back().fields.count("release"), 0U)
      << "the caller's own text is not quoted";
  // The next day says it again.
  now_ += absl::Hours(24);
  Ask(recipient_, release_);
  EXPECT_EQ(ledger_.Count("download.refuse"), 3);
}

TEST_F(DownloadRefusalsTest, TwoAtOnceAreOneEntry) {
  Decide(AgreementAct::Kind::kSuspend);
  // Somebody notes the same between the look and the commit.
  bool first = true;
  ledger_.before_commit = [&](const Effects&) {
    if (!first) return;
    first = false;
    EXPECT_EQ(Ask(recipient_, release_), "REFUSED");
  };
  EXPECT_EQ(Ask(recipient_, release_), "REFUSED");
  EXPECT_EQ(ledger_.Count("download.refuse"), 1);
}

TEST_F(DownloadRefusalsTest, OneWhoseEntryCannotBeWrittenIsRefusedAllTheSame) {
  Decide(AgreementAct::Kind::kSuspend);
  ledger_.commit_error = absl::UnavailableError("no log");
  EXPECT_THAT(releases_.Download(recipient_, release_),
              StatusIs(absl::StatusCode::kUnavailable));
  ledger_.commit_error = absl::OkStatus();
  EXPECT_EQ(Ask(recipient_, release_), "REFUSED");
  EXPECT_EQ(ledger_.Count("download.refuse"), 1);
}

TEST_F(DownloadRefusalsTest, AWaitForWitnessesIsNoRefusal) {
  AgreementOf(catalog_).witnessed = true;
  ledger_.witness_error = absl::UnavailableError("away");
  EXPECT_THAT(releases_.Download(recipient_, release_),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Reasons(), IsEmpty());
}

// A program asks for the release first, and where that is refused for no file.
TEST_F(DownloadRefusalsTest, AskingForTheReleaseAloneIsTheSame) {
  EXPECT_THAT(releases_.Get(recipient_, release_), IsOk());
  Decide(AgreementAct::Kind::kSuspend);
  EXPECT_FALSE(releases_.Get(recipient_, release_).ok());
  EXPECT_FALSE(releases_.Download(recipient_, release_).ok());
  EXPECT_THAT(Reasons(), ElementsAre("AGREEMENT_SUSPENDED"));
}

}  // namespace
}  // namespace toguna::testing
