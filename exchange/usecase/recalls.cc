#include "exchange/usecase/recalls.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/obligations.h"
#include "exchange/usecase/recall_rows.h"
#include "exchange/usecase/retried.h"
#include "exchange/usecase/statement_text.h"
#include "exchange/words/release_words.h"

namespace toguna {
namespace {

bool IsOfficerOf(const Catalog& catalog, const Caller& caller,
                 const AgreementId& id) {
  const Agreement* agreement = catalog.FindAgreement(id);
  return !caller.party.empty() && caller.role == Role::kDpo &&
         agreement != nullptr && agreement->dpo == caller.party;
}

bool Concerns(const Catalog& catalog, const Caller& caller,
              const Obligation& one) {
  if (caller.role != Role::kRecipient) {
    return IsOfficerOf(catalog, caller, one.agreement);
  }
  return !caller.party.empty() && one.recipient == caller.party;
}

absl::CivilDay DayOf(absl::Time time) {
  return absl::ToCivilDay(time, absl::UTCTimeZone());
}

RecalledRelease ReleaseOf(const Obligation& one, absl::Time due,
                          absl::Time now) {
  RecalledRelease release{
      .id = one.release,
      .state = now < due ? RecallState::kOutstanding : RecallState::kOverdue,
      .due_on = DayOf(due)};
  if (one.met.has_value()) {
    release.state = RecallState::kAttested;
    release.attested_on = DayOf(one.met->at);
    release.statement_sha256 = one.met->sha256;
  }
  return release;
}

RecallView ViewOf(const Catalog& catalog, const Agreement* agreement,
                  const Obligation& one) {
  RecallView view{.name = one.recall,
                  .dataset = one.dataset,
                  .period = std::nullopt,
                  .cohorts = CohortsId(),
                  .cohort = "",
                  .reason = one.reason,
                  .opened_on = DayOf(one.opened_at),
                  .agreement = one.agreement,
                  .recipient = one.recipient,
                  .demo = IsDemonstration(catalog, agreement),
                  .releases = {}};
  if (one.cohort.has_value()) {
    view.period = one.cohort->period;
    view.cohorts = one.cohort->cohorts;
    view.cohort = one.cohort->code;
  }
  return view;
}

// By recall and agreement, newest first.
std::vector<RecallView> ViewsOf(const Catalog& catalog,
                                const std::vector<Obligation>& all,
                                absl::Time now) {
  std::map<std::pair<std::string, AgreementId>, RecallView> views;
  for (const Obligation& one : all) {
    const Agreement* agreement = catalog.FindAgreement(one.agreement);
    RecallView& view = views
                           .emplace(std::pair(one.recall, one.agreement),
                                    ViewOf(catalog, agreement, one))
                           .first->second;
    view.releases.push_back(
        ReleaseOf(one, RecallDue(agreement, one.opened_at), now));
  }
  std::vector<RecallView> list;
  for (auto& [key, view] : views) {
    std::sort(view.releases.begin(), view.releases.end(),
              [](const RecalledRelease& a, const RecalledRelease& b) {
                return a.id < b.id;
              });
    list.push_back(std::move(view));
  }
  std::stable_sort(list.begin(), list.end(),
                   [](const RecallView& a, const RecallView& b) {
                     return a.opened_on > b.opened_on;
                   });
  return list;
}

absl::Status Uniform() {
  return ReasonError(absl::StatusCode::kPermissionDenied, "REFUSED",
                     release_words::kRefused.en());
}

// The cohort with this code that was given under one of the caller's.
absl::StatusOr<std::optional<RecallRow>> GivenCohort(const Catalog& catalog,
                                                     const Ledger& ledger,
                                                     const Caller& caller,
                                                     const DatasetId& dataset,
                                                     absl::string_view code) {
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<CohortsGivenRow> rows,
                          AllGiven(ledger));
  std::optional<RecallRow> found;
  for (const CohortsGivenRow& row : rows) {
    if (row.dataset != dataset ||
        !IsOfficerOf(catalog, caller, row.agreement)) {
      continue;
    }
    for (const CohortsGivenRow::Given& given : row.given) {
      if (std::count(given.cohorts.begin(), given.cohorts.end(), code) > 0) {
        found = RecallRow{.dataset = dataset,
                          .period = given.period,
                          .cohorts = given.id,
                          .code = std::string(code),
                          .reason = RecallRow::Reason::kOfficer,
                          .opened_at = absl::InfinitePast()};
      }
    }
  }
  return found;
}

}  // namespace

Recalls::Recalls(const Catalog& catalog, Ledger& ledger, Clock clock)
    : catalog_(catalog), ledger_(ledger), clock_(std::move(clock)) {}

absl::StatusOr<std::optional<RecallView>> RecallUnder(
    const Catalog& catalog, const Ledger& ledger, const AgreementId& agreement,
    const std::string& recall, absl::Time now) {
  TOGUNA_ASSIGN_OR_RETURN(std::vector<Obligation> all,
                          ObligationsUnder(ledger, agreement));
  std::erase_if(
      all, [&recall](const Obligation& one) { return one.recall != recall; });
  std::vector<RecallView> views = ViewsOf(catalog, all, now);
  if (views.empty()) return std::optional<RecallView>();
  return std::optional(std::move(views.front()));
}

absl::StatusOr<std::vector<RecallView>> Recalls::Open(
    const Caller& caller, const DatasetId& dataset, absl::string_view cohort) {
  TOGUNA_ASSIGN_OR_RETURN(
      std::optional<RecallRow> recall,
      GivenCohort(catalog_, ledger_, caller, dataset, cohort));
  if (!recall.has_value()) return Uniform();
  recall->opened_at = clock_();
  TOGUNA_RETURN_IF_ERROR(Retried<bool>([&] {
                           return OpenRecall(ledger_, caller.spiffe_id,
                                             *recall);
                         }).status());
  return Named(caller, NameOf(*recall));
}

absl::StatusOr<std::vector<RecallView>> Recalls::OpenRelease(
    const Caller& caller, const ReleaseId& release) {
  ReleaseRow wanted;
  wanted.id = release;
  TOGUNA_ASSIGN_OR_RETURN(const auto found,
                          Find<ReleaseRow>(ledger_, KeyOf(wanted)));
  if (!found.has_value() || found->value.kind != ReleaseRow::Kind::kExtract ||
      !IsOfficerOf(catalog_, caller, found->value.agreement)) {
    return Uniform();
  }
  const ReleaseRecallRow recall{.agreement = found->value.agreement,
                                .release = release,
                                .recipient = found->value.recipient,
                                .dataset = found->value.dataset,
                                .opened_at = clock_()};
  TOGUNA_RETURN_IF_ERROR(Retried<bool>([&] {
                           return OpenReleaseRecall(ledger_, caller.spiffe_id,
                                                    recall);
                         }).status());
  return Named(caller, NameOf(recall));
}

absl::StatusOr<std::vector<RecallView>> Recalls::Views(
    const Caller& caller) const {
  TOGUNA_ASSIGN_OR_RETURN(std::vector<Obligation> all, AllObligations(ledger_));
  std::erase_if(all, [&](const Obligation& one) {
    return !Concerns(catalog_, caller, one);
  });
  return ViewsOf(catalog_, all, clock_());
}

absl::StatusOr<std::vector<RecallView>> Recalls::Named(
    const Caller& caller, const std::string& recall) const {
  TOGUNA_ASSIGN_OR_RETURN(std::vector<RecallView> views, Views(caller));
  std::erase_if(
      views, [&recall](const RecallView& view) { return view.name != recall; });
  return views;
}

absl::StatusOr<std::vector<RecallView>> Recalls::List(const Caller& caller,
                                                      bool outstanding) {
  TOGUNA_RETURN_IF_ERROR(OpenDueRetried(ledger_, clock_()));
  TOGUNA_ASSIGN_OR_RETURN(std::vector<RecallView> views, Views(caller));
  if (!outstanding) return views;
  for (RecallView& view : views) {
    std::erase_if(view.releases, [](const RecalledRelease& release) {
      return release.state == RecallState::kAttested;
    });
  }
  std::erase_if(views,
                [](const RecallView& view) { return view.releases.empty(); });
  return views;
}

}  // namespace toguna
