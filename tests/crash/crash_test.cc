#include <cstdint>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/crash/crash_harness.h"
#include "tests/crash/run_and_say.h"

namespace toguna::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(CrashTest, NothingToldIsLostAndNothingLeavesUnloggedIn200Crashes) {
  CrashPlan plan = LedgerActs();
  plan.cycles = 200;
  const CrashReport report = RunAndSay(plan);
  EXPECT_THAT(report.violations, IsEmpty());
  EXPECT_EQ(report.kills, 200);
  EXPECT_GT(report.acknowledged, 200);
  EXPECT_GT(report.handed_out, 0);
}

TEST(CrashTest, AProgramThatHandsOutBeforeItCommitsIsCaught) {
  CrashPlan plan = LedgerActs(Fault::kHandsOutFirst);
  plan.cycles = 20;
  EXPECT_THAT(RunAndSay(plan).violations,
              Contains(HasSubstr("without a signed entry")));
}

TEST(CrashTest, AnActWithoutItsIndexRowIsCaught) {
  CrashPlan plan = LedgerActs();
  plan.cycles = 10;
  plan.acts[0].run = [](Ledger& ledger, uint64_t n,
                        const HandOut&) -> absl::StatusOr<Done> {
    Effects effects;
    effects.entry = {"intake.accept", "x", {{"act", std::to_string(n)}}};
    return Done{*ledger.Commit(effects), ""};
  };
  EXPECT_THAT(RunAndSay(plan).violations, Contains(HasSubstr("a row is gone")));
}

}  // namespace
}  // namespace toguna::testing
