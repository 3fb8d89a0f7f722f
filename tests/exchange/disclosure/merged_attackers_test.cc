// Attackers over what a pattern does not tell apart, against attackers over
// every unknown and against all tables there are.

#include "exchange/disclosure/merged_attackers.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "exchange/disclosure/alike.h"
#include "exchange/disclosure/change_finder.h"
#include "exchange/disclosure/large_judge.h"
#include "exchange/disclosure/pattern_search.h"
#include "exchange/disclosure/swap_finder.h"
#include "exchange/disclosure/table_judge.h"
#include "exchange/disclosure/table_packer.h"
#include "exchange/disclosure/table_pool.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/seal_samples.h"

namespace toguna::testing {
namespace {

constexpr int32_t kUnknowns = 7;

Sum RandomSum(Random& random, size_t one_in) {
  Sum sum;
  for (int32_t i = 0; i < kUnknowns; ++i) {
    if (Below(random, one_in) == 0) sum.push_back(i);
  }
  if (sum.empty()) sum.push_back(static_cast<int32_t>(Below(random, 7)));
  return sum;
}

// Of what others than `own` has, and of all, no victims are without a record.
bool Keeps(const Harm& harm, const Table& table, const Table& own) {
  return DifferenceIn(harm.victims, table) <= DifferenceIn(harm.victims, own) ||
         DifferenceIn(harm.records, table) > DifferenceIn(harm.records, own);
}

// Somewhere some of the first four are records, and of the others victims.
void AddRandomHarm(Random& random, Secrets& secrets) {
  Harm harm;
  for (int32_t i = 0; i < kUnknowns; ++i) {
    if (Below(random, 2) == 0) {
      (i < 4 ? harm.records : harm.victims).more.push_back(i);
    }
  }
  if (harm.victims.more.empty()) return;
  for (const Table& own : secrets.views) {
    if (!Keeps(harm, secrets.truth, own)) return;
  }
  secrets.harms.push_back(std::move(harm));
}

// The first showable is the grand total, so that there are few tables.
Secrets RandomSecrets(Random& random, bool harms = false) {
  Secrets secrets;
  Sum all;
  Table own(kUnknowns, 0);
  secrets.views.push_back(own);
  for (int32_t i = 0; i < kUnknowns; ++i) {
    all.push_back(i);
    secrets.truth.push_back(static_cast<int64_t>(Below(random, 3)));
    own[static_cast<size_t>(i)] = static_cast<int64_t>(
        Below(random, static_cast<size_t>(secrets.truth.back()) + 1));
  }
  secrets.views.push_back(own);
  const auto show = [&](Sum sum) {
    const int64_t value = SumIn(sum, secrets.truth);
    secrets.showables.push_back({std::move(sum), value, 1, 1});
  };
  show(all);
  for (int s = 0; s < 4; ++s) show(RandomSum(random, 2));
  Relation relation{RandomSum(random, 3), RandomSum(random, 4)};
  std::erase_if(relation.less, [&](int32_t u) {
    return std::binary_search(relation.more.begin(), relation.more.end(), u);
  });
  const auto above = [&](const Table& table) {
    return SumIn(relation.more, table) - SumIn(relation.less, table);
  };
  if (above(secrets.truth) >= std::max<int64_t>(above(own), 0)) {
    secrets.relations.push_back(std::move(relation));
  }
  if (harms) AddRandomHarm(random, secrets);
  for (size_t g = 0; g < 6; ++g) {
    Guarded guarded{RandomSum(random, g % 2 == 0 ? 7 : 3), g % 2, 0, 0, 0};
    const int64_t value = SumIn(guarded.sum, secrets.truth);
    guarded.high = value + static_cast<int64_t>(Below(random, 3));
    guarded.low = std::max<int64_t>(
        value - 1, SumIn(guarded.sum, secrets.views[guarded.view]));
    guarded.spread = guarded.high - guarded.low + 1;
    secrets.guarded.push_back(std::move(guarded));
  }
  return secrets;
}

std::vector<bool> RandomPattern(Random& random) {
  std::vector<bool> shown = {true};
  for (int s = 0; s < 4; ++s) shown.push_back(Below(random, 2) == 0);
  return shown;
}

bool Agrees(const Secrets& secrets, const std::vector<bool>& shown, size_t view,
            const Table& table) {
  const Table& own = secrets.views[view];
  for (size_t i = 0; i < table.size(); ++i) {
    if (table[i] < own[i]) return false;
  }
  for (size_t s = 0; s < shown.size(); ++s) {
    const Showable& showable = secrets.showables[s];
    if (shown[s] && SumIn(showable.sum, table) != showable.value) return false;
  }
  return std::all_of(
             secrets.harms.begin(), secrets.harms.end(),
             [&](const Harm& harm) { return Keeps(harm, table, own); }) &&
         std::all_of(secrets.relations.begin(), secrets.relations.end(),
                     [&](const Relation& relation) {
                       return DifferenceIn(relation, table) >=
                              DifferenceIn(relation, own);
                     });
}

// Every guarded sum has its two tables, which agree with what is shown.
void ExpectTables(const Secrets& secrets, const std::vector<bool>& shown,
                  const TablePool::Chosen& chosen) {
  for (size_t g = 0; g < secrets.guarded.size(); ++g) {
    const Guarded& guarded = secrets.guarded[g];
    const Table& high = chosen.tables[chosen.of[g].first];
    const Table& low = chosen.tables[chosen.of[g].second];
    EXPECT_TRUE(Agrees(secrets, shown, guarded.view, high));
    EXPECT_TRUE(Agrees(secrets, shown, guarded.view, low));
    EXPECT_GE(SumIn(guarded.sum, high), guarded.high);
    EXPECT_LE(SumIn(guarded.sum, low), guarded.low);
    EXPECT_GE(SumIn(guarded.sum, high) - SumIn(guarded.sum, low),
              guarded.spread);
  }
}

// The least and the most of a guarded sum in all tables that agree.
std::pair<int64_t, int64_t> RangeOf(const Secrets& secrets,
                                    const std::vector<bool>& shown, size_t g) {
  const Guarded& guarded = secrets.guarded[g];
  std::pair<int64_t, int64_t> range{std::numeric_limits<int64_t>::max(), -1};
  Table table(kUnknowns, 0);
  const std::function<void(size_t, int64_t)> fill = [&](size_t at,
                                                        int64_t left) {
    if (at + 1 == table.size()) {
      table[at] = left;
      if (!Agrees(secrets, shown, guarded.view, table)) return;
      const int64_t value = SumIn(guarded.sum, table);
      range.first = std::min(range.first, value);
      range.second = std::max(range.second, value);
      return;
    }
    for (int64_t value = 0; value <= left; ++value) {
      table[at] = value;
      fill(at + 1, left - value);
    }
  };
  fill(0, secrets.showables[0].value);
  return range;
}

// How far `g` goes to a side for an attacker over every unknown.
double Farthest(const Secrets& secrets, const std::vector<bool>& shown,
                size_t g, int sign) {
  const Guarded& guarded = secrets.guarded[g];
  const Table& own = secrets.views[guarded.view];
  AttackerProgram program;
  program.lower.assign(own.begin(), own.end());
  program.upper.assign(own.size(), 1000);
  for (const Relation& relation : secrets.relations) {
    auto& row = program.known.emplace_back();
    row.low = static_cast<double>(SumIn(relation.more, own) -
                                  SumIn(relation.less, own));
    row.high = std::numeric_limits<double>::infinity();
    for (const int32_t u : relation.more) row.terms.emplace_back(u, 1);
    for (const int32_t u : relation.less) row.terms.emplace_back(u, -1);
  }
  for (size_t s = 0; s < shown.size(); ++s) {
    if (!shown[s]) continue;
    program.sums.push_back(secrets.showables[s].sum);
    program.values.push_back(static_cast<double>(secrets.showables[s].value));
  }
  LinearAttacker attacker(program);
  for (size_t s = 0; s < program.sums.size(); ++s) attacker.Learn(s);
  LinearAttacker::Objective objective;
  for (const int32_t u : guarded.sum) objective.emplace_back(u, sign);
  return sign * attacker.Maximise(objective)->value;
}

double FarthestMerged(MergedAttackers& attackers, const Secrets& secrets,
                      size_t g, Side side) {
  const auto merged = attackers.MergedOf(g, side);
  if (merged.classes.empty()) return static_cast<double>(merged.offset);
  const int sign = side == Side::kHigh ? 1 : -1;
  LinearAttacker::Objective objective;
  for (const int32_t c : merged.classes) objective.emplace_back(c, sign);
  const auto answer = attackers.Of(secrets.guarded[g].view).Maximise(objective);
  return sign * answer->value + static_cast<double>(merged.offset);
}

TEST(MergedAttackersTest, ReachAsFarAsAttackersOverEveryUnknown) {
  int64_t merged = 0;
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    Random random(seed);
    const Secrets secrets = RandomSecrets(random);
    const Incidence incidence(secrets);
    std::vector<bool> shown = RandomPattern(random);
    MergedAttackers attackers(secrets, incidence, shown);
    // Patterns follow each other, and programs go on from what was before.
    for (int step = 0; step < 4; ++step) {
      for (size_t g = 0; g < secrets.guarded.size(); ++g) {
        for (const Side side : {Side::kHigh, Side::kLow}) {
          EXPECT_NEAR(FarthestMerged(attackers, secrets, g, side),
                      Farthest(secrets, shown, g, side == Side::kHigh ? 1 : -1),
                      1e-6)
              << seed << " " << step << " " << g;
        }
      }
      merged += attackers.base().classes() < kUnknowns ? 1 : 0;
      const size_t s = 1 + Below(random, 4);
      shown[s] = !shown[s];
      shown[s] ? attackers.Show(s) : attackers.Withhold(s);
    }
  }
  EXPECT_GT(merged, 100);
}

TEST(ChangeFinderTest, FindsWhatThereIsAndNothingElse) {
  int64_t found = 0;
  int64_t swaps = 0;
  int64_t hopeless = 0;
  int64_t harms = 0;
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    Random random(seed);
    const Secrets secrets = RandomSecrets(random, seed % 2 == 0);
    harms += static_cast<int64_t>(secrets.harms.size());
    const Incidence incidence(secrets);
    const std::vector<bool> shown = RandomPattern(random);
    MergedAttackers attackers(secrets, incidence, shown);
    ChangeFinder finder(secrets);
    // Made for what shows everything, then told what does not count.
    const Alike all(secrets, incidence, std::vector<bool>(shown.size(), true));
    SwapFinder swap_finder(secrets, all);
    std::vector<double> prices;
    for (size_t s = 0; s < shown.size(); ++s) {
      prices.push_back(shown[s] ? kNotForSale : 0);
      if (!shown[s]) swap_finder.Withhold(s);
    }
    for (size_t g = 0; g < secrets.guarded.size(); ++g) {
      const Guarded& guarded = secrets.guarded[g];
      const int64_t value = SumIn(guarded.sum, secrets.truth);
      const auto [least, most] = RangeOf(secrets, shown, g);
      for (const Side side : {Side::kHigh, Side::kLow}) {
        const int64_t by = 1 + static_cast<int64_t>(Below(random, 2));
        const bool there =
            side == Side::kHigh ? most >= value + by : least <= value - by;
        const auto answer = finder.Find({g, side, by}, attackers.alike(), 100);
        EXPECT_FALSE(answer.hopeless && there) << seed << " " << g;
        hopeless += answer.hopeless ? 1 : 0;
        const auto swap = swap_finder.Find({g, side, by});
        swaps += swap.has_value() ? 1 : 0;
        Secrets without_harms = secrets;
        without_harms.harms.clear();
        const auto priced = finder.FindPriced({g, side, by}, all, 100, prices);
        EXPECT_FALSE(priced.hopeless && there) << seed << " " << g;
        for (const auto& change :
             {answer.change, attackers.ChangeWithin({g, side, by}), swap,
              priced.change}) {
          if (!change.has_value()) continue;
          Table table = secrets.truth;
          for (const auto& [u, more] : *change) {
            table[static_cast<size_t>(u)] += more;
          }
          // Swaps do not look at harms; whoever takes them does.
          const bool looks = change == answer.change || change == priced.change;
          EXPECT_TRUE(Agrees(looks ? secrets : without_harms, shown,
                             guarded.view, table))
              << seed << " " << g;
          EXPECT_GE((SumIn(guarded.sum, table) - value) *
                        (side == Side::kHigh ? 1 : -1),
                    by);
          ++found;
        }
      }
    }
  }
  EXPECT_GT(found, 100);
  EXPECT_GT(swaps, 10);
  EXPECT_GT(hopeless, 50);
  EXPECT_GT(harms, 20);
}

// Where a row that is withheld counts again, a swap that moves it is no answer
// any more; where nothing is for sale but at a price, the cheaper is taken.
TEST(ChangeFinderTest, FollowsThePatternAndThePrices) {
  Secrets secrets;
  secrets.truth = {2, 2, 2, 2, 2, 2};
  secrets.views = {Table(6, 0)};
  // Two columns of three: rows are shown, columns may be.
  for (const Sum& sum : {Sum{0, 3}, Sum{1, 4}, Sum{2, 5}, Sum{0, 1, 2},
                         Sum{3, 4, 5}, Sum{0}, Sum{1}, Sum{2}}) {
    secrets.showables.push_back({sum, SumIn(sum, secrets.truth), 1, 1});
  }
  secrets.guarded = {{{0}, 0, 3, 1, 2}};
  const Incidence incidence(secrets);
  const Alike alike(secrets, incidence, std::vector<bool>(8, true));
  SwapFinder swaps(secrets, alike);
  const ChangeFinder::Ask ask{0, Side::kHigh, 1};
  EXPECT_EQ(swaps.Find(ask), std::nullopt);
  swaps.Withhold(5);
  swaps.Withhold(7);
  const Change expected = {{0, 1}, {2, -1}, {3, -1}, {5, 1}};
  EXPECT_EQ(swaps.Find(ask), expected);
  EXPECT_TRUE(swaps.Show(7));
  EXPECT_EQ(swaps.Find(ask), std::nullopt);

  ChangeFinder finder(secrets);
  std::vector<double> prices(8, kNotForSale);
  prices[5] = 0;
  EXPECT_EQ(finder.FindPriced(ask, alike, 100, prices).change, std::nullopt);
  prices[6] = 3;
  prices[7] = 2;
  EXPECT_EQ(finder.FindPriced(ask, alike, 100, prices).change, expected);
}

// Of the patterns that it finds safe all have their tables, as the brute force
// confirms.
TEST(LargeJudgeTest, FindsSafePatternsThatShowSomething) {
  int64_t shown_in_all = 0;
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    Random random(seed);
    Secrets secrets = RandomSecrets(random, seed % 2 == 0);
    TablePool pool(secrets);
    TableJudge(secrets, pool, 40, seed).RelaxToHistory();
    LargeJudge judge(secrets, pool);
    const std::vector<bool> start(secrets.showables.size(), true);
    std::vector<Choice> choices;
    for (size_t s = 0; s < start.size(); ++s) {
      judge.Show(s);
      choices.push_back({0, 1});
    }
    const Pattern pattern =
        SearchPattern(choices, start, judge,
                      {.work = 1000, .master_nodes = 10, .stop = nullptr});
    for (size_t g = 0; g < secrets.guarded.size(); ++g) {
      ASSERT_TRUE(pool.IsProtected(g)) << seed << " " << g;
    }
    ExpectTables(secrets, pattern.shown, pool.Choose());
    // The brute force needs the total.
    if (!pattern.shown[0]) continue;
    for (size_t g = 0; g < secrets.guarded.size(); ++g) {
      const auto [least, most] = RangeOf(secrets, pattern.shown, g);
      EXPECT_GE(most, secrets.guarded[g].high) << seed;
      EXPECT_LE(least, secrets.guarded[g].low) << seed;
    }
    shown_in_all +=
        std::count(pattern.shown.begin(), pattern.shown.end(), true);
  }
  EXPECT_GT(shown_in_all, 100);
}

// What is safe has its tables, and what all tables confine is not safe.
TEST(TableJudgeTest, SafePatternsHaveTablesThatAgree) {
  int64_t safe = 0;
  int64_t confined = 0;
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    Random random(seed);
    Secrets secrets = RandomSecrets(random, seed % 2 == 0);
    const std::vector<bool> shown = RandomPattern(random);
    TablePool pool(secrets);
    TableJudge judge(secrets, pool, 40, seed);
    for (size_t s = 0; s < shown.size(); ++s) {
      if (shown[s]) judge.Show(s);
    }
    bool possible = true;
    for (size_t g = 0; g < secrets.guarded.size(); ++g) {
      const auto [least, most] = RangeOf(secrets, shown, g);
      const Guarded& guarded = secrets.guarded[g];
      possible = possible && most >= guarded.high && least <= guarded.low &&
                 most - least >= guarded.spread;
    }
    confined += possible ? 0 : 1;
    if (!judge.Judge(seed % 2 == 0).empty()) continue;
    EXPECT_TRUE(possible) << seed;
    ++safe;
    ExpectTables(secrets, shown, pool.Choose());
  }
  EXPECT_GT(safe, 10);
  EXPECT_GT(confined, 10);
}

// Both changes are possible alone; together they use the relation's slack
// twice, or move a guarded sum that one of them proves.
TEST(TablePackerTest, KeepsApartWhatDoesNotGoTogether) {
  Secrets secrets;
  secrets.truth = {2, 2, 2, 2};
  secrets.views = {Table(4, 0)};
  secrets.guarded = {
      {{0}, 0, 2, 1, 1}, {{1}, 0, 2, 1, 1}, {{2, 3}, 0, 4, 3, 1}};
  const Incidence free(secrets);
  const TablePacker::Need first{0, Side::kLow, 1, -1};
  const TablePacker::Need second{1, Side::kLow, 2, -1};
  const Change a = {{0, -1}, {2, 1}};
  const Change b = {{1, -1}, {3, 1}};
  {
    const Slacks slacks(secrets);
    TablePacker packer(secrets, free, slacks);
    EXPECT_EQ(packer.Place(first, a), packer.Place(second, b));
    EXPECT_THAT(packer.Tables(), ::testing::ElementsAre(Table{1, 1, 3, 3}));
    const TablePacker::Need third{2, Side::kHigh, 1, 1};
    EXPECT_NE(packer.Place(third, a), size_t{0});
  }
  const auto places_apart = [&] {
    const Incidence bound(secrets);
    const Slacks slacks(secrets);
    TablePacker packer(secrets, bound, slacks);
    return packer.Place(first, a) != packer.Place(second, b);
  };
  EXPECT_FALSE(places_apart());
  secrets.relations = {{{0, 1}, {2}}};
  EXPECT_TRUE(places_apart());
  // One takes the last record but one of two, the other the last.
  secrets.relations.clear();
  secrets.truth = {1, 1, 2, 2};
  secrets.harms = {{.victims = {{2, 3}, {}}, .records = {{0, 1}, {}}}};
  EXPECT_TRUE(places_apart());
  secrets.harms = {{.victims = {{}, {}}, .records = {{0, 1}, {}}}};
  EXPECT_FALSE(places_apart());
}

// What a change needs of a harm may have been used by another before.
TEST(SlacksTest, NoVictimsWithoutARecord) {
  Secrets secrets;
  secrets.truth = {1, 3, 0, 0};
  secrets.views = {Table(4, 0), {1, 2, 0, 0}};
  secrets.harms = {{.victims = {{1}, {}}, .records = {{0}, {}}},
                   {.victims = {{3}, {}}, .records = {{2}, {}}}};
  const Incidence incidence(secrets);
  const Slacks slacks(secrets);
  const auto allows = [&](size_t view, const Change& change) {
    return slacks.AllowHarms(view, MovedHarms(incidence, change));
  };
  EXPECT_TRUE(allows(0, {}));
  EXPECT_TRUE(allows(0, {{1, -3}}));
  EXPECT_TRUE(allows(0, {{0, -1}, {1, -3}}));
  EXPECT_FALSE(allows(0, {{0, -1}, {1, -2}}));
  EXPECT_FALSE(allows(0, {{3, 1}}));
  EXPECT_TRUE(allows(0, {{2, 1}, {3, 4}}));
  // In the second view others have a victim and no record: nothing that is said
  // of it is true, and any record more makes it so.
  EXPECT_FALSE(allows(1, {{1, 1}}));
  EXPECT_TRUE(allows(1, {{0, 1}}));
}

}  // namespace
}  // namespace toguna::testing
