#include "exchange/usecase/seal_jobs.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/feed_log.h"
#include "exchange/usecase/periods.h"
#include "exchange/usecase/retried.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr absl::string_view kZero("\0", 1);

using State = SealJobRow::State;

SealJob JobOf(const VersionedRow& found) {
  SealJob job{.row = std::get<SealJobRow>(found.row)};
  // The commit that ended it was the last to write its row.
  if (!job.running()) job.audit_index = found.version - 1;
  return job;
}

// Jobs of one period, or of all: by attempt, or in no order.
absl::StatusOr<std::vector<SealJob>> StoredJobs(
    const Ledger& ledger, std::vector<std::string> prefix) {
  std::vector<SealJob> jobs;
  TOGUNA_RETURN_IF_ERROR(ledger.Scan({RowKind::kSealJob, std::move(prefix), {}},
                                     [&](const VersionedRow& row) {
                                       jobs.push_back(JobOf(row));
                                       return true;
                                     }));
  return jobs;
}

// What a period that was sealed before seals were jobs is answered as.
absl::StatusOr<SealJob> JobOfOldSeal(const Ledger& ledger,
                                     const PeriodRow& period) {
  SealRow key;
  key.sealed.dataset = period.dataset;
  key.sealed.period = period.period;
  TOGUNA_ASSIGN_OR_RETURN(const auto seal, Find<SealRow>(ledger, KeyOf(key)));
  if (!seal.has_value()) {
    return absl::DataLossError("a sealed period has no seal");
  }
  const absl::Time sealed_at = seal->value.sealed.sealed_at;
  SealJob job{.row = {.dataset = period.dataset,
                      .period = period.period,
                      .attempt = 0,
                      .requested_by = "",
                      .requested_at = sealed_at,
                      .state = State::kDone,
                      .ended_at = sealed_at},
              .audit_index = seal->version - 1};
  for (const SealedTable& table : seal->value.sealed.tables) {
    for (const SealedCell& cell : table.cells) {
      ++job.row.cells;
      job.row.published += cell.status == CellStatus::kPublished ? 1 : 0;
    }
  }
  return job;
}

// Periods that were sealed before seals were jobs.
absl::StatusOr<std::vector<PeriodRow>> OldSeals(
    const Ledger& ledger, const std::vector<SealJob>& jobs) {
  std::set<std::pair<DatasetId, Period>> known;
  for (const SealJob& job : jobs) {
    if (job.row.state == State::kDone) {
      known.emplace(job.row.dataset, job.row.period);
    }
  }
  std::vector<PeriodRow> old;
  TOGUNA_RETURN_IF_ERROR(
      ledger.Scan({RowKind::kPeriod, {}, {}}, [&](const VersionedRow& found) {
        const auto& row = std::get<PeriodRow>(found.row);
        if (row.state == PeriodState::kSealed &&
            !known.contains({row.dataset, row.period})) {
          old.push_back(row);
        }
        return true;
      }));
  return old;
}

absl::StatusOr<std::vector<Record>> RecordsOf(const Ledger& ledger,
                                              const DatasetId& dataset,
                                              Period period) {
  std::vector<Record> records;
  const RowKey prefix{
      RowKind::kVaultRecord, {dataset.text(), period.text()}, {}};
  TOGUNA_RETURN_IF_ERROR(ledger.Scan(prefix, [&](const VersionedRow& row) {
    const auto& kept = std::get<VaultRecord>(row.row);
    records.push_back(kept.record);
    records.back().accepted = kept.period.month();
    return true;
  }));
  return records;
}

AuditEntry EntryOf(std::string type, std::string actor, const SealJobRow& row) {
  return {.type = std::move(type),
          .actor = std::move(actor),
          .fields = {{"dataset", row.dataset.text()},
                     {"period", row.period.text()},
                     {"operation", IdOf(row).text()}}};
}

// The fields hold public figures alone: counts of unsafe cells would tell how
// much is hidden, and where little is, what.
AuditEntry EntryOf(const SealJobRow& row, const MadeSeal& seal) {
  AuditEntry entry = EntryOf("period.seal", row.requested_by, row);
  entry.fields.insert({{"plan", seal.sealed.plan.text()},
                       {"plan_version", seal.sealed.plan_version},
                       {"cells", absl::StrCat(seal.cells)},
                       {"published", absl::StrCat(seal.published)},
                       {"verdict_sha256", seal.proof.verdict_sha256}});
  return entry;
}

// Writes that the job ended badly, unless it ended in the meantime.
absl::StatusOr<SealJob> CommitFailure(Ledger& ledger, Versioned<SealJobRow> job,
                                      const absl::Status& why, AuditEntry entry,
                                      absl::Time now) {
  const Reason reason = ReasonOf(why);
  job.value.state = State::kFailed;
  job.value.ended_at = now;
  job.value.code = why.code();
  job.value.reason = reason.code;
  job.value.message = std::string(why.message());
  job.value.metadata = reason.metadata;
  Effects effects;
  effects.time = now;
  effects.expected.emplace_back(KeyOf(job.value), job.version);
  effects.put.emplace_back(job.value);
  effects.entry = std::move(entry);
  SealJob ended{.row = std::move(job.value)};
  TOGUNA_ASSIGN_OR_RETURN(ended.audit_index, ledger.Commit(effects));
  return ended;
}

// Writes the seal and everything that goes with it.
absl::StatusOr<SealJob> CommitSeal(Ledger& ledger, Versioned<SealJobRow> job,
                                   Versioned<PeriodRow> period,
                                   const Versioned<SealKeyRow>& key,
                                   MadeSeal seal) {
  const absl::Time now = seal.sealed.sealed_at;
  Effects effects;
  effects.time = now;
  effects.expected.emplace_back(KeyOf(period.value), period.version);
  period.value.state = PeriodState::kSealed;
  period.value.sealed_at = now;
  effects.put.emplace_back(period.value);

  effects.expected.emplace_back(KeyOf(job.value), job.version);
  job.value.state = State::kDone;
  job.value.ended_at = now;
  job.value.cells = seal.cells;
  job.value.published = seal.published;
  effects.put.emplace_back(job.value);
  effects.entry = EntryOf(job.value, seal);

  effects.expected.emplace_back(KeyOf(key.value), key.version);
  effects.erase.push_back(KeyOf(key.value));

  FeedRow item{.kind = FeedRow::Kind::kSeal,
               .dataset = period.value.dataset,
               .period = period.value.period,
               .alert = {},
               .published_at = now};
  SealRow seal_row{.sealed = std::move(seal.sealed)};
  effects.expected.emplace_back(KeyOf(seal_row), 0);
  effects.put.emplace_back(std::move(seal_row));
  effects.put.emplace_back(std::move(seal.proof));
  TOGUNA_RETURN_IF_ERROR(AppendToFeed(ledger, std::move(item), effects));
  SealJob ended{.row = std::move(job.value)};
  TOGUNA_ASSIGN_OR_RETURN(ended.audit_index, ledger.Commit(effects));
  return ended;
}

absl::Status NoPlan(const DatasetId& dataset) {
  return ReasonError(absl::StatusCode::kFailedPrecondition, "NO_PLAN",
                     "the dataset has no publication plan in force",
                     {{"dataset", dataset.text()}});
}

const Plan* PlanFor(const Catalog& catalog, const DatasetId& dataset) {
  return catalog.FindDataset(dataset) == nullptr ? nullptr
                                                 : catalog.PlanOf(dataset);
}

}  // namespace

JobId IdOf(const SealJobRow& row) {
  const std::string digest = HexOf(
      Sha256(absl::StrCat("toguna/operation/seal", kZero, row.dataset.text(),
                          kZero, row.period.text(), kZero, row.attempt)));
  return JobId(absl::StrCat("seal-", digest.substr(0, 16)));
}

absl::Status ErrorOf(const SealJobRow& row) {
  if (row.state != State::kFailed) return absl::OkStatus();
  return ReasonError(row.code, row.reason, row.message, row.metadata);
}

SealJobs::SealJobs(const Catalog& catalog, Ledger& ledger, Clock clock,
                   RandomBytes random)
    : catalog_(catalog),
      ledger_(ledger),
      clock_(std::move(clock)),
      random_(std::move(random)) {}

absl::StatusOr<SealJob> SealJobs::Request(const Caller& caller,
                                          const DatasetId& dataset,
                                          Period period) {
  return Retried<SealJob>([&]() -> absl::StatusOr<SealJob> {
    TOGUNA_ASSIGN_OR_RETURN(const Versioned<PeriodRow> row,
                            FindPeriod(ledger_, dataset, period));
    TOGUNA_ASSIGN_OR_RETURN(
        const std::vector<SealJob> jobs,
        StoredJobs(ledger_, {dataset.text(), period.text()}));
    if (!jobs.empty() && jobs.back().row.state != State::kFailed) {
      return jobs.back();
    }
    if (row.value.state == PeriodState::kSealed) {
      return JobOfOldSeal(ledger_, row.value);
    }
    if (row.value.state != PeriodState::kClosed) {
      return ReasonError(
          absl::StatusCode::kFailedPrecondition, "PERIOD_NOT_CLOSED",
          "close the period before sealing it", {{"period", period.text()}});
    }
    if (PlanFor(catalog_, dataset) == nullptr) return NoPlan(dataset);

    Effects effects;
    effects.time = clock_();
    SealJob job{
        .row = {.dataset = dataset,
                .period = period,
                .attempt = jobs.empty() ? 1 : jobs.back().row.attempt + 1,
                .requested_by = caller.spiffe_id,
                .requested_at = effects.time}};
    effects.expected.emplace_back(KeyOf(job.row), 0);
    effects.put.emplace_back(job.row);
    SealKeyRow key{.dataset = dataset, .period = period, .key = ""};
    TOGUNA_ASSIGN_OR_RETURN(const auto drawn,
                            Find<SealKeyRow>(ledger_, KeyOf(key)));
    if (!drawn.has_value()) {
      effects.expected.emplace_back(KeyOf(key), 0);
      key.key = random_(kKeyBytes);
      effects.put.emplace_back(std::move(key));
    }
    effects.entry = EntryOf("period.seal-requested", caller.spiffe_id, job.row);
    TOGUNA_RETURN_IF_ERROR(ledger_.Commit(effects).status());
    return job;
  });
}

absl::StatusOr<SealJob> SealJobs::Get(const JobId& id) const {
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<SealJob> jobs,
                          StoredJobs(ledger_, {}));
  for (const SealJob& job : jobs) {
    if (IdOf(job.row) == id) return job;
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<PeriodRow> old,
                          OldSeals(ledger_, jobs));
  for (const PeriodRow& row : old) {
    const SealJobRow key{
        .dataset = row.dataset, .period = row.period, .attempt = 0};
    if (IdOf(key) == id) return JobOfOldSeal(ledger_, row);
  }
  return ReasonError(absl::StatusCode::kNotFound, "OPERATION_UNKNOWN",
                     "there is no such operation");
}

absl::StatusOr<std::vector<SealJob>> SealJobs::List() const {
  TOGUNA_ASSIGN_OR_RETURN(std::vector<SealJob> jobs, StoredJobs(ledger_, {}));
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<PeriodRow> old,
                          OldSeals(ledger_, jobs));
  for (const PeriodRow& row : old) {
    TOGUNA_ASSIGN_OR_RETURN(SealJob job, JobOfOldSeal(ledger_, row));
    jobs.push_back(std::move(job));
  }
  const auto order = [](const SealJob& job) {
    return std::tie(job.row.requested_at, job.row.dataset, job.row.period,
                    job.row.attempt);
  };
  std::sort(jobs.begin(), jobs.end(), [&](const SealJob& a, const SealJob& b) {
    return order(a) < order(b);
  });
  return jobs;
}

absl::StatusOr<SealJob> SealJobs::Cancel(const Caller& caller,
                                         const JobId& id) {
  return Retried<SealJob>([&]() -> absl::StatusOr<SealJob> {
    TOGUNA_ASSIGN_OR_RETURN(SealJob job, Get(id));
    if (!job.running()) return job;
    TOGUNA_ASSIGN_OR_RETURN(auto row,
                            Find<SealJobRow>(ledger_, KeyOf(job.row)));
    if (!row.has_value() || row->value.state != State::kRunning) {
      return absl::AbortedError("the job ended meanwhile");
    }
    return CommitFailure(
        ledger_, *std::move(row),
        ReasonError(absl::StatusCode::kCancelled, "SEAL_CANCELLED",
                    "the seal was called off; the period stays closed"),
        EntryOf("period.seal-cancelled", caller.spiffe_id, job.row), clock_());
  });
}

absl::StatusOr<std::optional<SealJob>> SealJobs::Next() const {
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<SealJob> jobs,
                          StoredJobs(ledger_, {}));
  std::optional<SealJob> first;
  for (const SealJob& job : jobs) {
    if (!job.running()) continue;
    if (!first.has_value() ||
        std::tie(job.row.requested_at, job.row.dataset, job.row.period) <
            std::tie(first->row.requested_at, first->row.dataset,
                     first->row.period)) {
      first = job;
    }
  }
  return first;
}

absl::StatusOr<SealJob> SealJobs::RunOnce(const JobId& id,
                                          const SealWatch& watch) {
  TOGUNA_ASSIGN_OR_RETURN(const SealJob found, Get(id));
  TOGUNA_ASSIGN_OR_RETURN(auto job,
                          Find<SealJobRow>(ledger_, KeyOf(found.row)));
  if (!job.has_value() || job->value.state != State::kRunning) return found;
  const SealJobRow& row = job->value;
  if (!watch({.step = SealStep::kReading})) return absl::CancelledError();
  const auto fail = [&](const absl::Status& why) {
    AuditEntry entry = EntryOf("period.seal-failed", row.requested_by, row);
    entry.fields["reason"] = ReasonOf(why).code;
    return CommitFailure(ledger_, *job, why, std::move(entry), clock_());
  };
  TOGUNA_ASSIGN_OR_RETURN(Versioned<PeriodRow> period,
                          FindPeriod(ledger_, row.dataset, row.period));
  const SealKeyRow wanted{.dataset = row.dataset, .period = row.period};
  TOGUNA_ASSIGN_OR_RETURN(const auto key,
                          Find<SealKeyRow>(ledger_, KeyOf(wanted)));
  // Only another program's seal can come between: this one's ends the job.
  if (period.value.state != PeriodState::kClosed || !key.has_value()) {
    return fail(ReasonError(absl::StatusCode::kFailedPrecondition,
                            "PERIOD_NOT_CLOSED",
                            "the period is not closed any more"));
  }
  const Plan* plan = PlanFor(catalog_, row.dataset);
  if (plan == nullptr) return fail(NoPlan(row.dataset));
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<Record> records,
                          RecordsOf(ledger_, row.dataset, row.period));
  absl::StatusOr<MadeSeal> seal = MakeSeal(catalog_, *plan, records, row.period,
                                           clock_(), key->value.key, watch);
  if (absl::IsCancelled(seal.status())) return seal.status();
  if (!seal.ok()) return fail(seal.status());
  if (!watch({.step = SealStep::kWriting})) return absl::CancelledError();
  return CommitSeal(ledger_, *job, std::move(period), *key, *std::move(seal));
}

absl::StatusOr<SealJob> SealJobs::Run(const JobId& id, const SealWatch& watch) {
  return Retried<SealJob>([&] { return RunOnce(id, watch); });
}

}  // namespace toguna
