#include "exchange/usecase/cohort_rows.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/recalls.h"
#include "exchange/usecase/rows.h"
#include "exchange/words/release_words.h"
#include "keys/digest/digest.h"
#include "keys/ring/pseudonym.h"
#include "policies/rules/cohorts.h"

namespace toguna {
namespace {

constexpr absl::string_view kZero("\0", 1);

absl::Status CheckFailed() {
  return ReasonError(absl::StatusCode::kDataLoss, "EXTRACT_CHECK_FAILED",
                     "what was selected of cohorts is not what was sealed");
}

absl::StatusOr<CohortSeal> ReadCohorts(const Ledger& ledger,
                                       const DatasetId& dataset,
                                       const Period& period,
                                       const CohortsId& id) {
  TOGUNA_ASSIGN_OR_RETURN(auto seal,
                          FindCohortSeal(ledger, dataset, period, id));
  if (seal.has_value()) return *std::move(seal);
  return ReasonError(absl::StatusCode::kFailedPrecondition,
                     "COHORTS_NOT_SEALED",
                     release_words::kCohortsNotSealed.en(),
                     {{"cohorts", id.text()}, {"period", period.text()}});
}

// Position in the ladder of the rung that is named, or of the only one.
absl::StatusOr<int> RungIn(const CohortSeal& seal, std::optional<int> k) {
  for (size_t i = 0; i < seal.ladder.size(); ++i) {
    if (k.has_value() ? seal.ladder[i].k == *k : seal.ladder.size() == 1) {
      return static_cast<int>(i);
    }
  }
  return ReasonError(absl::StatusCode::kFailedPrecondition, "RUNG_NOT_SEALED",
                     "the cohorts have no such rung; no other is given in its "
                     "place",
                     {{"period", seal.period.text()}});
}

std::string RefOf(const CohortSeal& seal, const AgreementId& agreement,
                  const CohortRecord& record) {
  const std::string hash = HmacSha256(
      seal.key, absl::StrCat("toguna/row-ref", kZero, agreement.text(), kZero,
                             record.contributor.text(), kZero, record.ref));
  return PseudonymText("row",
                       absl::string_view(hash).substr(0, kPseudonymSize));
}

class Selecting {
 public:
  Selecting(const Catalog& catalog, const Ledger& ledger, const Ask& ask,
            const Facts& facts)
      : catalog_(catalog), ledger_(ledger), ask_(ask), facts_(facts) {}

  absl::StatusOr<SelectedCohorts> From(const CohortSeal& seal, int rung) const {
    const SealedCohorts sealed = SealedRung(seal, rung);
    SelectedCohorts selected{.id = sealed.id,
                             .period = sealed.period,
                             .k = sealed.minimums.k,
                             .s = sealed.minimums.s,
                             .list_versions = sealed.list_versions,
                             .attributes = sealed.attributes,
                             .cohorts = {},
                             .rows = {},
                             .held_over = sealed.held_over};
    for (const SealedCohort& cohort : sealed.cohorts) {
      TOGUNA_RETURN_IF_ERROR(Add(seal, cohort, selected));
    }
    std::sort(selected.rows.begin(), selected.rows.end(),
              [](const auto& a, const auto& b) { return a.ref < b.ref; });
    return selected;
  }

 private:
  absl::Status Add(const CohortSeal& seal, const SealedCohort& cohort,
                   SelectedCohorts& selected) const {
    if (const auto why = WhyLeftOut(catalog_, ask_, facts_, seal.period,
                                    seal.attributes, cohort.box)) {
      selected.left_out = true;
      ++selected.ruled_out[*why];
      return absl::OkStatus();
    }
    TOGUNA_ASSIGN_OR_RETURN(
        const bool recalled,
        IsRecalled(ledger_, seal.dataset, seal.period, seal.id, cohort.code));
    if (recalled) {
      selected.left_out = selected.taken_back = true;
      return absl::OkStatus();
    }
    std::vector<std::string> refs;
    for (const CohortRecord& record : cohort.records) {
      TOGUNA_ASSIGN_OR_RETURN(const bool stands,
                              StandsAsSealed(ledger_, seal.dataset, record));
      if (stands) refs.push_back(RefOf(seal, ask_.agreement, record));
    }
    if (refs.size() < cohort.records.size()) {
      selected.left_out = selected.taken_back = true;
    }
    if (static_cast<int64_t>(refs.size()) <= selected.k) {
      return absl::OkStatus();
    }
    for (std::string& ref : refs) {
      selected.rows.push_back(
          {.ref = std::move(ref), .cohort = selected.cohorts.size()});
    }
    selected.cohorts.push_back({.code = cohort.code,
                                .box = cohort.box,
                                .rows = static_cast<int64_t>(refs.size())});
    return absl::OkStatus();
  }

  const Catalog& catalog_;
  const Ledger& ledger_;
  const Ask& ask_;
  const Facts& facts_;
};

// The node of a code, if it is a cohort that some table publishes the count of.
const CohortSeal::Node* PublishedNode(const CohortSeal& seal,
                                      const std::string& code, int k) {
  for (const CohortSeal::Node& node : seal.nodes) {
    if (node.code != code || !node.IsGiven() || node.rung < 0 ||
        static_cast<size_t>(node.rung) >= seal.ladder.size() ||
        seal.ladder[static_cast<size_t>(node.rung)].k != k) {
      continue;
    }
    return &node;
  }
  return nullptr;
}

// Records in a node or below it.
int64_t RecordsIn(const CohortSeal& seal, size_t top) {
  int64_t records = 0;
  for (size_t n = top; n < seal.nodes.size(); ++n) {
    size_t at = n;
    while (at > top) at = seal.nodes[at].parent;
    if (at != top) continue;
    records += static_cast<int64_t>(seal.nodes[n].records.size());
  }
  return records;
}

absl::Status CheckOne(const CohortSeal& seal, const SelectedCohorts& selected) {
  std::vector<int64_t> rows(selected.cohorts.size(), 0);
  std::set<std::string> refs;
  for (const SelectedCohorts::Row& row : selected.rows) {
    if (row.cohort >= rows.size() || !IsPseudonym("row", row.ref) ||
        !refs.insert(row.ref).second) {
      return CheckFailed();
    }
    ++rows[row.cohort];
  }
  std::set<std::string> codes;
  for (size_t c = 0; c < rows.size(); ++c) {
    const SelectedCohort& cohort = selected.cohorts[c];
    const CohortSeal::Node* node = PublishedNode(seal, cohort.code, selected.k);
    if (node == nullptr || node->box != cohort.box ||
        !codes.insert(cohort.code).second || rows[c] != cohort.rows ||
        rows[c] <= selected.k ||
        rows[c] >
            RecordsIn(seal, static_cast<size_t>(node - seal.nodes.data()))) {
      return CheckFailed();
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<bool> StandsAsSealed(const Ledger& ledger,
                                    const DatasetId& dataset,
                                    const CohortRecord& record) {
  RecordIndex wanted;
  wanted.dataset = dataset;
  wanted.contributor = record.contributor;
  wanted.ref = record.ref;
  TOGUNA_ASSIGN_OR_RETURN(const auto index,
                          Find<RecordIndex>(ledger, KeyOf(wanted)));
  return index.has_value() && !index->value.retracted &&
         index->value.instance == record.instance;
}

std::optional<CohortRecord> RecordOfRow(const CohortSeal& seal,
                                        const AgreementId& agreement,
                                        absl::string_view ref) {
  for (const CohortSeal::Node& node : seal.nodes) {
    for (const CohortRecord& record : node.records) {
      if (RefOf(seal, agreement, record) == ref) return record;
    }
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<CohortSeal>> FindCohortSeal(
    const Ledger& ledger, const DatasetId& dataset, const Period& period,
    const CohortsId& id) {
  CohortsRow wanted;
  wanted.seal.dataset = dataset;
  wanted.seal.period = period;
  wanted.seal.id = id;
  TOGUNA_ASSIGN_OR_RETURN(auto row, Find<CohortsRow>(ledger, KeyOf(wanted)));
  if (!row.has_value()) return std::optional<CohortSeal>();
  return std::optional(std::move(row->value.seal));
}

void KeepGiven(const ReleaseRow& release,
               const std::vector<SelectedCohorts>& selected, Effects& effects) {
  CohortsGivenRow row{.agreement = release.agreement,
                      .release = release.id,
                      .recipient = release.recipient,
                      .dataset = release.dataset,
                      .given_at = release.created_at,
                      .delete_by = release.delete_by};
  for (const SelectedCohorts& one : selected) {
    if (one.rows.empty()) continue;
    CohortsGivenRow::Given& given = row.given.emplace_back();
    given.period = one.period;
    given.id = one.id;
    given.k = one.k;
    for (const SelectedCohort& cohort : one.cohorts) {
      given.cohorts.push_back(cohort.code);
    }
    for (const SelectedCohorts::Row& of : one.rows) {
      given.refs.push_back(of.ref);
    }
  }
  if (!row.given.empty()) effects.put.emplace_back(std::move(row));
}

absl::StatusOr<std::vector<SelectedCohorts>> SelectCohorts(
    const Catalog& catalog, const Ledger& ledger, const Ask& ask,
    const Facts& facts, std::optional<int> rung) {
  std::vector<SelectedCohorts> all;
  for (const Period& period : ask.periods) {
    for (const CohortsId& id : ask.cohorts) {
      TOGUNA_ASSIGN_OR_RETURN(const CohortSeal seal,
                              ReadCohorts(ledger, ask.dataset, period, id));
      TOGUNA_ASSIGN_OR_RETURN(const int at, RungIn(seal, rung));
      TOGUNA_ASSIGN_OR_RETURN(
          SelectedCohorts selected,
          Selecting(catalog, ledger, ask, facts).From(seal, at));
      all.push_back(std::move(selected));
    }
  }
  return all;
}

absl::Status CheckCohorts(const Ledger& ledger, const Ask& ask,
                          const std::vector<SelectedCohorts>& selected) {
  if (selected.size() != ask.periods.size() * ask.cohorts.size() &&
      !ask.cohorts.empty()) {
    return CheckFailed();
  }
  for (const SelectedCohorts& one : selected) {
    if (std::count(ask.cohorts.begin(), ask.cohorts.end(), one.id) == 0 ||
        std::count(ask.periods.begin(), ask.periods.end(), one.period) == 0) {
      return CheckFailed();
    }
    TOGUNA_ASSIGN_OR_RETURN(
        const CohortSeal seal,
        ReadCohorts(ledger, ask.dataset, one.period, one.id));
    TOGUNA_RETURN_IF_ERROR(CheckOne(seal, one));
  }
  return absl::OkStatus();
}

}  // namespace toguna
