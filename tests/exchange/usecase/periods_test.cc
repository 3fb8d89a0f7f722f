#include "exchange/usecase/periods.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/checker/check_seal.h"
#include "exchange/usecase/seal_check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "tests/support/attacker.h"
#include "tests/support/fake_ledger.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::StartsWith;

// A ledger where another act gets in first, `conflicts` times.
class BusyLedger : public FakeLedger {
 public:
  absl::StatusOr<uint64_t> Commit(const Effects& effects) override {
    if (conflicts > 0) {
      --conflicts;
      return absl::AbortedError("a row changed");
    }
    return FakeLedger::Commit(effects);
  }
  int conflicts = 0;
};

class PeriodsTest : public ::testing::Test {
 protected:
  PeriodsTest()
      : catalog_(MaliLikeCatalog()),
        periods_(
            catalog_, ledger_, [this] { return now_; },
            [](size_t n) { return std::string(n, '\x42'); }) {
    AddPlan(catalog_, {.k = 5, .s = 2, .c = 3}, MonthlyFamilies());
  }

  // What intake does with a month of records.
  void Take(const std::vector<Record>& records) {
    Effects effects;
    for (const Record& record : records) {
      effects.put.emplace_back(
          VaultRecord{.record = record, .period = march_, .accepted_at = now_});
    }
    PeriodRow row;
    row.dataset = dataset_;
    row.period = march_;
    effects.put.emplace_back(std::move(row));
    ASSERT_THAT(ledger_.Commit(effects), IsOk());
  }
  PeriodState State() { return periods_.List(dataset_).value().at(0).state; }
  template <typename T>
  T Row(RowKind kind) {
    return Find<T>(ledger_, {kind, {dataset_.text(), march_.text()}, {}})
        .value()
        .value()
        .value;
  }

  const DatasetId dataset_{"incidents"};
  const Period march_ = *Period::Parse("2026-03");
  const Caller officer_{PartyId("cluster"), Role::kOfficer,
                        "spiffe://demo/officer/one"};
  absl::Time now_ =
      absl::FromCivil(absl::CivilDay(2026, 4, 2), absl::UTCTimeZone());
  Catalog catalog_;
  BusyLedger ledger_;
  Periods periods_;
};

TEST_F(PeriodsTest, ClosesAndSealsAMonth) {
  const std::vector<Record> records = GeneratedMonth(600, 1);
  Take(records);
  ASSERT_THAT(periods_.Close(officer_, dataset_, march_), IsOk());
  EXPECT_EQ(State(), PeriodState::kClosed);
  const auto summary = periods_.Seal(officer_, dataset_, march_);
  ASSERT_THAT(summary, IsOk());
  EXPECT_EQ(State(), PeriodState::kSealed);
  EXPECT_EQ(summary->cells, summary->published + summary->not_shown);
  EXPECT_GT(summary->published, 100);
  EXPECT_EQ(summary->audit_index, 2u);

  const SealedPeriod sealed = Row<SealRow>(RowKind::kSeal).sealed;
  EXPECT_EQ(sealed.sealed_at, now_);
  EXPECT_EQ(sealed.plan.text(), "monthly");
  EXPECT_THAT(
      sealed.list_versions,
      ElementsAre(Pair("places", "1"), Pair("types", "1"), Pair("who", "1")));
  EXPECT_EQ(sealed.tables[0].cells[0].value, 600);

  // The proof's verdict is what anyone with the seal and the proof gets again.
  const auto proof = Row<SealProofRow>(RowKind::kSealProof);
  const auto verdict =
      CheckSeal(ForChecker(catalog_, *catalog_.PlanOf(dataset_), sealed,
                           proof.unsafe, proof.ranges));
  ASSERT_THAT(verdict, IsOk());
  EXPECT_EQ(HexOf(Sha256(*verdict)), proof.verdict_sha256);
  EXPECT_THAT(*verdict, StartsWith("toguna/seal-verdict/v2\n"));
}

TEST_F(PeriodsTest, TheAuditEntryHoldsPublicFiguresOnly) {
  Take(GeneratedMonth(600, 1));
  ASSERT_THAT(periods_.Close(officer_, dataset_, march_), IsOk());
  const auto summary = periods_.Seal(officer_, dataset_, march_).value();
  ASSERT_THAT(ledger_.log, SizeIs(3));
  EXPECT_EQ(ledger_.log[1].type, "period.close");
  EXPECT_EQ(ledger_.log[1].actor, officer_.spiffe_id);
  const AuditEntry& entry = ledger_.log[2];
  EXPECT_EQ(entry.type, "period.seal");
  EXPECT_THAT(
      entry.fields,
      ElementsAre(Pair("cells", std::to_string(summary.cells)),
                  Pair("dataset", "incidents"), Pair("period", "2026-03"),
                  Pair("plan", "monthly"), Pair("plan_version", "1"),
                  Pair("published", std::to_string(summary.published)),
                  Pair("verdict_sha256",
                       Row<SealProofRow>(RowKind::kSealProof).verdict_sha256)));
}

TEST_F(PeriodsTest, ASealIsTheNextItemOfTheFeed) {
  Take(GeneratedMonth(60, 1));
  ASSERT_THAT(periods_.Close(officer_, dataset_, march_), IsOk());
  ASSERT_THAT(periods_.Seal(officer_, dataset_, march_), IsOk());
  const auto item =
      Find<FeedRow>(ledger_, {RowKind::kFeed, {}, 1}).value().value().value;
  EXPECT_EQ(item.kind, FeedRow::Kind::kSeal);
  EXPECT_EQ(item.period, march_);
  EXPECT_EQ(item.dataset, dataset_);
}

TEST_F(PeriodsTest, SealingTwiceReturnsTheFirstSeal) {
  Take(GeneratedMonth(60, 1));
  ASSERT_THAT(periods_.Close(officer_, dataset_, march_), IsOk());
  const auto first = periods_.Seal(officer_, dataset_, march_).value();
  now_ += absl::Hours(1);
  const auto second = periods_.Seal(officer_, dataset_, march_).value();
  EXPECT_EQ(second.audit_index, first.audit_index);
  EXPECT_EQ(second.published, first.published);
  EXPECT_EQ(second.period.sealed_at, first.period.sealed_at);
  EXPECT_THAT(ledger_.log, SizeIs(3));
  EXPECT_THAT(periods_.Close(officer_, dataset_, march_), IsOk());
  EXPECT_EQ(State(), PeriodState::kSealed);
}

TEST_F(PeriodsTest, AMonthEndsInTheOperationsTimeZone) {
  catalog_.operation.time_zone = absl::FixedTimeZone(-5 * 3600);
  Take(GeneratedMonth(6, 1));
  now_ = absl::FromCivil(absl::CivilHour(2026, 4, 1, 4), absl::UTCTimeZone());
  EXPECT_EQ(ReasonOf(periods_.Close(officer_, dataset_, march_).status()).code,
            "PERIOD_NOT_OVER");
  EXPECT_EQ(State(), PeriodState::kOpen);
  now_ += absl::Hours(1);
  EXPECT_THAT(periods_.Close(officer_, dataset_, march_), IsOk());
}

TEST_F(PeriodsTest, RefusesWhatCannotBeDone) {
  EXPECT_EQ(ReasonOf(periods_.Close(officer_, dataset_, march_).status()).code,
            "PERIOD_UNKNOWN");
  EXPECT_EQ(ReasonOf(periods_.Seal(officer_, dataset_, march_).status()).code,
            "PERIOD_UNKNOWN");
  Take(GeneratedMonth(6, 1));
  EXPECT_EQ(ReasonOf(periods_.Seal(officer_, dataset_, march_).status()).code,
            "PERIOD_NOT_CLOSED");
  ASSERT_THAT(periods_.Close(officer_, dataset_, march_), IsOk());
  catalog_.plans.clear();
  EXPECT_EQ(ReasonOf(periods_.Seal(officer_, dataset_, march_).status()).code,
            "NO_PLAN");
  EXPECT_EQ(State(), PeriodState::kClosed);
}

TEST_F(PeriodsTest, AMonthWhoseRecordsAreAllGonePublishesNothing) {
  Take({});
  ASSERT_THAT(periods_.Close(officer_, dataset_, march_), IsOk());
  const auto summary = periods_.Seal(officer_, dataset_, march_);
  ASSERT_THAT(summary, IsOk());
  EXPECT_EQ(summary->published, 0);
  EXPECT_GT(summary->not_shown, 0);
}

TEST_F(PeriodsTest, TriesAgainWhereAnotherActCameFirst) {
  Take(GeneratedMonth(60, 1));
  ledger_.conflicts = 4;
  EXPECT_THAT(periods_.Close(officer_, dataset_, march_), IsOk());
  ledger_.conflicts = 4;
  EXPECT_THAT(periods_.Seal(officer_, dataset_, march_), IsOk());
}

TEST_F(PeriodsTest, GivesUpAfterFiveTries) {
  Take(GeneratedMonth(60, 1));
  ledger_.conflicts = 5;
  EXPECT_THAT(periods_.Close(officer_, dataset_, march_),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(ledger_.conflicts, 0);
  EXPECT_EQ(State(), PeriodState::kOpen);
}

TEST_F(PeriodsTest, ListsOldestFirst) {
  Effects effects;
  for (const char* text : {"2026-11", "2026-02", "2025-12"}) {
    PeriodRow row;
    row.dataset = dataset_;
    row.period = *Period::Parse(text);
    effects.put.emplace_back(std::move(row));
  }
  ASSERT_THAT(ledger_.Commit(effects), IsOk());
  std::vector<std::string> listed;
  for (const PeriodRow& row : periods_.List(dataset_).value()) {
    listed.push_back(row.period.text());
  }
  EXPECT_THAT(listed, ElementsAre("2025-12", "2026-02", "2026-11"));
}

}  // namespace
}  // namespace toguna::testing
