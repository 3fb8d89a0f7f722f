#include "exchange/words/words.h"

#include "gtest/gtest.h"

namespace toguna {
namespace {

constexpr Sentence kTaken("{0} reçus, {1} refusés", "{1} refused, {0} taken");

TEST(WordsTest, SaysBothLanguagesWithValuesInTheirPlace) {
  EXPECT_EQ(Say(Language::kFrench, kTaken, {"3", "1"}), "3 reçus, 1 refusés");
  EXPECT_EQ(Say(Language::kEnglish, kTaken, {"3", "1"}), "1 refused, 3 taken");
}

TEST(WordsTest, LanguageFollowsLang) {
  EXPECT_EQ(LanguageOf("fr_FR.UTF-8"), Language::kFrench);
  EXPECT_EQ(LanguageOf("C.UTF-8"), Language::kEnglish);
  EXPECT_EQ(LanguageOf(""), Language::kEnglish);
}

}  // namespace
}  // namespace toguna
