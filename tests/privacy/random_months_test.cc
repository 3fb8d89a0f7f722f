// The checker accepts every sealed month of a random set.
//
// By default 60 of at most 300 records. By environment:
//   TOGUNA_SEAL_RUNS     months; 1000 were asked for
//   TOGUNA_SEAL_FIRST    number of the first, 0 if not given
//   TOGUNA_SEAL_RECORDS  the most records of a month, 2,000 if months are given
//   TOGUNA_SEAL_WORK     work budget of each month's seal
// A run by flag says each month as it goes.

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <utility>
#include <vector>

#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/protect.h"
#include "exchange/usecase/seal_check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

constexpr int64_t kMonths = 60;
// Enough for a safe pattern that is given back in part; the search for the
// best one has tests of its own.
constexpr int64_t kWork = 1'000'000;

int64_t Number(const char* name, int64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoll(text);
}

// The families of a Mali month, whole or in part, by random minimums.
Plan& RandomPlan(Random& random, Catalog& catalog) {
  std::vector<Family> families = MonthlyFamilies();
  if (Below(random, 2) == 0) {
    families.push_back(FamilyOf("region-violation", Unit::kRecord,
                                {{"place", 0, 1}, {"violation", 0, 1}}));
  }
  if (Below(random, 4) == 0) families.erase(families.begin() + 1);
  Minimums minimums{.k = 3 + static_cast<int>(Below(random, 3)),
                    .s = 1 + static_cast<int>(Below(random, 2)),
                    .c = static_cast<int>(Below(random, 4))};
  return AddPlan(catalog, minimums, std::move(families));
}

TEST(RandomMonthsTest, TheCheckerAcceptsEverySealedMonth) {
  const bool asked = std::getenv("TOGUNA_SEAL_RUNS") != nullptr;
  const int64_t runs = Number("TOGUNA_SEAL_RUNS", kMonths);
  const int64_t first = Number("TOGUNA_SEAL_FIRST", 0);
  const auto most =
      static_cast<size_t>(Number("TOGUNA_SEAL_RECORDS", asked ? 2000 : 300));
  const int64_t work = Number("TOGUNA_SEAL_WORK", kWork);
  int64_t unsafe = 0;
  int64_t published = 0;
  int64_t proofs = 0;
  for (int64_t run = first; run < first + runs; ++run) {
    Random random(static_cast<uint64_t>(run));
    Catalog catalog = MaliLikeCatalog();
    const Plan& plan = RandomPlan(random, catalog);
    Dataset& dataset = catalog.datasets.at(plan.dataset);
    if (Below(random, 2) == 0) {
      dataset.victims_in_every_record = VictimsInEveryRecord{};
    }
    const std::vector<Record> records =
        GeneratedMonth(Below(random, most + 1), static_cast<uint64_t>(run) + 1);
    auto result = Protect(catalog, dataset, plan, records,
                          ProtectOptions{.tie_break = random(), .work = work});
    ASSERT_THAT(result, IsOk()) << "month " << run;
    SealedPeriod sealed;
    sealed.dataset = dataset.id;
    sealed.plan = plan.id;
    sealed.plan_version = plan.version;
    sealed.tables = std::move(result->tables);
    ASSERT_THAT(CheckSeal(ForChecker(catalog, plan, sealed, *result)), IsOk())
        << "month " << run << ", " << records.size() << " records";
    unsafe += static_cast<int64_t>(result->unsafe.size());
    proofs += static_cast<int64_t>(result->proofs.size());
    published += result->figures.published;
    if (!asked) continue;
    std::cout << "month " << run << ", " << records.size() << " records, safe "
              << result->figures.safe << ", published "
              << result->figures.published << ", proofs "
              << result->proofs.size() << ", programs "
              << result->figures.programs << std::endl;
  }
  std::cout << "months " << runs << " of at most " << most
            << " records, work budget " << work
            << ", accepted all; cells published " << published
            << ", unsafe counts " << unsafe << ", proofs verified " << proofs
            << "\n";
  EXPECT_GT(published, runs) << "nothing shown is no proof";
  EXPECT_GT(proofs, unsafe);
}

}  // namespace
}  // namespace toguna::testing
