// toguna extract preview, request: what a release would be; ask for one.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Validators.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/status_details.h"
#include "exchange/toguna/extract_files.h"
#include "exchange/toguna/request_id.h"
#include "exchange/toguna/session.h"
#include "exchange/toguna/show_agreement.h"
#include "exchange/toguna/show_recalls.h"
#include "exchange/toguna/statement.h"
#include "exchange/words/agreement_words.h"
#include "exchange/words/console_words.h"

namespace toguna {
namespace {

struct Options {
  std::string agreement;
  std::string purpose;
  std::string dataset;
  std::vector<std::string> families;
  std::vector<std::string> cohorts;
  std::vector<std::string> levels;
  std::vector<std::string> cohort_levels;
  std::vector<std::string> within;
  std::vector<std::string> periods;
  std::string out = "packages";
  std::string request_id;
  bool hxl = false;
  std::string delimiter = "comma";
  std::vector<std::string> formats;
  std::string package;
  std::string release;
};

// "place=region" as its two sides.
absl::StatusOr<std::pair<std::string, std::string>> Sides(
    const std::string& text, absl::string_view option) {
  const std::vector<std::string> parts =
      absl::StrSplit(text, absl::MaxSplits('=', 1));
  if (parts.size() == 2 && !parts[0].empty() && !parts[1].empty()) {
    return std::pair(parts[0], parts[1]);
  }
  return absl::InvalidArgumentError(
      absl::StrCat(option, " is written DIMENSION=", "VALUE"));
}

absl::StatusOr<v1::CreateExtractRequest> ToWire(const Options& options) {
  v1::CreateExtractRequest request;
  TOGUNA_ASSIGN_OR_RETURN(*request.mutable_request_id(),
                          RequestIdOr(options.request_id));
  request.set_agreement(absl::StrCat("agreements/", options.agreement));
  request.set_purpose(absl::StrCat("purposes/", options.purpose));
  request.set_dataset(absl::StrCat("datasets/", options.dataset));
  for (const std::string& family : options.families) {
    request.add_families(family);
  }
  for (const std::string& cohorts : options.cohorts) {
    request.add_cohorts(cohorts);
  }
  for (const std::string& text : options.levels) {
    TOGUNA_ASSIGN_OR_RETURN(const auto sides, Sides(text, "--level"));
    auto& level = *request.add_levels();
    level.set_dimension(sides.first);
    level.set_finest_level(sides.second);
  }
  for (const std::string& text : options.cohort_levels) {
    TOGUNA_ASSIGN_OR_RETURN(const auto sides, Sides(text, "--cohort-level"));
    auto& level = *request.add_cohort_levels();
    level.set_dimension(sides.first);
    level.set_finest_level(sides.second);
  }
  for (const std::string& text : options.within) {
    TOGUNA_ASSIGN_OR_RETURN(const auto sides, Sides(text, "--within"));
    auto& filter = *request.add_code_filters();
    filter.set_dimension(sides.first);
    for (const absl::string_view code : absl::StrSplit(sides.second, ',')) {
      filter.add_codes(std::string(code));
    }
  }
  for (const std::string& period : options.periods) request.add_periods(period);
  request.set_hxl(options.hxl);
  // What stands for a comma is left unset: remembered requests stay the same.
  if (options.delimiter == "semicolon") {
    request.set_delimiter(v1::CreateExtractRequest::DELIMITER_SEMICOLON);
  }
  for (const std::string& format : options.formats) {
    request.add_formats(format == "xlsx"
                            ? v1::CreateExtractRequest::FORMAT_XLSX
                            : v1::CreateExtractRequest::FORMAT_JSON);
  }
  return request;
}

// Shows a refusal: every rule and what it found.
int ShowRefusal(const Session& session, const absl::Status& status) {
  const Console console = session.console();
  const std::vector<RefusedRule> rules = RefusedRulesOf(status);
  if (rules.empty()) return console.Fail(status);
  console.Say(words::kExtractRefused);
  std::vector<std::vector<std::string>> rows;
  Json::List list;
  const std::map<std::string, std::string> metadata = ReasonOf(status).metadata;
  for (const RefusedRule& rule : rules) {
    const std::vector<std::string> sides =
        absl::StrSplit(rule.description, absl::MaxSplits(" | ", 1));
    const bool french = session.language == Language::kFrench;
    rows.push_back({rule.rule, Say(session.language, words::kRuleFailed),
                    french ? sides.front() : sides.back()});
    list.push_back(Json()
                       .Set("rule", rule.rule)
                       .Set("subject", rule.subject)
                       .Set("description", rule.description));
  }
  console.Table(rows);
  if (const auto passed = metadata.find("passed"); passed != metadata.end()) {
    console.Say(words::kRulesPassed, {passed->second});
  }
  std::string decision;
  if (const auto kept = metadata.find("decision"); kept != metadata.end()) {
    decision = kept->second;
    console.Say(words::kDecisionKept, {decision});
  }
  console.Answer(Json()
                     .Set("refused", true)
                     .Set("decision", decision)
                     .Set("reason", ReasonOf(status).code)
                     .Set("findings", list));
  return kExitNo;
}

// An ask as it is typed.
std::string AsOptions(const v1::CreateExtractRequest& ask) {
  std::string text;
  for (const std::string& one : ask.families()) {
    absl::StrAppend(&text, " --family ", one);
  }
  for (const std::string& one : ask.cohorts()) {
    absl::StrAppend(&text, " --cohorts ", one);
  }
  for (const auto& one : ask.levels()) {
    absl::StrAppend(&text, " --level ", one.dimension(), "=",
                    one.finest_level());
  }
  for (const auto& one : ask.cohort_levels()) {
    absl::StrAppend(&text, " --cohort-level ", one.dimension(), "=",
                    one.finest_level());
  }
  for (const auto& one : ask.code_filters()) {
    absl::StrAppend(&text, " --within ", one.dimension(), "=",
                    absl::StrJoin(one.codes(), ","));
  }
  for (const std::string& one : ask.periods()) {
    absl::StrAppend(&text, " --period ", one);
  }
  return text;
}

void ShowOffer(const Console& console,
               const v1::PreviewExtractResponse& preview) {
  if (!preview.has_offer()) {
    console.Say(words::kNoOffer);
    return;
  }
  if (preview.has_offer_from_time()) {
    console.Say(words::kOfferLater, {DayOf(preview.offer_from_time())});
  } else {
    console.Say(words::kOffer);
  }
  console.Line(absl::StrCat(" ", AsOptions(preview.offer())));
}

Json JsonOf(const v1::PreviewExtractResponse& preview) {
  Json::List findings;
  for (const auto& one : preview.findings()) {
    findings.push_back(Json()
                           .Set("rule", one.rule())
                           .Set("passed", one.passed())
                           .Set("reason", one.reason()));
  }
  Json::List tables;
  for (const auto& one : preview.tables()) {
    tables.push_back(Json()
                         .Set("period", one.period())
                         .Set("family", one.family())
                         .Set("cells", one.cells())
                         .Set("shown", one.shown()));
  }
  Json::List cohorts;
  for (const auto& one : preview.cohorts()) {
    cohorts.push_back(Json()
                          .Set("period", one.period())
                          .Set("cohorts", one.id())
                          .Set("number", one.cohorts())
                          .Set("rows", one.rows()));
  }
  return Json()
      .Set("allowed", preview.allowed())
      .Set("findings", std::move(findings))
      .Set("offer", preview.has_offer() ? AsOptions(preview.offer()) : "")
      .Set("tables", std::move(tables))
      .Set("cohorts", std::move(cohorts));
}

absl::StatusOr<int> PreviewExtract(Session& session, const Options& options) {
  v1::PreviewExtractRequest request;
  TOGUNA_ASSIGN_OR_RETURN(*request.mutable_ask(), ToWire(options));
  request.mutable_ask()->clear_request_id();
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::PreviewExtractResponse preview,
                          client->PreviewExtract(request));
  const Console console = session.console();
  console.Say(preview.allowed() ? words::kPreviewAllowed
                                : words::kPreviewRefused);
  std::vector<std::vector<std::string>> rows;
  for (const auto& one : preview.findings()) {
    rows.push_back({one.rule(),
                    Say(session.language,
                        one.passed() ? words::kRulePassed : words::kRuleFailed),
                    session.language == Language::kFrench ? one.text().fr()
                                                          : one.text().en()});
  }
  console.Table(rows);
  for (const auto& one : preview.tables()) {
    console.Say(words::kPreviewTable,
                {one.period(), one.family(), absl::StrCat(one.cells()),
                 absl::StrCat(one.shown())});
  }
  for (const auto& one : preview.cohorts()) {
    console.Say(words::kPreviewCohorts,
                {one.period(), one.id(), absl::StrCat(one.cohorts()),
                 absl::StrCat(one.rows())});
  }
  SayOutstanding(console, *client, "");
  if (!preview.allowed()) ShowOffer(console, preview);
  console.Answer(JsonOf(preview));
  return preview.allowed() ? kExitDone : kExitNo;
}

absl::StatusOr<int> RequestExtract(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const v1::CreateExtractRequest request,
                          ToWire(options));
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  const auto response = client->CreateExtract(request);
  if (!response.ok()) {
    const int code = ShowRefusal(session, response.status());
    v1::PreviewExtractRequest nearer;
    *nearer.mutable_ask() = request;
    nearer.mutable_ask()->clear_request_id();
    if (!RefusedRulesOf(response.status()).empty()) {
      const auto preview = client->PreviewExtract(nearer);
      if (preview.ok()) ShowOffer(session.console(), *preview);
    }
    return code;
  }
  const v1::Extract& extract = response->extract();
  SayOutstanding(session.console(), *client, extract.agreement());
  const std::string id = ReleaseIdOf(extract);
  TOGUNA_ASSIGN_OR_RETURN(const std::string folder,
                          DownloadInto(session, *client, extract, options.out));
  session.console().Say(words::kExtractMade,
                        {id, folder, DayOf(extract.delete_by_time())});
  session.console().Answer(Json()
                               .Set("release", id)
                               .Set("folder", folder)
                               .Set("request_id", request.request_id()));
  return kExitDone;
}

// What the package holds, and how.
void AddForms(CLI::App& request, Options& options) {
  request
      .add_option("--delimiter", options.delimiter,
                  "Between the columns of CSV files: comma, which programs "
                  "read; or semicolon, with a mark for UTF-8, which a "
                  "spreadsheet set to French opens rightly by a double click")
      ->check(CLI::IsMember({"comma", "semicolon"}))
      ->capture_default_str();
  request
      .add_option("--format", options.formats,
                  "Beside extract.csv: xlsx, a workbook that opens alike in "
                  "every language; json, for programs; repeat")
      ->check(CLI::IsMember({"xlsx", "json"}));
}

}  // namespace

void AddExtract(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* extract = app.add_subcommand(
      "extract", "Releases: preview, request, list, download, open one");
  extract->require_subcommand(1);
  const auto add_ask = [options](CLI::App* command) {
    command->add_option("--agreement", options->agreement, "Agreement")
        ->required();
    command->add_option("--purpose", options->purpose, "Purpose")->required();
    command->add_option("--dataset", options->dataset, "Dataset")->required();
    // One of the two; the agreement's rules say which is missing.
    command->add_option("--family", options->families, "Table family; repeat");
    command->add_option("--cohorts", options->cohorts,
                        "Cohorts, whose rows are given, of quarters alone; "
                        "repeat");
    // Likewise.
    command->add_option("--level", options->levels,
                        "DIMENSION=LEVEL, the finest wanted; one for each "
                        "dimension of the tables and of what rows show");
    command->add_option("--cohort-level", options->cohort_levels,
                        "DIMENSION=LEVEL, the finest wanted of rows, one for "
                        "each dimension that they show; default: as --level");
    command->add_option("--within", options->within,
                        "DIMENSION=CODE,CODE: only within these codes");
    command
        ->add_option("--period", options->periods,
                     "Month, quarter or year, as its tables are made; repeat")
        ->required();
  };
  CLI::App* preview = extract->add_subcommand(
      "preview",
      "What a request would give, rule by rule, without making it; what would "
      "pass instead");
  add_ask(preview);
  Bind(preview, session,
       [options](Session& s) { return PreviewExtract(s, *options); });
  CLI::App* request = extract->add_subcommand(
      "request",
      "Ask for an extract and download its package; a refusal says which rule "
      "and why");
  add_ask(request);
  request->add_option("--out", options->out, "Folder for packages")
      ->capture_default_str();
  request->add_flag("--hxl", options->hxl,
                    "Add a row of HXL tags under the heading");
  request->add_option("--request-id", options->request_id,
                      "UUID; the same id gives the same release again");
  Bind(request, session,
       [options](Session& s) { return RequestExtract(s, *options); });
  AddForms(*request, *options);
  CLI::App* list = extract->add_subcommand(
      "list", "What you received: release, agreement, when to delete it");
  Bind(list, session, ListExtracts);
  CLI::App* download = extract->add_subcommand(
      "download",
      "Get the package of a release again; what broke off before goes on where "
      "it did");
  download->add_option("release", options->release, "Release, r-…")->required();
  download->add_option("--out", options->out, "Folder for packages")
      ->capture_default_str();
  Bind(download, session, [options](Session& s) {
    return DownloadExtract(s, options->release, options->out);
  });
  CLI::App* open = extract->add_subcommand(
      "open", "Verify everything about a package, then decrypt and show it");
  open->add_option("package", options->package, "Folder R-…")->required();
  Bind(open, session,
       [options](Session& s) { return OpenExtract(s, options->package); });
  AddReceipt(*extract, session);
}

}  // namespace toguna
