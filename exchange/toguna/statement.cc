// toguna statement deliver and list: what recipients signed.

#include "exchange/toguna/statement.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "exchange/base/period.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/session.h"
#include "exchange/words/statement_words.h"
#include "keys/file/file.h"
#include "keys/sodium/minisign.h"

namespace toguna {
namespace {

namespace words = statement_words;

struct Options {
  std::string file;
  std::string out;
};

std::string IdOf(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

bool IsReceipt(const v1::Statement& one) {
  return one.kind() == v1::Statement::KIND_RECEIPT;
}

Json JsonOf(const v1::Statement& one) {
  return Json()
      .Set("kind", IsReceipt(one) ? "receipt" : "attestation")
      .Set("release", IdOf(one.extract()))
      .Set("agreement", IdOf(one.agreement()))
      .Set("recipient", IdOf(one.recipient()))
      .Set("date", one.state_date())
      .Set("entry", static_cast<int64_t>(one.audit_index()))
      .Set("sha256", one.sha256());
}

// Each statement as it came, beside its signature.
absl::Status WriteAll(const v1::ListStatementsResponse& response,
                      const std::string& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  for (const v1::Statement& one : response.statements()) {
    const std::string path = absl::StrCat(
        folder, "/", IdOf(one.extract()), ".",
        IsReceipt(one)
            ? std::string("receipt")
            : absl::StrCat("attestation-", one.sha256().substr(0, 8)),
        ".txt");
    TOGUNA_RETURN_IF_ERROR(WritePublicFile(path, one.text()));
    TOGUNA_RETURN_IF_ERROR(WritePublicFile(path + ".minisig", one.signature()));
  }
  return absl::OkStatus();
}

absl::StatusOr<int> List(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::ListStatementsResponse response,
                          client->ListStatements());
  const Console console = session.console();
  const Language language = session.language;
  std::vector<std::vector<std::string>> rows = {
      {Say(language, words::kHeadingRelease),
       Say(language, words::kHeadingKind),
       Say(language, words::kHeadingAgreement),
       Say(language, words::kHeadingDate),
       Say(language, words::kHeadingEntry)}};
  Json::List list;
  for (const v1::Statement& one : response.statements()) {
    rows.push_back(
        {IdOf(one.extract()),
         Say(language, IsReceipt(one) ? words::kReceipt : words::kAttestation),
         IdOf(one.agreement()), one.state_date(),
         absl::StrCat(one.audit_index())});
    list.push_back(JsonOf(one));
  }
  if (list.empty()) {
    console.Say(words::kNone);
  } else {
    console.Table(rows);
  }
  if (!options.out.empty()) {
    TOGUNA_RETURN_IF_ERROR(WriteAll(response, options.out));
    console.Say(words::kWrittenTo, {options.out});
  }
  console.Answer(Json()
                     .Set("statements", std::move(list))
                     .Set("truncated", response.truncated()));
  return kExitDone;
}

}  // namespace

absl::Status WriteStatement(const Session& session, const Statement& statement,
                            const std::string& path) {
  const std::string text = TextOf(statement);
  TOGUNA_RETURN_IF_ERROR(WritePublicFile(path, text));
  TOGUNA_ASSIGN_OR_RETURN(const std::string file,
                          ReadSecretFile(session.as + "/minisign.key"));
  TOGUNA_ASSIGN_OR_RETURN(const MinisignKeyPair key,
                          MinisignKeyPair::ParseSecretKeyFile(file));
  TOGUNA_RETURN_IF_ERROR(WritePublicFile(
      path + ".minisig",
      MakeMinisignSigner(key)->SignFile(text, CommentOf(statement))));
  session.console().Say(words::kWritten, {path, path + ".minisig"});
  return absl::OkStatus();
}

absl::StatusOr<int> DeliverStatement(Session& session,
                                     const std::string& path) {
  v1::SubmitStatementRequest request;
  TOGUNA_ASSIGN_OR_RETURN(*request.mutable_text(), ReadFile(path));
  TOGUNA_ASSIGN_OR_RETURN(*request.mutable_signature(),
                          ReadFile(path + ".minisig"));
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::SubmitStatementResponse response,
                          client->SubmitStatement(request));
  const v1::Statement& one = response.statement();
  session.console().Say(
      IsReceipt(one) ? words::kTakenReceipt : words::kTakenAttestation,
      {IdOf(one.extract()), absl::StrCat(one.audit_index())});
  session.console().Answer(JsonOf(one).Set("file", path).Set("sent", true));
  return kExitDone;
}

absl::StatusOr<absl::CivilDay> DayOrToday(const Session& session,
                                          const std::string& given) {
  if (!given.empty()) return ParseDay(given);
  TOGUNA_ASSIGN_OR_RETURN(const Profile profile, session.LoadProfile());
  return absl::ToCivilDay(Session::ClockOf(profile)(), absl::UTCTimeZone());
}

void AddDeliver(CLI::App& parent, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* deliver = parent.add_subcommand(
      "deliver",
      "Hand in a statement that its recipient signed, as recipient, officer or "
      "data protection officer");
  deliver
      ->add_option("file", options->file,
                   "The statement; its signature is FILE.minisig")
      ->required();
  Bind(deliver, session,
       [options](Session& s) { return DeliverStatement(s, options->file); });
}

void AddStatement(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* statement = app.add_subcommand(
      "statement", "What recipients signed: receipts, attestations");
  statement->require_subcommand(1);
  AddDeliver(*statement, session);
  CLI::App* list = statement->add_subcommand(
      "list",
      "Recipient: what you signed; data protection officer: what was signed "
      "under your agreements");
  list->add_option("--out", options->out,
                   "Folder: each statement with its signature, for minisign");
  Bind(list, session, [options](Session& s) { return List(s, *options); });
}

}  // namespace toguna
