// An attacker who subtracts published cells from each other, against what is
// sealed here and against the ways that are known to fail.

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "exchange/disclosure/protect.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/attacker.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

constexpr int kRuns = 250;
constexpr int kControlRuns = 100;

// One random plan with random records.
struct Case {
  explicit Case(uint64_t seed)
      : random(seed),
        catalog(TinyCatalog()),
        plan(AddPlan(catalog, RandomMinimums(random), RandomFamilies(random))),
        dataset(*catalog.FindDataset(plan.dataset)),
        records(RandomRecords(random, 60)),
        attacker(catalog, dataset, plan),
        unsafe(attacker.Unsafe(records)) {}

  std::vector<SealedTable> Sealed(const Plan& with) const {
    return Protect(catalog, dataset, with, records, 7).value().tables;
  }
  int64_t Value(const UnsafeCell& cell) const {
    return attacker.ValueOf(cell.unit, cell.codes, records);
  }

  Random random;
  Catalog catalog;
  Plan& plan;
  const Dataset& dataset;
  std::vector<Record> records;
  Attacker attacker;
  std::vector<UnsafeCell> unsafe;
};

TEST(SubtractionTest, NothingUnsafeFollowsFromWhatIsSealed) {
  int64_t published = 0;
  for (uint64_t seed = 0; seed < kRuns; ++seed) {
    const Case one(seed);
    const std::vector<SealedTable> sealed = one.Sealed(one.plan);
    ASSERT_EQ(one.attacker.CountRecovered(sealed, one.unsafe), 0)
        << "seed " << seed;
    for (const SealedTable& table : sealed) {
      for (const SealedCell& cell : table.cells) {
        if (cell.status != CellStatus::kPublished) {
          ASSERT_EQ(cell.value, 0) << "seed " << seed;
          continue;
        }
        ++published;
        ASSERT_EQ(cell.value,
                  one.Value({table.unit,
                             Attacker::Zip(table.dimensions, cell.codes)}))
            << "seed " << seed;
      }
    }
  }
  EXPECT_GT(published, 5 * kRuns) << "a seal that shows nothing is no proof";
}

TEST(SubtractionTest, APlainThresholdGivesUnsafeCellsAway) {
  int leaking = 0;
  for (uint64_t seed = 0; seed < kControlRuns; ++seed) {
    const Case one(seed);
    const std::vector<SealedTable> all =
        EverySafeCell(one.Sealed(one.plan), one.unsafe,
                      [&](const UnsafeCell& cell) { return one.Value(cell); });
    if (one.attacker.CountRecovered(all, one.unsafe) > 0) ++leaking;
  }
  RecordProperty("leaking_runs", leaking);
  EXPECT_GE(leaking, kControlRuns / 100);
}

TEST(SubtractionTest, FamiliesProtectedApartGiveUnsafeCellsAway) {
  int leaking = 0;
  for (uint64_t seed = 0; seed < kControlRuns; ++seed) {
    const Case one(seed);
    std::vector<SealedTable> apart;
    for (const Family& family : one.plan.families) {
      Plan alone = one.plan;
      alone.families = {family};
      apart.push_back(one.Sealed(alone)[0]);
    }
    if (one.attacker.CountRecovered(apart, one.unsafe) > 0) ++leaking;
  }
  RecordProperty("leaking_runs", leaking);
  EXPECT_GE(leaking, kControlRuns / 100);
}

TEST(SubtractionTest, PublishedZerosGiveUnsafeCellsAway) {
  int leaking = 0;
  for (uint64_t seed = 0; seed < kControlRuns; ++seed) {
    const Case one(seed);
    std::vector<SealedTable> with_zeros = one.Sealed(one.plan);
    for (SealedTable& table : with_zeros) {
      for (SealedCell& cell : table.cells) {
        if (one.Value({table.unit,
                       Attacker::Zip(table.dimensions, cell.codes)}) == 0) {
          cell.status = CellStatus::kPublished;
        }
      }
    }
    if (one.attacker.CountRecovered(with_zeros, one.unsafe) > 0) ++leaking;
  }
  RecordProperty("leaking_runs", leaking);
  EXPECT_GE(leaking, kControlRuns / 100);
}

// Type F2 is the violation "denial": all of F is 12, F2 is 10, so that the two
// of F3 would follow if either family were protected without the other.
TEST(SubtractionTest, ACrosswalkLinksTwoFamilies) {
  Catalog catalog = TinyCatalog();
  const Plan& plan =
      AddPlan(catalog, {.k = 5, .s = 1, .c = 0},
              {FamilyOf("by-category", Unit::kRecord, {{"type", 0, 1}}),
               FamilyOf("by-violation", Unit::kRecord, {{"violation", 1, 1}})});
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  std::vector<Record> records;
  for (size_t i = 0; i < 12; ++i) {
    records.push_back(SampleRecord(i, 0, i));
    records.back().codes = {{"place", "ML2"}, {"type", i < 10 ? "F2" : "F3"}};
  }
  const Attacker attacker(catalog, dataset, plan);
  const std::vector<UnsafeCell> unsafe = attacker.Unsafe(records);
  ASSERT_FALSE(unsafe.empty());
  const std::vector<SealedTable> sealed =
      Protect(catalog, dataset, plan, records, 7).value().tables;
  EXPECT_EQ(attacker.CountRecovered(sealed, unsafe), 0);
}

}  // namespace
}  // namespace toguna::testing
