#include "exchange/words/words.h"

// All areas together: a name that two of them use does not compile here.
#include "exchange/words/agreement_words.h"
#include "exchange/words/catalog_words.h"
#include "exchange/words/cohort_check_words.h"
#include "exchange/words/cohort_words.h"
#include "exchange/words/console_words.h"
#include "exchange/words/decision_words.h"
#include "exchange/words/drop_words.h"
#include "exchange/words/extract_words.h"
#include "exchange/words/intake_words.h"
#include "exchange/words/mrm_words.h"
#include "exchange/words/package_words.h"
#include "exchange/words/plan_words.h"
#include "exchange/words/proof_words.h"
#include "exchange/words/release_words.h"
#include "exchange/words/report_words.h"
#include "exchange/words/rpc_words.h"
#include "exchange/words/sdc_files_words.h"
#include "exchange/words/sdc_words.h"
#include "exchange/words/together_words.h"
#include "exchange/words/witness_words.h"
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
