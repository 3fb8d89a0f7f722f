// Guarantee C (DESIGN §2.2): no union of releases splits a cohort, whoever
// pools them and whatever rungs, quarters and recalls they are of.
//
// TOGUNA_ATTACK_RUNS=100000 runs as many worlds.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/privacy/cohort_attacker.h"
#include "tests/privacy/cohort_world.h"

namespace toguna::testing {
namespace {

constexpr size_t kPlace = 0;
constexpr size_t kType = 1;

int64_t Number(const char* name, int64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoll(text);
}

struct Figures {
  int64_t sets = 0;  // of releases that give something out
  int64_t rows = 0;
  int64_t atoms = 0;
  int64_t joined = 0;
  int64_t tight = 0;  // sets where an atom has no entity to spare
  int64_t held_over = 0;
  int64_t retracted = 0;
};

void AttackOnce(const CohortWorld& world, const std::vector<GivenOut>& given,
                uint64_t seed, Figures& figures) {
  if (std::all_of(given.begin(), given.end(),
                  [](const GivenOut& one) { return one.rows.empty(); })) {
    return;
  }
  const CohortAttack attack = CohortAttacker(world).Attack(given);
  // One more than k, so that one can be taken back.
  EXPECT_GE(attack.fewest, world.k() + 1) << "seed " << seed;
  EXPECT_GE(attack.fewest_left, world.k()) << "seed " << seed;
  for (const Formation& formation : world.formations()) {
    EXPECT_GE(attack.fewest_sources, formation.minimums[0].s)
        << "seed " << seed;
  }
  ++figures.sets;
  for (const GivenOut& out : given) {
    figures.rows += static_cast<int64_t>(out.rows.size());
  }
  figures.atoms += static_cast<int64_t>(attack.atoms);
  figures.joined += static_cast<int64_t>(attack.joined);
  figures.tight += attack.fewest == world.k() + 1 ? 1 : 0;
}

// Nobody can be told to be absent: each combination lies in a box of each rung.
void ExpectNobodyExcluded(const CohortWorld& world, CohortRandom& random) {
  const CohortAttacker attacker(world);
  for (size_t f = 0; f < world.formations().size(); ++f) {
    for (const Cohorts& cohorts : world.formations()[f].rungs) {
      for (int i = 0; i < 5; ++i) {
        std::vector<NodeIndex> leaves;
        for (const CodeTree& tree : world.TreesOf(f)) {
          const std::vector<NodeIndex> all = tree.Leaves();
          leaves.push_back(all[Draw(random, all.size())]);
        }
        EXPECT_EQ(std::count_if(cohorts.begin(), cohorts.end(),
                                [&](const Cohort& cohort) {
                                  return attacker.Contains(f, cohort.box,
                                                           leaves);
                                }),
                  1);
      }
    }
  }
}

// Four agreements, before and after records are taken back; then all that was
// given, and parts of it.
void AttackWorld(uint64_t seed, Figures& figures) {
  CohortRandom random(seed);
  CohortWorld world(random, 1 + Draw(random, 3));
  ExpectNobodyExcluded(world, random);
  std::vector<GivenOut> given;
  for (int time = 0; time < 2; ++time) {
    for (size_t i = 1 + Draw(random, 6); i > 0; --i) {
      given.push_back(world.SomeOf(Draw(random, 4)));
    }
    AttackOnce(world, given, seed, figures);
    if (time == 0) world.Retract();
  }
  for (int part = 0; part < 2; ++part) {
    std::vector<GivenOut> some;
    for (const GivenOut& one : given) {
      if (Draw(random, 2) == 0) some.push_back(one);
    }
    AttackOnce(world, some, seed, figures);
  }
  figures.held_over += static_cast<int64_t>(world.HeldOver());
  for (const TrueRecord& one : world.records()) {
    figures.retracted += one.retracted ? 1 : 0;
  }
}

TEST(CohortAttackTest, NoSetOfReleasesSplitsACohort) {
  const int64_t runs = Number("TOGUNA_ATTACK_RUNS", 400);
  const int64_t first = Number("TOGUNA_ATTACK_SEED", 0);
  Figures figures;
  for (int64_t i = 0; i < runs; ++i) {
    AttackWorld(static_cast<uint64_t>(first + i), figures);
  }
  std::cout << figures.sets << " sets of releases, " << figures.rows
            << " rows, " << figures.atoms << " atoms, " << figures.joined
            << " rows joined, " << figures.tight
            << " sets with nothing to spare, " << figures.held_over
            << " records held over, " << figures.retracted << " retracted\n";
  // Little given is no proof.
  EXPECT_GE(figures.sets, 3 * runs);
  EXPECT_GT(figures.atoms, 10 * runs);
  EXPECT_GT(figures.joined, 10 * runs);
  EXPECT_GT(2 * figures.tight, runs);
  EXPECT_GT(figures.held_over, 0);
  EXPECT_GT(figures.retracted, runs);
}

// What the attacker wins against. `play` says whether he did.
constexpr int64_t kControls = 200;
template <typename Play>
void ExpectWon(const char* what, Play play) {
  int64_t won = 0;
  int64_t played = 0;
  for (int64_t seed = 0; seed < kControls; ++seed) {
    CohortRandom random(static_cast<uint64_t>(seed));
    CohortWorld world(random, 1 + Draw(random, 3));
    if (world.formations().empty()) continue;
    ++played;
    won += play(world, random) ? 1 : 0;
  }
  std::cout << what << ": won in " << won << " of " << played << " runs\n";
  EXPECT_GE(100 * won, played) << what;
  EXPECT_GT(2 * played, kControls);
}

// All cohorts of the lowest rung, to one agreement.
GivenOut AllOfLowest(const CohortWorld& world, size_t agreement) {
  GivenOut out{.agreement = agreement, .rows = {}};
  for (size_t f = 0; f < world.formations().size(); ++f) {
    const Formation& formation = world.formations()[f];
    const size_t rung = formation.rungs.size() - 1;
    for (const Cohort& cohort : formation.rungs[rung]) {
      world.Give(f, formation, rung, cohort, out);
    }
  }
  return out;
}

// The same records formed again for another agreement, whose promise holds by
// itself.
bool WinsAgainstFormedApart(CohortWorld& world, int64_t more) {
  GivenOut apart_out{.agreement = 1, .rows = {}};
  for (size_t f = 0; f < world.formations().size(); ++f) {
    const Formation& formation = world.formations()[f];
    CohortMinimums minimums = formation.minimums.back();
    minimums.k += more;
    Formation apart;
    if (!world.FormApart(formation, minimums, apart)) continue;
    for (const Cohort& cohort : apart.rungs[0]) {
      world.Give(f, apart, 0, cohort, apart_out);
    }
  }
  const CohortAttacker attacker(world);
  EXPECT_FALSE(attacker.Attack({apart_out}).Wins(world.k()));
  return attacker.Attack({AllOfLowest(world, 0), apart_out}).Wins(world.k());
}

TEST(CohortAttackTest, ReleasesFormedApartAreBroken) {
  ExpectWon("other weights", [](CohortWorld& world, CohortRandom&) {
    return WinsAgainstFormedApart(world, 0);
  });
  ExpectWon("other k", [](CohortWorld& world, CohortRandom&) {
    return WinsAgainstFormedApart(world, 2);
  });
}

// Boxes cut down to the values that the rows left have.
GivenOut CutDown(const CohortWorld& world, size_t agreement) {
  GivenOut out{.agreement = agreement, .rows = {}};
  for (size_t f = 0; f < world.formations().size(); ++f) {
    const Formation& formation = world.formations()[f];
    const size_t rung = formation.rungs.size() - 1;
    for (const Cohort& cohort : formation.rungs[rung]) {
      const size_t before = out.rows.size();
      world.Give(f, formation, rung, cohort, out);
      std::vector<std::set<NodeIndex>> met(cohort.box.size());
      for (const int32_t tuple : cohort.tuples) {
        const TrueRecord& one =
            world.records()[formation.records[static_cast<size_t>(tuple)]];
        if (one.retracted) continue;
        for (size_t a = 0; a < met.size(); ++a) met[a].insert(one.leaves[a]);
      }
      for (size_t row = before; row < out.rows.size(); ++row) {
        for (size_t a = 0; a < met.size(); ++a) {
          out.rows[row].box[a] = CohortValue(met[a].begin(), met[a].end());
        }
      }
    }
  }
  return out;
}

TEST(CohortAttackTest, BoxesCutDownToWhatOccursAreBroken) {
  // A box that gets smaller tells what was taken back.
  ExpectWon("boxes cut down", [](CohortWorld& world, CohortRandom&) {
    const GivenOut before = CutDown(world, 0);
    world.Retract();
    return CohortAttacker(world)
        .Attack({before, CutDown(world, 0)})
        .Wins(world.k());
  });
  // And a combination in no box tells that nobody has it.
  ExpectWon("absence told", [](CohortWorld& world, CohortRandom& random) {
    const GivenOut out = CutDown(world, 0);
    const CohortAttacker attacker(world);
    std::vector<NodeIndex> leaves;
    for (const CodeTree& tree : world.TreesOf(0)) {
      const std::vector<NodeIndex> all = tree.Leaves();
      leaves.push_back(all[Draw(random, all.size())]);
    }
    return std::none_of(
        out.rows.begin(), out.rows.end(), [&](const GivenRow& row) {
          return row.formation == 0 && attacker.Contains(0, row.box, leaves);
        });
  });
}

TEST(CohortAttackTest, ExactTypesInTheRowsOfACohortAreBroken) {
  ExpectWon("exact types", [](CohortWorld& world, CohortRandom&) {
    GivenOut out{.agreement = 0, .rows = {}};
    for (size_t f = 0; f < world.formations().size(); ++f) {
      const Formation& formation = world.formations()[f];
      for (const Cohort& cohort : formation.rungs.back()) {
        for (const int32_t tuple : cohort.tuples) {
          const size_t number = formation.records[static_cast<size_t>(tuple)];
          CohortBox box = cohort.box;
          box[kType] = {world.records()[number].leaves[kType]};
          out.rows.push_back({.formation = f,
                              .box = std::move(box),
                              .pseudonym = world.Pseudonym(0, number)});
        }
      }
    }
    return CohortAttacker(world).Attack({out}).Wins(world.k());
  });
}

// A table that hides small cells, and cohorts by the same two dimensions: a box
// with one hidden cell in it gives that cell away, since its rows are counted.
// That is why box counts enter the audit of the tables.
TEST(CohortAttackTest, TablesFormedApartFromCohortsAreBroken) {
  ExpectWon("tables apart", [](CohortWorld& world, CohortRandom&) {
    const CohortAttacker attacker(world);
    for (size_t f = 0; f < world.formations().size(); ++f) {
      const Formation& formation = world.formations()[f];
      std::map<std::vector<NodeIndex>, int64_t> cells;
      for (const NodeIndex place : world.TreesOf(f)[kPlace].Leaves()) {
        for (const NodeIndex type : world.TreesOf(f)[kType].Leaves()) {
          cells[{place, type}] = 0;
        }
      }
      for (const size_t number : formation.records) {
        const std::vector<NodeIndex>& leaves = world.records()[number].leaves;
        ++cells[{leaves[kPlace], leaves[kType]}];
      }
      for (const Cohort& cohort : world.FormByPlaceAndType(formation)) {
        int64_t left = cohort.rows;
        int64_t hidden = 0;
        for (const auto& [leaves, count] : cells) {
          if (!attacker.Contains(f, cohort.box, leaves)) continue;
          if (count >= world.k()) left -= count;
          hidden += count < world.k() ? 1 : 0;
        }
        if (hidden == 1 && left > 0) return true;
      }
    }
    return false;
  });
}

}  // namespace
}  // namespace toguna::testing
