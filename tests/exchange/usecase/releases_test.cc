#include "exchange/usecase/releases.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "tests/exchange/usecase/watched_ledger.h"
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
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using ::toguna::testing::AgreementOf;
using ::toguna::testing::At;
using ::toguna::testing::IsOk;
using ::toguna::testing::March;
using ::toguna::testing::PutSealedMarch;
using ::toguna::testing::PutSealedMarchAtTen;
using ::toguna::testing::SealedMarch;
using ::toguna::testing::SmallAsk;
using ::toguna::testing::SmallCatalog;
using ::toguna::testing::StatusIs;
using ::toguna::testing::WatchedLedger;

constexpr char kFirst[] = "48583952-1892-4931-8d9c-869e7b49bafb";
constexpr char kSecond[] = "58583952-1892-4931-8d9c-869e7b49bafb";

// Remembers what it was asked to package.
class FakeMaker : public PackageMaker {
 public:
  absl::StatusOr<std::map<std::string, std::string>> Make(
      const PackageContents& contents) const override {
    if (!error.ok()) return error;
    ++made;
    cells = contents.selection.tables.empty()
                ? 0
                : contents.selection.tables[0].table.cells.size();
    hxl = contents.wish.hxl;
    corrected = contents.corrected;
    risk = contents.risk;
    if (contents.plan != nullptr) minimums = contents.plan->minimums;
    published = 0;
    for (const SelectedTable& one : contents.selection.tables) {
      for (const SealedCell& cell : one.table.cells) {
        published += cell.status == CellStatus::kPublished ? 1 : 0;
      }
    }
    if (meanwhile) meanwhile();
    return std::map<std::string, std::string>{
        {"manifest.json", "manifest of " + contents.release.text()},
        {"extract.csv.age", "ciphertext"}};
  }
  absl::Status error;
  std::function<void()> meanwhile;
  mutable int made = 0;
  mutable std::vector<Period> corrected;
  mutable std::optional<RungRisk> risk;
  mutable size_t cells = 0;
  mutable bool hxl = false;
  mutable Minimums minimums;
  mutable int published = 0;
};

class ReleasesTest : public ::testing::Test {
 protected:
  ReleasesTest() { PutSealedMarch(ledger_); }

  absl::StatusOr<ExtractAnswer> Create(const char* request = kFirst,
                                       const Ask& ask = SmallAsk()) {
    return releases_.CreateExtract(recipient_, request, ask);
  }
  int Quota() {
    QuotaRow row;
    row.agreement = AgreementId("mrm-2026");
    row.month = Period(absl::CivilMonth(2026, 4));
    const auto found = Find<QuotaRow>(ledger_, KeyOf(row));
    return found.ok() && found->has_value() ? (*found)->value.extracts : 0;
  }
  // Nothing was handed over, and nothing is there to be handed over.
  void ExpectNothingLeft(const absl::StatusOr<ExtractAnswer>& answer) {
    EXPECT_FALSE(answer.ok() && answer->release.has_value());
    EXPECT_EQ(ledger_.Count("release.extract"), 0);
    EXPECT_EQ(Quota(), 0);
  }

  Catalog catalog_ = SmallCatalog();
  WatchedLedger ledger_;
  FakeMaker maker_;
  absl::Time now_ = At(10);
  int drawn_ = 0;
  Caller recipient_{PartyId("mrm"), Role::kRecipient,
                    "spiffe://test.example/recipient/mrm/1"};
  Caller stranger_{PartyId("stranger"), Role::kRecipient,
                   "spiffe://test.example/recipient/stranger/1"};
  Releases releases_{
      catalog_, ledger_, maker_, [this] { return now_; },
      [this](size_t n) { return std::string(n, static_cast<char>(++drawn_)); }};
};

// What holds of every way to release: whatever was handed over is in the log
// and under a checkpoint. The tests below use it on the real use case, and the
// last one shows that it tells a wrong order.
bool HandedOverOnlyAfterTheLog(const WatchedLedger& ledger, bool handed_over) {
  return !handed_over || ledger.MayDeliver("release.extract");
}

// Where the agreement wants witnesses, their signatures come before anything
// leaves, by each of the three ways; and what waited leaves once they are
// there.
TEST_F(ReleasesTest, UnderAWitnessedAgreementNothingLeavesBeforeTheWitnesses) {
  AgreementOf(catalog_).witnessed = true;
  ledger_.witness_error = absl::UnavailableError("away");
  EXPECT_THAT(Create(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(ledger_.steps, ElementsAre("commit release.extract", "checkpoint",
                                         "witnesses failed"));
  // Asked for again it is the same release, and waits again.
  EXPECT_THAT(Create(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(ledger_.Count("release.extract"), 1);
  EXPECT_EQ(Quota(), 1);
  ledger_.witness_error = absl::OkStatus();
  const auto answer = Create();
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(ledger_.Count("release.extract"), 1);
  ASSERT_THAT(releases_.Download(recipient_, answer->release->id), IsOk());
  ledger_.witness_error = absl::UnavailableError("away");
  EXPECT_THAT(releases_.Download(recipient_, answer->release->id),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ReleasesTest, WithoutThatNobodyWaitsForWitnesses) {
  ledger_.witness_error = absl::UnavailableError("away");
  EXPECT_THAT(Create(), IsOk());
  EXPECT_EQ(ledger_.witnessed, 0U);
}

TEST_F(ReleasesTest, ReleasesInOneCommitAndAnswersAfterTheCheckpoint) {
  const auto answer = Create();

  ASSERT_THAT(answer, IsOk());
  ASSERT_TRUE(answer->release.has_value());
  EXPECT_TRUE(answer->decision.allowed);
  EXPECT_THAT(ledger_.steps,
              ElementsAre("commit release.extract", "checkpoint"));
  EXPECT_TRUE(HandedOverOnlyAfterTheLog(ledger_, true));
  EXPECT_EQ(Quota(), 1);
  EXPECT_EQ(maker_.cells, 9u);

  const ReleaseRow& row = *answer->release;
  EXPECT_THAT(row.id.text(), AllOf(SizeIs(22), HasSubstr("r-")));
  EXPECT_THAT(CheckId(row.id.text()), IsOk());
  EXPECT_EQ(row.delete_by, At(10) + absl::Hours(24 * 90));
  EXPECT_EQ(row.audit_index, ledger_.LogSize() - 1);
  EXPECT_THAT(ledger_.log.back().fields,
              UnorderedElementsAre(
                  Pair("agreement", "mrm-2026"), Pair("revision", "2"),
                  Pair("agreement_sha256", std::string(64, 'a')),
                  Pair("catalog_sha256", std::string(64, 'c')),
                  Pair("dataset", "incidents"), Pair("release", row.id.text()),
                  Pair("manifest_sha256", row.manifest_sha256),
                  Pair("package_sha256", HexOf(Sha256("ciphertext"))),
                  Pair("recipient_key", "age1mrm"), Pair("rows", "9"),
                  Pair("decision_sha256", SizeIs(64))));
  EXPECT_EQ(row.manifest_sha256, HexOf(Sha256("manifest of " + row.id.text())));
}

TEST_F(ReleasesTest, AQuarterIsReleasedAsAMonthIs) {
  const Period quarter(Period::Kind::kQuarter, March().month());
  catalog_.plans.at(PlanId("monthly")).families[0].cadence = Cadence::kQuarter;
  Ask ask = SmallAsk();
  auto refused = Create(kFirst, ask);
  ASSERT_THAT(refused, IsOk());
  EXPECT_EQ(refused->decision.reason, "FAMILY_NOT_OF_PERIOD");
  ask.periods = {quarter};
  refused = Create("0198c7f8-0000-4000-8000-00000000000a", ask);
  ASSERT_THAT(refused, IsOk());
  EXPECT_EQ(refused->decision.reason, "PERIOD_NOT_SEALED");

  SealedPeriod sealed = SealedMarch();
  sealed.period = quarter;
  ledger_.Put(SealRow{sealed});
  PeriodRow row;
  row.dataset = DatasetId("incidents");
  row.period = quarter;
  row.state = PeriodState::kSealed;
  ledger_.Put(row);
  const auto answer = Create("0198c7f8-0000-4000-8000-00000000000b", ask);
  ASSERT_THAT(answer, IsOk());
  EXPECT_TRUE(answer->release.has_value());
  EXPECT_EQ(maker_.cells, 9u);
  EXPECT_THAT(maker_.corrected, SizeIs(0));

  // A month of it is corrected.
  row.period = March();
  row.corrected = true;
  ledger_.Put(row);
  ASSERT_THAT(Create("0198c7f8-0000-4000-8000-00000000000c", ask), IsOk());
  EXPECT_THAT(maker_.corrected, ElementsAre(quarter));
}

TEST_F(ReleasesTest, TheSameRequestGivesTheSameReleaseAndCostsOneQuotaUnit) {
  const auto first = Create();
  Ask reordered = SmallAsk();
  reordered.periods = {March(), March()};
  const auto again = Create(kFirst, reordered);

  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(first->release->id, again->release->id);
  EXPECT_EQ(Quota(), 1);
  EXPECT_EQ(ledger_.Count("release.extract"), 1);
  EXPECT_EQ(maker_.made, 1);
}

TEST_F(ReleasesTest, ARequestIdIsForOneRequest) {
  ASSERT_THAT(Create(), IsOk());
  Ask other = SmallAsk();
  other.levels[0].finest = 0;

  const auto reused = Create(kFirst, other);
  EXPECT_EQ(ReasonOf(reused.status()).code, "REQUEST_ID_REUSED");
  EXPECT_EQ(ReasonOf(Create("not a uuid").status()).code, "INVALID_REQUEST_ID");
  EXPECT_EQ(
      ReasonOf(
          releases_.CreateExtract(recipient_, kFirst, SmallAsk(), {.hxl = true})
              .status())
          .code,
      "REQUEST_ID_REUSED");
  EXPECT_EQ(Quota(), 1);
}

TEST_F(ReleasesTest, IfTheLogCannotBeWrittenNothingIsReleased) {
  ledger_.commit_error = absl::UnavailableError("no log");

  const auto answer = Create();

  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kUnavailable));
  ExpectNothingLeft(answer);
}

TEST_F(ReleasesTest, WithoutACheckpointNothingIsHandedOverUntilThereIsOne) {
  ledger_.checkpoint_error = absl::UnavailableError("no checkpoint");
  const auto lost = Create();
  EXPECT_THAT(lost, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(ledger_.Count("release.extract"), 1);
  // Again, by the same request: still none, and no second release.
  EXPECT_THAT(Create(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(ledger_.Count("release.extract"), 1);
  const ReleaseId id(ledger_.log.back().fields.at("release"));
  EXPECT_THAT(releases_.Download(recipient_, id),
              StatusIs(absl::StatusCode::kUnavailable));

  ledger_.checkpoint_error = absl::OkStatus();
  const auto answer = Create();
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->release->id, id);
  EXPECT_EQ(Quota(), 1);
}

TEST_F(ReleasesTest, ARefusalIsLoggedWithItsReasonAndReleasesNothing) {
  Ask ask = SmallAsk();
  ask.levels[0].finest = 2;

  const auto answer = Create(kFirst, ask);

  ASSERT_THAT(answer, IsOk());
  ExpectNothingLeft(answer);
  EXPECT_EQ(answer->decision.reason, "LEVEL_TOO_FINE");
  EXPECT_THAT(answer->decision.findings, Not(IsEmpty()));
  EXPECT_EQ(ledger_.log.back().type, "release.refuse");
  EXPECT_THAT(
      ledger_.log.back().fields,
      ElementsAre(Pair("agreement", "mrm-2026"), Pair("dataset", "incidents"),
                  Pair("decision", answer->id.text()),
                  Pair("decision_sha256", SizeIs(64)),
                  Pair("reason", "LEVEL_TOO_FINE")));
  EXPECT_EQ(maker_.made, 0);

  ledger_.commit_error = absl::UnavailableError("no log");
  EXPECT_THAT(Create(kSecond, ask), StatusIs(absl::StatusCode::kUnavailable))
      << "a refusal that cannot be logged is no answer";
}

TEST_F(ReleasesTest, StrangersAndUnknownAgreementsGetOneAnswer) {
  Ask unknown = SmallAsk();
  unknown.agreement = AgreementId("Fatoumata");
  const auto not_yours = releases_.CreateExtract(stranger_, kFirst, SmallAsk());
  const auto not_there = releases_.CreateExtract(stranger_, kSecond, unknown);

  ASSERT_THAT(not_yours, IsOk());
  ASSERT_THAT(not_there, IsOk());
  for (const ExtractAnswer& answer : {*not_yours, *not_there}) {
    EXPECT_FALSE(answer.release.has_value());
    EXPECT_FALSE(answer.decision.caller_is_party);
    EXPECT_EQ(answer.decision.reason, "REFUSED");
    EXPECT_THAT(answer.decision.findings, IsEmpty());
    EXPECT_EQ(answer.decision.agreement_revision, 0);
  }
  // The caller's own text is not taken into the log.
  EXPECT_THAT(ledger_.log.back().fields, Not(Contains(Key("agreement"))));
}

TEST_F(ReleasesTest, TheQuotaOfTheMonthIsKeptAndOpensAgain) {
  ASSERT_TRUE(Create(kFirst)->release.has_value());
  ASSERT_TRUE(Create(kSecond)->release.has_value());
  const char third[] = "68583952-1892-4931-8d9c-869e7b49bafb";

  const auto refused = Create(third);
  ASSERT_THAT(refused, IsOk());
  EXPECT_EQ(refused->decision.reason, "QUOTA_EXHAUSTED");

  AgreementOf(catalog_).valid_until = At(60);
  AgreementOf(catalog_).review_by = At(60);
  now_ = At(31);
  EXPECT_TRUE(Create(third)->release.has_value());
}

TEST_F(ReleasesTest, ARaceForTheLastQuotaUnitIsDecidedAgain) {
  AgreementOf(catalog_).grants[0].extracts_per_month = 1;
  bool once = false;
  maker_.meanwhile = [&] {
    if (std::exchange(once, true)) return;
    QuotaRow taken;
    taken.agreement = AgreementId("mrm-2026");
    taken.month = Period(absl::CivilMonth(2026, 4));
    taken.extracts = 1;
    ledger_.Put(taken);
  };

  const auto answer = Create();

  ASSERT_THAT(answer, IsOk());
  EXPECT_FALSE(answer->release.has_value());
  EXPECT_EQ(answer->decision.reason, "QUOTA_EXHAUSTED");
  EXPECT_EQ(ledger_.Count("release.extract"), 0);
}

TEST_F(ReleasesTest, EndlessRacesEndInAnErrorWithNothingReleased) {
  ledger_.commit_error = absl::AbortedError("a row changed");
  const auto answer = Create();
  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kAborted));
  ExpectNothingLeft(answer);
  EXPECT_EQ(maker_.made, 5);
}

TEST_F(ReleasesTest, ASealThatChangesUnderTheReleaseStopsIt) {
  maker_.meanwhile = [&] {
    SealedPeriod changed = SealedMarch();
    ++changed.tables[0].cells[0].value;
    ledger_.Put(SealRow{changed});
  };
  const auto answer = Create();
  EXPECT_EQ(ReasonOf(answer.status()).code, "EXTRACT_CHECK_FAILED");
  ExpectNothingLeft(answer);
}

TEST_F(ReleasesTest, ARefusalDependsOnNothingInTheSeal) {
  Ask ask = SmallAsk();
  ask.families = {FamilyId("secret")};
  const auto full = Create(kFirst, ask);
  SealedPeriod empty = SealedMarch();
  for (SealedTable& table : empty.tables) table.cells.clear();
  ledger_.Put(SealRow{empty});
  const auto bare = Create(kSecond, ask);

  ASSERT_THAT(full, IsOk());
  ASSERT_THAT(bare, IsOk());
  ASSERT_EQ(full->decision.findings.size(), bare->decision.findings.size());
  for (size_t i = 0; i < full->decision.findings.size(); ++i) {
    EXPECT_EQ(full->decision.findings[i].en, bare->decision.findings[i].en);
  }
}

TEST_F(ReleasesTest, AFailingPackageReleasesNothing) {
  maker_.error = absl::InvalidArgumentError("not an age key");
  const auto answer = Create();
  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kInvalidArgument));
  ExpectNothingLeft(answer);
}

TEST_F(ReleasesTest, PeriodsSealedUnderDifferentMinimumsAreNotMixed) {
  SealedPeriod february = SealedMarch();
  february.period = Period(March().month() - 1);
  february.minimums.k = 10;
  PeriodRow period;
  period.dataset = february.dataset;
  period.period = february.period;
  period.state = PeriodState::kSealed;
  ledger_.Put(period);
  ledger_.Put(SealRow{february});
  Ask ask = SmallAsk();
  ask.periods.push_back(february.period);

  const auto answer = Create(kFirst, ask);
  EXPECT_EQ(ReasonOf(answer.status()).code, "MINIMUMS_DIFFER");
  ExpectNothingLeft(answer);
}

TEST_F(ReleasesTest, TheGrantsRungIsGivenAndNoOther) {
  PutSealedMarchAtTen(ledger_);
  catalog_.plans.at(PlanId("monthly")).rungs = {{10, 2, 3}, {35, 5, 5}};
  std::optional<int>& rung = AgreementOf(catalog_).grants[0].rung;

  rung = 5;
  ASSERT_THAT(Create(kFirst), IsOk());
  EXPECT_EQ(maker_.minimums.k, 5);
  const int published = maker_.published;
  rung = 10;
  ASSERT_THAT(Create(kSecond), IsOk());
  EXPECT_EQ(maker_.minimums.k, 10);
  EXPECT_EQ(maker_.published, published - 1);
}

TEST_F(ReleasesTest, ThePackageIsToldTheRungsRiskAndThePlansBoundOfThen) {
  PutSealedMarchAtTen(ledger_);
  Plan& plan = catalog_.plans.at(PlanId("monthly"));
  plan.rungs = {{10, 2, 3}};
  std::optional<int>& rung = AgreementOf(catalog_).grants[0].rung;
  rung = 10;
  AgreementOf(catalog_).grants[0].extracts_per_month = 9;
  int asked = 0;
  const auto risk = [&] {
    const std::string id =
        absl::StrCat("0198c7f8-0000-4000-8000-00000000000", ++asked);
    EXPECT_THAT(Create(id.c_str()), IsOk());
    return maker_.risk;
  };
  // Sealed before it was kept.
  EXPECT_FALSE(risk().has_value());

  SealedPlanRow then{.dataset = DatasetId("incidents"),
                     .period = March(),
                     .plan = plan,
                     .list_versions = {},
                     .dimensions = {}};
  then.plan.max_global_risk = 0.1;
  ledger_.Put(then);
  EXPECT_FALSE(risk().has_value());
  SealJobRow failed{.dataset = DatasetId("incidents"), .period = March()};
  failed.state = SealJobRow::State::kFailed;
  SealJobRow done = failed;
  done.attempt = 2;
  done.state = SealJobRow::State::kDone;
  done.rungs = {{5, 40, 0.12}, {10, 30, 0.07}};
  ledger_.Put(failed);
  ledger_.Put(done);

  plan.max_global_risk = 0.2;  // as the plan says now
  ASSERT_TRUE(risk().has_value());
  EXPECT_EQ(maker_.risk->global, 0.07);
  EXPECT_EQ(maker_.risk->bound, 0.1);
  rung = 5;  // which the plan's bound is not of
  ASSERT_TRUE(risk().has_value());
  EXPECT_EQ(maker_.risk->global, 0.12);
  EXPECT_FALSE(maker_.risk->bound.has_value());
}

TEST_F(ReleasesTest, ARungThatIsNotSealedIsRefusedNotReplaced) {
  PutSealedMarchAtTen(ledger_);
  catalog_.plans.at(PlanId("monthly")).rungs = {{10, 2, 3}, {35, 5, 5}};
  AgreementOf(catalog_).grants[0].rung = 35;
  const auto above = Create();
  EXPECT_EQ(ReasonOf(above.status()).code, "RUNG_NOT_SEALED");
  ExpectNothingLeft(above);

  // The plan has one rung by now, so grants need not name it; the seal has two.
  catalog_.plans.at(PlanId("monthly")).rungs.clear();
  AgreementOf(catalog_).grants[0].rung.reset();
  const auto unnamed = Create();
  EXPECT_EQ(ReasonOf(unnamed.status()).code, "RUNG_NOT_SEALED");
  ExpectNothingLeft(unnamed);
}

TEST_F(ReleasesTest,
       CohortsThatAreNotSealedAreRefusedAndNothingIsGivenForThem) {
  CohortPlan leads;
  leads.id = CohortsId("leads");
  leads.cadence = Cadence::kMonth;  // as is sealed here
  leads.purposes = {PurposeId("child-rights")};
  leads.attributes.emplace_back().dimension = "place";
  catalog_.plans.at(PlanId("monthly")).cohorts = {leads};
  AgreementOf(catalog_).grants[0].cohorts = {leads.id};
  Ask ask = SmallAsk();
  ask.cohorts = {leads.id};
  const auto answer = Create(kFirst, ask);
  EXPECT_EQ(ReasonOf(answer.status()).code, "COHORTS_NOT_SEALED");
  ExpectNothingLeft(answer);
  EXPECT_EQ(ReasonOf(releases_.Preview(recipient_, ask).status()).code,
            "COHORTS_NOT_SEALED");
  // The same request without them is another.
  EXPECT_THAT(Create(kFirst), IsOk());
}

TEST_F(ReleasesTest, TheHxlRowIsPassedOn) {
  ASSERT_THAT(
      releases_.CreateExtract(recipient_, kFirst, SmallAsk(), {.hxl = true}),
      IsOk());
  EXPECT_TRUE(maker_.hxl);
}

TEST_F(ReleasesTest, TheRecipientDownloadsItWithTheLogsProof) {
  const auto answer = Create();
  ASSERT_THAT(answer, IsOk());
  ledger_.steps.clear();

  const auto files = releases_.Download(recipient_, answer->release->id);

  ASSERT_THAT(files, IsOk());
  EXPECT_THAT(ledger_.steps, ElementsAre("checkpoint"));
  EXPECT_THAT(files->at("release.entry"),
              HasSubstr(answer->release->manifest_sha256));
  EXPECT_EQ(files->at("release.tlog-proof"), "fake proof\n");
  EXPECT_EQ(files->at("extract.csv.age"), "ciphertext");
}

TEST_F(ReleasesTest, NobodyElseDownloadsItAndNothingSaysThatItExists) {
  const auto answer = Create();
  ASSERT_THAT(answer, IsOk());
  const auto theirs = releases_.Download(stranger_, answer->release->id);
  const auto none = releases_.Download(stranger_, ReleaseId("r-none"));

  EXPECT_THAT(theirs, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(theirs.status().ToString(), none.status().ToString());
  EXPECT_EQ(ReasonOf(none.status()).code, "REFUSED");
}

TEST_F(ReleasesTest, ADownloadIsDecidedAgain) {
  const auto answer = Create();
  ASSERT_THAT(answer, IsOk());
  const ReleaseId id = answer->release->id;
  const auto finding = [&] {
    const absl::Status status = releases_.Download(recipient_, id).status();
    EXPECT_EQ(ReasonOf(status).code, "REFUSED");
    return ReasonOf(status).metadata["finding"];
  };

  now_ = At(30);
  EXPECT_EQ(finding(), "AGREEMENT_EXPIRED");
  EXPECT_FALSE(Create()->release.has_value()) << "nor by asking again";
  now_ = At(10);
  ++AgreementOf(catalog_).revision;
  EXPECT_EQ(finding(), "PURPOSE_NOT_COVERED");
  --AgreementOf(catalog_).revision;
  AgreementOf(catalog_).valid_until = absl::InfiniteFuture();
  AgreementOf(catalog_).review_by = absl::InfiniteFuture();
  now_ = answer->release->delete_by;
  EXPECT_EQ(finding(), "DELETE_BY_PASSED");
  now_ -= absl::Seconds(1);
  EXPECT_THAT(releases_.Download(recipient_, id), IsOk());
}

// Negative control: a use case that hands over first and logs then.
TEST_F(ReleasesTest, DeliveringBeforeTheCommitWouldBeCaught) {
  WatchedLedger ledger;
  ledger.commit_error = absl::UnavailableError("no log");
  const auto deliver_first = [&] {
    const auto files = maker_.Make(PackageContents{});
    Effects effects;
    effects.entry.type = "release.extract";
    (void)ledger.Commit(effects);
    return files.ok();
  };
  EXPECT_FALSE(HandedOverOnlyAfterTheLog(ledger, deliver_first()));

  WatchedLedger without_checkpoint;
  const auto skip_checkpoint = [&] {
    Effects effects;
    effects.entry.type = "release.extract";
    return without_checkpoint.Commit(effects).ok();
  };
  EXPECT_FALSE(
      HandedOverOnlyAfterTheLog(without_checkpoint, skip_checkpoint()));
}

}  // namespace
}  // namespace toguna
