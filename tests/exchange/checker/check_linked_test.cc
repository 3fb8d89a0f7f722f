// The checker on what hangs together with more than one month's records:
// structural zeros, and a quarter with its months.

#include <cstddef>
#include <cstdint>
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

// What everybody knows to be nothing is shown as zero, and helps nobody.
TEST(CheckLinkedTest, StructuralZerosArePublishedAndKnown) {
  int64_t zeros = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Random random(seed);
    Catalog catalog = TinyCatalog();
    Plan& plan =
        AddPlan(catalog, RandomMinimums(random), RandomFamilies(random));
    plan.structural_zeros = {{{{"place", "ML2"}, {"type", "F"}},
                              "nothing of the kind exists there"}};
    std::vector<Record> records = RandomRecords(random, 60);
    std::erase_if(records, [](const Record& record) {
      return record.codes.at("place") == "ML2" &&
             record.codes.at("type")[0] == 'F';
    });
    const Dataset& dataset = *catalog.FindDataset(plan.dataset);
    const Protected result =
        Protect(catalog, dataset, plan, records, seed).value();
    SealedPeriod sealed;
    sealed.tables = result.tables;
    const SealToCheck good = ForChecker(catalog, plan, sealed, result);
    ASSERT_THAT(CheckSeal(good), IsOk()) << "seed " << seed;
    for (const SealedTable& table : sealed.tables) {
      for (const SealedCell& cell : table.cells) {
        zeros += cell.status == CellStatus::kPublished && cell.value == 0;
      }
    }
    // A zero that the plan does not list is refused.
    SealToCheck bad = good;
    bad.zeros.clear();
    bool any = false;
    for (const CheckedFamily& family : good.families) {
      for (const CheckedCell& cell : family.cells) {
        any = any || (cell.published && cell.value == 0);
      }
    }
    if (any) {
      ASSERT_FALSE(CheckSeal(bad).ok()) << "seed " << seed;
    }
  }
  EXPECT_GT(zeros, 20);
}

TEST(CheckLinkedTest, ARecordInAStructuralZeroStopsTheSeal) {
  Catalog catalog = TinyCatalog();
  Plan& plan = AddPlan(
      catalog, {.k = 5, .s = 1, .c = 0},
      {FamilyOf("x", Unit::kRecord, {{"place", 0, 2}, {"type", 0, 1}})});
  plan.structural_zeros = {{{{"place", "ML2"}, {"type", "F"}}, "reason"}};
  std::vector<Record> records = {SampleRecord(1, 0, 0)};
  records[0].codes = {{"place", "ML2"}, {"type", "F2"}};
  EXPECT_EQ(ReasonOf(Protect(catalog, *catalog.FindDataset(plan.dataset), plan,
                             records, 7)
                         .status())
                .code,
            "STRUCTURAL_ZERO_BROKEN");
}

// Three random months, each sealed, and their quarter over the frozen months.
struct Quarter {
  explicit Quarter(uint64_t seed) : random(seed), catalog(TinyCatalog()) {
    const Minimums minimums = RandomMinimums(random);
    monthly = RandomFamilies(random);
    quarterly = RandomFamilies(random);
    for (Family& family : quarterly) {
      family.id = FamilyId("quarterly-" + family.id.text());
    }
    plan = &AddPlan(catalog, minimums, quarterly);
    for (const Family& family : monthly) months_families.push_back(&family);
    for (const Family& family : plan->families) {
      families.push_back(&family);
    }
    std::vector<const Family*> all = months_families;
    all.insert(all.end(), families.begin(), families.end());
    const Dataset& dataset = *catalog.FindDataset(plan->dataset);
    for (size_t month = 0; month < 3; ++month) {
      strands.push_back(
          StrandOf(catalog, dataset, all, RandomRecords(random, 30)).value());
      const Publication due{months_families, minimums, {0}, nullptr};
      Protected one = Protect(catalog, dataset, families, {&strands.back(), 1},
                              {&due, 1}, ProtectOptions{.tie_break = seed})
                          .value();
      months.push_back(std::move(one.tables));
    }
    for (size_t month = 0; month < 3; ++month) {
      publications.push_back(
          {months_families, minimums, {month}, &months[month]});
    }
    publications.push_back({families, minimums, {0, 1, 2}, nullptr});
    proof = Protect(catalog, dataset, {}, strands, publications,
                    ProtectOptions{.tie_break = seed})
                .value();
    sealed.dataset = dataset.id;
    sealed.tables = proof.tables;
  }

  SealToCheck ToCheck() const {
    return ForChecker(catalog, *plan, sealed, proof, {}, publications, 3);
  }

  Random random;
  Catalog catalog;
  Plan* plan = nullptr;
  std::vector<Family> monthly;
  std::vector<Family> quarterly;
  std::vector<const Family*> months_families;
  std::vector<const Family*> families;
  std::vector<Strand> strands;
  std::vector<std::vector<SealedTable>> months;
  std::vector<Publication> publications;
  SealedPeriod sealed;
  Protected proof;
};

TEST(CheckLinkedTest, AcceptsAQuarterOnFrozenMonths) {
  int64_t published = 0;
  int64_t confined = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const Quarter quarter(seed);
    ASSERT_THAT(CheckSeal(quarter.ToCheck()), IsOk()) << "seed " << seed;
    published += quarter.proof.figures.published;
    confined += quarter.proof.figures.confined;
  }
  EXPECT_GT(published, 60) << "quarters that show nothing are no proof";
  RecordProperty("confined_by_months", static_cast<int>(confined));
}

// The witnesses are for who has the months, too.
TEST(CheckLinkedTest, RefusesAQuarterSealedWithoutItsMonths) {
  int refused = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    Quarter quarter(seed);
    const Dataset& dataset =
        *quarter.catalog.FindDataset(quarter.plan->dataset);
    quarter.proof = Protect(quarter.catalog, dataset, quarter.months_families,
                            quarter.strands, {&quarter.publications[3], 1},
                            ProtectOptions{.tie_break = seed})
                        .value();
    quarter.sealed.tables = quarter.proof.tables;
    refused += CheckSeal(quarter.ToCheck()).ok() ? 0 : 1;
  }
  EXPECT_GT(refused, 10);
}

}  // namespace
}  // namespace toguna::testing
