#ifndef TOGUNA_EXCHANGE_TOGUNAD_SETTINGS_H_
#define TOGUNA_EXCHANGE_TOGUNAD_SETTINGS_H_

// What togunad is started with: configuration, catalog and keys, all checked.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/audit/policy.h"
#include "exchange/base/ids.h"
#include "exchange/rpc/server.h"
#include "exchange/storage/cosigned_log.h"
#include "keys/ring/ring.h"
#include "keys/sodium/keyring.h"
#include "policies/model/catalog.h"
#include "toguna/config/v1/config.pb.h"

namespace toguna {

struct Settings {
  config::v1::ServerConfig config;  // paths made absolute
  Catalog catalog;
  std::unique_ptr<Keyring> keyring;
  std::string log_origin;  // LogOrigin
  Clock clock;
  uint64_t min_free_bytes = 0;
  bool demo_clock = false;
  // Whom to have sign the log's heads; none where no policy is configured.
  std::optional<LogPolicy> log_policy = std::nullopt;
};

// Which of the exchange's logs the configuration names, from 1.
uint64_t LogVersion(const config::v1::ServerConfig& config);
// The name of that log: "<trust domain>/audit/v1".
std::string LogOrigin(const Operation& operation, uint64_t version);

// Reads the configuration at `path` and everything it names; relative paths
// are relative to the working folder. kInvalidArgument, with every mistake, if
// any of it is wrong; a demonstration's clock is refused for other operations.
absl::StatusOr<Settings> ReadSettings(const std::string& path);

// The server's log lines. Nothing that was sent is in them.
void LogStart(const Settings& settings, int port);
void LogCall(const CallReport& report);
// One attempt of a seal; that it ended, or why it is tried again.
void LogSealAttempt(const JobId& job, const absl::Status& status);
// What became of a witness, when that changes.
void LogWitness(const LogPolicy& policy, const std::string& witness,
                WitnessState state);
// That what was only read cannot be counted in the audit log, or can again.
void LogReads(const absl::Status& status);
void LogStop();

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNAD_SETTINGS_H_
