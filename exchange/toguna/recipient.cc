// toguna recipient init (on the recipient's machine) and add (the officer's).

#include <memory>
#include <string>

#include "CLI/App.hpp"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/enrol.h"
#include "exchange/toguna/session.h"
#include "exchange/words/console_words.h"
#include "keys/sodium/random.h"

namespace toguna {
namespace {

struct Options {
  std::string party;
  std::string dir;
  std::string operation;
  std::string request;
  std::string out;
  std::string server = "127.0.0.1:7443";
  int days = 1;
  bool demo_clock = false;
};

void ShowKeys(const Console& console, const SpokenKeys& keys) {
  console.Say(words::kSpokenKeys,
              {keys.connection, keys.packages, keys.signatures});
  console.Answer(Json()
                     .Set("connection", keys.connection)
                     .Set("packages", keys.packages)
                     .Set("signatures", keys.signatures));
}

absl::StatusOr<int> InitRecipient(Session& session, const Options& options) {
  TOGUNA_RETURN_IF_ERROR(CheckId(options.party));
  TOGUNA_ASSIGN_OR_RETURN(
      const SpokenKeys keys,
      MakeKeys(options.dir, options.party, absl::Now(), SystemRandom()));
  const Console console = session.console();
  ShowKeys(console, keys);
  console.Say(words::kRequestWritten, {options.dir + "/enrol.request"});
  return kExitDone;
}

absl::StatusOr<int> AddOne(Session& session, const Options& options) {
  const OperationFolder operation = {.root = options.operation,
                                     .server = options.server,
                                     .certificate_days = options.days};
  TOGUNA_ASSIGN_OR_RETURN(const SpokenKeys keys,
                          AnswerRequest(operation, options.request, options.out,
                                        Role::kRecipient, options.demo_clock));
  const Console console = session.console();
  ShowKeys(console, keys);
  console.Say(words::kRequestAnswered, {options.request, options.out});
  return kExitDone;
}

}  // namespace

void AddRecipient(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* recipient = app.add_subcommand("recipient", "Enrol a recipient");
  recipient->require_subcommand(1);
  CLI::App* init = recipient->add_subcommand(
      "init",
      "On the recipient's machine: make keys and a request; prints "
      "fingerprints to read out");
  init->add_option("--party", options->party, "Your id in the catalog")
      ->required();
  init->add_option("--dir", options->dir, "New folder for keys")->required();
  Bind(init, session,
       [options](Session& s) { return InitRecipient(s, *options); });
  CLI::App* add = recipient->add_subcommand(
      "add",
      "On the officer's machine: answer a request with a certificate; restart "
      "togunad afterwards");
  add->add_option("--operation", options->operation, "Folder of the operation")
      ->required();
  add->add_option("--request", options->request, "The enrol.request received")
      ->required();
  add->add_option("--out", options->out, "Folder of files to hand over")
      ->required();
  add->add_option("--server", options->server, "Address of the exchange")
      ->capture_default_str();
  add->add_option("--days", options->days, "Days the certificate is valid")
      ->capture_default_str();
  add->add_flag("--demo-clock", options->demo_clock,
                "Follow the demonstration's clock");
  Bind(add, session, [options](Session& s) { return AddOne(s, *options); });
}

}  // namespace toguna
