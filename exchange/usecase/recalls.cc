#include "exchange/usecase/recalls.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/cohort/sealed_cohorts.h"
#include "exchange/usecase/cohort_rows.h"
#include "exchange/usecase/retried.h"
#include "exchange/words/release_words.h"

namespace toguna {
namespace {

RowKey KeyOfRecall(const DatasetId& dataset, const Period& period,
                   const CohortsId& cohorts, absl::string_view code) {
  return KeyOf(RecallRow{.dataset = dataset,
                         .period = period,
                         .cohorts = cohorts,
                         .code = std::string(code)});
}

absl::StatusOr<std::vector<CohortsGivenRow>> AllGiven(const Ledger& ledger) {
  std::vector<CohortsGivenRow> rows;
  TOGUNA_RETURN_IF_ERROR(ledger.Scan(
      {RowKind::kCohortsGiven, {}, {}}, [&](const VersionedRow& row) {
        rows.push_back(std::get<CohortsGivenRow>(row.row));
        return true;
      }));
  return rows;
}

// Opens one, or does nothing if it is open.
absl::StatusOr<bool> OpenOnce(Ledger& ledger, const std::string& actor,
                              RecallRow row) {
  TOGUNA_ASSIGN_OR_RETURN(const auto known,
                          Find<RecallRow>(ledger, KeyOf(row)));
  if (known.has_value()) return false;
  Effects effects;
  effects.time = row.opened_at;
  effects.expected.emplace_back(KeyOf(row), 0);
  effects.entry = {
      .type = "recall.open",
      .actor = actor,
      .fields = {
          {"dataset", row.dataset.text()},
          {"period", row.period.text()},
          {"cohorts", row.cohorts.text()},
          {"cohort", row.code},
          {"reason",
           row.reason == RecallRow::Reason::kTooFew ? "too-few" : "officer"}}};
  effects.put.emplace_back(std::move(row));
  TOGUNA_RETURN_IF_ERROR(ledger.Commit(effects).status());
  return true;
}

// Nodes at or below the one with this code.
std::vector<size_t> Within(const CohortSeal& seal, absl::string_view code) {
  std::vector<size_t> nodes;
  for (size_t n = 0; n < seal.nodes.size(); ++n) {
    size_t at = n;
    while (seal.nodes[at].code != code && at > 0) at = seal.nodes[at].parent;
    if (seal.nodes[at].code == code) nodes.push_back(n);
  }
  return nodes;
}

// Whether more than k records of the cohort stand as they were sealed. Counts
// no further than that.
absl::StatusOr<bool> StandsAboveK(const Ledger& ledger, const CohortSeal& seal,
                                  absl::string_view code, int k) {
  int standing = 0;
  for (const size_t n : Within(seal, code)) {
    for (const CohortRecord& record : seal.nodes[n].records) {
      TOGUNA_ASSIGN_OR_RETURN(const bool stands,
                              StandsAsSealed(ledger, seal.dataset, record));
      if (stands && ++standing > k) return true;
    }
  }
  return false;
}

absl::Status OpenDueOf(Ledger& ledger, const CohortsGivenRow& row,
                       const CohortsGivenRow::Given& given, absl::Time now) {
  TOGUNA_ASSIGN_OR_RETURN(
      const std::optional<CohortSeal> seal,
      FindCohortSeal(ledger, row.dataset, given.period, given.id));
  if (!seal.has_value()) return absl::OkStatus();
  for (const std::string& code : given.cohorts) {
    TOGUNA_ASSIGN_OR_RETURN(
        const bool recalled,
        IsRecalled(ledger, row.dataset, given.period, given.id, code));
    if (recalled) continue;
    TOGUNA_ASSIGN_OR_RETURN(const bool above,
                            StandsAboveK(ledger, *seal, code, given.k));
    if (above) continue;
    TOGUNA_RETURN_IF_ERROR(OpenOnce(ledger, "system",
                                    {.dataset = row.dataset,
                                     .period = given.period,
                                     .cohorts = given.id,
                                     .code = code,
                                     .reason = RecallRow::Reason::kTooFew,
                                     .opened_at = now})
                               .status());
  }
  return absl::OkStatus();
}

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

absl::StatusOr<bool> IsRecalled(const Ledger& ledger, const DatasetId& dataset,
                                const Period& period, const CohortsId& cohorts,
                                absl::string_view code) {
  TOGUNA_ASSIGN_OR_RETURN(
      const auto row,
      Find<RecallRow>(ledger, KeyOfRecall(dataset, period, cohorts, code)));
  return row.has_value();
}

absl::StatusOr<bool> HoldsRecalled(const Ledger& ledger,
                                   const AgreementId& agreement,
                                   const ReleaseId& release) {
  TOGUNA_ASSIGN_OR_RETURN(
      const auto row, Find<CohortsGivenRow>(
                          ledger, KeyOf(CohortsGivenRow{.agreement = agreement,
                                                        .release = release})));
  if (!row.has_value()) return false;
  for (const CohortsGivenRow::Given& given : row->value.given) {
    for (const std::string& code : given.cohorts) {
      TOGUNA_ASSIGN_OR_RETURN(
          const bool recalled,
          IsRecalled(ledger, row->value.dataset, given.period, given.id, code));
      if (recalled) return true;
    }
  }
  return false;
}

absl::Status OpenDueRecalls(Ledger& ledger, absl::Time now) {
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<CohortsGivenRow> rows,
                          AllGiven(ledger));
  // The same cohorts are given again and again.
  std::set<
      std::tuple<DatasetId, Period, CohortsId, int, std::vector<std::string>>>
      seen;
  for (const CohortsGivenRow& row : rows) {
    for (const CohortsGivenRow::Given& given : row.given) {
      if (!seen.emplace(row.dataset, given.period, given.id, given.k,
                        given.cohorts)
               .second) {
        continue;
      }
      TOGUNA_RETURN_IF_ERROR(OpenDueOf(ledger, row, given, now));
    }
  }
  return absl::OkStatus();
}

namespace {

// Others may be opening the same.
absl::Status OpenDueRetried(Ledger& ledger, absl::Time now) {
  const auto opened = Retried<bool>([&]() -> absl::StatusOr<bool> {
    TOGUNA_RETURN_IF_ERROR(OpenDueRecalls(ledger, now));
    return true;
  });
  return opened.status();
}

}  // namespace

void RecallWhatIsDue(Ledger& ledger, absl::Time now) {
  OpenDueRetried(ledger, now).IgnoreError();
}

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
                           return OpenOnce(ledger_, caller.spiffe_id, *recall);
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
