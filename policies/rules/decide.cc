#include "policies/rules/decide.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "policies/rules/case.h"

namespace toguna {
namespace {

// One finding after another; a new rule is one more line. Order only decides
// which reason is named first.
constexpr Rule kRules[] = {
    CallerRule,     StandingRule,     RecallRule,      SignaturesRule,
    AssessmentRule, ValidityRule,     ReviewRule,      PurposeRule,
    ConsentRule,    DatasetRule,      ChannelRule,     FamilyRule,
    RungRule,       CohortRule,       LevelRule,       CodeRule,
    PeriodRule,     LagRule,          SensitivityRule, ApprovalRule,
    QuotaRule,      RecipientKeyRule, RetentionRule,   DelayRule,
};

}  // namespace

Ask AllOf(const AgreementId& agreement, const Grant& grant, Phase phase) {
  Ask ask;
  ask.agreement = agreement;
  ask.dataset = grant.dataset;
  ask.phase = phase;
  ask.families = grant.families;
  ask.levels = grant.level_limits;
  if (phase != Phase::kFeedItem) {
    ask.cohorts = grant.cohorts;
    ask.cohort_levels = grant.cohort_level_limits;
  }
  ask.code_filters = grant.code_filters;
  return ask;
}

Decision Decide(const Catalog& catalog, const Ask& ask, const Facts& facts) {
  Decision decision;
  decision.reason = "REFUSED";
  const Agreement* agreement = catalog.FindAgreement(ask.agreement);
  // Whether an agreement exists is itself for its parties only, so nothing of
  // the decision differs between "there is none" and "it is not yours".
  if (agreement == nullptr || !agreement->IsParty(ask.caller)) return decision;

  decision.caller_is_party = true;
  decision.agreement_revision = agreement->revision;
  decision.catalog_sha256 = catalog.sha256;
  const Case one(catalog, *agreement, ask, facts);
  for (const Rule rule : kRules) {
    const size_t before = decision.findings.size();
    rule(one, decision.findings);
    // In which order an ask lists things says nothing.
    std::stable_sort(
        decision.findings.begin() + static_cast<std::ptrdiff_t>(before),
        decision.findings.end(), [](const Finding& a, const Finding& b) {
          return std::tie(a.reason, a.operand, a.clause) <
                 std::tie(b.reason, b.operand, b.clause);
        });
  }

  decision.allowed = true;
  decision.reason.clear();
  for (const Finding& finding : decision.findings) {
    if (finding.passed) continue;
    decision.allowed = false;
    decision.reason = finding.reason;
    break;
  }
  return decision;
}

}  // namespace toguna
