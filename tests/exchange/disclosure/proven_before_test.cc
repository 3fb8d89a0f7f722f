// A quarter takes up the tables that proved its months.

#include "exchange/disclosure/proven_before.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "exchange/disclosure/alike.h"
#include "exchange/disclosure/change_finder.h"
#include "exchange/disclosure/cohort_room.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/protect.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;
using ::testing::Pair;

// Two months of two places; the total of each was published.
Secrets TwoMonths() {
  Secrets secrets;
  secrets.truth = {1, 5, 2, 6};
  secrets.views = {Table(4, 0), {0, 4, 0, 0}};
  secrets.fixed = {{{0, 1}, 6}, {{2, 3}, 8}};
  secrets.guarded = {{{0, 2}, 0, 8, 0, 8}, {{0, 2}, 1, 6, 0, 5}};
  return secrets;
}

TEST(TablesProvenBeforeTest, PutsTogetherWhatEachMonthLeaves) {
  const Secrets secrets = TwoMonths();
  const Incidence incidence(secrets);
  const TablesProvenBefore proven(
      secrets, incidence,
      {{{0}, {{{0, 2}, {1, -2}}, {{0, 5}, {1, -5}}, {{0, -1}, {1, 1}}}},
       {{1}, {{{2, 3}, {3, -3}}, {{2, -2}, {3, 2}}}},
       // Of both months, but not as far.
       {{0, 1}, {{{0, 1}, {1, -1}, {2, 1}, {3, -1}}}}});
  EXPECT_THAT(
      proven.Farthest(0, Side::kHigh),
      Optional(ElementsAre(Pair(0, 5), Pair(1, -5), Pair(2, 3), Pair(3, -3))));
  EXPECT_THAT(
      proven.Farthest(0, Side::kLow),
      Optional(ElementsAre(Pair(0, -1), Pair(1, 1), Pair(2, -2), Pair(3, 2))));
  // He has four of the five himself.
  EXPECT_THAT(proven.Farthest(1, Side::kHigh),
              Optional(ElementsAre(Pair(2, 3), Pair(3, -3))));
}

TEST(TablesProvenBeforeTest, LeavesOutWhatWasPublishedSinceOrIsNotKnown) {
  Secrets secrets = TwoMonths();
  secrets.fixed.push_back({{1}, 5});
  const Incidence incidence(secrets);
  const TablesProvenBefore proven(
      secrets, incidence,
      {{{0}, {{{0, 2}, {1, -2}}}}, {{1}, {{{2, 3}, {3, -3}}}}});
  EXPECT_THAT(proven.Farthest(0, Side::kHigh),
              Optional(ElementsAre(Pair(2, 3), Pair(3, -3))));
  EXPECT_EQ(proven.Farthest(0, Side::kLow), std::nullopt);
}

// Two places where a record can be in a cohort or not.
TEST(CohortRoomTest, HasWhatCouldMakeUpForWhatIsMoved) {
  const CohortRoom room({0, 0, 2, 0, 0, 0},
                        {{{{0, 0}, {1, CohortPlace::kNone}}},
                         {{{2, 0}, {3, CohortPlace::kNone}, {4, 1}}},
                         {{{5, 0}, {1, CohortPlace::kNone}}}});
  EXPECT_THAT(room.AtPlacesOf({0}), ElementsAre(0, 1));
  EXPECT_THAT(room.AtPlacesOf({1}), ElementsAre(0, 1, 5));
  // Where no record lies none can be moved.
  EXPECT_THAT(room.MakingUpFor({0}), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(room.MakingUpFor({4}), ElementsAre(2, 3, 4));
}

// The month's table puts a record where it counts in no cohort; another of the
// cohort is moved out for it.
TEST(TablesProvenBeforeTest, LeadToWhatKeepsEveryCohort) {
  Secrets secrets;
  // In the cohort and not, at two places; the total was published.
  secrets.truth = {1, 1, 3, 3};
  secrets.views = {Table(4, 0)};
  secrets.fixed = {{{0, 1, 2, 3}, 8}};
  secrets.showables = {{{0, 2}, 4, 0, 1}};
  secrets.guarded = {{{0, 1}, 0, 5, 0, 5}, {{0}, 0, 4, 0, 4}};
  const Incidence incidence(secrets);
  const TablesProvenBefore proven(secrets, incidence,
                                  {{{0}, {{{1, 3}, {2, -3}}}}},
                                  {{{{0, 0}, {1, CohortPlace::kNone}}},
                                   {{{2, 0}, {3, CohortPlace::kNone}}}});
  const Alike alike(secrets, incidence, {true});
  ChangeFinder finder(secrets);
  for (const size_t g : {0, 1}) {
    const Sum room = proven.RoomFor(g, Side::kHigh, 1);
    EXPECT_THAT(room, ElementsAre(0, 1, 2, 3));
    const auto answer =
        finder.FindAmong(room, {g, Side::kHigh, 3}, alike, incidence);
    ASSERT_TRUE(answer.change.has_value());
    EXPECT_THAT(Moved(incidence.showables(), *answer.change),
                ::testing::IsEmpty());
    EXPECT_THAT(Moved(incidence.guarded(), *answer.change),
                ::testing::Contains(Pair(static_cast<int32_t>(g), 3)));
  }
}

// Records and victims of two places; there are no victims without a record.
TEST(ChangeFinderTest, KeepsVictimsToRecordsWhereThatIsNeeded) {
  Secrets secrets;
  secrets.truth = {0, 3, 0, 6};
  secrets.views = {Table(4, 0)};
  secrets.fixed = {{{0, 1}, 3}, {{2, 3}, 6}};
  secrets.harms = {{{{2}, {}}, {{0}, {}}}, {{{3}, {}}, {{1}, {}}}};
  secrets.guarded = {{{2}, 0, 4, 0, 4}, {{0}, 0, 3, 0, 3}};
  const Incidence incidence(secrets);
  const Alike alike(secrets, incidence, {});
  ChangeFinder finder(secrets);
  const auto found = [&](size_t g, int64_t by) {
    const auto answer =
        finder.FindAmong({0, 1, 2, 3}, {g, Side::kHigh, by}, alike, incidence);
    return answer.change.value_or(Change());
  };
  // A record goes where victims do.
  EXPECT_THAT(found(0, 4),
              ElementsAre(Pair(0, 1), Pair(1, -1), Pair(2, 4), Pair(3, -4)));
  // All records go, and so do all victims.
  EXPECT_THAT(found(1, 3),
              ElementsAre(Pair(0, 3), Pair(1, -3), Pair(2, 6), Pair(3, -6)));
}

// Whatever is said of them, months' tables never make a quarter show what it
// must not: garbage in their place changes nothing but the work.
TEST(TablesProvenBeforeTest, OnlyHelpTheSearch) {
  int64_t confined[2] = {0, 0};
  for (uint64_t seed = 0; seed < 12; ++seed) {
    Random random(seed);
    Catalog catalog = TinyCatalog();
    const Plan& plan = AddPlan(
        catalog, {.k = 3, .s = 1, .c = 1},
        {FamilyOf("records", Unit::kRecord, {{"place", 0, 2}, {"type", 0, 1}}),
         FamilyOf("victims", Unit::kVictim, {{"place", 0, 1}, {"who", 0, 1}})});
    const Dataset& dataset = *catalog.FindDataset(plan.dataset);
    Publication now{{}, plan.minimums, {0}, nullptr};
    for (const Family& family : plan.families) now.families.push_back(&family);
    std::vector<Strand> strands;
    std::vector<Protected> months;
    for (size_t m = 0; m < 2; ++m) {
      strands.push_back(
          StrandOf(catalog, dataset, now.families, RandomRecords(random, 40))
              .value());
      months.push_back(Protect(catalog, dataset, {}, {&strands[m], 1},
                               {&now, 1}, {.tie_break = seed})
                           .value());
    }
    std::vector<Publication> publications;
    for (size_t m = 0; m < 2; ++m) {
      publications.push_back(now);
      publications.back().strands = {m};
      publications.back().published = &months[m].tables;
      publications.back().witnesses = &months[m].witnesses;
    }
    publications.push_back(now);
    publications.back().strands = {0, 1};
    const auto with = Protect(catalog, dataset, {}, strands, publications,
                              {.tie_break = seed});
    ASSERT_THAT(with, IsOk());
    confined[0] += with->figures.confined;
    for (size_t m = 0; m < 2; ++m) {
      WitnessSet& garbage = months[m].witnesses;
      for (WitnessSet::Table& table : garbage.tables) {
        for (auto& [point, count] : table.counts) count += 1;
      }
      garbage.points[0].codes[0].second = "no such code";
      garbage.points[1].strand = 7;
      garbage.tables.push_back({.view = 99, .counts = {}});
      garbage.tables.push_back({.view = 0, .counts = {{99'999, 1}}});
      garbage.tables.push_back({.view = 0, .counts = {{0, int64_t{1} << 60}}});
      garbage.tables.push_back({.view = 0, .counts = {{2, -5}}});
    }
    const auto without = Protect(catalog, dataset, {}, strands, publications,
                                 {.tie_break = seed});
    ASSERT_THAT(without, IsOk());
    confined[1] += without->figures.confined;
  }
  EXPECT_LE(confined[0], confined[1]);
}

}  // namespace
}  // namespace toguna::testing
