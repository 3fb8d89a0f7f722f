#include "exchange/togunad/settings.h"

#include <cstdint>
#include <memory>
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

}  // namespace

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
  settings.log_origin = absl::StrCat(operation.trust_domain, "/audit/v1");
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

void LogStop() { Event("stopped in order"); }

}  // namespace toguna
