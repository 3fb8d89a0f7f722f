// Plans for `toguna sdc`, each rule broken once.

#include "policies/load/file_plan.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace toguna {
namespace {

using ::testing::HasSubstr;

constexpr char kPlan[] = R"(format: 1
id: "test-plan"
version: "1"
dataset: "test-data"
k: 3
s: 1
c: 1
dimensions { id: "place" tree_csv: "place.csv" }
families {
  id: "records"
  title { fr: "r" en: "r" }
  unit: RECORD
  axes { dimension: "place" coarsest: "all" finest: "town" }
}
)";
constexpr char kPlaces[] = "town;all\na;top\nb;top\n";

std::string Problems(const std::string& plan, const std::string& tree,
                     int64_t most_cells = 1000) {
  const FilePlanResult result = LoadFilePlan(
      "p.textproto", plan,
      [&](const std::string& path) -> absl::StatusOr<std::string> {
        if (path == "gone.csv") return absl::NotFoundError("no");
        return tree;
      },
      most_cells);
  EXPECT_EQ(result.plan.has_value(), result.problems.empty());
  std::string text;
  for (const LoadProblem& problem : result.problems) {
    absl::StrAppend(&text, ProblemText(problem), "\n");
  }
  return text;
}

TEST(FilePlanTest, ReadsAPlanWithItsTree) {
  EXPECT_EQ(Problems(kPlan, kPlaces), "");
  EXPECT_EQ(
      Problems(kPlan, absl::StrCat("\xef\xbb\xbf", "town;all\r\na;top\r\n")),
      "");
}

TEST(FilePlanTest, ReadsRungs) {
  EXPECT_EQ(
      Problems(absl::StrReplaceAll(kPlan, {{"c: 1",
                                            "c: 1\nrungs { k: 10 s: 1 c: 1 }\n"
                                            "max_global_risk: 0.1"}}),
               kPlaces),
      "");
}

TEST(FilePlanTest, SaysWhatIsWrongWithThePlan) {
  const struct {
    const char* from;
    const char* to;
    const char* said;
  } kCases[] = {
      {"k: 3", "k: 0", "p.textproto:5: k: 0 is too small"},
      {"k: 3", "k: 1", "p.textproto:5: k: 1 is too small"},
      {"k: 3", "", "k: this field is missing"},
      {"s: 1", "s: 0", "p.textproto:6: s:"},
      {"c: 1", "rungs { k: 3 s: 1 c: 1 }\nc: 1", "p.textproto:7: rungs[1]"},
      {"c: 1", "rungs { k: 9 s: 1 c: 1 }\nmax_global_risk: 0.1\nc: 1",
       "a last rung of k 10 or more"},
      {"c: 1", "colour: 1", "p.textproto:7: "},
      {"format: 1", "format: 2", "p.textproto:1: format"},
      {"\"place\" tree", "\"unit\" tree", "name of another column"},
      {"place.csv", "../place.csv", "without '..'"},
      {"place.csv", "/place.csv", "without '..'"},
      {"place.csv", "place.txt", ".csv below"},
      {"place.csv", "gone.csv", "p.textproto:8: dimensions[1].tree_csv"},
      {"finest: \"town\"", "finest: \"street\"", "'street' does not exist"},
      {"dimension: \"place\" c", "dimension: \"type\" c",
       "'type' does not exist"},
      {"unit: RECORD", "unit: VICTIM stream: ADDED", "service only"},
  };
  for (const auto& one : kCases) {
    EXPECT_THAT(
        Problems(absl::StrReplaceAll(kPlan, {{one.from, one.to}}), kPlaces),
        HasSubstr(one.said))
        << one.to;
  }
}

TEST(FilePlanTest, SaysWhatIsWrongWithATree) {
  const struct {
    const char* tree;
    const char* said;
  } kCases[] = {
      {"", "has no codes"},
      {"town;all\n", "has no codes"},
      {"town;town\na;top\n", "place.csv:1: 'town' is given twice"},
      {"town;all\na;top\nb\n", "place.csv:3: uneven depth: 1 codes"},
      {"town;all\na;top\na;top\n", "place.csv:3: 'a' is given twice"},
      {"town;all\na;top\nb;peak\n", "place.csv:3: 'peak' has no parent, nor"},
      {"town;all\na;top\ntop;a\n", "place.csv:3: 'top' is at the levels"},
      {"town;all\na;a\n", "a cycle, or an uneven depth"},
      {"town;reg;all\na;r;top\nb;s;top\nc;b;top\n", "place.csv:4: 'b' is at"},
      {"town;all\n;top\n", "place.csv:2: '' is not a code"},
      {"town;all\n\x01;top\n", "place.csv:2: '?' is not a code"},
      {"town;all\n\"a;top\n", "place.csv:2:"},
  };
  for (const auto& one : kCases) {
    EXPECT_THAT(Problems(kPlan, one.tree), HasSubstr(one.said)) << one.tree;
  }
  const std::string deeper =
      absl::StrReplaceAll(kPlan, {{"coarsest: \"all\"", "coarsest: \"reg\""}});
  EXPECT_THAT(Problems(deeper, "town;reg;all\na;r;top\nb;s;top\nb2;r;top\n"),
              "");
}

TEST(FilePlanTest, ACodeHasOneParent) {
  EXPECT_THAT(Problems(kPlan, "town;reg;sup;all\na;r;x;top\nb;r;y;top\n"),
              HasSubstr("place.csv:3: 'r' is below 'x' and 'y'"));
}

TEST(FilePlanTest, TooManyCellsAreRefusedWithTheirNumber) {
  EXPECT_EQ(Problems(kPlan, kPlaces, 3), "");
  EXPECT_THAT(Problems(kPlan, kPlaces, 2),
              HasSubstr("the plan asks for 3 cells; at most 2"));
}

TEST(FilePlanTest, WhetherEachRecordHasAVictimMustBeSaid) {
  const std::string both = absl::StrCat(kPlan, R"(families {
  id: "victims"
  title { fr: "v" en: "v" }
  unit: VICTIM
  axes { dimension: "place" coarsest: "all" finest: "town" }
}
)");
  EXPECT_THAT(Problems(both, kPlaces), HasSubstr("at least one victim"));
  EXPECT_EQ(Problems(both + "victims_in_every_record: false\n", kPlaces), "");
  EXPECT_THAT(
      Problems(absl::StrCat(kPlan, "victims_in_every_record: true\n"), kPlaces),
      HasSubstr("no meaning here"));
}

}  // namespace
}  // namespace toguna
