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
#include "exchange/usecase/periods.h"
#include "exchange/usecase/retried.h"
#include "exchange/usecase/seal_commit.h"
#include "exchange/usecase/seal_parts.h"
#include "exchange/usecase/seal_reading.h"
#include "exchange/usecase/sealed_plan.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr size_t kKeyBytes = 32;

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

absl::Status ErrorOf(const SealJobRow& row) {
  if (row.state != State::kFailed) return absl::OkStatus();
  return ReasonError(row.code, row.reason, row.message, row.metadata);
}

SealJobs::SealJobs(const Catalog& catalog, Ledger& ledger, Clock clock,
                   RandomBytes random, int64_t work)
    : catalog_(catalog),
      ledger_(ledger),
      clock_(std::move(clock)),
      random_(std::move(random)),
      work_(work) {}

absl::Status SealJobs::CheckAsked(const DatasetId& dataset, Period period,
                                  const PeriodRow* row, absl::Time now) const {
  const bool month = period.kind() == Period::Kind::kMonth;
  if (row != nullptr && row->state == PeriodState::kLost) {
    return LostPeriod(period.text());
  }
  if (month && row->state != PeriodState::kClosed) {
    return ReasonError(
        absl::StatusCode::kFailedPrecondition, "PERIOD_NOT_CLOSED",
        "close the period before sealing it", {{"period", period.text()}});
  }
  const Plan* plan = PlanFor(catalog_, dataset);
  if (plan == nullptr) return NoPlan(dataset);
  return CheckSealable(catalog_, ledger_, *plan, period, now);
}

absl::StatusOr<SealJob> SealJobs::Request(const Caller& caller,
                                          const DatasetId& dataset,
                                          Period period, int64_t work) {
  if (work == 0) work = work_;
  if (!IsSealWork(work)) {
    return ReasonError(
        absl::StatusCode::kInvalidArgument, "INVALID_WORK",
        absl::StrCat("work is 1 to ", kMostSealWork, " million steps"));
  }
  return Retried<SealJob>([&]() -> absl::StatusOr<SealJob> {
    // Quarters and years have no row before their seal.
    const auto row = FindPeriod(ledger_, dataset, period);
    if (!row.ok() && (period.kind() == Period::Kind::kMonth ||
                      !absl::IsNotFound(row.status()))) {
      return row.status();
    }
    TOGUNA_ASSIGN_OR_RETURN(
        const std::vector<SealJob> jobs,
        StoredJobs(ledger_, {dataset.text(), period.text()}));
    if (!jobs.empty() && jobs.back().row.state != State::kFailed) {
      return jobs.back();
    }
    if (row.ok() && row->value.state == PeriodState::kSealed) {
      return JobOfOldSeal(ledger_, row->value);
    }
    TOGUNA_RETURN_IF_ERROR(CheckAsked(
        dataset, period, row.ok() ? &row->value : nullptr, clock_()));

    Effects effects;
    effects.time = clock_();
    SealJob job{
        .row = {.dataset = dataset,
                .period = period,
                .attempt = jobs.empty() ? 1 : jobs.back().row.attempt + 1,
                .requested_by = caller.spiffe_id,
                .requested_at = effects.time,
                .work = work}};
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
    effects.entry =
        SealEntryOf("period.seal-requested", caller.spiffe_id, job.row);
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
        SealEntryOf("period.seal-cancelled", caller.spiffe_id, job.row),
        clock_());
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
    AuditEntry entry = SealEntryOf("period.seal-failed", row.requested_by, row);
    entry.fields["reason"] = ReasonOf(why).code;
    return CommitFailure(ledger_, *job, why, std::move(entry), clock_());
  };
  const SealKeyRow wanted{.dataset = row.dataset, .period = row.period};
  TOGUNA_ASSIGN_OR_RETURN(const auto key,
                          Find<SealKeyRow>(ledger_, KeyOf(wanted)));
  TOGUNA_ASSIGN_OR_RETURN(
      const auto period,
      Find<PeriodRow>(
          ledger_,
          {RowKind::kPeriod, {row.dataset.text(), row.period.text()}, {}}));
  // Only another program's seal can come between: this one's ends the job.
  const bool month = row.period.kind() == Period::Kind::kMonth;
  if (!key.has_value() || period.has_value() != month ||
      (month && period->value.state != PeriodState::kClosed)) {
    return fail(ReasonError(absl::StatusCode::kFailedPrecondition,
                            "PERIOD_NOT_CLOSED",
                            "the period is not closed any more"));
  }
  const Plan* plan = PlanFor(catalog_, row.dataset);
  if (plan == nullptr) return fail(NoPlan(row.dataset));
  const absl::Time now = clock_();
  absl::StatusOr<SealParts> parts =
      ReadParts(catalog_, ledger_, *plan, row.period, now);
  if (!parts.ok()) {
    // The ledger's own errors are no fault of the seal.
    return ReasonOf(parts.status()).code.empty() ||
                   absl::IsDataLoss(parts.status()) ||
                   absl::IsUnavailable(parts.status())
               ? absl::StatusOr<SealJob>(parts.status())
               : fail(parts.status());
  }
  parts->input.work = row.work > 0 ? row.work : kFormerSealWork;
  absl::StatusOr<MadeSeal> seal =
      MakeSeal(catalog_, *plan, parts->input, now, key->value.key, watch);
  if (absl::IsCancelled(seal.status())) return seal.status();
  if (!seal.ok()) return fail(seal.status());
  if (!watch({.step = SealStep::kWriting})) return absl::CancelledError();
  SealWriting writing{.plan = SealedPlanOf(catalog_, *plan, row.period),
                      .job = *job,
                      .period_version = period ? period->version : 0,
                      .key = *key,
                      .parts = *std::move(parts),
                      .seal = *std::move(seal)};
  if (period.has_value()) writing.closed_at = period->value.closed_at;
  SealJob ended;
  TOGUNA_ASSIGN_OR_RETURN(
      ended.audit_index,
      CommitSeal(ledger_, std::move(writing), random_, ended.row));
  return ended;
}

absl::StatusOr<SealJob> SealJobs::Run(const JobId& id, const SealWatch& watch) {
  return Retried<SealJob>([&] { return RunOnce(id, watch); });
}

}  // namespace toguna
