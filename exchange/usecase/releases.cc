#include "exchange/usecase/releases.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/json.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/agreement_acts.h"
#include "exchange/usecase/cohort_rows.h"
#include "exchange/usecase/corrections.h"
#include "exchange/usecase/decision_rows.h"
#include "exchange/usecase/may_leave.h"
#include "exchange/usecase/reply.h"
#include "exchange/usecase/seals.h"
#include "keys/digest/digest.h"

namespace toguna {

struct Releases::Request {
  const Caller& caller;
  std::string request_id;
  std::string body;
  Ask ask;
  PackageWish wish = {};
};

namespace {

// Somebody else changed a row in between: the act starts again, this often.
constexpr int kAttempts = 5;
constexpr char kCiphertext[] = "extract.csv.age";
constexpr char kManifest[] = "manifest.json";

template <typename T>
void SortUnique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

Json::List LevelsJson(const std::vector<LevelLimit>& levels) {
  Json::List list;
  for (const LevelLimit& level : levels) {
    list.push_back(
        Json().Set("dimension", level.dimension).Set("finest", level.finest));
  }
  return list;
}

// Bytes that are equal exactly if two requests ask for the same.
std::string BodyOf(const Ask& ask, const PackageWish& wish) {
  Json::List families;
  for (const FamilyId& family : ask.families) families.push_back(family.text());
  Json::List cohorts;
  for (const CohortsId& one : ask.cohorts) cohorts.push_back(one.text());
  Json::List periods;
  for (const Period& period : ask.periods) periods.push_back(period.text());
  Json::List filters;
  for (const Grant::CodeFilter& filter : ask.code_filters) {
    Json::List codes;
    for (const std::string& code : filter.codes) codes.push_back(code);
    filters.push_back(Json()
                          .Set("dimension", filter.dimension)
                          .Set("codes", std::move(codes)));
  }
  Json body;
  // Requests from before there were any are remembered without them.
  if (!ask.cohorts.empty()) body.Set("cohorts", std::move(cohorts));
  if (!ask.cohort_levels.empty()) {
    body.Set("cohort_levels", LevelsJson(ask.cohort_levels));
  }
  if (wish.delimiter != ',')
    body.Set("delimiter", std::string(1, wish.delimiter));
  Json::List formats;
  if (wish.json) formats.push_back("json");
  if (wish.xlsx) formats.push_back("xlsx");
  if (!formats.empty()) body.Set("formats", std::move(formats));
  return body.Set("v", 1)
      .Set("act", "extract")
      .Set("agreement", ask.agreement.text())
      .Set("purpose", ask.purpose.text())
      .Set("dataset", ask.dataset.text())
      .Set("families", std::move(families))
      .Set("levels", LevelsJson(ask.levels))
      .Set("filters", std::move(filters))
      .Set("periods", std::move(periods))
      .Set("hxl", wish.hxl)
      .Canonical();
}

int64_t CellCount(const Selection& selection) {
  size_t cells = 0;
  for (const SelectedTable& one : selection.tables) {
    cells += one.table.cells.size();
  }
  return static_cast<int64_t>(cells);
}

// What the log keeps of a release; OpenPackage holds the package to it.
AuditEntry EntryOf(const Caller& caller, const Agreement& agreement,
                   const Party& recipient, const Decision& decision,
                   const ReleaseRow& row, const Selection& selection) {
  AuditEntry entry{
      .type = "release.extract",
      .actor = caller.spiffe_id,
      .fields = {{"agreement", agreement.id.text()},
                 {"revision", absl::StrCat(agreement.revision)},
                 {"agreement_sha256", agreement.sha256},
                 {"catalog_sha256", decision.catalog_sha256},
                 {"dataset", row.dataset.text()},
                 {"release", row.id.text()},
                 {"manifest_sha256", row.manifest_sha256},
                 {"package_sha256", HexOf(Sha256(row.files.at(kCiphertext)))},
                 {"recipient_key", recipient.age_recipient},
                 {"rows", absl::StrCat(CellCount(selection))}}};
  size_t cohort_rows = 0;
  for (const SelectedCohorts& one : selection.cohorts) {
    cohort_rows += one.rows.size();
  }
  if (!selection.cohorts.empty()) {
    entry.fields["cohort_rows"] = absl::StrCat(cohort_rows);
  }
  return entry;
}

RowKey ReleaseKey(const ReleaseId& release) {
  ReleaseRow wanted;
  wanted.id = release;
  return KeyOf(wanted);
}

}  // namespace

Releases::Releases(const Catalog& catalog, Ledger& ledger,
                   const PackageMaker& maker, Clock clock, RandomBytes random)
    : catalog_(catalog),
      ledger_(ledger),
      maker_(maker),
      clock_(std::move(clock)),
      random_(std::move(random)) {}

absl::StatusOr<ExtractAnswer> Releases::CreateExtract(
    const Caller& caller, absl::string_view request_id, Ask ask,
    PackageWish wish) {
  ask.caller = caller.party;
  ask.phase = Phase::kExtract;
  SortUnique(ask.families);
  SortUnique(ask.cohorts);
  SortUnique(ask.periods);
  Request request{.caller = caller,
                  .request_id = std::string(request_id),
                  .body = BodyOf(ask, wish),
                  .ask = std::move(ask),
                  .wish = wish};
  absl::StatusOr<ExtractAnswer> answer = Attempt(request);
  for (int i = 1; i < kAttempts && absl::IsAborted(answer.status()); ++i) {
    answer = Attempt(request);
  }
  return answer;
}

absl::StatusOr<ExtractAnswer> Releases::Attempt(const Request& request) {
  TOGUNA_ASSIGN_OR_RETURN(
      const std::optional<std::string> before,
      FindReply(ledger_, request.caller, request.request_id, request.body));
  if (before.has_value()) return AnswerAgain(request, ReleaseId(*before));

  TOGUNA_ASSIGN_OR_RETURN(const Known known, KnownOf(request.ask));
  const Facts& facts = known.facts;
  Decision decision = Decide(catalog_, request.ask, facts);
  const Decided decided{request.ask, facts, decision};
  if (!decision.allowed) return Refuse(request.caller, decided);

  TOGUNA_ASSIGN_OR_RETURN(Effects effects, Prepare(request, decision, facts));
  ExplainRelease(catalog_, std::get<ReleaseRow>(effects.put.front()).id,
                 decided, effects);
  const QuotaRow counted{
      .agreement = request.ask.agreement,
      .month = Period::Of(facts.now, catalog_.operation.time_zone),
      .extracts = facts.extracts_this_month + 1};
  effects.expected.emplace_back(KeyOf(counted),
                                known.quota_version.value_or(0));
  effects.put.emplace_back(counted);
  effects.expected.push_back(known.history.Unchanged(request.ask.agreement));

  TOGUNA_ASSIGN_OR_RETURN(const uint64_t index, ledger_.Commit(effects));
  TOGUNA_RETURN_IF_ERROR(WaitUntilMayLeave(
      ledger_, *catalog_.FindAgreement(request.ask.agreement), index));
  ReleaseRow row = std::get<ReleaseRow>(std::move(effects.put.front()));
  row.audit_index = index;
  const DecisionId id(row.id.text());
  return ExtractAnswer{std::move(decision), std::move(row), id};
}

absl::StatusOr<Releases::Known> Releases::KnownOf(const Ask& ask) const {
  Known known;
  known.facts.now = clock_();
  TOGUNA_ASSIGN_OR_RETURN(known.facts.sealed,
                          SealedAmong(ledger_, ask.dataset, ask.periods));
  const QuotaRow quota{
      .agreement = ask.agreement,
      .month = Period::Of(known.facts.now, catalog_.operation.time_zone)};
  TOGUNA_ASSIGN_OR_RETURN(const auto used,
                          Find<QuotaRow>(ledger_, KeyOf(quota)));
  if (used.has_value()) {
    known.facts.extracts_this_month = used->value.extracts;
    known.quota_version = used->version;
  }
  TOGUNA_ASSIGN_OR_RETURN(known.history, HistoryOf(ledger_, ask.agreement));
  AddHistory(known.history, catalog_, ask, known.facts);
  return known;
}

absl::StatusOr<ExtractPreview> Releases::Preview(const Caller& caller,
                                                 Ask ask) const {
  ask.caller = caller.party;
  ask.phase = Phase::kPreview;
  SortUnique(ask.families);
  SortUnique(ask.cohorts);
  SortUnique(ask.periods);
  TOGUNA_ASSIGN_OR_RETURN(const Known known, KnownOf(ask));
  ExtractPreview preview;
  preview.decision = Decide(catalog_, ask, known.facts);
  if (!preview.decision.allowed) {
    preview.offer = FindCounterOffer(catalog_, ask, known.facts);
    return preview;
  }
  const Grant* grant =
      catalog_.FindAgreement(ask.agreement)->FindGrant(ask.dataset);
  TOGUNA_ASSIGN_OR_RETURN(
      const std::vector<SealedPeriod> sealed,
      ReadSeals(ledger_, ask.dataset, ask.periods, grant->rung));
  TOGUNA_ASSIGN_OR_RETURN(const Selection selection,
                          Select(catalog_, ask, sealed));
  TOGUNA_ASSIGN_OR_RETURN(
      const std::vector<SelectedCohorts> cohorts,
      SelectCohorts(catalog_, ledger_, ask, known.facts, grant->rung));
  for (const SelectedCohorts& one : cohorts) {
    preview.cohorts.push_back({.period = one.period,
                               .id = one.id,
                               .cohorts = static_cast<int>(one.cohorts.size()),
                               .rows = static_cast<int>(one.rows.size())});
  }
  for (const SelectedTable& one : selection.tables) {
    PreviewedTable& table = preview.tables.emplace_back();
    table.period = one.period;
    table.family = one.table.family;
    table.cells = static_cast<int>(one.table.cells.size());
    table.shown = static_cast<int>(
        std::count_if(one.table.cells.begin(), one.table.cells.end(),
                      [](const SealedCell& cell) {
                        return cell.status == CellStatus::kPublished;
                      }));
  }
  return preview;
}

absl::StatusOr<Effects> Releases::Prepare(const Request& request,
                                          const Decision& decision,
                                          const Facts& facts) {
  const absl::Time now = facts.now;
  const Ask& ask = request.ask;
  const Agreement* agreement = catalog_.FindAgreement(ask.agreement);
  const Party* recipient = catalog_.FindParty(ask.caller);
  const Dataset* dataset = catalog_.FindDataset(ask.dataset);
  const Plan* plan = catalog_.PlanOf(ask.dataset);
  const Grant* grant =
      agreement == nullptr ? nullptr : agreement->FindGrant(ask.dataset);
  if (grant == nullptr || recipient == nullptr || dataset == nullptr ||
      plan == nullptr) {
    return absl::InternalError("the catalog lacks a part of an allowed ask");
  }
  TOGUNA_ASSIGN_OR_RETURN(
      const std::vector<SealedPeriod> sealed,
      ReadSeals(ledger_, ask.dataset, ask.periods, grant->rung));
  TOGUNA_RETURN_IF_ERROR(SameMinimums(sealed));
  TOGUNA_ASSIGN_OR_RETURN(Selection selection, Select(catalog_, ask, sealed));
  TOGUNA_ASSIGN_OR_RETURN(
      selection.cohorts,
      SelectCohorts(catalog_, ledger_, ask, facts, grant->rung));
  // The package speaks of the plan that the seals were made under.
  Plan sealed_plan = *plan;
  sealed_plan.minimums = sealed.front().minimums;
  sealed_plan.version = sealed.front().plan_version;

  PackageContents contents{
      .release = ReleaseId(absl::StrCat(
          "r-", absl::string_view(Base32Of(random_(15))).substr(0, 20))),
      .agreement = *agreement,
      .recipient = *recipient,
      .dataset = dataset,
      .plan = &sealed_plan,
      .selection = std::move(selection),
      .created_at = now,
      .delete_by = now + absl::Hours(24) * agreement->retention_days,
      .catalog_sha256 = decision.catalog_sha256,
      .wish = request.wish};
  for (const Period& period : ask.periods) {
    TOGUNA_ASSIGN_OR_RETURN(const bool corrected,
                            IsCorrected(ledger_, ask.dataset, period));
    if (corrected) contents.corrected.push_back(period);
  }
  TOGUNA_ASSIGN_OR_RETURN(contents.risk, RiskOf(ledger_, sealed));
  TOGUNA_ASSIGN_OR_RETURN(auto files, maker_.Make(contents));
  if (!files.contains(kManifest) || !files.contains(kCiphertext)) {
    return absl::InternalError("a package lacks its manifest or its data");
  }
  // Read again from the ledger: what was packaged must be what is sealed.
  TOGUNA_ASSIGN_OR_RETURN(
      const std::vector<SealedPeriod> again,
      ReadSeals(ledger_, ask.dataset, ask.periods, grant->rung));
  TOGUNA_RETURN_IF_ERROR(
      CheckSelection(catalog_, ask, contents.selection, again));
  TOGUNA_RETURN_IF_ERROR(
      CheckCohorts(ledger_, ask, contents.selection.cohorts));

  ReleaseRow row{.id = contents.release,
                 .kind = ReleaseRow::Kind::kExtract,
                 .agreement = agreement->id,
                 .agreement_revision = agreement->revision,
                 .recipient = recipient->id,
                 .dataset = dataset->id,
                 .created_at = now,
                 .delete_by = contents.delete_by,
                 .manifest_sha256 = HexOf(Sha256(files.at(kManifest))),
                 .files = std::move(files)};
  Effects effects;
  effects.time = now;
  effects.entry = EntryOf(request.caller, *agreement, *recipient, decision, row,
                          contents.selection);
  RememberReply(request.caller, request.request_id, request.body, row.id.text(),
                effects);
  effects.expected.emplace_back(KeyOf(row), 0);
  KeepGiven(row, contents.selection.cohorts, effects);
  effects.put.insert(effects.put.begin(), std::move(row));
  return effects;
}

absl::StatusOr<ExtractAnswer> Releases::Refuse(const Caller& caller,
                                               const Decided& decided) {
  const RefusalCommit refusal = MakeRefusal(catalog_, caller, decided, random_);
  TOGUNA_RETURN_IF_ERROR(ledger_.Commit(refusal.effects).status());
  return ExtractAnswer{decided.decision, std::nullopt, refusal.id};
}

absl::StatusOr<ExtractAnswer> Releases::AnswerAgain(const Request& request,
                                                    const ReleaseId& release) {
  TOGUNA_ASSIGN_OR_RETURN(auto row,
                          Find<ReleaseRow>(ledger_, ReleaseKey(release)));
  if (!row.has_value()) {
    return absl::DataLossError("a remembered release is missing");
  }
  TOGUNA_ASSIGN_OR_RETURN(DownloadCase one,
                          DecideDownload(request.caller, row->value));
  if (!one.decision.allowed) {
    return Refuse(request.caller, {one.ask, one.facts, one.decision,
                                   DecisionRow::Step::kDownload});
  }
  // The first answer may have been lost between commit and checkpoint.
  TOGUNA_RETURN_IF_ERROR(
      WaitUntilMayLeave(ledger_, *catalog_.FindAgreement(row->value.agreement),
                        row->value.audit_index));
  return ExtractAnswer{std::move(one.decision), std::move(row->value),
                       DecisionId(release.text())};
}

}  // namespace toguna
