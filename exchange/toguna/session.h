#ifndef TOGUNA_EXCHANGE_TOGUNA_SESSION_H_
#define TOGUNA_EXCHANGE_TOGUNA_SESSION_H_

// One call of `toguna`: who types, in which language, connected to what.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/statusor.h"
#include "exchange/rpc/client.h"
#include "exchange/toguna/console.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"

namespace toguna {

// The profile of whoever types: a folder with profile.textproto and keys.
struct Profile {
  std::string folder;
  std::string party;
  std::string role;
  std::string server;
  std::string server_name;
  std::string catalog;          // absolute; empty if the profile has none
  std::string demo_clock_file;  // absolute; empty for the system's clock
};

// Options common to all commands, and what they lead to.
class Session {
 public:
  std::string as;     // --as DIR
  bool json = false;  // --json
  Language language = Language::kEnglish;
  int exit_code = 0;

  Console console() const { return Console(language, json); }

  // Returns kInvalidArgument NO_PROFILE if --as (or TOGUNA_AS) names no folder
  // with a profile.
  absl::StatusOr<Profile> LoadProfile() const;

  // Connects as the profile says. kUnavailable if nobody answers.
  absl::StatusOr<std::unique_ptr<Client>> Connect() const;

  // The clock the profile asks for.
  static Clock ClockOf(const Profile& profile);
};

// Reads a catalog with signatures checked; kInvalidArgument CATALOG_INVALID
// with every mistake, one a line, if it has any.
absl::StatusOr<Catalog> ReadCatalog(const std::string& folder);

// Runs `act` when `command` is called; its status becomes the exit code.
void Bind(CLI::App* command, Session& session,
          std::function<absl::StatusOr<int>(Session&)> act);

// Adds the commands of one area to `app`. Each lives in a file of its name.
void AddInit(CLI::App& app, Session& session);
void AddCatalog(CLI::App& app, Session& session);
void AddSample(CLI::App& app, Session& session);
void AddIntake(CLI::App& app, Session& session);
void AddPlan(CLI::App& app, Session& session);
void AddPeriod(CLI::App& app, Session& session);
void AddRecipient(CLI::App& app, Session& session);
void AddAgreement(CLI::App& app, Session& session);
void AddExtract(CLI::App& app, Session& session);
void AddFeed(CLI::App& app, Session& session);
void AddInquiry(CLI::App& app, Session& session);
void AddRecall(CLI::App& app, Session& session);
void AddAlert(CLI::App& app, Session& session);
void AddAudit(CLI::App& app, Session& session);
void AddRecover(CLI::App& app, Session& session);
void AddFsck(CLI::App& app, Session& session);
void AddHealth(CLI::App& app, Session& session);
void AddSdc(CLI::App& app, Session& session);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_SESSION_H_
