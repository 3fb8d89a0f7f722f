// toguna recall open (data protection officer) and list: cohorts whose rows are
// to be set aside.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/session.h"
#include "exchange/words/recall_words.h"

namespace toguna {
namespace {

namespace words = recall_words;

struct Options {
  std::string dataset;
  std::string cohort;
};

std::string IdOf(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

std::vector<std::string> ReleasesOf(const v1::Recall& recall) {
  std::vector<std::string> ids;
  for (const std::string& name : recall.extracts()) ids.push_back(IdOf(name));
  return ids;
}

Json JsonOf(const v1::Recall& recall) {
  Json::List releases;
  for (const std::string& id : ReleasesOf(recall)) releases.push_back(id);
  return Json()
      .Set("dataset", IdOf(recall.dataset()))
      .Set("period", recall.period())
      .Set("cohorts", recall.cohorts())
      .Set("cohort", recall.cohort())
      .Set("reason", recall.reason() == v1::Recall::REASON_TOO_FEW ? "TOO_FEW"
                                                                   : "OFFICER")
      .Set("opened", recall.open_date())
      .Set("agreement", IdOf(recall.agreement()))
      .Set("releases", std::move(releases));
}

template <typename List>
void Show(const Session& session, const List& recalls) {
  const Language language = session.language;
  std::vector<std::vector<std::string>> rows = {
      {Say(language, words::kHeadingCohort),
       Say(language, words::kHeadingAgreement),
       Say(language, words::kHeadingReleases),
       Say(language, words::kHeadingSince), Say(language, words::kHeadingWhy)}};
  Json::List list;
  for (const v1::Recall& one : recalls) {
    rows.push_back({one.cohort(), IdOf(one.agreement()),
                    absl::StrJoin(ReleasesOf(one), " "), one.open_date(),
                    Say(language, one.reason() == v1::Recall::REASON_TOO_FEW
                                      ? words::kTooFew
                                      : words::kOfficer)});
    list.push_back(JsonOf(one));
  }
  if (recalls.empty()) {
    session.console().Say(words::kNone);
  } else {
    session.console().Table(rows);
    session.console().Say(words::kSetAside);
  }
  session.console().Answer(Json().Set("recalls", std::move(list)));
}

absl::StatusOr<int> Open(Session& session, const Options& options) {
  v1::OpenRecallRequest request;
  request.set_dataset(absl::StrCat("datasets/", options.dataset));
  request.set_cohort(options.cohort);
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::OpenRecallResponse response,
                          client->OpenRecall(request));
  session.console().Say(words::kRecalled, {options.cohort});
  Show(session, response.recalls());
  return kExitDone;
}

absl::StatusOr<int> List(Session& session, const Options&) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::ListRecallsResponse response,
                          client->ListRecalls());
  Show(session, response.recalls());
  if (response.truncated()) session.console().Say(words::kMore);
  return kExitDone;
}

}  // namespace

void AddRecall(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* recall = app.add_subcommand(
      "recall", "Cohorts whose rows are to be set aside: recall one, list");
  recall->require_subcommand(1);
  CLI::App* open = recall->add_subcommand(
      "open",
      "As data protection officer: give a cohort no more, and tell whoever "
      "holds rows of it");
  open->add_option("--dataset", options->dataset, "Dataset")->required();
  open->add_option("--cohort", options->cohort,
                   "The cohort, from the column cohort of violations.csv")
      ->required();
  Bind(open, session, [options](Session& s) { return Open(s, *options); });
  CLI::App* list = recall->add_subcommand(
      "list",
      "Recipient: which of the cohorts you were given are recalled, and in "
      "which releases; data protection officer: of your agreements");
  Bind(list, session, [options](Session& s) { return List(s, *options); });
}

}  // namespace toguna
