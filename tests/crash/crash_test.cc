#include <cstdio>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/crash/crash_harness.h"

namespace toguna::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

CrashReport RunAndSay(const CrashPlan& plan) {
  CrashReport report = RunCrashPlan(plan);
  std::printf(
      "%d killed, %d ended, %d acknowledged, %d delivered, %zu violations\n",
      report.kills, report.clean_ends, report.acknowledged, report.delivered,
      report.violations.size());
  return report;
}

TEST(CrashTest, NothingToldIsLostAndNothingLeavesUnloggedIn200Crashes) {
  CrashPlan plan = LedgerActs();
  plan.cycles = 270;
  const CrashReport report = RunAndSay(plan);
  EXPECT_THAT(report.violations, IsEmpty());
  EXPECT_GE(report.kills, 200);
  EXPECT_GT(report.acknowledged, 200);
  EXPECT_GT(report.delivered, 0);
}

TEST(CrashTest, AProgramThatDeliversBeforeItCommitsIsCaught) {
  CrashPlan plan = LedgerActs();
  plan.cycles = 20;
  plan.deliver_first = true;
  EXPECT_THAT(RunAndSay(plan).violations,
              Contains(HasSubstr("delivered without a signed entry")));
}

TEST(CrashTest, AnActWithoutItsIndexRowIsCaught) {
  CrashPlan plan = LedgerActs();
  plan.cycles = 10;
  plan.acts[0].run = [](Ledger& ledger, uint64_t n) {
    Effects effects;
    effects.entry = {"intake.accept", "x", {{"act", std::to_string(n)}}};
    return ledger.Commit(effects);
  };
  EXPECT_THAT(RunAndSay(plan).violations, Contains(HasSubstr("a row is gone")));
}

}  // namespace
}  // namespace toguna::testing
