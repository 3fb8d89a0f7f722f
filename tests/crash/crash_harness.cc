#include "tests/crash/crash_harness.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/merkle.h"
#include "exchange/rocksdb/open_rocksdb.h"
#include "exchange/storage/stored_ledger.h"
#include "tests/support/ed25519.h"
#include "tests/support/fake_keys.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

constexpr char kOrigin[] = "crash.example/audit/v1";
constexpr int kActsACycle = 6;
// A new store now and then, so that a cycle does not grow with its number.
constexpr int kCyclesAStore = 50;
constexpr absl::string_view kSteps[] = {"before-commit", "commit",
                                        "checkpoint-stored", "anchor-written"};

// An act that somebody outside was told about.
struct Told {
  size_t act = 0;
  uint64_t n = 0;
  uint64_t index = 0;
};

// What the outside remembers of one store.
struct Memory {
  std::vector<Told> acknowledged;
  std::vector<Told> delivered;
  std::vector<LogHead> heads;
};

// When the child dies.
struct Death {
  absl::string_view step;  // empty: after `microseconds`
  int occurrence = 1;
  bool from_opening = false;  // steps of the opening count too
  int microseconds = 0;
};

void Die() { ::kill(::getpid(), SIGKILL); }

// One line to the parent; lines are short, so each arrives whole.
void Tell(int pipe, const std::string& line) {
  const std::string bytes = line + "\n";
  if (::write(pipe, bytes.data(), bytes.size()) !=
      static_cast<ssize_t>(bytes.size())) {
    ::_exit(3);
  }
}

class Child {
 public:
  Child(const CrashPlan& plan, const Memory& memory, std::string folder,
        const Death& death, int pipe)
      : plan_(plan),
        memory_(memory),
        folder_(std::move(folder)),
        death_(death),
        pipe_(pipe) {}

  void Run(uint64_t first_n) {
    armed_ = death_.from_opening;
    const auto store = OpenRocksDb(folder_ + "/db", {.min_free_bytes = 0});
    if (!store.ok()) return Fail(store.status().ToString());
    auto ledger = StoredLedger::Open(
        **store, sealer_, hasher_, signer_,
        {.origin = kOrigin,
         .anchor_path = folder_ + "/anchor",
         .after_step = [this](absl::string_view step) { Count(step); }});
    if (!ledger.ok()) return Fail(ledger.status().ToString());
    if (const std::string wrong = Check(**ledger); !wrong.empty()) {
      return Fail(wrong);
    }
    armed_ = true;
    if (death_.step.empty()) {
      std::thread([this] {
        std::this_thread::sleep_for(
            std::chrono::microseconds(death_.microseconds));
        Die();
      }).detach();
    }
    for (uint64_t i = 0; i < kActsACycle; ++i) Do(**ledger, first_n + i);
  }

 private:
  void Fail(const std::string& what) { Tell(pipe_, absl::StrCat("V ", what)); }

  void Count(absl::string_view step) {
    if (armed_ && step == death_.step && ++seen_ == death_.occurrence) Die();
  }

  void Do(Ledger& ledger, uint64_t n) {
    const size_t number = n % plan_.acts.size();
    const Act& act = plan_.acts[number];
    const auto tell = [&](const char* what, uint64_t index) {
      Tell(pipe_, absl::StrCat(what, " ", number, " ", n, " ", index));
    };
    if (act.delivers && plan_.deliver_first) tell("D", ledger.LogSize());
    const absl::StatusOr<uint64_t> index = act.run(ledger, n);
    if (!index.ok()) return Fail(index.status().ToString());
    tell("A", *index);
    if (!act.delivers || plan_.deliver_first) return;
    const absl::Status covered = ledger.WaitForCheckpoint(*index);
    if (!covered.ok()) return Fail(covered.ToString());
    tell("D", *index);
  }

  std::string Check(const Ledger& ledger) {
    const auto entries = ledger.Entries(0, ledger.LogSize());
    if (!entries.ok()) return entries.status().ToString();
    if (entries->size() != ledger.LogSize()) return "entries lack a checkpoint";
    MerkleTree tree;
    for (const std::string& entry : *entries) tree.Append(LeafHash(entry));
    for (const LogHead& head : memory_.heads) {
      const auto root = tree.Root(head.size);
      if (!root.ok() || *root != head.root) {
        return absl::StrCat("the log no longer extends its head of size ",
                            head.size);
      }
    }
    for (const auto* told : {&memory_.acknowledged, &memory_.delivered}) {
      for (const Told& one : *told) {
        const Act& act = plan_.acts[one.act];
        if (one.index >= entries->size()) {
          return absl::StrCat(act.name, " was acknowledged and is lost");
        }
        const std::string wrong = act.check(ledger, one.n, one.index);
        if (!wrong.empty()) return absl::StrCat(act.name, ": ", wrong);
      }
    }
    return plan_.check_all(ledger);
  }

  const CrashPlan& plan_;
  const Memory& memory_;
  const std::string folder_;
  const Death death_;
  const int pipe_;
  const FakeSealer sealer_;
  const FakeRowHasher hasher_;
  const Ed25519Signer signer_;
  std::atomic<bool> armed_ = false;
  std::atomic<int> seen_ = 0;
};

Death DrawDeath(std::mt19937_64& random) {
  Death death;
  const uint64_t kind = random() % 6;
  if (kind < std::size(kSteps)) death.step = kSteps[kind];
  // Steps of the opening: a crash while an earlier one is repaired.
  if (kind == 4) {
    death.step = kSteps[2 + random() % 2];
    death.from_opening = true;
  }
  // Every cycle has two checkpoints at least, since two acts wait for theirs.
  const uint64_t most = kind < 2 ? 5 : kind < 4 ? 2 : 1;
  death.occurrence = 1 + static_cast<int>(random() % most);
  death.microseconds = static_cast<int>(random() % 20'000);
  return death;
}

class Parent {
 public:
  explicit Parent(const CrashPlan& plan) : plan_(plan), random_(plan.seed) {
    // A killed process leaves the same files on a disk in memory, sooner.
    if (::access("/dev/shm", W_OK) == 0) ::setenv("TMPDIR", "/dev/shm", 0);
  }

  CrashReport Run() {
    for (int cycle = 0; cycle < plan_.cycles; ++cycle) {
      if (cycle % kCyclesAStore == 0) {
        folder_.emplace();
        memory_ = {};
      }
      Cycle(cycle);
    }
    return std::move(report_);
  }

 private:
  void Violation(int cycle, absl::string_view what) {
    report_.violations.push_back(absl::StrCat("cycle ", cycle, ": ", what));
    // What is broken once stays so; go on with a sound store.
    folder_.emplace();
    memory_ = {};
  }

  void Cycle(int cycle) {
    int ends[2];
    if (::pipe(ends) != 0) return Violation(cycle, "no pipe");
    const Death death = DrawDeath(random_);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      Child(plan_, memory_, folder_->path(), death, ends[1])
          .Run(static_cast<uint64_t>(cycle) * 100);
      ::_exit(0);
    }
    ::close(ends[1]);
    std::string told;
    char buffer[4096];
    for (ssize_t n = 0; (n = ::read(ends[0], buffer, sizeof buffer)) > 0;) {
      told.append(buffer, static_cast<size_t>(n));
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
      ++report_.kills;
    } else if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
      ++report_.clean_ends;
    } else {
      return Violation(cycle, absl::StrCat("the child ended with ", status));
    }
    if (const std::string wrong = Listen(told); !wrong.empty()) {
      return Violation(cycle, wrong);
    }
    if (const std::string wrong = LookFromOutside(); !wrong.empty()) {
      return Violation(cycle, wrong);
    }
  }

  // Remembers what the child told; returns what it found wrong.
  std::string Listen(const std::string& told) {
    for (const absl::string_view line : absl::StrSplit(told, '\n')) {
      if (line.empty()) continue;
      if (line[0] == 'V') return std::string(line.substr(2));
      const std::vector<std::string> parts = absl::StrSplit(line, ' ');
      Told one;
      if (parts.size() != 4 || !absl::SimpleAtoi(parts[1], &one.act) ||
          !absl::SimpleAtoi(parts[2], &one.n) ||
          !absl::SimpleAtoi(parts[3], &one.index)) {
        return "the child told nonsense";
      }
      const bool delivered = parts[0] == "D";
      (delivered ? memory_.delivered : memory_.acknowledged).push_back(one);
      ++(delivered ? report_.delivered : report_.acknowledged);
    }
    return "";
  }

  // Before anything is repaired: the anchor is all that a stranger sees.
  std::string LookFromOutside() {
    const std::string note = ReadFile(*folder_ / "anchor");
    if (note.empty()) {
      return memory_.delivered.empty() ? "" : "delivered without an anchor";
    }
    const std::string vkey =
        NoteKey{kOrigin, Ed25519Signer().public_key()}.Text();
    const auto head = VerifyNote(vkey, note, VerifyWithSodium);
    if (!head.ok()) return head.status().ToString();
    for (const Told& one : memory_.delivered) {
      if (one.index >= head->size) {
        return absl::StrCat(plan_.acts[one.act].name,
                            " was delivered without a signed entry");
      }
    }
    if (!memory_.heads.empty()) {
      const LogHead& last = memory_.heads.back();
      if (last.size > head->size) return "the signed head went back";
      if (last.size == head->size && last.root != head->root) {
        return "two heads of one size";
      }
    }
    memory_.heads.push_back(*head);
    return "";
  }

  const CrashPlan& plan_;
  std::mt19937_64 random_;
  std::optional<TempDir> folder_;
  Memory memory_;
  CrashReport report_;
};

}  // namespace

CrashReport RunCrashPlan(const CrashPlan& plan) { return Parent(plan).Run(); }

}  // namespace toguna::testing
