#include "exchange/disclosure/pattern_search.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/seal_samples.h"

namespace toguna::testing {
namespace {

// A demand that a pattern must meet: parts of what is withheld come to 1.
struct Rule {
  std::vector<size_t> support;
  std::vector<double> parts;
};

// Knows every demand, and names one that the pattern breaks.
class RuleJudge : public PatternJudge {
 public:
  RuleJudge(size_t choices, std::vector<Rule> rules, bool proven = true)
      : shown_(choices, true), rules_(std::move(rules)), proven_(proven) {}

  void Withhold(size_t choice) override { shown_[choice] = false; }
  void Show(size_t choice) override { shown_[choice] = true; }

  std::vector<Breach> Judge(bool /*thorough*/) override {
    ++work_;
    for (const Rule& rule : rules_) {
      if (IsMet(rule, shown_)) continue;
      if (proven_) return {{rule.support, true, rule.parts}};
      Breach advice;
      for (const size_t choice : rule.support) {
        if (shown_[choice]) advice.support.push_back(choice);
      }
      return {advice};
    }
    return false_breaches_ ? FalseBreaches() : std::vector<Breach>();
  }

  bool TryToShow(size_t choice) override {
    shown_[choice] = true;
    if (IsSafe(shown_)) return true;
    shown_[choice] = false;
    return false;
  }

  int64_t work() const override { return work_; }

  bool IsSafe(const std::vector<bool>& shown) const {
    return std::all_of(rules_.begin(), rules_.end(),
                       [&](const Rule& rule) { return IsMet(rule, shown); });
  }
  // Calls a breach proven that is none: every choice has to go.
  void LieOnce() { false_breaches_ = true; }
  const std::vector<bool>& shown() const { return shown_; }

 private:
  static bool IsMet(const Rule& rule, const std::vector<bool>& shown) {
    double met = 0;
    for (size_t i = 0; i < rule.support.size(); ++i) {
      if (!shown[rule.support[i]]) met += rule.parts[i];
    }
    return met >= 1 - 1e-9;
  }
  std::vector<Breach> FalseBreaches() {
    std::vector<Breach> breaches;
    for (size_t i = 0; i < shown_.size(); ++i) {
      if (shown_[i]) breaches.push_back({{i}, true, {}});
    }
    return breaches;
  }

  std::vector<bool> shown_;
  std::vector<Rule> rules_;
  bool proven_;
  bool false_breaches_ = false;
  int64_t work_ = 0;
};

struct Game {
  std::vector<Choice> choices;
  std::vector<Rule> rules;
};

Game RandomGame(uint64_t seed, bool with_parts) {
  Random random(seed);
  Game game;
  const size_t size = 4 + Below(random, 8);
  const size_t levels = 1 + Below(random, 3);
  const bool whole = Below(random, 2) == 0;
  for (size_t i = 0; i < size; ++i) {
    game.choices.push_back(
        {.level = static_cast<int>(Below(random, levels)),
         .cost = static_cast<double>(Below(random, 9)) + (whole ? 0 : 0.25)});
  }
  for (size_t r = 1 + Below(random, 9); r > 0; --r) {
    Rule rule;
    double all = 0;
    for (size_t i = 0; i < size; ++i) {
      if (Below(random, 3) != 0) continue;
      const double part =
          with_parts ? 0.2 * static_cast<double>(1 + Below(random, 5)) : 1;
      rule.support.push_back(i);
      rule.parts.push_back(part);
      all += part;
    }
    if (all >= 1) game.rules.push_back(rule);
  }
  return game;
}

std::vector<double> CostOf(const Game& game, const std::vector<bool>& shown,
                           size_t levels) {
  std::vector<double> cost(levels, 0);
  for (size_t i = 0; i < shown.size(); ++i) {
    if (!shown[i]) {
      cost[static_cast<size_t>(game.choices[i].level)] += game.choices[i].cost;
    }
  }
  return cost;
}

// The least cost of all patterns, level by level.
std::vector<double> Optimum(const Game& game, size_t levels) {
  const RuleJudge judge(game.choices.size(), game.rules);
  std::optional<std::vector<double>> best;
  for (uint64_t mask = 0; mask < uint64_t{1} << game.choices.size(); ++mask) {
    std::vector<bool> shown;
    for (size_t i = 0; i < game.choices.size(); ++i) {
      shown.push_back((mask >> i & 1) == 0);
    }
    if (!judge.IsSafe(shown)) continue;
    const auto cost = CostOf(game, shown, levels);
    if (!best.has_value() || cost < *best) best = cost;
  }
  return *best;
}

PatternBudget Plenty() {
  return {.work = 100'000, .master_nodes = 10'000, .stop = nullptr};
}

void ExpectNear(const std::vector<double>& a, const std::vector<double>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-6) << i;
}

TEST(PatternSearchTest, FindsAndProvesTheOptimumOfEveryLevel) {
  int64_t withheld = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    const Game game = RandomGame(seed, seed % 2 == 1);
    RuleJudge judge(game.choices.size(), game.rules);
    const Pattern found = SearchPattern(
        game.choices, std::vector<bool>(game.choices.size(), true), judge,
        Plenty());
    EXPECT_TRUE(judge.IsSafe(found.shown));
    EXPECT_EQ(judge.shown(), found.shown);
    EXPECT_TRUE(found.optimal);
    EXPECT_FALSE(found.cut_short);
    ExpectNear(found.cost, CostOf(game, found.shown, found.cost.size()));
    const auto optimum = Optimum(game, found.cost.size());
    ExpectNear(found.cost, optimum);
    ExpectNear(found.lower_bound, optimum);
    withheld += std::count(found.shown.begin(), found.shown.end(), false);
  }
  EXPECT_GT(withheld, 300);
}

TEST(PatternSearchTest, AdviceGivesASafePatternButNoBound) {
  for (uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    const Game game = RandomGame(seed, true);
    RuleJudge judge(game.choices.size(), game.rules, false);
    const Pattern found = SearchPattern(
        game.choices, std::vector<bool>(game.choices.size(), true), judge,
        Plenty());
    EXPECT_TRUE(judge.IsSafe(found.shown));
    for (const double bound : found.lower_bound) EXPECT_EQ(bound, 0);
  }
}

// A bound that rests on a false proof goes beyond what brute force finds: the
// comparison above would catch it.
TEST(PatternSearchTest, ABoundOnFalseProofIsCaughtByTheOptimum) {
  int caught = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Game game = RandomGame(seed, false);
    for (Choice& choice : game.choices) choice = {.level = 0, .cost = 1};
    RuleJudge judge(game.choices.size(), game.rules);
    judge.LieOnce();
    const Pattern found = SearchPattern(
        game.choices, std::vector<bool>(game.choices.size(), true), judge,
        Plenty());
    if (found.lower_bound[0] > Optimum(game, 1)[0] + 1e-6) ++caught;
  }
  EXPECT_GT(caught, 90);
}

TEST(PatternSearchTest, ASafePatternIsFoundWhateverTheBudget) {
  for (uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    const Game game = RandomGame(seed, true);
    RuleJudge judge(game.choices.size(), game.rules);
    const Pattern found = SearchPattern(
        game.choices, std::vector<bool>(game.choices.size(), true), judge,
        {.work = 0, .master_nodes = 0, .stop = nullptr});
    EXPECT_TRUE(judge.IsSafe(found.shown));
    const auto optimum = Optimum(game, found.cost.size());
    EXPECT_GE(found.cost, optimum);
    EXPECT_LE(found.lower_bound, optimum);
  }
}

TEST(PatternSearchTest, StopEndsTheSearchWithASafePattern) {
  const Game game = RandomGame(7, true);
  RuleJudge judge(game.choices.size(), game.rules);
  PatternBudget budget = Plenty();
  budget.stop = [] { return true; };
  const Pattern found =
      SearchPattern(game.choices, std::vector<bool>(game.choices.size(), true),
                    judge, budget);
  EXPECT_TRUE(judge.IsSafe(found.shown));
  EXPECT_TRUE(found.stopped);
}

TEST(PatternSearchTest, TheSameQuestionHasTheSameAnswer) {
  for (uint64_t seed = 0; seed < 30; ++seed) {
    const Game game = RandomGame(seed, true);
    std::vector<std::vector<bool>> answers;
    for (int i = 0; i < 2; ++i) {
      RuleJudge judge(game.choices.size(), game.rules);
      answers.push_back(
          SearchPattern(game.choices, judge.shown(), judge, Plenty()).shown);
    }
    EXPECT_EQ(answers[0], answers[1]) << seed;
  }
}

}  // namespace
}  // namespace toguna::testing
