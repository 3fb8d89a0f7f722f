#include "exchange/disclosure/incident_time.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "exchange/base/reason.h"
#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/protect.h"
#include "exchange/usecase/seal_check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

using Codes = std::vector<std::pair<std::string, std::string>>;

TEST(IncidentTimeTest, RelatesAMonthToTheMonthOfAcceptance) {
  const absl::CivilMonth may(2026, 5);
  EXPECT_EQ(IncidentMonthOf(may, may), "this-period");
  EXPECT_EQ(IncidentMonthOf(may - 1, may), "earlier-this-quarter");
  EXPECT_EQ(IncidentMonthOf(may - 2, may), "earlier-quarter");
  EXPECT_EQ(IncidentMonthOf(may - 4, may), "earlier-quarter");
  EXPECT_EQ(IncidentMonthOf(may - 5, may), "earlier-year");
  EXPECT_EQ(IncidentMonthOf(may - 12, may), "earlier-year");
  EXPECT_EQ(IncidentMonthOf(may + 1, may), std::nullopt);
}

// TinyCatalog with a dimension of incident months.
Catalog CatalogWithMonths() {
  Catalog catalog = TinyCatalog();
  std::vector<CodeDeclaration> declared = {{"all", "", {}}};
  for (const char* leaf : kIncidentMonths)
    declared.push_back({leaf, "all", {}});
  CodeList list{.id = CodeListId("months"),
                .version = "1",
                .title = {},
                .source = "",
                .levels = {},
                .tree = *CodeTree::Create(std::move(declared))};
  catalog.code_lists.emplace(list.id, std::move(list));
  catalog.datasets.at(DatasetId("incidents"))
      .dimensions.push_back(DimensionOf(
          "month", Dimension::Source::kIncidentMonth, {}, "months"));
  return catalog;
}

TEST(IncidentTimeTest, TheCalendarRulesOutWhatNoMonthCanHold) {
  const Catalog catalog = CatalogWithMonths();
  const Dataset& dataset = *catalog.FindDataset(DatasetId("incidents"));
  const auto of_months = [&](int month) {
    std::vector<std::string> alone;
    for (const Codes& codes :
         ImpossibleTimes(catalog, dataset, absl::CivilMonth(2026, month))) {
      if (codes.size() == 1 && codes[0].first == "month") {
        alone.push_back(codes[0].second);
      }
    }
    return alone;
  };
  EXPECT_THAT(of_months(1),
              UnorderedElementsAre("earlier-this-quarter", "earlier-quarter"));
  EXPECT_THAT(of_months(2), UnorderedElementsAre("earlier-quarter"));
  EXPECT_THAT(of_months(4), UnorderedElementsAre("earlier-this-quarter"));
  EXPECT_THAT(of_months(12), IsEmpty());
  // With years, which the list has from 2025 to 2026.
  const auto in_2026 =
      ImpossibleTimes(catalog, dataset, absl::CivilMonth(2026, 5));
  EXPECT_THAT(in_2026,
              Contains(Codes{{"month", "earlier-year"}, {"year", "2026"}}));
  EXPECT_THAT(in_2026,
              Contains(Codes{{"month", "this-period"}, {"year", "2025"}}));
  EXPECT_THAT(in_2026,
              Not(Contains(Codes{{"month", "this-period"}, {"year", "2026"}})));
  EXPECT_THAT(
      in_2026,
      Not(Contains(Codes{{"month", "earlier-year"}, {"year", "2025"}})));
  const auto in_2025 =
      ImpossibleTimes(catalog, dataset, absl::CivilMonth(2025, 5));
  EXPECT_THAT(in_2025, Contains(Codes{{"year", "2026"}}));
}

// Twenty records of the month itself and six, of one source, of the year
// before.
struct LateReports {
  explicit LateReports(absl::CivilMonth month)
      : catalog(CatalogWithMonths()),
        plan(AddPlan(catalog, {.k = 5, .s = 2, .c = 0},
                     {FamilyOf("x", Unit::kRecord, {{"month", 0, 1}})})) {
    for (size_t i = 0; i < 26; ++i) {
      Record& record =
          records.emplace_back(SampleRecord(i, 0, i < 20 ? i : 99));
      record.codes = {{"place", "ML2"}, {"type", "E1"}};
      record.accepted = month;
      record.incident_day =
          i < 20 ? absl::CivilDay(month) : absl::CivilDay(month - 12);
    }
  }
  const Dataset& dataset() const { return *catalog.FindDataset(plan.dataset); }
  absl::StatusOr<Protected> Sealed() const {
    return Protect(catalog, dataset(), plan, records, 7);
  }
  SealToCheck ToCheck(const Protected& result) const {
    SealedPeriod sealed;
    sealed.dataset = plan.dataset;
    sealed.tables = result.tables;
    return ForChecker(catalog, plan, sealed, result);
  }
  static size_t Published(const Protected& result) {
    return static_cast<size_t>(
        std::count_if(result.tables[0].cells.begin(),
                      result.tables[0].cells.end(), [](const SealedCell& cell) {
                        return cell.status == CellStatus::kPublished;
                      }));
  }

  Catalog catalog;
  Plan& plan;
  std::vector<Record> records;
};

// In January what is not of this month is of an earlier year; in May it may be
// of other months, which hide it.
TEST(IncidentTimeTest, WhatTheCalendarRulesOutHidesNothing) {
  const LateReports may(absl::CivilMonth(2026, 5));
  const Protected in_may = may.Sealed().value();
  EXPECT_EQ(LateReports::Published(in_may), 2U);
  EXPECT_THAT(CheckSeal(may.ToCheck(in_may)), IsOk());

  const LateReports january(absl::CivilMonth(2026, 1));
  const Protected in_january = january.Sealed().value();
  EXPECT_EQ(LateReports::Published(in_january), 1U);
  EXPECT_THAT(CheckSeal(january.ToCheck(in_january)), IsOk());

  // May's tables, taken for January's, hide behind what cannot be.
  SealToCheck taken = january.ToCheck(in_january);
  const SealToCheck other = may.ToCheck(in_may);
  taken.families = other.families;
  taken.witnesses = other.witnesses;
  taken.proofs = other.proofs;
  taken.ranges = other.ranges;
  EXPECT_FALSE(CheckSeal(taken).ok());
  taken.impossible.clear();
  EXPECT_THAT(CheckSeal(taken), IsOk()) << "the calendar alone refuses it";
  taken.impossible = january.ToCheck(in_january).impossible;
  taken.families[0].cells = january.ToCheck(in_january).families[0].cells;
  taken.ranges = january.ToCheck(in_january).ranges;
  EXPECT_THAT(std::string(CheckSeal(taken).status().message()),
              HasSubstr("none that a record can have"));
}

TEST(IncidentTimeTest, RefusesRecordsDatedAfterTheirMonthOrWithoutOne) {
  LateReports late(absl::CivilMonth(2026, 5));
  late.records[3].incident_day = absl::CivilDay(2026, 6, 1);
  EXPECT_EQ(ReasonOf(late.Sealed().status()).code, "RECORD_INVALID");
  late.records[3].incident_day = absl::CivilDay(2026, 5, 31);
  EXPECT_THAT(late.Sealed(), IsOk());
  late.records[3].accepted.reset();
  EXPECT_EQ(ReasonOf(late.Sealed().status()).code, "RECORD_INVALID");
}

// What a strand's records could be dated is not known where it is not said.
TEST(IncidentTimeTest, AStrandOfNoMonthIsRefused) {
  const LateReports late(absl::CivilMonth(2026, 5));
  Publication now{{&late.plan.families[0]}, late.plan.minimums, {0}, nullptr};
  std::vector<Strand> strands = {
      StrandOf(late.catalog, late.dataset(), now.families, late.records)
          .value()};
  EXPECT_EQ(strands[0].accepted, absl::CivilMonth(2026, 5));
  EXPECT_THAT(Protect(late.catalog, late.dataset(), {}, strands, {&now, 1}, {}),
              IsOk());
  strands[0].accepted.reset();
  EXPECT_FALSE(
      Protect(late.catalog, late.dataset(), {}, strands, {&now, 1}, {}).ok());
}

}  // namespace
}  // namespace toguna::testing
