#ifndef TOGUNA_TESTS_CRASH_RUN_AND_SAY_H_
#define TOGUNA_TESTS_CRASH_RUN_AND_SAY_H_

#include <cstdio>

#include "tests/crash/crash_harness.h"

namespace toguna::testing {

// Runs the plan and prints how it went.
inline CrashReport RunAndSay(const CrashPlan& plan) {
  CrashReport report = RunCrashPlan(plan);
  std::printf(
      "%d killed, %d ended, %d acknowledged, %d handed out, %zu violations\n",
      report.kills, report.clean_ends, report.acknowledged, report.handed_out,
      report.violations.size());
  for (const auto& [where, times] : report.deaths) {
    std::printf("  %3d %s\n", times, where.c_str());
  }
  return report;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_CRASH_RUN_AND_SAY_H_
