#ifndef TOGUNA_EXCHANGE_OBSERVE_CONFIG_H_
#define TOGUNA_EXCHANGE_OBSERVE_CONFIG_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/observe/event.h"
#include "toguna/config/v1/config.pb.h"

namespace toguna {

// Reads a ServerConfig textproto. `file` is named in errors. Settings that may
// be left out come back with their default.
//   kInvalidArgument  every mistake, one a line, as "file:line: what"; unknown
//                     settings and missing required ones are mistakes
absl::StatusOr<config::v1::ServerConfig> ParseServerConfig(
    absl::string_view text, absl::string_view file);

// The severity that `config.log_level()` names.
Severity SeverityOf(const config::v1::ServerConfig& config);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_OBSERVE_CONFIG_H_
