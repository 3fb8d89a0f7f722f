#include "exchange/usecase/seal_commit.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/corrections.h"
#include "exchange/usecase/feed_log.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr absl::string_view kZero("\0", 1);

// The fields hold public figures alone: counts of unsafe cells would tell how
// much is hidden, and where little is, what.
AuditEntry EntryOf(const SealJobRow& row, const MadeSeal& seal) {
  AuditEntry entry = SealEntryOf("period.seal", row.requested_by, row);
  entry.fields.insert({{"plan", seal.sealed.plan.text()},
                       {"plan_version", seal.sealed.plan_version},
                       {"cells", absl::StrCat(seal.cells)},
                       {"published", absl::StrCat(seal.published)}});
  if (!seal.proof.verdict_sha256.empty()) {
    entry.fields["verdict_sha256"] = seal.proof.verdict_sha256;
  }
  return entry;
}

Period YearOf(const Period& period) {
  return Period(Period::Kind::kYear, period.month());
}

// Keeps what quarter and year will be counted from.
absl::Status AddCube(const Ledger& ledger, const DatasetId& dataset,
                     Period month, SealInput input, const RandomBytes& random,
                     Effects& effects) {
  ShredKeyRow key{.dataset = dataset, .year = YearOf(month), .key = ""};
  TOGUNA_ASSIGN_OR_RETURN(const auto drawn,
                          Find<ShredKeyRow>(ledger, KeyOf(key)));
  effects.expected.emplace_back(KeyOf(key),
                                drawn.has_value() ? drawn->version : 0);
  if (!drawn.has_value()) {
    key.key = random(kKeyBytes);
    effects.put.emplace_back(std::move(key));
  }
  CubeRow cube{.dataset = dataset, .month = month, .columns = {}};
  for (Strand& strand : input.strands) {
    for (Columns& columns : strand.columns) {
      cube.columns.push_back(std::move(columns));
    }
  }
  effects.put.emplace_back(std::move(cube));
  return absl::OkStatus();
}

// Erases all that could be counted again, its key first of all.
absl::Status Shred(const Ledger& ledger, const DatasetId& dataset, Period year,
                   Effects& effects) {
  effects.erase.push_back(
      KeyOf(ShredKeyRow{.dataset = dataset, .year = year, .key = ""}));
  for (const Period& month : year.Months()) {
    effects.erase.push_back(
        KeyOf(CubeRow{.dataset = dataset, .month = month, .columns = {}}));
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<CorrectionRow> corrections,
                          CorrectionsOf(ledger, dataset, year));
  for (const CorrectionRow& row : corrections) {
    effects.erase.push_back(KeyOf(row));
  }
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
  return {.type = std::move(type),
          .actor = std::move(actor),
          .fields = {{"dataset", row.dataset.text()},
                     {"period", row.period.text()},
                     {"operation", IdOf(row).text()}}};
}

absl::StatusOr<uint64_t> CommitSeal(Ledger& ledger, SealWriting writing,
                                    const RandomBytes& random,
                                    SealJobRow& ended) {
  MadeSeal& seal = writing.seal;
  const DatasetId dataset = seal.sealed.dataset;
  const Period period = seal.sealed.period;
  Effects effects;
  effects.time = seal.sealed.sealed_at;
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
  job.published = seal.published;
  ended = job;
  effects.put.emplace_back(job);
  effects.entry = EntryOf(job, seal);

  effects.expected.emplace_back(KeyOf(writing.key.value), writing.key.version);
  effects.erase.push_back(KeyOf(writing.key.value));
  if (period.kind() == Period::Kind::kMonth) {
    TOGUNA_RETURN_IF_ERROR(AddCube(ledger, dataset, period,
                                   std::move(writing.parts.input), random,
                                   effects));
  }
  if (period.kind() == Period::Kind::kYear) {
    TOGUNA_RETURN_IF_ERROR(Shred(ledger, dataset, period, effects));
  }
  effects.put.emplace_back(std::move(writing.plan));

  const bool tables = !seal.sealed.tables.empty();
  SealRow seal_row{.sealed = std::move(seal.sealed)};
  effects.expected.emplace_back(KeyOf(seal_row), 0);
  effects.put.emplace_back(std::move(seal_row));
  effects.put.emplace_back(std::move(seal.proof));
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
