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
    std::vector<LinkedSystem::ProvenBefore> before,
    std::vector<CohortPlace> places)
    : secrets_(secrets),
      incidence_(incidence),
      slacks_(secrets),
      before_(std::move(before)),
      moving_(MovingOf(incidence.guarded())),
      room_(secrets.truth, std::move(places)) {
  if (room_.empty()) return;
  std::vector<Sum> sums;
  for (const Guarded& guarded : secrets.guarded) {
    sums.push_back(room_.AtPlacesOf(guarded.sum));
  }
  moving_places_ = MovingOf(Incidence::Lists::Of(secrets.truth.size(), sums));
}

std::vector<std::vector<TablesProvenBefore::Moving>>
TablesProvenBefore::MovingOf(const Incidence::Lists& guarded) const {
  std::vector<std::vector<Moving>> moving(secrets_.guarded.size());
  for (size_t p = 0; p < before_.size(); ++p) {
    for (size_t c = 0; c < before_[p].changes.size(); ++c) {
      for (const auto& [g, by] : Moved(guarded, before_[p].changes[c])) {
        moving[static_cast<size_t>(g)].push_back({p, c, by});
      }
    }
  }
  return moving;
}

std::vector<TablesProvenBefore::Moving> TablesProvenBefore::ToSide(
    std::vector<Moving> moving, Side side) {
  const int sign = side == Side::kHigh ? 1 : -1;
  std::erase_if(moving, [&](const Moving& one) { return sign * one.by <= 0; });
  std::stable_sort(moving.begin(), moving.end(),
                   [&](const Moving& a, const Moving& b) {
                     return sign * a.by > sign * b.by;
                   });
  return moving;
}

bool TablesProvenBefore::Fits(const Change& change, size_t view) const {
  const Table& own = secrets_.views[view];
  const bool is_left =
      std::all_of(change.begin(), change.end(), [&](const auto& one) {
        const auto at = static_cast<size_t>(one.first);
        return secrets_.truth[at] + one.second >= own[at];
      });
  return is_left && Moved(incidence_.fixed(), change).empty();
}

bool TablesProvenBefore::Holds(const Change& change, size_t view) const {
  return Fits(change, view) &&
         slacks_.Allow(view, MovedRelations(incidence_, change),
                       MovedHarms(incidence_, change));
}

std::optional<Change> TablesProvenBefore::Farthest(size_t g, Side side) const {
  std::set<size_t> used;
  std::map<int32_t, int64_t> together;
  for (const Moving& one : ToSide(moving_[g], side)) {
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

Sum TablesProvenBefore::RoomFor(size_t g, Side side,
                                size_t publications) const {
  const Guarded& guarded = secrets_.guarded[g];
  Sum changed = guarded.sum;
  std::set<size_t> used;  // strands
  size_t taken = 0;
  for (const Moving& one :
       ToSide(room_.empty() ? moving_[g] : moving_places_[g], side)) {
    if (taken == publications) break;
    const LinkedSystem::ProvenBefore& proven = before_[one.publication];
    const bool free =
        std::none_of(proven.strands.begin(), proven.strands.end(),
                     [&](size_t strand) { return used.contains(strand); });
    const Change& change = proven.changes[one.change];
    if (!free || !Fits(change, guarded.view)) continue;
    used.insert(proven.strands.begin(), proven.strands.end());
    ++taken;
    for (const auto& [unknown, ignored] : change) changed.push_back(unknown);
  }
  return room_.MakingUpFor(changed);
}

}  // namespace toguna
