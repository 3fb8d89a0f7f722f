#ifndef TOGUNA_POLICIES_RULES_CASE_H_
#define TOGUNA_POLICIES_RULES_CASE_H_

// What a rule looks at, and the rules. For Decide() only.

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "exchange/words/words.h"
#include "policies/model/catalog.h"
#include "policies/rules/decide.h"

namespace toguna {

// One ask with everything the catalog says about it. What is not found is
// nullptr, and then the rules that need it fail. Refers to its arguments.
struct Case {
  Case(const Catalog& all, const Agreement& under, const Ask& asked,
       const Facts& known);

  // True for a dataset of alerts, which has no families and no periods.
  bool alerts() const {
    return dataset != nullptr && dataset->kind == Dataset::Kind::kAlerts;
  }

  const Catalog& catalog;
  const Agreement& agreement;
  const Ask& ask;
  const Facts& facts;
  const Dataset* dataset;
  const Plan* plan;
  const Grant* grant;
  std::vector<const Family*> families;     // asked and known, by id
  std::vector<const CohortPlan*> cohorts;  // likewise
  std::set<std::string> of_tables;  // dimensions; of the dataset for alerts
  std::set<std::string> of_rows;    // likewise, that rows of the cohorts show
};

// Appends what it found: at least one finding, passed or not.
using Rule = void (*)(const Case&, std::vector<Finding>&);

// Who and when: standing_rules.cc.
void CallerRule(const Case& one, std::vector<Finding>& out);
void SignaturesRule(const Case& one, std::vector<Finding>& out);
void ValidityRule(const Case& one, std::vector<Finding>& out);
void ReviewRule(const Case& one, std::vector<Finding>& out);
void PurposeRule(const Case& one, std::vector<Finding>& out);
void ConsentRule(const Case& one, std::vector<Finding>& out);
void QuotaRule(const Case& one, std::vector<Finding>& out);
void RecipientKeyRule(const Case& one, std::vector<Finding>& out);
void RetentionRule(const Case& one, std::vector<Finding>& out);
void DelayRule(const Case& one, std::vector<Finding>& out);
void StandingRule(const Case& one, std::vector<Finding>& out);
void RecallRule(const Case& one, std::vector<Finding>& out);
void AssessmentRule(const Case& one, std::vector<Finding>& out);

// What: scope_rules.cc.
void DatasetRule(const Case& one, std::vector<Finding>& out);
void ChannelRule(const Case& one, std::vector<Finding>& out);
void FamilyRule(const Case& one, std::vector<Finding>& out);
void CohortRule(const Case& one, std::vector<Finding>& out);
void RungRule(const Case& one, std::vector<Finding>& out);
void LevelRule(const Case& one, std::vector<Finding>& out);
void CodeRule(const Case& one, std::vector<Finding>& out);
void PeriodRule(const Case& one, std::vector<Finding>& out);
void LagRule(const Case& one, std::vector<Finding>& out);

// How sensitive it is: sensitivity_rules.cc.
void SensitivityRule(const Case& one, std::vector<Finding>& out);
void ApprovalRule(const Case& one, std::vector<Finding>& out);

// A finding in both languages.
Finding Passed(absl::string_view rule, const Sentence& sentence,
               const std::vector<std::string>& values = {});
Finding Failed(absl::string_view rule, absl::string_view reason,
               const Sentence& sentence,
               const std::vector<std::string>& values = {},
               absl::string_view operand = "", absl::string_view clause = "");
// A rule that this phase or kind of dataset has no use for.
Finding NotForThisStep(absl::string_view rule);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_RULES_CASE_H_
