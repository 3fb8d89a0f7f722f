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
        IsStructuralZero(seal_, used_[given.victims].dimensions, combination) ||
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

std::vector<WitnessPoints::Compared> WitnessPoints::Comparisons() const {
  const UsedDimensions shared = SharedDimensions(seal_);
  if (!seal_.victims_rule.has_value()) return {};
  if (used_[0].empty() || used_[1].empty()) return {};
  // What corrections leave has a place of its own.
  std::map<std::pair<size_t, Combination>, Compared> places;
  for (size_t p = 0; p < nodes_.size(); ++p) {
    const CheckedWitnesses::Point& point = seal_.witnesses.points[p];
    if (!point.victims && !IsPersonal(nodes_[p])) continue;
    Combination place;
    for (size_t i = 0; i < shared.dimensions.size(); ++i) {
      NodeIndex node = nodes_[p][At(point.victims, shared.dimensions[i])];
      const CodeTree& tree = *seal_.dimensions[shared.dimensions[i]].tree;
      while (node >= 0 && tree.depth(node) > shared.finest[i]) {
        node = tree.parent(node);
      }
      place.push_back(node);
    }
    if (IsCorrected(point.strand)) {
      Compared& left = places[{seal_.strands, place}];
      const bool removed = point.strand == seal_.corrections->removed;
      (point.victims != removed ? left.more : left.less).push_back(p);
    }
    Compared& compared = places[{point.strand, std::move(place)}];
    (point.victims ? compared.more : compared.less).push_back(p);
  }
  std::vector<Compared> all;
  for (auto& [ignored, compared] : places) all.push_back(std::move(compared));
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

size_t WitnessPoints::At(bool victims, size_t dimension) const {
  const auto& used = used_[victims].dimensions;
  return static_cast<size_t>(std::find(used.begin(), used.end(), dimension) -
                             used.begin());
}

bool WitnessPoints::IsCorrected(size_t strand) const {
  if (!seal_.corrections.has_value()) return false;
  const CheckedCorrections& some = *seal_.corrections;
  return strand == some.removed || strand == some.added ||
         std::count(some.of.begin(), some.of.end(), strand) > 0;
}

bool WitnessPoints::IsPersonal(const Combination& record) const {
  for (const auto& exemption : seal_.victims_rule->unless) {
    const size_t exempting = DimensionOfInput(seal_, exemption.input);
    if (exempting == seal_.dimensions.size()) return false;
    const NodeIndex node = record[At(false, exempting)];
    if (node < 0) return false;
    const CodeTree& tree = *seal_.dimensions[exempting].tree;
    for (const std::string& code : exemption.codes) {
      const std::optional<NodeIndex> top = tree.Find(code);
      if (top.has_value() && tree.IsWithin(node, *top)) return false;
    }
  }
  return true;
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
