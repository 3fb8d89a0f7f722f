#include "exchange/disclosure/proven_before.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace toguna {

TablesProvenBefore::TablesProvenBefore(
    const Secrets& secrets, const Incidence& incidence,
    std::vector<LinkedSystem::ProvenBefore> before)
    : secrets_(secrets),
      incidence_(incidence),
      slacks_(secrets),
      before_(std::move(before)),
      moving_(secrets.guarded.size()) {
  for (size_t p = 0; p < before_.size(); ++p) {
    for (size_t c = 0; c < before_[p].changes.size(); ++c) {
      for (const auto& [g, by] :
           Moved(incidence.guarded(), before_[p].changes[c])) {
        moving_[static_cast<size_t>(g)].push_back({p, c, by});
      }
    }
  }
}

bool TablesProvenBefore::Holds(const Change& change, size_t view) const {
  const Table& own = secrets_.views[view];
  const bool is_left =
      std::all_of(change.begin(), change.end(), [&](const auto& one) {
        const auto at = static_cast<size_t>(one.first);
        return secrets_.truth[at] + one.second >= own[at];
      });
  return is_left && Moved(incidence_.fixed(), change).empty() &&
         slacks_.Allow(view, MovedRelations(incidence_, change),
                       MovedHarms(incidence_, change));
}

std::optional<Change> TablesProvenBefore::Farthest(size_t g, Side side) const {
  const int sign = side == Side::kHigh ? 1 : -1;
  std::vector<Moving> moving = moving_[g];
  std::erase_if(moving, [&](const Moving& one) { return sign * one.by <= 0; });
  std::stable_sort(moving.begin(), moving.end(),
                   [&](const Moving& a, const Moving& b) {
                     return sign * a.by > sign * b.by;
                   });
  std::set<size_t> used;
  std::map<int32_t, int64_t> together;
  for (const Moving& one : moving) {
    const LinkedSystem::ProvenBefore& proven = before_[one.publication];
    const bool free =
        std::none_of(proven.strands.begin(), proven.strands.end(),
                     [&](size_t strand) { return used.contains(strand); });
    const Change& change = proven.changes[one.change];
    if (!free || !Holds(change, secrets_.guarded[g].view)) continue;
    used.insert(proven.strands.begin(), proven.strands.end());
    for (const auto& [unknown, by] : change) together[unknown] += by;
  }
  if (together.empty()) return std::nullopt;
  Change change(together.begin(), together.end());
  std::erase_if(change, [](const auto& one) { return one.second == 0; });
  return change;
}

}  // namespace toguna
