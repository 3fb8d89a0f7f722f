#include "exchange/usecase/draft_previews.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/alert/view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/cohort_rows.h"
#include "exchange/usecase/seals.h"
#include "exchange/words/release_words.h"
#include "policies/model/cadence.h"
#include "policies/rules/period_ask.h"
#include "policies/rules/sensitivity.h"

namespace toguna {
namespace {

constexpr int kMonths = 12;

// An agreement in a catalog of its own, in which it is in force at any time.
class Side {
 public:
  Side(const Catalog& catalog, const Agreement& agreement)
      : catalog_(catalog), agreement_(AsIfInForce(agreement)) {
    catalog_.agreements.clear();
    catalog_.agreements.emplace(agreement_.id, agreement_);
  }

  const Agreement& agreement() const { return agreement_; }

  using Rows = std::map<CohortsId, RowsOfSide>;

  // Of this period, as far as the seal allows; and of `rows` each of its
  // cohorts.
  absl::StatusOr<Selection> Of(const Ledger& ledger, const DatasetId& dataset,
                               const Period& period, bool sealed,
                               absl::Time now, SideOfPeriod& out,
                               Rows& rows) const {
    const Grant* grant = agreement_.FindGrant(dataset);
    if (grant == nullptr) return Selection();
    Ask ask = AskFor(*grant);
    ask.periods = {period};
    if (!ConfineTo(catalog_, period.kind(), ask)) return Selection();
    out.gives = true;
    out.from = LagOver(catalog_, *grant, period);
    for (const Revealed& one : RevealedBy(catalog_, ask)) {
      out.needs_approval = out.needs_approval || one.classified->owner_approval;
    }
    const Facts facts{.sealed = ask.periods,
                      .now = now,
                      .standing = Standing::kStands,
                      .approved = ask.periods,
                      .recall_due = absl::InfiniteFuture()};
    out.against = Against(Decide(catalog_, ask, facts));
    if (!sealed || !out.against.empty()) return Selection();
    for (const CohortsId& id : ask.cohorts) {
      TOGUNA_ASSIGN_OR_RETURN(rows[id],
                              RowsOf(ledger, ask, facts, grant->rung, id));
    }
    const auto seals = ReadSeals(ledger, dataset, ask.periods, grant->rung);
    if (!seals.ok()) return Unavailable(seals.status(), out);
    auto selection = Select(catalog_, ask, *seals);
    if (!selection.ok()) return Unavailable(selection.status(), out);
    return selection;
  }

  // The codes of an alert that it would have shown; none: not sent.
  std::optional<std::map<std::string, std::string>> Of(const AlertRow& alert,
                                                       absl::Time now) const {
    const Grant* grant = agreement_.FindGrant(alert.dataset);
    if (grant == nullptr || !grant->feed) return std::nullopt;
    Ask ask = AskFor(*grant);
    ask.event_time = alert.raised_at;
    const Facts facts{.sealed = {},
                      .now = now,
                      .standing = Standing::kStands,
                      .recall_due = absl::InfiniteFuture()};
    if (!Decide(catalog_, ask, facts).allowed) return std::nullopt;
    return CodesInView(catalog_, alert.dataset, *grant, alert.codes);
  }

 private:
  Ask AskFor(const Grant& grant) const {
    Ask ask = AllOf(agreement_.id, grant,
                    grant.extracts ? Phase::kExtract : Phase::kFeedItem);
    ask.caller = agreement_.recipient;
    ask.purpose = agreement_.purpose;
    ask.event_time = absl::InfinitePast();
    return ask;
  }

  // Counted as when they are asked for, and then forgotten.
  absl::StatusOr<RowsOfSide> RowsOf(const Ledger& ledger, Ask ask,
                                    const Facts& facts, std::optional<int> rung,
                                    const CohortsId& id) const {
    RowsOfSide out;
    out.gives = true;
    ask.cohorts = {id};
    const auto selected = SelectCohorts(catalog_, ledger, ask, facts, rung);
    if (!selected.ok()) {
      if (selected.status().code() != absl::StatusCode::kFailedPrecondition) {
        return selected.status();
      }
      out.against = FindingOf(selected.status());
      return out;
    }
    Facts unapproved = facts;
    unapproved.approved.clear();
    for (const SelectedCohorts& one : *selected) {
      out.cohorts += static_cast<int64_t>(one.cohorts.size());
      out.rows += static_cast<int64_t>(one.rows.size());
      for (const auto& [why, number] : one.ruled_out) {
        out.ruled_out[why] += number;
      }
      out.taken_back = out.taken_back || one.taken_back;
      out.held_over = out.held_over || one.held_over;
      for (const SelectedCohort& cohort : one.cohorts) {
        out.needs_approval = out.needs_approval ||
                             !GivesBox(catalog_, ask, unapproved, one.period,
                                       one.attributes, cohort.box);
      }
    }
    return out;
  }

  static Finding FindingOf(const absl::Status& status) {
    Finding finding;
    finding.rule = "seal";
    finding.reason = ReasonOf(status).code;
    const Sentence& sentence = finding.reason == "RUNG_NOT_SEALED"
                                   ? release_words::kRungNotSealedThen
                               : finding.reason == "COHORTS_NOT_SEALED"
                                   ? release_words::kCohortsNotSealedThen
                                   : release_words::kCodesChangedSince;
    finding.fr = sentence.fr();
    finding.en = sentence.en();
    return finding;
  }

  static std::vector<Finding> Against(const Decision& decision) {
    std::vector<Finding> against = decision.findings;
    std::erase_if(against,
                  [](const Finding& finding) { return finding.passed; });
    return against;
  }

  // A seal that cannot serve this side, such as one without its rung, is
  // something to be told; a store that cannot be read ends the preview.
  static absl::StatusOr<Selection> Unavailable(const absl::Status& status,
                                               SideOfPeriod& out) {
    if (status.code() != absl::StatusCode::kFailedPrecondition) return status;
    out.against.push_back(FindingOf(status));
    return Selection();
  }

  Catalog catalog_;
  Agreement agreement_;
};

// Periods of `kind` that ended in the twelve months before that of `now`.
std::vector<Period> Ended(Period::Kind kind, const Period& current) {
  std::vector<Period> periods;
  for (Period one(kind, current.month() - kMonths - kMonths);
       one.Next().month() <= current.month(); one = one.Next()) {
    if (one.Next().month() > current.month() - kMonths) periods.push_back(one);
  }
  return periods;
}

std::set<Period> PeriodsOf(const Catalog& catalog, const DatasetId& dataset,
                           const std::vector<const Grant*>& grants,
                           const Period& current) {
  const Plan* plan = catalog.PlanOf(dataset);
  std::set<Period> periods;
  for (const Grant* grant : grants) {
    for (const FamilyId& id : grant->families) {
      const Family* family = plan == nullptr ? nullptr : plan->FindFamily(id);
      if (family == nullptr) continue;
      for (const Period& one : Ended(KindOf(family->cadence), current)) {
        periods.insert(one);
      }
    }
    for (const CohortsId& id : grant->cohorts) {
      const CohortPlan* cohorts =
          plan == nullptr ? nullptr : plan->FindCohorts(id);
      if (cohorts == nullptr) continue;
      for (const Period& one : Ended(KindOf(cohorts->cadence), current)) {
        periods.insert(one);
      }
    }
  }
  return periods;
}

// What there is to tell, in order.
struct Steps {
  std::vector<std::pair<DatasetId, Period>> periods;
  std::vector<DatasetId> alerts;
};

Steps StepsOf(const Catalog& catalog, const Agreement& draft,
              const Agreement* with, const Period& current) {
  std::map<DatasetId, std::vector<const Grant*>> grants;
  for (const Grant& grant : draft.grants) {
    grants[grant.dataset].push_back(&grant);
  }
  if (with != nullptr) {
    for (const Grant& grant : with->grants) {
      grants[grant.dataset].push_back(&grant);
    }
  }
  Steps steps;
  for (const auto& [id, of] : grants) {
    const Dataset* dataset = catalog.FindDataset(id);
    if (dataset == nullptr) continue;
    if (dataset->kind == Dataset::Kind::kAlerts) {
      steps.alerts.push_back(id);
      continue;
    }
    for (const Period& period : PeriodsOf(catalog, id, of, current)) {
      steps.periods.emplace_back(id, period);
    }
  }
  return steps;
}

absl::StatusOr<AgreementView> ViewOf(const Catalog& catalog,
                                     const Ledger& ledger,
                                     const Agreement& agreement,
                                     absl::Time now) {
  TOGUNA_ASSIGN_OR_RETURN(AgreementHistory history,
                          HistoryOf(ledger, agreement.id));
  const Standing standing = StandingOf(agreement, history.acts);
  return AgreementView{&agreement, StateOf(agreement, standing, now),
                       std::move(history.acts),
                       GrantViewsOf(catalog, agreement)};
}

absl::StatusOr<AlertPreview> AlertsOf(const Ledger& ledger,
                                      const DatasetId& dataset,
                                      const std::optional<Side>& before,
                                      const Side& after, absl::Time since,
                                      absl::Time now) {
  AlertPreview preview{.dataset = dataset};
  TOGUNA_RETURN_IF_ERROR(ledger.Scan(
      {.kind = RowKind::kAlert, .texts = {}, .number = {}},
      [&](const VersionedRow& found) {
        const auto& alert = std::get<AlertRow>(found.row);
        if (alert.dataset != dataset || !alert.cleared_at.has_value() ||
            *alert.cleared_at < since || now < *alert.cleared_at) {
          return true;
        }
        ++preview.cleared;
        const auto old =
            before.has_value() ? before->Of(alert, now) : std::nullopt;
        const auto fresh = after.Of(alert, now);
        preview.before += old.has_value() ? 1 : 0;
        preview.after += fresh.has_value() ? 1 : 0;
        if (old.has_value() && fresh.has_value() && *old != *fresh) {
          ++preview.different;
        }
        return true;
      }));
  return preview;
}

std::vector<CohortsPreview> BesideEachOther(const Side::Rows& before,
                                            const Side::Rows& after) {
  std::map<CohortsId, CohortsPreview> all;
  for (const auto& [id, rows] : before) all[id].before = rows;
  for (const auto& [id, rows] : after) all[id].after = rows;
  std::vector<CohortsPreview> in_order;
  for (auto& [id, one] : all) {
    one.id = id;
    in_order.push_back(std::move(one));
  }
  return in_order;
}

absl::Status Enough() { return absl::CancelledError("the reader has enough"); }

}  // namespace

DraftPreviews::DraftPreviews(const Catalog& catalog, const Ledger& ledger,
                             Clock clock, DraftReader read)
    : catalog_(catalog),
      ledger_(ledger),
      clock_(std::move(clock)),
      read_(std::move(read)) {}

absl::StatusOr<std::vector<DraftMistake>> DraftPreviews::Preview(
    const Caller& caller, absl::string_view text,
    const std::optional<AgreementId>& with, DraftPreviewSink& sink) const {
  const DraftRead read = read_(text);
  if (!read.draft.has_value()) return read.mistakes;
  const Agreement& draft = *read.draft;
  if (caller.party.empty() || draft.dpo != caller.party) {
    return ReasonError(absl::StatusCode::kPermissionDenied, "DRAFT_OF_ANOTHER",
                       "the draft names another data protection officer");
  }
  const Agreement* in_force = catalog_.FindAgreement(draft.id);
  if (in_force == nullptr) in_force = catalog_.FindAgreement(draft.succeeds);
  if (with.has_value()) in_force = catalog_.FindAgreement(*with);
  if (in_force != nullptr && !in_force->IsParty(caller.party)) {
    in_force = nullptr;
  }
  if (with.has_value() && in_force == nullptr) {
    return ReasonError(absl::StatusCode::kPermissionDenied, "REFUSED",
                       release_words::kRefused.en());
  }

  const absl::Time now = clock_();
  const Period current = Period::Of(now, catalog_.operation.time_zone);
  const Steps steps = StepsOf(catalog_, draft, in_force, current);
  // The draft has no history: decisions are of what was signed.
  AgreementView draft_view{
      &draft, AgreementState::kDraft, {}, GrantViewsOf(catalog_, draft)};
  TOGUNA_RETURN_IF_ERROR(
      AddTogether(catalog_, ledger_, caller, now, draft_view));
  AgreementView with_view;
  if (in_force != nullptr) {
    TOGUNA_ASSIGN_OR_RETURN(with_view,
                            ViewOf(catalog_, ledger_, *in_force, now));
  }
  if (!sink.Begin(
          draft_view, in_force == nullptr ? nullptr : &with_view,
          static_cast<int>(steps.periods.size() + steps.alerts.size()))) {
    return Enough();
  }
  const Side after(catalog_, draft);
  std::optional<Side> before;
  if (in_force != nullptr) before.emplace(catalog_, *in_force);
  for (const auto& [dataset, period] : steps.periods) {
    PeriodPreview one{.dataset = dataset, .period = period};
    TOGUNA_ASSIGN_OR_RETURN(const std::vector<Period> sealed,
                            SealedAmong(ledger_, dataset, {period}));
    one.sealed = !sealed.empty();
    Selection old;
    Side::Rows old_rows;
    if (before.has_value()) {
      TOGUNA_ASSIGN_OR_RETURN(
          old, before->Of(ledger_, dataset, period, one.sealed, now, one.before,
                          old_rows));
    }
    Side::Rows rows;
    TOGUNA_ASSIGN_OR_RETURN(
        const Selection fresh,
        after.Of(ledger_, dataset, period, one.sealed, now, one.after, rows));
    one.tables = Compare(old, fresh);
    one.cohorts = BesideEachOther(old_rows, rows);
    if (!sink.Add(one)) return Enough();
  }
  const absl::Time since =
      Period(current.month() - kMonths).Start(catalog_.operation.time_zone);
  for (const DatasetId& dataset : steps.alerts) {
    TOGUNA_ASSIGN_OR_RETURN(
        const AlertPreview alerts,
        AlertsOf(ledger_, dataset, before, after, since, now));
    if (!sink.Add(alerts)) return Enough();
  }
  return std::vector<DraftMistake>();
}

}  // namespace toguna
