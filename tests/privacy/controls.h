#ifndef TOGUNA_TESTS_PRIVACY_CONTROLS_H_
#define TOGUNA_TESTS_PRIVACY_CONTROLS_H_

// Versions of the seal that break Guarantee S, each against the attacker of
// seal_attack_test: how they are run, and counted.

#include <cstdint>
#include <functional>
#include <iostream>
#include <optional>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/privacy/random_world.h"
#include "tests/privacy/seal_attacker.h"
#include "tests/privacy/tiny_world.h"

namespace toguna::testing {

using Families = std::vector<const Family*>;

struct Tried {
  AttackFigures broken;
  std::optional<AttackFigures> honest;
};

// At least one run of a hundred is broken into, no honest one is.
inline void ExpectBreaks(const char* version, int64_t runs,
                         const std::function<Tried(Random&)>& run) {
  int64_t broken = 0;
  AttackFigures all;
  int64_t honest = 0;
  for (int64_t seed = 0; seed < runs; ++seed) {
    Random random(static_cast<uint64_t>(seed));
    const Tried tried = run(random);
    broken += tried.broken.violations > 0 ? 1 : 0;
    all.Add(tried.broken);
    if (!tried.honest.has_value()) continue;
    ++honest;
    EXPECT_EQ(tried.honest->violations, 0)
        << version << ", honest, seed " << seed << ": " << tried.honest->first;
  }
  std::cout << version << ": broken in " << broken << " of " << runs
            << " runs; " << all.violations << " of " << all.cells
            << " unsafe counts, " << all.undecided << " undecided; honest runs "
            << honest << "\n";
  EXPECT_GE(100 * broken, runs) << version;
}

inline Release Sealed(const TinyWorld& world,
                      const std::vector<Release>& earlier, Release now) {
  auto tables = Seal(world, earlier, now, {}, 7);
  EXPECT_TRUE(tables.ok()) << tables.status().message();
  if (tables.ok()) now.tables = *std::move(tables);
  return now;
}

inline constexpr Minimums kPlain{.k = 3, .s = 1, .c = 0};

inline WorldShape OneMonth() { return {.months = 1, .most_records = 14}; }

// A month under random families.
struct Month {
  explicit Month(Random& random, WorldShape shape = OneMonth())
      : world(RandomWorld(random, shape)) {
    now = {RandomFamiliesOf(random, shape, world, 2),
           RandomMinimums(random),
           {0},
           {}};
  }
  TinyWorld world;
  Release now;
};

inline void ForEachCell(
    Release& release,
    const std::function<void(const TinyCell&, SealedCell&)>& act) {
  for (SealedTable& table : release.tables) {
    for (SealedCell& cell : table.cells) {
      TinyCell same{table.unit, {}, release.months};
      for (size_t i = 0; i < cell.codes.size(); ++i) {
        same.codes[table.dimensions[i]] = cell.codes[i];
      }
      act(same, cell);
    }
  }
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_CONTROLS_H_
