#include "exchange/togunad/settings.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/observe/config.h"
#include "exchange/observe/demo_clock.h"
#include "exchange/observe/event.h"
#include "keys/file/file.h"
#include "keys/sodium/keyring.h"
#include "keys/sodium/minisign.h"
#include "policies/load/load.h"

namespace toguna {
namespace {

absl::StatusOr<Catalog> ReadCatalogOf(const config::v1::ServerConfig& config) {
  LoadResult result = LoadCatalog(config.catalog_dir(), VerifyMinisign);
  if (result.catalog.has_value()) return *std::move(result.catalog);
  std::string text = "the catalog has mistakes:";
  for (const LoadProblem& problem : result.problems) {
    absl::StrAppend(&text, "\n  ", ProblemText(problem));
  }
  return ReasonError(absl::StatusCode::kInvalidArgument, "CATALOG_INVALID",
                     text);
}

absl::StatusOr<std::unique_ptr<Keyring>> ReadKeyring(
    const config::v1::ServerConfig& config) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string sealed,
                          ReadFile(config.keyring_path()));
  TOGUNA_ASSIGN_OR_RETURN(const std::string passphrase,
                          ReadSecretFile(config.passphrase_file()));
  TOGUNA_ASSIGN_OR_RETURN(
      Keyring keyring,
      OpenKeyring(sealed, absl::StripTrailingAsciiWhitespace(passphrase)));
  return std::make_unique<Keyring>(std::move(keyring));
}

absl::Status Wrong(const std::string& what) {
  return ReasonError(absl::StatusCode::kInvalidArgument, "LOG_POLICY_INVALID",
                     absl::StrCat("log_policy_path: ", what));
}

// Whom to have sign the log's heads: every witness has to be reachable by an
// address, and what agreements call for must be something.
absl::StatusOr<std::optional<LogPolicy>> ReadLogPolicy(
    const Settings& settings) {
  const std::string& path = settings.config.log_policy_path();
  if (path.empty()) {
    for (const auto& [id, agreement] : settings.catalog.agreements) {
      if (!agreement.witnessed) continue;
      return Wrong(absl::StrCat("agreement ", id.text(),
                                " wants witnesses of the log: name them in a "
                                "policy file"));
    }
    return std::optional<LogPolicy>();
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  absl::StatusOr<LogPolicy> policy = ParseLogPolicy(text);
  if (!policy.ok()) return Wrong(std::string(policy.status().message()));
  if (policy->log.name != settings.log_origin ||
      policy->log.public_key !=
          settings.keyring->MakeLogSigner()->public_key()) {
    return Wrong("its log is not this exchange's");
  }
  if (policy->quorum == "none") {
    return Wrong("quorum none: a policy without a quorum asks nobody");
  }
  for (const WitnessLine& witness : policy->witnesses) {
    if (witness.url.empty()) {
      return Wrong(absl::StrCat("the witness ", witness.name,
                                " has no address: add http://HOST:PORT to its "
                                "line"));
    }
  }
  return std::optional(*std::move(policy));
}

}  // namespace

uint64_t LogVersion(const config::v1::ServerConfig& config) {
  return std::max<uint64_t>(1, config.log_version());
}

std::string LogOrigin(const Operation& operation, uint64_t version) {
  return absl::StrCat(operation.trust_domain, "/audit/v", version);
}

absl::StatusOr<Settings> ReadSettings(const std::string& path) {
  Settings settings;
  TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  TOGUNA_ASSIGN_OR_RETURN(settings.config, ParseServerConfig(text, path));
  SetLogSeverity(SeverityOf(settings.config));
  TOGUNA_ASSIGN_OR_RETURN(settings.catalog, ReadCatalogOf(settings.config));
  const Operation& operation = settings.catalog.operation;
  settings.demo_clock = !settings.config.demo_clock_file().empty();
  if ((settings.demo_clock || settings.config.demo_seed() != 0) &&
      !operation.demo) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "DEMO_ONLY",
                       "demo_clock_file and demo_seed are for demonstrations; "
                       "remove them");
  }
  if (!operation.demo) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "DEMO_ONLY",
                       "Toguna is not for real data yet: the operation's file "
                       "must say demo: true");
  }
  TOGUNA_ASSIGN_OR_RETURN(settings.keyring, ReadKeyring(settings.config));
  settings.log_origin = LogOrigin(operation, LogVersion(settings.config));
  TOGUNA_ASSIGN_OR_RETURN(settings.log_policy, ReadLogPolicy(settings));
  settings.clock = settings.demo_clock
                       ? DemoClock(settings.config.demo_clock_file())
                       : Clock(absl::Now);
  settings.min_free_bytes =
      static_cast<uint64_t>(settings.config.min_free_bytes());
  return settings;
}

void LogStart(const Settings& settings, int port) {
  Event("serving")
      .Id("operation", settings.catalog.operation.id)
      .Yes("demo", settings.catalog.operation.demo)
      .Yes("demo_clock", settings.demo_clock)
      .Index("demo_seed", settings.config.demo_seed())
      .Index("port", static_cast<uint64_t>(port))
      .Count("agreements",
             static_cast<int64_t>(settings.catalog.agreements.size()));
}

void LogCall(const CallReport& report) {
  Event event("call");
  event.Id("party", report.party).Duration("took_ms", report.duration);
  if (!report.reason.empty()) event.Reason("reason", report.reason);
}

void LogSealAttempt(const JobId& job, const absl::Status& status) {
  Event event("seal");
  event.Id("operation", job).Yes("ended", status.ok());
  if (!status.ok()) {
    event.Reason("reason", absl::StatusCodeToString(status.code()));
  }
}

void LogWitness(const LogPolicy& policy, const std::string& witness,
                WitnessState state) {
  uint64_t position = 0;
  while (position < policy.witnesses.size() &&
         policy.witnesses[position].name != witness) {
    ++position;
  }
  Event event("witness", state == WitnessState::kSigns ? Severity::kInfo
                                                       : Severity::kWarning);
  event.Index("position", position);  // in the policy, from 0
  switch (state) {
    case WitnessState::kSigns:
      event.Word("state", "signs");
      break;
    case WitnessState::kAway:
      event.Word("state", "away");
      break;
    case WitnessState::kRefuses:
      event.Word("state", "refuses");
      break;
    case WitnessState::kLies:
      event.Word("state", "contradicts the log without proof");
      break;
  }
}

void LogReads(const absl::Status& status) {
  Event event("reads", status.ok() ? Severity::kInfo : Severity::kError);
  event.Yes("written", status.ok());
  if (!status.ok()) event.Error(status);
}

void LogStop() { Event("stopped in order"); }

}  // namespace toguna
