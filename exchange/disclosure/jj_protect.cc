#include "exchange/disclosure/jj_protect.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/disclosure/jj.h"
#include "exchange/disclosure/jj_judge.h"
#include "exchange/disclosure/pattern_search.h"
#include "exchange/words/sdc_words.h"
#include "exchange/words/words.h"

namespace toguna {
namespace {

double CostOf(const JjCell& cell, JjCost cost) {
  switch (cost) {
    case JjCost::kUnit:
      return 1;
    case JjCost::kValue:
      return std::abs(cell.value);
    case JjCost::kWeight:
      return cell.cost;
  }
  return 1;
}

absl::Status CheckEffort(const JjInstance& instance, Language language) {
  int64_t unsafe = 0;
  for (const JjCell& cell : instance.cells) {
    if (cell.status == JjStatus::kUnsafe) ++unsafe;
  }
  const size_t size = instance.cells.size() + instance.constraints.size();
  const int64_t effort = unsafe * static_cast<int64_t>(size);
  if (effort <= kMaxJjEffort) return absl::OkStatus();
  return ReasonError(
      absl::StatusCode::kResourceExhausted, "JJ_TOO_LARGE",
      Say(language, sdc_words::kTooMuchEffort,
          {absl::StrCat(unsafe), absl::StrCat(instance.cells.size()),
           absl::StrCat(instance.constraints.size()), absl::StrCat(effort),
           absl::StrCat(kMaxJjEffort)}));
}

}  // namespace

absl::StatusOr<JjProtected> ProtectJj(const JjInstance& instance, JjCost cost,
                                      const PatternBudget& budget,
                                      Language language) {
  TOGUNA_RETURN_IF_ERROR(CheckEffort(instance, language));
  JjJudge judge(instance);
  std::vector<Choice> choices;
  for (const size_t cell : judge.cells()) {
    choices.push_back({.cost = CostOf(instance.cells[cell], cost)});
  }
  // What this withholds protects nearly every unsafe cell there is, so that the
  // test whether all can be protected has little left to do.
  std::vector<double> prices;
  for (const Choice& choice : choices) prices.push_back(choice.cost);
  std::vector<bool> shown(choices.size(), true);
  for (const size_t choice : judge.Mend(prices)) shown[choice] = false;
  for (size_t i = 0; i < choices.size(); ++i) judge.Withhold(i);
  if (const auto open = judge.Unprotected(); !open.empty()) {
    return ReasonError(
        absl::StatusCode::kFailedPrecondition, "JJ_INFEASIBLE",
        Say(language, sdc_words::kInfeasible,
            {absl::StrCat(open.size()), absl::StrCat(open.front())}));
  }
  for (size_t i = 0; i < choices.size(); ++i) {
    if (shown[i]) judge.Show(i);
  }
  const Pattern found = SearchPattern(choices, std::move(shown), judge, budget);

  JjProtected result{.cost = found.cost[0],
                     .lower_bound = found.lower_bound[0],
                     .optimal = found.optimal,
                     .stopped = found.stopped,
                     .cut_short = found.cut_short,
                     .rounds = found.rounds,
                     .breaches = found.breaches};
  result.pattern.assign(instance.cells.size(), JjVerdict::kShown);
  for (size_t i = 0; i < instance.cells.size(); ++i) {
    if (instance.cells[i].status != JjStatus::kUnsafe) continue;
    result.pattern[i] = JjVerdict::kUnsafe;
    ++result.unsafe;
  }
  for (size_t c = 0; c < found.shown.size(); ++c) {
    if (found.shown[c]) continue;
    result.pattern[judge.cells()[c]] = JjVerdict::kSecondary;
    ++result.secondary;
  }
  return result;
}

}  // namespace toguna
