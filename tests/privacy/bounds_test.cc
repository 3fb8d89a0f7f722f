// An attacker who knows that counts are whole and not negative, against what is
// sealed here and against a pattern that withstands subtraction only.

#include <cstdint>
#include <optional>
#include <vector>

#include "exchange/disclosure/cube.h"
#include "exchange/disclosure/protect.h"
#include "exchange/disclosure/scheme.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/privacy/bounds_attacker.h"
#include "tests/support/seal_samples.h"

namespace toguna::testing {
namespace {

constexpr int kRuns = 150;

// One random plan with at most `most` random records, seen in each unit.
struct Sample {
  Sample(uint64_t seed, size_t most)
      : random(seed),
        catalog(TinyCatalog()),
        plan(AddPlan(catalog, RandomMinimums(random), RandomFamilies(random))),
        records(RandomRecords(random, most)) {
    const Dataset& dataset = *catalog.FindDataset(plan.dataset);
    const std::vector<SealedTable> sealed =
        Protect(catalog, dataset, plan, records, seed).value().tables;
    for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
      const Scheme scheme = SchemeOf(catalog, dataset, plan, unit);
      if (scheme.tables().empty()) continue;
      const Cube cube = CubeOf(scheme, records, false);
      repaired.push_back(
          ViewOf(scheme, cube, plan.minimums, ShownIn(scheme, sealed)));
      eliminated.push_back(
          ViewOf(scheme, cube, plan.minimums,
                 ByEliminationOnly(scheme, cube, plan.minimums)));
    }
  }

  Random random;
  Catalog catalog;
  Plan& plan;
  std::vector<Record> records;
  std::vector<View> repaired;
  std::vector<View> eliminated;
};

TEST(BoundsTest, BoundsCarriedFromRowToRowConfineNothingUnsafe) {
  size_t published = 0;
  for (uint64_t seed = 0; seed < kRuns; ++seed) {
    for (const View& view : Sample(seed, 60).repaired) {
      ASSERT_EQ(BrokenByPropagation(view), 0) << "seed " << seed;
      published += view.published.size();
    }
  }
  EXPECT_GT(published, size_t{kRuns})
      << "a seal that shows nothing is no proof";
}

TEST(BoundsTest, WithstandingSubtractionIsNotEnough) {
  int broken = 0;
  for (uint64_t seed = 0; seed < kRuns; ++seed) {
    int64_t here = 0;
    for (const View& view : Sample(seed, 60).eliminated) {
      here += BrokenByPropagation(view);
    }
    broken += here > 0 ? 1 : 0;
  }
  RecordProperty("broken_runs", broken);
  EXPECT_GE(broken, kRuns / 100);
}

// Every table of whole counts is written down, wherever there are not too many.
TEST(BoundsTest, AllTablesTogetherConfineNothingUnsafe) {
  int tried = 0;
  int broken_before = 0;
  for (uint64_t seed = 0; seed < 2 * kRuns; ++seed) {
    const Sample sample(seed, 12);
    for (size_t i = 0; i < sample.repaired.size(); ++i) {
      if (sample.repaired[i].published.empty() ||
          sample.repaired[i].unknowns > 8) {
        continue;
      }
      const auto broken = EveryTable(sample.repaired[i]).Broken();
      if (!broken.has_value()) continue;
      ++tried;
      ASSERT_EQ(*broken, 0) << "seed " << seed;
      const auto before = EveryTable(sample.eliminated[i]).Broken();
      broken_before += before.value_or(0) > 0 ? 1 : 0;
    }
  }
  RecordProperty("tried", tried);
  RecordProperty("broken_before_the_repair", broken_before);
  EXPECT_GT(tried, 20);
}

}  // namespace
}  // namespace toguna::testing
