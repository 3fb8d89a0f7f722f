// toguna agreement export and import: files only, no server.

#include "exchange/toguna/agreement_odrl.h"

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/session.h"
#include "exchange/words/agreement_words.h"
#include "keys/file/file.h"
#include "policies/odrl/odrl.h"

namespace toguna {
namespace {

struct Options {
  std::string file;
  std::string out;
};

// What is there may be an agreement that was signed.
absl::Status WriteNew(const Session& session, const std::string& path,
                      absl::string_view bytes) {
  std::error_code failed;
  if (std::filesystem::exists(std::filesystem::symlink_status(path, failed))) {
    return ReasonError(absl::StatusCode::kAlreadyExists, "FILE_EXISTS",
                       Say(session.language, words::kFileHere, {path}));
  }
  return WritePublicFile(path, bytes);
}

absl::StatusOr<int> Export(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string agreement, ReadFile(options.file));
  TOGUNA_ASSIGN_OR_RETURN(const std::string offer,
                          OdrlOf(agreement, session.language));
  TOGUNA_RETURN_IF_ERROR(WriteNew(session, options.out, offer));
  session.console().Say(words::kOdrlExported, {options.file, options.out});
  session.console().Answer(Json().Set("file", options.out));
  return kExitDone;
}

absl::StatusOr<int> Import(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string offer, ReadFile(options.file));
  TOGUNA_ASSIGN_OR_RETURN(const AgreementText agreement,
                          AgreementFileOf(offer, session.language));
  TOGUNA_RETURN_IF_ERROR(WriteNew(session, options.out, agreement.textproto));
  session.console().Say(
      agreement.as_signed ? words::kOdrlImported : words::kOdrlDraft,
      {options.file, options.out});
  session.console().Answer(
      Json().Set("file", options.out).Set("draft", !agreement.as_signed));
  return kExitDone;
}

}  // namespace

void AddAgreementOdrl(CLI::App& agreement, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* write = agreement.add_subcommand(
      "export", "Write an agreement as an ODRL 2.2 offer (JSON-LD); offline");
  write->add_option("file", options->file, "agreements/<id>.textproto")
      ->required();
  write
      ->add_option("--out", options->out,
                   "ODRL document to write, must not exist")
      ->required();
  Bind(write, session, [options](Session& s) { return Export(s, *options); });
  CLI::App* read = agreement.add_subcommand(
      "import",
      "Make an agreement's file of an ODRL offer in this profile; an unknown "
      "term is refused");
  read->add_option("file", options->file, "ODRL document to read")->required();
  read->add_option("--out", options->out,
                   "Agreement's file to write, must not exist")
      ->required();
  Bind(read, session, [options](Session& s) { return Import(s, *options); });
}

}  // namespace toguna
