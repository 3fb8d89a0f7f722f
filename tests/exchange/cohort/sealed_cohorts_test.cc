#include "exchange/cohort/sealed_cohorts.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace toguna {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CohortRecord RecordOf(const std::string& ref) {
  return {.contributor = PartyId("ngo-1"),
          .ref = ref,
          .instance = "ins1",
          .month = Period(absl::CivilMonth(2026, 2))};
}

std::vector<std::string> RefsOf(const SealedCohort& cohort) {
  std::vector<std::string> refs;
  for (const CohortRecord& record : cohort.records) refs.push_back(record.ref);
  return refs;
}

std::vector<std::string> CodesOf(const SealedCohorts& sealed) {
  std::vector<std::string> codes;
  for (const SealedCohort& cohort : sealed.cohorts) {
    codes.push_back(cohort.code);
  }
  return codes;
}

// Two cohorts of the higher rung with two and one of the lower, and a box that
// is none.
CohortSeal SampleSeal() {
  CohortSeal seal;
  seal.dataset = DatasetId("incidents");
  seal.period = Period(Period::Kind::kQuarter, absl::CivilMonth(2026, 1));
  seal.id = CohortsId("child-violations");
  seal.plan = PlanId("plan");
  seal.plan_version = "2";
  seal.ladder = {{.k = 5, .s = 2}, {.k = 10, .s = 3}};
  seal.list_versions = {{"places", "1"}};
  seal.attributes = {{.dimension = "place"}};
  const auto add = [&](const char* code, size_t parent, int rung, bool meets,
                       std::vector<int> released,
                       const std::vector<std::string>& refs) {
    CohortSeal::Node node{.code = code,
                          .parent = parent,
                          .rung = rung,
                          .box = {{code}},
                          .meets = meets,
                          .released = std::move(released),
                          .records = {}};
    for (const std::string& ref : refs) node.records.push_back(RecordOf(ref));
    seal.nodes.push_back(std::move(node));
  };
  add("all", 0, 2, false, {}, {});
  add("q-01", 0, 1, true, {0, 1}, {});
  add("q-01-1", 1, 0, true, {0}, {"c", "d"});
  add("q-01-2", 1, 0, true, {0}, {"a", "b"});
  add("q-02", 0, 1, true, {0, 1}, {});
  add("q-02-1", 4, 0, true, {0}, {"e"});
  add("q-03", 0, 1, false, {}, {});
  add("q-03-1", 6, 0, true, {0}, {"f"});
  return seal;
}

TEST(SealedRungTest, GivesTheCohortsOfARung) {
  const CohortSeal seal = SampleSeal();
  const SealedCohorts low = SealedRung(seal, 0);
  EXPECT_THAT(CodesOf(low),
              ElementsAre("q-01-1", "q-01-2", "q-02-1", "q-03-1"));
  EXPECT_THAT(RefsOf(low.cohorts[0]), ElementsAre("c", "d"));
  EXPECT_EQ(low.cohorts[0].box, seal.nodes[2].box);
  EXPECT_EQ(low.minimums.k, 5);
  EXPECT_FALSE(low.held_over);
  const SealedCohorts high = SealedRung(seal, 1);
  EXPECT_THAT(CodesOf(high), ElementsAre("q-01", "q-02"));
  EXPECT_THAT(RefsOf(high.cohorts[0]), ElementsAre("a", "b", "c", "d"));
  EXPECT_EQ(high.minimums.k, 10);
  EXPECT_TRUE(high.held_over) << "f is in no cohort of the rung";
  EXPECT_EQ(high.rung, 1);
  EXPECT_EQ(high.dataset, seal.dataset);
  EXPECT_EQ(high.period, seal.period);
  EXPECT_EQ(high.id, seal.id);
  EXPECT_EQ(high.plan_version, "2");
  EXPECT_EQ(high.list_versions, seal.list_versions);
  EXPECT_EQ(high.attributes, seal.attributes);
}

TEST(SealedRungTest, NeverGivesWhatItsTablesDoNotPublish) {
  CohortSeal seal = SampleSeal();
  seal.nodes[2].released = {};
  seal.nodes[3].released = {1};
  const SealedCohorts low = SealedRung(seal, 0);
  EXPECT_THAT(CodesOf(low), ElementsAre("q-02-1", "q-03-1"));
  EXPECT_TRUE(low.held_over);
  // Of the higher rung it is the whole that counts.
  EXPECT_THAT(RefsOf(SealedRung(seal, 1).cohorts[0]),
              ElementsAre("a", "b", "c", "d"));
  seal.nodes[1].released = {0};
  EXPECT_THAT(CodesOf(SealedRung(seal, 1)), ElementsAre("q-02"));
  // What falls short of its rung is no cohort, whatever is published.
  seal.nodes[6].released = {0, 1};
  EXPECT_THAT(CodesOf(SealedRung(seal, 1)), ElementsAre("q-02"));
}

TEST(SealedRungTest, SaysThatSomeAreHeldOver) {
  CohortSeal seal = SampleSeal();
  seal.held_over = {RecordOf("g")};
  EXPECT_TRUE(SealedRung(seal, 0).held_over);
  seal.nodes.resize(1);
  seal.held_over.clear();
  EXPECT_FALSE(SealedRung(seal, 0).held_over);
  EXPECT_THAT(SealedRung(seal, 0).cohorts, IsEmpty());
}

}  // namespace
}  // namespace toguna
