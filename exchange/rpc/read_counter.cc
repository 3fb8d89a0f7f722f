#include "exchange/rpc/read_counter.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "exchange/audit/read_tally.h"
#include "exchange/rpc/authorisation.h"

namespace toguna {
namespace {

// "/toguna.v1.ExtractService/GetExtract" as "ExtractService.GetExtract".
std::string NameOf(const char* method) {
  std::string name(absl::StripPrefix(method, "/toguna.v1."));
  for (char& c : name) {
    if (c == '/') c = '.';
  }
  return name;
}

std::string OutcomeOf(const CallReport& call) {
  if (call.code == absl::StatusCode::kOk) return kReadAnswered;
  return call.reason.empty() ? absl::StatusCodeToString(call.code)
                             : call.reason;
}

}  // namespace

ReadCounter::ReadCounter(ReadHours& hours, ReadCounterOptions options)
    : hours_(hours), options_(std::move(options)) {}

ReadCounter::~ReadCounter() { Stop(); }

void ReadCounter::Count(const CallReport& call) {
  const MethodRule* rule = RuleOf(call.method);
  if (rule == nullptr || !IsRead(*rule)) return;
  absl::MutexLock lock(&hours_mutex_);
  hours_.Count(call.party, NameOf(call.method), OutcomeOf(call));
}

void ReadCounter::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void ReadCounter::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
  Write(true);
}

void ReadCounter::Loop() {
  const auto stopping = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_;
  };
  absl::MutexLock lock(&mutex_);
  while (!mutex_.AwaitWithTimeout(absl::Condition(&stopping),
                                  options_.look_every)) {
    mutex_.Unlock();
    Write(false);
    mutex_.Lock();
  }
}

void ReadCounter::Write(bool all) {
  std::vector<ReadHour> hours;
  {
    absl::MutexLock lock(&hours_mutex_);
    hours = hours_.Take(all);
  }
  const ReadHours::Written written = hours_.Write(hours);
  {
    absl::MutexLock lock(&hours_mutex_);
    hours_.PutBack(written.unwritten);
  }
  Note(written.status);
}

void ReadCounter::Note(const absl::Status& status) {
  if (failing_ == !status.ok()) return;
  failing_ = !status.ok();
  if (options_.on_change) options_.on_change(status);
}

}  // namespace toguna
