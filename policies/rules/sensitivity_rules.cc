// Rules about how sensitive it is what is asked for.

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "exchange/words/decision_words.h"
#include "policies/rules/case.h"
#include "policies/rules/sensitivity.h"

namespace toguna {
namespace {

namespace words = decision_words;

const Sentence& NameOf(Sensitivity sensitivity) {
  switch (sensitivity) {
    case Sensitivity::kLow:
      return words::kLow;
    case Sensitivity::kModerate:
      return words::kModerate;
    case Sensitivity::kHigh:
      return words::kHigh;
    case Sensitivity::kSevere:
      return words::kSevere;
  }
  return words::kSevere;
}

// A finding that names levels of sensitivity in both languages.
Finding InWords(Finding finding, const Sentence& sentence,
                const std::vector<const Sentence*>& levels,
                const std::vector<std::string>& values = {}) {
  for (const auto language : {Language::kFrench, Language::kEnglish}) {
    std::vector<std::string> all;
    for (const Sentence* level : levels) {
      all.push_back(language == Language::kFrench ? level->fr() : level->en());
    }
    all.insert(all.end(), values.begin(), values.end());
    (language == Language::kFrench ? finding.fr : finding.en) =
        Say(language, sentence, all);
  }
  return finding;
}

// "type=C5,C6".
std::string CodesText(const std::vector<Revealed>& revealed) {
  return absl::StrJoin(revealed, " ", [](std::string* out, const auto& one) {
    absl::StrAppend(out, one.classified->dimension, "=",
                    absl::StrJoin(one.codes, ","));
  });
}

}  // namespace

void SensitivityRule(const Case& one, std::vector<Finding>& out) {
  if (one.ask.phase == Phase::kDownload) {
    out.push_back(NotForThisStep("sensitivity"));
    return;
  }
  const Sensitivity asked = SensitivityOf(one.catalog, one.ask);
  const auto& ceiling = one.agreement.sensitivity_ceiling;
  if (!ceiling.has_value()) {
    out.push_back(Failed("sensitivity", "SENSITIVITY_ABOVE_CEILING",
                         words::kNoCeiling, {}, SensitivityText(asked)));
  } else if (asked <= *ceiling) {
    out.push_back(InWords(Passed("sensitivity", words::kBelowCeiling),
                          words::kBelowCeiling,
                          {&NameOf(asked), &NameOf(*ceiling)}));
  } else {
    std::vector<Revealed> above = RevealedBy(one.catalog, one.ask);
    std::erase_if(above, [&](const Revealed& each) {
      return each.classified->sensitivity <= *ceiling;
    });
    out.push_back(InWords(
        Failed("sensitivity", "SENSITIVITY_ABOVE_CEILING", words::kAboveCeiling,
               {}, SensitivityText(asked), SensitivityText(*ceiling)),
        above.empty() ? words::kAllAboveCeiling : words::kAboveCeiling,
        {&NameOf(asked), &NameOf(*ceiling)}, {CodesText(above)}));
  }
}

// Counts that the data owner has to approve each time, period by period.
void ApprovalRule(const Case& one, std::vector<Finding>& out) {
  if (one.ask.phase == Phase::kDownload) {
    out.push_back(NotForThisStep("approval"));
    return;
  }
  std::vector<Revealed> needed = RevealedBy(one.catalog, one.ask);
  std::erase_if(needed, [](const Revealed& each) {
    return !each.classified->owner_approval;
  });
  if (needed.empty()) {
    out.push_back(Passed("approval", words::kNoApprovalNeeded));
    return;
  }
  const std::string codes = CodesText(needed);
  const std::set<Period> asked(one.ask.periods.begin(), one.ask.periods.end());
  const size_t before = out.size();
  for (const Period& period : asked) {
    if (std::find(one.facts.approved.begin(), one.facts.approved.end(),
                  period) != one.facts.approved.end()) {
      continue;
    }
    out.push_back(Failed("approval", "APPROVAL_MISSING", words::kNotApproved,
                         {period.text(), codes}, period.text(), codes));
  }
  // Alerts have no periods, and nobody can have approved them.
  if (asked.empty()) {
    out.push_back(Failed("approval", "APPROVAL_MISSING",
                         words::kCannotBeApproved, {codes}, "", codes));
  }
  if (out.size() == before) {
    out.push_back(Passed("approval", words::kApproved, {codes}));
  }
}

}  // namespace toguna
