#include "exchange/usecase/periods.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/protect.h"
#include "exchange/usecase/feed_log.h"
#include "exchange/usecase/seal_check.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr int kTries = 5;

RowKey KeyOfPeriod(const DatasetId& dataset, Period period) {
  return {RowKind::kPeriod, {dataset.text(), period.text()}, {}};
}

absl::StatusOr<Versioned<PeriodRow>> FindPeriod(const Ledger& ledger,
                                                const DatasetId& dataset,
                                                Period period) {
  TOGUNA_ASSIGN_OR_RETURN(
      auto found, Find<PeriodRow>(ledger, KeyOfPeriod(dataset, period)));
  if (!found.has_value()) {
    return ReasonError(absl::StatusCode::kNotFound, "PERIOD_UNKNOWN",
                       "this period never received a record of the dataset",
                       {{"period", period.text()}});
  }
  return *std::move(found);
}

// Runs `attempt` again while another act changed what it had read.
template <typename T>
absl::StatusOr<T> Retried(const std::function<absl::StatusOr<T>()>& attempt) {
  absl::StatusOr<T> result = attempt();
  for (int i = 1; i < kTries && absl::IsAborted(result.status()); ++i) {
    result = attempt();
  }
  return result;
}

absl::StatusOr<std::vector<Record>> RecordsOf(const Ledger& ledger,
                                              const DatasetId& dataset,
                                              Period period) {
  std::vector<Record> records;
  const RowKey prefix{
      RowKind::kVaultRecord, {dataset.text(), period.text()}, {}};
  TOGUNA_RETURN_IF_ERROR(ledger.Scan(prefix, [&](const VersionedRow& row) {
    records.push_back(std::get<VaultRecord>(row.row).record);
    return true;
  }));
  return records;
}

std::map<std::string, std::string> ListVersionsOf(const Catalog& catalog,
                                                  const Dataset& dataset,
                                                  const Plan& plan) {
  std::map<std::string, std::string> versions;
  for (const Family& family : plan.families) {
    for (const Axis& axis : family.axes) {
      const CodeList* list = catalog.ListOf(dataset, axis.dimension);
      if (list != nullptr) versions[list->id.text()] = list->version;
    }
  }
  return versions;
}

SealSummary SummaryOf(PeriodRow row, const SealedPeriod& sealed,
                      uint64_t audit_index) {
  SealSummary summary{.period = std::move(row), .audit_index = audit_index};
  for (const SealedTable& table : sealed.tables) {
    for (const SealedCell& cell : table.cells) {
      ++summary.cells;
      (cell.status == CellStatus::kPublished ? summary.published
                                             : summary.not_shown)++;
    }
  }
  return summary;
}

// The summary of a period that is sealed already.
absl::StatusOr<SealSummary> SummaryAgain(const Ledger& ledger, PeriodRow row) {
  SealRow key;
  key.sealed.dataset = row.dataset;
  key.sealed.period = row.period;
  TOGUNA_ASSIGN_OR_RETURN(const auto seal, Find<SealRow>(ledger, KeyOf(key)));
  if (!seal.has_value()) {
    return absl::DataLossError("a sealed period has no seal");
  }
  return SummaryOf(std::move(row), seal->value.sealed, seal->version - 1);
}

// A seal that the checker has accepted.
struct CheckedSeal {
  SealedPeriod sealed;
  SealProofRow proof;
};

absl::StatusOr<CheckedSeal> MakeSeal(const Catalog& catalog, const Plan& plan,
                                     const std::vector<Record>& records,
                                     Period period, absl::Time now,
                                     uint64_t tie_break) {
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  TOGUNA_ASSIGN_OR_RETURN(Protected result,
                          Protect(catalog, dataset, plan, records, tie_break));
  CheckedSeal seal;
  seal.sealed = {.dataset = dataset.id,
                 .period = period,
                 .plan = plan.id,
                 .plan_version = plan.version,
                 .minimums = plan.minimums,
                 .list_versions = ListVersionsOf(catalog, dataset, plan),
                 .sealed_at = now,
                 .tables = std::move(result.tables)};
  const absl::StatusOr<std::string> verdict =
      CheckSeal(ForChecker(catalog, plan, seal.sealed, result));
  if (!verdict.ok()) {
    return ReasonError(
        absl::StatusCode::kDataLoss, "SEAL_CHECK_FAILED",
        absl::StrCat("the checker refused the seal, nothing was written: ",
                     verdict.status().message()));
  }
  seal.proof = {.dataset = dataset.id,
                .period = period,
                .unsafe = std::move(result.unsafe),
                .verdict_sha256 = HexOf(Sha256(*verdict)),
                .ranges = std::move(result.ranges)};
  return seal;
}

// The fields hold public figures alone: counts of unsafe cells would tell how
// much is hidden, and where little is, what.
AuditEntry EntryFor(const Caller& caller, const CheckedSeal& seal,
                    const SealSummary& summary) {
  return {.type = "period.seal",
          .actor = caller.spiffe_id,
          .fields = {{"dataset", seal.sealed.dataset.text()},
                     {"period", seal.sealed.period.text()},
                     {"plan", seal.sealed.plan.text()},
                     {"plan_version", seal.sealed.plan_version},
                     {"cells", absl::StrCat(summary.cells)},
                     {"published", absl::StrCat(summary.published)},
                     {"verdict_sha256", seal.proof.verdict_sha256}}};
}

absl::StatusOr<SealSummary> CommitSeal(Ledger& ledger, const Caller& caller,
                                       Versioned<PeriodRow> row,
                                       CheckedSeal seal) {
  const absl::Time now = seal.sealed.sealed_at;
  const RowKey period_key = KeyOf(row.value);
  row.value.state = PeriodState::kSealed;
  row.value.sealed_at = now;
  SealSummary summary = SummaryOf(row.value, seal.sealed, 0);

  Effects effects;
  effects.time = now;
  effects.entry = EntryFor(caller, seal, summary);
  SealRow seal_row{.sealed = std::move(seal.sealed)};
  effects.expected.emplace_back(period_key, row.version);
  effects.expected.emplace_back(KeyOf(seal_row), 0);
  FeedRow item{.kind = FeedRow::Kind::kSeal,
               .dataset = row.value.dataset,
               .period = row.value.period,
               .alert = {},
               .published_at = now};
  effects.put.emplace_back(std::move(row.value));
  effects.put.emplace_back(std::move(seal_row));
  effects.put.emplace_back(std::move(seal.proof));
  TOGUNA_RETURN_IF_ERROR(AppendToFeed(ledger, std::move(item), effects));
  TOGUNA_ASSIGN_OR_RETURN(summary.audit_index, ledger.Commit(effects));
  return summary;
}

uint64_t TieBreak(const RandomBytes& random) {
  const std::string bytes = random(sizeof(uint64_t));
  uint64_t key = 0;
  std::memcpy(&key, bytes.data(), std::min(bytes.size(), sizeof(key)));
  return key;
}

}  // namespace

Periods::Periods(const Catalog& catalog, Ledger& ledger, Clock clock,
                 RandomBytes random)
    : catalog_(catalog),
      ledger_(ledger),
      clock_(std::move(clock)),
      random_(std::move(random)) {}

absl::StatusOr<std::vector<PeriodRow>> Periods::List(
    const DatasetId& dataset) const {
  std::vector<PeriodRow> periods;
  const RowKey prefix{RowKind::kPeriod, {dataset.text()}, {}};
  TOGUNA_RETURN_IF_ERROR(ledger_.Scan(prefix, [&](const VersionedRow& row) {
    periods.push_back(std::get<PeriodRow>(row.row));
    return true;
  }));
  std::sort(periods.begin(), periods.end(),
            [](const PeriodRow& a, const PeriodRow& b) {
              return a.period < b.period;
            });
  return periods;
}

absl::StatusOr<PeriodRow> Periods::Close(const Caller& caller,
                                         const DatasetId& dataset,
                                         Period period) {
  return Retried<PeriodRow>([&]() -> absl::StatusOr<PeriodRow> {
    TOGUNA_ASSIGN_OR_RETURN(Versioned<PeriodRow> row,
                            FindPeriod(ledger_, dataset, period));
    if (row.value.state != PeriodState::kOpen) return row.value;
    const absl::Time now = clock_();
    if (now < period.End(catalog_.operation.time_zone)) {
      return ReasonError(absl::StatusCode::kFailedPrecondition,
                         "PERIOD_NOT_OVER",
                         "the month has not ended; close it when it has",
                         {{"period", period.text()}});
    }
    row.value.state = PeriodState::kClosed;
    row.value.closed_at = now;
    Effects effects;
    effects.time = now;
    effects.expected.emplace_back(KeyOf(row.value), row.version);
    effects.put.emplace_back(row.value);
    effects.entry = {
        .type = "period.close",
        .actor = caller.spiffe_id,
        .fields = {{"dataset", dataset.text()}, {"period", period.text()}}};
    TOGUNA_RETURN_IF_ERROR(ledger_.Commit(effects).status());
    return row.value;
  });
}

absl::StatusOr<SealSummary> Periods::Seal(const Caller& caller,
                                          const DatasetId& dataset,
                                          Period period) {
  // One key for all tries: a retry must not let anyone choose among patterns.
  const uint64_t tie_break = TieBreak(random_);
  return Retried<SealSummary>([&]() -> absl::StatusOr<SealSummary> {
    TOGUNA_ASSIGN_OR_RETURN(Versioned<PeriodRow> row,
                            FindPeriod(ledger_, dataset, period));
    if (row.value.state == PeriodState::kSealed) {
      return SummaryAgain(ledger_, std::move(row.value));
    }
    if (row.value.state != PeriodState::kClosed) {
      return ReasonError(
          absl::StatusCode::kFailedPrecondition, "PERIOD_NOT_CLOSED",
          "close the period before sealing it", {{"period", period.text()}});
    }
    const Plan* plan = catalog_.PlanOf(dataset);
    if (plan == nullptr || catalog_.FindDataset(dataset) == nullptr) {
      return ReasonError(absl::StatusCode::kFailedPrecondition, "NO_PLAN",
                         "the dataset has no publication plan in force",
                         {{"dataset", dataset.text()}});
    }
    TOGUNA_ASSIGN_OR_RETURN(const std::vector<Record> records,
                            RecordsOf(ledger_, dataset, period));
    TOGUNA_ASSIGN_OR_RETURN(
        CheckedSeal seal,
        MakeSeal(catalog_, *plan, records, period, clock_(), tie_break));
    return CommitSeal(ledger_, caller, std::move(row), std::move(seal));
  });
}

}  // namespace toguna
