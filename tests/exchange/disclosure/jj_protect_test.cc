#include "exchange/disclosure/jj_protect.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "exchange/base/reason.h"
#include "exchange/disclosure/jj.h"
#include "exchange/disclosure/jj_check.h"
#include "exchange/disclosure/jj_judge.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/support/jj_samples.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string DataFile(const std::string& name) {
  return ReadFile(std::string(TOGUNA_SOURCE_DIR) + "/tests/data/sdc/" + name);
}

JjProtected Protect(const JjInstance& instance, JjCost cost) {
  auto found = ProtectJj(instance, cost, kJjBudget, Language::kEnglish);
  EXPECT_TRUE(found.ok()) << found.status();
  return *std::move(found);
}

// Everything withheld that is marked so, and nothing else.
JjPattern PatternOf(const JjInstance& instance,
                    const std::set<size_t>& secondary) {
  JjPattern pattern(instance.cells.size(), JjVerdict::kShown);
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (instance.cells[i].status == JjStatus::kUnsafe) {
      pattern[i] = JjVerdict::kUnsafe;
    } else if (secondary.count(i) > 0) {
      pattern[i] = JjVerdict::kSecondary;
    }
  }
  return pattern;
}

// The 4 x 4 table of the literature: rows w to z, columns a to d, totals first
// in both, so that (row, column) is cell 5 * (row + 1) + column + 1.
size_t At(int row, int column) {
  return static_cast<size_t>(5 * (row + 1) + column + 1);
}

JjInstance FourByFour() {
  const std::vector<std::vector<double>> inner = {{30, 47, 64, 89},
                                                  {90, 124, 5, 31},
                                                  {92, 100, 59, 85},
                                                  {800, 991, 651, 685}};
  std::vector<double> values(25, 0);
  for (int r = 0; r < 4; ++r) {
    for (int c = 0; c < 4; ++c) {
      values[At(r, c)] = inner[static_cast<size_t>(r)][static_cast<size_t>(c)];
    }
  }
  JjInstance instance =
      CountTable({FlatTree(4), FlatTree(4)}, std::move(values), 0);
  for (JjCell& cell : instance.cells) cell.high = 1e6;
  for (const auto& [r, c] : std::vector<std::pair<int, int>>{{0, 0},
                                                             {0, 1},
                                                             {0, 2},
                                                             {1, 0},
                                                             {1, 2},
                                                             {2, 1},
                                                             {2, 3},
                                                             {3, 1},
                                                             {3, 3}}) {
    JjCell& cell = instance.cells[At(r, c)];
    cell.status = JjStatus::kUnsafe;
    cell.sliding_level = 1;
  }
  return instance;
}

// What the attacker finds of one cell, asked for more than there can be.
JjExposed IntervalOf(JjInstance instance, const std::set<size_t>& secondary,
                     size_t cell) {
  instance.cells[cell].sliding_level = 1e9;
  for (const JjExposed& one :
       CheckJj(instance, PatternOf(instance, secondary)).exposed) {
    if (one.cell == cell) return one;
  }
  ADD_FAILURE() << "the cell is protected by a billion";
  return {};
}

TEST(JjProtectTest, FourByFourGivesACellAwayUntilOneMoreGoes) {
  const JjInstance instance = FourByFour();
  const JjCheck bare = CheckJj(instance, PatternOf(instance, {}));
  EXPECT_EQ(bare.unsafe, 9);
  ASSERT_EQ(bare.exposed.size(), 1u);
  EXPECT_EQ(bare.exposed[0].cell, At(0, 1));
  EXPECT_NEAR(bare.exposed[0].low, 47, 1e-6);
  EXPECT_NEAR(bare.exposed[0].high, 47, 1e-6);

  const JjExposed with_xd = IntervalOf(instance, {At(1, 3)}, At(0, 1));
  EXPECT_NEAR(with_xd.low, 0, 1e-6);
  EXPECT_NEAR(with_xd.high, 78, 1e-6);
  const JjExposed with_xb = IntervalOf(instance, {At(1, 1)}, At(0, 1));
  EXPECT_NEAR(with_xb.low, 0, 1e-6);
  EXPECT_NEAR(with_xb.high, 141, 1e-6);

  for (const JjCost cost : {JjCost::kUnit, JjCost::kValue, JjCost::kWeight}) {
    const JjProtected found = Protect(instance, cost);
    EXPECT_TRUE(found.optimal);
    EXPECT_EQ(found.secondary, 1);
    EXPECT_THAT(CheckJj(instance, found.pattern).exposed, IsEmpty());
  }
  // The least value that does it: (x, d) = 31.
  const JjProtected least = Protect(instance, JjCost::kValue);
  EXPECT_EQ(least.cost, 31);
  EXPECT_EQ(least.pattern[At(1, 3)], JjVerdict::kSecondary);
}

// Cells by name; constraints as total and parts; nothing known of bounds.
JjInstance FromJson(const nlohmann::json& table) {
  JjInstance instance;
  std::map<std::string, size_t> index;
  const auto cells = table["cells"].get<std::map<std::string, double>>();
  const auto primary = table["primary"].get<std::set<std::string>>();
  for (const auto& [name, value] : cells) {
    index[name] = instance.cells.size();
    JjCell cell{.value = value, .cost = value, .low = -1e9, .high = 1e9};
    if (primary.count(name) > 0) {
      cell.status = JjStatus::kUnsafe;
      cell.sliding_level = 1;
    }
    instance.cells.push_back(cell);
  }
  for (const auto& row : table["constraints"]) {
    JjConstraint constraint;
    constraint.terms.emplace_back(index[row[0].get<std::string>()], -1);
    for (const auto& part : row[1]) {
      constraint.terms.emplace_back(index[part.get<std::string>()], 1);
    }
    instance.constraints.push_back(std::move(constraint));
  }
  return instance;
}

TEST(JjProtectTest, ReachesAndProvesTheSmallestCounts) {
  const auto tables = nlohmann::json::parse(DataFile("small_optima.json"));
  ASSERT_EQ(tables.size(), 3u);
  for (const auto& table : tables) {
    SCOPED_TRACE(table["name"].get<std::string>());
    JjInstance instance = FromJson(table);
    const auto least = table["min_secondary"].get<int64_t>();
    const JjProtected found = Protect(instance, JjCost::kUnit);
    EXPECT_EQ(found.secondary, least);
    EXPECT_EQ(found.lower_bound, static_cast<double>(least));
    EXPECT_TRUE(found.optimal);
    EXPECT_THAT(CheckJj(instance, found.pattern).exposed, IsEmpty());

    // Among the smallest counts, the least value: a cell costs far more than
    // all values together. The search that made the file withheld no zeros.
    for (JjCell& cell : instance.cells) {
      cell.cost = 1e6 + cell.value;
      if (cell.value == 0) cell.status = JjStatus::kAlwaysShown;
    }
    const JjProtected cheapest = Protect(instance, JjCost::kWeight);
    EXPECT_TRUE(cheapest.optimal);
    EXPECT_NEAR(cheapest.cost,
                1e6 * static_cast<double>(least) +
                    table["min_value_among_min_count"].get<double>(),
                1e-3);
  }
}

TEST(JjProtectTest, WithholdsNoMoreOfTheNorwegianTableThanThePublishedMethod) {
  const JjInstance instance = PublicTable(DataFile("ssb_z1.csv"), 4);
  ASSERT_EQ(instance.cells.size(), 45u);
  // The published method (GaussSuppression) withholds 6 of 45 cells, 3 of them
  // unsafe, and guards against exact disclosure only.
  JjInstance exact = instance;
  for (JjCell& cell : exact.cells) {
    if (cell.status != JjStatus::kUnsafe) continue;
    cell.lower_level = 0;
    cell.upper_level = 0;
    cell.sliding_level = 1;
  }
  const JjProtected same = Protect(exact, JjCost::kUnit);
  EXPECT_TRUE(same.optimal);
  EXPECT_EQ(same.unsafe, 3);
  EXPECT_LE(same.unsafe + same.secondary, 6);
  EXPECT_THAT(CheckJj(exact, same.pattern).exposed, IsEmpty());

  const JjProtected found = Protect(instance, JjCost::kUnit);
  EXPECT_TRUE(found.optimal);
  EXPECT_THAT(CheckJj(instance, found.pattern).exposed, IsEmpty());
  RecordProperty("withheld, exact disclosure",
                 std::to_string(same.unsafe + same.secondary));
  RecordProperty("withheld, 0 to 4 to be allowed for",
                 std::to_string(found.unsafe + found.secondary));
}

// The least cost of any pattern that holds, by trying them all.
std::optional<double> BruteForce(const JjInstance& instance) {
  std::vector<size_t> choices;
  for (size_t i = 0; i < instance.cells.size(); ++i) {
    if (instance.cells[i].status == JjStatus::kMayBeShown) choices.push_back(i);
  }
  std::vector<std::pair<double, uint64_t>> order;
  for (uint64_t mask = 0; mask < uint64_t{1} << choices.size(); ++mask) {
    double cost = 0;
    for (size_t c = 0; c < choices.size(); ++c) {
      if ((mask >> c & 1) != 0) cost += instance.cells[choices[c]].cost;
    }
    order.emplace_back(cost, mask);
  }
  std::sort(order.begin(), order.end());
  for (const auto& [cost, mask] : order) {
    std::set<size_t> secondary;
    for (size_t c = 0; c < choices.size(); ++c) {
      if ((mask >> c & 1) != 0) secondary.insert(choices[c]);
    }
    if (CheckJj(instance, PatternOf(instance, secondary)).exposed.empty()) {
      return cost;
    }
  }
  return std::nullopt;
}

// Small tables whose totals are known to all, so that there are few choices.
JjInstance TinyTable(uint64_t seed) {
  JjInstance instance =
      seed % 2 == 0 ? MagnitudeTable({FlatTree(3), FlatTree(3)}, 20, seed)
                    : RandomCounts({FlatTree(3), FlatTree(3)}, 5, seed);
  std::mt19937_64 random(seed);
  for (size_t i = 0; i < instance.cells.size(); ++i) {
    JjCell& cell = instance.cells[i];
    cell.cost = static_cast<double>(random() % 20);
    if (cell.status == JjStatus::kUnsafe && seed % 3 == 0) {
      cell.sliding_level = cell.upper_level + cell.lower_level + 1;
    }
    const bool total = i < 4 || i % 4 == 0;
    if (total && cell.status == JjStatus::kMayBeShown && random() % 2 == 0) {
      cell.status = JjStatus::kAlwaysShown;
    }
  }
  return instance;
}

TEST(JjProtectTest, MatchesBruteForceOnTinyTables) {
  int solved = 0;
  int infeasible = 0;
  int withheld = 0;
  for (uint64_t seed = 0; seed < 120; ++seed) {
    SCOPED_TRACE(seed);
    const JjInstance instance = TinyTable(seed);
    const auto choices = JjJudge(instance).cells().size();
    if (choices > 10) continue;
    const auto least = BruteForce(instance);
    const auto found =
        ProtectJj(instance, JjCost::kWeight, kJjBudget, Language::kEnglish);
    if (!least.has_value()) {
      EXPECT_EQ(ReasonOf(found.status()).code, "JJ_INFEASIBLE");
      ++infeasible;
      continue;
    }
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_NEAR(found->cost, *least, 1e-6);
    EXPECT_NEAR(found->lower_bound, *least, 1e-6);
    EXPECT_TRUE(found->optimal);
    EXPECT_THAT(CheckJj(instance, found->pattern).exposed, IsEmpty());
    ++solved;
    withheld += static_cast<int>(found->secondary);
  }
  EXPECT_GT(solved, 30);
  EXPECT_GT(infeasible, 3);
  EXPECT_GT(withheld, 50);
}

// The check is not blind: a pattern that withholds one cell less than needed
// does not hold.
TEST(JjProtectTest, TheCheckSeesEveryCellThatIsShownTooMany) {
  int broken = 0;
  int tried = 0;
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    const JjInstance instance =
        MagnitudeTable({FlatTree(6), FlatTree(5)}, 10, seed);
    const JjProtected found = Protect(instance, JjCost::kUnit);
    EXPECT_TRUE(found.optimal);
    for (size_t i = 0; i < found.pattern.size(); ++i) {
      if (found.pattern[i] != JjVerdict::kSecondary) continue;
      JjPattern less = found.pattern;
      less[i] = JjVerdict::kShown;
      ++tried;
      broken += CheckJj(instance, less).exposed.empty() ? 0 : 1;
    }
  }
  EXPECT_GT(tried, 10);
  EXPECT_EQ(broken, tried);  // the optimum in cells has none to spare
}

TEST(JjProtectTest, AnUnsafeCellThatIsShownIsExposedWithItsValue) {
  const JjInstance instance = FourByFour();
  JjPattern pattern = Protect(instance, JjCost::kUnit).pattern;
  pattern[At(0, 0)] = JjVerdict::kShown;
  const JjCheck check = CheckJj(instance, pattern);
  ASSERT_FALSE(check.exposed.empty());
  EXPECT_EQ(check.exposed[0].cell, At(0, 0));
  EXPECT_EQ(check.exposed[0].low, 30);
  EXPECT_EQ(check.exposed[0].high, 30);
}

TEST(JjProtectTest, CellsAlwaysShownStayShown) {
  JjInstance instance = FourByFour();
  instance.cells[At(1, 3)].status = JjStatus::kAlwaysShown;
  const JjProtected found = Protect(instance, JjCost::kValue);
  EXPECT_EQ(found.pattern[At(1, 3)], JjVerdict::kShown);
  EXPECT_GT(found.cost, 31);
  EXPECT_THAT(CheckJj(instance, found.pattern).exposed, IsEmpty());
}

TEST(JjProtectTest, WhatNothingProtectsIsRefused) {
  JjInstance instance = FourByFour();
  for (JjCell& cell : instance.cells) {
    if (cell.status == JjStatus::kMayBeShown) {
      cell.status = JjStatus::kAlwaysShown;
    }
  }
  const auto found =
      ProtectJj(instance, JjCost::kUnit, kJjBudget, Language::kEnglish);
  EXPECT_EQ(ReasonOf(found.status()).code, "JJ_INFEASIBLE");
}

TEST(JjProtectTest, TooLargeIsRefusedBeforeAnyWorkWithItsSize) {
  JjInstance instance;
  const JjCell unsafe{.value = 1,
                      .status = JjStatus::kUnsafe,
                      .low = 0,
                      .high = 2,
                      .lower_level = 1,
                      .upper_level = 1};
  instance.cells.assign(4'500, unsafe);
  const auto found =
      ProtectJj(instance, JjCost::kUnit, kJjBudget, Language::kEnglish);
  EXPECT_EQ(ReasonOf(found.status()).code, "JJ_TOO_LARGE");
  EXPECT_THAT(found.status().message(), HasSubstr("20250000"));
}

// The 1,350 linked cells, stopped as soon as there is something to answer.
TEST(JjProtectTest, StoppedAtOnceTheAnswerIsSafeAllTheSame) {
  const JjInstance instance = PublicTable(DataFile("ssb_z3.csv"), 4);
  ASSERT_EQ(instance.cells.size(), 1350u);
  PatternBudget budget = kJjBudget;
  int64_t asked = 0;
  budget.stop = [&] { return ++asked > 0; };
  const auto found =
      ProtectJj(instance, JjCost::kValue, budget, Language::kEnglish);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_TRUE(found->stopped);
  EXPECT_FALSE(found->optimal);
  // Nothing goes on asking, or working, for long.
  EXPECT_LT(asked, 20);
  EXPECT_THAT(CheckJj(instance, found->pattern).exposed, IsEmpty());
}

// Wherever the search is broken off, what it has by then holds.
TEST(JjProtectTest, StoppedAnywhereTheAnswerHolds) {
  const JjInstance instance =
      MagnitudeTable({FlatTree(6), FlatTree(6), FlatTree(3)}, 10, 1);
  int stopped = 0;
  for (int64_t most = 1; most < 2'000; most = 2 * most + 1) {
    PatternBudget budget = kJjBudget;
    int64_t asked = 0;
    budget.stop = [&] { return ++asked > most; };
    const auto found =
        ProtectJj(instance, JjCost::kValue, budget, Language::kEnglish);
    ASSERT_TRUE(found.ok()) << found.status();
    stopped += found->stopped ? 1 : 0;
    EXPECT_LE(found->lower_bound, found->cost);
    EXPECT_THAT(CheckJj(instance, found->pattern).exposed, IsEmpty());
  }
  EXPECT_GT(stopped, 5);
}

// Cheapest moves alone leave nothing open, and do not withhold everything.
TEST(JjProtectTest, MendingMakesAPatternSafe) {
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    const JjInstance instance =
        MagnitudeTable({DeepTree(3, 4), FlatTree(6)}, 10, seed);
    JjJudge judge(instance);
    ASSERT_THAT(judge.Judge(false), Not(IsEmpty()));
    JjPattern pattern = PatternOf(instance, {});
    const std::vector<size_t> withheld =
        judge.Mend(std::vector<double>(judge.cells().size(), 1));
    EXPECT_LT(withheld.size(), judge.cells().size());
    for (const size_t choice : withheld) {
      pattern[judge.cells()[choice]] = JjVerdict::kSecondary;
    }
    EXPECT_THAT(judge.Judge(true), IsEmpty());
    EXPECT_THAT(CheckJj(instance, pattern).exposed, IsEmpty());
  }
}

TEST(JjProtectTest, ProvesTheOptimumOfALinkedPublicTable) {
  const JjInstance instance = PublicTable(DataFile("ssb_z2.csv"), 4);
  EXPECT_EQ(instance.cells.size(), (1u + 6 + 2 + 11) * 5);
  const JjProtected found = Protect(instance, JjCost::kValue);
  EXPECT_TRUE(found.optimal);
  EXPECT_GT(found.secondary, 0);
  EXPECT_THAT(CheckJj(instance, found.pattern).exposed, IsEmpty());
}

TEST(JjProtectTest, WithinFivePercentOfTheOptimumOnLargerTables) {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    const JjInstance instance =
        RandomCounts({DeepTree(3, 4), FlatTree(6)}, 5, seed);
    const JjProtected found = Protect(instance, JjCost::kValue);
    EXPECT_THAT(CheckJj(instance, found.pattern).exposed, IsEmpty());
    EXPECT_GE(found.lower_bound, 0.95 * found.cost) << seed;
  }
}

}  // namespace
}  // namespace toguna::testing
