#include "exchange/usecase/obligations.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/recall_rows.h"
#include "exchange/usecase/statement_text.h"

namespace toguna {
namespace {

// A recall of a cohort by its row's key.
using CohortRecalls = std::map<RowKey, RecallRow>;

// All rows of a kind whose keys begin with `texts`.
template <typename T>
absl::StatusOr<std::vector<T>> RowsOf(const Ledger& ledger, RowKind kind,
                                      const std::vector<std::string>& texts) {
  std::vector<T> rows;
  TOGUNA_RETURN_IF_ERROR(
      ledger.Scan({kind, texts, {}}, [&rows](const VersionedRow& row) {
        rows.push_back(std::get<T>(row.row));
        return true;
      }));
  return rows;
}

void AddGiven(const CohortsGivenRow& row, const CohortRecalls& recalls,
              std::vector<Obligation>& out) {
  for (const CohortsGivenRow::Given& given : row.given) {
    for (const std::string& code : given.cohorts) {
      const auto found =
          recalls.find(KeyOfRecall(row.dataset, given.period, given.id, code));
      if (found == recalls.end()) continue;
      out.push_back(
          {.recall = NameOf(found->second),
           .reason = found->second.reason,
           .opened_at = found->second.opened_at,
           .agreement = row.agreement,
           .recipient = row.recipient,
           .dataset = row.dataset,
           .release = row.release,
           .cohort = Obligation::Cohort{given.period, given.id, code}});
    }
  }
}

bool Meets(const StatementRow& statement, const Obligation& one) {
  // Whoever holds nothing of a release any more holds no cohort of it either;
  // and what was ever recalled is not handed out again.
  return statement.kind == StatementRow::Kind::kAttestation &&
         statement.agreement == one.agreement &&
         statement.release == one.release &&
         (statement.whole_release ||
          (one.cohort.has_value() &&
           std::count(statement.recalls.begin(), statement.recalls.end(),
                      one.recall) > 0));
}

void MarkMet(const std::vector<StatementRow>& statements, Obligation& one) {
  for (const StatementRow& statement : statements) {
    if (!Meets(statement, one)) continue;
    if (one.met.has_value() && one.met->at <= statement.accepted_at) continue;
    one.met = Obligation::Met{statement.accepted_at, statement.sha256};
  }
}

// Under the agreement that `prefix` names, or all if it is empty.
absl::StatusOr<std::vector<Obligation>> Obligations(
    const Ledger& ledger, const std::vector<std::string>& prefix) {
  TOGUNA_ASSIGN_OR_RETURN(const auto cohorts,
                          RowsOf<RecallRow>(ledger, RowKind::kRecall, {}));
  TOGUNA_ASSIGN_OR_RETURN(
      const auto releases,
      RowsOf<ReleaseRecallRow>(ledger, RowKind::kReleaseRecall, prefix));
  std::vector<Obligation> all;
  for (const ReleaseRecallRow& row : releases) {
    all.push_back({.recall = NameOf(row),
                   .reason = RecallRow::Reason::kOfficer,
                   .opened_at = row.opened_at,
                   .agreement = row.agreement,
                   .recipient = row.recipient,
                   .dataset = row.dataset,
                   .release = row.release});
  }
  // Which releases have which rows is much to read; mostly nothing is recalled.
  if (!cohorts.empty()) {
    CohortRecalls recalls;
    for (const RecallRow& row : cohorts) recalls.emplace(KeyOf(row), row);
    TOGUNA_RETURN_IF_ERROR(ledger.Scan(
        {RowKind::kCohortsGiven, prefix, {}}, [&](const VersionedRow& row) {
          AddGiven(std::get<CohortsGivenRow>(row.row), recalls, all);
          return true;
        }));
  }
  if (all.empty()) return all;
  TOGUNA_ASSIGN_OR_RETURN(
      const auto statements,
      RowsOf<StatementRow>(ledger, RowKind::kStatement, prefix));
  for (Obligation& one : all) MarkMet(statements, one);
  return all;
}

}  // namespace

absl::StatusOr<std::vector<Obligation>> ObligationsUnder(
    const Ledger& ledger, const AgreementId& agreement) {
  return Obligations(ledger, {agreement.text()});
}

absl::StatusOr<std::vector<Obligation>> AllObligations(const Ledger& ledger) {
  return Obligations(ledger, {});
}

absl::StatusOr<std::optional<absl::Time>> OutstandingSince(
    const Ledger& ledger, const AgreementId& agreement) {
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<Obligation> all,
                          ObligationsUnder(ledger, agreement));
  std::optional<absl::Time> first;
  for (const Obligation& one : all) {
    if (one.met.has_value()) continue;
    if (!first.has_value() || one.opened_at < *first) first = one.opened_at;
  }
  return first;
}

absl::Time RecallDue(const Agreement* agreement, absl::Time opened_at) {
  const int days =
      agreement == nullptr ? kDefaultRecallDays : agreement->recall_days;
  return opened_at + absl::Hours(24) * days;
}

bool IsDemonstration(const Catalog& catalog, const Agreement* agreement) {
  if (catalog.operation.demo) return true;
  if (agreement == nullptr) return false;
  const Party* recipient = catalog.FindParty(agreement->recipient);
  return agreement->demo || (recipient != nullptr && recipient->demo);
}

}  // namespace toguna
