// Guarantee S of every rung (DESIGN §2.1): whoever holds one rung of everything
// released must not break that rung's minimums, and whoever pools all rungs not
// those of the lowest.
//
// TOGUNA_ATTACK_RUNS=100000 runs as many.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/privacy/random_world.h"
#include "tests/privacy/seal_attacker.h"
#include "tests/privacy/tiny_rungs.h"
#include "tests/privacy/tiny_world.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using Families = std::vector<const Family*>;

int64_t Number(const char* name, int64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoll(text);
}

// Two or three rungs, each stricter than the one before.
std::vector<Minimums> RandomLadder(Random& random, size_t rungs) {
  std::vector<Minimums> ladder = {RandomMinimums(random)};
  if (Below(random, 2) == 0) ladder[0].k = 2;
  if (Below(random, 2) == 0) ladder[0].c = 0;
  while (ladder.size() < rungs) {
    Minimums next = ladder.back();
    next.k += 1 + static_cast<int>(Below(random, 2));
    next.s += static_cast<int>(Below(random, 2));
    next.c += static_cast<int>(Below(random, 2));
    ladder.push_back(next);
  }
  return ladder;
}

Ladder Unsealed(const Families& families, const std::vector<size_t>& months,
                const std::vector<Minimums>& minimums) {
  Ladder ladder;
  for (const Minimums& one : minimums) {
    ladder.push_back({families, one, months, {}});
  }
  return ladder;
}

struct Figures {
  AttackFigures pooled;
  AttackFigures higher;  // rungs above the lowest, each by itself
};

// Months, and then perhaps their quarter; a plan may change its ladder.
void AttackOne(uint64_t seed, Figures& figures) {
  Random random(seed);
  WorldShape shape;
  shape.months = 1 + Below(random, 2);
  shape.most_records = shape.months == 1 ? 14 : 10;
  shape.zones = Below(random, 3) == 0;
  shape.sources = 5 + Below(random, 8);
  TinyWorld world = RandomWorld(random, shape);
  if (Below(random, 4) == 0) AddStructuralZero(random, world);
  const Families families =
      RandomFamiliesOf(random, shape, world, 1 + Below(random, 2));
  const Families later = RandomFamiliesOf(random, shape, world, 1);
  const size_t rungs = 2 + Below(random, 2);
  std::vector<Minimums> minimums = RandomLadder(random, rungs);
  std::vector<Ladder> sealed;
  std::vector<size_t> all;
  const auto seal = [&](const Families& own, std::vector<size_t> months,
                        const Families& refining) {
    if (Below(random, 4) == 0) minimums = RandomLadder(random, rungs);
    std::vector<Ladder> linked;
    for (const Ladder& one : sealed) {
      if (months.size() > 1 || one[0].months == months) linked.push_back(one);
    }
    auto now = SealLadder(world, linked, Unsealed(own, months, minimums),
                          refining, seed);
    ASSERT_THAT(now, IsOk()) << "seed " << seed;
    linked.push_back(*now);
    sealed.push_back(*std::move(now));
    const AttackFigures pooled = AttackPooled(world, linked, refining);
    EXPECT_EQ(pooled.violations, 0) << "seed " << seed << ": " << pooled.first;
    figures.pooled.Add(pooled);
    const SealAttacker attacker(world);
    for (size_t r = 1; r < rungs; ++r) {
      const AttackFigures found = attacker.Attack(RungOf(linked, r), refining);
      EXPECT_EQ(found.violations, 0)
          << "seed " << seed << " rung " << r << ": " << found.first;
      figures.higher.Add(found);
    }
  };
  for (size_t m = 0; m < shape.months; ++m) {
    seal(families, {m}, later);
    all.push_back(m);
  }
  if (shape.months > 1) seal(later, all, {});
}

TEST(RungsAttackTest, NoRungAndNoPoolOfRungsBreaksTheGuarantee) {
  const int64_t runs = Number("TOGUNA_ATTACK_RUNS", 300);
  const int64_t first = Number("TOGUNA_ATTACK_SEED", 0);
  Figures figures;
  for (int64_t i = 0; i < runs; ++i) {
    AttackOne(static_cast<uint64_t>(first + i), figures);
  }
  for (const AttackFigures* one : {&figures.pooled, &figures.higher}) {
    std::cout << (one == &figures.pooled ? "pooled" : "higher rungs")
              << ": runs " << runs << ", cells published " << one->published
              << ", unsafe counts attacked " << one->cells << ", confined "
              << one->confined << ", undecided " << one->undecided
              << ", violations " << one->violations << "\n";
    EXPECT_GT(one->published, 2 * runs) << "nothing shown is no proof";
    EXPECT_GT(one->cells, 10 * runs);
    EXPECT_LT(100 * one->undecided, one->cells) << "too many undecided";
  }
}

// What rungs are nested against: each a good pattern by itself, and what one
// withholds for another cell's sake the other shows.
TEST(RungsAttackTest, RungsChosenIndependentlyAreBroken) {
  constexpr int64_t kRuns = 200;
  int64_t broken = 0;
  for (int64_t seed = 0; seed < kRuns; ++seed) {
    Random random(static_cast<uint64_t>(seed));
    const WorldShape shape{.months = 1, .most_records = 14, .zones = false};
    TinyWorld world = RandomWorld(random, shape);
    const Families families = RandomFamiliesOf(random, shape, world, 2);
    Ladder ladder = Unsealed(
        families, {0}, {{.k = 2, .s = 1, .c = 0}, {.k = 3, .s = 1, .c = 0}});
    for (size_t r = 0; r < ladder.size(); ++r) {
      auto alone = SealLadder(world, {}, {ladder[r]}, {}, 7 + r);
      ASSERT_THAT(alone, IsOk());
      ladder[r] = std::move((*alone)[0]);
    }
    broken += AttackPooled(world, {ladder}, {}).violations > 0 ? 1 : 0;
  }
  std::cout << "independent rungs: broken in " << broken << " of " << kRuns
            << " runs\n";
  EXPECT_GE(100 * broken, kRuns);
}

}  // namespace
}  // namespace toguna::testing
