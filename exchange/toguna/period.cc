// toguna period list, close, seal, status, cancel: the officer's month.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/base/seal_work.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/status_details.h"
#include "exchange/toguna/period_proof.h"
#include "exchange/toguna/session.h"
#include "exchange/words/console_words.h"

namespace toguna {
namespace {

// How long one look at a running seal waits for news.
constexpr absl::Duration kLook = absl::Seconds(1);

struct Options {
  std::string dataset;
  std::string period;
  std::string operation;
  bool no_wait = false;
  int64_t work = 0;

  std::string Name() const {
    return absl::StrCat("datasets/", dataset, "/periods/", period);
  }
};

std::string StateOf(const v1::Period& period) {
  const std::string name = v1::Period::State_Name(period.state());
  return name.substr(name.find('_') + 1);
}

// The last part of a resource's name.
std::string IdOf(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

std::string DayOf(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d", absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
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
       Say(language, words::kSealedOnHeading),
       Say(language, words::kCorrectedHeading)}};
  Json::List list;
  for (const v1::Period& period : response.periods()) {
    std::string sealed;
    if (period.has_seal_time()) {
      sealed = DayOf(period.seal_time());
    }
    rows.push_back({IdOf(period.name()), StateOf(period), sealed,
                    period.corrected() ? Say(language, words::kYes) : ""});
    list.push_back(Json()
                       .Set("period", IdOf(period.name()))
                       .Set("state", StateOf(period))
                       .Set("sealed", sealed)
                       .Set("corrected", period.corrected()));
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

const Sentence& WordsOf(v1::SealMetadata::Step step) {
  switch (step) {
    case v1::SealMetadata::STEP_READING:
      return words::kSealReading;
    case v1::SealMetadata::STEP_PROTECTING:
      return words::kSealProtecting;
    case v1::SealMetadata::STEP_CHECKING:
      return words::kSealChecking;
    case v1::SealMetadata::STEP_WRITING:
      return words::kSealWriting;
    default:
      return words::kSealWaiting;
  }
}

// nullptr: nothing was searched, or it was not kept.
const Sentence* WordsOf(v1::SealPeriodResponse::Search search) {
  switch (search) {
    case v1::SealPeriodResponse::SEARCH_PROVEN_BEST:
      return &words::kSearchProven;
    case v1::SealPeriodResponse::SEARCH_WORK_SPENT:
      return &words::kSearchSpent;
    case v1::SealPeriodResponse::SEARCH_UNPROVEN:
      return &words::kSearchUnproven;
    default:
      return nullptr;
  }
}

// "PROVEN_BEST"; "" where WordsOf has nothing to say.
std::string NameOf(v1::SealPeriodResponse::Search search) {
  if (WordsOf(search) == nullptr) return "";
  const std::string name = v1::SealPeriodResponse::Search_Name(search);
  return name.substr(name.find('_') + 1);
}

// What is to be said of a search, after `before`; "" if nothing is.
std::string SearchOf(Language language, v1::SealPeriodResponse::Search search,
                     const std::string& before) {
  const Sentence* how = WordsOf(search);
  return how == nullptr ? "" : before + Say(language, *how);
}

// "sealed, k 5: proven best, k 35: …".
std::string DoneOf(Language language, const v1::Operation& operation) {
  std::string said = Say(language, words::kSealDone);
  for (const auto& rung : operation.response().rungs()) {
    said +=
        SearchOf(language, rung.search(), absl::StrCat(", k ", rung.k(), ": "));
  }
  return said;
}

// "STEP_READING" -> "READING"; "DONE" or "FAILED" at the end.
std::string StateOf(const v1::Operation& operation) {
  if (operation.has_error()) return "FAILED";
  if (operation.done()) return "DONE";
  const std::string name =
      v1::SealMetadata::Step_Name(operation.metadata().step());
  return name.substr(name.find('_') + 1);
}

std::string LineOf(Language language, const v1::SealMetadata& metadata) {
  std::vector<std::string> values = {
      absl::StrCat(static_cast<int>(metadata.step())),
      Say(language, WordsOf(metadata.step()))};
  if (metadata.parts_total() == 0) {
    return Say(language, words::kSealStep, values);
  }
  values.push_back(absl::StrCat(metadata.parts_done()));
  values.push_back(absl::StrCat(metadata.parts_total()));
  return Say(language, words::kSealStepParts, values);
}

// Says how far the seal is, each time that this changes, until it has ended.
absl::StatusOr<v1::Operation> Wait(const Session& session, Client& client,
                                   v1::Operation operation) {
  std::string said;
  while (!operation.done()) {
    const std::string line = LineOf(session.language, operation.metadata());
    if (line != said) session.console().Line(line);
    said = line;
    auto next = client.WaitOperation(operation.name(), kLook);
    if (!next.ok()) {
      session.console().Say(words::kSealGoesOn);
      return next.status();
    }
    operation = *std::move(next);
  }
  return operation;
}

absl::StatusOr<int> Seal(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  v1::SealPeriodRequest request;
  request.set_name(options.Name());
  request.set_work_million_steps(options.work);
  TOGUNA_ASSIGN_OR_RETURN(v1::Operation operation, client->SealPeriod(request));
  const int64_t work = operation.metadata().work_million_steps();
  if (options.work != 0 && options.work != work) {
    session.console().Say(words::kSealOtherWork,
                          {IdOf(operation.name()), absl::StrCat(work)});
  }
  if (options.no_wait && !operation.done()) {
    session.console().Say(words::kSealAsked, {options.period, options.dataset,
                                              IdOf(operation.name())});
    session.console().Answer(Json()
                                 .Set("period", options.period)
                                 .Set("operation", IdOf(operation.name()))
                                 .Set("state", StateOf(operation)));
    return kExitDone;
  }
  TOGUNA_ASSIGN_OR_RETURN(operation,
                          Wait(session, *client, std::move(operation)));
  TOGUNA_RETURN_IF_ERROR(ErrorOf(operation));
  const v1::SealPeriodResponse& response = operation.response();
  const bool forms_cohorts =
      std::any_of(response.rungs().begin(), response.rungs().end(),
                  [](const auto& rung) { return rung.cohorts() > 0; });
  // Cohorts alone have no cells.
  if (response.cells() == 0 && forms_cohorts) {
    session.console().Say(words::kCohortsSealed,
                          {options.period, options.dataset});
  } else {
    session.console().Say(
        words::kPeriodSealed,
        {options.period, options.dataset, absl::StrCat(response.cells()),
         absl::StrCat(response.published_cells()),
         absl::StrCat(response.not_shown_cells())});
  }
  Json::List rungs;
  for (const v1::SealPeriodResponse::Rung& rung : response.rungs()) {
    const std::string percent =
        absl::StrFormat("%.1f", 100 * rung.global_risk());
    const std::string k = absl::StrCat(rung.k());
    const std::string search = SearchOf(session.language, rung.search(), "; ");
    if (response.cells() > 0 || !forms_cohorts) {
      session.console().Say(
          words::kRungSealed,
          {k, absl::StrCat(rung.published_cells()), percent, search});
    }
    if (rung.cohorts() > 0) {
      session.console().Say(
          words::kRungCohorts,
          {k, absl::StrCat(rung.cohorts()), absl::StrCat(rung.cohort_rows()),
           percent, search});
    } else if (forms_cohorts) {
      session.console().Say(words::kRungNoCohorts, {k, search});
    }
    rungs.push_back(Json()
                        .Set("k", rung.k())
                        .Set("published", rung.published_cells())
                        .Set("cohorts", rung.cohorts())
                        .Set("cohort_rows", rung.cohort_rows())
                        .Set("global_risk_percent", percent)
                        .Set("search", NameOf(rung.search())));
  }
  session.console().Answer(Json()
                               .Set("period", options.period)
                               .Set("operation", IdOf(operation.name()))
                               .Set("cells", response.cells())
                               .Set("published", response.published_cells())
                               .Set("not_shown", response.not_shown_cells())
                               .Set("work_million_steps", work)
                               .Set("rungs", std::move(rungs)));
  return kExitDone;
}

absl::StatusOr<int> Status(Session& session, const Options&) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::ListOperationsResponse response,
                          client->ListOperations());
  const Console console = session.console();
  const Language language = session.language;
  std::vector<std::vector<std::string>> rows = {
      {Say(language, words::kOperationHeading),
       Say(language, words::kDatasetHeading),
       Say(language, words::kPeriodHeading),
       Say(language, words::kAskedOnHeading),
       Say(language, words::kWorkHeading),
       Say(language, words::kStateHeading)}};
  Json::List list;
  for (const v1::Operation& operation : response.operations()) {
    const std::vector<std::string> name =
        absl::StrSplit(operation.metadata().period(), '/');
    const absl::Status error = ErrorOf(operation);
    std::string state =
        operation.done() ? DoneOf(language, operation)
                         : Say(language, WordsOf(operation.metadata().step()));
    if (!error.ok()) {
      state = Say(language, words::kSealFailed, {TextFor(language, error)});
    }
    rows.push_back({IdOf(operation.name()), name[1], name.back(),
                    DayOf(operation.metadata().create_time()),
                    absl::StrCat(operation.metadata().work_million_steps()),
                    state});
    Json::List searches;
    for (const auto& rung : operation.response().rungs()) {
      searches.push_back(
          Json().Set("k", rung.k()).Set("search", NameOf(rung.search())));
    }
    list.push_back(Json()
                       .Set("operation", IdOf(operation.name()))
                       .Set("dataset", name[1])
                       .Set("period", name.back())
                       .Set("state", StateOf(operation))
                       .Set("work_million_steps",
                            operation.metadata().work_million_steps())
                       .Set("rungs", std::move(searches))
                       .Set("reason", ReasonOf(error).code));
  }
  if (list.empty()) {
    console.Say(words::kNoSeals);
  } else {
    console.Table(rows);
  }
  console.Answer(Json().Set("operations", list));
  return kExitDone;
}

absl::StatusOr<int> Cancel(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  v1::CancelOperationRequest request;
  request.set_name(absl::StrCat("operations/", options.operation));
  TOGUNA_ASSIGN_OR_RETURN(const v1::Operation operation,
                          client->CancelOperation(request));
  const bool cancelled = absl::IsCancelled(ErrorOf(operation));
  session.console().Say(
      cancelled ? words::kSealCalledOff : words::kSealNotCalledOff,
      {options.operation});
  session.console().Answer(Json()
                               .Set("operation", options.operation)
                               .Set("cancelled", cancelled)
                               .Set("state", StateOf(operation)));
  return cancelled ? kExitDone : kExitNo;
}

}  // namespace

void AddPeriod(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* period = app.add_subcommand(
      "period",
      "Months, quarters, years: list, close, seal, status, cancel, proof, "
      "check");
  period->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, bool one, auto act) {
    CLI::App* command = period->add_subcommand(name, help);
    command
        ->add_option("dataset", options->dataset, "For example open-incidents")
        ->required();
    if (one) {
      command
          ->add_option("period", options->period,
                       "For example 2026-03, 2026-Q1 or 2026")
          ->required();
    }
    Bind(command, session,
         [options, act](Session& s) { return act(s, *options); });
    return command;
  };
  add("list",
      "Months that received records, quarters and years that can be sealed, "
      "and their state",
      false, List);
  add("close", "End a month: nothing enters it any more", true, Close);
  CLI::App* seal = add(
      "seal",
      "Tabulate, protect, check and freeze a closed month, or a quarter or "
      "year "
      "whose months are sealed; waits and says how far it is. The server goes "
      "on if this command is stopped. The seal of a year destroys what the "
      "year was counted from",
      true, Seal);
  seal->add_flag("--no-wait", options->no_wait,
                 "Only ask for it; see \"period status\"");
  seal->add_option(
          "--work", options->work,
          "Millions of steps that the search for what to show may take at "
          "each rung; without it, what the server's configuration says. It "
          "buys minutes of search, not a guarantee: more may show more "
          "cells, or prove that no choice shows more; what is shown is safe "
          "with any. The same N gives the same tables on every machine")
      ->check(CLI::Range(int64_t{1}, kMostSealWork));
  CLI::App* status = period->add_subcommand(
      "status",
      "Seals that were asked for: under way, done or failed, and why");
  Bind(status, session, [options](Session& s) { return Status(s, *options); });
  CLI::App* cancel = period->add_subcommand(
      "cancel", "Call off a seal under way; the period stays as it was");
  cancel
      ->add_option("operation", options->operation,
                   "As \"period status\" shows it, seal-…")
      ->required();
  Bind(cancel, session, [options](Session& s) { return Cancel(s, *options); });
  AddPeriodProof(*period, session);
}

}  // namespace toguna
