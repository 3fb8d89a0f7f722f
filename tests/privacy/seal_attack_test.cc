// Guarantee S (DESIGN §2.1) against someone who tries every table: random
// sequences of releases over tiny worlds, every unsafe count, every view.
//
// TOGUNA_ATTACK_RUNS=100000 runs as many, from seed TOGUNA_ATTACK_SEED on.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/privacy/random_world.h"
#include "tests/privacy/seal_attacker.h"
#include "tests/privacy/tiny_corrections.h"
#include "tests/privacy/tiny_world.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

int64_t Number(const char* name, int64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoll(text);
}

// Releases in the order of sealing, each with what is declared to come.
struct Sequence {
  TinyWorld world;
  std::vector<Release> releases;
  std::vector<std::vector<const Family*>> refining;
};

Minimums RandomMinimumsWithViews(Random& random, bool views) {
  Minimums minimums = RandomMinimums(random);
  if (Below(random, 2) == 0) minimums.k = 2;
  minimums.c = views ? 1 + static_cast<int>(Below(random, 2)) : 0;
  return minimums;
}

// A year's families: some of what was accepted, and one or two of what was
// taken back and added, which may have the same axes.
std::vector<const Family*> YearsFamilies(Random& random,
                                         const WorldShape& shape,
                                         TinyWorld& world) {
  std::vector<const Family*> families =
      RandomFamiliesOf(random, shape, world, Below(random, 2));
  const size_t count = 1 + Below(random, 2);
  for (size_t i = 0; i < count; ++i) {
    const Family like = *RandomFamily(random, shape, world);
    const size_t lot = Below(random, 3);
    if (lot < 2) families.push_back(OfStream(world, like, Stream::kRemoved));
    if (lot > 0) families.push_back(OfStream(world, like, Stream::kAdded));
  }
  return families;
}

// Months with the same families, each under minimums of its own now and then;
// then perhaps more families of a month, and perhaps a quarter; then perhaps a
// year with what was corrected in it.
Sequence RandomSequence(uint64_t seed) {
  Random random(seed);
  WorldShape shape;
  shape.when = Below(random, 5) == 0;
  shape.months = Below(random, 2) == 0 ? 1 : 2 + Below(random, 2);
  // Incident months make many more tables; fewer of the rest.
  if (shape.when) shape.months = std::min<size_t>(shape.months, 2);
  shape.most_records = (shape.months == 1 ? 12 : 9) - (shape.when ? 3 : 0);
  shape.zones = !shape.when && Below(random, 2) == 0;
  shape.sources = 5 + Below(random, 8);
  shape.pools = Below(random, 4) == 0;
  Sequence sequence{RandomWorld(random, shape), {}, {}};
  TinyWorld& world = sequence.world;
  // Named by dimensions that the families use, so not of zones.
  if (Below(random, 4) == 0) AddStructuralZero(random, world);
  const bool corrected = Below(random, 3) == 0;
  if (corrected) AddCorrections(random, 1 + Below(random, 3), world);
  const bool views = Below(random, 3) > 0;
  Minimums minimums = RandomMinimumsWithViews(random, views);
  const auto families =
      RandomFamiliesOf(random, shape, world, 1 + Below(random, 3));
  const auto later =
      RandomFamiliesOf(random, shape, world, 1 + Below(random, 2));
  const auto years = corrected ? YearsFamilies(random, shape, world)
                               : std::vector<const Family*>();
  auto to_come = later;
  to_come.insert(to_come.end(), years.begin(), years.end());
  const bool declared = Below(random, 2) == 0;
  std::vector<size_t> all;
  const auto release = [&](const std::vector<const Family*>& own,
                           std::vector<size_t> months, bool last) {
    if (Below(random, 4) == 0) {
      minimums = RandomMinimumsWithViews(random, Below(random, 3) > 0);
    }
    sequence.releases.push_back({own, minimums, std::move(months), {}});
    sequence.refining.push_back(
        declared && !last ? to_come : std::vector<const Family*>());
  };
  for (size_t m = 0; m < shape.months; ++m) {
    release(families, {m}, false);
    all.push_back(m);
  }
  if (corrected) {
    if (Below(random, 2) == 0) release(later, all, false);
    release(years, all, true);
    sequence.releases.back().corrections = world.corrections;
    return sequence;
  }
  if (shape.months > 1) release(later, all, true);
  if (shape.months == 1 && Below(random, 2) == 0) release(later, all, true);
  return sequence;
}

AttackFigures AttackOne(uint64_t seed) {
  Sequence sequence = RandomSequence(seed);
  const SealAttacker attacker(sequence.world);
  AttackFigures figures;
  std::vector<Release> before;
  for (size_t i = 0; i < sequence.releases.size(); ++i) {
    Release now = sequence.releases[i];
    // A month hangs together with what was released of it.
    std::vector<Release> linked;
    for (const Release& one : before) {
      if (one.months == now.months || now.months.size() > 1) {
        linked.push_back(one);
      }
    }
    auto tables = Seal(sequence.world, linked, now, sequence.refining[i], seed);
    EXPECT_THAT(tables, IsOk()) << "seed " << seed;
    if (!tables.ok()) return figures;
    now.tables = *std::move(tables);
    EXPECT_TRUE(attacker.TellsTheTruth(now)) << "seed " << seed;
    linked.push_back(now);
    const AttackFigures found = attacker.Attack(linked, sequence.refining[i]);
    EXPECT_EQ(found.violations, 0)
        << "seed " << seed << " release " << i << ": " << found.first;
    figures.Add(found);
    if (now.corrections.has_value()) ++figures.corrected;
    if (now.corrections.has_value() && !sequence.world.pools.empty()) {
      ++figures.corrected_pools;
    }
    if (sequence.world.first_month.has_value()) ++figures.dated;
    before.push_back(std::move(now));
  }
  return figures;
}

TEST(SealAttackTest, NoTableSearchBreaksTheGuarantee) {
  const int64_t runs = Number("TOGUNA_ATTACK_RUNS", 1000);
  const int64_t first = Number("TOGUNA_ATTACK_SEED", 0);
  AttackFigures figures;
  for (int64_t i = 0; i < runs; ++i) {
    figures.Add(AttackOne(static_cast<uint64_t>(first + i)));
  }
  std::cout << "runs " << runs << ", cells published " << figures.published
            << ", unsafe counts attacked (once per view) " << figures.cells
            << ", confined by earlier releases " << figures.confined
            << ", years with corrections " << figures.corrected
            << " (with pools, too, " << figures.corrected_pools
            << "), releases that tell incident months apart " << figures.dated
            << ", undecided " << figures.undecided << ", violations "
            << figures.violations << "\n";
  EXPECT_EQ(figures.violations, 0) << figures.first;
  EXPECT_GT(figures.published, 5 * runs) << "nothing shown is no proof";
  EXPECT_GT(figures.cells, 10 * runs);
  EXPECT_GT(5 * figures.corrected, runs);
  EXPECT_GT(40 * figures.corrected_pools, runs);
  EXPECT_GT(5 * figures.dated, runs);
  EXPECT_LT(100 * figures.undecided, figures.cells) << "too many undecided";
}

// Records of two incident months, victims that are not told apart by it, and
// corrections: a record is taken back with its victims, from its own month. And
// a month's victims that the year tells apart more finely than anybody counts.
TEST(SealAttackTest, SequencesThatWereBrokenOnceAreNot) {
  EXPECT_EQ(AttackOne(4'003'455).violations, 0);
  EXPECT_EQ(AttackOne(4'001'482).violations, 0);
}

// A plan without contributors in mind must not undo what an earlier one kept.
TEST(SealAttackTest, AQuarterWithoutContributorRulesKeepsTheMonthsViews) {
  TinyWorld world;
  world.trees["place"] = {{"P", ""}, {"p1", "P"}};
  world.trees["type"] = {{"T", ""}, {"t1", "T"}};
  world.trees["who"] = {{"W", ""}, {"man", "W"}};
  const Family* all = world.Add(Unit::kRecord, {{"place", 0, 0}});
  const auto month = [](size_t of_a) {
    TinyMonth records;
    for (size_t i = 0; i < of_a; ++i) {
      records.push_back({"ngo-a", "a" + std::to_string(i), "p1", "t1", {}});
    }
    records.push_back({"ngo-b", "b", "p1", "t1", {}});
    return records;
  };
  world.months = {month(4), month(3)};
  std::vector<Release> releases;
  for (size_t m = 0; m < 2; ++m) {
    Release one{{all}, {.k = 3, .s = 1, .c = 2}, {m}, {}};
    one.tables = Seal(world, {}, one, {}, 7).value();
    releases.push_back(one);
  }
  Release quarter{{all}, {.k = 3, .s = 1, .c = 0}, {0, 1}, {}};
  quarter.tables = Seal(world, releases, quarter, {}, 7).value();
  releases.push_back(quarter);
  const AttackFigures found = SealAttacker(world).Attack(releases, {});
  EXPECT_EQ(found.violations, 0) << found.first;
}

}  // namespace
}  // namespace toguna::testing
