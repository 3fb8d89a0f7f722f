// The checker of cohorts in files, mistake by mistake.

#include "exchange/checker/check_cohorts.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace toguna {
namespace {

using ::testing::ElementsAre;
using Kind = CheckedFault::Kind;

std::vector<Kind> KindsOf(const CohortsToCheck& check) {
  std::vector<Kind> kinds;
  for (const CheckedFault& fault : CheckCohorts(check).faults) {
    kinds.push_back(fault.kind);
  }
  return kinds;
}

// A small file by hand: p is a tree of a, b | c, d, and q has 1, 2, 3.
CohortsToCheck Small(const std::string& rows) {
  CohortsToCheck check;
  check.file = {.name = "f", .text = "p;q;cohort;cohort_size\n" + rows};
  check.minimum = 2;
  check.hierarchies["p"] = {.name = "h_p",
                            .text = "a;x;*\nb;x;*\nc;y;*\nd;y;*\n"};
  check.hierarchies["q"] = {.name = "h_q", .text = "1;*\n2;*\n3;*\n"};
  return check;
}

constexpr char kGood[] =
    "x;*;1;2\nx;*;1;2\n"
    "y;{1|2};2;2\ny;{1|2};2;2\n"
    "y;3;3;2\ny;3;3;2\n";

TEST(CheckCohortsTest, SaysWhatIsWrong) {
  EXPECT_THAT(KindsOf(Small(kGood)), ElementsAre());
  const auto with = [](const std::string& from, const std::string& to) {
    std::string rows = kGood;
    for (size_t at = rows.find(from); at != std::string::npos;
         at = rows.find(from, at + to.size())) {
      rows.replace(at, from.size(), to);
    }
    return KindsOf(Small(rows));
  };
  EXPECT_THAT(with("{1|2}", "{2|1}"), ElementsAre(Kind::kPoolOrder));
  EXPECT_THAT(with("{1|2}", "{1|1}"), ElementsAre(Kind::kPoolOrder));
  EXPECT_THAT(with("{1|2}", "{1}"), ElementsAre(Kind::kPoolOfOne));
  EXPECT_THAT(with("{1|2}", "{1|2|3}"), ElementsAre(Kind::kPoolOfAll));
  EXPECT_THAT(with("{1|2}", "{1|9}"), ElementsAre(Kind::kLabelUnknown));
  EXPECT_THAT(with("y;3", "{a|c};3"), ElementsAre(Kind::kPoolOfOthers));
  EXPECT_THAT(with("y;3", "{a|x};3"), ElementsAre(Kind::kPoolOfOthers));
  EXPECT_THAT(with("{1|2}", "1"), ElementsAre(Kind::kNotCovered));
  EXPECT_THAT(with("{1|2}", "*"), ElementsAre(Kind::kOverlap));
  EXPECT_THAT(with("x;*", "*;*"), ElementsAre(Kind::kOverlap));
  EXPECT_THAT(with("3;3;2", "3;4;2"), ElementsAre(Kind::kNumberMissing));
  EXPECT_THAT(with("3;3;2", "3;03;2"),
              ElementsAre(Kind::kNumber, Kind::kNumber));
  EXPECT_THAT(with("3;3;2\ny;3;3;2", "3;3;1"), ElementsAre(Kind::kTooSmall));
  EXPECT_THAT(with("3;3;2", "3;3;3"), ElementsAre(Kind::kWrongSize));
  EXPECT_THAT(with("2;2\ny;{", "2;2\nx;{"), ElementsAre(Kind::kRowsDiffer));
}

TEST(CheckCohortsTest, SaysWhatCannotBeRead) {
  const auto only = [](CohortsToCheck check) {
    const std::vector<Kind> kinds = KindsOf(check);
    EXPECT_EQ(kinds.size(), 1U);
    return kinds.empty() ? Kind::kDiverseChanged : kinds[0];
  };
  const auto text = [&](const std::string& all) {
    CohortsToCheck check = Small("");
    check.file.text = all;
    return only(check);
  };
  EXPECT_EQ(text(""), Kind::kEmpty);
  EXPECT_EQ(text("p;q;cohort;cohort_size\n"), Kind::kEmpty);
  EXPECT_EQ(text("p;q,r;cohort;cohort_size\n"), Kind::kDelimiters);
  EXPECT_EQ(text("p;q;cohort_size;cohort\na;1;2;1\n"), Kind::kHeading);
  EXPECT_EQ(text("p;p;cohort;cohort_size\na;a;1;2\n"), Kind::kColumnTwice);
  EXPECT_EQ(text("p;z;cohort;cohort_size\na;a;1;2\n"), Kind::kColumnUnknown);
  EXPECT_EQ(text("cohort;cohort_size\n1;2\n1;2\n"), Kind::kNoAttribute);
  EXPECT_EQ(text("p;cohort;cohort_size\n*;1;2\n*;1;2;3\n"), Kind::kFields);
  EXPECT_EQ(text("p;cohort;cohort_size\n\"*;1;2\n"), Kind::kNotCsv);
  CohortsToCheck diverse = Small(kGood);
  diverse.diverse = "need";
  EXPECT_EQ(only(diverse), Kind::kColumnMissing);
  const auto hierarchy = [&](const std::string& all) {
    CohortsToCheck check = Small(kGood);
    check.hierarchies["q"].text = all;
    return only(check);
  };
  EXPECT_EQ(hierarchy(""), Kind::kEmpty);
  EXPECT_EQ(hierarchy("1;*\n2\n"), Kind::kLevels);
  EXPECT_EQ(hierarchy("1;x;*\n2;;*\n"), Kind::kLevels);
  EXPECT_EQ(hierarchy("1;*\n2;+\n"), Kind::kTwoTops);
  EXPECT_EQ(hierarchy("1;*\n1;*\n"), Kind::kValueTwice);
  EXPECT_EQ(hierarchy("{1;*\n2;*\n"), Kind::kReserved);
  EXPECT_EQ(hierarchy("1;x;y;*\n2;x;z;*\n"), Kind::kNotNested);
  EXPECT_EQ(hierarchy("1;x;*\nx;y;*\n"), Kind::kTwoNodes);
}

TEST(CheckCohortsTest, AnyBytesAreReadOrRefused) {
  std::mt19937_64 random(1);
  const std::string signs = "{|};,\"\n\r 12xy*\xff";
  int holds = 0;
  for (int i = 0; i < 20'000; ++i) {
    CohortsToCheck check = Small(kGood);
    check.coarser = check.file;
    std::string& text = i % 3 == 0   ? check.hierarchies["p"].text
                        : i % 3 == 1 ? check.file.text
                                     : check.coarser->text;
    for (size_t changes = 1 + random() % 4; changes > 0; --changes) {
      const size_t at = random() % (text.size() + 1);
      const char sign = signs[random() % signs.size()];
      text.replace(at, random() % 3, std::string(random() % 2, sign));
    }
    holds += CheckCohorts(check).faults.empty() ? 1 : 0;
  }
  // Blank lines, names of values that do not occur, quotes around a field.
  EXPECT_GT(holds, 0);
  EXPECT_LT(holds, 4000);
}

TEST(CheckCohortsTest, CountsDiversityAsItIsDefined) {
  const auto holds = [](const std::string& values,
                        const CheckedDiversity& asked) {
    CohortsToCheck check;
    check.file.text = "p;s;cohort;cohort_size\n";
    for (const char value : values) {
      absl::StrAppend(&check.file.text, "*;", std::string(1, value), ";1;",
                      values.size(), "\n");
    }
    check.minimum = 1;
    check.hierarchies["p"].text = "a;*\nb;*\n";
    check.diverse = "s";
    check.diversity = asked;
    return KindsOf(check).empty();
  };
  using Of = CheckedDiversity::Kind;
  EXPECT_TRUE(holds("abc", {.kind = Of::kDistinct, .l = 3}));
  EXPECT_FALSE(holds("abab", {.kind = Of::kDistinct, .l = 3}));
  EXPECT_TRUE(holds("abcabc", {.kind = Of::kEntropy, .l = 3}));
  EXPECT_FALSE(holds("abcabca", {.kind = Of::kEntropy, .l = 3}));
  EXPECT_TRUE(holds("aaabb", {.kind = Of::kEntropy, .l = 1.9}));
  EXPECT_FALSE(holds("aaaaab", {.kind = Of::kEntropy, .l = 1.9}));
  // 3 < 2 * (1 + 1) with l = 2; with l = 3 the last alone counts.
  EXPECT_TRUE(holds("aaabc", {.kind = Of::kRecursive, .l = 2, .c = 2}));
  EXPECT_FALSE(holds("aaabc", {.kind = Of::kRecursive, .l = 3, .c = 2}));
  EXPECT_FALSE(holds("aaaabc", {.kind = Of::kRecursive, .l = 2, .c = 2}));
  EXPECT_FALSE(holds("aabb", {.kind = Of::kRecursive, .l = 3, .c = 9}));
}

// 40^60 combinations do not fit 128 bits, and one box less is still seen.
TEST(CheckCohortsTest, AddsUpBoxesOfAnySize) {
  CohortsToCheck check;
  std::string heading;
  std::string hierarchy;
  for (int i = 0; i < 40; ++i) absl::StrAppend(&hierarchy, "v", i, ";*\n");
  std::string all;
  for (int a = 0; a < 60; ++a) {
    const std::string column = absl::StrCat("c", a);
    check.hierarchies[column].text = hierarchy;
    heading += column + ";";
    all += a < 59 ? "*;" : "";
  }
  heading += "cohort;cohort_size\n";
  std::vector<std::string> labels;
  for (int i = 0; i < 39; ++i) labels.push_back(absl::StrCat("v", i));
  std::sort(labels.begin(), labels.end());
  const std::string rest = absl::StrCat("{", absl::StrJoin(labels, "|"), "}");
  check.minimum = 1;
  check.file.text =
      absl::StrCat(heading, all, rest, ";1;1\n", all, "v39;2;1\n");
  EXPECT_THAT(KindsOf(check), ElementsAre());
  check.file.text = absl::StrCat(heading, all, rest, ";1;1\n");
  EXPECT_THAT(KindsOf(check), ElementsAre(Kind::kNotCovered));
}

TEST(CheckCohortsTest, AHundredThousandCohortsAreNoMatter) {
  // A grid of 300 x 340 values, a cohort each, and two that overlap far apart.
  CohortsToCheck check;
  check.minimum = 1;
  std::string rows = "p;q;cohort;cohort_size\n";
  for (int i = 0; i < 300; ++i) {
    absl::StrAppend(&check.hierarchies["p"].text, "p", i, ";g", i / 10, ";*\n");
  }
  for (int i = 0; i < 340; ++i) {
    absl::StrAppend(&check.hierarchies["q"].text, "q", i, ";g", i / 10, ";*\n");
  }
  int number = 0;
  for (int i = 0; i < 300; ++i) {
    for (int j = 0; j < 340; ++j) {
      absl::StrAppend(&rows, "p", i, ";q", j, ";", ++number, ";1\n");
    }
  }
  const auto start = std::chrono::steady_clock::now();
  check.file.text = rows;
  EXPECT_THAT(KindsOf(check), ElementsAre());
  std::cout << "102000 cohorts: "
            << std::chrono::duration<double>(std::chrono::steady_clock::now() -
                                             start)
                   .count()
            << " s\n";
  check.file.text = rows + absl::StrCat("p0;g3;", number + 1, ";1\n");
  EXPECT_THAT(KindsOf(check), ElementsAre(Kind::kOverlap));
}

}  // namespace
}  // namespace toguna
