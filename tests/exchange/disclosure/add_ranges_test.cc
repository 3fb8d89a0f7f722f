#include "exchange/disclosure/add_ranges.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "exchange/disclosure/protect.h"
#include "gtest/gtest.h"
#include "tests/privacy/bounds_attacker.h"
#include "tests/support/attacker.h"
#include "tests/support/seal_samples.h"

namespace toguna::testing {
namespace {

struct Sealed {
  explicit Sealed(uint64_t seed)
      : random(seed),
        catalog(TinyCatalog()),
        plan(AddPlan(catalog, RandomMinimums(random), RandomFamilies(random))),
        dataset(*catalog.FindDataset(plan.dataset)),
        records(RandomRecords(random, 60)),
        attacker(catalog, dataset, plan),
        result(*Protect(catalog, dataset, plan, records, 7)) {}

  int64_t TruthOf(const SealedTable& table, const SealedCell& cell) const {
    return attacker.ValueOf(
        table.unit, Attacker::Zip(table.dimensions, cell.codes), records);
  }

  Random random;
  Catalog catalog;
  Plan& plan;
  const Dataset& dataset;
  std::vector<Record> records;
  Attacker attacker;
  Protected result;
};

// Ranges of both units, from tables that hold published values alone.
std::vector<SealedTable> FromPublishedAlone(const Sealed& sealed,
                                            const RangeLimits& limits) {
  std::vector<SealedTable> tables = sealed.result.tables;
  for (SealedTable& table : tables) {
    for (SealedCell& cell : table.cells) {
      cell.low = 0;
      cell.high.reset();
    }
  }
  for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
    const Scheme scheme =
        SchemeOf(sealed.catalog, sealed.dataset, sealed.plan, unit);
    RangeFigures figures;
    if (!scheme.tables().empty()) AddRanges(scheme, limits, tables, figures);
  }
  return tables;
}

TEST(AddRangesTest, TheTruthLiesInEveryRange) {
  int64_t finite = 0;
  int64_t lows = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const Sealed sealed(seed);
    for (const SealedTable& table : sealed.result.tables) {
      for (const SealedCell& cell : table.cells) {
        if (cell.status == CellStatus::kPublished) {
          ASSERT_EQ(cell.low, 0);
          ASSERT_FALSE(cell.high.has_value());
          continue;
        }
        const int64_t truth = sealed.TruthOf(table, cell);
        ASSERT_LE(cell.low, truth) << "seed " << seed;
        lows += cell.low > 0 ? 1 : 0;
        if (!cell.high.has_value()) continue;
        ASSERT_GE(*cell.high, truth) << "seed " << seed;
        ++finite;
      }
    }
  }
  EXPECT_GT(finite, 1000);
  EXPECT_GT(lows, 30);
}

TEST(AddRangesTest, AnyoneGetsTheSameFromWhatIsPublished) {
  for (uint64_t seed = 0; seed < 100; ++seed) {
    const Sealed sealed(seed);
    EXPECT_EQ(FromPublishedAlone(sealed, RangeLimits()), sealed.result.tables)
        << "seed " << seed;
  }
}

// A cell that is not safe keeps room on both sides, as Guarantee S says: the
// range is what linear reasoning leaves, and the two tables lie in it.
TEST(AddRangesTest, RangesOfUnsafeCellsKeepTheirRoom) {
  int64_t cells = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const Sealed sealed(seed);
    std::map<std::pair<Unit, Confines>, const UnsafeProof*> proofs;
    for (const UnsafeProof& proof : sealed.result.proofs) {
      if (proof.view != 0) continue;
      Confines codes = sealed.result.unsafe[proof.cell].codes;
      std::sort(codes.begin(), codes.end());
      proofs[{sealed.result.unsafe[proof.cell].unit, codes}] = &proof;
    }
    const int64_t k = sealed.plan.minimums.k;
    for (const SealedTable& table : sealed.result.tables) {
      for (const SealedCell& cell : table.cells) {
        Confines codes = Attacker::Zip(table.dimensions, cell.codes);
        std::sort(codes.begin(), codes.end());
        const auto found = proofs.find({table.unit, codes});
        if (found == proofs.end()) continue;
        const UnsafeProof& proof = *found->second;
        ++cells;
        ASSERT_LE(cell.low, proof.value - proof.largest_part);
        if (!cell.high.has_value()) continue;
        ASSERT_GE(*cell.high, std::max(k, proof.value));
        ASSERT_GE(*cell.high - cell.low, k);
      }
    }
  }
  EXPECT_GT(cells, 500);
}

TEST(AddRangesTest, WithoutWorkTheTruthStillLiesInEveryRange) {
  int64_t wider = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    const Sealed sealed(seed);
    const auto tables =
        FromPublishedAlone(sealed, {.work = 0, .simple_work = 0});
    for (size_t t = 0; t < tables.size(); ++t) {
      for (size_t c = 0; c < tables[t].cells.size(); ++c) {
        const SealedCell& cell = tables[t].cells[c];
        if (cell.status == CellStatus::kPublished) continue;
        const int64_t truth = sealed.TruthOf(tables[t], cell);
        ASSERT_LE(cell.low, truth);
        ASSERT_GE(cell.high.value_or(truth), truth);
        wider += cell != sealed.result.tables[t].cells[c] ? 1 : 0;
      }
    }
  }
  EXPECT_GT(wider, 300);
}

TEST(AddRangesTest, AMonthOfMaliGetsTheClosestRanges) {
  Catalog catalog = MaliLikeCatalog();
  const Plan& plan =
      AddPlan(catalog, {.k = 5, .s = 2, .c = 3}, MonthlyFamilies());
  const Protected result = *Protect(catalog, *catalog.FindDataset(plan.dataset),
                                    plan, GeneratedMonth(600, 1), 7);
  const RangeFigures& ranges = result.figures.ranges;
  EXPECT_EQ(ranges.asked, result.figures.cells - result.figures.published);
  // Where the total of a unit is withheld, nothing is above some of its cells.
  EXPECT_GT(ranges.finite, ranges.asked * 9 / 10);
  EXPECT_EQ(ranges.tight_low, ranges.asked);
  EXPECT_EQ(ranges.tight_high, ranges.asked);
  EXPECT_FALSE(ranges.cut_short);
  ASSERT_EQ(result.ranges.size(), 2U);
}

}  // namespace
}  // namespace toguna::testing
