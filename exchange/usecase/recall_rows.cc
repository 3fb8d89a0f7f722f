#include "exchange/usecase/recall_rows.h"

#include <cstddef>
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
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/cohort/sealed_cohorts.h"
#include "exchange/usecase/cohort_rows.h"
#include "exchange/usecase/feed_log.h"
#include "exchange/usecase/recalls.h"
#include "exchange/usecase/retried.h"
#include "exchange/usecase/statement_text.h"
#include "exchange/words/recall_words.h"

namespace toguna {
namespace {

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
    TOGUNA_RETURN_IF_ERROR(OpenRecall(ledger, "system",
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

}  // namespace

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

absl::StatusOr<bool> OpenRecall(Ledger& ledger, const std::string& actor,
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
  TOGUNA_RETURN_IF_ERROR(AppendToFeed(ledger,
                                      {.kind = FeedRow::Kind::kRecall,
                                       .dataset = row.dataset,
                                       .period = row.period,
                                       .alert = AlertId(),
                                       .published_at = row.opened_at,
                                       .recall = NameOf(row)},
                                      effects));
  effects.put.emplace_back(std::move(row));
  TOGUNA_RETURN_IF_ERROR(ledger.Commit(effects).status());
  return true;
}

absl::StatusOr<bool> OpenReleaseRecall(Ledger& ledger, const std::string& actor,
                                       ReleaseRecallRow row) {
  TOGUNA_ASSIGN_OR_RETURN(const auto known,
                          Find<ReleaseRecallRow>(ledger, KeyOf(row)));
  if (known.has_value()) return false;
  Effects effects;
  effects.time = row.opened_at;
  effects.expected.emplace_back(KeyOf(row), 0);
  effects.entry = {.type = "recall.open",
                   .actor = actor,
                   .fields = {{"agreement", row.agreement.text()},
                              {"dataset", row.dataset.text()},
                              {"release", row.release.text()},
                              {"reason", "officer"}}};
  TOGUNA_RETURN_IF_ERROR(AppendToFeed(ledger,
                                      {.kind = FeedRow::Kind::kRecall,
                                       .dataset = row.dataset,
                                       .alert = AlertId(),
                                       .published_at = row.opened_at,
                                       .recall = NameOf(row),
                                       .agreement = row.agreement},
                                      effects));
  effects.put.emplace_back(std::move(row));
  TOGUNA_RETURN_IF_ERROR(ledger.Commit(effects).status());
  return true;
}

absl::StatusOr<bool> IsRecalled(const Ledger& ledger, const DatasetId& dataset,
                                const Period& period, const CohortsId& cohorts,
                                absl::string_view code) {
  TOGUNA_ASSIGN_OR_RETURN(
      const auto row,
      Find<RecallRow>(ledger, KeyOfRecall(dataset, period, cohorts, code)));
  return row.has_value();
}

absl::Status CheckNotRecalled(const Ledger& ledger,
                              const AgreementId& agreement,
                              const ReleaseId& release) {
  TOGUNA_ASSIGN_OR_RETURN(
      const auto recalled,
      Find<ReleaseRecallRow>(
          ledger,
          KeyOf(ReleaseRecallRow{.agreement = agreement, .release = release})));
  if (recalled.has_value()) {
    return ReasonError(absl::StatusCode::kFailedPrecondition,
                       "RELEASE_RECALLED", recall_words::kReleaseRecalled.en());
  }
  TOGUNA_ASSIGN_OR_RETURN(
      const auto row, Find<CohortsGivenRow>(
                          ledger, KeyOf(CohortsGivenRow{.agreement = agreement,
                                                        .release = release})));
  if (!row.has_value()) return absl::OkStatus();
  for (const CohortsGivenRow::Given& given : row->value.given) {
    for (const std::string& code : given.cohorts) {
      TOGUNA_ASSIGN_OR_RETURN(
          const bool is_recalled,
          IsRecalled(ledger, row->value.dataset, given.period, given.id, code));
      if (!is_recalled) continue;
      return ReasonError(absl::StatusCode::kFailedPrecondition,
                         "COHORT_RECALLED",
                         recall_words::kPackageRecalled.en());
    }
  }
  return absl::OkStatus();
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

absl::Status OpenDueRetried(Ledger& ledger, absl::Time now) {
  const auto opened = Retried<bool>([&]() -> absl::StatusOr<bool> {
    TOGUNA_RETURN_IF_ERROR(OpenDueRecalls(ledger, now));
    return true;
  });
  return opened.status();
}

void RecallWhatIsDue(Ledger& ledger, absl::Time now) {
  OpenDueRetried(ledger, now).IgnoreError();
}

}  // namespace toguna
