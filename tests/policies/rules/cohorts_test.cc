#include "policies/rules/cohorts.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policies/rules/counter_offer.h"
#include "policies/rules/period_ask.h"
#include "policies/rules/sensitivity.h"
#include "policies/rules/together.h"
#include "tests/policies/rules/cohort_world.h"

namespace toguna {
namespace {

using testing::AgreementOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Value = std::vector<std::string>;
using World = testing::CohortWorld;

TEST(GivesBoxTest, WithinLevelsAndCodesItIsGiven) {
  const World world;
  EXPECT_TRUE(world.Gives({"ML05"}));
  EXPECT_TRUE(world.Gives({"ML0501"}));
  EXPECT_TRUE(world.Gives({"ML"}, {"all"}, {"any"}));
  EXPECT_TRUE(world.Gives({"ML01", "ML05"}, {"a", "b"}, {"0"}));
  EXPECT_TRUE(world.Gives({""}, {""}, {"0"})) << "records without a code";
}

TEST(GivesBoxTest, NothingFinerThanTheAsksLevelOrTheGrantsLimit) {
  for (const bool of_ask : {false, true}) {
    World world;
    const auto limit = [&](const std::string& dimension, int level) {
      // An ask is never finer than the grant, so both are as coarse, or it is.
      for (auto* levels : {&world.ask.levels, &world.grant().level_limits}) {
        if (of_ask && levels != &world.ask.levels) continue;
        for (LevelLimit& one : *levels) {
          if (one.dimension == dimension) one.finest = level;
        }
      }
    };
    limit("place", 1);
    EXPECT_TRUE(world.Gives({"ML05"}));
    EXPECT_TRUE(world.Gives({"ML01", "ML05"}));
    EXPECT_FALSE(world.Gives({"ML0501"}));
    EXPECT_FALSE(world.Gives({"ML05", "ML0101"})) << "one of two is too fine";
    limit("place", 0);
    EXPECT_TRUE(world.Gives({"ML"}));
    EXPECT_FALSE(world.Gives({"ML05"}));
    EXPECT_FALSE(world.Gives({""})) << "that there is none is as fine";
    limit("who", 1);
    EXPECT_TRUE(world.Gives({"ML"}, {"a"}, {"any"}));
    EXPECT_FALSE(world.Gives({"ML"}, {"a"}, {"1+"})) << "girls are a sex";
    EXPECT_FALSE(world.Gives({"ML"}, {"a"}, {"0"}));
  }
}

// The ask has been decided; a grant that says less still holds.
TEST(GivesBoxTest, TheGrantsOwnLimitsHoldWhateverIsAsked) {
  World world;
  const Ask ask = world.ask;
  const auto gives = [&] {
    return GivesBox(world.catalog, ask, world.facts, world.quarter_asked,
                    world.cohorts().attributes,
                    {{"ML0501"}, {"a"}, {"any"}, {"2026-Q1"}});
  };
  ASSERT_TRUE(gives());
  world.grant().level_limits[0].finest = 1;
  EXPECT_FALSE(gives());
  world.grant().level_limits[0].finest = 2;
  world.grant().code_filters = {{"place", {"ML01"}}};
  EXPECT_FALSE(gives());
  world.grant().code_filters.clear();
  world.grant().level_limits.erase(world.grant().level_limits.begin());
  EXPECT_FALSE(gives()) << "what is not named is not given";
}

TEST(GivesBoxTest, OnlyWhatLiesWithinTheCodesAltogether) {
  World world;
  world.grant().code_filters = {{"place", {"ML05", "ML0101"}}};
  world.ask.code_filters = world.grant().code_filters;
  EXPECT_TRUE(world.Gives({"ML05"}));
  EXPECT_TRUE(world.Gives({"ML0501"}));
  EXPECT_TRUE(world.Gives({"ML0501", "ML0101"}));
  EXPECT_FALSE(world.Gives({"ML01"})) << "holds more than the filter";
  EXPECT_FALSE(world.Gives({"ML05", "ML01"}));
  EXPECT_FALSE(world.Gives({"ML"}));
  EXPECT_FALSE(world.Gives({""})) << "lies in no code";
  // The ask may be narrower than the grant.
  world.ask.code_filters = {{"place", {"ML0101"}}};
  EXPECT_FALSE(world.Gives({"ML05"}));
  EXPECT_TRUE(world.Gives({"ML0101"}));
  world.grant().code_filters = {{"place", {"ML"}}};
  world.ask.code_filters = world.grant().code_filters;
  EXPECT_TRUE(world.Gives({""})) << "the top is everything";
}

TEST(GivesBoxTest, AFilterOfWhatIsNotShownGivesNothing) {
  World world;
  world.grant().code_filters = {{"who", {"child"}}};
  EXPECT_FALSE(GivesBox(world.catalog, world.ask, world.facts,
                        world.quarter_asked, world.cohorts().attributes,
                        {{"ML05"}, {"a"}, {"1+"}, {"2026-Q1"}}));
}

TEST(GivesBoxTest, NothingAboveTheCeilingIsShownApart) {
  World world;
  ASSERT_EQ(AgreementOf(world.catalog).sensitivity_ceiling, Sensitivity::kHigh);
  world.Classify("place", {"ML0501", "ML0101"}, Sensitivity::kSevere, false);
  world.Classify("type", {"b"}, Sensitivity::kHigh, false);
  EXPECT_TRUE(world.Gives({"ML05"}));
  EXPECT_TRUE(world.Gives({"ML05"}, {"b"})) << "high is given";
  EXPECT_FALSE(world.Gives({"ML0501"}));
  EXPECT_FALSE(world.Gives({"ML0501", "ML0101"})) << "both are severe";
  EXPECT_TRUE(world.Gives({"ML0501", "ML01"})) << "not apart";
  world.Classify("who", {"child"}, Sensitivity::kSevere, false);
  EXPECT_FALSE(world.Gives({"ML05"}));
  EXPECT_FALSE(world.Gives({"ML05"}, {"a"}, {"0"}));
  EXPECT_TRUE(world.Gives({"ML05"}, {"a"}, {"any"}));
}

TEST(GivesBoxTest, WhatNeedsApprovalWaitsForThatOfItsPeriod) {
  World world;
  world.Classify("type", {"b"}, Sensitivity::kHigh, true);
  EXPECT_TRUE(world.Gives({"ML05"}, {"a"}));
  EXPECT_FALSE(world.Gives({"ML05"}, {"b"}));
  EXPECT_TRUE(world.Gives({"ML05"}, {"all"}));
  world.facts.approved = {world.quarter_asked.Next()};
  EXPECT_FALSE(world.Gives({"ML05"}, {"b"})) << "another period";
  world.facts.approved = {world.quarter_asked};
  EXPECT_TRUE(world.Gives({"ML05"}, {"b"}));
  world.Classify("type", {"b"}, Sensitivity::kSevere, true);
  EXPECT_FALSE(world.Gives({"ML05"}, {"b"})) << "approved, and too sensitive";
}

TEST(WhyLeftOutTest, TheFirstReasonIsNamedWithItsDimension) {
  using Why = BoxLeftOut::Why;
  World world;
  const auto why = [&](Value place, Value type, Value girls) {
    return WhyLeftOut(world.catalog, world.ask, world.facts,
                      world.quarter_asked, world.cohorts().attributes,
                      {std::move(place),
                       std::move(type),
                       std::move(girls),
                       {"2026-Q1"}})
        .value_or(BoxLeftOut{Why::kUnknown, "given"});
  };
  EXPECT_EQ(why({"ML0501"}, {"a"}, {"1+"}).dimension, "given");
  EXPECT_EQ(why({"ML99"}, {"a"}, {"1+"}), (BoxLeftOut{Why::kUnknown, "place"}));
  EXPECT_EQ(why({"ML"}, {"a"}, {}), BoxLeftOut{});
  world.Classify("type", {"a"}, Sensitivity::kHigh, true);
  world.Classify("type", {"b"}, Sensitivity::kSevere, true);
  EXPECT_EQ(why({"ML"}, {"a"}, {"1+"}),
            (BoxLeftOut{Why::kNotApproved, "type"}));
  EXPECT_EQ(why({"ML"}, {"b"}, {"1+"}),
            (BoxLeftOut{Why::kTooSensitive, "type"}));
  EXPECT_EQ(why({"ML"}, {"a", "b"}, {"1+"}),
            (BoxLeftOut{Why::kNotApproved, "type"}))
      << "with approval it would not be apart";
  world.ask.levels[0].finest = 1;
  EXPECT_EQ(why({"ML0501"}, {"b"}, {"1+"}),
            (BoxLeftOut{Why::kTooFine, "place"}));
  world.ask.levels[2].finest = 1;
  EXPECT_EQ(why({"ML05"}, {"all"}, {"1+"}), (BoxLeftOut{Why::kTooFine, "who"}));
  world.grant().code_filters = {{"place", {"ML01"}}};
  EXPECT_EQ(why({"ML05"}, {"all"}, {"any"}),
            (BoxLeftOut{Why::kOutsideCodes, "place"}));
  world.grant().code_filters = {{"who", {"child"}}};
  EXPECT_EQ(why({"ML05"}, {"all"}, {"any"}),
            (BoxLeftOut{Why::kOutsideCodes, "who"}));
  world.dataset().sensitivity = Sensitivity::kSevere;
  EXPECT_EQ(why({"ML05"}, {"all"}, {"any"}), BoxLeftOut{Why::kTooSensitive});
}

// Whatever does not fit is not given: never more than there is.
TEST(GivesBoxTest, WhatIsNotKnownIsNotGiven) {
  const World good;
  const auto gives = [](const World& world, std::vector<Value> box) {
    return GivesBox(world.catalog, world.ask, world.facts, world.quarter_asked,
                    world.cohorts().attributes, box);
  };
  const std::vector<Value> box = {{"ML05"}, {"a"}, {"1+"}, {"2026-Q1"}};
  ASSERT_TRUE(gives(good, box));
  EXPECT_FALSE(gives(good, {}));
  EXPECT_FALSE(gives(good, {{"ML05"}, {"a"}, {"1+"}}));
  EXPECT_FALSE(gives(good, {{}, {"a"}, {"1+"}, {"2026-Q1"}}));
  EXPECT_FALSE(gives(good, {{"ML99"}, {"a"}, {"1+"}, {"2026-Q1"}}));
  const std::vector<std::function<void(World&)>> kChanges = {
      [](World& w) { w.catalog.agreements.clear(); },
      [](World& w) { w.catalog.datasets.clear(); },
      [](World& w) { w.catalog.code_lists.clear(); },
      [](World& w) { AgreementOf(w.catalog).grants.clear(); },
      [](World& w) { AgreementOf(w.catalog).sensitivity_ceiling.reset(); },
      [](World& w) { w.dataset().sensitivity = Sensitivity::kSevere; },
      [](World& w) { w.ask.levels.clear(); },
      [](World& w) {
        w.grant().level_limits.push_back({"type", 1});
      },
  };
  for (size_t i = 0; i < kChanges.size(); ++i) {
    World world;
    kChanges[i](world);
    const CohortPlan& cohorts = good.cohorts();
    EXPECT_FALSE(GivesBox(world.catalog, world.ask, world.facts,
                          world.quarter_asked, cohorts.attributes, box))
        << i;
  }
}

TEST(CohortRulesTest, AnAskIsConfinedToThePeriodsThatHaveCohorts) {
  World world;
  Ask all = AllOf(AgreementId("mrm-2026"), world.grant(), Phase::kExtract);
  Ask month = all;
  EXPECT_TRUE(ConfineTo(world.catalog, Period::Kind::kMonth, month));
  EXPECT_THAT(month.cohorts, IsEmpty());
  EXPECT_EQ(month.families.size(), 2u);
  // The level that rows alone need went with them.
  for (const LevelLimit& level : month.levels) {
    EXPECT_NE(level.dimension, "who");
  }
  Ask quarter = all;
  EXPECT_TRUE(ConfineTo(world.catalog, Period::Kind::kQuarter, quarter));
  EXPECT_THAT(quarter.cohorts, ElementsAre(CohortsId("leads")));
  EXPECT_THAT(quarter.families, IsEmpty());
  EXPECT_EQ(quarter.levels.size(), 3u);
  EXPECT_FALSE(ConfineTo(world.catalog, Period::Kind::kYear, all));
}

TEST(CohortRulesTest, WhatRowsCanShowIsKnownBeforeAnyAreFormed) {
  World world;
  world.Classify("place", {"ML0501"}, Sensitivity::kSevere, true);
  world.Classify("type", {"b"}, Sensitivity::kHigh, true);
  const auto dimensions = [&] {
    std::vector<std::string> found;
    for (const Revealed& one : RevealedByCohorts(world.catalog, world.ask)) {
      found.push_back(one.classified->dimension);
    }
    return found;
  };
  EXPECT_THAT(dimensions(), ElementsAre("place", "type"));
  EXPECT_THAT(RevealedBy(world.catalog, world.ask), IsEmpty());
  world.ask.levels[0].finest = 1;
  EXPECT_THAT(dimensions(), ElementsAre("type"));
  world.ask.code_filters = {{"type", {"a"}}};
  EXPECT_THAT(dimensions(), IsEmpty());
}

TEST(CohortRulesTest, TheClosestAskKeepsTheCohortsThatAreGiven) {
  World world;
  world.ask.periods.push_back(testing::March());
  world.facts.sealed.push_back(testing::March());
  world.ask.cohorts.push_back(CohortsId("secret"));
  world.grant().level_limits[0].finest = 1;
  const auto offer = FindCounterOffer(world.catalog, world.ask, world.facts);
  ASSERT_TRUE(offer.has_value());
  EXPECT_TRUE(Decide(world.catalog, offer->ask, world.facts).allowed);
  EXPECT_THAT(offer->ask.cohorts, ElementsAre(CohortsId("leads")));
  EXPECT_THAT(offer->ask.periods, ElementsAre(world.quarter_asked));
  for (const LevelLimit& level : offer->ask.levels) {
    EXPECT_EQ(level.finest, level.dimension == "place"  ? 1
                            : level.dimension == "type" ? 1
                                                        : 2);
  }
}

TEST(CohortRulesTest, TablesAreOfferedWhereRowsAreNotGiven) {
  World world;
  world.catalog.plans.at(PlanId("monthly")).families[1].cadence =
      Cadence::kQuarter;
  world.ask.families = {FamilyId("type-only")};
  world.grant().cohorts.clear();
  const auto offer = FindCounterOffer(world.catalog, world.ask, world.facts);
  ASSERT_TRUE(offer.has_value());
  EXPECT_THAT(offer->ask.cohorts, IsEmpty());
  EXPECT_THAT(offer->ask.families, ElementsAre(FamilyId("type-only")));
}

// Two agreements of one recipient, of which one gives rows.
TEST(CohortRulesTest, RowsAreMoreThanTablesAlone) {
  World world;
  Agreement more = AgreementOf(world.catalog);
  more.id = AgreementId("mrm-rows");
  world.grant().cohorts.clear();
  world.catalog.agreements.emplace(more.id, more);
  const std::vector<Together> found = FindTogether(world.catalog);
  bool seen = false;
  for (const Together& one : found) {
    if (one.dataset != DatasetId("incidents")) continue;
    seen = true;
    EXPECT_EQ(one.kind, Together::Kind::kCovers);
    ASSERT_EQ(one.first.agreements.size(), 1u);
    EXPECT_EQ(one.first.agreements[0].id, more.id);
    EXPECT_THAT(one.first.beyond.cohorts, ElementsAre(CohortsId("leads")));
    EXPECT_THAT(one.first.beyond.families, IsEmpty());
  }
  EXPECT_TRUE(seen);
}

TEST(CohortRulesTest, RowsOfMorePlacesAreMore) {
  World world;
  Agreement less = AgreementOf(world.catalog);
  less.id = AgreementId("mrm-few");
  less.grants[0].families.clear();
  less.grants[0].level_limits[0].finest = 1;
  world.grant().families.clear();
  world.catalog.agreements.emplace(less.id, less);
  bool seen = false;
  for (const Together& one : FindTogether(world.catalog)) {
    if (one.dataset != DatasetId("incidents")) continue;
    seen = true;
    EXPECT_EQ(one.kind, Together::Kind::kCovers);
    EXPECT_EQ(one.first.agreements[0].id, AgreementId("mrm-2026"));
    EXPECT_THAT(one.first.beyond.levels, IsEmpty());
    ASSERT_EQ(one.first.beyond.cohort_levels.size(), 1u);
    EXPECT_EQ(one.first.beyond.cohort_levels[0].level, "cercle");
  }
  EXPECT_TRUE(seen);
}

}  // namespace
}  // namespace toguna
