#include "exchange/disclosure/jj.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "tests/support/jj_samples.h"

namespace toguna::testing {
namespace {

using ::testing::HasSubstr;

// 2 + 3 + 5 = 10, the first unsafe.
constexpr char kSmall[] =
    "0\n"
    "4\n"
    "0 10 10 s 0 20 0 0 0\n"
    "1 2 2 u 0 20 1 1 0\n"
    "2 3 3.5 s 0 20 0 0 0\n"
    "3 5 5 z 0 20 0 0 0\n"
    "1\n"
    "0.0 4 : 0 (-1) 1 (1) 2 (1) 3 (1)\n";

absl::StatusOr<JjInstance> Parse(const std::string& text) {
  return ParseJj(text, Language::kEnglish);
}

TEST(JjTest, ReadsCellsAndConstraints) {
  const auto instance = Parse(kSmall);
  ASSERT_TRUE(instance.ok()) << instance.status();
  ASSERT_EQ(instance->cells.size(), 4u);
  EXPECT_EQ(instance->cells[1].status, JjStatus::kUnsafe);
  EXPECT_EQ(instance->cells[1].upper_level, 1);
  EXPECT_EQ(instance->cells[2].cost, 3.5);
  EXPECT_EQ(instance->cells[3].status, JjStatus::kAlwaysShown);
  ASSERT_EQ(instance->constraints.size(), 1u);
  EXPECT_EQ(instance->constraints[0].terms[0],
            (std::pair<size_t, double>(0, -1)));
}

TEST(JjTest, TakesWhatOtherProgramsWrite) {
  const std::vector<std::pair<std::string, std::string>> ways = {
      {"\n", "\r\n"}, {" ", "\t"}, {"(1)", "( 1 )"}, {" : ", ":"}};
  const JjInstance plain = *Parse(kSmall);
  for (const auto& [from, to] : ways) {
    const auto other = Parse(absl::StrReplaceAll(kSmall, {{from, to}}));
    ASSERT_TRUE(other.ok()) << to << other.status();
    EXPECT_EQ(*other, plain);
  }
  EXPECT_TRUE(Parse(absl::StrCat(kSmall, "\n  \n")).ok());
}

TEST(JjTest, WhatIsWrittenIsReadBack) {
  rc::check("read(write(x)) == x", [](uint64_t seed) {
    const JjInstance instance =
        seed % 2 == 0 ? MagnitudeTable({FlatTree(3), DeepTree(2, 2)}, 30, seed)
                      : RandomCounts({FlatTree(4), FlatTree(3)}, 4, seed);
    const auto read = Parse(WriteJj(instance));
    RC_ASSERT(read.ok());
    RC_ASSERT(*read == instance);
  });
}

struct Mistake {
  std::string from;
  std::string to;
  std::string line;  // that the error names
  std::string why;
};

TEST(JjTest, EveryMistakeIsNamedWithItsLine) {
  const std::vector<Mistake> mistakes = {
      {"0\n4\n", "1\n4\n", "line 1", "must be '0'"},
      {"0\n4\n", "0\nfour\n", "line 2", "how many cells"},
      {"0\n4\n", "0\n0\n", "line 2", "how many cells"},
      {"0\n4\n", "0\n-4\n", "line 2", "how many cells"},
      {"0\n4\n", "0\n5\n", "line 7", "nine fields"},
      {"0\n4\n", "0\n3\n", "line 6", "how many constraints"},
      {"1 2 2 u", "0 2 2 u", "line 4", "cell 0 is given twice"},
      {"1 2 2 u", "4 2 2 u", "line 4", "not the index"},
      {"1 2 2 u", "-1 2 2 u", "line 4", "not the index"},
      {"1 2 2 u", "1.0 2 2 u", "line 4", "not the index"},
      {"1 2 2 u", "1 2 2 w", "line 4", "'w' is not a status"},
      {"1 2 2 u", "1 2 -2 u", "line 4", "the cost cannot be negative"},
      {"1 2 2 u", "1 nan 2 u", "line 4", "'nan' is not a number"},
      {"1 2 2 u", "1 inf 2 u", "line 4", "'inf' is not a number"},
      {"1 2 2 u", "1 2 1e300 u", "line 4", "'1e300' is not a number"},
      {"1 2 2 u", "1 2 2x u", "line 4", "'2x' is not a number"},
      {"u 0 20 1 1 0", "u 0 20 1 1", "line 4", "nine fields"},
      {"u 0 20 1 1 0", "u 0 20 1 1 0 0", "line 4", "nine fields"},
      {"u 0 20 1 1 0", "u 0 20 -1 1 0", "line 4", "protection level"},
      {"u 0 20 1 1 0", "u 3 20 1 1 0", "line 4", "outside its bounds 3 and 20"},
      {"u 0 20 1 1 0", "u 0 1 1 1 0", "line 4", "outside its bounds"},
      {"1 2 2 u", "1 2.5 2 u", "line 8", "come to 0.5 instead of 0"},
      {"\n1\n0.0", "\n0\n0.0", "line 7", "how many constraints"},
      {"\n1\n0.0", "\n2\n0.0", "line 9", "the file ends before"},
      {"0.0 4 :", "7 4 :", "line 8", "come to 0 instead of 7"},
      {"0.0 4 :", "0.0 4", "line 8", "a constraint is written"},
      {"0.0 4 :", "0.0 3 :", "line 8", "announces 3 terms and has 4"},
      {"0.0 4 :", "nan 4 :", "line 8", "not a number"},
      {"3 (1)", "2 (1)", "line 8", "cell 2 is given twice"},
      {"3 (1)", "9 (1)", "line 8", "not the index"},
      {"3 (1)", "3 (0)", "line 8", "a coefficient is zero"},
      {"3 (1)", "3 [1]", "line 8", "a constraint is written"},
      {"3 (1)", "3 (1", "line 8", "a constraint is written"},
      {"3 (1)\n", "3 (1)\nmore\n", "line 9", "nothing is expected here"},
  };
  for (const auto& [from, to, line, why] : mistakes) {
    const std::string text = absl::StrReplaceAll(kSmall, {{from, to}});
    ASSERT_NE(text, kSmall) << from;
    const auto instance = Parse(text);
    ASSERT_FALSE(instance.ok()) << to;
    EXPECT_EQ(ReasonOf(instance.status()).code, "JJ_INVALID");
    EXPECT_THAT(instance.status().message(), HasSubstr(line)) << to;
    EXPECT_THAT(instance.status().message(), HasSubstr(why)) << to;
  }
}

TEST(JjTest, AFileCutShortIsNeverTaken) {
  const std::string text = kSmall;
  for (size_t size = 0; size + 2 < text.size(); ++size) {
    EXPECT_FALSE(Parse(text.substr(0, size)).ok()) << size;
  }
}

TEST(JjTest, TooLargeIsRefusedBeforeWorkAndSaysTheSize) {
  const auto cells = Parse("0\n10000000\n");
  EXPECT_EQ(ReasonOf(cells.status()).code, "JJ_TOO_LARGE");
  EXPECT_THAT(cells.status().message(), HasSubstr("10000000 cells"));
  const auto rows =
      Parse(absl::StrReplaceAll(kSmall, {{"\n1\n0.0", "\n10000000\n0.0"}}));
  EXPECT_EQ(ReasonOf(rows.status()).code, "JJ_TOO_LARGE");
}

TEST(JjTest, MistakesAreSaidInFrench) {
  const auto instance = ParseJj("1\n", Language::kFrench);
  EXPECT_THAT(instance.status().message(), HasSubstr("ligne 1"));
}

TEST(JjTest, PatternsAreReadBack) {
  const JjInstance instance = *Parse(kSmall);
  const JjPattern pattern = {JjVerdict::kSecondary, JjVerdict::kUnsafe,
                             JjVerdict::kShown, JjVerdict::kShown};
  const std::string text = WriteJjPattern(pattern);
  EXPECT_EQ(text, "0 x\n1 u\n2 s\n3 s\n");
  EXPECT_EQ(*ParseJjPattern(text, instance, Language::kEnglish), pattern);
  EXPECT_TRUE(
      ParseJjPattern("3 s\n2 s\n1 s\n0 s", instance, Language::kEnglish).ok());
}

TEST(JjTest, PatternsThatDoNotFitAreRefused) {
  const JjInstance instance = *Parse(kSmall);
  for (const std::string text :
       {"", "0 x\n1 u\n2 s\n", "0 x\n1 u\n2 s\n3 x\n", "0 x\n1 x\n2 s\n3 s\n",
        "0 u\n1 u\n2 s\n3 s\n", "0 x\n1 u\n2 s\n2 s\n3 s\n",
        "0 x\n1 u\n2 s\n4 s\n", "0 x\n1 u\n2 z\n3 s\n",
        "0 x y\n1 u\n2 s\n3 s\n", "0 x\n\n1 u\n2 s\n3 s\n"}) {
    const auto pattern = ParseJjPattern(text, instance, Language::kEnglish);
    EXPECT_EQ(ReasonOf(pattern.status()).code, "JJ_INVALID") << text;
  }
}

}  // namespace
}  // namespace toguna::testing
