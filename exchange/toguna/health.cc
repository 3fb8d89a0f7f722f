// toguna health: does the exchange answer?

#include <algorithm>
#include <memory>
#include <string>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/session.h"
#include "exchange/words/console_words.h"

namespace toguna {

void AddHealth(CLI::App& app, Session& session) {
  auto wait = std::make_shared<int>(0);
  CLI::App* health =
      app.add_subcommand("health", "Ask whether the exchange is serving");
  health->add_option("--wait", *wait, "Seconds to wait for it")
      ->capture_default_str();
  Bind(health, session, [wait](Session& s) -> absl::StatusOr<int> {
    TOGUNA_ASSIGN_OR_RETURN(const Profile profile, s.LoadProfile());
    TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client, s.Connect());
    if (!client->WaitUntilServing(absl::Seconds(std::max(*wait, 2)))) {
      return absl::UnavailableError("the exchange does not answer");
    }
    s.console().Say(words::kHealthy, {profile.server});
    s.console().Answer(Json().Set("serving", true));
    return kExitDone;
  });
}

}  // namespace toguna
