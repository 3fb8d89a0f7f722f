// Versions of the seal that break Guarantee S (DESIGN §2.1), each against the
// attacker of seal_attack_test: one that finds nothing there must find these,
// in at least one run of a hundred. Where the honest engine can be asked the
// same, it is, and must withstand.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/privacy/controls.h"
#include "tests/privacy/random_world.h"
#include "tests/privacy/seal_attacker.h"
#include "tests/privacy/tiny_world.h"

namespace toguna::testing {
namespace {

// A zero says nobody, so why not show it? Worlds that it bites in: two places
// by three types, where each place has none of one type. Hidden, either zero
// could hold what the small cell has more or less.
TEST(SealControlsTest, PublicZeros) {
  ExpectBreaks("public zeros", 150, [](Random& random) {
    TinyWorld world;
    world.trees["place"] = {{"P", ""}, {"p1", "P"}, {"p2", "P"}};
    world.trees["type"] = {{"T", ""}, {"t1", "T"}, {"t2", "T"}, {"t3", "T"}};
    world.trees["who"] = {{"W", ""}, {"man", "W"}};
    TinyMonth month;
    const auto add = [&](const char* place, const char* type, size_t count) {
      for (size_t i = 0; i < count; ++i) {
        month.push_back({"ngo-a",
                         "s" + std::to_string(Below(random, 9)),
                         place,
                         type,
                         {{"man", 1}}});
      }
    };
    add("p1", "t1", 1 + Below(random, 2));
    add("p1", "t2", 2 + Below(random, 4));
    add("p2", "t1", 2 + Below(random, 4));
    add("p2", "t3", 2 + Below(random, 4));
    world.months = {std::move(month)};
    Release now{{world.Add(Unit::kRecord, {{"place", 0, 1}, {"type", 0, 1}})},
                kPlain,
                {0},
                {}};
    now = Sealed(world, {}, now);
    const SealAttacker attacker(world);
    Tried tried{{}, attacker.Attack({now}, {})};
    ForEachCell(now, [&](const TinyCell& at, SealedCell& cell) {
      if (attacker.counter().Count(at, "").value == 0) {
        cell.status = CellStatus::kPublished;
      }
    });
    tried.broken = attacker.Attack({now}, {});
    return tried;
  });
}

// A mark such as "<5" on a cell that holds something.
TEST(SealControlsTest, WithheldKnownToHoldSomething) {
  ExpectBreaks("withheld known to be >= 1", 150, [](Random& random) {
    Month month(random);
    month.now = Sealed(month.world, {}, month.now);
    SealAttacker attacker(month.world);
    ForEachCell(month.now, [&](const TinyCell& at, SealedCell& cell) {
      if (cell.status != CellStatus::kPublished &&
          attacker.counter().Count(at, "").value > 0) {
        attacker.also_known.push_back({at, 1, kNoLimit});
      }
    });
    return Tried{attacker.Attack({month.now}, {}), {}};
  });
}

// Every safe cell is shown: the threshold that a query would apply.
TEST(SealControlsTest, NoSecondarySuppression) {
  ExpectBreaks("no secondary suppression", 150, [](Random& random) {
    Month month(random);
    const SealAttacker attacker(month.world);
    const TinyCounter& counter = attacker.counter();
    month.now.tables = TablesBy(counter, month.now, [&](const TinyCell& at) {
      return IsSafeByTheWords(counter.Count(at, ""), month.now.minimums);
    });
    return Tried{attacker.Attack({month.now}, {}), {}};
  });
}

// All records are taken for one contributor's, so that nobody subtracts his
// own. Cells that only the contributors' rule makes unsafe are withheld as they
// should be and not counted here: only the missing views are.
TEST(SealControlsTest, NoContributorView) {
  ExpectBreaks("no contributor view", 200, [](Random& random) {
    Month month(random);
    month.now.minimums.c = 1 + static_cast<int>(Below(random, 2));
    TinyWorld merged = month.world;
    for (TinyRecord& record : merged.months[0]) record.contributor = "all";
    SealAttacker attacker(month.world);
    const TinyCounter& counter = attacker.counter();
    const Minimums minimums = month.now.minimums;
    const Release honest = Sealed(month.world, {}, month.now);
    month.now.families.clear();
    for (const Family& family : merged.families) {
      month.now.families.push_back(&family);
    }
    month.now = Sealed(merged, {}, month.now);
    month.now.families = honest.families;
    ForEachCell(month.now, [&](const TinyCell& at, SealedCell& cell) {
      if (IsSafeByTheWords(counter.Count(at, ""), minimums)) return;
      cell.status = CellStatus::kNotShown;
      cell.value = 0;
    });
    const TinyCounter merged_counter(merged);
    attacker.with_everybody = false;
    attacker.only = [&](const TinyCell& cell) {
      return !IsSafeByTheWords(merged_counter.Count(cell, ""), minimums);
    };
    return Tried{attacker.Attack({month.now}, {}),
                 attacker.Attack({honest}, {})};
  });
}

// Everybody knows that each record has a victim; the engine is not told. Worlds
// that it bites in: most records have one victim, and both units are counted
// over the same axes, so that 40 records with 40 victims are 40 times one.
TEST(SealControlsTest, FortyRecordsWithFortyVictimsAuditedApart) {
  ExpectBreaks("victims and records audited apart", 150, [](Random& random) {
    WorldShape shape = OneMonth();
    shape.zones = false;
    TinyWorld world = RandomWorld(random, shape);
    for (TinyRecord& record : world.months[0]) {
      const bool girl = Below(random, 2) == 0;
      record.victims = {{girl ? "girl" : "man", Below(random, 6) == 0 ? 2 : 1}};
    }
    const std::vector<Axis> axes = {{"place", 0, 1}, {"type", 0, 1}};
    const Families families = {
        world.Add(Unit::kRecord, axes), world.Add(Unit::kVictim, axes),
        world.Add(Unit::kVictim, {{"type", 0, 1}, {"who", 0, 1}})};
    const Release now{families, kPlain, {0}, {}};
    world.victims_rule = false;
    const Release apart = Sealed(world, {}, now);
    world.victims_rule = true;
    const SealAttacker attacker(world);
    return Tried{attacker.Attack({apart}, {}),
                 attacker.Attack({Sealed(world, {}, now)}, {})};
  });
}

// Two records of p1 are all that are there, and of one type, so nobody was
// harmed there by the other type, and the two victims of p2, of one record,
// would be what is left of five if all safe cells of victims were shown.
TEST(SealControlsTest, VictimsWhereNoRecordIs) {
  TinyWorld world;
  world.trees["place"] = {{"P", ""}, {"p1", "P"}, {"p2", "P"}};
  world.trees["type"] = {{"T", ""}, {"t1", "T"}, {"t2", "T"}};
  world.trees["who"] = {{"W", ""}, {"girl", "W"}, {"man", "W"}};
  world.months = {{{"ngo-a", "s2", "p2", "t2", {}},
                   {"ngo-b", "s3", "p1", "t2", {{"man", 1}}},
                   {"ngo-b", "s0", "p2", "t2", {}},
                   {"ngo-a", "s4", "p1", "t2", {{"girl", 2}}},
                   {"ngo-a", "s2", "p2", "t1", {{"man", 2}}},
                   {"ngo-a", "s1", "p2", "t2", {}}}};
  const std::vector<Axis> axes = {{"place", 0, 1}, {"type", 0, 1}};
  const Families families = {world.Add(Unit::kRecord, axes),
                             world.Add(Unit::kVictim, axes)};
  const Release now =
      Sealed(world, {}, {families, {.k = 2, .s = 1, .c = 0}, {0}, {}});
  const SealAttacker attacker(world);
  EXPECT_EQ(attacker.Attack({now}, {}).violations, 0);
}

// Each unit is sealed as if the other were not, and nobody says that records
// have victims: what is left to know is that victims are in records.
TEST(SealControlsTest, VictimsAreTakenToBeAnywhere) {
  ExpectBreaks("victims where no record is", 150, [](Random& random) {
    WorldShape shape = OneMonth();
    shape.zones = false;
    TinyWorld world = RandomWorld(random, shape);
    world.victims_rule = false;
    const std::vector<Axis> axes = {{"place", 0, 1}, {"type", 0, 1}};
    const Release both{
        {world.Add(Unit::kRecord, axes), world.Add(Unit::kVictim, axes)},
        {.k = 2, .s = 1, .c = 0},
        {0},
        {}};
    Release apart = both;
    for (const Family* family : both.families) {
      Release one = both;
      one.families = {family};
      apart.tables.push_back(Sealed(world, {}, one).tables[0]);
    }
    SealAttacker attacker(world);
    const AttackFigures honest = attacker.Attack({Sealed(world, {}, both)}, {});
    const AttackFigures broken = attacker.Attack({apart}, {});
    attacker.victims_in_records = false;
    EXPECT_EQ(attacker.Attack({apart}, {}).violations, 0);
    return Tried{broken, honest};
  });
}

// The calendar says that in January nothing is of an earlier month of its
// year; a seal that does not know hides small counts behind such months.
TEST(SealControlsTest, TheCalendarIsNotKnown) {
  ExpectBreaks("calendar not known", 200, [](Random& random) {
    WorldShape shape{.months = 1, .most_records = 12, .zones = false};
    shape.who = false;
    shape.when = true;
    TinyWorld world = RandomWorld(random, shape);
    world.first_month = absl::CivilMonth(2026, 1);
    const size_t kinds = world.WhensOf(0).size();
    for (TinyRecord& record : world.months[0]) {
      record.when = world.WhensOf(0)[Below(random, kinds)];
    }
    const Families families = {
        world.Add(Unit::kRecord, {{"type", 0, 1}, {"when", 0, 1}})};
    const Release now{families, {.k = 2, .s = 1, .c = 0}, {0}, {}};
    const SealAttacker attacker(world);
    const Release honest = Sealed(world, {}, now);
    // Taken for December, when everything can be.
    world.first_month = absl::CivilMonth(2026, 12);
    const Release broken = Sealed(world, {}, now);
    world.first_month = absl::CivilMonth(2026, 1);
    return Tried{attacker.Attack({broken}, {}), attacker.Attack({honest}, {})};
  });
}

// Sums of siblings are shown wherever they are safe by themselves, without
// being protected with the rest.
TEST(SealControlsTest, PoolsAuditedApart) {
  ExpectBreaks("pools audited apart", 150, [](Random& random) {
    WorldShape shape = OneMonth();
    shape.pools = true;
    Month month(random, shape);
    const Release honest = Sealed(month.world, {}, month.now);
    const SealAttacker attacker(month.world);
    const TinyCounter& counter = attacker.counter();
    Release broken = honest;
    ForEachCell(broken, [&](const TinyCell& at, SealedCell& cell) {
      const TinyCounts counts = counter.Count(at, "");
      const auto type = at.codes.find("type");
      if (type == at.codes.end() || type->second != "t12" ||
          !IsSafeByTheWords(counts, broken.minimums)) {
        return;
      }
      cell.status = CellStatus::kPublished;
      cell.value = counts.value;
    });
    return Tried{attacker.Attack({broken}, {}), attacker.Attack({honest}, {})};
  });
}

// The same places under two trees, each protected without the other. Worlds
// that it bites in: a place in the middle changed its region, and no finer
// level is published.
TEST(SealControlsTest, TwoGazetteers) {
  ExpectBreaks("two gazetteers", 150, [](Random& random) {
    WorldShape shape = OneMonth();
    shape.zones = false;
    TinyWorld world;
    world.trees["place"] = {{"P", ""},    {"PA", "P"},  {"PB", "P"},
                            {"p1", "PA"}, {"p2", "PA"}, {"p3", "PB"}};
    world.trees["x"] = {{"x0", ""}, {"x1", "x0"}, {"x2", "x0"}};
    world.by_place["x"] = {{"p1", "x1"}, {"p2", "x2"}, {"p3", "x2"}};
    world.trees["type"] = {{"T", ""}, {"t1", "T"}, {"t2", "T"}};
    world.trees["who"] = {{"W", ""}, {"girl", "W"}, {"man", "W"}};
    world.months = {RandomMonth(random, shape, world)};
    const Axis type{"type", 0, 1};
    const Release first{
        {world.Add(Unit::kRecord, {{"place", 0, 1}, type})}, kPlain, {0}, {}};
    const Release second{
        {world.Add(Unit::kRecord, {{"x", 0, 1}, type})}, kPlain, {0}, {}};
    const SealAttacker attacker(world);
    const Release one = Sealed(world, {}, first);
    return Tried{attacker.Attack({one, Sealed(world, {}, second)}, {}),
                 attacker.Attack({one, Sealed(world, {one}, second)}, {})};
  });
}

// Four places in three overlapping groups, one to three records each. Worlds
// that it bites in: three sums of two unknowns each make an odd ring.
TinyWorld RingWorld(Random& random, Families& families) {
  TinyWorld world;
  world.trees["place"] = {
      {"P", ""}, {"p1", "P"}, {"p2", "P"}, {"p3", "P"}, {"p4", "P"}};
  world.trees["type"] = {{"T", ""}, {"t1", "T"}};
  world.trees["who"] = {{"W", ""}, {"man", "W"}};
  const std::vector<std::vector<std::string>> ring = {
      {"p1", "p2"}, {"p2", "p3"}, {"p1", "p3"}};
  const size_t wider = Below(random, 3);
  for (size_t g = 0; g < ring.size(); ++g) {
    const std::string id(1, static_cast<char>('x' + g));
    world.trees[id] = {{id + "0", ""}, {id + "1", id + "0"}};
    for (const std::string& place : ring[g]) {
      world.by_place[id][place] = id + "1";
    }
    if (g == wider) world.by_place[id]["p4"] = id + "1";
    families.push_back(world.Add(Unit::kRecord, {{id, 1, 1}}));
  }
  TinyMonth month;
  for (const std::string& place : world.LeavesOf("place")) {
    for (size_t i = 0; i <= Below(random, 3); ++i) {
      month.push_back({"ngo-a",
                       "s" + std::to_string(Below(random, 9)),
                       place,
                       "t1",
                       {{"man", 1}}});
    }
  }
  world.months = {std::move(month)};
  return world;
}

// The most cells that someone who does not know that people are whole would
// not learn too much from: halves are enough for him.
TEST(SealControlsTest, RealInsteadOfWholeNumbers) {
  ExpectBreaks("real instead of integer attacker", 400, [](Random& random) {
    Families families;
    const TinyWorld world = RingWorld(random, families);
    const Minimums minimums{
        .k = 2 + static_cast<int>(Below(random, 2)), .s = 1, .c = 0};
    SealAttacker attacker(world);
    const TinyCounter& counter = attacker.counter();
    Release now{families, minimums, {0}, {}};
    const Release honest = Sealed(world, {}, now);
    for (const unsigned shown : {7U, 3U, 5U, 6U, 1U, 2U, 4U, 0U}) {
      now.tables = TablesBy(counter, now, [&](const TinyCell& at) {
        const std::string& dimension = at.codes.begin()->first;
        return at.codes.begin()->second == dimension + "1" &&
               ((shown >> (dimension[0] - 'x')) & 1U) != 0 &&
               IsSafeByTheWords(counter.Count(at, ""), minimums);
      });
      attacker.parts = 2;
      const bool accepted = attacker.Attack({now}, {}).violations == 0;
      attacker.parts = 1;
      if (accepted) break;
    }
    return Tried{attacker.Attack({now}, {}), attacker.Attack({honest}, {})};
  });
}

}  // namespace
}  // namespace toguna::testing
