// toguna audit report: what the log says of one agreement, verified as it is
// read, and beside it what the exchange keeps whose digests the log has.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/audit/report.h"
#include "exchange/audit/seen.h"
#include "exchange/base/period.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/decision_digest.h"
#include "exchange/toguna/audit_log.h"
#include "exchange/toguna/report_page.h"
#include "exchange/toguna/report_sections.h"
#include "exchange/toguna/session.h"
#include "exchange/toguna/show_agreement.h"
#include "exchange/words/report_words.h"
#include "keys/digest/digest.h"
#include "keys/file/file.h"
#include "keys/sodium/primitives.h"
#include "nlohmann/json.hpp"

namespace toguna {
namespace {

namespace words = report_words;

struct Options {
  std::string agreement;
  std::string from;
  std::string to;
  std::string html;
  std::string json;
};

absl::Status NotADay(const std::string& option) {
  return ReasonError(
      absl::StatusCode::kInvalidArgument, "INVALID_SPAN",
      absl::StrCat(option,
                   " is a day as 2026-03-09, a month as 2026-03, "
                   "a quarter as 2026-Q1 or a year as 2026"));
}

// The first instant of a day or month, or, with `end`, the one after its last.
absl::StatusOr<absl::Time> InstantOf(const std::string& text, bool end,
                                     absl::TimeZone zone,
                                     const std::string& option) {
  absl::CivilMonth month;
  if (text.size() == 7 && absl::ParseCivilTime(text, &month)) {
    return absl::FromCivil(absl::CivilDay(end ? month + 1 : month), zone);
  }
  absl::CivilDay day;
  if (text.size() == 10 && absl::ParseCivilTime(text, &day)) {
    return absl::FromCivil(end ? day + 1 : day, zone);
  }
  // A quarter or a year as periods are named.
  if (const absl::StatusOr<Period> period = Period::Parse(text); period.ok()) {
    return end ? period->End(zone) : period->Start(zone);
  }
  return NotADay(option);
}

// Reads and verifies the whole log, and gives each entry to `reader`.
absl::Status ReadLog(Session& session, const LogSource& source,
                     ReportReader& reader, AuditFindings& findings) {
  TOGUNA_ASSIGN_OR_RETURN(
      const NoteKey log, ReadLogKey(InProfile("", session, "log.vkey", false)));
  TOGUNA_ASSIGN_OR_RETURN(
      const std::optional<SeenLog> before,
      ReadSeen(InProfile("", session, "log-seen", true), log));
  const Console console = session.console();
  const auto taking =
      [&](uint64_t first,
          uint64_t count) -> absl::StatusOr<std::vector<std::string>> {
    TOGUNA_ASSIGN_OR_RETURN(std::vector<std::string> entries,
                            source.read(first, count));
    for (const std::string& entry : entries) {
      TOGUNA_RETURN_IF_ERROR(reader.Take(entry));
    }
    return entries;
  };
  TOGUNA_ASSIGN_OR_RETURN(const SeenLog seen,
                          SeeWhole(log, source.checkpoint, taking,
                                   VerifyEd25519, ProgressOn(console)));
  findings.head = seen.head;
  if (before.has_value() && before->head.origin != log.name) {
    // Of the log before a recovery.
    TOGUNA_ASSIGN_OR_RETURN(
        const RecoveredFrom from,
        CheckRecovered(*before, {before->head.origin, log.public_key},
                       seen.head.size, source.read, VerifyEd25519,
                       [](uint64_t, uint64_t) {}));
    findings.seen_before = std::min(from.kept, before->head.size);
  } else if (before.has_value()) {
    // That it continues what was verified an earlier time.
    TOGUNA_RETURN_IF_ERROR(SeeMore(*before, log, source.checkpoint, source.read,
                                   VerifyEd25519, [](uint64_t, uint64_t) {})
                               .status());
    findings.seen_before = before->head.size;
  }
  const std::string policy_file = InProfile("", session, "log.policy", true);
  if (policy_file.empty()) return absl::OkStatus();
  TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(policy_file));
  TOGUNA_ASSIGN_OR_RETURN(const LogPolicy policy, ParseLogPolicy(text));
  TOGUNA_ASSIGN_OR_RETURN(findings.witnessed,
                          CheckWitnesses(source, policy, findings.head));
  return absl::OkStatus();
}

std::vector<std::string> TextsOf(const nlohmann::json& list) {
  std::vector<std::string> texts;
  if (!list.is_array()) return texts;
  for (const auto& one : list) {
    if (one.is_string()) texts.push_back(one.get<std::string>());
  }
  return texts;
}

int64_t NumberOf(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_integer()
             ? found->get<int64_t>()
             : 0;
}

std::string TextOf(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>()
                                                     : "";
}

std::optional<ManifestFacts> FactsOf(const std::string& manifest) {
  const auto json = nlohmann::json::parse(manifest, nullptr, false);
  const auto predicate = json.is_object() ? json.find("predicate") : json.end();
  if (!json.is_object() || predicate == json.end() || !predicate->is_object()) {
    return std::nullopt;
  }
  ManifestFacts facts;
  facts.periods = TextsOf(predicate->value("periods", nlohmann::json()));
  facts.what = TextsOf(predicate->value("families", nlohmann::json()));
  for (std::string& one :
       TextsOf(predicate->value("cohorts", nlohmann::json()))) {
    facts.what.push_back(std::move(one));
  }
  facts.plan = TextOf(*predicate, "plan");
  facts.plan_version = TextOf(*predicate, "plan_version");
  facts.k = NumberOf(*predicate, "k");
  facts.s = NumberOf(*predicate, "s");
  facts.c = NumberOf(*predicate, "c");
  facts.cells = NumberOf(*predicate, "rows");
  facts.not_shown = NumberOf(*predicate, "cells_not_shown");
  facts.delete_by = TextOf(*predicate, "delete_by");
  return facts;
}

// The manifests that are those of the log; one that is not is left out, which
// the report says.
absl::Status ReadManifests(Client& client, AuditFindings& findings) {
  for (const LoggedEntry& entry : findings.report.releases) {
    const auto& fields = entry.entry.fields;
    const auto release = fields.find("release");
    const auto digest = fields.find("manifest_sha256");
    if (release == fields.end() || digest == fields.end()) continue;
    v1::GetManifestRequest request;
    request.set_name(absl::StrCat("extracts/", release->second));
    const auto response = client.GetManifest(request);
    if (absl::IsUnavailable(response.status())) return response.status();
    if (!response.ok() ||
        HexOf(Sha256(response->manifest())) != digest->second) {
      continue;
    }
    const std::optional<ManifestFacts> facts = FactsOf(response->manifest());
    if (facts.has_value()) findings.manifests[release->second] = *facts;
  }
  return absl::OkStatus();
}

absl::Status ReadDecisions(Client& client, AuditFindings& findings) {
  for (const LoggedEntry& entry : findings.report.refusals) {
    const auto& fields = entry.entry.fields;
    const auto id = fields.find("decision");
    const auto digest = fields.find("decision_sha256");
    if (id == fields.end() || digest == fields.end()) continue;
    v1::ExplainDecisionRequest request;
    request.set_name(absl::StrCat("decisions/", id->second));
    const auto response = client.ExplainDecision(request);
    if (absl::IsUnavailable(response.status())) return response.status();
    if (!response.ok() || !CheckDigest(response->decision()).ok() ||
        response->decision().name() != request.name() ||
        response->decision().sha256() != digest->second) {
      findings.changed_decisions.insert(entry.sequence);
      continue;
    }
    findings.decisions[id->second] = response->decision();
  }
  return absl::OkStatus();
}

absl::Status ReadRegister(Client& client, AuditFindings& findings) {
  TOGUNA_ASSIGN_OR_RETURN(const v1::ListRecallsResponse response,
                          client.ListRecalls({}));
  for (const v1::Recall& recall : response.recalls()) {
    if (LastPart(recall.agreement()) == findings.report.agreement) {
      findings.register_of_recalls.push_back(recall);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<int> Report(Session& session, const Options& options) {
  AuditFindings findings;
  findings.zone = absl::UTCTimeZone();
  TOGUNA_ASSIGN_OR_RETURN(
      const absl::Time from,
      InstantOf(options.from, false, findings.zone, "--from"));
  TOGUNA_ASSIGN_OR_RETURN(const absl::Time until,
                          InstantOf(options.to, true, findings.zone, "--to"));
  if (until <= from) return NotADay("--to");
  TOGUNA_ASSIGN_OR_RETURN(const LogSource source, OpenLog(session, ""));
  v1::GetAgreementRequest request;
  request.set_name(absl::StrCat("agreements/", options.agreement));
  TOGUNA_ASSIGN_OR_RETURN(const v1::GetAgreementResponse response,
                          source.client->GetAgreement(request));
  findings.agreement = response.agreement();
  std::map<std::string, int> quota;
  for (const auto& grant : findings.agreement.grants()) {
    if (grant.extracts()) {
      quota[LastPart(grant.dataset())] = grant.extracts_per_month();
    }
  }
  ReportReader reader(options.agreement,
                      LastPart(findings.agreement.recipient()),
                      std::move(quota), from, until, findings.zone);
  TOGUNA_RETURN_IF_ERROR(ReadLog(session, source, reader, findings));
  findings.report = reader.report();
  findings.faults = reader.faults();
  TOGUNA_RETURN_IF_ERROR(ReadManifests(*source.client, findings));
  TOGUNA_RETURN_IF_ERROR(ReadDecisions(*source.client, findings));
  TOGUNA_RETURN_IF_ERROR(ReadRegister(*source.client, findings));

  const Console console = session.console();
  const ReportPage page = PageOf(findings, console);
  ShowPage(console, page);
  const Json json = JsonOf(findings);
  if (!options.html.empty()) {
    TOGUNA_RETURN_IF_ERROR(
        WriteSecretFile(options.html, PageHtml(page, console.language())));
    console.Line("");
    console.Say(words::kWritten, {options.html});
    console.Say(words::kPrintable);
  }
  if (!options.json.empty()) {
    TOGUNA_RETURN_IF_ERROR(
        WriteSecretFile(options.json, absl::StrCat(json.Pretty(), "\n")));
    console.Say(words::kWritten, {options.json});
  }
  console.Answer(json);
  const bool respected =
      findings.faults.empty() && findings.changed_decisions.empty() &&
      findings.report.others.empty() &&
      findings.manifests.size() == findings.report.releases.size();
  return respected ? kExitDone : kExitNo;
}

}  // namespace

void AddAuditReport(CLI::App& audit, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* report = audit.add_subcommand(
      "report",
      "What an agreement gave whom, what was refused and why, from the "
      "verified log; exit code 1 if it was not kept to");
  report->add_option("--agreement", options->agreement, "Agreement")
      ->required();
  report
      ->add_option("--from", options->from, "First day, month, quarter or year")
      ->required();
  report->add_option("--to", options->to, "Last day, month, quarter or year")
      ->required();
  report->add_option("--html", options->html,
                     "Write it as a page to print, with charts");
  report->add_option("--json-file", options->json,
                     "Write it as JSON to this file as well");
  Bind(report, session, [options](Session& s) { return Report(s, *options); });
}

}  // namespace toguna
