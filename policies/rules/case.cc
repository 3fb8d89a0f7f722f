#include "policies/rules/case.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "exchange/words/decision_words.h"
#include "exchange/words/words.h"
#include "policies/rules/cohorts.h"

namespace toguna {

Case::Case(const Catalog& all, const Agreement& under, const Ask& asked,
           const Facts& known)
    : catalog(all),
      agreement(under),
      ask(asked),
      facts(known),
      dataset(all.FindDataset(asked.dataset)),
      plan(all.PlanOf(asked.dataset)),
      grant(under.FindGrant(asked.dataset)) {
  if (alerts()) {
    for (const Dimension& dimension : dataset->dimensions) {
      of_tables.insert(dimension.id);
    }
  }
  if (plan == nullptr) return;
  const std::set<FamilyId> ids(ask.families.begin(), ask.families.end());
  for (const FamilyId& id : ids) {
    const Family* family = plan->FindFamily(id);
    if (family == nullptr) continue;
    families.push_back(family);
    for (const Axis& axis : family->axes) of_tables.insert(axis.dimension);
  }
  const std::set<CohortsId> rows(ask.cohorts.begin(), ask.cohorts.end());
  for (const CohortsId& id : rows) {
    const CohortPlan* found = plan->FindCohorts(id);
    if (found == nullptr) continue;
    cohorts.push_back(found);
    if (dataset != nullptr) of_rows.merge(DimensionsOf(*dataset, *found));
  }
}

Finding Passed(absl::string_view rule, const Sentence& sentence,
               const std::vector<std::string>& values) {
  Finding finding;
  finding.rule = std::string(rule);
  finding.passed = true;
  finding.fr = Say(Language::kFrench, sentence, values);
  finding.en = Say(Language::kEnglish, sentence, values);
  return finding;
}

Finding Failed(absl::string_view rule, absl::string_view reason,
               const Sentence& sentence, const std::vector<std::string>& values,
               absl::string_view operand, absl::string_view clause) {
  Finding finding = Passed(rule, sentence, values);
  finding.passed = false;
  finding.reason = std::string(reason);
  finding.operand = std::string(operand);
  finding.clause = std::string(clause);
  return finding;
}

Finding NotForThisStep(absl::string_view rule) {
  return Passed(rule, decision_words::kNotForThisStep);
}

}  // namespace toguna
