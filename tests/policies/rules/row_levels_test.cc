// Levels of rows apart from those of tables.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policies/rules/cohorts.h"
#include "policies/rules/counter_offer.h"
#include "policies/rules/period_ask.h"
#include "policies/rules/sensitivity.h"
#include "policies/rules/together.h"
#include "tests/policies/rules/cohort_world.h"

namespace toguna {
namespace {

using testing::AgreementOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Tables by region, rows by cercle; both are asked for in one.
struct World : testing::CohortWorld {
  World() {
    for (Family& family : catalog.plans.at(PlanId("monthly")).families) {
      family.cadence = Cadence::kQuarter;
    }
    grant().level_limits = {{"place", 1}, {"type", 1}};
    grant().cohort_level_limits = {{"place", 2}, {"type", 1}, {"who", 2}};
    ask.families = {FamilyId("place-type")};
    ask.levels = grant().level_limits;
    ask.cohort_levels = grant().cohort_level_limits;
  }

  Decision Decided() const { return Decide(catalog, ask, facts); }

  // English of all that failed.
  std::vector<std::string> Against() const {
    std::vector<std::string> against;
    for (const Finding& finding : Decided().findings) {
      if (!finding.passed) against.push_back(finding.en);
    }
    return against;
  }

  bool GivesRow(const std::string& place) const {
    return GivesBox(catalog, ask, facts, quarter_asked, cohorts().attributes,
                    {{place}, {"a"}, {"1+"}, {"2026-Q1"}});
  }
};

std::optional<int> LevelIn(const std::vector<LevelLimit>& levels,
                           const std::string& dimension) {
  for (const LevelLimit& one : levels) {
    if (one.dimension == dimension) return one.finest;
  }
  return std::nullopt;
}

void SetLevel(std::vector<LevelLimit>& levels, const std::string& dimension,
              int level) {
  for (LevelLimit& one : levels) {
    if (one.dimension == dimension) one.finest = level;
  }
}

TEST(RowLevelsTest, RowsGoDeeperThanTables) {
  World world;
  EXPECT_THAT(world.Against(), IsEmpty());
  EXPECT_TRUE(world.GivesRow("ML0501"));
  // That rows may go there opens nothing in tables.
  SetLevel(world.ask.levels, "place", 2);
  EXPECT_THAT(world.Against(),
              ElementsAre("place: level cercle is too fine for tables; there "
                          "the agreement goes down to region."));
  EXPECT_EQ(world.Decided().reason, "LEVEL_TOO_FINE");
}

TEST(RowLevelsTest, TablesGoDeeperThanRows) {
  World world;
  std::swap(world.grant().level_limits[0].finest,
            world.grant().cohort_level_limits[0].finest);
  world.ask.levels = {{"place", 2}, {"type", 1}};
  EXPECT_THAT(world.Against(),
              ElementsAre("place: level cercle is too fine for rows; there "
                          "the agreement goes down to region."));
  SetLevel(world.ask.cohort_levels, "place", 1);
  EXPECT_THAT(world.Against(), IsEmpty());
  EXPECT_TRUE(world.GivesRow("ML05"));
  EXPECT_FALSE(world.GivesRow("ML0501"));
  // Whatever was asked, the grant holds.
  SetLevel(world.ask.cohort_levels, "place", 2);
  EXPECT_FALSE(world.GivesRow("ML0501"));
}

TEST(RowLevelsTest, WhatIsFinerThanAskedIsLeftOut) {
  World world;
  SetLevel(world.ask.cohort_levels, "place", 1);
  EXPECT_THAT(world.Against(), IsEmpty());
  EXPECT_TRUE(world.GivesRow("ML05"));
  EXPECT_FALSE(world.GivesRow("ML0501"));
}

TEST(RowLevelsTest, LevelsThatAreSaidOnceAreThoseOfBoth) {
  World world;
  world.ask.cohort_levels.clear();
  world.ask.levels = {{"place", 1}, {"type", 1}, {"who", 2}};
  EXPECT_THAT(world.Against(), IsEmpty());
  EXPECT_FALSE(world.GivesRow("ML0501"));
  SetLevel(world.ask.levels, "place", 2);
  EXPECT_THAT(world.Against(), ElementsAre(HasSubstr("too fine for tables")));
  world.ask.families.clear();
  EXPECT_THAT(world.Against(), IsEmpty()) << "of rows alone they may";
  EXPECT_TRUE(world.GivesRow("ML0501"));
}

TEST(RowLevelsTest, AGrantThatSaysNoneApartGivesWhatItAlwaysDid) {
  World world;
  world.grant().cohort_level_limits.clear();
  world.grant().level_limits = {{"place", 1}, {"type", 1}, {"who", 2}};
  EXPECT_THAT(world.Against(), ElementsAre(HasSubstr("too fine for rows")));
  EXPECT_FALSE(world.GivesRow("ML0501"));
  SetLevel(world.ask.cohort_levels, "place", 1);
  EXPECT_THAT(world.Against(), IsEmpty());
}

TEST(RowLevelsTest, WhatIsNotNamedIsNotGiven) {
  World world;
  world.ask.cohort_levels.pop_back();
  EXPECT_THAT(world.Against(),
              ElementsAre("who: the request must say the level of rows, "
                          "once."));
  world = World();
  world.grant().cohort_level_limits.pop_back();
  EXPECT_THAT(world.Against(),
              ElementsAre("who: the agreement gives no level for rows."));
  EXPECT_FALSE(world.GivesRow("ML05"));
  // Levels of tables do not stand in.
  world = World();
  world.grant().cohort_level_limits = {{"who", 2}};
  EXPECT_EQ(world.Against().size(), 2u);
  EXPECT_FALSE(world.GivesRow("ML"));
}

TEST(RowLevelsTest, LevelsOfWhatIsNotAskedForAreRefused) {
  World world;
  world.ask.levels.push_back({"who", 2});
  EXPECT_THAT(world.Against(), ElementsAre(HasSubstr("names a dimension")))
      << "rows alone show it";
  world = World();
  world.ask.cohorts.clear();
  EXPECT_THAT(world.Against(), Contains(HasSubstr("names a dimension")));
}

TEST(RowLevelsTest, AFilterFitsBoth) {
  World world;
  world.ask.code_filters = {{"place", {"ML0501"}}};
  EXPECT_THAT(world.Against(), ElementsAre(HasSubstr("ML0501 is finer")));
  world.ask.families.clear();
  world.ask.levels.clear();
  EXPECT_THAT(world.Against(), IsEmpty());
  SetLevel(world.ask.cohort_levels, "place", 1);
  EXPECT_THAT(world.Against(), ElementsAre(HasSubstr("ML0501 is finer")));
}

TEST(RowLevelsTest, APeriodKeepsTheLevelsThatItsPartNeeds) {
  World world;
  Ask all = AllOf(AgreementId("mrm-2026"), world.grant(), Phase::kExtract);
  EXPECT_EQ(all.cohort_levels.size(), 3u);
  Ask quarter = all;
  EXPECT_TRUE(ConfineTo(world.catalog, Period::Kind::kQuarter, quarter));
  EXPECT_EQ(quarter.levels.size(), 2u);
  EXPECT_EQ(quarter.cohort_levels.size(), 3u);
  for (Family& family : world.catalog.plans.at(PlanId("monthly")).families) {
    family.cadence = Cadence::kMonth;
  }
  Ask month = all;
  EXPECT_TRUE(ConfineTo(world.catalog, Period::Kind::kMonth, month));
  EXPECT_EQ(month.levels.size(), 2u);
  EXPECT_THAT(month.cohort_levels, IsEmpty());
  quarter = all;
  EXPECT_TRUE(ConfineTo(world.catalog, Period::Kind::kQuarter, quarter));
  EXPECT_THAT(quarter.levels, IsEmpty());
  EXPECT_EQ(quarter.cohort_levels.size(), 3u);
  EXPECT_THAT(AllOf(AgreementId("mrm-2026"), world.grant(), Phase::kFeedItem)
                  .cohort_levels,
              IsEmpty());
}

TEST(RowLevelsTest, WhatNeedsApprovalIsSeenInEachToItsOwnLevel) {
  World world;
  world.Classify("place", {"ML0501"}, Sensitivity::kHigh, true);
  EXPECT_THAT(RevealedBy(world.catalog, world.ask), IsEmpty());
  EXPECT_EQ(RevealedByCohorts(world.catalog, world.ask).size(), 1u);
  EXPECT_THAT(world.Against(), IsEmpty()) << "such rows are left out";
  EXPECT_FALSE(world.GivesRow("ML0501"));
  world.grant().level_limits = world.ask.levels = {{"place", 2}, {"type", 1}};
  SetLevel(world.ask.cohort_levels, "place", 1);
  EXPECT_EQ(RevealedBy(world.catalog, world.ask).size(), 1u);
  EXPECT_THAT(RevealedByCohorts(world.catalog, world.ask), IsEmpty());
  EXPECT_EQ(world.Decided().reason, "APPROVAL_MISSING");
}

// All levels of all four: it passes exactly where both parts do, and else the
// closest is each part's own.
TEST(RowLevelsTest, TheClosestAskIsNoCoarserThanItHasToBe) {
  for (int at = 0; at < 3 * 3 * 3 * 3; ++at) {
    World world;
    const int tables = at % 3;
    const int rows = at / 3 % 3;
    const int of_tables = at / 9 % 3;
    const int of_rows = at / 27;
    SetLevel(world.grant().level_limits, "place", of_tables);
    SetLevel(world.grant().cohort_level_limits, "place", of_rows);
    SetLevel(world.ask.levels, "place", tables);
    SetLevel(world.ask.cohort_levels, "place", rows);
    EXPECT_EQ(world.Decided().allowed, tables <= of_tables && rows <= of_rows);
    const auto offer = FindCounterOffer(world.catalog, world.ask, world.facts);
    ASSERT_TRUE(offer.has_value());
    EXPECT_TRUE(Decide(world.catalog, offer->ask, world.facts).allowed);
    EXPECT_EQ(offer->ask.families, world.ask.families);
    EXPECT_EQ(offer->ask.cohorts, world.ask.cohorts);
    EXPECT_EQ(LevelIn(offer->ask.levels, "place"), std::min(tables, of_tables));
    EXPECT_EQ(LevelIn(offer->ask.cohort_levels, "place"),
              std::min(rows, of_rows));
  }
}

TEST(RowLevelsTest, AnOfferSaysLevelsOnceWhereTheAskDid) {
  World world;
  world.ask.cohort_levels.clear();
  world.ask.levels = {{"place", 2}, {"type", 1}, {"who", 2}};
  // Tables to region, rows to cercle: that takes both.
  auto offer = FindCounterOffer(world.catalog, world.ask, world.facts);
  ASSERT_TRUE(offer.has_value());
  EXPECT_EQ(LevelIn(offer->ask.levels, "place"), 1);
  EXPECT_EQ(LevelIn(offer->ask.cohort_levels, "place"), 2);
  SetLevel(world.grant().cohort_level_limits, "place", 1);
  offer = FindCounterOffer(world.catalog, world.ask, world.facts);
  ASSERT_TRUE(offer.has_value());
  EXPECT_THAT(offer->ask.cohort_levels, IsEmpty());
  EXPECT_EQ(LevelIn(offer->ask.levels, "place"), 1);
  EXPECT_EQ(LevelIn(offer->ask.levels, "who"), 2);
}

TEST(RowLevelsTest, OfTwoAgreementsTheOneWithFinerRowsGivesMore) {
  World world;
  Agreement less = AgreementOf(world.catalog);
  less.id = AgreementId("mrm-few");
  SetLevel(less.grants[0].cohort_level_limits, "place", 1);
  world.catalog.agreements.emplace(less.id, less);
  bool seen = false;
  for (const Together& one : FindTogether(world.catalog)) {
    if (one.dataset != DatasetId("incidents")) continue;
    seen = true;
    EXPECT_EQ(one.kind, Together::Kind::kCovers);
    EXPECT_EQ(one.first.agreements[0].id, AgreementId("mrm-2026"));
    EXPECT_THAT(one.first.beyond.levels, IsEmpty());
    ASSERT_EQ(one.first.beyond.cohort_levels.size(), 1u);
    EXPECT_EQ(one.first.beyond.cohort_levels[0].dimension, "place");
    EXPECT_EQ(one.first.beyond.cohort_levels[0].level, "cercle");
  }
  EXPECT_TRUE(seen);
}

}  // namespace
}  // namespace toguna
