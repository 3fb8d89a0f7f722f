// Decisions as messages of the wire.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/rpc/messages.h"
#include "exchange/rpc/names.h"

namespace toguna {
namespace {

v1::Decision::Phase PhaseOf(DecisionRow::Step step) {
  return static_cast<v1::Decision::Phase>(static_cast<int>(step) +
                                          v1::Decision::PHASE_EXTRACT);
}

v1::Decision::Finding MessageOf(const Finding& finding) {
  v1::Decision::Finding out;
  out.set_rule(finding.rule);
  out.set_passed(finding.passed);
  out.set_reason(finding.reason);
  out.set_operand(finding.operand);
  out.set_clause(finding.clause);
  out.mutable_text()->set_fr(finding.fr);
  out.mutable_text()->set_en(finding.en);
  return out;
}

using Levels = google::protobuf::RepeatedPtrField<v1::Decision::Level>;

void AddLevels(const std::vector<DecisionRow::Level>& levels, Levels& out) {
  for (const DecisionRow::Level& level : levels) {
    auto& one = *out.Add();
    one.set_dimension(level.dimension);
    one.set_finest(level.finest);
    one.set_level(level.name);
  }
}

}  // namespace

v1::Decision ListedOf(const DecisionRow& row) {
  v1::Decision out;
  out.set_name(absl::StrCat("decisions/", row.id.text()));
  *out.mutable_decide_time() = TimestampOf(row.at);
  out.set_agreement(absl::StrCat("agreements/", row.agreement.text()));
  out.set_agreement_revision(row.agreement_revision);
  out.set_agreement_sha256(row.agreement_sha256);
  out.set_catalog_sha256(row.catalog_sha256);
  out.set_caller(absl::StrCat("recipients/", row.caller.text()));
  out.set_caller_is_party(row.caller_is_party);
  out.set_phase(PhaseOf(row.step));
  out.set_purpose(absl::StrCat("purposes/", row.purpose.text()));
  out.set_dataset(DatasetName(row.dataset));
  for (const FamilyId& family : row.families) out.add_families(family.text());
  for (const CohortsId& cohorts : row.cohorts) out.add_cohorts(cohorts.text());
  for (const Period& period : row.periods) out.add_periods(period.text());
  if (row.event_time.has_value()) {
    *out.mutable_event_time() = TimestampOf(*row.event_time);
  }
  out.set_asked_left_out(row.asked_left_out);
  for (const Period& period : row.sealed) out.add_sealed(period.text());
  for (const Period& period : row.approved) out.add_approved(period.text());
  out.set_extracts_this_month(row.extracts_this_month);
  out.set_standing(StandingText(row.standing));
  out.set_allowed(row.allowed);
  out.set_reason(row.reason);
  out.set_findings_left_out(row.findings_left_out);
  out.set_audit_index(row.audit_index);
  return out;
}

v1::Decision MessageOf(const DecisionView& view) {
  const DecisionRow& row = view.row;
  v1::Decision out = ListedOf(row);
  AddLevels(row.levels, *out.mutable_levels());
  AddLevels(row.cohort_levels, *out.mutable_cohort_levels());
  for (const Grant::CodeFilter& filter : row.code_filters) {
    auto& one = *out.add_code_filters();
    one.set_dimension(filter.dimension);
    for (const std::string& code : filter.codes) one.add_codes(code);
  }
  for (const Finding& finding : row.findings) {
    *out.add_findings() = MessageOf(finding);
  }
  out.set_canonical_json(view.json);
  out.set_sha256(view.sha256);
  return out;
}

}  // namespace toguna
