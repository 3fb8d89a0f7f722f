// `toguna-witness`: a data protection officer's own witness of the log. It runs
// on her machine, remembers the last head that it signed, and never signs
// another past.

#include <csignal>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "exchange/base/json.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/http/http_listener.h"
#include "exchange/observe/crash_policy.h"
#include "exchange/toguna/console.h"
#include "exchange/toguna/help.h"
#include "exchange/witness/desk.h"
#include "exchange/words/witness_words.h"
#include "exchange/words/words.h"
#include "keys/digest/digest.h"
#include "keys/file/file.h"
#include "keys/sodium/random.h"

namespace toguna {
namespace {

namespace words = witness_words;

struct Options {
  std::string dir;
  std::string name;
  std::vector<std::string> logs;
  std::string listen = "127.0.0.1:7444";
  bool json = false;
};

// As a page and in logs: UTC, whole seconds.
std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

absl::StatusOr<int> Init(const Console& console, const Options& options) {
  std::vector<std::string> vkeys;
  for (const std::string& file : options.logs) {
    TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
    vkeys.emplace_back(absl::StripAsciiWhitespace(text));
  }
  TOGUNA_RETURN_IF_ERROR(
      MakeWitness(options.dir, options.name, vkeys, SystemRandom()));
  TOGUNA_ASSIGN_OR_RETURN(std::string vkey,
                          ReadFile(options.dir + "/witness.vkey"));
  vkey = std::string(absl::StripAsciiWhitespace(vkey));
  console.Say(words::kMade, {options.name, options.dir});
  console.Line(absl::StrCat("  ", vkey));
  console.Answer(Json().Set("name", options.name).Set("vkey", vkey));
  return kExitDone;
}

absl::StatusOr<int> Serve(const Console& console, const Options& options) {
  // Before the key is in memory.
  TOGUNA_RETURN_IF_ERROR(InstallCrashPolicy());
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<WitnessDesk> desk,
                          WitnessDesk::Open(
                              options.dir, [] { return absl::Now(); }, true));
  TOGUNA_ASSIGN_OR_RETURN(
      const std::unique_ptr<HttpListener> listener,
      HttpListener::Start({.address = options.listen},
                          [&desk](const HttpRequest& request) {
                            return desk->Answer(request);
                          }));
  const std::string address =
      absl::StrCat(options.listen.substr(0, options.listen.rfind(':')), ":",
                   listener->port());
  console.Say(words::kServing, {desk->name(), address});
  console.Answer(Json().Set("name", desk->name()).Set("address", address));
  int signal = 0;
  sigwait(&signals, &signal);
  return kExitDone;
}

absl::StatusOr<int> Show(const Console& console, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<WitnessDesk> desk,
                          WitnessDesk::Open(
                              options.dir, [] { return absl::Now(); }, false));
  const Language language = console.language();
  std::vector<std::vector<std::string>> rows = {
      {Say(language, words::kHeadingLog), Say(language, words::kHeadingEntries),
       Say(language, words::kHeadingSigned),
       Say(language, words::kHeadingRoot)}};
  Json::List list;
  for (const WitnessedLog& log : desk->Logs()) {
    const bool any = log.signed_at != absl::InfinitePast();
    rows.push_back(
        {log.origin, absl::StrCat(log.head.size),
         any ? TimeText(log.signed_at) : Say(language, words::kNothingSigned),
         any ? Base64Of(log.head.root) : ""});
    list.push_back(Json()
                       .Set("log", log.origin)
                       .Set("entries", static_cast<int64_t>(log.head.size))
                       .Set("signed", any ? TimeText(log.signed_at) : "")
                       .Set("root", any ? Base64Of(log.head.root) : ""));
  }
  console.Table(rows);
  const bool lied = desk->HasEvidence();
  if (lied) {
    console.Say(words::kContradiction, {options.dir + "/evidence"});
  } else {
    console.Say(words::kNoContradiction);
  }
  console.Answer(
      Json().Set("logs", std::move(list)).Set("contradiction", lied));
  return lied ? kExitNo : kExitDone;
}

// The first of LC_ALL, LC_MESSAGES and LANG that is set decides the language.
std::string Locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return "";
}

int Fail(const absl::Status& status) {
  std::cerr << "toguna-witness: " << status.message();
  const std::string reason = ReasonOf(status).code;
  if (!reason.empty()) std::cerr << " [" << reason << "]";
  std::cerr << '\n';
  return ExitCodeOf(status);
}

using Act = std::function<absl::StatusOr<int>(const Console&, const Options&)>;

int Main(int argc, char** argv) {
  Options options;
  int exit_code = 0;
  const Language language = LanguageOf(Locale());
  CLI::App app{
      "toguna-witness signs what a log has signed, if it extends what it "
      "signed "
      "before. NOT FOR REAL DATA YET."};
  app.footer(
      "Exit codes: 0 done, 1 a log has lied, 2 wrong usage, file or value, 5 "
      "anything else.");
  app.require_subcommand(1);
  app.add_flag("--json", options.json, "Answer in JSON, for scripts");
  const auto add = [&](const char* name, const char* what, const Act& act) {
    CLI::App* command = app.add_subcommand(name, what);
    command->add_option("--dir", options.dir, "Folder of the witness")
        ->required();
    command->callback([&options, &exit_code, language, act] {
      const Console console(language, options.json);
      const absl::StatusOr<int> code = act(console, options);
      exit_code = code.ok() ? *code : Fail(code.status());
    });
    return command;
  };
  CLI::App* init = add("init", "Make a witness: a key and what it needs", Init);
  init->add_option("--name", options.name,
                   "Name of its key, for example dpo.example/witness")
      ->required();
  init->add_option("--log", options.logs,
                   "log.vkey of a log that it signs heads of; repeat")
      ->required();
  add("serve", "Answer logs that ask for a signature (c2sp.org/tlog-witness)",
      Serve)
      ->add_option("--listen", options.listen, "Address to listen at")
      ->capture_default_str();
  add("show", "What it signed last of each log, and whether one has lied",
      Show);
  SayHelpIn(language, app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kExitBadInput;
  }
  return exit_code;
}

}  // namespace
}  // namespace toguna

int main(int argc, char** argv) { return toguna::Main(argc, argv); }
