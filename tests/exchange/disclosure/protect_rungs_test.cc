#include "exchange/disclosure/protect_rungs.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "exchange/disclosure/global_risk.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

class ProtectRungsTest : public ::testing::Test {
 protected:
  ProtectRungsTest() : catalog_(TinyCatalog()) {}

  const Dataset& dataset() const {
    return *catalog_.FindDataset(DatasetId("incidents"));
  }

  absl::StatusOr<std::vector<Protected>> Run(
      const Plan& plan, const std::vector<Record>& records) {
    std::vector<const Family*> families;
    for (const Family& family : plan.families) families.push_back(&family);
    std::vector<Strand> strands = {
        *StrandOf(catalog_, dataset(), families, records)};
    std::vector<std::vector<Publication>> rungs;
    for (const Minimums& minimums : plan.Ladder()) {
      rungs.push_back(
          {{.families = families, .minimums = minimums, .strands = {0}}});
    }
    return ProtectRungs(catalog_, dataset(), {}, strands, std::move(rungs),
                        {.tie_break = 7});
  }

  Catalog catalog_;
};

bool Shows(const SealedCell& cell) {
  return cell.status == CellStatus::kPublished;
}

TEST_F(ProtectRungsTest, EachShowsAPartOfTheOneBelowAndKeepsItsOwnMinimums) {
  int64_t fewer = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    Random random(seed);
    Plan& plan =
        AddPlan(catalog_, RandomMinimums(random), RandomFamilies(random));
    plan.rungs = {plan.minimums, plan.minimums};
    plan.rungs[0].k += 2;
    plan.rungs[1].k += 5;
    plan.rungs[1].s += 1;
    const std::vector<Record> records = RandomRecords(random, 60);
    const auto rungs = Run(plan, records);
    ASSERT_THAT(rungs, IsOk());
    ASSERT_EQ(rungs->size(), 3u);
    for (size_t r = 0; r < rungs->size(); ++r) {
      const Minimums minimums = plan.Ladder()[r];
      EXPECT_LE(GlobalRisk(catalog_, dataset(), (*rungs)[r].tables),
                1.0 / minimums.k);
      for (size_t t = 0; t < plan.families.size(); ++t) {
        const SealedTable& table = (*rungs)[r].tables[t];
        const SealedTable& below = (*rungs)[r == 0 ? 0 : r - 1].tables[t];
        for (size_t c = 0; c < table.cells.size(); ++c) {
          fewer += Shows(below.cells[c]) && !Shows(table.cells[c]) ? 1 : 0;
          if (!Shows(table.cells[c])) continue;
          EXPECT_GE(table.cells[c].value, minimums.k) << "seed " << seed;
          EXPECT_TRUE(Shows(below.cells[c])) << "seed " << seed;
          EXPECT_EQ(below.cells[c].value, table.cells[c].value);
        }
      }
    }
  }
  EXPECT_GT(fewer, 0) << "no rung was ever narrower than the one below";
}

// What a rung may show, it does: a single cell safe under both is in both.
TEST_F(ProtectRungsTest, ACellThatIsSafeEverywhereIsShownEverywhere) {
  Plan& plan = AddPlan(catalog_, {.k = 5, .s = 1, .c = 0},
                       {FamilyOf("place", Unit::kRecord, {{"place", 0, 0}})});
  plan.rungs = {{.k = 10, .s = 1, .c = 0}, {.k = 35, .s = 1, .c = 0}};
  std::vector<Record> records;
  for (size_t i = 0; i < 12; ++i) {
    records.push_back(SampleRecord(i, 0, i));
    records.back().codes = {{"place", "ML2"}, {"type", "E1"}};
  }
  const auto rungs = Run(plan, records);
  ASSERT_THAT(rungs, IsOk());
  EXPECT_EQ((*rungs)[0].tables[0].cells[0].value, 12);
  EXPECT_EQ((*rungs)[1].tables[0].cells[0].value, 12);
  EXPECT_FALSE(Shows((*rungs)[2].tables[0].cells[0]));
  EXPECT_EQ((*rungs)[1].figures.safe, 1);
  EXPECT_EQ((*rungs)[2].figures.safe, 0);
}

TEST_F(ProtectRungsTest, AnErrorBetweenRungsEndsTheWork) {
  AddPlan(catalog_, {.k = 5, .s = 1, .c = 0},
          {FamilyOf("place", Unit::kRecord, {{"place", 0, 0}})});
  size_t begun = 0;
  const auto rungs = ProtectRungs(
      catalog_, dataset(), {}, {}, std::vector<std::vector<Publication>>(3),
      {.tie_break = 7}, [&](size_t rung) {
        ++begun;
        return rung == 0 ? absl::CancelledError() : absl::OkStatus();
      });
  EXPECT_THAT(rungs, StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(begun, 1u);
}

// A table that the rung below does not have is none to choose from.
TEST(MayShowTest, WhatIsNotKnownToBePublishedBelowMayNotBeShown) {
  Publication now;
  EXPECT_TRUE(now.MayShow(0, 0));
  const std::vector<SealedTable> none;
  now.within = &none;
  EXPECT_FALSE(now.MayShow(0, 0));
  std::vector<SealedTable> one(1);
  one[0].cells.resize(2);
  one[0].cells[1].status = CellStatus::kPublished;
  now.within = &one;
  EXPECT_FALSE(now.MayShow(0, 0));
  EXPECT_TRUE(now.MayShow(0, 1));
  EXPECT_FALSE(now.MayShow(0, 2));
}

std::vector<Minimums> OfK(const std::vector<int>& ks) {
  std::vector<Minimums> ladder;
  for (const int k : ks) ladder.push_back({.k = k, .s = 1, .c = 0});
  return ladder;
}

TEST(RungBeforeTest, IsTheLowestThatAHolderOfTheRungCanHave) {
  const auto before = [](const std::vector<int>& earlier,
                         const std::vector<int>& now) {
    std::vector<size_t> rungs;
    for (size_t rung = 0; rung < now.size(); ++rung) {
      rungs.push_back(RungBefore(OfK(earlier), OfK(now), rung));
    }
    return rungs;
  };
  using ::testing::ElementsAre;
  EXPECT_THAT(before({5, 10, 35}, {5, 10, 35}), ElementsAre(0, 1, 2));
  EXPECT_THAT(before({5}, {5, 10, 35}), ElementsAre(0, 0, 0));
  EXPECT_THAT(before({5, 10}, {5, 7, 10}), ElementsAre(0, 0, 1));
  EXPECT_THAT(before({5, 7, 10}, {5, 10}), ElementsAre(0, 1));
  EXPECT_THAT(before({5, 10, 35}, {5, 7, 10, 35}), ElementsAre(0, 0, 1, 2));
  EXPECT_THAT(before({5, 10}, {10, 20}), ElementsAre(0, 1))
      << "rung 5 was given to somebody";
}

SealedTable ByPlace(
    const std::vector<std::pair<std::string, int64_t>>& published) {
  SealedTable table{.family = FamilyId("place"), .dimensions = {"place"}};
  for (const auto& [code, value] : published) {
    table.cells.push_back(
        {.codes = {code}, .status = CellStatus::kPublished, .value = value});
  }
  table.cells.push_back({.codes = {"ML12"}});
  return table;
}

TEST(GlobalRiskTest, IsCellsPerUnitOfTheRiskiestLayer) {
  const Catalog catalog = TinyCatalog();
  const Dataset& dataset = *catalog.FindDataset(DatasetId("incidents"));
  const auto risk = [&](const std::vector<SealedTable>& tables) {
    return GlobalRisk(catalog, dataset, tables);
  };
  EXPECT_EQ(risk({}), 0);
  EXPECT_EQ(risk({ByPlace({{"ML", 0}})}), 0) << "a structural zero";
  EXPECT_DOUBLE_EQ(risk({ByPlace({{"ML", 50}})}), 1.0 / 50);
  // Two regions of 30 and 10: 30 units at 1/30 and 10 at 1/10.
  EXPECT_DOUBLE_EQ(risk({ByPlace({{"ML", 50}, {"ML1", 30}, {"ML2", 10}})}),
                   2.0 / 40);
  // Layers do not make each other look better, nor do tables.
  EXPECT_DOUBLE_EQ(
      risk({ByPlace({{"ML", 50}, {"ML1", 30}, {"ML2", 10}, {"ML11", 8}})}),
      1.0 / 8);
  EXPECT_DOUBLE_EQ(risk({ByPlace({{"ML", 50}}), ByPlace({{"ML11", 4}})}),
                   1.0 / 4);
}

TEST(GlobalRiskTest, ABoundThatIsNotMetIsRefused) {
  Plan plan;
  EXPECT_THAT(CheckRisk(plan, 1), IsOk()) << "no bound";
  plan.max_global_risk = 0.2;
  EXPECT_THAT(CheckRisk(plan, 1.0 / 5), IsOk());
  EXPECT_THAT(CheckRisk(plan, 1.0 / 4),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace toguna::testing
