#ifndef TOGUNA_EXCHANGE_RPC_READ_COUNTER_H_
#define TOGUNA_EXCHANGE_RPC_READ_COUNTER_H_

// Has the server's reads and previews counted, and the counts written.

#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "exchange/rpc/server.h"
#include "exchange/usecase/read_hours.h"

namespace toguna {

struct ReadCounterOptions {
  // Between looks whether an hour is over: real time, whatever the exchange's
  // clock says.
  absl::Duration look_every = absl::Seconds(1);
  // Told when the counts cannot be written, and when they can again. Unset:
  // nobody is.
  std::function<void(const absl::Status&)> on_change;
};

// Thread-safe.
class ReadCounter {
 public:
  // `hours` must outlive it.
  explicit ReadCounter(ReadHours& hours, ReadCounterOptions options = {});
  // Stops, as Stop.
  ~ReadCounter();
  ReadCounter(const ReadCounter&) = delete;
  ReadCounter& operator=(const ReadCounter&) = delete;

  // Counts a finished call if its method only reads: see IsRead.
  void Count(const CallReport& call);

  // Begins to write hours as they end. Call once.
  void Start();
  // Writes all that was counted, and nothing more. Once the server is drained.
  // Stopping twice is OK.
  void Stop();

 private:
  void Loop();
  void Write(bool all) ABSL_LOCKS_EXCLUDED(hours_mutex_);
  void Note(const absl::Status& status);

  // Never held while something is written.
  absl::Mutex hours_mutex_;
  ReadHours& hours_;
  const ReadCounterOptions options_;
  bool failing_ = false;  // of the thread, and of Stop once that has ended
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_READ_COUNTER_H_
