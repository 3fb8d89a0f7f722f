#include "exchange/usecase/seal_commit.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/feed_log.h"
#include "exchange/usecase/shredding.h"
#include "exchange/usecase/witness_rows.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr absl::string_view kZero("\0", 1);

// The fields hold public figures alone: counts of unsafe cells would tell how
// much is hidden, and where little is, what.
AuditEntry EntryOf(const SealJobRow& row, const MadeSeal& seal) {
  AuditEntry entry = SealEntryOf("period.seal", row.requested_by, row);
  const SealedPeriod& lowest = seal.lowest().sealed;
  entry.fields.insert({{"plan", lowest.plan.text()},
                       {"plan_version", lowest.plan_version},
                       {"cells", absl::StrCat(seal.cells)}});
  for (const MadeRung& rung : seal.rungs) {
    // Those of the lowest have no prefix, as before there were rungs.
    const std::string prefix =
        rung.sealed.rung == 0 ? "" : absl::StrCat("k", rung.figures.k, "_");
    entry.fields[prefix + "published"] = absl::StrCat(rung.figures.published);
    if (!seal.cohorts.empty()) {
      entry.fields[prefix + "cohorts"] = absl::StrCat(rung.figures.cohorts);
      entry.fields[prefix + "cohort_rows"] =
          absl::StrCat(rung.figures.cohort_rows);
    }
    if (rung.sealed.rung > 0) {
      entry.fields[prefix + "global_risk"] =
          absl::StrFormat("%.4f", rung.figures.global_risk);
    }
    if (rung.proof.verdict_sha256.empty()) continue;
    entry.fields[prefix + "verdict_sha256"] = rung.proof.verdict_sha256;
    entry.fields[prefix + "proof_sha256"] = rung.proof.proof_sha256;
    entry.fields["checked"] = "lines,ranges,witnesses";
  }
  if (seal.work > 0) {
    entry.fields["work_million_steps"] = absl::StrCat(seal.work);
  }
  if (lowest.period.kind() == Period::Kind::kYear) {
    entry.fields["destroyed"] = "cubes,proofs,corrections";
  }
  return entry;
}

// Keeps what quarter and year will be counted from, and the witnesses. A year's
// witnesses would be destroyed by the very commit that writes them: what the
// log says of them is all that is kept.
absl::Status AddShreddable(const Ledger& ledger, SealInput input,
                           const MadeSeal& seal, const RandomBytes& random,
                           Effects& effects) {
  const DatasetId& dataset = seal.lowest().sealed.dataset;
  const Period period = seal.lowest().sealed.period;
  if (period.kind() == Period::Kind::kYear) return absl::OkStatus();
  TOGUNA_RETURN_IF_ERROR(AddShredKey(ledger, dataset, period, random, effects));
  for (const MadeRung& rung : seal.rungs) {
    for (WitnessRow& row :
         WitnessRowsOf(dataset, period, rung.sealed.rung, rung.proof_text)) {
      effects.put.emplace_back(std::move(row));
    }
  }
  if (period.kind() != Period::Kind::kMonth) return absl::OkStatus();
  CubeRow cube{.dataset = dataset, .month = period, .columns = {}};
  if (!input.strata.empty()) cube.strata = std::move(input.strata[0]);
  for (Strand& strand : input.strands) {
    for (Columns& columns : strand.columns) {
      cube.columns.push_back(std::move(columns));
    }
  }
  effects.put.emplace_back(std::move(cube));
  return absl::OkStatus();
}

}  // namespace

JobId IdOf(const SealJobRow& row) {
  const std::string digest = HexOf(
      Sha256(absl::StrCat("toguna/operation/seal", kZero, row.dataset.text(),
                          kZero, row.period.text(), kZero, row.attempt)));
  return JobId(absl::StrCat("seal-", digest.substr(0, 16)));
}

AuditEntry SealEntryOf(std::string type, std::string actor,
                       const SealJobRow& row) {
  AuditEntry entry = {.type = std::move(type),
                      .actor = std::move(actor),
                      .fields = {{"dataset", row.dataset.text()},
                                 {"period", row.period.text()},
                                 {"operation", IdOf(row).text()}}};
  if (row.work > 0) entry.fields["work_million_steps"] = absl::StrCat(row.work);
  return entry;
}

absl::StatusOr<uint64_t> CommitSeal(Ledger& ledger, SealWriting writing,
                                    const RandomBytes& random,
                                    SealJobRow& ended) {
  MadeSeal& seal = writing.seal;
  const DatasetId dataset = seal.lowest().sealed.dataset;
  const Period period = seal.lowest().sealed.period;
  Effects effects;
  effects.time = seal.lowest().sealed.sealed_at;
  effects.expected = std::move(writing.parts.rests_on);
  PeriodRow row{.dataset = dataset,
                .period = period,
                .state = PeriodState::kSealed,
                .closed_at = writing.closed_at,
                .sealed_at = effects.time};
  effects.expected.emplace_back(KeyOf(row), writing.period_version);
  effects.put.emplace_back(std::move(row));

  SealJobRow& job = writing.job.value;
  effects.expected.emplace_back(KeyOf(job), writing.job.version);
  job.state = SealJobRow::State::kDone;
  job.ended_at = effects.time;
  job.cells = seal.cells;
  job.published = seal.lowest().figures.published;
  for (const MadeRung& rung : seal.rungs) job.rungs.push_back(rung.figures);
  ended = job;
  effects.put.emplace_back(job);
  effects.entry = EntryOf(job, seal);

  effects.expected.emplace_back(KeyOf(writing.key.value), writing.key.version);
  effects.erase.push_back(KeyOf(writing.key.value));
  TOGUNA_RETURN_IF_ERROR(AddShreddable(ledger, std::move(writing.parts.input),
                                       seal, random, effects));
  if (period.kind() == Period::Kind::kYear) {
    TOGUNA_RETURN_IF_ERROR(AddShredding(ledger, dataset, period, effects));
  }
  effects.put.emplace_back(std::move(writing.plan));
  for (CohortSeal& cohorts : seal.cohorts) {
    CohortsRow cohorts_row{.seal = std::move(cohorts)};
    cohorts_row.seal.key = random(32);
    effects.expected.emplace_back(KeyOf(cohorts_row), 0);
    effects.put.emplace_back(std::move(cohorts_row));
  }

  const bool tables = !seal.lowest().sealed.tables.empty();
  for (MadeRung& rung : seal.rungs) {
    SealRow seal_row{.sealed = std::move(rung.sealed)};
    effects.expected.emplace_back(KeyOf(seal_row), 0);
    effects.put.emplace_back(std::move(seal_row));
    effects.put.emplace_back(std::move(rung.proof));
  }
  if (tables) {
    FeedRow item{.kind = FeedRow::Kind::kSeal,
                 .dataset = dataset,
                 .period = period,
                 .alert = {},
                 .published_at = effects.time};
    TOGUNA_RETURN_IF_ERROR(AppendToFeed(ledger, std::move(item), effects));
  }
  return ledger.Commit(effects);
}

}  // namespace toguna
