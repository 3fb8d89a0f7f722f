#include "exchange/cohort/form.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/cohort/loss.h"
#include "exchange/cohort/pooling.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "tests/exchange/cohort/cohort_oracle.h"

namespace toguna {
namespace {

using ::testing::ElementsAre;
using testing::IsNested;
using testing::WrongWith;

// A tree from the parent of each node but the top.
CodeTree TreeOf(const std::vector<int>& parents) {
  std::vector<CodeDeclaration> nodes = {{.code = "n0"}};
  for (size_t i = 0; i < parents.size(); ++i) {
    nodes.push_back({.code = absl::StrCat("n", i + 1),
                     .parent = absl::StrCat("n", parents[i])});
  }
  return *CodeTree::Create(nodes);
}

struct World {
  std::vector<CodeTree> trees;
  CohortTuples tuples;
  CohortOptions options;
};

int Between(int low, int high) { return *rc::gen::inRange(low, high + 1); }

// Few nodes, few tuples: all kinds of trees come up, chains too.
World SomeWorld() {
  World world;
  const int d = Between(1, 4);
  for (int a = 0; a < d; ++a) {
    std::vector<int> parents;
    const int nodes = Between(0, 9);
    for (int i = 0; i < nodes; ++i) parents.push_back(Between(0, i));
    world.trees.push_back(TreeOf(parents));
  }
  CohortTuples& tuples = world.tuples;
  tuples.attributes = static_cast<size_t>(d);
  const int n = Between(1, 60);
  const bool rows = Between(0, 1) == 1;
  // Now and then enough for regions that count as large.
  const int many = Between(0, 1) == 1 ? 3 : 100;
  const bool entities = Between(0, 2) == 0;
  const bool sources = Between(0, 2) == 0;
  const bool contributors = sources && Between(0, 1) == 0;
  const bool sensitive = Between(0, 2) == 0;
  for (int t = 0; t < n; ++t) {
    for (const CodeTree& tree : world.trees) {
      const auto leaves = tree.Leaves();
      tuples.codes.push_back(leaves[static_cast<size_t>(
          Between(0, static_cast<int>(leaves.size()) - 1))]);
    }
    if (rows) tuples.rows.push_back(Between(1, many));
    if (entities) tuples.entities.push_back(Between(0, 20));
    if (sources) tuples.sources.push_back(Between(0, 3));
    if (contributors) tuples.contributors.push_back(Between(0, 2));
    if (sensitive) tuples.sensitive.push_back(Between(0, 4));
  }
  CohortMinimums minimums;
  if (sources) minimums.s = Between(1, 3);
  if (contributors) minimums.c = Between(0, 3);
  if (sensitive) {
    minimums.diversity.kind = static_cast<Diversity::Kind>(Between(0, 4));
    minimums.diversity.l = Between(1, 3);
    minimums.diversity.c = Between(1, 3);
    minimums.diversity.t = Between(0, 10) / 10.0;
  }
  int k = Between(1, 12);
  for (int rung = Between(1, 3); rung > 0 && k > 0; --rung) {
    minimums.k = k;
    world.options.rungs.push_back(minimums);
    k -= Between(1, 5);
    minimums.c -= Between(0, minimums.c > 0 ? 1 : 0);
  }
  for (const CodeTree& tree : world.trees) {
    world.options.trees.push_back(&tree);
  }
  return world;
}

// Same cohorts, whatever the tuples are called.
using Named = std::vector<std::pair<CohortBox, std::vector<int32_t>>>;
Named NamesOf(const Cohorts& cohorts, const std::vector<int32_t>& names) {
  Named named;
  for (const Cohort& cohort : cohorts) {
    std::vector<int32_t> members;
    for (const int32_t t : cohort.tuples) {
      members.push_back(names[static_cast<size_t>(t)]);
    }
    std::sort(members.begin(), members.end());
    named.emplace_back(cohort.box, members);
  }
  return named;
}

CohortTuples Reordered(const CohortTuples& tuples,
                       const std::vector<int32_t>& order) {
  CohortTuples other{.attributes = tuples.attributes};
  for (const int32_t one : order) {
    const auto t = static_cast<size_t>(one);
    for (size_t a = 0; a < tuples.attributes; ++a) {
      other.codes.push_back(tuples.codes[t * tuples.attributes + a]);
    }
    if (!tuples.rows.empty()) other.rows.push_back(tuples.rows[t]);
    if (!tuples.entities.empty()) other.entities.push_back(tuples.entities[t]);
    if (!tuples.sources.empty()) other.sources.push_back(tuples.sources[t]);
    if (!tuples.contributors.empty()) {
      other.contributors.push_back(tuples.contributors[t]);
    }
    if (!tuples.sensitive.empty()) {
      other.sensitive.push_back(tuples.sensitive[t]);
    }
  }
  return other;
}

RC_GTEST_PROP(FormTest, IsASafePartitionOnEveryRung, ()) {
  const World world = SomeWorld();
  const auto rungs = FormCohorts(world.tuples, world.options);
  if (!rungs.ok()) {
    // Only because all together are too few.
    const Cohort all{.tuples = [&] {
      std::vector<int32_t> every(world.tuples.size());
      std::iota(every.begin(), every.end(), 0);
      return every;
    }()};
    Cohort counted = all;
    for (size_t t = 0; t < world.tuples.size(); ++t) {
      counted.rows += world.tuples.RowsOf(t);
    }
    RC_ASSERT(
        !testing::MeetsMinimums(world.tuples, counted, world.options.rungs[0]));
    return;
  }
  for (size_t i = 0; i < rungs->size(); ++i) {
    RC_ASSERT(WrongWith(world.tuples, world.options.trees,
                        world.options.rungs[i], (*rungs)[i]) == "");
    if (i > 0) {
      RC_ASSERT(IsNested(world.options.trees, (*rungs)[i - 1], (*rungs)[i]));
    }
  }
}

RC_GTEST_PROP(FormTest, DoesNotDependOnTheOrderOfTuples, ()) {
  const World world = SomeWorld();
  const auto rungs = FormCohorts(world.tuples, world.options);
  if (!rungs.ok()) return;
  std::vector<int32_t> order(world.tuples.size());
  std::iota(order.begin(), order.end(), 0);
  const std::vector<int32_t> same = order;
  for (size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1],
              order[static_cast<size_t>(Between(0, static_cast<int>(i) - 1))]);
  }
  const auto again = FormCohorts(Reordered(world.tuples, order), world.options);
  RC_ASSERT(again.ok());
  for (size_t i = 0; i < rungs->size(); ++i) {
    RC_ASSERT(NamesOf((*rungs)[i], same) == NamesOf((*again)[i], order));
  }
}

// Loss as it is defined, from leaf sets.
RC_GTEST_PROP(LossTest, IsTheFormulaOfTheReference, ()) {
  const World world = SomeWorld();
  const auto rungs = FormCohorts(world.tuples, world.options);
  if (!rungs.ok()) return;
  const Cohorts& cohorts = rungs->back();
  const CohortFigures figures = FiguresOf(world.options.trees, cohorts);
  double product = 1;
  for (size_t a = 0; a < world.trees.size(); ++a) {
    const auto leaves = static_cast<double>(world.trees[a].Leaves().size());
    double sum = 0;
    double rows = 0;
    for (const Cohort& cohort : cohorts) {
      const auto size = static_cast<double>(cohort.rows);
      sum += size *
             static_cast<double>(
                 testing::LeavesIn(world.trees[a], cohort.box[a]).size()) /
             leaves;
      rows += size;
    }
    const double least = rows / leaves;
    const double loss = leaves == 1 ? 0 : (sum - least) / (rows - least);
    RC_ASSERT(std::abs(figures.loss[a] - loss) < 1e-9);
    product *= 1 + loss;
  }
  const double geo =
      std::pow(product, 1.0 / static_cast<double>(world.trees.size())) - 1;
  RC_ASSERT(std::abs(figures.loss_geo - geo) < 1e-9);
}

TEST(FormTest, SplitsWhereAllAreEnoughAndPoolsWhatIsSmall) {
  // Top 0 with leaves 1 (3 rows), 2 (1), 3 (1), 4 (nobody).
  const CodeTree tree = TreeOf({0, 0, 0, 0});
  const CohortTuples tuples{
      .attributes = 1, .codes = {1, 2, 3}, .rows = {3, 1, 1}};
  const auto rungs =
      FormCohorts(tuples, {.trees = {&tree}, .rungs = {{.k = 4}, {.k = 2}}});
  ASSERT_TRUE(rungs.ok());
  // Four together cannot be parted.
  ASSERT_EQ((*rungs)[0].size(), 1U);
  EXPECT_THAT((*rungs)[0][0].box[0], ElementsAre(0));
  // The empty leaf goes where fewer rows pay for it.
  ASSERT_EQ((*rungs)[1].size(), 2U);
  EXPECT_THAT((*rungs)[1][0].box[0], ElementsAre(1));
  EXPECT_THAT((*rungs)[1][1].box[0], ElementsAre(2, 3, 4));
  EXPECT_EQ((*rungs)[1][1].rows, 2);
}

// Four attributes whose values are common and rare, the same at every run.
CohortTuples CommonAndRare(const std::vector<CodeTree>& trees) {
  CohortTuples tuples{.attributes = trees.size()};
  uint32_t state = 7;
  for (int row = 0; row < 4000; ++row) {
    for (const CodeTree& tree : trees) {
      state = state * 1664525U + 1013904223U;
      const double draw = static_cast<double>(state >> 8) / 16777216.0;
      const auto leaves = tree.Leaves();
      tuples.codes.push_back(leaves[static_cast<size_t>(
          std::pow(draw, 4) * static_cast<double>(leaves.size()))]);
    }
  }
  return tuples;
}

TEST(FormTest, TheLastRungLosesLittleByThoseBeforeIt) {
  std::vector<CodeTree> trees;
  for (const int wide : {3, 5, 8, 12}) {
    std::vector<int> parents;
    for (int i = 0; i < wide; ++i) {
      parents.push_back(0);
      parents.insert(parents.end(), 3, static_cast<int>(parents.size()));
    }
    trees.push_back(TreeOf(parents));
  }
  const CohortTuples tuples = CommonAndRare(trees);
  CohortOptions options{.rungs = {{.k = 5}}};
  for (const CodeTree& tree : trees) options.trees.push_back(&tree);
  const auto alone = FormCohorts(tuples, options);
  options.rungs = {{.k = 35}, {.k = 10}, {.k = 5}};
  const auto ladder = FormCohorts(tuples, options);
  ASSERT_TRUE(alone.ok() && ladder.ok());
  const auto loss = [&](const Cohorts& cohorts) {
    return FiguresOf(options.trees, cohorts).loss_geo;
  };
  EXPECT_LE(loss(ladder->back()), 1.05 * loss(alone->back()));
  // And the first still tells something.
  EXPECT_LT(loss(ladder->front()), 0.5);
  EXPECT_LT(loss((*ladder)[1]), loss(ladder->front()));
}

TEST(FormTest, AChainIsItsLowestNode) {
  // 0 - 1 - 2 - {3, 4}
  const CodeTree tree = TreeOf({0, 1, 2, 2});
  const CohortTuples tuples{.attributes = 1, .codes = {3, 4}};
  const auto rungs =
      FormCohorts(tuples, {.trees = {&tree}, .rungs = {{.k = 2}, {.k = 1}}});
  ASSERT_TRUE(rungs.ok());
  EXPECT_THAT((*rungs)[0][0].box[0], ElementsAre(2));
  EXPECT_EQ((*rungs)[1].size(), 2U);
}

TEST(FormTest, CountsEntitiesNotRows) {
  const CodeTree tree = TreeOf({0, 0});
  CohortTuples tuples{.attributes = 1,
                      .codes = {1, 1, 2, 2},
                      .rows = {5, 5, 1, 1},
                      .entities = {7, 7, 8, 9}};
  const CohortOptions options{.trees = {&tree}, .rungs = {{.k = 2}}};
  EXPECT_EQ(FormCohorts(tuples, options)->back().size(), 1U);
  tuples.entities[0] = 6;
  EXPECT_EQ(FormCohorts(tuples, options)->back().size(), 2U);
}

TEST(FormTest, LeavesEnoughWithoutAnySourceOrContributor) {
  // Two leaves of four rows each.
  const CodeTree tree = TreeOf({0, 0});
  CohortTuples tuples{.attributes = 1,
                      .codes = {1, 1, 1, 1, 2, 2, 2, 2},
                      .sources = {0, 0, 1, 1, 0, 0, 1, 1},
                      .contributors = {0, 0, 1, 1, 0, 0, 1, 1}};
  const CohortOptions options{.trees = {&tree}, .rungs = {{.k = 4, .c = 2}}};
  const auto cohorts = [&] {
    return FormCohorts(tuples, options)->back().size();
  };
  EXPECT_EQ(cohorts(), 2U);
  // One source gave all but one of a leaf.
  tuples.sources = {0, 0, 0, 1, 0, 0, 1, 1};
  EXPECT_EQ(cohorts(), 1U);
  // A contributor has all but one, which it would know after subtraction.
  tuples.sources = {0, 0, 1, 1, 0, 0, 1, 1};
  tuples.contributors = {0, 0, 0, 1, 0, 0, 1, 1};
  EXPECT_EQ(cohorts(), 1U);
  // Where it has all, there is nothing to subtract.
  tuples.contributors = {0, 0, 0, 0, 0, 0, 1, 1};
  EXPECT_EQ(cohorts(), 2U);
}

TEST(FormTest, APartOfWhatIsCloseNeedNotBeClose) {
  // 1, 2 and 3 hold one sensitive value mostly; all together half and half.
  const CodeTree tree = TreeOf({0, 0, 0, 0});
  const CohortTuples tuples{.attributes = 1,
                            .codes = {1, 1, 2, 2, 3, 3, 4, 4},
                            .rows = {9, 1, 1, 9, 9, 1, 1, 9},
                            .sensitive = {0, 1, 0, 1, 0, 1, 0, 1}};
  const auto formed = [&](double t) {
    return FormCohorts(
        tuples,
        {.trees = {&tree},
         .rungs = {{.k = 2,
                    .diversity = {.kind = Diversity::Kind::kClose, .t = t}}}});
  };
  // Each leaf is 0.4 away from all.
  EXPECT_EQ(formed(0.4)->back().size(), 4U);
  const auto closer = formed(0.3);
  ASSERT_TRUE(closer.ok());
  for (const Cohort& cohort : closer->back()) {
    EXPECT_GE(cohort.box[0].size() + (cohort.box[0][0] == 0 ? 1 : 0), 2U);
  }
  EXPECT_TRUE(absl::IsInvalidArgument(formed(1.5).status()));
}

TEST(FormTest, RefusesWhatDoesNotFit) {
  const CodeTree tree = TreeOf({0, 0});
  const CohortTuples tuples{.attributes = 1, .codes = {1, 2}};
  const auto refused = [&](const CohortTuples& some,
                           const CohortOptions& options) {
    return absl::IsInvalidArgument(FormCohorts(some, options).status());
  };
  EXPECT_FALSE(refused(tuples, {.trees = {&tree}, .rungs = {{.k = 2}}}));
  EXPECT_TRUE(refused(tuples, {.trees = {&tree}, .rungs = {{.k = 3}}}));
  EXPECT_TRUE(refused(tuples, {.trees = {&tree}, .rungs = {}}));
  EXPECT_TRUE(refused(tuples, {.trees = {}, .rungs = {{.k = 2}}}));
  EXPECT_TRUE(
      refused(tuples, {.trees = {&tree}, .rungs = {{.k = 1}, {.k = 2}}}));
  EXPECT_TRUE(refused(tuples, {.trees = {&tree}, .rungs = {{.k = 2, .s = 2}}}));
  EXPECT_TRUE(refused(tuples, {.trees = {&tree}, .rungs = {{.k = 2, .c = 1}}}));
  EXPECT_TRUE(
      refused(tuples, {.trees = {&tree}, .rungs = {{.k = 2, .c = -1}}}));
  EXPECT_TRUE(refused(
      tuples, {.trees = {&tree},
               .rungs = {{.k = 2,
                          .diversity = {.kind = Diversity::Kind::kDistinct,
                                        .l = 2}}}}));
  EXPECT_TRUE(refused(
      tuples, {.trees = {&tree}, .weights = {-1}, .rungs = {{.k = 2}}}));
  CohortTuples inner = tuples;
  inner.codes[0] = 0;
  EXPECT_TRUE(refused(inner, {.trees = {&tree}, .rungs = {{.k = 2}}}));
  CohortTuples none = tuples;
  none.rows = {1, 0};
  EXPECT_TRUE(refused(none, {.trees = {&tree}, .rungs = {{.k = 1}}}));
}

TEST(PoolingTest, WhatIsLeftOverGoesWhereItCostsLeast) {
  std::vector<int> part;
  // 9 and 5 are enough, 2 is not: joined with 5, since fewer rows pay.
  EXPECT_EQ(PoolChildren({{9, 1}, {2, 1}, {5, 1}}, 5, part), 2);
  EXPECT_THAT(part, ElementsAre(0, 1, 1));
  // Two small ones make one part.
  EXPECT_EQ(PoolChildren({{3, 1}, {9, 1}, {2, 1}}, 5, part), 2);
  EXPECT_THAT(part, ElementsAre(0, 1, 0));
  EXPECT_EQ(PoolChildren({{3, 1}, {1, 1}}, 5, part), 1);
}

}  // namespace
}  // namespace toguna
