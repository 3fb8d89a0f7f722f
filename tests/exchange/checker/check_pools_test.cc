// Pools: the engine chooses sums of siblings with all else, and the checker
// takes them for the sums they are.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "exchange/base/reason.h"
#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/protect.h"
#include "exchange/usecase/seal_check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

const AxisPool kRegions{"ML1+ML2", {"ML1", "ML2"}};

// A random seal whose axes of places have a pool, where they have its depth.
struct Sample {
  explicit Sample(uint64_t seed) : random(seed), catalog(TinyCatalog()) {
    std::vector<Family> families = RandomFamilies(random);
    for (Family& family : families) {
      for (Axis& axis : family.axes) {
        if (axis.dimension == "place" && axis.coarsest <= 1 &&
            axis.finest >= 1) {
          axis.pools = {kRegions};
        }
      }
    }
    plan = &AddPlan(catalog, RandomMinimums(random), std::move(families));
    records = RandomRecords(random, 60);
    proof =
        Protect(catalog, *catalog.FindDataset(plan->dataset), *plan, records, 7)
            .value();
    sealed.dataset = plan->dataset;
    sealed.tables = proof.tables;
  }

  SealToCheck ToCheck() const {
    return ForChecker(catalog, *plan, sealed, proof);
  }

  Random random;
  Catalog catalog;
  Plan* plan = nullptr;
  std::vector<Record> records;
  SealedPeriod sealed;
  Protected proof;
};

// Cells of pools of places.
std::vector<CheckedCell*> PooledIn(SealToCheck& seal) {
  std::vector<CheckedCell*> pooled;
  for (CheckedFamily& family : seal.families) {
    for (CheckedCell& cell : family.cells) {
      if (std::count(cell.codes.begin(), cell.codes.end(), kRegions.code) > 0) {
        pooled.push_back(&cell);
      }
    }
  }
  return pooled;
}

TEST(CheckPoolsTest, AcceptsSealsWithPoolsAndRefusesChangedOnes) {
  int64_t published = 0;
  int64_t ranged = 0;
  int64_t changed = 0;
  for (uint64_t seed = 0; seed < 120; ++seed) {
    const Sample sample(seed);
    ASSERT_THAT(CheckSeal(sample.ToCheck()), IsOk()) << "seed " << seed;
    SealToCheck good = sample.ToCheck();
    for (size_t i = 0; i < PooledIn(good).size(); ++i) {
      SealToCheck bad = good;
      CheckedCell& cell = *PooledIn(bad)[i];
      ranged += cell.high.has_value() ? 1 : 0;
      if (!cell.published) continue;
      ++published;
      cell.value += 1;
      ASSERT_FALSE(CheckSeal(bad).ok()) << "seed " << seed;
      ++changed;
    }
  }
  EXPECT_GT(published, 40);
  EXPECT_GT(ranged, 20);
  EXPECT_GT(changed, 40);
}

// The value that is published is that of all records in any member.
TEST(CheckPoolsTest, APoolIsTheSumOfItsMembers) {
  int64_t compared = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const Sample sample(seed);
    for (const SealedTable& table : sample.sealed.tables) {
      if (table.unit != Unit::kRecord ||
          table.dimensions != std::vector<std::string>{"place"}) {
        continue;
      }
      for (const SealedCell& cell : table.cells) {
        if (cell.codes[0] != kRegions.code ||
            cell.status != CellStatus::kPublished) {
          continue;
        }
        const auto in_regions =
            std::count_if(sample.records.begin(), sample.records.end(),
                          [](const Record& record) {
                            return record.codes.at("place") != "ML";
                          });
        EXPECT_EQ(cell.value, in_regions) << "seed " << seed;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 2);
}

TEST(CheckPoolsTest, RefusesPoolsOfOtherMembersOrNone) {
  int64_t refused = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const Sample sample(seed);
    SealToCheck seal = sample.ToCheck();
    if (seal.pools.empty()) continue;
    SealToCheck bad = seal;
    bad.pools[0].codes = {"ML1", "ML~"};
    const std::vector<CheckedCell*> pooled = PooledIn(seal);
    const bool shows =
        std::any_of(pooled.begin(), pooled.end(),
                    [](const CheckedCell* cell) { return cell->published; });
    if (shows) refused += CheckSeal(bad).ok() ? 0 : 1;
    for (const std::vector<std::string>& codes :
         {std::vector<std::string>{"ML1"},
          {"ML1", "ML1"},
          {"ML1", "ML11"},
          {"ML1", "elsewhere"}}) {
      bad.pools[0].codes = codes;
      EXPECT_FALSE(CheckSeal(bad).ok()) << "seed " << seed;
    }
    bad = seal;
    bad.pools.push_back(seal.pools[0]);
    EXPECT_FALSE(CheckSeal(bad).ok()) << "seed " << seed;
    bad.pools.clear();
    EXPECT_FALSE(CheckSeal(bad).ok()) << "seed " << seed;
  }
  EXPECT_GT(refused, 5);
}

// Two regions of three records each: only their sum can be shown.
TEST(CheckPoolsTest, APoolShowsWhatItsMembersCannot) {
  Catalog catalog = TinyCatalog();
  Plan& plan =
      AddPlan(catalog, {.k = 5, .s = 1, .c = 0},
              {FamilyOf("x", Unit::kRecord, {{"place", 1, 1, {kRegions}}})});
  std::vector<Record> records;
  for (size_t i = 0; i < 6; ++i) {
    records.push_back(SampleRecord(i, 0, i));
    records.back().codes = {{"place", i < 3 ? "ML11" : "ML2"}, {"type", "E1"}};
  }
  const Protected result =
      Protect(catalog, *catalog.FindDataset(plan.dataset), plan, records, 7)
          .value();
  int published = 0;
  for (const SealedCell& cell : result.tables[0].cells) {
    if (cell.status != CellStatus::kPublished) continue;
    ++published;
    EXPECT_EQ(cell.codes[0], kRegions.code);
    EXPECT_EQ(cell.value, 6);
  }
  EXPECT_EQ(published, 1);
  SealedPeriod sealed;
  sealed.dataset = plan.dataset;
  sealed.tables = result.tables;
  EXPECT_THAT(CheckSeal(ForChecker(catalog, plan, sealed, result)), IsOk());
}

TEST(CheckPoolsTest, TheEngineRefusesPoolsThatAreNone) {
  for (const AxisPool& pool :
       {AxisPool{"x", {"ML1"}}, AxisPool{"x", {"ML1", "ML1"}},
        AxisPool{"x", {"ML1", "ML11"}}, AxisPool{"ML2", {"ML1", "ML2"}},
        AxisPool{"", {"ML1", "ML2"}}, AxisPool{"x", {"ML11", "ML12"}}}) {
    Catalog catalog = TinyCatalog();
    Plan& plan =
        AddPlan(catalog, {.k = 5, .s = 1, .c = 0},
                {FamilyOf("x", Unit::kRecord, {{"place", 1, 1, {pool}}})});
    EXPECT_EQ(ReasonOf(Protect(catalog, *catalog.FindDataset(plan.dataset),
                               plan, {}, 7)
                           .status())
                  .code,
              "PLAN_INVALID")
        << pool.code;
  }
}

}  // namespace
}  // namespace toguna::testing
