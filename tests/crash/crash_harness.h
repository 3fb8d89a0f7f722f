#ifndef TOGUNA_TESTS_CRASH_CRASH_HARNESS_H_
#define TOGUNA_TESTS_CRASH_CRASH_HARNESS_H_

// Kills a real process at every durable step, again and again, and looks at
// what is left with the eyes of an outsider and of the next start.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/usecase/ledger.h"
#include "keys/ring/ring.h"

namespace toguna::testing {

// Name of the log and of its key.
inline constexpr char kCrashOrigin[] = "crash.example/audit/v1";

// What an act answers.
struct Done {
  uint64_t index = 0;  // of its log entry
  std::string text;    // whatever its check wants to know of it later
};

// Something that the world outside the process was told, or was given.
struct Told {
  size_t act = 0;
  uint64_t n = 0;
  bool handed_out = false;  // it left, and may do so only under a checkpoint
  uint64_t index = 0;
  std::string text;
};

// Gives something away that log entry `index` must cover.
using HandOut = std::function<void(uint64_t index, absl::string_view text)>;

// Something that the program is asked to do.
struct Act {
  std::string name;
  // Does it for the `n`-th time. It counts as acknowledged once this returned.
  std::function<absl::StatusOr<Done>(Ledger& ledger, uint64_t n,
                                     const HandOut& hand_out)>
      run;
  // What is wrong with something told, in a ledger that was opened after a
  // crash; empty if nothing. Must not write.
  std::function<std::string(Ledger& ledger, const Told& told)> check;
  // What is wrong with something handed out, for a stranger who has only that;
  // empty if nothing. Optional.
  std::function<std::string(const Told& told)> look = {};
};

struct CrashPlan {
  std::vector<Act> acts;  // one after the other, then again from the first
  // What is wrong with the whole ledger after a crash; empty if nothing.
  std::function<std::string(const Ledger& ledger)> check_all;
  std::shared_ptr<const Sealer> sealer;
  std::shared_ptr<const RowHasher> hasher;
  std::shared_ptr<const Signer> signer;
  int cycles = 0;
  uint64_t seed = 1;
  // Does the act that was not acknowledged again, as a client would. Otherwise
  // no `n` comes twice in one store.
  bool resume = false;
  // Number of the only act, and the only step, to die in; all in turn if none.
  std::optional<size_t> aim;
  std::string aim_step;
};

struct CrashReport {
  int kills = 0;
  int clean_ends = 0;
  int acknowledged = 0;
  int handed_out = 0;
  // How often the process died in an act: "seal at commit".
  std::map<std::string, int> deaths;
  std::vector<std::string> violations;
};

// Runs the plan. The calling process must not have opened a RocksDB, since
// children are forked from it.
CrashReport RunCrashPlan(const CrashPlan& plan);

// A program that is broken on purpose, which the harness must catch.
enum class Fault {
  kNone,
  kHandsOutFirst,    // a release leaves before it is committed
  kSkipsCheckpoint,  // a release leaves before a checkpoint covers it
};

// Acts on the ledger alone, shaped as those of intake, seal and release.
CrashPlan LedgerActs(Fault fault = Fault::kNone);

// The use cases themselves, month after month: two batches, a retraction,
// close, ask for the seal, seal, extract, download, feed, recall of another
// release and attestation of that.
inline constexpr size_t kAskAct = 4;
inline constexpr size_t kExtractAct = 6;
inline constexpr size_t kRecallAct = 9;
inline constexpr size_t kAttestAct = 10;
CrashPlan UseCaseActs(Fault fault = Fault::kNone);

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_CRASH_CRASH_HARNESS_H_
