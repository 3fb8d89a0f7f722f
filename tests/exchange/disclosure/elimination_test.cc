#include "exchange/disclosure/elimination.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/support/attacker.h"
#include "tests/support/seal_samples.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

using Outcome = Elimination::Outcome;

Sum RandomSum(Random& random, int32_t unknowns) {
  Sum sum;
  for (int32_t i = 0; i < unknowns; ++i) {
    if (Below(random, 3) == 0) sum.push_back(i);
  }
  if (sum.empty()) sum.push_back(static_cast<int32_t>(Below(random, 6)));
  return sum;
}

std::vector<Fraction> Dense(const Sum& sum, int32_t unknowns) {
  std::vector<Fraction> row(static_cast<size_t>(unknowns));
  for (const int32_t i : sum) row[static_cast<size_t>(i)] = Fraction(1);
  return row;
}

TEST(EliminationTest, ImpliesExactlyWhatFollowsOverTheRationals) {
  int64_t implied = 0;
  for (uint64_t seed = 0; seed < 1000; ++seed) {
    Random random(seed);
    const auto unknowns = static_cast<int32_t>(6 + Below(random, 7));
    Elimination elimination(unknowns, {});
    FractionSpan rational;
    for (size_t i = 1 + Below(random, 8); i > 0; --i) {
      const Sum sum = RandomSum(random, unknowns);
      const bool known = rational.Holds(Dense(sum, unknowns));
      EXPECT_EQ(elimination.TryAdd(sum),
                known ? Outcome::kImplied : Outcome::kAdded);
      rational.Add(Dense(sum, unknowns));
    }
    for (int i = 0; i < 30; ++i) {
      const Sum sum = RandomSum(random, unknowns);
      const bool follows = rational.Holds(Dense(sum, unknowns));
      implied += follows ? 1 : 0;
      ASSERT_EQ(elimination.Implies(sum), follows) << "seed " << seed;
    }
  }
  EXPECT_GT(implied, 100);
}

TEST(EliminationTest, RefusesExactlyWhatWouldGiveAGuardedSumAway) {
  int64_t refused = 0;
  for (uint64_t seed = 0; seed < 1000; ++seed) {
    Random random(seed);
    const int32_t unknowns = 8;
    std::vector<Sum> guarded;
    for (int i = 0; i < 3; ++i) guarded.push_back(RandomSum(random, unknowns));
    Elimination elimination(unknowns, guarded);
    FractionSpan rational;
    for (int i = 0; i < 12; ++i) {
      const Sum sum = RandomSum(random, unknowns);
      FractionSpan with = rational;
      with.Add(Dense(sum, unknowns));
      const bool leaks = std::any_of(
          guarded.begin(), guarded.end(),
          [&](const Sum& one) { return with.Holds(Dense(one, unknowns)); });
      const Outcome outcome = elimination.TryAdd(sum);
      ASSERT_EQ(outcome == Outcome::kRefused, leaks) << "seed " << seed;
      if (leaks) {
        ++refused;
      } else {
        rational = with;
      }
    }
  }
  EXPECT_GT(refused, 100);
}

TEST(EliminationTest, MergedUnknownsImplyTheSame) {
  for (uint64_t seed = 0; seed < 500; ++seed) {
    Random random(seed);
    std::vector<Sum> sums;
    for (int i = 0; i < 5; ++i) sums.push_back(RandomSum(random, 12));
    const std::vector<Sum> merged = MergeAlike(12, sums);
    ASSERT_EQ(merged.size(), sums.size());
    Elimination plain(12, {});
    Elimination short_form(12, {});
    for (size_t i = 0; i + 1 < sums.size(); ++i) {
      ASSERT_EQ(plain.TryAdd(sums[i]), short_form.TryAdd(merged[i]));
    }
    ASSERT_EQ(plain.Implies(sums.back()), short_form.Implies(merged.back()))
        << "seed " << seed;
  }
}

TEST(EliminationTest, MergingKeepsApartWhatAnySumTellsApart) {
  const std::vector<Sum> sums = {{0, 1, 2, 3}, {0, 1}, {5}};
  const std::vector<Sum> merged = MergeAlike(7, sums);
  EXPECT_EQ(merged[0].size(), 2u);  // {0, 1} and {2, 3}
  EXPECT_EQ(merged[1].size(), 1u);
  EXPECT_EQ(merged[2].size(), 1u);
  EXPECT_NE(merged[2], merged[1]);
}

// The 4 x 4 table with margins: rows w to z, columns a to d.
int32_t Inner(int row, int column) { return row * 4 + column; }

std::vector<Sum> FourByFourPublished(const std::set<int32_t>& hidden) {
  std::vector<Sum> published;
  Sum all;
  for (int i = 0; i < 4; ++i) {
    Sum row;
    Sum column;
    for (int j = 0; j < 4; ++j) {
      row.push_back(Inner(i, j));
      column.push_back(Inner(j, i));
      all.push_back(Inner(i, j));
      if (hidden.count(Inner(i, j)) == 0) published.push_back({Inner(i, j)});
    }
    published.push_back(row);
    published.push_back(column);
  }
  published.push_back(all);
  return published;
}

TEST(EliminationTest, FindsTheCellThatFourByFourGivesAway) {
  // w: a b c, x: a c, y: b d, z: b d; every row and column hides two or more.
  const std::set<int32_t> hidden = {Inner(0, 0), Inner(0, 1), Inner(0, 2),
                                    Inner(1, 0), Inner(1, 2), Inner(2, 1),
                                    Inner(2, 3), Inner(3, 1), Inner(3, 3)};
  Elimination pattern(16, {});
  for (const Sum& sum : FourByFourPublished(hidden)) pattern.TryAdd(sum);
  for (const int32_t cell : hidden) {
    EXPECT_EQ(pattern.Implies({cell}), cell == Inner(0, 1)) << cell;
  }

  // With (x, d) hidden too nothing follows.
  std::set<int32_t> repaired = hidden;
  repaired.insert(Inner(1, 3));
  Elimination repair(16, {});
  for (const Sum& sum : FourByFourPublished(repaired)) repair.TryAdd(sum);
  for (const int32_t cell : hidden) EXPECT_FALSE(repair.Implies({cell}));

  // And guarding the hidden cells refuses a cell more.
  std::vector<Sum> guarded;
  for (const int32_t cell : hidden) guarded.push_back({cell});
  Elimination guard(16, guarded);
  int refused = 0;
  for (const Sum& sum : FourByFourPublished(hidden)) {
    refused += guard.TryAdd(sum) == Outcome::kRefused ? 1 : 0;
  }
  EXPECT_EQ(refused, 1);
}

// "0,T" is row 0's total, "T,1" column 1's, "T,T" the grand total.
Sum SumOfCell(const std::string& name, int rows, int columns) {
  const std::string row = name.substr(0, name.find(','));
  const std::string column = name.substr(name.find(',') + 1);
  Sum sum;
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j) {
      if ((row == "T" || row == std::to_string(i)) &&
          (column == "T" || column == std::to_string(j))) {
        sum.push_back(i * columns + j);
      }
    }
  }
  return sum;
}

TEST(EliminationTest, CoarseFirstIsSafeOnTablesWithAProvenOptimum) {
  const nlohmann::json instances = nlohmann::json::parse(ReadFile(
      std::string(TOGUNA_SOURCE_DIR) + "/tests/data/sdc/small_optima.json"));
  ASSERT_EQ(instances.size(), 3u);
  for (const auto& instance : instances) {
    const auto cells = instance["cells"].get<std::map<std::string, int64_t>>();
    const auto primary = instance["primary"].get<std::set<std::string>>();
    int rows = 0;
    int columns = 0;
    for (const auto& [name, value] : cells) {
      if (name[0] != 'T') rows = std::max(rows, name[0] - '0' + 1);
      if (name[2] != 'T') columns = std::max(columns, name[2] - '0' + 1);
    }
    std::vector<Sum> guarded;
    for (const std::string& name : primary) {
      guarded.push_back(SumOfCell(name, rows, columns));
    }
    std::vector<std::tuple<size_t, int64_t, std::string>> queue;
    for (const auto& [name, value] : cells) {
      if (primary.count(name) > 0) continue;
      const auto totals = std::count(name.begin(), name.end(), 'T');
      queue.emplace_back(2 - static_cast<size_t>(totals), -value, name);
    }
    std::sort(queue.begin(), queue.end());
    Elimination elimination(rows * columns, guarded);
    FractionSpan rational;
    int secondary = 0;
    for (const auto& [coarseness, value, name] : queue) {
      const Sum sum = SumOfCell(name, rows, columns);
      if (elimination.TryAdd(sum) == Outcome::kRefused) {
        ++secondary;
      } else {
        rational.Add(Dense(sum, rows * columns));
      }
    }
    for (const Sum& sum : guarded) {
      EXPECT_FALSE(rational.Holds(Dense(sum, rows * columns)));
    }
    const int optimum = instance["min_secondary"].get<int>();
    EXPECT_GE(secondary, optimum);
    const std::string name = instance["name"].get<std::string>();
    RecordProperty(name, std::to_string(secondary) + " against " +
                             std::to_string(optimum));
  }
}

}  // namespace
}  // namespace toguna::testing
