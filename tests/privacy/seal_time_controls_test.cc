// Versions of the seal that forget what was or will be, each against the
// attacker of seal_attack_test; see seal_controls_test for the others.

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/privacy/controls.h"
#include "tests/privacy/random_world.h"
#include "tests/privacy/seal_attacker.h"
#include "tests/privacy/tiny_corrections.h"
#include "tests/privacy/tiny_world.h"

namespace toguna::testing {
namespace {

// Months, each sealed, and what a quarter of all of them would show.
struct Quarter {
  explicit Quarter(Random& random, const Minimums& of_months,
                   size_t months = 2) {
    WorldShape shape{.months = months, .most_records = 8};
    world = RandomWorld(random, shape);
    const Families families = RandomFamiliesOf(random, shape, world, 2);
    std::vector<size_t> all;
    for (size_t m = 0; m < months; ++m) {
      sealed.push_back(Sealed(world, {}, {families, of_months, {m}, {}}));
      all.push_back(m);
    }
    quarter = {families, of_months, all, {}};
  }
  std::vector<Release> With(const Release& last) const {
    std::vector<Release> all = sealed;
    all.push_back(last);
    return all;
  }
  TinyWorld world;
  std::vector<Release> sealed;
  Release quarter;
};

// The quarter is sealed as if its months had never been published.
TEST(SealTimeControlsTest, NoHistory) {
  ExpectBreaks("no history", 120, [](Random& random) {
    const Quarter one(random, RandomMinimums(random));
    const SealAttacker attacker(one.world);
    const auto attack = [&](const std::vector<Release>& told) {
      return attacker.Attack(one.With(Sealed(one.world, told, one.quarter)),
                             {});
    };
    return Tried{attack({}), attack(one.sealed)};
  });
}

// The last month is what came late: in no month's tables, but in the quarter,
// recounted from the vault. The engine is told all but that these are cells.
TEST(SealTimeControlsTest, LateRecordsRecountedInAQuarter) {
  ExpectBreaks("late records recounted", 120, [](Random& random) {
    Quarter one(random, RandomMinimums(random), 3);
    one.world.months[2].resize(std::min<size_t>(one.world.months[2].size(), 3));
    one.sealed.pop_back();
    SealAttacker attacker(one.world);
    attacker.judged_too = {{{2}, one.quarter.minimums}};
    const Release recounted = Sealed(one.world, one.sealed, one.quarter);
    Release frozen = one.quarter;
    frozen.months = {0, 1};
    frozen = Sealed(one.world, one.sealed, frozen);
    return Tried{attacker.Attack(one.With(recounted), {}),
                 attacker.Attack(one.With(frozen), {})};
  });
}

// One or two records were erased after their month was published (they stand
// apart here, as the last month) and are missing from the quarter.
TEST(SealTimeControlsTest, ErasureBeforeAQuarter) {
  ExpectBreaks("erasure before a quarter", 120, [](Random& random) {
    Quarter one(random, RandomMinimums(random), 3);
    one.world.months[2].resize(
        std::min<size_t>(one.world.months[2].size(), 1 + Below(random, 2)));
    const Release& month = one.sealed[0];
    one.sealed = {
        Sealed(one.world, {}, {month.families, month.minimums, {0, 2}, {}}),
        one.sealed[1]};
    SealAttacker attacker(one.world);
    attacker.judged_too = {{{2}, one.quarter.minimums}};
    Release without = one.quarter;
    without.months = {0, 1};
    without = Sealed(one.world, one.sealed, without);
    const Release frozen = Sealed(one.world, one.sealed, one.quarter);
    return Tried{attacker.Attack(one.With(without), {}),
                 attacker.Attack(one.With(frozen), {})};
  });
}

// The months were sealed under a higher k. The quarter's plan asks for less,
// and judges the months' unsafe counts by its own k.
TEST(SealTimeControlsTest, TheMonthsOwnKIsForgotten) {
  ExpectBreaks("own k of older cells ignored", 120, [](Random& random) {
    Quarter one(random, {.k = 5, .s = 2, .c = 0});
    one.quarter.minimums = {.k = 2, .s = 1, .c = 0};
    std::vector<Release> told = one.sealed;
    for (Release& month : told) month.minimums = one.quarter.minimums;
    const SealAttacker attacker(one.world);
    const Release broken = Sealed(one.world, told, one.quarter);
    const Release honest = Sealed(one.world, one.sealed, one.quarter);
    return Tried{attacker.Attack(one.With(broken), {}),
                 attacker.Attack(one.With(honest), {})};
  });
}

// k was raised after the months. What they show below the new k is taken for
// not shown by the quarter's seal.
TEST(SealTimeControlsTest, KRaisedBetweenSeals) {
  ExpectBreaks("k raised between seals", 200, [](Random& random) {
    Quarter one(random, {.k = 2, .s = 1, .c = 0});
    one.quarter.minimums = {.k = 4, .s = 1, .c = 0};
    const SealAttacker attacker(one.world);
    std::vector<Release> told = one.sealed;
    for (Release& month : told) {
      ForEachCell(month, [](const TinyCell&, SealedCell& cell) {
        if (cell.value < 4) cell.status = CellStatus::kNotShown;
      });
    }
    const Release broken = Sealed(one.world, told, one.quarter);
    const Release honest = Sealed(one.world, one.sealed, one.quarter);
    return Tried{attacker.Attack(one.With(broken), {}),
                 attacker.Attack(one.With(honest), {})};
  });
}

// A correction of the month added records (the second month here). A cell is
// published anew where it changed by k or more, else the old value stands; that
// is known, too.
TEST(SealTimeControlsTest, AValueThatMovesWhenItsChangeIsLarge) {
  ExpectBreaks("moves when the change is large", 150, [](Random& random) {
    WorldShape shape{.months = 2, .most_records = 9};
    TinyWorld world = RandomWorld(random, shape);
    const Minimums minimums = RandomMinimums(random);
    const Families families = RandomFamiliesOf(random, shape, world, 2);
    Release first = Sealed(world, {}, {families, minimums, {0}, {}});
    SealAttacker attacker(world);
    const TinyCounter& counter = attacker.counter();
    attacker.judged_too = {{{1}, minimums}};
    Tried tried{{}, attacker.Attack({first}, {})};
    Release second = first;
    second.months = {0, 1};
    ForEachCell(second, [&](const TinyCell& at, SealedCell& cell) {
      if (cell.status != CellStatus::kPublished) return;
      TinyCell change = at;
      change.months = {1};
      const int64_t by = counter.Count(change, "").value;
      if (by >= minimums.k) {
        cell.value = counter.Count(at, "").value;
        return;
      }
      cell.status = CellStatus::kNotShown;
      attacker.also_known.push_back({change, 0, minimums.k - 1});
    });
    tried.broken = attacker.Attack({first, second}, {});
    return tried;
  });
}

// What was taken back and what was added are sealed as if they had nothing to
// do with each other, nor with what was accepted. Worlds that it bites in: most
// records are corrected, and few cells hide what.
TEST(SealTimeControlsTest, CorrectionsAuditedApart) {
  ExpectBreaks("corrections audited apart", 150, [](Random& random) {
    WorldShape shape{.months = 1, .most_records = 12, .zones = false};
    TinyWorld world = RandomWorld(random, shape);
    AddCorrections(random, 1 + Below(random, 2), world);
    const Minimums minimums = RandomMinimums(random);
    const std::vector<Axis> axes = {{"place", 0, 1}, {"type", 0, 1}};
    const Families accepted = {world.Add(Unit::kRecord, axes)};
    Families corrected = {world.Add(Unit::kRecord, axes, Stream::kRemoved),
                          world.Add(Unit::kRecord, axes, Stream::kAdded)};
    const TinyCorrections& where = *world.corrections;
    const SealAttacker attacker(world);
    const Release month = Sealed(world, {}, {accepted, minimums, {0}, {}});
    std::vector<Release> apart = {month};
    for (const size_t strand : {where.removed, where.added}) {
      apart.push_back(Sealed(world, {}, {accepted, minimums, {strand}, {}}));
    }
    const Release year = Sealed(
        world, {month}, {corrected, minimums, where.of, {}, world.corrections});
    return Tried{attacker.Attack(apart, {}),
                 attacker.Attack({month, year}, {})};
  });
}

// The year's seal counts records that were taken back and added, and somebody
// adds their victims wherever sums of counts give nothing away. Which records
// they can have been does. Worlds that it bites in: one place; two months show
// a record with few victims and one with many, and so does what was added; a
// third month hides its only record. Those with few are taken back.
TEST(SealTimeControlsTest, CorrectionsCountedInVictims) {
  ExpectBreaks("corrections counted in victims", 100, [](Random& random) {
    constexpr size_t kHidden = 2;
    constexpr size_t kRemoved = 3;
    constexpr size_t kAdded = 4;
    TinyWorld world;
    world.trees = {{"place", {{"country", ""}, {"place", "country"}}},
                   {"type", {{"all", ""}, {"type", "all"}}},
                   {"who", {{"anybody", ""}, {"man", "anybody"}}}};
    world.victims_rule = Below(random, 2) == 0;
    world.months.assign(kAdded + 1, {});
    for (const size_t m : {size_t{0}, size_t{1}, kHidden, kAdded}) {
      for (size_t i = 0; i < (m == kHidden ? 1 : 2); ++i) {
        const auto few = static_cast<int64_t>(1 + Below(random, 2));
        world.months[m].push_back({"org-a",
                                   absl::StrCat("s", m, i),
                                   "place",
                                   "type",
                                   {{"man", i == 0 ? few : 9}}});
      }
      world.months[kRemoved].push_back(world.months[m][0]);
    }
    world.corrections = TinyCorrections{{0, 1, kHidden}, kRemoved, kAdded};
    const Minimums minimums{.k = 2, .s = 1, .c = 0};
    const std::vector<Axis> axes = {{"place", 1, 1}};
    const Families accepted = {world.Add(Unit::kRecord, axes),
                               world.Add(Unit::kVictim, axes)};
    const Families corrected = {
        world.Add(Unit::kRecord, axes, Stream::kRemoved),
        world.Add(Unit::kRecord, axes, Stream::kAdded)};
    std::vector<Release> releases;
    for (const size_t m : world.corrections->of) {
      releases.push_back(Sealed(world, {}, {accepted, minimums, {m}, {}}));
    }
    releases.push_back(Sealed(
        world, releases,
        {corrected, minimums, world.corrections->of, {}, world.corrections}));
    SealAttacker attacker(world);
    attacker.whole_records = true;
    Tried tried{{}, attacker.Attack(releases, {})};
    attacker.whole_records = false;
    for (const size_t strand : {kAdded, kRemoved}) {
      for (const TinyCell& cell :
           attacker.counter().CellsOf(*accepted[1], {strand})) {
        const TinyCounts counts = attacker.counter().Count(cell, "");
        if (!IsSafeByTheWords(counts, minimums)) continue;
        attacker.also_known.push_back({cell, counts.value, counts.value});
        if (attacker.Attack(releases, {}).violations > 0) {
          attacker.also_known.pop_back();
        }
      }
    }
    attacker.whole_records = true;
    tried.broken = attacker.Attack(releases, {});
    return tried;
  });
}

}  // namespace
}  // namespace toguna::testing
