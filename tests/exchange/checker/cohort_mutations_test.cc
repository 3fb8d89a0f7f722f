// The checker of cohorts in files accepts what the engine writes, and nothing
// that was done to it since, as far as a file can show. What can be shown is
// decided by an oracle that enumerates sets of values.

#include "tests/exchange/checker/cohort_mutations.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iostream>
#include <random>
#include <string>
#include <utility>

#include "exchange/checker/check_cohorts.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/checker/cohort_file_oracle.h"
#include "tests/exchange/checker/cohort_files.h"

namespace toguna::testing {
namespace {

// How often what was done broke a file, by kind.
struct MutationFigures {
  std::array<int, CohortMutator::kNames.size()> broken{};
  std::array<int, CohortMutator::kNames.size()> harmless{};
};

// Compares the checker's verdict to the oracle's, whichever it is.
void MutateOnce(const Made& made, const LabelSetsByColumn& sets, size_t kind,
                std::mt19937_64& random, MutationFigures& figures) {
  const size_t rung = Draw(random, made.files.size());
  const FileRows before = RowsOf(made.files[rung]);
  FileRows rows = before;
  CohortMutator(sets, made.diverse, random).Mutate(kind, rows);
  if (rows == before || rows.size() < 2) return;
  const CohortFileOracle oracle{
      .sets = sets,
      .k = static_cast<size_t>(made.rungs[rung]),
      .diverse = made.diverse,
      .distinct = made.diverse.empty() ? size_t{0} : size_t{2}};
  const bool holds = oracle.Holds(rows);
  const CohortsChecked checked = CheckCohorts(made.ToCheck(rung, TextOf(rows)));
  ++(holds ? figures.harmless : figures.broken)[kind];
  EXPECT_EQ(checked.faults.empty(), holds)
      << CohortMutator::kNames[kind] << "\n"
      << Said(checked);
  if (!holds) {
    EXPECT_FALSE(checked.faults[0].unreadable());
  }
}

int Total(const std::array<int, CohortMutator::kNames.size()>& counts) {
  int total = 0;
  for (const int one : counts) total += one;
  return total;
}

TEST(CohortMutationsTest, RefusesAThousandMutationsAndNothingThatHolds) {
  constexpr int kBroken = 1000;
  std::mt19937_64 random(20260101);
  MutationFigures figures;
  const Made adult = AdultSample({20, 5});
  const LabelSetsByColumn adult_sets = SetsOf(adult);
  size_t kind = 0;
  const auto next = [&] { return kind++ % CohortMutator::kNames.size(); };
  while (Total(figures.broken) < kBroken / 2) {
    MutateOnce(adult, adult_sets, next(), random, figures);
  }
  int tables = 0;
  while (Total(figures.broken) < kBroken) {
    const Made made = SomeTable(random);
    const LabelSetsByColumn sets = SetsOf(made);
    ++tables;
    for (size_t rung = 0; rung < made.files.size(); ++rung) {
      const CohortsChecked checked =
          CheckCohorts(made.ToCheck(rung, made.files[rung]));
      EXPECT_TRUE(checked.faults.empty()) << Said(checked);
    }
    for (int i = 0; i < 8; ++i) {
      MutateOnce(made, sets, next(), random, figures);
    }
  }
  std::cout << Total(figures.broken) << " broken, all refused; "
            << Total(figures.harmless) << " harmless, all accepted; " << tables
            << " tables\n";
  for (size_t i = 0; i < CohortMutator::kNames.size(); ++i) {
    std::cout << "  " << CohortMutator::kNames[i] << ": " << figures.broken[i]
              << " broken, " << figures.harmless[i] << " harmless\n";
    EXPECT_GT(figures.broken[i] + figures.harmless[i], 0)
        << CohortMutator::kNames[i];
  }
}

TEST(CohortMutationsTest, AcceptsEveryRungOfTheEngineInsideTheOneBefore) {
  const Made made = AdultSample({35, 10, 5});
  for (size_t rung = 0; rung < made.files.size(); ++rung) {
    CohortsToCheck check = made.ToCheck(rung, made.files[rung]);
    for (size_t coarser = 0; coarser <= rung; ++coarser) {
      check.coarser = {.name = "coarser", .text = made.files[coarser]};
      const CohortsChecked checked = CheckCohorts(check);
      EXPECT_TRUE(checked.faults.empty()) << Said(checked);
      EXPECT_EQ(checked.rows, 1509);
      EXPECT_GE(checked.smallest, made.rungs[rung]);
    }
  }
}

// Files that hold each by itself, and perhaps together.
TEST(CohortMutationsTest, SaysOfTwoFilesWhetherOneIsWithinTheOther) {
  std::mt19937_64 random(7);
  int within = 0;
  int not_within = 0;
  for (int i = 0; i < 300; ++i) {
    Made made = SomeTable(random);
    const LabelSetsByColumn sets = SetsOf(made);
    std::string coarser = made.files[0];
    if (i % 3 > 0) {
      // Formed apart, or with two rows of the coarser file exchanged.
      Made apart = made;
      if (i % 3 == 1) apart.rungs = {made.rungs[0]};
      ASSERT_TRUE(Make(apart));
      FileRows rows = RowsOf(apart.files[0]);
      if (i % 3 == 2) {
        std::swap(rows[1 + Draw(random, rows.size() - 1)],
                  rows[1 + Draw(random, rows.size() - 1)]);
      } else {
        apart.rungs = {made.rungs[1]};
        ASSERT_TRUE(Make(apart));
        made.files[1] = apart.files[0];
      }
      coarser = TextOf(rows);
    }
    CohortsToCheck check = made.ToCheck(1, made.files[1]);
    check.coarser = {.name = "coarser", .text = coarser};
    const CohortFileOracle oracle{.sets = sets, .diverse = made.diverse};
    const bool expected = oracle.Within(RowsOf(made.files[1]), RowsOf(coarser));
    ++(expected ? within : not_within);
    const CohortsChecked checked = CheckCohorts(check);
    EXPECT_EQ(checked.faults.empty(), expected) << Said(checked);
  }
  std::cout << within << " within, " << not_within << " not\n";
  EXPECT_GT(within, 100);
  EXPECT_GT(not_within, 50);
}

}  // namespace
}  // namespace toguna::testing
