// toguna period list, close, seal: the officer's month.

#include <memory>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/session.h"
#include "exchange/words/console_words.h"

namespace toguna {
namespace {

struct Options {
  std::string dataset;
  std::string period;

  std::string Name() const {
    return absl::StrCat("datasets/", dataset, "/periods/", period);
  }
};

std::string StateOf(const v1::Period& period) {
  const std::string name = v1::Period::State_Name(period.state());
  return name.substr(name.find('_') + 1);
}

std::string IdOf(const v1::Period& period) {
  return period.name().substr(period.name().rfind('/') + 1);
}

absl::StatusOr<int> List(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  v1::ListPeriodsRequest request;
  request.set_parent(absl::StrCat("datasets/", options.dataset));
  TOGUNA_ASSIGN_OR_RETURN(const v1::ListPeriodsResponse response,
                          client->ListPeriods(request));
  const Console console = session.console();
  const Language language = session.language;
  std::vector<std::vector<std::string>> rows = {
      {Say(language, words::kPeriodHeading),
       Say(language, words::kStateHeading),
       Say(language, words::kSealedOnHeading)}};
  Json::List list;
  for (const v1::Period& period : response.periods()) {
    std::string sealed;
    if (period.has_seal_time()) {
      sealed = absl::FormatTime(
          "%Y-%m-%d", absl::FromUnixSeconds(period.seal_time().seconds()),
          absl::UTCTimeZone());
    }
    rows.push_back({IdOf(period), StateOf(period), sealed});
    list.push_back(Json()
                       .Set("period", IdOf(period))
                       .Set("state", StateOf(period))
                       .Set("sealed", sealed));
  }
  console.Table(rows);
  console.Answer(Json().Set("periods", list));
  return kExitDone;
}

absl::StatusOr<int> Close(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  v1::ClosePeriodRequest request;
  request.set_name(options.Name());
  TOGUNA_ASSIGN_OR_RETURN(const v1::ClosePeriodResponse response,
                          client->ClosePeriod(request));
  session.console().Say(words::kPeriodClosed,
                        {options.period, options.dataset});
  session.console().Answer(Json()
                               .Set("period", options.period)
                               .Set("state", StateOf(response.period())));
  return kExitDone;
}

absl::StatusOr<int> Seal(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  v1::SealPeriodRequest request;
  request.set_name(options.Name());
  TOGUNA_ASSIGN_OR_RETURN(const v1::SealPeriodResponse response,
                          client->SealPeriod(request));
  session.console().Say(
      words::kPeriodSealed,
      {options.period, options.dataset, absl::StrCat(response.cells()),
       absl::StrCat(response.published_cells()),
       absl::StrCat(response.not_shown_cells())});
  session.console().Answer(Json()
                               .Set("period", options.period)
                               .Set("cells", response.cells())
                               .Set("published", response.published_cells())
                               .Set("not_shown", response.not_shown_cells()));
  return kExitDone;
}

}  // namespace

void AddPeriod(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* period = app.add_subcommand("period", "Months: list, close, seal");
  period->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, bool one, auto act) {
    CLI::App* command = period->add_subcommand(name, help);
    command
        ->add_option("dataset", options->dataset, "For example open-incidents")
        ->required();
    if (one) {
      command->add_option("period", options->period, "For example 2026-03")
          ->required();
    }
    Bind(command, session,
         [options, act](Session& s) { return act(s, *options); });
  };
  add("list", "Months that received records, and their state", false, List);
  add("close", "End a month: nothing enters it any more", true, Close);
  add("seal", "Tabulate, protect, check and freeze a closed month", true, Seal);
}

}  // namespace toguna
