// Decisions as stored messages.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/base/status_macros.h"
#include "exchange/storage/row_parts.h"

namespace toguna {
namespace {

namespace pb = ::toguna::stored::v1;
using Bytes = google::protobuf::RepeatedPtrField<std::string>;

void EncodePeriods(const std::vector<Period>& periods, Bytes& out) {
  for (const Period& period : periods) *out.Add() = period.text();
}

absl::StatusOr<std::vector<Period>> DecodePeriods(const Bytes& texts) {
  std::vector<Period> periods;
  for (const std::string& text : texts) {
    TOGUNA_ASSIGN_OR_RETURN(periods.emplace_back(absl::CivilMonth()),
                            DecodePeriod(text));
  }
  return periods;
}

using Levels = google::protobuf::RepeatedPtrField<pb::Decision::Level>;

void EncodeLevels(const std::vector<DecisionRow::Level>& levels, Levels& out) {
  for (const DecisionRow::Level& level : levels) {
    auto& one = *out.Add();
    one.set_dimension(level.dimension);
    one.set_finest(level.finest);
    one.set_name(level.name);
  }
}

std::vector<DecisionRow::Level> DecodeLevels(const Levels& messages) {
  std::vector<DecisionRow::Level> levels;
  for (const auto& one : messages) {
    levels.push_back({one.dimension(), one.finest(), one.name()});
  }
  return levels;
}

void EncodeAsk(const DecisionRow& row, pb::Decision& message) {
  message.set_purpose(row.purpose.text());
  message.set_dataset(row.dataset.text());
  for (const FamilyId& family : row.families) {
    message.add_families(family.text());
  }
  for (const CohortsId& cohorts : row.cohorts) {
    message.add_cohorts(cohorts.text());
  }
  EncodeLevels(row.levels, *message.mutable_levels());
  EncodeLevels(row.cohort_levels, *message.mutable_cohort_levels());
  for (const Grant::CodeFilter& filter : row.code_filters) {
    auto& one = *message.add_code_filters();
    one.set_dimension(filter.dimension);
    for (const std::string& code : filter.codes) one.add_codes(code);
  }
  EncodePeriods(row.periods, *message.mutable_periods());
  if (row.event_time.has_value()) {
    message.set_event_time(absl::ToUnixNanos(*row.event_time));
  }
  message.set_asked_left_out(row.asked_left_out);
}

absl::Status DecodeAsk(const pb::Decision& message, DecisionRow& row) {
  row.purpose = PurposeId(message.purpose());
  row.dataset = DatasetId(message.dataset());
  for (const std::string& family : message.families()) {
    row.families.emplace_back(family);
  }
  for (const std::string& cohorts : message.cohorts()) {
    row.cohorts.emplace_back(cohorts);
  }
  row.levels = DecodeLevels(message.levels());
  row.cohort_levels = DecodeLevels(message.cohort_levels());
  for (const auto& one : message.code_filters()) {
    row.code_filters.push_back(
        {one.dimension(), {one.codes().begin(), one.codes().end()}});
  }
  TOGUNA_ASSIGN_OR_RETURN(row.periods, DecodePeriods(message.periods()));
  if (message.has_event_time()) {
    row.event_time = absl::FromUnixNanos(message.event_time());
  }
  row.asked_left_out = message.asked_left_out();
  return absl::OkStatus();
}

void EncodeFinding(const Finding& finding, pb::Decision::Finding& message) {
  message.set_rule(finding.rule);
  message.set_passed(finding.passed);
  message.set_reason(finding.reason);
  message.set_operand(finding.operand);
  message.set_clause(finding.clause);
  message.set_fr(finding.fr);
  message.set_en(finding.en);
}

Finding DecodeFinding(const pb::Decision::Finding& message) {
  return {.rule = message.rule(),
          .passed = message.passed(),
          .reason = message.reason(),
          .operand = message.operand(),
          .clause = message.clause(),
          .fr = message.fr(),
          .en = message.en()};
}

}  // namespace

pb::Decision Encode(const DecisionRow& row) {
  pb::Decision message;
  message.set_id(row.id.text());
  message.set_at(absl::ToUnixNanos(row.at));
  message.set_agreement(row.agreement.text());
  message.set_agreement_revision(row.agreement_revision);
  message.set_agreement_sha256(row.agreement_sha256);
  message.set_catalog_sha256(row.catalog_sha256);
  message.set_caller(row.caller.text());
  message.set_caller_is_party(row.caller_is_party);
  message.set_step(static_cast<pb::Decision::Step>(static_cast<int>(row.step) +
                                                   pb::Decision::EXTRACT));
  EncodeAsk(row, message);
  EncodePeriods(row.sealed, *message.mutable_sealed());
  EncodePeriods(row.approved, *message.mutable_approved());
  message.set_extracts_this_month(row.extracts_this_month);
  message.set_standing(static_cast<pb::Decision::Standing>(
      static_cast<int>(row.standing) + pb::Decision::UNKNOWN));
  message.set_allowed(row.allowed);
  message.set_reason(row.reason);
  for (const Finding& finding : row.findings) {
    EncodeFinding(finding, *message.add_findings());
  }
  message.set_findings_left_out(row.findings_left_out);
  message.set_audit_index(row.audit_index);
  return message;
}

absl::StatusOr<Row> Decode(const pb::Decision& message) {
  if (message.step() < pb::Decision::EXTRACT ||
      message.step() > pb::Decision::FEED_ITEM ||
      message.standing() < pb::Decision::UNKNOWN ||
      message.standing() > pb::Decision::TERMINATED) {
    return UnknownStored();
  }
  DecisionRow row;
  row.id = DecisionId(message.id());
  row.at = absl::FromUnixNanos(message.at());
  row.agreement = AgreementId(message.agreement());
  row.agreement_revision = message.agreement_revision();
  row.agreement_sha256 = message.agreement_sha256();
  row.catalog_sha256 = message.catalog_sha256();
  row.caller = PartyId(message.caller());
  row.caller_is_party = message.caller_is_party();
  row.step =
      static_cast<DecisionRow::Step>(message.step() - pb::Decision::EXTRACT);
  TOGUNA_RETURN_IF_ERROR(DecodeAsk(message, row));
  TOGUNA_ASSIGN_OR_RETURN(row.sealed, DecodePeriods(message.sealed()));
  TOGUNA_ASSIGN_OR_RETURN(row.approved, DecodePeriods(message.approved()));
  row.extracts_this_month = message.extracts_this_month();
  row.standing =
      static_cast<Standing>(message.standing() - pb::Decision::UNKNOWN);
  row.allowed = message.allowed();
  row.reason = message.reason();
  for (const auto& one : message.findings()) {
    row.findings.push_back(DecodeFinding(one));
  }
  row.findings_left_out = message.findings_left_out();
  row.audit_index = message.audit_index();
  return row;
}

pb::DecisionPlace Encode(const DecisionPlaceRow& row) {
  pb::DecisionPlace message;
  message.set_id(row.id.text());
  message.set_agreement(row.agreement.text());
  message.set_audit_index(row.audit_index);
  return message;
}

absl::StatusOr<Row> Decode(const pb::DecisionPlace& message) {
  return DecisionPlaceRow{DecisionId(message.id()),
                          AgreementId(message.agreement()),
                          message.audit_index()};
}

}  // namespace toguna
