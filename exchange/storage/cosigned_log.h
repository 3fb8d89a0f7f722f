#ifndef TOGUNA_EXCHANGE_STORAGE_COSIGNED_LOG_H_
#define TOGUNA_EXCHANGE_STORAGE_COSIGNED_LOG_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/policy.h"
#include "exchange/storage/mutex.h"
#include "exchange/storage/recover.h"
#include "exchange/storage/signed_log.h"

namespace toguna {

// What a witness answered.
struct WitnessReply {
  int status = 0;  // of HTTP
  std::string body;
};

// How witnesses are reached. `witness` is the position of one in the policy.
// Called by one thread for each witness; an error means that nobody answered.
struct WitnessCalls {
  std::function<absl::StatusOr<WitnessReply>(
      size_t witness, const std::string& path, absl::string_view body)>
      post;
  std::function<absl::StatusOr<WitnessReply>(size_t witness,
                                             const std::string& path)>
      get;
};

// What is known of a witness, for logs: told when it changes.
enum class WitnessState { kSigns, kAway, kRefuses, kLies };

struct WitnessOptions {
  LogPolicy policy;
  WitnessCalls calls;
  Ed25519Verifier verify;
  // How long something that was committed waits for them before its caller is
  // told to ask again.
  absl::Duration patience = absl::Seconds(5);
  absl::Duration retry = absl::Seconds(1);  // one that was away, or refused
  std::function<void(const std::string& witness, WitnessState state)> on_state =
      [](const std::string&, WitnessState) {};
};

// Has witnesses sign the log's heads, each in a thread of its own: one head
// after the other, until enough have signed it, then the newest. Thread-safe.
//
// A witness that knows a head which the log has signed and which this log does
// not extend proves that the store was set back, or that somebody else signs
// with the log's key: nothing is written any more then (STORE_ROLLED_BACK). A
// witness that says so and shows no such head is taken for one that lies.
class CosignedLog {
 public:
  // All outlive it.
  CosignedLog(const LedgerParts& parts, SignedLog& log, WitnessOptions options,
              SignedLog::Step step);
  ~CosignedLog();
  CosignedLog(const CosignedLog&) = delete;
  CosignedLog& operator=(const CosignedLog&) = delete;

  // Takes up what was signed before, asks every witness that answers what it
  // has seen, and starts the threads. Call once, after the log's Start.
  //   kDataLoss STORE_ROLLED_BACK  a witness has seen more, or other, entries
  absl::Status Start() ABSL_LOCKS_EXCLUDED(mutex_);

  // A checkpoint is newer than all before; never blocks.
  void Wake() ABSL_LOCKS_EXCLUDED(mutex_);

  // As Ledger::WaitForWitnesses.
  absl::Status WaitFor(uint64_t index) ABSL_LOCKS_EXCLUDED(mutex_);

  // The newest that enough have signed; none yet perhaps.
  std::optional<StoredCheckpoint> Newest() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // One head that signatures are collected for.
  struct Round {
    StoredCheckpoint checkpoint;
    std::map<size_t, std::string> lines;  // by witness
    bool complete = false;
  };

  absl::Status ReadStored();
  // kDataLoss STORE_ROLLED_BACK; anything else is no proof.
  absl::Status CompareWithSeen(size_t witness);
  void Run(size_t witness);
  std::optional<StoredCheckpoint> NextFor(size_t witness)
      ABSL_LOCKS_EXCLUDED(mutex_);
  // True if it signed; false if it is to be asked again after a while.
  bool Ask(size_t witness, const StoredCheckpoint& checkpoint, uint64_t& known);
  bool TakeSignature(size_t witness, const StoredCheckpoint& checkpoint,
                     absl::string_view lines) ABSL_LOCKS_EXCLUDED(mutex_);
  void Complete(StoredCheckpoint cosigned) ABSL_LOCKS_EXCLUDED(mutex_);
  bool Accuse(size_t witness);
  void Say(size_t witness, WitnessState state);

  const LedgerParts parts_;
  SignedLog& log_;
  const WitnessOptions options_;
  const SignedLog::Step step_;

  mutable Mutex mutex_;
  Condition changed_;
  std::optional<Round> round_ ABSL_GUARDED_BY(mutex_);
  std::optional<StoredCheckpoint> newest_ ABSL_GUARDED_BY(mutex_);
  std::map<size_t, WitnessState> states_ ABSL_GUARDED_BY(mutex_);
  bool stop_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_STORAGE_COSIGNED_LOG_H_
