// Versions of a service with cohorts that break Guarantee S (DESIGN §2.1), each
// against the attacker of service_attack_test: one that finds nothing there
// must find these, in at least one run of a hundred.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/privacy/service_attacker.h"
#include "tests/privacy/service_world.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

// Only worlds in which the quarter gives something are runs. `arm` says what
// the attacker holds besides.
void ExpectBreaks(
    const char* version, uint64_t runs,
    const std::function<ServiceSeals(const ServiceWorld&)>& seal,
    const std::function<void(const ServiceWorld&, const ServiceSeals&,
                             ServiceAttacker&)>& arm,
    const ServiceShape& shape = {}) {
  int64_t played = 0;
  int64_t broken = 0;
  ServiceFigures all;
  for (uint64_t seed = 0; seed < runs; ++seed) {
    const ServiceWorld world = RandomService(seed, shape);
    const ServiceSeals seals = seal(world);
    ServiceAttacker attacker(world, seals, 0);
    if (!attacker.IsAnythingGiven()) continue;
    arm(world, seals, attacker);
    const ServiceFigures found = attacker.Attack();
    ++played;
    broken += found.all.violations > 0 ? 1 : 0;
    all.Add(found);
  }
  std::cout << version << ": broken in " << broken << " of " << played
            << " runs; " << all.all.violations << " of " << all.all.cells
            << " unsafe counts, " << all.all.undecided << " undecided, "
            << all.cohorts << " cohorts\n";
  EXPECT_GE(100 * broken, played) << version;
  EXPECT_GT(2 * played, static_cast<int64_t>(runs)) << version;
}

ServiceSeals Honest(const ServiceWorld& world) {
  auto seals = SealAll(world);
  EXPECT_THAT(seals, IsOk());
  return seals.ok() ? *std::move(seals) : ServiceSeals();
}

TEST(ServiceControlsTest, CohortsThatTheAuditNeverSaw) {
  ExpectBreaks(
      "cohorts apart from tables", 100,
      [](const ServiceWorld& world) {
        auto seals = SealAll(world, {.audited = false});
        EXPECT_THAT(seals, IsOk());
        return *std::move(seals);
      },
      [](const auto&, const auto&, ServiceAttacker&) {});
}

// What waits joins the cohorts of the next quarter, which is proven by itself.
TEST(ServiceControlsTest, TheQuarterThatRecordsWaitedSinceIsForgotten) {
  ExpectBreaks(
      "earlier quarter forgotten", 150,
      [](const ServiceWorld& world) {
        auto seals = SealAll(world, {.remembers = false});
        EXPECT_THAT(seals, IsOk());
        return seals.ok() ? *std::move(seals) : ServiceSeals();
      },
      [](const auto&, const auto&, ServiceAttacker&) {},
      {.months = 3, .quarters = 2});
}

// Boxes are cut down to the places and types that their records have.
TEST(ServiceControlsTest, BoxesCutDownToWhatOccurs) {
  ExpectBreaks(
      "boxes cut down", 200, Honest,
      [](const ServiceWorld& world, const auto&, ServiceAttacker& attacker) {
        attacker.shown = [&world](std::vector<AttackedCohort>& cohorts) {
          const auto& attributes = world.plan.cohorts[0].attributes;
          for (AttackedCohort& cohort : cohorts) {
            std::map<std::string, std::set<std::string>> met;
            for (size_t m = 0; m < world.tiny.months.size(); ++m) {
              const TinyMonth& month = world.tiny.months[m];
              for (size_t i = 0; i < month.size(); ++i) {
                if (cohort.refs.count(RefOf(m, i)) == 0) continue;
                met["place"].insert(month[i].place);
                met["type"].insert(month[i].type);
              }
            }
            for (size_t a = 0; a < attributes.size(); ++a) {
              const auto found = met.find(attributes[a].dimension);
              if (found == met.end()) continue;
              cohort.box[a].assign(found->second.begin(), found->second.end());
            }
          }
        };
      });
}

// Rows of a cohort show each the type that it has.
TEST(ServiceControlsTest, ExactTypesInTheRows) {
  ExpectBreaks("exact types in rows", 100, Honest,
               [](const auto&, const auto&, ServiceAttacker& attacker) {
                 attacker.with_types = true;
               });
}

// Where all agree and everybody knows it, no record of the stratum lies in a
// box but those of its cohort. Plans of such cohorts are refused.
TEST(ServiceControlsTest, NobodyCanRefuse) {
  ExpectBreaks("nobody can refuse", 100, Honest,
               [](const auto&, const auto&, ServiceAttacker& attacker) {
                 attacker.nobody_refuses = true;
               },
               {.all_consent = true});
}

}  // namespace
}  // namespace toguna::testing
