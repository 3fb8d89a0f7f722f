// Agreements as messages of the wire.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "exchange/rpc/messages.h"
#include "exchange/rpc/names.h"
#include "policies/rules/together.h"

namespace toguna {
namespace {

std::string AgreementName(const AgreementId& agreement) {
  return absl::StrCat("agreements/", agreement.text());
}

std::string PurposeName(const PurposeId& purpose) {
  return absl::StrCat("purposes/", purpose.text());
}

std::string PartyName(const PartyId& party) {
  return absl::StrCat("recipients/", party.text());
}

v1::Agreement::Sensitivity MessageOf(Sensitivity sensitivity) {
  switch (sensitivity) {
    case Sensitivity::kLow:
      return v1::Agreement::SENSITIVITY_LOW;
    case Sensitivity::kModerate:
      return v1::Agreement::SENSITIVITY_MODERATE;
    case Sensitivity::kHigh:
      return v1::Agreement::SENSITIVITY_HIGH;
    case Sensitivity::kSevere:
      return v1::Agreement::SENSITIVITY_SEVERE;
  }
  return v1::Agreement::SENSITIVITY_SEVERE;
}

void AddCodes(const std::string& dimension,
              const std::vector<std::string>& codes,
              v1::Agreement::Codes& out) {
  out.set_dimension(dimension);
  for (const std::string& code : codes) out.add_codes(code);
}

v1::Agreement::Grant MessageOf(const Catalog& catalog, const GrantView& view) {
  const Grant& grant = *view.grant;
  v1::Agreement::Grant out;
  out.set_dataset(DatasetName(grant.dataset));
  for (const FamilyId& family : grant.families) {
    out.add_families(family.text());
  }
  for (const CohortsId& cohorts : grant.cohorts) {
    out.add_cohorts(cohorts.text());
  }
  const Dataset& dataset = *catalog.FindDataset(grant.dataset);
  const auto fill = [&](const LevelLimit& limit, auto& level) {
    level.set_dimension(limit.dimension);
    level.set_level(catalog.ListOf(dataset, limit.dimension)
                        ->levels[static_cast<size_t>(limit.finest)]);
  };
  for (const LevelLimit& limit : grant.level_limits) {
    fill(limit, *out.add_levels());
  }
  for (const LevelLimit& limit : grant.cohort_level_limits) {
    fill(limit, *out.add_cohort_levels());
  }
  for (const Grant::CodeFilter& filter : grant.code_filters) {
    AddCodes(filter.dimension, filter.codes, *out.add_codes());
  }
  out.set_extracts(grant.extracts);
  out.set_extracts_per_month(grant.extracts_per_month);
  out.set_feed(grant.feed);
  out.set_rung(grant.rung.value_or(0));
  if (grant.lag_days.has_value()) out.set_lag_days(*grant.lag_days);
  if (dataset.kind == Dataset::Kind::kAlerts) {
    out.set_delay(absl::FormatDuration(grant.delay));
  }
  out.set_sensitivity(MessageOf(view.sensitivity));
  for (const Grant::CodeFilter& one : view.approval) {
    AddCodes(one.dimension, one.codes, *out.add_approval());
  }
  return out;
}

v1::Agreement::State MessageOf(AgreementState state) {
  return static_cast<v1::Agreement::State>(static_cast<int>(state) +
                                           v1::Agreement::STATE_DRAFT);
}

v1::Agreement::Act MessageOf(const AgreementAct& act) {
  v1::Agreement::Act out;
  out.set_kind(static_cast<v1::Agreement::Kind>(static_cast<int>(act.kind) +
                                                v1::Agreement::KIND_SUSPEND));
  out.set_reason(static_cast<v1::Agreement::Reason>(
      static_cast<int>(act.reason) + v1::Agreement::REASON_BREACH));
  out.set_note(act.note);
  out.set_actor(act.actor);
  *out.mutable_act_time() = TimestampOf(act.at);
  out.set_revision(act.revision);
  if (!act.dataset.empty()) out.set_dataset(DatasetName(act.dataset));
  for (const Period& period : act.periods) out.add_periods(period.text());
  return out;
}

// What agreements say since format 2.
void AddTerms(const Agreement& agreement, v1::Agreement& out) {
  if (agreement.format < 2 || !agreement.assessment.has_value()) return;
  *out.mutable_intended_use() = MessageOf(agreement.intended_use);
  const Assessment& found = *agreement.assessment;
  *out.mutable_risk_of_sharing() = MessageOf(found.risk_of_sharing);
  *out.mutable_risk_of_not_sharing() = MessageOf(found.risk_of_not_sharing);
  *out.mutable_assess_time() = TimestampOf(found.assessed_on);
  for (const Contact& contact : agreement.contacts) {
    auto& one = *out.add_contacts();
    one.set_party(PartyName(contact.party));
    *one.mutable_office() = MessageOf(contact.office);
    one.set_reach(contact.reach);
  }
  *out.mutable_deletion() = MessageOf(agreement.deletion);
  if (agreement.sensitivity_ceiling.has_value()) {
    out.set_sensitivity_ceiling(MessageOf(*agreement.sensitivity_ceiling));
  }
}

void SetSide(const Together::Side& side, v1::Agreement::Side& out) {
  for (const Together::Named& one : side.agreements) {
    out.add_agreements(AgreementName(one.id));
  }
  if (!side.purpose.empty()) out.set_purpose(PurposeName(side.purpose));
  for (const FamilyId& family : side.beyond.families) {
    out.add_families(family.text());
  }
  for (const CohortsId& cohorts : side.beyond.cohorts) {
    out.add_cohorts(cohorts.text());
  }
  for (const Together::Beyond::Level& level : side.beyond.levels) {
    auto& one = *out.add_levels();
    one.set_dimension(level.dimension);
    one.set_level(level.level);
  }
  for (const Together::Beyond::Level& level : side.beyond.cohort_levels) {
    auto& one = *out.add_cohort_levels();
    one.set_dimension(level.dimension);
    one.set_level(level.level);
  }
  for (const Grant::CodeFilter& filter : side.beyond.codes) {
    AddCodes(filter.dimension, filter.codes, *out.add_codes());
  }
  out.set_rung(side.beyond.rung.value_or(0));
  for (const Term term : side.looser) {
    out.add_looser(static_cast<v1::Agreement::Term>(
        static_cast<int>(term) + v1::Agreement::TERM_EXTRACTS));
  }
}

void AddTogether(const AgreementView& view, v1::Agreement& out) {
  for (const Together& together : view.together) {
    auto& one = *out.add_together();
    one.set_relation(static_cast<v1::Agreement::Relation>(
        static_cast<int>(together.kind) + v1::Agreement::RELATION_SAME));
    one.set_dataset(DatasetName(together.dataset));
    SetSide(together.first, *one.mutable_first());
    if (!together.second.agreements.empty()) {
      SetSide(together.second, *one.mutable_second());
    }
  }
  for (const DatasetId& dataset : view.others) {
    auto& one = *out.add_together();
    one.set_relation(v1::Agreement::RELATION_ANOTHER);
    one.set_dataset(DatasetName(dataset));
  }
}

}  // namespace

v1::Agreement MessageOf(const Catalog& catalog, const AgreementView& view) {
  const Agreement& agreement = *view.agreement;
  v1::Agreement out;
  out.set_name(AgreementName(agreement.id));
  out.set_revision(agreement.revision);
  out.set_state(MessageOf(view.state));
  *out.mutable_title() = MessageOf(agreement.title);
  out.set_data_owner(PartyName(agreement.data_owner));
  out.set_recipient(PartyName(agreement.recipient));
  out.set_dpo(PartyName(agreement.dpo));
  out.set_purpose(PurposeName(agreement.purpose));
  out.set_legal_basis(agreement.legal_basis);
  for (const GrantView& grant : view.grants) {
    *out.add_grants() = MessageOf(catalog, grant);
  }
  *out.mutable_valid_from_time() = TimestampOf(agreement.valid_from);
  *out.mutable_valid_until_time() = TimestampOf(agreement.valid_until);
  *out.mutable_review_by_time() = TimestampOf(agreement.review_by);
  out.set_retention_days(agreement.retention_days);
  out.set_recall_days(agreement.recall_days);
  if (view.recall_due.has_value()) {
    *out.mutable_recall_due_time() = TimestampOf(*view.recall_due);
  }
  out.set_onward_sharing(agreement.onward_sharing);
  out.set_demo(agreement.demo);
  out.set_sha256(agreement.sha256);
  for (const AgreementSignature& signature : agreement.signatures) {
    auto& one = *out.add_signatures();
    one.set_role(SignatureRoleText(signature.role));
    one.set_party(PartyName(signature.party));
    one.set_valid(signature.valid);
    one.set_problem(signature.problem);
  }
  AddTerms(agreement, out);
  if (!agreement.succeeds.empty()) {
    out.set_succeeds(AgreementName(agreement.succeeds));
  }
  out.set_witnessed(agreement.witnessed);
  for (const AgreementAct& act : view.acts) *out.add_acts() = MessageOf(act);
  AddTogether(view, out);
  return out;
}

}  // namespace toguna
