#include "exchange/usecase/periods.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_ledger.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

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
        periods_(catalog_, ledger_, [this] { return now_; }) {
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

TEST_F(PeriodsTest, ClosesAMonthOnce) {
  Take(GeneratedMonth(6, 1));
  ASSERT_THAT(periods_.Close(officer_, dataset_, march_), IsOk());
  EXPECT_EQ(State(), PeriodState::kClosed);
  ASSERT_THAT(periods_.Close(officer_, dataset_, march_), IsOk());
  ASSERT_THAT(ledger_.log, SizeIs(2));
  EXPECT_EQ(ledger_.log[1].type, "period.close");
  EXPECT_EQ(ledger_.log[1].actor, officer_.spiffe_id);
}

TEST_F(PeriodsTest, RefusesAMonthThatReceivedNothing) {
  EXPECT_EQ(ReasonOf(periods_.Close(officer_, dataset_, march_).status()).code,
            "PERIOD_UNKNOWN");
}

TEST_F(PeriodsTest, TriesAgainWhereAnotherActCameFirst) {
  Take(GeneratedMonth(60, 1));
  ledger_.conflicts = 4;
  EXPECT_THAT(periods_.Close(officer_, dataset_, march_), IsOk());
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
