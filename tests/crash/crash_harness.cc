#include "tests/crash/crash_harness.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <new>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/merkle.h"
#include "exchange/rocksdb/open_rocksdb.h"
#include "exchange/storage/stored_ledger.h"
#include "tests/support/ed25519.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

// A cycle ends with a death; this is only a limit.
constexpr uint64_t kMostActsACycle = 60;
// A new store now and then, so that a cycle does not grow with its number.
constexpr int kCyclesAStore = 40;
constexpr absl::string_view kSteps[] = {"before-commit", "commit",
                                        "checkpoint-stored", "anchor-written"};

// What the outside remembers of one store.
struct Memory {
  std::vector<Told> told;
  std::vector<LogHead> heads;
  uint64_t next_n = 0;
};

// When the child dies.
struct Death {
  size_t act = 0;             // from the first act of this number on
  absl::string_view step;     // empty: after `microseconds`
  bool from_opening = false;  // or from the start on
  int microseconds = 0;

  std::string Name() const {
    if (from_opening) return "opening";
    return step.empty() ? "any moment" : std::string(step);
  }
};

// The number of the act that the child is in, or that its last steps were for,
// seen by the parent.
using Where = std::atomic<size_t>;

void Die() { ::kill(::getpid(), SIGKILL); }

// One line to the parent. A line may be cut by the death.
void Tell(int pipe, const std::string& line) {
  const std::string bytes = line + "\n";
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t n = ::write(pipe, bytes.data() + done, bytes.size() - done);
    if (n <= 0) ::_exit(3);
    done += static_cast<size_t>(n);
  }
}

class Child {
 public:
  Child(const CrashPlan& plan, const Memory& memory, std::string folder,
        const Death& death, int pipe, Where& where)
      : plan_(plan),
        memory_(memory),
        folder_(std::move(folder)),
        death_(death),
        pipe_(pipe),
        where_(where) {}

  void Run(uint64_t first_n) {
    armed_ = death_.from_opening;
    const auto store = OpenRocksDb(folder_ + "/db", {.min_free_bytes = 0});
    if (!store.ok()) return Fail(store.status().ToString());
    auto ledger = StoredLedger::Open(
        **store, *plan_.sealer, *plan_.hasher, *plan_.signer,
        {.origin = kCrashOrigin,
         .anchor_path = folder_ + "/anchor",
         .after_step = [this](absl::string_view step) { Count(step); }});
    if (!ledger.ok()) return Fail(ledger.status().ToString());
    if (const std::string wrong = Check(**ledger); !wrong.empty()) {
      return Fail(wrong);
    }
    for (uint64_t i = 0; i < kMostActsACycle && !failed_; ++i) {
      Do(**ledger, first_n + i);
    }
    // Dies at its moment, however late a busy machine lets it.
    if (death_.step.empty() && !failed_) ::pause();
  }

 private:
  void Fail(const std::string& what) {
    failed_ = true;
    Tell(pipe_, "V " + absl::BytesToHexString(what));
  }

  void Count(absl::string_view step) {
    if (!armed_) return;
    if (step == "commit") committed_ = true;
    if (step != death_.step) return;
    if (step == "before-commit" || step == "commit") return Die();
    // A step of the log's own thread: that of the act to die in, not of one
    // before it. What others then wrongly let go has the time to leave.
    if (!committed_ && !death_.from_opening) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    Die();
  }

  void Arm() {
    if (armed_.exchange(true) || !death_.step.empty()) return;
    std::thread([this] {
      std::this_thread::sleep_for(
          std::chrono::microseconds(death_.microseconds));
      Die();
    }).detach();
  }

  void Do(Ledger& ledger, uint64_t n) {
    const size_t number = n % plan_.acts.size();
    if (!committed_) where_ = number;
    if (number == death_.act) Arm();
    const auto tell = [&](const char* what, uint64_t index,
                          absl::string_view text) {
      Tell(pipe_, absl::StrCat(what, " ", number, " ", n, " ", index, " ",
                               absl::BytesToHexString(text)));
    };
    const absl::StatusOr<Done> done = plan_.acts[number].run(
        ledger, n, [&](uint64_t index, absl::string_view text) {
          tell("D", index, text);
        });
    if (!done.ok()) {
      return Fail(absl::StrCat(plan_.acts[number].name, ": ",
                               done.status().ToString()));
    }
    tell("A", done->index, done->text);
  }

  std::string Check(Ledger& ledger) {
    const uint64_t size = ledger.LogSize();
    const auto entries = ledger.Entries(0, size);
    if (!entries.ok()) return entries.status().ToString();
    if (entries->size() != size) return "entries lack a checkpoint";
    MerkleTree tree;
    for (const std::string& entry : *entries) tree.Append(LeafHash(entry));
    for (const LogHead& head : memory_.heads) {
      const auto root = tree.Root(head.size);
      if (!root.ok() || *root != head.root) {
        return absl::StrCat("the log no longer extends its head of size ",
                            head.size);
      }
    }
    for (const Told& one : memory_.told) {
      const Act& act = plan_.acts[one.act];
      if (one.index >= size) {
        return absl::StrCat(act.name, " was acknowledged and is lost");
      }
      const std::string wrong = act.check(ledger, one);
      if (!wrong.empty()) return absl::StrCat(act.name, ": ", wrong);
    }
    const std::string wrong = plan_.check_all(ledger);
    if (!wrong.empty()) return wrong;
    return ledger.LogSize() == size ? "" : "doing an act again wrote again";
  }

  const CrashPlan& plan_;
  const Memory& memory_;
  const std::string folder_;
  const Death death_;
  const int pipe_;
  Where& where_;
  bool failed_ = false;
  std::atomic<bool> armed_ = false;
  std::atomic<bool> committed_ = false;  // something, since it is armed
};

class Parent {
 public:
  explicit Parent(const CrashPlan& plan) : plan_(plan), random_(plan.seed) {
    // A killed process leaves the same files on a disk in memory, sooner.
    if (::access("/dev/shm", W_OK) == 0) ::setenv("TMPDIR", "/dev/shm", 0);
    void* shared = ::mmap(nullptr, sizeof(Where), PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) std::abort();
    where_ = new (shared) Where(0);
  }
  ~Parent() { ::munmap(where_, sizeof(Where)); }
  Parent(const Parent&) = delete;
  Parent& operator=(const Parent&) = delete;

  CrashReport Run() {
    for (int cycle = 0; cycle < plan_.cycles; ++cycle) {
      if (cycle % kCyclesAStore == 0) NewStore();
      Cycle(cycle);
    }
    return std::move(report_);
  }

 private:
  void NewStore() {
    folder_.emplace();
    memory_ = {};
  }

  void Violation(int cycle, absl::string_view what) {
    report_.violations.push_back(absl::StrCat("cycle ", cycle, ": ", what));
    // What is broken once stays so; go on with a sound store.
    NewStore();
  }

  // Every step in every act in turn, so that none is left to chance.
  Death NextDeath(int cycle) {
    const size_t turn = static_cast<size_t>(cycle);
    constexpr size_t kKinds = std::size(kSteps) + 2;
    const size_t kind = turn % kKinds;
    Death death;
    death.act = plan_.aim.value_or(turn / kKinds % plan_.acts.size());
    if (kind < std::size(kSteps)) death.step = kSteps[kind];
    if (!plan_.aim_step.empty()) {
      death.step = plan_.aim_step;
      return death;
    }
    // Steps of the opening: a crash while an earlier one is repaired.
    if (kind == std::size(kSteps)) {
      death.step = kSteps[2 + random_() % 2];
      death.from_opening = true;
    }
    death.microseconds = static_cast<int>(random_() % 4'000);
    return death;
  }

  void Cycle(int cycle) {
    int ends[2];
    if (::pipe(ends) != 0) return Violation(cycle, "no pipe");
    const Death death = NextDeath(cycle);
    const uint64_t first_n =
        plan_.resume ? memory_.next_n : static_cast<uint64_t>(cycle) * 100;
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      Child(plan_, memory_, folder_->path(), death, ends[1], *where_)
          .Run(first_n);
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
      ++report_.deaths[absl::StrCat(plan_.acts[*where_].name, " at ",
                                    death.Name())];
    } else if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
      ++report_.clean_ends;
    } else {
      return Violation(cycle, absl::StrCat("the child ended with ", status));
    }
    const size_t known = memory_.told.size();
    if (const std::string wrong = Listen(told); !wrong.empty()) {
      return Violation(cycle, wrong);
    }
    if (const std::string wrong = LookFromOutside(known); !wrong.empty()) {
      return Violation(cycle, wrong);
    }
  }

  // Remembers what the child told; returns what it found wrong.
  std::string Listen(absl::string_view told) {
    // What comes after the last line's end was cut by the death.
    told = told.substr(0, told.rfind('\n') + 1);
    for (const absl::string_view line :
         absl::StrSplit(told, '\n', absl::SkipEmpty())) {
      if (line[0] == 'V') return absl::HexStringToBytes(line.substr(2));
      const std::vector<absl::string_view> parts = absl::StrSplit(line, ' ');
      Told one;
      if (parts.size() != 5 || !absl::SimpleAtoi(parts[1], &one.act) ||
          !absl::SimpleAtoi(parts[2], &one.n) ||
          !absl::SimpleAtoi(parts[3], &one.index)) {
        return "the child told nonsense";
      }
      one.text = absl::HexStringToBytes(parts[4]);
      one.handed_out = parts[0] == "D";
      if (!one.handed_out) memory_.next_n = one.n + 1;
      ++(one.handed_out ? report_.handed_out : report_.acknowledged);
      memory_.told.push_back(std::move(one));
    }
    return "";
  }

  // What is wrong with things told from number `known` on.
  std::string LookAtHandedOut(size_t known) {
    for (size_t i = known; i < memory_.told.size(); ++i) {
      const Told& one = memory_.told[i];
      const Act& act = plan_.acts[one.act];
      if (!one.handed_out || !act.look) continue;
      const std::string wrong = act.look(one);
      if (!wrong.empty()) return absl::StrCat(act.name, ": ", wrong);
    }
    return "";
  }

  // Before anything is repaired: the anchor is all that a stranger sees.
  std::string LookFromOutside(size_t known) {
    uint64_t size = 0;
    const std::string note = ReadFile(*folder_ / "anchor");
    if (!note.empty()) {
      const std::string vkey =
          NoteKey{kCrashOrigin, plan_.signer->public_key()}.Text();
      const auto head = VerifyNote(vkey, note, VerifyWithSodium);
      if (!head.ok()) return head.status().ToString();
      if (!memory_.heads.empty()) {
        const LogHead& last = memory_.heads.back();
        if (last.size > head->size) return "the signed head went back";
        if (last.size == head->size && last.root != head->root) {
          return "two heads of one size";
        }
      }
      size = head->size;
      memory_.heads.push_back(*head);
    }
    for (const Told& one : memory_.told) {
      if (one.handed_out && one.index >= size) {
        return absl::StrCat(plan_.acts[one.act].name,
                            " handed out something without a signed entry");
      }
    }
    return LookAtHandedOut(known);
  }

  const CrashPlan& plan_;
  std::mt19937_64 random_;
  Where* where_ = nullptr;
  std::optional<TempDir> folder_;
  Memory memory_;
  CrashReport report_;
};

}  // namespace

CrashReport RunCrashPlan(const CrashPlan& plan) { return Parent(plan).Run(); }

}  // namespace toguna::testing
