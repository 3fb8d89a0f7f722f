// LinkedSystem: what tells records apart by nothing but their cohorts.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "exchange/disclosure/linked_system.h"

namespace toguna {

std::vector<CohortPlace> LinkedSystem::CohortPlaces(
    const std::vector<size_t>& order, const Secrets& secrets) const {
  std::vector<CohortPlace> places;
  if (!tells_cohorts_) return places;
  std::vector<bool> nothing(secrets.truth.size(), false);
  for (const Fixed& fixed : secrets.fixed) {
    if (fixed.value != 0) continue;
    for (const int32_t unknown : fixed.sum) {
      nothing[static_cast<size_t>(unknown)] = true;
    }
  }
  for (size_t u = 0; u < schemes_.size(); ++u) {
    if (schemes_[u].unit() != Unit::kRecord) continue;
    const std::vector<int32_t> cohorts = ShowableCohorts(u, order);
    const std::vector<std::string> ids = schemes_[u].DimensionIds();
    for (size_t s = 0; s < strands_.size(); ++s) {
      std::map<Point, std::map<int32_t, int32_t>> at;
      for (int64_t atom = 0; atom < schemes_[u].atoms(); ++atom) {
        const int32_t unknown =
            group_of_[static_cast<size_t>(UnknownOf(s, u, atom))];
        if (nothing[static_cast<size_t>(unknown)]) continue;
        Point point = schemes_[u].PointOfAtom(atom);
        for (size_t d = 0; d < ids.size(); ++d) {
          if (IsOfCohorts(ids[d])) point[d] = kNowhere;
        }
        at[std::move(point)][unknown] = cohorts[static_cast<size_t>(atom)];
      }
      for (const auto& [ignored, unknowns] : at) {
        if (unknowns.size() < 2) continue;
        CohortPlace& place = places.emplace_back();
        for (const auto& [unknown, cohort] : unknowns) {
          place.here.push_back({unknown, cohort});
        }
      }
    }
  }
  return places;
}

// Those whose count was published before.
void LinkedSystem::AddPublishedCohorts(
    const Scheme& scheme, std::vector<std::set<NodeIndex>>& nodes) const {
  for (const Publication& publication : publications_) {
    if (publication.published == nullptr) continue;
    for (size_t f = 0; f < publication.families.size(); ++f) {
      const Family* family = publication.families[f];
      if (family->unit != scheme.unit() || !CountsByCohort(*family)) continue;
      const Scheme::Table& table = scheme.tables()[TableOf(scheme, family)];
      const SealedTable& sealed = (*publication.published)[f];
      for (int64_t cell = 0; cell < table.cells; ++cell) {
        if (sealed.cells[static_cast<size_t>(cell)].status !=
            CellStatus::kPublished) {
          continue;
        }
        nodes[table.axes[0].dimension].insert(scheme.NodesOf(table, cell)[0]);
      }
    }
  }
}

// Of each atom the cohorts that it is counted in and that may be shown, or were
// before, the finest of each dimension, as one number.
std::vector<int32_t> LinkedSystem::ShowableCohorts(
    size_t unit, const std::vector<size_t>& order) const {
  const Scheme& scheme = schemes_[unit];
  const std::vector<std::string> ids = scheme.DimensionIds();
  std::vector<std::set<NodeIndex>> nodes(ids.size());
  for (const size_t number : order) {
    const Candidate& candidate = candidates_[number];
    if (candidate.unit != unit) continue;
    const Scheme::Table& table = scheme.tables()[candidate.table];
    if (table.axes.size() != 1) continue;
    const size_t d = table.axes[0].dimension;
    if (!IsOfCohorts(ids[d])) continue;
    nodes[d].insert(scheme.NodesOf(table, candidate.cell)[0]);
  }
  AddPublishedCohorts(scheme, nodes);
  std::map<Point, int32_t> number_of;
  std::vector<int32_t> cohorts;
  for (int64_t atom = 0; atom < scheme.atoms(); ++atom) {
    Point in(ids.size(), kNowhere);
    const Point point = scheme.PointOfAtom(atom);
    for (size_t d = 0; d < ids.size(); ++d) {
      if (!IsOfCohorts(ids[d])) continue;
      NodeIndex node = point[d];
      while (node != kNowhere && nodes[d].count(node) == 0) {
        node = scheme.TreeOf(d).parent(node);
      }
      in[d] = node;
    }
    if (in == Point(ids.size(), kNowhere)) {
      cohorts.push_back(CohortPlace::kNone);
      continue;
    }
    cohorts.push_back(
        number_of.emplace(in, static_cast<int32_t>(number_of.size()))
            .first->second);
  }
  return cohorts;
}

}  // namespace toguna
