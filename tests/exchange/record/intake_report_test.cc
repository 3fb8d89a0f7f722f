#include "exchange/record/intake_report.h"

#include <set>
#include <string>

#include "exchange/words/intake_words.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace toguna {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

IntakeReport Example() {
  IntakeReport report;
  for (int i = 0; i < 40; ++i) report.Taken();
  report.Replaced();
  report.Duplicate();
  report.Refused("UNKNOWN_CODE", "incident/type");
  report.Refused("UNKNOWN_CODE", "incident/type");
  report.Refused("NOT_A_SUBMISSION", "");
  report.Dropped("geopoint");
  return report;
}

TEST(IntakeReportTest, SaysWhatHappenedAndWhatToDo) {
  EXPECT_EQ(IntakeReportText(Language::kEnglish, Example()),
            "40 records taken\n"
            "1 edited: the new version replaces the old one\n"
            "1 already there: nothing to do\n"
            "3 refused; nothing of them is kept\n"
            "  1 × NOT_A_SUBMISSION. Not a KoboToolbox submission; export "
            "again.\n"
            "  2 × UNKNOWN_CODE, field incident/type. This code is not in its "
            "list; choose one of the list.\n"
            "Left on this computer, as the form's rules say:\n"
            "  1 × exact positions\n");
  EXPECT_THAT(IntakeReportText(Language::kFrench, Example()),
              HasSubstr("40 enregistrements reçus"));
}

TEST(IntakeReportTest, LinesWithoutAnythingToSayAreLeftOut) {
  EXPECT_EQ(IntakeReportText(Language::kEnglish, IntakeReport()),
            "0 records taken\n0 refused; nothing of them is kept\n");
}

TEST(IntakeReportTest, EachReasonHasItsOwnWords) {
  std::set<std::string> seen;
  for (const IntakeReasonWords& words : kIntakeReasons) {
    EXPECT_TRUE(seen.insert(words.help.en()).second) << words.reason;
    EXPECT_EQ(IntakeReasonHelp(words.reason).fr(), words.help.fr());
  }
  EXPECT_EQ(IntakeReasonHelp("NEW_REASON").en(), kIntakeOtherReason.en());
}

}  // namespace
}  // namespace toguna
