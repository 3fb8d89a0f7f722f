#ifndef TOGUNA_TESTS_CRASH_CRASH_HARNESS_H_
#define TOGUNA_TESTS_CRASH_CRASH_HARNESS_H_

// Kills a real process at every durable step, again and again, and looks at
// what is left with the eyes of an outsider and of the next start.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/usecase/ledger.h"

namespace toguna::testing {

// Something the program is asked to do. Acts run over a Ledger alone, so those
// of the tests can be exchanged for use cases.
struct Act {
  std::string name;
  // Does it for the `n`-th time (no `n` comes twice in one store) and returns
  // the index of its log entry.
  std::function<absl::StatusOr<uint64_t>(Ledger& ledger, uint64_t n)> run;
  // What is wrong with act `n`, whose entry is number `index`, in a ledger that
  // was opened after a crash; empty if nothing.
  std::function<std::string(const Ledger& ledger, uint64_t n, uint64_t index)>
      check;
  // Its result may leave only once a checkpoint covers its entry.
  bool delivers = false;
};

struct CrashPlan {
  std::vector<Act> acts;  // one after the other, then again from the first
  // What is wrong with the whole ledger after a crash; empty if nothing.
  std::function<std::string(const Ledger& ledger)> check_all;
  int cycles = 0;
  uint64_t seed = 1;
  // A broken program, which the harness must catch: delivers, then commits.
  bool deliver_first = false;
};

struct CrashReport {
  int kills = 0;
  int clean_ends = 0;
  int acknowledged = 0;
  int delivered = 0;
  std::vector<std::string> violations;
};

// Runs the plan. The calling process must not have opened a RocksDB, since
// children are forked from it.
CrashReport RunCrashPlan(const CrashPlan& plan);

// Acts as those of intake, seal and release, and their checks.
CrashPlan LedgerActs();

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_CRASH_CRASH_HARNESS_H_
