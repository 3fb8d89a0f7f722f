// Whatever a tiny service gives out of a quarter or two (tables of their months
// and of themselves, rows of their cohorts, those that records waited for among
// them, at every rung), against someone who tries every table: each unsafe
// count, each view.
//
// TOGUNA_ATTACK_RUNS=100000 runs as many, from seed TOGUNA_ATTACK_SEED on.

#include <cstdint>
#include <cstdlib>
#include <iostream>

#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/privacy/service_attacker.h"
#include "tests/privacy/service_world.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

int64_t Number(const char* name, int64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoll(text);
}

ServiceFigures AttackOne(uint64_t seed, const ServiceShape& shape = {}) {
  ServiceFigures figures;
  const ServiceWorld world = RandomService(seed, shape);
  const auto seals = SealAll(world);
  EXPECT_THAT(seals, IsOk()) << "seed " << seed;
  if (!seals.ok()) return figures;
  for (size_t rung = 0; rung < world.plan.Ladder().size(); ++rung) {
    for (const bool all_boxes : {true, false}) {
      ServiceAttacker attacker(world, *seals, static_cast<int>(rung));
      // Where nothing lies is nobody's to know if nothing is given.
      if (all_boxes && !attacker.IsAnythingGiven()) continue;
      figures.held_over += rung == 0 && attacker.HasHeldOver() ? 1 : 0;
      attacker.knows_all_boxes = all_boxes;
      const ServiceFigures found = attacker.Attack();
      EXPECT_EQ(found.all.violations, 0)
          << "seed " << seed << " rung " << rung << " all boxes " << all_boxes
          << ": " << found.all.first;
      figures.Add(found);
      if (found.withheld == 0) break;  // he knows the same
    }
  }
  return figures;
}

TEST(ServiceAttackTest, NoTablesAndCohortsTogetherBreakTheGuarantee) {
  const int64_t runs = Number("TOGUNA_ATTACK_RUNS", 600);
  const int64_t first = Number("TOGUNA_ATTACK_SEED", 0);
  ServiceFigures figures;
  for (int64_t i = 0; i < runs; ++i) {
    figures.Add(AttackOne(static_cast<uint64_t>(first + i)));
  }
  std::cout << "runs " << runs << ", numbers known " << figures.all.published
            << ", cohorts given " << figures.cohorts << " of "
            << figures.cohorts + figures.withheld << " with " << figures.rows
            << " rows, unsafe counts attacked (once per view) "
            << figures.all.cells << " (of one month " << figures.of_months
            << ", within a cohort " << figures.in_cohorts
            << "), confined by the months " << figures.all.confined
            << ", undecided " << figures.all.undecided << ", violations "
            << figures.all.violations << "\n";
  EXPECT_EQ(figures.all.violations, 0) << figures.all.first;
  EXPECT_GT(figures.cohorts, runs / 2) << "nothing given is no proof";
  EXPECT_GT(figures.all.published, 5 * runs);
  EXPECT_GT(figures.of_months, 5 * runs);
  EXPECT_GT(figures.in_cohorts, runs);
  EXPECT_LT(100 * figures.all.undecided, figures.all.cells);
}

// What no cohort was given of joins a later quarter's, perhaps the next but
// one's.
void AttackQuarters(size_t quarters, int64_t otherwise) {
  const int64_t runs = Number("TOGUNA_ATTACK_RUNS", otherwise);
  const int64_t first = Number("TOGUNA_ATTACK_SEED", 0);
  const ServiceShape shape{.months = quarters + 1,
                           .quarters = quarters,
                           .most_records = quarters > 2 ? 10u : 14u};
  ServiceFigures figures;
  for (int64_t i = 0; i < runs; ++i) {
    figures.Add(AttackOne(static_cast<uint64_t>(first + i), shape));
  }
  std::cout << quarters << " quarters: runs " << runs << ", of them "
            << figures.held_over
            << " with cohorts of what waited, cohorts given " << figures.cohorts
            << " of " << figures.cohorts + figures.withheld
            << ", unsafe counts attacked " << figures.all.cells
            << " (within a cohort " << figures.in_cohorts
            << "), confined by what was published before "
            << figures.all.confined << ", undecided " << figures.all.undecided
            << ", violations " << figures.all.violations << "\n";
  EXPECT_EQ(figures.all.violations, 0) << figures.all.first;
  EXPECT_GT(20 * figures.held_over, runs) << "nothing that waited is given";
  EXPECT_LT(100 * figures.all.undecided, figures.all.cells);
}

TEST(ServiceAttackTest, WhatWaitedBreaksTheGuaranteeOfNeitherQuarter) {
  AttackQuarters(2, 600);
}

TEST(ServiceAttackTest, WhatWaitedLongBreaksTheGuaranteeOfNoQuarter) {
  AttackQuarters(3, 300);
}

// Cohorts of a higher rung were guarded in the parts alone that lower ones tell
// apart, and in these worlds a cell within one was known too well.
TEST(ServiceAttackTest, CohortsOfAHigherRungAreGuardedAsTheyAre) {
  for (const uint64_t seed : {1'004'524u, 1'011'573u}) {
    EXPECT_EQ(AttackOne(seed).all.violations, 0) << "seed " << seed;
  }
}

// A box without girls said of records that all have victims that they had
// another kind. Such a plan is no longer sealed; without the rule it is.
TEST(ServiceAttackTest, KindsOfVictimsThatRecordsNeedAreNotTold) {
  ServiceWorld world = RandomService(1'004'321);
  EXPECT_EQ(AttackOne(1'004'321).all.violations, 0);
  world.tiny.victims_rule = true;
  EXPECT_EQ(ReasonOf(SealAll(world).status()).code, "PLAN_INVALID");
}

}  // namespace
}  // namespace toguna::testing
