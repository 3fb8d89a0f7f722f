#include "exchange/usecase/agreement_view.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/agreement_acts.h"
#include "policies/rules/sensitivity.h"

namespace toguna {
namespace {

bool HasEnded(AgreementState state) {
  return state == AgreementState::kExpired ||
         state == AgreementState::kTerminated;
}

// What cohorts can show beside the tables. Above the ceiling they show nothing.
void AddCohorts(const Catalog& catalog, const Ask& all,
                const Agreement& agreement, GrantView& view) {
  for (const Revealed& one : RevealedByCohorts(catalog, all)) {
    const Classified& what = *one.classified;
    if (!agreement.sensitivity_ceiling.has_value() ||
        what.sensitivity > *agreement.sensitivity_ceiling) {
      continue;
    }
    view.sensitivity = std::max(view.sensitivity, what.sensitivity);
    if (!what.owner_approval) continue;
    const Grant::CodeFilter codes{what.dimension, one.codes};
    if (std::none_of(view.approval.begin(), view.approval.end(),
                     [&](const Grant::CodeFilter& known) {
                       return known.dimension == codes.dimension &&
                              known.codes == codes.codes;
                     })) {
      view.approval.push_back(codes);
    }
  }
}

}  // namespace

std::vector<GrantView> GrantViewsOf(const Catalog& catalog,
                                    const Agreement& agreement) {
  std::vector<GrantView> views;
  for (const Grant& grant : agreement.grants) {
    const Ask all = AllOf(agreement.id, grant, Phase::kExtract);
    GrantView& view = views.emplace_back();
    view.grant = &grant;
    view.sensitivity = SensitivityOf(catalog, all);
    for (const Revealed& one : RevealedBy(catalog, all)) {
      if (!one.classified->owner_approval) continue;
      view.approval.push_back({one.classified->dimension, one.codes});
    }
    AddCohorts(catalog, all, agreement, view);
  }
  return views;
}

absl::Status AddTogether(const Catalog& catalog, const Ledger& ledger,
                         const Caller& caller, absl::Time now,
                         AgreementView& view) {
  if (HasEnded(view.state)) return absl::OkStatus();
  absl::Status read = absl::OkStatus();
  const auto goes_on = [&](const Agreement& other) {
    absl::StatusOr<AgreementHistory> history = HistoryOf(ledger, other.id);
    if (!history.ok()) {
      read = history.status();
      return true;
    }
    return !HasEnded(StateOf(other, StandingOf(other, history->acts), now));
  };
  view.together =
      FindTogetherWith(catalog, *view.agreement, [&](const Agreement& other) {
        return other.IsParty(caller.party) && goes_on(other);
      });
  std::set<DatasetId> others;
  for (const Together& one :
       FindTogetherWith(catalog, *view.agreement, [&](const Agreement& other) {
         return !other.IsParty(caller.party) && goes_on(other);
       })) {
    others.insert(one.dataset);
  }
  view.others = {others.begin(), others.end()};
  return read;
}

}  // namespace toguna
