#include "exchange/checker/witness_points.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/pooled.h"

namespace toguna {
namespace {

bool Among(const std::string& code, const std::vector<std::string>& codes) {
  return std::count(codes.begin(), codes.end(), code) > 0;
}

bool AllAmong(const std::vector<std::string>& some,
              const std::vector<std::string>& codes) {
  return std::all_of(some.begin(), some.end(), [&](const std::string& code) {
    return Among(code, codes);
  });
}

}  // namespace

absl::Status WitnessPoints::Read() {
  std::set<Combination> possible[2];
  std::vector<RuledOut> ruled_out[2];
  for (const bool victims : {false, true}) {
    used_[victims] = DimensionsOf(seal_, victims);
    TOGUNA_ASSIGN_OR_RETURN(const std::vector<Combination> all,
                            CombinationsOf(seal_, used_[victims].dimensions,
                                           used_[victims].finest));
    possible[victims].insert(all.begin(), all.end());
    ruled_out[victims] = RuledOutOf(seal_, used_[victims].dimensions);
  }
  std::set<std::tuple<size_t, bool, Combination>> seen;
  for (size_t p = 0; p < seal_.witnesses.points.size(); ++p) {
    const CheckedWitnesses::Point& given = seal_.witnesses.points[p];
    TOGUNA_ASSIGN_OR_RETURN(const auto nodes,
                            Resolve(given.codes, given.victims));
    Combination combination;
    for (const auto& [u, node] : nodes) {
      if (u == combination.size()) combination.push_back(node);
    }
    if (given.strand >= seal_.strands ||
        combination.size() != used_[given.victims].dimensions.size() ||
        possible[given.victims].count(combination) == 0 ||
        IsNothing(seal_, used_[given.victims].dimensions, combination) ||
        IsRuledOut(seal_, used_[given.victims].dimensions,
                   ruled_out[given.victims][given.strand], combination) ||
        !seen.emplace(given.strand, given.victims, combination).second) {
      return absl::FailedPreconditionError(absl::StrCat(
          "point ", p + 1, " is none that a record can have, or another"));
    }
    nodes_.push_back(std::move(combination));
  }
  return absl::OkStatus();
}

const std::vector<size_t>& WitnessPoints::Within(bool victims, size_t u,
                                                 NodeIndex node) {
  const auto [found, added] = within_.try_emplace({victims, u, node});
  if (!added) return found->second;
  for (size_t p = 0; p < nodes_.size(); ++p) {
    if (seal_.witnesses.points[p].victims == victims &&
        LiesIn(seal_, DimensionAt(victims, u), nodes_[p][u], node)) {
      found->second.push_back(p);
    }
  }
  return found->second;
}

absl::StatusOr<std::vector<size_t>> WitnessPoints::Inside(
    const Confines& confines, bool victims,
    const std::vector<size_t>& strands) {
  TOGUNA_ASSIGN_OR_RETURN(const auto nodes, Resolve(confines, victims));
  std::vector<const std::vector<size_t>*> sets;
  for (const auto& [u, node] : nodes) {
    sets.push_back(&Within(victims, u, node));
  }
  // The smallest first, so that little is left to look for.
  std::sort(sets.begin(), sets.end(),
            [](const auto* a, const auto* b) { return a->size() < b->size(); });
  std::vector<size_t> inside;
  if (sets.empty()) {
    for (size_t p = 0; p < nodes_.size(); ++p) {
      if (seal_.witnesses.points[p].victims == victims) inside.push_back(p);
    }
  } else {
    inside = *sets[0];
  }
  for (size_t i = 1; i < sets.size(); ++i) {
    std::erase_if(inside, [&](size_t p) {
      return !std::binary_search(sets[i]->begin(), sets[i]->end(), p);
    });
  }
  std::erase_if(inside, [&](size_t p) {
    return std::count(strands.begin(), strands.end(),
                      seal_.witnesses.points[p].strand) == 0;
  });
  return inside;
}

std::vector<std::pair<WitnessPoints::Place, bool>> WitnessPoints::PlacesOf(
    size_t point, const UsedDimensions& shared) const {
  const CheckedWitnesses::Point& given = seal_.witnesses.points[point];
  const Combination place =
      PlaceOf(seal_, used_[given.victims], shared, nodes_[point]);
  std::vector<std::pair<Place, bool>> places = {{{given.strand, place}, false}};
  if (IsCorrected(given.strand)) {
    places.push_back(
        {{seal_.strands, place}, given.strand == seal_.corrections->removed});
  }
  return places;
}

std::vector<WitnessPoints::Compared> WitnessPoints::Comparisons() const {
  const UsedDimensions shared = SharedDimensions(seal_);
  if (!seal_.victims_rule.has_value()) return {};
  if (used_[0].empty() || used_[1].empty()) return {};
  std::map<Place, Compared> places;
  for (size_t p = 0; p < nodes_.size(); ++p) {
    const bool victims = seal_.witnesses.points[p].victims;
    if (!victims && !HasVictims(seal_, used_[false], nodes_[p])) continue;
    for (auto& [place, taken] : PlacesOf(p, shared)) {
      Compared& compared = places[std::move(place)];
      (victims != taken ? compared.more : compared.less).push_back(p);
    }
  }
  std::vector<Compared> all;
  for (auto& [ignored, compared] : places) all.push_back(std::move(compared));
  return all;
}

std::vector<WitnessPoints::Harm> WitnessPoints::Harms() const {
  if (!seal_.victims_in_records) return {};
  const UsedDimensions shared = SharedDimensions(seal_);
  if (used_[0].empty() || used_[1].empty()) return {};
  std::map<Place, Harm> places;
  for (size_t p = 0; p < nodes_.size(); ++p) {
    for (auto& [place, taken] : PlacesOf(p, shared)) {
      Harm& harm = places[std::move(place)];
      Compared& side =
          seal_.witnesses.points[p].victims ? harm.victims : harm.records;
      (taken ? side.less : side.more).push_back(p);
    }
  }
  std::vector<Harm> all;
  for (auto& [ignored, harm] : places) all.push_back(std::move(harm));
  return all;
}

std::vector<const CheckedCohort*> WitnessPoints::CohortsOf(size_t point) const {
  const CheckedWitnesses::Point& given = seal_.witnesses.points[point];
  std::vector<const CheckedCohort*> cohorts;
  if (given.victims) return cohorts;
  for (const CheckedCohort& cohort : seal_.cohorts) {
    if (std::count(cohort.strands.begin(), cohort.strands.end(),
                   given.strand) == 0) {
      continue;
    }
    for (const auto& [dimension, code] : given.codes) {
      if (dimension == cohort.dimension && code == cohort.code) {
        cohorts.push_back(&cohort);
      }
    }
  }
  return cohorts;
}

std::string WitnessPoints::WhoAt(size_t point) const {
  for (const auto& [id, code] : seal_.witnesses.points[point].codes) {
    for (const CheckedDimension& dimension : seal_.dimensions) {
      if (dimension.who && dimension.id == id) return code;
    }
  }
  return "";
}

std::vector<WitnessPoints::Compared> WitnessPoints::CohortComparisons() const {
  if (used_[0].empty() || used_[1].empty()) return {};
  std::set<std::vector<std::string>> sets;
  for (const CheckedCohort& cohort : seal_.cohorts) {
    for (const CheckedCohort::Some& some : cohort.some) sets.insert(some.who);
  }
  const auto lies = [&](size_t p, const auto& within) {
    return std::all_of(within.begin(), within.end(), [&](const auto& one) {
      return LiesWithin(seal_, used_[false].dimensions, nodes_[p], one);
    });
  };
  const auto has_some = [&](size_t p, const std::vector<std::string>& kinds) {
    for (const CheckedCohort* cohort : CohortsOf(p)) {
      for (const CheckedCohort::Some& some : cohort->some) {
        if (AllAmong(some.who, kinds) && lies(p, some.within)) return true;
      }
    }
    return false;
  };
  const UsedDimensions shared = SharedDimensions(seal_);
  std::vector<Compared> all;
  for (const std::vector<std::string>& kinds : sets) {
    std::map<Place, Compared> places;
    for (size_t p = 0; p < nodes_.size(); ++p) {
      const bool victims = seal_.witnesses.points[p].victims;
      if (victims ? !Among(WhoAt(p), kinds) : !has_some(p, kinds)) continue;
      Compared& compared = places[PlacesOf(p, shared)[0].first];
      (victims ? compared.more : compared.less).push_back(p);
    }
    for (auto& [ignored, compared] : places) all.push_back(std::move(compared));
  }
  return all;
}

std::vector<WitnessPoints::Harm> WitnessPoints::CohortHarms() const {
  if (used_[0].empty() || used_[1].empty()) return {};
  std::set<std::string> kinds;
  for (const CheckedCohort& cohort : seal_.cohorts) {
    kinds.insert(cohort.none.begin(), cohort.none.end());
  }
  const UsedDimensions shared = SharedDimensions(seal_);
  std::vector<Harm> all;
  for (const std::string& kind : kinds) {
    std::map<Place, Harm> places;
    for (size_t p = 0; p < nodes_.size(); ++p) {
      const std::vector<const CheckedCohort*> cohorts = CohortsOf(p);
      Harm& harm = places[PlacesOf(p, shared)[0].first];
      if (seal_.witnesses.points[p].victims) {
        if (WhoAt(p) == kind) harm.victims.more.push_back(p);
      } else if (std::none_of(cohorts.begin(), cohorts.end(),
                              [&](const CheckedCohort* one) {
                                return Among(kind, one->none);
                              })) {
        harm.records.more.push_back(p);
      }
    }
    for (auto& [ignored, harm] : places) all.push_back(std::move(harm));
  }
  return all;
}

std::vector<WitnessPoints::Compared> WitnessPoints::TakenBack() const {
  if (!seal_.corrections.has_value()) return {};
  std::map<std::pair<bool, Combination>, Compared> at;
  Compared records;
  for (size_t p = 0; p < nodes_.size(); ++p) {
    const CheckedWitnesses::Point& point = seal_.witnesses.points[p];
    if (!IsCorrected(point.strand)) continue;
    const bool removed = point.strand == seal_.corrections->removed;
    Compared& here = at[{point.victims, nodes_[p]}];
    (removed ? here.less : here.more).push_back(p);
    if (point.victims) continue;
    if (removed) records.more.push_back(p);
    if (point.strand == seal_.corrections->added) records.less.push_back(p);
  }
  std::vector<Compared> all = {std::move(records)};
  for (auto& [ignored, compared] : at) all.push_back(std::move(compared));
  return all;
}

const CheckedDimension& WitnessPoints::DimensionAt(bool victims,
                                                   size_t u) const {
  return seal_.dimensions[used_[victims].dimensions[u]];
}

bool WitnessPoints::IsCorrected(size_t strand) const {
  if (!seal_.corrections.has_value()) return false;
  const CheckedCorrections& some = *seal_.corrections;
  return strand == some.removed || strand == some.added ||
         std::count(some.of.begin(), some.of.end(), strand) > 0;
}

absl::StatusOr<std::vector<std::pair<size_t, NodeIndex>>>
WitnessPoints::Resolve(const Confines& confines, bool victims) const {
  std::map<size_t, NodeIndex> nodes;
  for (const auto& [id, code] : confines) {
    bool found = false;
    for (size_t u = 0; u < used_[victims].dimensions.size(); ++u) {
      const CheckedDimension& dimension =
          seal_.dimensions[used_[victims].dimensions[u]];
      if (dimension.id != id) continue;
      const std::optional<NodeIndex> node = NodeFor(seal_, dimension, code);
      found = (code.empty() || node.has_value()) &&
              nodes.emplace(u, code.empty() ? -1 : *node).second;
    }
    if (!found) {
      return absl::InvalidArgumentError(
          "a witness or count is confined by an unknown dimension or code");
    }
  }
  return std::vector<std::pair<size_t, NodeIndex>>(nodes.begin(), nodes.end());
}

}  // namespace toguna
