#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/crash/crash_harness.h"
#include "tests/crash/run_and_say.h"

namespace toguna::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;

TEST(UseCaseCrashTest, NothingToldIsLostAndNothingLeavesUnloggedIn240Crashes) {
  CrashPlan plan = UseCaseActs();
  plan.cycles = 240;
  const CrashReport report = RunAndSay(plan);
  EXPECT_THAT(report.violations, IsEmpty());
  EXPECT_GE(report.kills, 230);
  EXPECT_GT(report.acknowledged, 200);
  EXPECT_GT(report.handed_out, 50);
  for (const char* act :
       {"submit", "retract", "close", "seal", "extract", "feed"}) {
    for (const char* step :
         {"before-commit", "commit", "checkpoint-stored", "anchor-written"}) {
      EXPECT_THAT(report.deaths,
                  Contains(Key(absl::StrCat(act, " at ", step))));
    }
  }
}

// Asking for a seal is over so soon that a death meant for it easily meets the
// seal instead, so it is aimed at.
TEST(UseCaseCrashTest, ASealThatWasAskedForComesOutTheSameWhateverDies) {
  for (const char* step :
       {"before-commit", "commit", "checkpoint-stored", "anchor-written"}) {
    CrashPlan plan = UseCaseActs();
    plan.cycles = 6;
    plan.aim = kAskAct;
    plan.aim_step = step;
    const CrashReport report = RunAndSay(plan);
    EXPECT_THAT(report.violations, IsEmpty());
    EXPECT_THAT(report.deaths, Contains(Key(absl::StrCat("ask at ", step))));
  }
}

// The release path alone, at each durable step of it in turn. A few times in
// every run; TOGUNA_CRASH_CYCLES=1000 for as many in all.
TEST(UseCaseCrashTest, NoReleaseLeavesUnloggedOrTwiceWhereverItDies) {
  const char* wanted = std::getenv("TOGUNA_CRASH_CYCLES");
  int cycles = 0;
  if (wanted == nullptr || !absl::SimpleAtoi(wanted, &cycles)) cycles = 24;
  uint64_t seed = 1;
  int kills = 0;
  for (const char* step :
       {"before-commit", "commit", "checkpoint-stored", "anchor-written"}) {
    CrashPlan plan = UseCaseActs();
    plan.cycles = cycles / 4;
    plan.seed = seed++;
    plan.aim = kExtractAct;
    plan.aim_step = step;
    const CrashReport report = RunAndSay(plan);
    kills += report.kills;
    EXPECT_THAT(report.violations, IsEmpty());
    EXPECT_THAT(report.deaths,
                Contains(Key(absl::StrCat("extract at ", step))));
  }
  EXPECT_GE(kills, cycles * 9 / 10);
}

TEST(UseCaseCrashTest, ARecallAndItsAttestationAreThereOrNotWhateverDies) {
  for (const auto& [act, name] :
       {std::pair(kRecallAct, "recall"), std::pair(kAttestAct, "attest")}) {
    for (const char* step : {"before-commit", "commit"}) {
      CrashPlan plan = UseCaseActs();
      plan.cycles = 6;
      plan.aim = act;
      plan.aim_step = step;
      const CrashReport report = RunAndSay(plan);
      EXPECT_THAT(report.violations, IsEmpty());
      EXPECT_THAT(report.deaths,
                  Contains(Key(absl::StrCat(name, " at ", step))));
    }
  }
}

TEST(UseCaseCrashTest, AReleaseThatLeavesBeforeItsCommitIsCaught) {
  CrashPlan plan = UseCaseActs(Fault::kHandsOutFirst);
  plan.cycles = 12;
  plan.aim = kExtractAct;
  EXPECT_THAT(
      RunAndSay(plan).violations,
      Contains(HasSubstr("extract handed out something without a signed")));
}

TEST(UseCaseCrashTest, AReleaseThatDoesNotWaitForItsCheckpointIsCaught) {
  CrashPlan plan = UseCaseActs(Fault::kSkipsCheckpoint);
  plan.cycles = 12;
  plan.aim = kExtractAct;
  plan.aim_step = "checkpoint-stored";
  EXPECT_THAT(
      RunAndSay(plan).violations,
      Contains(HasSubstr("extract handed out something without a signed")));
}

}  // namespace
}  // namespace toguna::testing
