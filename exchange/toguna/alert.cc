// toguna alert raise (contributor), clear and list (officer).

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/request_id.h"
#include "exchange/toguna/session.h"
#include "exchange/words/console_words.h"

namespace toguna {
namespace {

struct Options {
  std::string dataset = "flash-alerts";
  std::vector<std::string> codes;
  std::string occurred;
  std::string request_id;
  std::string alert;
};

std::string IdOf(const v1::Alert& alert) {
  return alert.name().substr(alert.name().rfind('/') + 1);
}

std::string StateOf(const v1::Alert& alert) {
  const std::string name = v1::Alert::State_Name(alert.state());
  return name.substr(name.find('_') + 1);
}

absl::StatusOr<int> Raise(Session& session, const Options& options) {
  v1::RaiseAlertRequest request;
  absl::Time occurred;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, options.occurred, &occurred,
                       &error)) {
    return absl::InvalidArgumentError(
        "--occurred is a time such as 2026-03-09T06:00:00Z");
  }
  TOGUNA_ASSIGN_OR_RETURN(*request.mutable_request_id(),
                          RequestIdOr(options.request_id));
  request.set_dataset(absl::StrCat("datasets/", options.dataset));
  request.mutable_occur_time()->set_seconds(absl::ToUnixSeconds(occurred));
  for (const std::string& code : options.codes) {
    const std::vector<std::string> parts =
        absl::StrSplit(code, absl::MaxSplits('=', 1));
    if (parts.size() != 2) {
      return absl::InvalidArgumentError("--code is written ATTRIBUTE=CODE");
    }
    (*request.mutable_codes())[parts[0]] = parts[1];
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::RaiseAlertResponse response,
                          client->RaiseAlert(request));
  session.console().Say(words::kAlertRaised, {IdOf(response.alert())});
  session.console().Answer(Json().Set("id", IdOf(response.alert())));
  return kExitDone;
}

absl::StatusOr<int> Clear(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  v1::ClearAlertRequest request;
  request.set_name(absl::StrCat("alerts/", options.alert));
  TOGUNA_ASSIGN_OR_RETURN(const v1::ClearAlertResponse response,
                          client->ClearAlert(request));
  const v1::Alert& alert = response.alert();
  session.console().Say(words::kAlertCleared,
                        {IdOf(alert), HoursText(alert.clear_time().seconds() -
                                                alert.occur_time().seconds())});
  session.console().Answer(
      Json().Set("id", IdOf(alert)).Set("state", StateOf(alert)));
  return kExitDone;
}

absl::StatusOr<int> List(Session& session, const Options&) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::ListAlertsResponse response,
                          client->ListAlerts());
  std::vector<std::vector<std::string>> rows;
  Json::List list;
  for (const v1::Alert& alert : response.alerts()) {
    rows.push_back({IdOf(alert), StateOf(alert)});
    list.push_back(Json().Set("id", IdOf(alert)).Set("state", StateOf(alert)));
  }
  session.console().Table(rows);
  session.console().Answer(Json().Set("alerts", list));
  return kExitDone;
}

}  // namespace

void AddAlert(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* alert =
      app.add_subcommand("alert", "Flash alerts: raise, clear, list");
  alert->require_subcommand(1);
  CLI::App* raise = alert->add_subcommand(
      "raise", "As a contributor: record an alert of closed codes");
  raise->add_option("--dataset", options->dataset, "Dataset of alerts")
      ->capture_default_str();
  raise->add_option("--code", options->codes, "ATTRIBUTE=CODE, once for each")
      ->required();
  raise->add_option("--occurred", options->occurred, "When, RFC 3339")
      ->required();
  raise->add_option("--request-id", options->request_id,
                    "UUID; the same id never raises twice");
  Bind(raise, session, [options](Session& s) { return Raise(s, *options); });
  CLI::App* clear = alert->add_subcommand(
      "clear", "As an officer: let an alert go to the feeds that may have it");
  clear->add_option("alert", options->alert, "Id of the alert")->required();
  Bind(clear, session, [options](Session& s) { return Clear(s, *options); });
  CLI::App* list = alert->add_subcommand("list", "As an officer: all alerts");
  Bind(list, session, [options](Session& s) { return List(s, *options); });
}

}  // namespace toguna
