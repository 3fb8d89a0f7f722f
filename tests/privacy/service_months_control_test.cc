// Built with a copy of the engine that has an old fault again: with cohorts in
// the system, counts of earlier months that their own tables tell apart were
// guarded no more. See CMakeLists.txt. The attacker must find it.

#include <cstdint>
#include <cstdlib>
#include <iostream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/privacy/service_attacker.h"
#include "tests/privacy/service_world.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

TEST(ServiceMonthsControlTest, EarlierMonthsAreNotGuarded) {
  constexpr uint64_t kRuns = 300;
  int64_t played = 0;
  int64_t broken = 0;
  ServiceFigures all;
  for (uint64_t seed = 0; seed < kRuns; ++seed) {
    const ServiceWorld world = RandomService(seed);
    if (world.tiny.months.size() < 2) continue;
    const auto seals = SealAll(world);
    ASSERT_THAT(seals, IsOk());
    ServiceAttacker attacker(world, *seals, 0);
    if (!attacker.IsAnythingGiven()) continue;
    attacker.only_months = true;
    const ServiceFigures found = attacker.Attack();
    ++played;
    broken += found.all.violations > 0 ? 1 : 0;
    all.Add(found);
  }
  std::cout << "months not guarded: broken in " << broken << " of " << played
            << " runs; " << all.all.violations << " of " << all.all.cells
            << " unsafe counts; first " << all.all.first << "\n";
  EXPECT_GE(100 * broken, played);
  EXPECT_GT(5 * played, static_cast<int64_t>(kRuns));
}

}  // namespace
}  // namespace toguna::testing
