#include "exchange/usecase/recalls.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/recall_rows.h"
#include "exchange/usecase/retried.h"
#include "exchange/words/release_words.h"

namespace toguna {
namespace {

bool Concerns(const Catalog& catalog, const Caller& caller,
              const CohortsGivenRow& row) {
  if (caller.party.empty()) return false;
  if (caller.role == Role::kRecipient) return row.recipient == caller.party;
  const Agreement* agreement = catalog.FindAgreement(row.agreement);
  return caller.role == Role::kDpo && agreement != nullptr &&
         agreement->dpo == caller.party;
}

// What is recalled of what was given to or under the caller, newest first.
absl::StatusOr<std::vector<RecallView>> ViewsOf(
    const Catalog& catalog, const Ledger& ledger, const Caller& caller,
    const std::vector<CohortsGivenRow>& rows) {
  using Key =
      std::tuple<DatasetId, Period, CohortsId, std::string, AgreementId>;
  std::map<Key, RecallView> views;
  for (const CohortsGivenRow& row : rows) {
    if (!Concerns(catalog, caller, row)) continue;
    for (const CohortsGivenRow::Given& given : row.given) {
      for (const std::string& code : given.cohorts) {
        TOGUNA_ASSIGN_OR_RETURN(
            const auto recall,
            Find<RecallRow>(ledger, KeyOfRecall(row.dataset, given.period,
                                                given.id, code)));
        if (!recall.has_value()) continue;
        RecallView& view = views[Key(row.dataset, given.period, given.id, code,
                                     row.agreement)];
        view.dataset = row.dataset;
        view.period = given.period;
        view.cohorts = given.id;
        view.cohort = code;
        view.reason = recall->value.reason;
        view.opened_on =
            absl::ToCivilDay(recall->value.opened_at, absl::UTCTimeZone());
        view.agreement = row.agreement;
        view.releases.push_back(row.release);
      }
    }
  }
  std::vector<RecallView> list;
  for (auto& [key, view] : views) {
    std::sort(view.releases.begin(), view.releases.end());
    list.push_back(std::move(view));
  }
  std::stable_sort(list.begin(), list.end(),
                   [](const RecallView& a, const RecallView& b) {
                     return a.opened_on > b.opened_on;
                   });
  return list;
}

}  // namespace

Recalls::Recalls(const Catalog& catalog, Ledger& ledger, Clock clock)
    : catalog_(catalog), ledger_(ledger), clock_(std::move(clock)) {}

absl::StatusOr<std::vector<RecallView>> Recalls::Open(
    const Caller& caller, const DatasetId& dataset, absl::string_view cohort) {
  TOGUNA_ASSIGN_OR_RETURN(std::vector<CohortsGivenRow> rows, AllGiven(ledger_));
  std::optional<RecallRow> recall;
  if (caller.role == Role::kDpo) {
    for (const CohortsGivenRow& row : rows) {
      if (row.dataset != dataset || !Concerns(catalog_, caller, row)) continue;
      for (const CohortsGivenRow::Given& given : row.given) {
        if (std::count(given.cohorts.begin(), given.cohorts.end(), cohort) >
            0) {
          recall = RecallRow{.dataset = dataset,
                             .period = given.period,
                             .cohorts = given.id,
                             .code = std::string(cohort),
                             .reason = RecallRow::Reason::kOfficer,
                             .opened_at = clock_()};
        }
      }
    }
  }
  if (!recall.has_value()) {
    return ReasonError(absl::StatusCode::kPermissionDenied, "REFUSED",
                       release_words::kRefused.en());
  }
  TOGUNA_RETURN_IF_ERROR(Retried<bool>([&] {
                           return OpenRecall(ledger_, caller.spiffe_id,
                                             *recall);
                         }).status());
  TOGUNA_ASSIGN_OR_RETURN(std::vector<RecallView> views,
                          ViewsOf(catalog_, ledger_, caller, rows));
  views.erase(std::remove_if(views.begin(), views.end(),
                             [&](const RecallView& view) {
                               return view.dataset != dataset ||
                                      view.cohort != cohort;
                             }),
              views.end());
  return views;
}

absl::StatusOr<std::vector<RecallView>> Recalls::List(const Caller& caller) {
  TOGUNA_RETURN_IF_ERROR(OpenDueRetried(ledger_, clock_()));
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<CohortsGivenRow> rows,
                          AllGiven(ledger_));
  return ViewsOf(catalog_, ledger_, caller, rows);
}

}  // namespace toguna
