// Data, hierarchies and results of cohorts as files: each mistake said with
// its line.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/cohort/form.h"
#include "exchange/sdc/cohort_data.h"
#include "exchange/sdc/cohort_hierarchy.h"
#include "exchange/sdc/cohort_output.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace toguna {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string HierarchyFault(const std::string& text) {
  const auto tree = ParseCohortHierarchy("h.csv", text, Language::kEnglish);
  if (tree.ok()) return "";
  EXPECT_EQ(ReasonOf(tree.status()).code, "COHORT_FILE_INVALID");
  return std::string(tree.status().message());
}

TEST(CohortHierarchyTest, ReadsWhatArxWrites) {
  EXPECT_EQ(HierarchyFault("\xef\xbb\xbf"
                           "a;x;*\r\nb;x;*\r\n\r\nc;y;*\r\n"),
            "");
  EXPECT_EQ(HierarchyFault("\"a;1\";x;*\nb;x;*"), "");
  // The same label on levels of one chain is one node.
  EXPECT_EQ(HierarchyFault("a;a;*\nb;x;*\nc;x;*\n"), "");
  EXPECT_EQ(HierarchyFault("a;x;*;*\nb;x;*;*\n"), "");
  EXPECT_EQ(HierarchyFault("*\n"), "");
}

TEST(CohortHierarchyTest, SaysEachMistakeWithItsLine) {
  const std::vector<std::pair<std::string, std::string>> mistakes = {
      {"", "h.csv:0: the file is empty"},
      {"a;x;*\nb;*\n", "h.csv:2: a level is missing (2 instead of 3)"},
      {"a;x;*\nb;;*\n", "h.csv:2: a level is missing"},
      {"a;x;*\nb;x;all\n", "h.csv:2: two tops: '*' and 'all'"},
      {"a;x;r;*\nb;x;s;*\n",
       "h.csv:2: the levels are not nested: 'x' is below 'r' and 's'"},
      {"a;x;*\na;x;*\n", "h.csv:2: the value 'a' is there already"},
      {"a;a;*\na;a;*\n", "h.csv:2: the value 'a' is there already"},
      {"a;x;*\nx;y;*\n", "h.csv:2: 'x' names two different nodes"},
      {"x;y;*\na;x;*\n", "h.csv:2: 'x' names two different nodes"},
      {"a;x;*\nx;x;*\n", "h.csv:2: 'x' names two different nodes"},
      {"x;x;*\na;x;*\n", "h.csv:2: 'x' names two different nodes"},
      {"x;y;x;*\n", "h.csv:1: 'x' names two different nodes"},
      {"a;{x;*\n", "h.csv:1: '{x' holds"},
      {"a|b;x;*\n", "h.csv:1: 'a|b' holds"},
      {"a;x;*\n\"b;x;*\n", "h.csv:2: this is not CSV"},
      {"a;x\r;*\n", "h.csv:1: this is not CSV"},
  };
  for (const auto& [text, said] : mistakes) {
    EXPECT_THAT(HierarchyFault(text), StartsWith(said)) << text;
  }
}

class CohortDataTest : public ::testing::Test {
 protected:
  CohortDataTest() {
    trees_.emplace("p", *ParseCohortHierarchy("p.csv", "a;x;*\nb;x;*\nc;y;*\n",
                                              Language::kEnglish));
    trees_.emplace("q", *ParseCohortHierarchy("q.csv", "1;*\n2;*\n\"3,4\";*\n",
                                              Language::kEnglish));
  }
  std::string Fault(const std::string& text) {
    const auto data =
        ParseCohortData("d.csv", text, columns_, trees_, Language::kEnglish);
    if (data.ok()) return "";
    EXPECT_EQ(ReasonOf(data.status()).code, "COHORT_FILE_INVALID");
    return std::string(data.status().message());
  }

  std::map<std::string, CodeTree> trees_;
  CohortColumns columns_{.hierarchies = "h_"};
};

TEST_F(CohortDataTest, ReadsEachDistinctRowOnce) {
  columns_.entities = "who";
  columns_.sources = "org";
  columns_.diversity = "s";
  columns_.drop = {"note"};
  const auto data = ParseCohortData("d.csv",
                                    "\xef\xbb\xbf"
                                    "q,note,s,p,who,org\r\n"
                                    "1,n,u,a,7,o\r\n"
                                    "\"3,4\",\"n\nn\",v,b,8,o\r\n"
                                    "1,,u,a,7,o\r\n",
                                    columns_, trees_, Language::kEnglish);
  ASSERT_TRUE(data.ok()) << data.status();
  EXPECT_EQ(data->heading.delimiter, ',');
  EXPECT_THAT(data->attributes, ElementsAre(0, 3));
  EXPECT_THAT(data->tuples.rows, ElementsAre(2, 1));
  EXPECT_THAT(data->tuple_of_row, ElementsAre(0, 1, 0));
  EXPECT_THAT(data->sensitive_values, ElementsAre("u", "v"));
  EXPECT_EQ(data->entities, 2);
  EXPECT_EQ(data->sources, 1);
  Cohorts all = {{.box = {{0}, {0}}, .tuples = {0, 1}, .rows = 3}};
  EXPECT_EQ(WriteCohortFile(*data, {&trees_.at("q"), &trees_.at("p")}, all),
            "q,s,p,cohort,cohort_size\n"
            "*,u,*,1,3\n*,v,*,1,3\n*,u,*,1,3\n");
}

TEST_F(CohortDataTest, PooledLabelsAreSortedAndQuoted) {
  const CodeTree& tree = trees_.at("q");
  const CohortValue pool = {*tree.Find("2"), *tree.Find("3,4")};
  EXPECT_EQ(CohortLabel(tree, pool), "{2|3,4}");
  const CohortValue turned = {*tree.Find("3,4"), *tree.Find("1")};
  EXPECT_EQ(CohortLabel(tree, turned), "{1|3,4}");
}

TEST_F(CohortDataTest, SaysEachMistakeWithItsLine) {
  const std::vector<std::pair<std::string, std::string>> mistakes = {
      {"", "d.csv:1: the file is empty"},
      {"p;q,z\n", "d.csv:1: the first line has both"},
      {"p;p\n", "d.csv:1: column 'p' comes twice"},
      {"p;\n", "d.csv:1: column 2 has no name"},
      {"p;cohort\n", "d.csv:1: 'cohort' is the name of a column"},
      {"p;z\n", "d.csv:1: column 'z' has no hierarchy (h_z.csv)"},
      {"p;q\na;1\nd;1\n", "d.csv:3: the value of 'p' is not in its hierarchy"},
      {"p;q\nx;1\n", "d.csv:2: the value of 'p' is not in its hierarchy"},
      {"p;q\na;1\n\na,1\n", "d.csv:4: 1 fields instead of 2"},
      {"p;q\na;1;2\n", "d.csv:2: 3 fields instead of 2"},
      {"p;q\na;\"1\n", "d.csv:2: this is not CSV"},
      {"p;q\na;1\"\n", "d.csv:2: this is not CSV"},
      {"p;q\ra;1\r", "d.csv:1: this is not CSV"},
  };
  for (const auto& [text, said] : mistakes) {
    EXPECT_THAT(Fault(text), StartsWith(said)) << text;
  }
  columns_.most_values = 4;
  EXPECT_EQ(Fault("p;q\na;1\nb;1\n"), "");
  EXPECT_THAT(Fault("p;q\na;1\nb;1\nc;2\n"),
              StartsWith("d.csv:4: more than 4 rows"));
}

TEST_F(CohortDataTest, OptionsMustNameColumnsThatAreThere) {
  columns_.entities = "who";
  EXPECT_THAT(Fault("p;q\n"), HasSubstr("no column 'who', which --entities"));
  EXPECT_THAT(Fault("p;who\na;\n"), StartsWith("d.csv:2: 'who' is empty"));
  columns_.drop = {"who"};
  EXPECT_THAT(Fault("p;who\n"),
              HasSubstr("'who' is named by both --entities and --drop"));
  columns_.entities.clear();
  columns_.drop = {"p", "q"};
  EXPECT_THAT(Fault("p;q\n"), HasSubstr("no column has a hierarchy h_"));
}

TEST_F(CohortDataTest, SixtyAttributesAreNoMatter) {
  std::map<std::string, CodeTree> trees;
  std::string text;
  std::string row;
  for (int i = 0; i < 60; ++i) {
    trees.emplace(absl::StrCat("c", i),
                  *ParseCohortHierarchy("h", "a;x;*\nb;x;*\nc;y;*\nd;y;*\n",
                                        Language::kEnglish));
    absl::StrAppend(&text, i == 0 ? "" : ";", "c", i);
  }
  text += "\n";
  for (int r = 0; r < 64; ++r) {
    for (int i = 0; i < 60; ++i) {
      absl::StrAppend(&text, i == 0 ? "" : ";",
                      std::string(1, "abcd"[(r >> (i % 6)) & 3]));
    }
    text += "\n";
  }
  const auto data =
      ParseCohortData("d.csv", text, columns_, trees, Language::kEnglish);
  ASSERT_TRUE(data.ok()) << data.status();
  CohortOptions options{.rungs = {{.k = 2}}};
  for (const size_t a : data->attributes) {
    options.trees.push_back(&trees.at(data->heading.columns[a]));
  }
  EXPECT_GT(FormCohorts(data->tuples, options)->back().size(), 10U);
}

}  // namespace
}  // namespace toguna
