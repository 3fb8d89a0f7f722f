// toguna intake kobo, toguna record correct and retract: the contributor's
// side. Names and ids become pseudonyms here, and what the form does not
// declare stays here.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "exchange/base/period.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/kobo/kobo.h"
#include "exchange/record/intake_report.h"
#include "exchange/toguna/session.h"
#include "exchange/words/console_words.h"
#include "exchange/words/intake_words.h"
#include "keys/file/file.h"
#include "keys/sodium/pseudonyms.h"

namespace toguna {
namespace {

constexpr size_t kBatch = 500;

struct Options {
  std::string form;
  std::vector<std::string> files;
  std::string dataset;
  std::string uuid;
};

v1::Record ToWire(const Record& record) {
  v1::Record wire;
  wire.set_ref(record.ref);
  wire.set_instance(record.instance);
  wire.set_incident_date(DayText(record.incident_day));
  wire.set_source(record.source);
  wire.set_monitor(record.monitor);
  wire.set_consent(record.consent);
  wire.mutable_codes()->insert(record.codes.begin(), record.codes.end());
  wire.mutable_tallies()->insert(record.tallies.begin(), record.tallies.end());
  wire.mutable_list_versions()->insert(record.list_versions.begin(),
                                       record.list_versions.end());
  return wire;
}

void Count(const v1::RecordOutcome& outcome, IntakeReport& report) {
  switch (outcome.outcome()) {
    case v1::RecordOutcome::OUTCOME_TAKEN:
      return report.Taken();
    case v1::RecordOutcome::OUTCOME_REPLACED:
      return report.Replaced();
    case v1::RecordOutcome::OUTCOME_CORRECTED:
      return report.Corrected();
    case v1::RecordOutcome::OUTCOME_DUPLICATE:
      return report.Duplicate();
    default:
      return report.Refused(outcome.reason(), outcome.field());
  }
}

absl::StatusOr<std::unique_ptr<Pseudonymiser>> PseudonymiserOf(
    const Session& session) {
  const auto text = ReadSecretFile(session.as + "/contributor.key");
  if (!text.ok()) return text.status();
  TOGUNA_ASSIGN_OR_RETURN(const Secret key, ParseContributorKeyFile(*text));
  return MakePseudonymiser(key);
}

// What is good of `files` as records; the rest is counted in `report`.
absl::StatusOr<std::vector<Record>> ReadRecords(
    const std::vector<std::string>& files, const FormContext& context,
    IntakeReport& report) {
  std::vector<Record> records;
  for (const std::string& file : files) {
    TOGUNA_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(file));
    auto results = ParseSubmissions(bytes, context);
    if (!results.ok()) {
      const Reason reason = ReasonOf(results.status());
      return ReasonError(results.status().code(), reason.code,
                         absl::StrCat(file, ": ", results.status().message()),
                         reason.metadata);
    }
    for (SubmissionResult& result : *results) {
      for (const Dropped& dropped : result.dropped) {
        report.Dropped(dropped.reason);
      }
      if (auto* record = std::get_if<Record>(&result.outcome)) {
        records.push_back(std::move(*record));
      } else {
        const auto& refusal = std::get<Refusal>(result.outcome);
        report.Refused(refusal.reason, refusal.field);
      }
    }
  }
  return records;
}

absl::Status Submit(Client& client, const std::string& dataset,
                    const std::vector<Record>& records, IntakeReport& report) {
  size_t at = 0;
  uint64_t sequence = 0;
  const auto next = [&]() -> std::optional<v1::SubmitRecordsRequest> {
    if (at >= records.size()) return std::nullopt;
    v1::SubmitRecordsRequest request;
    request.set_sequence(++sequence);
    request.set_dataset(absl::StrCat("datasets/", dataset));
    const size_t end = std::min(at + kBatch, records.size());
    for (; at < end; ++at) *request.add_records() = ToWire(records[at]);
    return request;
  };
  return client.SubmitBatches(next, [&](const v1::SubmitRecordsResponse& done) {
    for (const v1::RecordOutcome& outcome : done.outcomes()) {
      Count(outcome, report);
    }
  });
}

Json ReportJson(const IntakeReport& report) {
  Json refused;
  for (const auto& [why, count] : report.refused_by_reason()) {
    refused.Set(absl::StrCat(why.first, " ", why.second), count);
  }
  Json dropped;
  for (const auto& [reason, count] : report.dropped_by_reason()) {
    dropped.Set(reason, count);
  }
  return Json()
      .Set("taken", report.taken())
      .Set("replaced", report.replaced())
      .Set("corrected", report.corrected())
      .Set("duplicate", report.duplicate())
      .Set("refused", refused)
      .Set("dropped", dropped);
}

absl::StatusOr<const Form*> FindForm(const Catalog& catalog,
                                     const std::string& id) {
  const Form* form = catalog.FindForm(FormId(id));
  if (form != nullptr) return form;
  std::string known;
  for (const auto& [one, ignored] : catalog.forms) {
    absl::StrAppend(&known, known.empty() ? "" : ", ", one.text());
  }
  return ReasonError(absl::StatusCode::kInvalidArgument, "UNKNOWN_FORM",
                     absl::StrCat("no form of this id; there are: ", known));
}

// The files as records of the day that the profile's clock says.
absl::StatusOr<std::vector<Record>> ReadSubmissions(
    const Profile& profile, const Catalog& catalog, const Form& form,
    const Pseudonymiser& pseudonymiser, const std::vector<std::string>& files,
    IntakeReport& report) {
  return ReadRecords(files,
                     {.catalog = catalog,
                      .form = form,
                      .pseudonymiser = pseudonymiser,
                      .today = absl::ToCivilDay(Session::ClockOf(profile)(),
                                                catalog.operation.time_zone)},
                     report);
}

absl::StatusOr<int> IntakeKobo(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const Profile profile, session.LoadProfile());
  TOGUNA_ASSIGN_OR_RETURN(const Catalog catalog, ReadCatalog(profile.catalog));
  TOGUNA_ASSIGN_OR_RETURN(const Form* form, FindForm(catalog, options.form));
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Pseudonymiser> pseudonymiser,
                          PseudonymiserOf(session));
  IntakeReport report;
  TOGUNA_ASSIGN_OR_RETURN(
      const std::vector<Record> records,
      ReadSubmissions(profile, catalog, *form, *pseudonymiser, options.files,
                      report));
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  const absl::Status sent =
      Submit(*client, form->dataset.text(), records, report);
  // What was acknowledged before an error is kept, so it is reported first.
  session.console().Line(IntakeReportText(session.language, report));
  session.console().Answer(ReportJson(report));
  if (!sent.ok()) return sent;
  return kExitDone;
}

// The reference of a submission. KoboToolbox shows the uuid with its scheme;
// the adapter drops it.
std::string RefOf(const Pseudonymiser& pseudonymiser, const std::string& uuid) {
  return pseudonymiser.Pseudonym("ref",
                                 std::string(absl::StripPrefix(uuid, "uuid:")));
}

int SayOutcome(const Session& session, const v1::RecordOutcome& outcome) {
  const Console console = session.console();
  const std::string name = v1::RecordOutcome::Outcome_Name(outcome.outcome());
  console.Answer(Json()
                     .Set("outcome", name.substr(name.find('_') + 1))
                     .Set("reason", outcome.reason())
                     .Set("field", outcome.field()));
  switch (outcome.outcome()) {
    case v1::RecordOutcome::OUTCOME_REPLACED:
      console.Say(words::kRecordReplaced);
      return kExitDone;
    case v1::RecordOutcome::OUTCOME_CORRECTED:
      console.Say(words::kRecordCorrected);
      return kExitDone;
    case v1::RecordOutcome::OUTCOME_DUPLICATE:
      console.Say(words::kRecordSame);
      return kExitDone;
    default:
      console.Say(words::kRecordRefused,
                  {outcome.reason(), outcome.field(),
                   Say(session.language, IntakeReasonHelp(outcome.reason()))});
      return kExitNo;
  }
}

absl::StatusOr<int> Correct(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const Profile profile, session.LoadProfile());
  TOGUNA_ASSIGN_OR_RETURN(const Catalog catalog, ReadCatalog(profile.catalog));
  TOGUNA_ASSIGN_OR_RETURN(const Form* form, FindForm(catalog, options.form));
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Pseudonymiser> pseudonymiser,
                          PseudonymiserOf(session));
  IntakeReport report;
  TOGUNA_ASSIGN_OR_RETURN(
      const std::vector<Record> records,
      ReadSubmissions(profile, catalog, *form, *pseudonymiser, options.files,
                      report));
  const std::string ref = RefOf(*pseudonymiser, options.uuid);
  // The last is the newest: KoboToolbox lists them in order.
  const auto found =
      std::find_if(records.rbegin(), records.rend(),
                   [&](const Record& record) { return record.ref == ref; });
  if (found == records.rend()) {
    if (report.refused() > 0) {
      session.console().Line(IntakeReportText(session.language, report));
    }
    return ReasonError(
        absl::StatusCode::kInvalidArgument, "RECORD_NOT_IN_FILE",
        "the file has no submission with this meta/rootUuid that could be "
        "kept");
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  v1::CorrectRecordRequest request;
  request.set_dataset(absl::StrCat("datasets/", form->dataset.text()));
  *request.mutable_record() = ToWire(*found);
  TOGUNA_ASSIGN_OR_RETURN(const v1::CorrectRecordResponse response,
                          client->CorrectRecord(request));
  return SayOutcome(session, response.outcome());
}

absl::StatusOr<int> Retract(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Pseudonymiser> pseudonymiser,
                          PseudonymiserOf(session));
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  v1::RetractRecordRequest request;
  request.set_dataset(absl::StrCat("datasets/", options.dataset));
  request.set_ref(RefOf(*pseudonymiser, options.uuid));
  TOGUNA_RETURN_IF_ERROR(client->RetractRecord(request).status());
  session.console().Say(words::kRecordRetracted);
  session.console().Answer(Json().Set("retracted", true));
  return kExitDone;
}

}  // namespace

void AddIntake(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* intake = app.add_subcommand("intake", "Submit records");
  intake->require_subcommand(1);
  CLI::App* kobo = intake->add_subcommand(
      "kobo",
      "Submit KoboToolbox exports (JSON); reports what was taken and refused");
  kobo->add_option("--form", options->form, "Form id of the catalog")
      ->required();
  kobo->add_option("files", options->files, "Files")->required();
  Bind(kobo, session,
       [options](Session& s) { return IntakeKobo(s, *options); });
  CLI::App* record = app.add_subcommand("record", "One record of your own");
  record->require_subcommand(1);
  CLI::App* correct = record->add_subcommand(
      "correct",
      "Put an edited submission in the place of the one that was taken; after "
      "the seal of its month the change is kept for the year's corrections, if "
      "the plan tabulates them");
  correct->add_option("--form", options->form, "Form id of the catalog")
      ->required();
  correct
      ->add_option("--uuid", options->uuid,
                   "meta/rootUuid of the submission, as KoboToolbox shows it")
      ->required();
  correct->add_option("files", options->files, "KoboToolbox export (JSON)")
      ->required();
  Bind(correct, session,
       [options](Session& s) { return Correct(s, *options); });
  CLI::App* retract = record->add_subcommand(
      "retract",
      "Remove a record from the vault at once; after the seal of its month the "
      "sealed numbers stay, and the removal is kept for the year's "
      "corrections, if the plan tabulates them");
  retract->add_option("--dataset", options->dataset, "Dataset")->required();
  retract
      ->add_option("--uuid", options->uuid,
                   "meta/rootUuid of the submission, as KoboToolbox shows it")
      ->required();
  Bind(retract, session,
       [options](Session& s) { return Retract(s, *options); });
}

}  // namespace toguna
