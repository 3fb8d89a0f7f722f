// toguna recall: open one (data protection officer), see what is outstanding,
// and sign that what is recalled was destroyed (recipient).

#include <memory>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Validators.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/session.h"
#include "exchange/toguna/show_recalls.h"
#include "exchange/toguna/statement.h"
#include "exchange/words/recall_words.h"
#include "exchange/words/statement_words.h"

namespace toguna {
namespace {

namespace words = recall_words;

struct Options {
  std::string dataset;
  std::string cohort;
  std::string release;
  bool outstanding = false;
  // attest
  std::string agreement;
  std::vector<std::string> recalls;
  std::string destroyed = "release";
  std::string date;
  std::string out;
  bool demo = false;
  bool no_send = false;
};

absl::StatusOr<int> Open(Session& session, const Options& options) {
  v1::OpenRecallRequest request;
  if (!options.dataset.empty()) {
    request.set_dataset(absl::StrCat("datasets/", options.dataset));
  }
  request.set_cohort(options.cohort);
  if (!options.release.empty()) {
    request.set_extract(absl::StrCat("extracts/", options.release));
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::OpenRecallResponse response,
                          client->OpenRecall(request));
  if (options.release.empty()) {
    session.console().Say(words::kRecalled, {options.cohort});
  } else {
    session.console().Say(words::kReleaseRecalledNow, {options.release});
  }
  v1::ListRecallsResponse shown;
  *shown.mutable_recalls() = response.recalls();
  ShowRecalls(session.console(), shown);
  return kExitDone;
}

absl::StatusOr<int> List(Session& session, const Options& options) {
  v1::ListRecallsRequest request;
  request.set_outstanding(options.outstanding);
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::ListRecallsResponse response,
                          client->ListRecalls(request));
  ShowRecalls(session.console(), response);
  return kExitDone;
}

// Fills in what the exchange has of the release's recalls that wait.
absl::Status Ask(const Session& session, Statement& statement) {
  v1::ListRecallsRequest request;
  request.set_outstanding(true);
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::ListRecallsResponse response,
                          client->ListRecalls(request));
  const std::string extract =
      absl::StrCat("extracts/", statement.release.text());
  for (const v1::Recall& recall : response.recalls()) {
    // What rows are gone of does not say that the release is.
    if (recall.of_release() && !statement.whole_release) continue;
    for (const v1::Recall::Holding& one : recall.holdings()) {
      if (one.extract() != extract) continue;
      statement.recalls.emplace_back(
          absl::StripPrefix(recall.name(), "recalls/"));
      statement.agreement = AgreementId(
          std::string(absl::StripPrefix(recall.agreement(), "agreements/")));
      statement.demo = recall.demo();
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<int> Attest(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const Profile profile, session.LoadProfile());
  Statement statement{.kind = StatementRow::Kind::kAttestation,
                      .release = ReleaseId(options.release),
                      .agreement = AgreementId(options.agreement),
                      .recipient = PartyId(profile.party),
                      .recalls = options.recalls,
                      .whole_release = options.destroyed == "release",
                      .demo = options.demo};
  TOGUNA_ASSIGN_OR_RETURN(statement.date, DayOrToday(session, options.date));
  if (statement.recalls.empty()) {
    TOGUNA_RETURN_IF_ERROR(Ask(session, statement));
  }
  if (statement.recalls.empty() || statement.agreement.empty()) {
    return ReasonError(absl::StatusCode::kFailedPrecondition,
                       "RECALL_NOT_OUTSTANDING",
                       Say(session.language, statement_words::kNotOutstanding));
  }
  const std::string path =
      options.out.empty()
          ? absl::StrCat("attestation-", options.release, ".txt")
          : options.out;
  TOGUNA_RETURN_IF_ERROR(WriteStatement(session, statement, path));
  if (!options.no_send) return DeliverStatement(session, path);
  session.console().Say(statement_words::kNotSent, {path});
  session.console().Answer(Json().Set("file", path).Set("sent", false));
  return kExitDone;
}

void AddOpen(CLI::App& recall, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* open = recall.add_subcommand(
      "open",
      "As data protection officer: give a cohort or a release no more, and "
      "tell whoever holds it to destroy it");
  open->add_option("--dataset", options->dataset, "Dataset, with --cohort");
  CLI::Option* cohort =
      open->add_option("--cohort", options->cohort,
                       "The cohort, from the column cohort of violations.csv");
  open->add_option("--release", options->release,
                   "Instead: the release, as its package names it")
      ->excludes(cohort);
  Bind(open, session, [options](Session& s) { return Open(s, *options); });
}

void AddAttest(CLI::App& recall, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* attest = recall.add_subcommand(
      "attest",
      "As recipient: sign that you destroyed what is recalled of a release, "
      "and send it");
  attest->add_option("--release", options->release, "Release")->required();
  attest
      ->add_option("--destroyed", options->destroyed,
                   "release: all of it; cohorts: rows of recalled cohorts")
      ->check(CLI::IsMember({"release", "cohorts"}))
      ->capture_default_str();
  attest->add_option("--date", options->date,
                     "Day of it, YYYY-MM-DD; default: today");
  attest->add_option("--out", options->out,
                     "File of the attestation; default: "
                     "attestation-RELEASE.txt");
  attest->add_flag("--no-send", options->no_send,
                   "Only write and sign: the files are carried by hand");
  attest->add_option("--recall", options->recalls,
                     "Without a connection: the recall's name; repeat");
  attest->add_option("--agreement", options->agreement,
                     "Without a connection: agreement of the release");
  attest->add_flag("--demo", options->demo,
                   "Without a connection: the release says DEMO");
  Bind(attest, session, [options](Session& s) { return Attest(s, *options); });
}

}  // namespace

void AddRecall(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* recall = app.add_subcommand(
      "recall",
      "Cohorts and releases that are to be destroyed: recall, list, attest");
  recall->require_subcommand(1);
  AddOpen(*recall, session);
  CLI::App* list = recall->add_subcommand(
      "list",
      "Recipient: what you were given that is recalled, in which releases, due "
      "when; data protection officer: who holds what, of your agreements");
  list->add_flag("--outstanding", options->outstanding,
                 "Only what is not attested");
  Bind(list, session, [options](Session& s) { return List(s, *options); });
  AddAttest(*recall, session);
  AddDeliver(*recall, session);
}

}  // namespace toguna
