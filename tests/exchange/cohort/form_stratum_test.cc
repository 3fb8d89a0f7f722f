#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/cohort/stratum.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "tests/exchange/cohort/cohort_oracle.h"
#include "tests/exchange/cohort/stratum_samples.h"

namespace toguna {
namespace {

using testing::Between;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::StratumCatalog;
using testing::StratumDataset;
using testing::StratumPlan;

const Period kQuarter(Period::Kind::kQuarter, absl::CivilMonth(2026, 1));

// A stratum to form, and by what.
struct World {
  Catalog catalog = StratumCatalog();
  CohortPlan plan = StratumPlan();
  std::vector<Minimums> ladder;
  std::vector<StratumRecord> records;

  const Dataset& dataset() const { return StratumDataset(catalog); }
  absl::StatusOr<FormedCohorts> Form() const {
    return FormStratum(catalog, dataset(), plan, ladder, kQuarter, records);
  }
  std::vector<CodeTree> Trees() const {
    return *TreesOf(catalog, dataset(), plan, kQuarter);
  }
};

World SomeWorld() {
  World world;
  // Everything, so that there is something to form.
  world.plan.strata = {{"type", {"every"}, ""}};
  if (Between(0, 1) == 1) world.plan.attributes[0].coarsest = Between(0, 2);
  if (Between(0, 1) == 1) world.plan.attributes[1].coarsest = Between(0, 2);
  if (Between(0, 3) == 0) world.plan.attributes[2].coarsest = 1;
  if (Between(0, 3) == 0) {
    world.plan.diversity = {{.attribute = "facility", .l = 2}};
  }
  // The last months are the quarter's; what came before was held over.
  for (const absl::CivilMonth month :
       {absl::CivilMonth(2025, 12), absl::CivilMonth(2026, 1),
        absl::CivilMonth(2026, 2), absl::CivilMonth(2026, 3)}) {
    const auto stratum =
        StratumOf(world.catalog, world.dataset(), world.plan, Period(month),
                  testing::SomeRecords(month, 40));
    world.records.insert(world.records.end(), stratum->records.begin(),
                         stratum->records.end());
  }
  Minimums minimums{.k = Between(1, 5), .s = Between(1, 3), .c = Between(0, 3)};
  for (int rungs = Between(1, 3); rungs > 0; --rungs) {
    world.ladder.push_back(minimums);
    minimums.k += Between(1, 8);
    minimums.s += Between(0, 1);
    minimums.c += Between(0, 1);
  }
  return world;
}

std::string EntityOf(const StratumRecord& one) {
  return absl::StrCat(one.record.month.text(), "/",
                      one.record.contributor.text(), "/", one.record.ref);
}

// What a rung asks for, from its definition.
bool Meets(const World& world, const std::vector<size_t>& records, int rung) {
  const Minimums& minimums = world.ladder[static_cast<size_t>(rung)];
  std::set<std::string> entities;
  std::map<std::string, std::set<std::string>> by_source;
  std::map<std::string, std::set<std::string>> by_contributor;
  std::set<std::string> diverse;
  for (const size_t i : records) {
    const StratumRecord& one = world.records[i];
    entities.insert(EntityOf(one));
    by_source[one.source].insert(EntityOf(one));
    by_contributor[one.record.contributor.text()].insert(EntityOf(one));
    diverse.insert(one.diverse);
  }
  const auto all = static_cast<int>(entities.size());
  bool enough = all > minimums.k &&
                static_cast<int>(by_source.size()) >= minimums.s &&
                (world.plan.diversity.empty() || diverse.size() >= 2);
  if (minimums.c == 0) return enough;
  for (const auto& [source, own] : by_source) {
    enough = enough && all - static_cast<int>(own.size()) >= minimums.c;
  }
  for (const auto& [contributor, own] : by_contributor) {
    const int others = all - static_cast<int>(own.size());
    enough =
        enough && (others == 0 || others >= std::max(minimums.c, minimums.k));
  }
  return enough;
}

using LeafSets = std::vector<std::set<NodeIndex>>;

LeafSets LeavesOf(const std::vector<CodeTree>& trees,
                  const std::vector<std::vector<std::string>>& box) {
  LeafSets leaves;
  for (size_t a = 0; a < trees.size(); ++a) {
    CohortValue value;
    for (const std::string& code : box[a]) {
      value.push_back(*trees[a].Find(code.empty() ? kWithoutCode : code));
    }
    leaves.push_back(testing::LeavesIn(trees[a], value));
  }
  return leaves;
}

NodeIndex LeafOf(const CodeTree& tree, const std::string& value) {
  if (value.empty()) return *tree.Find(kWithoutCode);
  const auto leaf = tree.Find(value);
  return leaf.has_value() ? *leaf : *tree.Find(kEarlier);
}

bool Holds(const std::vector<CodeTree>& trees, const LeafSets& box,
           const StratumRecord& record) {
  for (size_t a = 0; a < trees.size(); ++a) {
    if (!box[a].contains(LeafOf(trees[a], record.values[a]))) return false;
  }
  return true;
}

bool Disjoint(const LeafSets& a, const LeafSets& b) {
  for (size_t i = 0; i < a.size(); ++i) {
    if (!testing::Overlap(a[i], b[i])) return true;
  }
  return false;
}

bool Inside(const LeafSets& inner, const LeafSets& outer) {
  for (size_t i = 0; i < inner.size(); ++i) {
    if (!std::includes(outer[i].begin(), outer[i].end(), inner[i].begin(),
                       inner[i].end())) {
      return false;
    }
  }
  return true;
}

// The records within each node, from the lowest rung upwards.
std::vector<std::vector<size_t>> RecordsOf(const FormedCohorts& formed) {
  std::vector<std::vector<size_t>> records(formed.nodes.size());
  for (size_t i = formed.nodes.size(); i-- > 0;) {
    const auto& own = formed.nodes[i].records;
    records[i].insert(records[i].end(), own.begin(), own.end());
    if (i == 0) continue;
    auto& above = records[formed.nodes[i].parent];
    above.insert(above.end(), records[i].begin(), records[i].end());
  }
  return records;
}

// Where `coarsest` lets a record be pooled.
std::vector<NodeIndex> SectionOf(const World& world,
                                 const std::vector<CodeTree>& trees,
                                 const StratumRecord& record) {
  std::vector<NodeIndex> section;
  for (size_t a = 0; a < trees.size(); ++a) {
    section.push_back(trees[a].AtDepth(LeafOf(trees[a], record.values[a]),
                                       world.plan.attributes[a].coarsest));
  }
  return section;
}

RC_GTEST_PROP(FormStratumTest, EveryRecordIsInOneCohortOrHeldOver, ()) {
  const World world = SomeWorld();
  const auto formed = world.Form();
  RC_ASSERT(formed.ok());
  const std::vector<CodeTree> trees = world.Trees();
  std::vector<int> seen(world.records.size(), 0);
  for (const auto& node : formed->nodes) {
    RC_ASSERT(node.rung == 0 || node.records.empty());
    for (const size_t record : node.records) ++seen[record];
  }
  for (const size_t record : formed->held_over) ++seen[record];
  RC_ASSERT(std::all_of(seen.begin(), seen.end(),
                        [](int times) { return times == 1; }));
  // Held over is what its section has too few of, and all of it.
  std::map<std::vector<NodeIndex>, std::vector<size_t>> sections;
  for (size_t i = 0; i < world.records.size(); ++i) {
    sections[SectionOf(world, trees, world.records[i])].push_back(i);
  }
  const std::set<size_t> held(formed->held_over.begin(),
                              formed->held_over.end());
  for (const auto& [section, records] : sections) {
    const bool meets = Meets(world, records, 0);
    for (const size_t record : records) {
      RC_ASSERT(held.contains(record) == !meets);
    }
  }
}

RC_GTEST_PROP(FormStratumTest, EveryCohortMeetsItsRung, ()) {
  const World world = SomeWorld();
  const auto formed = world.Form();
  RC_ASSERT(formed.ok());
  const auto records = RecordsOf(*formed);
  for (size_t i = 1; i < formed->nodes.size(); ++i) {
    const auto& node = formed->nodes[i];
    RC_ASSERT(Meets(world, records[i], node.rung) == node.meets);
    RC_ASSERT(node.meets || node.rung > 0);
  }
}

RC_GTEST_PROP(FormStratumTest, BoxesOfARungAreDisjointAndNest, ()) {
  const World world = SomeWorld();
  const auto formed = world.Form();
  RC_ASSERT(formed.ok());
  const std::vector<CodeTree> trees = world.Trees();
  const auto records = RecordsOf(*formed);
  const int rungs = static_cast<int>(world.ladder.size());
  RC_ASSERT(formed->nodes[0].code == "all");
  RC_ASSERT(formed->nodes[0].rung == rungs);
  RC_ASSERT(formed->nodes[0].box.empty());
  std::vector<LeafSets> boxes(1);
  for (size_t i = 1; i < formed->nodes.size(); ++i) {
    const auto& node = formed->nodes[i];
    RC_ASSERT(node.parent < i);
    RC_ASSERT(formed->nodes[node.parent].rung == node.rung + 1);
    boxes.push_back(LeavesOf(trees, node.box));
    if (node.parent > 0) RC_ASSERT(Inside(boxes[i], boxes[node.parent]));
    for (size_t j = 1; j < i; ++j) {
      if (formed->nodes[j].rung == node.rung) {
        RC_ASSERT(Disjoint(boxes[i], boxes[j]));
      }
    }
    RC_ASSERT(!records[i].empty());
    const auto section =
        SectionOf(world, trees, world.records[records[i].front()]);
    for (const size_t record : records[i]) {
      RC_ASSERT(Holds(trees, boxes[i], world.records[record]));
    }
    for (size_t a = 0; a < trees.size(); ++a) {
      for (const NodeIndex leaf : boxes[i][a]) {
        RC_ASSERT(trees[a].IsWithin(leaf, section[a]));
      }
    }
  }
}

RC_GTEST_PROP(FormStratumTest, CodesNameTheTree, ()) {
  const World world = SomeWorld();
  const auto formed = world.Form();
  RC_ASSERT(formed.ok());
  std::map<size_t, int> children;
  std::set<std::string> codes;
  for (size_t i = 1; i < formed->nodes.size(); ++i) {
    const auto& node = formed->nodes[i];
    const int number = ++children[node.parent];
    RC_ASSERT(codes.insert(node.code).second);
    if (node.parent == 0) {
      RC_ASSERT(node.code ==
                absl::StrCat("2026-Q1-", number < 10 ? "0" : "", number));
    } else {
      RC_ASSERT(node.code ==
                absl::StrCat(formed->nodes[node.parent].code, "-", number));
    }
  }
}

RC_GTEST_PROP(FormStratumTest, IsTheSameWhateverTheOrder, ()) {
  const World world = SomeWorld();
  const auto formed = world.Form();
  RC_ASSERT(formed.ok());
  World other = world;
  for (size_t i = other.records.size(); i > 1; --i) {
    std::swap(other.records[i - 1], other.records[static_cast<size_t>(
                                        Between(0, static_cast<int>(i) - 1))]);
  }
  const auto again = other.Form();
  RC_ASSERT(again.ok());
  const auto same = [&](const std::vector<size_t>& a,
                        const std::vector<size_t>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](size_t one, size_t two) {
                        return world.records[one] == other.records[two];
                      });
  };
  RC_ASSERT(same(formed->held_over, again->held_over));
  RC_ASSERT(formed->nodes.size() == again->nodes.size());
  for (size_t i = 0; i < formed->nodes.size(); ++i) {
    const auto& a = formed->nodes[i];
    const auto& b = again->nodes[i];
    RC_ASSERT(a.code == b.code && a.parent == b.parent && a.rung == b.rung);
    RC_ASSERT(a.box == b.box && a.meets == b.meets);
    RC_ASSERT(same(a.records, b.records));
  }
}

class FormStratumCasesTest : public ::testing::Test {
 protected:
  // `count` incidents of denied aid, each from a source of its own.
  void Add(int count, const std::string& place,
           absl::CivilDay day = absl::CivilDay(2026, 2, 3)) {
    std::vector<Record> records;
    for (int i = 0; i < count; ++i) {
      records.push_back(testing::StratumSample(++number_));
      records.back().codes["place"] = place;
      records.back().incident_day = day;
    }
    const auto stratum =
        StratumOf(world_.catalog, world_.dataset(), world_.plan,
                  Period(absl::CivilMonth(2026, 2)), records);
    world_.records.insert(world_.records.end(), stratum->records.begin(),
                          stratum->records.end());
  }

  size_t number_ = 0;
  World world_{.ladder = {{.k = 5, .s = 2, .c = 3}, {.k = 11, .s = 3, .c = 3}},
               .records = {}};
};

TEST_F(FormStratumCasesTest, WithoutRecordsThereIsTheTopAlone) {
  const auto formed = world_.Form();
  ASSERT_TRUE(formed.ok());
  EXPECT_THAT(formed->nodes, SizeIs(1));
  EXPECT_THAT(formed->held_over, IsEmpty());
}

TEST_F(FormStratumCasesTest, ACohortHasMoreThanK) {
  Add(5, "ML11");
  EXPECT_THAT(world_.Form()->held_over, SizeIs(5));
  Add(1, "ML2");
  EXPECT_THAT(world_.Form()->held_over, IsEmpty());
}

TEST_F(FormStratumCasesTest, ARungThatCannotBeMetHasOneBoxOfAll) {
  Add(6, "ML11");
  const auto formed = world_.Form();
  ASSERT_TRUE(formed.ok());
  ASSERT_THAT(formed->nodes, SizeIs(3));
  EXPECT_EQ(formed->nodes[1].code, "2026-Q1-01");
  EXPECT_EQ(formed->nodes[1].rung, 1);
  EXPECT_FALSE(formed->nodes[1].meets);
  EXPECT_THAT(formed->nodes[1].box[0], ElementsAre("ML"));
  EXPECT_EQ(formed->nodes[2].code, "2026-Q1-01-1");
  EXPECT_TRUE(formed->nodes[2].meets);
  EXPECT_THAT(formed->nodes[2].records, SizeIs(6));
}

TEST_F(FormStratumCasesTest, CoarsestKeepsApartAndHoldsOver) {
  world_.plan.attributes[0].coarsest = 1;
  Add(20, "ML11");
  Add(4, "ML2");
  Add(3, "ML");  // the region is not known: as a region of its own
  const auto formed = world_.Form();
  ASSERT_TRUE(formed.ok());
  ASSERT_THAT(formed->held_over, SizeIs(7));
  for (const size_t record : formed->held_over) {
    EXPECT_NE(world_.records[record].values[0], "ML11");
  }
  for (size_t i = 1; i < formed->nodes.size(); ++i) {
    for (const std::string& code : formed->nodes[i].box[0]) {
      EXPECT_TRUE(absl::StartsWith(code, "ML1")) << code;
    }
  }
}

TEST_F(FormStratumCasesTest, WhatIsNotSpecifiedIsAValueOfItsOwn) {
  Add(12, "ML1");
  Add(12, "ML11");
  Add(12, "ML12");
  Add(12, "ML2");  // else nothing would be split: boxes hold nobody's places
  const auto formed = world_.Form();
  ASSERT_TRUE(formed.ok());
  std::set<std::vector<std::string>> places;
  for (const auto& node : formed->nodes) {
    if (node.rung == 0) places.insert(node.box[0]);
  }
  EXPECT_TRUE(places.contains({"ML1~"}));
  EXPECT_TRUE(places.contains({"ML11"}));
}

TEST_F(FormStratumCasesTest, LateRecordsOfEarlierYearsAreEarlier) {
  Add(12, "ML11");
  Add(6, "ML11", absl::CivilDay(2025, 12, 30));
  Add(6, "ML11", absl::CivilDay(2021, 1, 1));
  const auto formed = world_.Form();
  ASSERT_TRUE(formed.ok());
  std::map<std::vector<std::string>, size_t> quarters;
  for (const auto& node : formed->nodes) {
    if (node.rung == 0) quarters[node.box[5]] += node.records.size();
  }
  EXPECT_EQ(quarters[{"earlier"}], 12U);
  EXPECT_EQ(quarters[{"2026-Q1"}], 12U);
}

TEST_F(FormStratumCasesTest, PublicSourcesAreEachAnEntity) {
  world_.catalog.datasets.at(DatasetId("incidents")).public_sources = true;
  Add(6, "ML11");
  for (StratumRecord& record : world_.records) record.source.clear();
  EXPECT_THAT(world_.Form()->held_over, IsEmpty());
  // Where they are not public, what has no source has one together.
  world_.catalog.datasets.at(DatasetId("incidents")).public_sources = false;
  EXPECT_THAT(world_.Form()->held_over, SizeIs(6));
}

TEST_F(FormStratumCasesTest, IncidentsOfTwoMonthsAreTwo) {
  Add(3, "ML11");
  for (size_t i = 0; i < 3; ++i) {
    world_.records.push_back(world_.records[i]);
    world_.records.back().record.month = Period(absl::CivilMonth(2026, 3));
  }
  EXPECT_THAT(world_.Form()->held_over, IsEmpty());
  world_.records[3].record.month = world_.records[0].record.month;
  EXPECT_THAT(world_.Form()->held_over, SizeIs(6));
}

TEST_F(FormStratumCasesTest, RefusesWhatDoesNotFit) {
  Add(6, "ML11");
  const auto reason = [](const World& world) {
    return ReasonOf(world.Form().status()).code;
  };
  EXPECT_EQ(reason(world_), "");
  World wrong = world_;
  wrong.ladder.clear();
  EXPECT_EQ(reason(wrong), "PLAN_INVALID");
  wrong = world_;
  std::swap(wrong.ladder[0], wrong.ladder[1]);
  EXPECT_EQ(reason(wrong), "PLAN_INVALID");
  wrong = world_;
  wrong.plan.attributes.clear();
  EXPECT_EQ(reason(wrong), "PLAN_INVALID");
  for (const char* value : {"ML1", "Paris", ""}) {
    wrong = world_;
    wrong.records[0].values[0] = value;
    EXPECT_EQ(reason(wrong), "RECORD_INVALID") << value;
  }
  for (const char* value : {"2026-Q2", "2026", "Q1", ""}) {
    wrong = world_;
    wrong.records[0].values[5] = value;
    EXPECT_EQ(reason(wrong), "RECORD_INVALID") << value;
  }
  wrong = world_;
  wrong.records[0].values.pop_back();
  EXPECT_EQ(reason(wrong), "RECORD_INVALID");
}

}  // namespace
}  // namespace toguna
