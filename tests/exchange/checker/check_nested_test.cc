#include "exchange/checker/check_nested.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "exchange/checker/check_file.h"
#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/protect_rungs.h"
#include "exchange/usecase/seal_check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Two rungs of a random month, in the checker's words.
struct Ladder {
  explicit Ladder(uint64_t seed) : random(seed), catalog(TinyCatalog()) {
    Plan& plan =
        AddPlan(catalog, RandomMinimums(random), RandomFamilies(random));
    plan.rungs = {plan.minimums};
    plan.rungs[0].k += 2;
    const Dataset& dataset = *catalog.FindDataset(plan.dataset);
    std::vector<const Family*> families;
    for (const Family& family : plan.families) families.push_back(&family);
    const std::vector<Strand> strands = {
        *StrandOf(catalog, dataset, families, RandomRecords(random, 60))};
    std::vector<std::vector<Publication>> rungs;
    for (const Minimums& minimums : plan.Ladder()) {
      rungs.push_back(
          {{.families = families, .minimums = minimums, .strands = {0}}});
    }
    std::vector<Protected> made = *ProtectRungs(
        catalog, dataset, {}, strands, std::move(rungs), {.tie_break = seed});
    for (size_t r = 0; r < made.size(); ++r) {
      const Plan at = plan.AtRung(r);
      SealedPeriod sealed;
      sealed.rung = static_cast<int>(r);
      sealed.minimums = at.minimums;
      sealed.tables = made[r].tables;
      seals.push_back(ForChecker(catalog, at, sealed, made[r]));
      if (r > 0) SetBelow(at, made[r - 1].tables, seals.back());
    }
  }

  Random random;
  Catalog catalog;
  std::vector<SealToCheck> seals;
};

TEST(CheckNestedTest, AcceptsEveryRungThatTheEngineSeals) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    for (const SealToCheck& seal : Ladder(seed).seals) {
      ASSERT_THAT(CheckSeal(seal), IsOk()) << "seed " << seed;
    }
  }
}

TEST(CheckNestedTest, TheVerdictSaysWhichRungItIs) {
  const Ladder ladder(1);
  const std::string lowest = *CheckSeal(ladder.seals[0]);
  const std::string higher = *CheckSeal(ladder.seals[1]);
  EXPECT_THAT(lowest, Not(HasSubstr("rung")));
  EXPECT_THAT(higher, HasSubstr("\nrung 1: k "));
  EXPECT_THAT(higher, HasSubstr("\nno value that the rung below does not "
                                "publish\n"));
}

TEST(CheckNestedTest, ARungIsWrittenDownWithTheOneBelow) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const Ladder ladder(seed);
    SealToCheck seal = ladder.seals[1];
    const auto same = [](const SealToCheck& one) {
      const auto file =
          ReadCheckFile(WriteCheckFile(one, std::string(64, 'a')));
      ASSERT_THAT(file, IsOk());
      EXPECT_EQ(CheckSeal(file->seal), CheckSeal(one));
    };
    same(seal);
    seal.below.pop_back();
    same(seal);
  }
}

// Every published cell of the higher rung, hidden or changed below.
TEST(CheckNestedTest, RefusesWhatTheRungBelowDoesNotPublishSo) {
  int64_t tried = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const Ladder ladder(seed);
    const SealToCheck& good = ladder.seals[1];
    for (size_t f = 0; f < good.families.size(); ++f) {
      for (size_t c = 0; c < good.families[f].cells.size(); ++c) {
        if (!good.families[f].cells[c].published) continue;
        ++tried;
        SealToCheck bad = good;
        bad.below[f].cells[c].published = false;
        bad.below[f].cells[c].value = 0;
        EXPECT_THAT(CheckSeal(bad),
                    StatusIs(absl::StatusCode::kFailedPrecondition,
                             HasSubstr("by the rung below")));
        bad = good;
        ++bad.below[f].cells[c].value;
        EXPECT_THAT(CheckSeal(bad),
                    StatusIs(absl::StatusCode::kFailedPrecondition));
        // Not because of anything else.
        bad.nested = false;
        bad.below.clear();
        EXPECT_THAT(CheckSeal(bad), IsOk());
      }
    }
  }
  EXPECT_GT(tried, 100);
}

TEST(CheckNestedTest, RefusesARungThatDoesNotFit) {
  const Ladder ladder(1);
  const SealToCheck& good = ladder.seals[1];
  const auto refused = [](const SealToCheck& bad) {
    EXPECT_THAT(CheckSeal(bad), StatusIs(absl::StatusCode::kInvalidArgument));
  };
  SealToCheck bad = good;
  bad.below.pop_back();
  refused(bad);
  bad = good;
  bad.below[0].id += "2";
  refused(bad);
  bad = good;
  bad.below[0].victims = !bad.below[0].victims;
  refused(bad);
  bad = good;
  ++bad.below[0].axes[0].finest;
  refused(bad);
  bad = good;
  bad.nested = false;
  refused(bad);
}

}  // namespace
}  // namespace toguna::testing
