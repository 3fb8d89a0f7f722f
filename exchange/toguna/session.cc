#include "exchange/toguna/session.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/observe/demo_clock.h"
#include "google/protobuf/text_format.h"
#include "keys/file/file.h"
#include "keys/sodium/minisign.h"
#include "policies/load/load.h"
#include "toguna/config/v1/profile.pb.h"

namespace toguna {
namespace {

// `path` as seen from `folder`; empty stays empty.
std::string Beside(const std::string& folder, const std::string& path) {
  if (path.empty()) return path;
  return (std::filesystem::path(folder) / path).lexically_normal().string();
}

absl::Status NoProfile(absl::string_view why) {
  return ReasonError(
      absl::StatusCode::kInvalidArgument, "NO_PROFILE",
      absl::StrCat(why,
                   "; name the folder with your profile and keys: toguna --as "
                   "DIR … (or set TOGUNA_AS)"));
}

}  // namespace

absl::StatusOr<Profile> Session::LoadProfile() const {
  if (as.empty()) return NoProfile("no profile given");
  const auto text = ReadFile(Beside(as, "profile.textproto"));
  if (!text.ok()) return NoProfile("the folder has no profile.textproto");
  config::v1::ClientProfile file;
  if (!google::protobuf::TextFormat::ParseFromString(*text, &file)) {
    return NoProfile("profile.textproto is not well formed");
  }
  if (file.format() != 1) {
    return NoProfile("profile.textproto has a form this program does not know");
  }
  return Profile{.folder = as,
                 .party = file.party(),
                 .role = file.role(),
                 .server = file.server(),
                 .server_name = file.server_name(),
                 .catalog = Beside(as, file.catalog()),
                 .demo_clock_file = Beside(as, file.demo_clock_file())};
}

absl::StatusOr<std::unique_ptr<Client>> Session::Connect() const {
  TOGUNA_ASSIGN_OR_RETURN(const Profile profile, LoadProfile());
  return Client::Connect({.address = profile.server,
                          .ca_path = Beside(as, "ca.pem"),
                          .certificate_path = Beside(as, "client.pem"),
                          .key_path = Beside(as, "client.key"),
                          .server_name = profile.server_name});
}

Clock Session::ClockOf(const Profile& profile) {
  if (profile.demo_clock_file.empty()) return absl::Now;
  return DemoClock(profile.demo_clock_file);
}

absl::StatusOr<Catalog> ReadCatalog(const std::string& folder) {
  LoadResult result = LoadCatalog(folder, VerifyMinisign);
  if (result.catalog.has_value()) return *std::move(result.catalog);
  std::string text = "the catalog has mistakes:";
  for (const LoadProblem& problem : result.problems) {
    absl::StrAppend(&text, "\n  ", problem.file, ":", problem.line, ": ",
                    problem.text);
    if (!problem.allowed.empty()) {
      absl::StrAppend(&text, " (", problem.allowed, ")");
    }
  }
  return ReasonError(absl::StatusCode::kInvalidArgument, "CATALOG_INVALID",
                     text);
}

void Bind(CLI::App* command, Session& session,
          std::function<absl::StatusOr<int>(Session&)> act) {
  command->callback([&session, act = std::move(act)] {
    const absl::StatusOr<int> result = act(session);
    session.exit_code =
        result.ok() ? *result : session.console().Fail(result.status());
  });
}

}  // namespace toguna
