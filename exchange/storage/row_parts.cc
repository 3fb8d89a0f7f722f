#include "exchange/storage/row_parts.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

namespace pb = ::toguna::stored::v1;

void EncodeTable(const SealedTable& table, pb::Seal::Table& message) {
  message.set_family(table.family.text());
  message.set_unit(EncodeUnit(table.unit));
  for (const std::string& dimension : table.dimensions) {
    message.add_dimensions(dimension);
  }
  for (const SealedCell& cell : table.cells) {
    pb::Seal::Cell& one = *message.add_cells();
    for (const std::string& code : cell.codes) one.add_codes(code);
    if (cell.status == CellStatus::kPublished) one.set_value(cell.value);
    one.set_low(cell.low);
    if (cell.high.has_value()) one.set_high(*cell.high);
  }
  for (const Pool& pool : table.pools) *message.add_pools() = EncodePool(pool);
}

absl::StatusOr<SealedTable> DecodeTable(const pb::Seal::Table& message) {
  SealedTable table;
  table.family = FamilyId(message.family());
  TOGUNA_ASSIGN_OR_RETURN(table.unit, DecodeUnit(message.unit()));
  table.dimensions.assign(message.dimensions().begin(),
                          message.dimensions().end());
  table.cells.reserve(static_cast<size_t>(message.cells_size()));
  for (const pb::Seal::Cell& one : message.cells()) {
    SealedCell cell;
    cell.codes.assign(one.codes().begin(), one.codes().end());
    if (one.has_value()) {
      cell.status = CellStatus::kPublished;
      cell.value = one.value();
    }
    cell.low = one.low();
    if (one.has_high()) cell.high = one.high();
    table.cells.push_back(std::move(cell));
  }
  for (const auto& one : message.pools()) {
    table.pools.push_back(DecodePool(one));
  }
  return table;
}

std::optional<int32_t> Given(bool has, int32_t number) {
  if (!has) return std::nullopt;
  return number;
}

void EncodeRanges(const RangeProof& proof, pb::SealProof::RangeProof& message) {
  message.set_unit(EncodeUnit(proof.unit));
  for (const RangeProof::Certificate& certificate : proof.certificates) {
    auto& one = *message.add_certificates();
    one.set_denominator(certificate.denominator);
    for (const RangeProof::Term& term : certificate.terms) {
      auto& to = *one.add_terms();
      to.set_table(term.table);
      to.set_cell(term.cell);
      to.set_multiplier(term.multiplier);
    }
  }
  for (const RangeProof::Cell& cell : proof.cells) {
    auto& one = *message.add_cells();
    one.set_table(cell.table);
    one.set_cell(cell.cell);
    if (cell.low_by.has_value()) one.set_low_by(*cell.low_by);
    if (cell.high_by.has_value()) one.set_high_by(*cell.high_by);
  }
}

absl::StatusOr<RangeProof> DecodeRanges(
    const pb::SealProof::RangeProof& message) {
  RangeProof proof;
  TOGUNA_ASSIGN_OR_RETURN(proof.unit, DecodeUnit(message.unit()));
  for (const auto& one : message.certificates()) {
    RangeProof::Certificate certificate{.denominator = one.denominator(),
                                        .terms = {}};
    for (const auto& term : one.terms()) {
      certificate.terms.push_back(
          {term.table(), term.cell(), term.multiplier()});
    }
    proof.certificates.push_back(std::move(certificate));
  }
  for (const auto& one : message.cells()) {
    proof.cells.push_back({one.table(), one.cell(),
                           Given(one.has_low_by(), one.low_by()),
                           Given(one.has_high_by(), one.high_by())});
  }
  return proof;
}

}  // namespace

pb::Unit EncodeUnit(Unit unit) {
  return unit == Unit::kRecord ? pb::RECORD : pb::VICTIM;
}

absl::StatusOr<Unit> DecodeUnit(pb::Unit unit) {
  if (unit == pb::RECORD) return Unit::kRecord;
  if (unit == pb::VICTIM) return Unit::kVictim;
  return UnknownStored();
}

void EncodeTexts(const std::map<std::string, std::string>& texts, Texts* out) {
  for (const auto& [key, value] : texts) {
    pb::Text& text = *out->Add();
    text.set_key(key);
    text.set_value(value);
  }
}

std::map<std::string, std::string> DecodeTexts(const Texts& texts) {
  std::map<std::string, std::string> map;
  for (const pb::Text& text : texts) map[text.key()] = text.value();
  return map;
}

absl::StatusOr<Period> DecodePeriod(absl::string_view text) {
  absl::StatusOr<Period> period = Period::Parse(text);
  if (!period.ok()) return UnknownStored();
  return period;
}

absl::StatusOr<absl::CivilDay> DecodeDay(absl::string_view text) {
  absl::StatusOr<absl::CivilDay> day = ParseDay(text);
  if (!day.ok()) return UnknownStored();
  return day;
}

pb::Seal Encode(const SealRow& row) {
  pb::Seal message;
  message.set_dataset(row.sealed.dataset.text());
  message.set_period(row.sealed.period.text());
  message.set_plan(row.sealed.plan.text());
  message.set_plan_version(row.sealed.plan_version);
  message.set_k(row.sealed.minimums.k);
  message.set_s(row.sealed.minimums.s);
  message.set_c(row.sealed.minimums.c);
  EncodeTexts(row.sealed.list_versions, message.mutable_list_versions());
  message.set_sealed_at(absl::ToUnixNanos(row.sealed.sealed_at));
  for (const SealedTable& table : row.sealed.tables) {
    EncodeTable(table, *message.add_tables());
  }
  message.set_rung(row.sealed.rung);
  return message;
}

absl::StatusOr<Row> Decode(const pb::Seal& message) {
  SealRow row;
  row.sealed.dataset = DatasetId(message.dataset());
  TOGUNA_ASSIGN_OR_RETURN(row.sealed.period, DecodePeriod(message.period()));
  row.sealed.plan = PlanId(message.plan());
  row.sealed.plan_version = message.plan_version();
  row.sealed.minimums = {message.k(), message.s(), message.c()};
  row.sealed.list_versions = DecodeTexts(message.list_versions());
  row.sealed.sealed_at = absl::FromUnixNanos(message.sealed_at());
  for (const pb::Seal::Table& table : message.tables()) {
    TOGUNA_ASSIGN_OR_RETURN(SealedTable one, DecodeTable(table));
    row.sealed.tables.push_back(std::move(one));
  }
  if (message.rung() < 0) return UnknownStored();
  row.sealed.rung = message.rung();
  return row;
}

pb::SealProof Encode(const SealProofRow& row) {
  pb::SealProof message;
  message.set_dataset(row.dataset.text());
  message.set_period(row.period.text());
  for (const UnsafeCell& cell : row.unsafe) {
    pb::SealProof::UnsafeCell& one = *message.add_unsafe();
    one.set_unit(EncodeUnit(cell.unit));
    one.mutable_strands()->Add(cell.strands.begin(), cell.strands.end());
    one.set_minimum(cell.minimum);
    for (const auto& [dimension, code] : cell.codes) {
      pb::Text& text = *one.add_codes();
      text.set_key(dimension);
      text.set_value(code);
    }
  }
  message.set_verdict_sha256(row.verdict_sha256);
  message.set_proof_sha256(row.proof_sha256);
  for (const RangeProof& proof : row.ranges) {
    EncodeRanges(proof, *message.add_ranges());
  }
  message.set_rung(row.rung);
  return message;
}

absl::StatusOr<Row> Decode(const pb::SealProof& message) {
  SealProofRow row;
  row.dataset = DatasetId(message.dataset());
  TOGUNA_ASSIGN_OR_RETURN(row.period, DecodePeriod(message.period()));
  for (const pb::SealProof::UnsafeCell& one : message.unsafe()) {
    UnsafeCell cell;
    TOGUNA_ASSIGN_OR_RETURN(cell.unit, DecodeUnit(one.unit()));
    for (const pb::Text& text : one.codes()) {
      cell.codes.emplace_back(text.key(), text.value());
    }
    cell.strands.assign(one.strands().begin(), one.strands().end());
    cell.minimum = one.minimum();
    row.unsafe.push_back(std::move(cell));
  }
  row.verdict_sha256 = message.verdict_sha256();
  row.proof_sha256 = message.proof_sha256();
  for (const auto& one : message.ranges()) {
    TOGUNA_ASSIGN_OR_RETURN(RangeProof proof, DecodeRanges(one));
    row.ranges.push_back(std::move(proof));
  }
  if (message.rung() < 0) return UnknownStored();
  row.rung = message.rung();
  return row;
}

pb::SealJob Encode(const SealJobRow& row) {
  pb::SealJob message;
  message.set_dataset(row.dataset.text());
  message.set_period(row.period.text());
  message.set_attempt(row.attempt);
  message.set_requested_by(row.requested_by);
  message.set_requested_at(absl::ToUnixNanos(row.requested_at));
  message.set_state(static_cast<pb::SealJob::State>(
      static_cast<int>(row.state) + pb::SealJob::RUNNING));
  if (row.ended_at) message.set_ended_at(absl::ToUnixNanos(*row.ended_at));
  message.set_cells(row.cells);
  message.set_published(row.published);
  for (const RungFigures& rung : row.rungs) {
    pb::SealJob::RungFigures& one = *message.add_rungs();
    one.set_k(rung.k);
    one.set_published(rung.published);
    one.set_global_risk(rung.global_risk);
    one.set_search(static_cast<pb::SealJob::SearchEnd>(rung.search));
    one.set_cohorts(rung.cohorts);
    one.set_cohort_rows(rung.cohort_rows);
  }
  message.set_work(row.work);
  message.set_code(static_cast<int>(row.code));
  message.set_reason(row.reason);
  message.set_message(row.message);
  EncodeTexts(row.metadata, message.mutable_metadata());
  return message;
}

absl::StatusOr<Row> Decode(const pb::SealJob& message) {
  SealJobRow row;
  row.dataset = DatasetId(message.dataset());
  TOGUNA_ASSIGN_OR_RETURN(row.period, DecodePeriod(message.period()));
  row.attempt = message.attempt();
  row.requested_by = message.requested_by();
  row.requested_at = absl::FromUnixNanos(message.requested_at());
  if (message.state() < pb::SealJob::RUNNING ||
      message.state() > pb::SealJob::FAILED) {
    return UnknownStored();
  }
  row.state =
      static_cast<SealJobRow::State>(message.state() - pb::SealJob::RUNNING);
  if (message.has_ended_at()) {
    row.ended_at = absl::FromUnixNanos(message.ended_at());
  }
  row.cells = message.cells();
  row.published = message.published();
  for (const auto& one : message.rungs()) {
    if (!pb::SealJob::SearchEnd_IsValid(one.search())) return UnknownStored();
    row.rungs.push_back({one.k(), one.published(), one.global_risk(),
                         static_cast<SearchEnd>(one.search()), one.cohorts(),
                         one.cohort_rows()});
  }
  if (message.work() < 0) return UnknownStored();
  row.work = message.work();
  row.code = static_cast<absl::StatusCode>(message.code());
  row.reason = message.reason();
  row.message = message.message();
  row.metadata = DecodeTexts(message.metadata());
  return row;
}

pb::SealKey Encode(const SealKeyRow& row) {
  pb::SealKey message;
  message.set_dataset(row.dataset.text());
  message.set_period(row.period.text());
  message.set_key(row.key);
  return message;
}

absl::StatusOr<Row> Decode(const pb::SealKey& message) {
  SealKeyRow row;
  row.dataset = DatasetId(message.dataset());
  TOGUNA_ASSIGN_OR_RETURN(row.period, DecodePeriod(message.period()));
  row.key = message.key();
  return row;
}

}  // namespace toguna
