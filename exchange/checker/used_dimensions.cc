#include "exchange/checker/used_dimensions.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace toguna {
namespace {

using Finest = std::map<size_t, int>;

void AddFamilies(const SealToCheck& seal, bool victims,
                 const std::vector<CheckedFamily>& families, Finest& finest) {
  for (const CheckedFamily& family : families) {
    if (family.victims != victims) continue;
    for (const CheckedAxis& axis : family.axes) {
      for (size_t d = 0; d < seal.dimensions.size(); ++d) {
        if (seal.dimensions[d].id != axis.dimension) continue;
        const auto found = finest.emplace(d, axis.finest).first;
        found->second = std::max(found->second, axis.finest);
      }
    }
  }
}

// What structural zeros name, too: a finer zero tells of coarser counts where
// another tree splits them.
void AddZeros(const SealToCheck& seal, bool victims, Finest& finest) {
  for (const auto& zero : seal.zeros) {
    for (const auto& [id, code] : zero) {
      for (size_t d = 0; d < seal.dimensions.size(); ++d) {
        const CheckedDimension& dimension = seal.dimensions[d];
        if (dimension.id != id || (dimension.who && !victims)) continue;
        const auto node = dimension.tree->Find(code);
        if (!node.has_value()) continue;
        int& depth = finest.emplace(d, 0).first->second;
        depth = std::max(depth, dimension.tree->depth(*node));
      }
    }
  }
}

// What boxes of cohorts speak of: records lie in a cohort and outside of what
// its box leaves out; victims are told apart by who they are.
void AddCohorts(const SealToCheck& seal, bool victims, Finest& finest) {
  const auto add = [&](const std::string& id, const std::string& code) {
    for (size_t d = 0; d < seal.dimensions.size(); ++d) {
      const CheckedDimension& dimension = seal.dimensions[d];
      if (dimension.id != id) continue;
      const auto node = dimension.tree->Find(code);
      int& depth = finest.emplace(d, 0).first->second;
      if (node.has_value())
        depth = std::max(depth, dimension.tree->depth(*node));
    }
  };
  for (const CheckedCohort& cohort : seal.cohorts) {
    if (!victims) {
      add(cohort.dimension, cohort.code);
      for (const auto& codes : cohort.outside) {
        for (const auto& [dimension, code] : codes) add(dimension, code);
      }
      for (const CheckedCohort::Some& some : cohort.some) {
        for (const auto& [dimension, code] : some.within) add(dimension, code);
      }
      continue;
    }
    std::vector<std::string> kinds = cohort.none;
    for (const CheckedCohort::Some& some : cohort.some) {
      kinds.insert(kinds.end(), some.who.begin(), some.who.end());
    }
    for (const std::string& code : kinds) {
      for (const CheckedDimension& dimension : seal.dimensions) {
        if (dimension.who) add(dimension.id, code);
      }
    }
  }
}

Finest OfFamilies(const SealToCheck& seal, bool victims) {
  Finest finest;
  AddFamilies(seal, victims, seal.families, finest);
  AddFamilies(seal, victims, seal.refining, finest);
  AddFamilies(seal, victims, seal.earlier, finest);
  if (!finest.empty()) {
    AddZeros(seal, victims, finest);
    AddCohorts(seal, victims, finest);
  }
  return finest;
}

// Records and victims tell of each other. Witnesses made before they had to
// keep to that do not tell them apart by it.
bool IsCompared(const SealToCheck& seal) {
  const bool told = seal.victims_rule.has_value() || seal.victims_in_records ||
                    !seal.witnessed;
  return told && !OfFamilies(seal, false).empty() &&
         !OfFamilies(seal, true).empty();
}

// Of records where they are compared with victims.
Finest OfRecords(const SealToCheck& seal) {
  Finest finest = OfFamilies(seal, false);
  for (const auto& [dimension, depth] : OfFamilies(seal, true)) {
    if (seal.dimensions[dimension].who) continue;
    int& known = finest[dimension];
    known = std::max(known, depth);
  }
  if (!seal.victims_rule.has_value()) return finest;
  for (const auto& exemption : seal.victims_rule->unless) {
    const size_t exempting = DimensionOfInput(seal, exemption.input);
    if (exempting < seal.dimensions.size()) {
      finest[exempting] = seal.dimensions[exempting].tree->max_depth();
    }
  }
  return finest;
}

// What corrections take back of victims they take back with records, so that
// where there are any victims are told apart as finely as these.
bool TellsVictimsApart(const SealToCheck& seal) {
  return seal.corrections.has_value() &&
         (seal.victims_in_records || !seal.witnessed);
}

size_t PositionIn(const UsedDimensions& used, size_t dimension) {
  return static_cast<size_t>(
      std::find(used.dimensions.begin(), used.dimensions.end(), dimension) -
      used.dimensions.begin());
}

UsedDimensions Listed(const Finest& finest) {
  UsedDimensions used;
  for (const auto& [dimension, depth] : finest) {
    used.dimensions.push_back(dimension);
    used.finest.push_back(depth);
  }
  return used;
}

}  // namespace

std::vector<NodeIndex> PlaceOf(const SealToCheck& seal,
                               const UsedDimensions& used,
                               const UsedDimensions& shared,
                               const std::vector<NodeIndex>& nodes) {
  std::vector<NodeIndex> place;
  for (size_t i = 0; i < shared.dimensions.size(); ++i) {
    const size_t dimension = shared.dimensions[i];
    NodeIndex node = nodes[PositionIn(used, dimension)];
    const CodeTree& tree = *seal.dimensions[dimension].tree;
    while (node >= 0 && tree.depth(node) > shared.finest[i]) {
      node = tree.parent(node);
    }
    place.push_back(node);
  }
  return place;
}

bool HasVictims(const SealToCheck& seal, const UsedDimensions& used,
                const std::vector<NodeIndex>& nodes) {
  for (const auto& exemption : seal.victims_rule->unless) {
    const size_t exempting = DimensionOfInput(seal, exemption.input);
    if (exempting == seal.dimensions.size()) return false;
    const NodeIndex node = nodes[PositionIn(used, exempting)];
    if (node < 0) return false;
    const CodeTree& tree = *seal.dimensions[exempting].tree;
    for (const std::string& code : exemption.codes) {
      const auto top = tree.Find(code);
      if (top.has_value() && tree.IsWithin(node, *top)) return false;
    }
  }
  return true;
}

size_t DimensionOfInput(const SealToCheck& seal, const std::string& input) {
  for (size_t d = 0; d < seal.dimensions.size(); ++d) {
    const CheckedDimension& dimension = seal.dimensions[d];
    if (!dimension.crosswalk && dimension.inputs.size() == 1 &&
        dimension.inputs[0] == input) {
      return d;
    }
  }
  return seal.dimensions.size();
}

bool IsStructuralZero(const SealToCheck& seal, const std::vector<size_t>& used,
                      const std::vector<NodeIndex>& nodes) {
  const auto lies = [&](const std::pair<std::string, std::string>& one) {
    for (size_t u = 0; u < used.size(); ++u) {
      const CheckedDimension& dimension = seal.dimensions[used[u]];
      if (dimension.id != one.first) continue;
      const auto top = dimension.tree->Find(one.second);
      return nodes[u] >= 0 && top.has_value() &&
             dimension.tree->IsWithin(nodes[u], *top);
    }
    return false;
  };
  return std::any_of(
      seal.zeros.begin(), seal.zeros.end(), [&](const auto& zero) {
        return !zero.empty() && std::all_of(zero.begin(), zero.end(), lies);
      });
}

bool IsNothing(const SealToCheck& seal, const std::vector<size_t>& used,
               const std::vector<NodeIndex>& nodes) {
  return IsStructuralZero(seal, used, nodes) ||
         IsOutsideCohort(seal, used, nodes);
}

bool LiesWithin(const SealToCheck& seal, const std::vector<size_t>& used,
                const std::vector<NodeIndex>& nodes,
                const std::pair<std::string, std::string>& one) {
  for (size_t u = 0; u < used.size(); ++u) {
    const CheckedDimension& dimension = seal.dimensions[used[u]];
    if (dimension.id != one.first) continue;
    if (one.second.empty() || nodes[u] < 0) {
      return one.second.empty() && nodes[u] < 0;
    }
    const auto top = dimension.tree->Find(one.second);
    return top.has_value() && dimension.tree->IsWithin(nodes[u], *top);
  }
  return false;
}

bool IsOutsideCohort(const SealToCheck& seal, const std::vector<size_t>& used,
                     const std::vector<NodeIndex>& nodes) {
  const auto lies = [&](const std::pair<std::string, std::string>& one) {
    return LiesWithin(seal, used, nodes, one);
  };
  return std::any_of(
      seal.cohorts.begin(), seal.cohorts.end(), [&](const CheckedCohort& one) {
        return lies({one.dimension, one.code}) &&
               std::any_of(one.outside.begin(), one.outside.end(),
                           [&](const auto& codes) {
                             return !codes.empty() &&
                                    std::all_of(codes.begin(), codes.end(),
                                                lies);
                           });
      });
}

std::vector<RuledOut> RuledOutOf(const SealToCheck& seal,
                                 const std::vector<size_t>& used) {
  std::vector<RuledOut> by_strand(seal.strands);
  for (const CheckedImpossible& one : seal.impossible) {
    std::vector<std::pair<size_t, NodeIndex>> nodes;
    for (const auto& [id, code] : one.codes) {
      for (size_t u = 0; u < used.size(); ++u) {
        const CheckedDimension& dimension = seal.dimensions[used[u]];
        const auto node = dimension.tree->Find(code);
        if (dimension.id == id && node.has_value())
          nodes.emplace_back(u, *node);
      }
    }
    const bool applies = !nodes.empty() && nodes.size() == one.codes.size();
    if (applies && one.strand < by_strand.size()) {
      by_strand[one.strand].push_back(std::move(nodes));
    }
  }
  // No record of a cohort lies in other strands than its own.
  for (const CheckedCohort& cohort : seal.cohorts) {
    for (size_t u = 0; u < used.size(); ++u) {
      const CheckedDimension& dimension = seal.dimensions[used[u]];
      const auto node = dimension.tree->Find(cohort.code);
      if (dimension.id != cohort.dimension || !node.has_value()) continue;
      for (size_t s = 0; s < by_strand.size(); ++s) {
        if (std::count(cohort.strands.begin(), cohort.strands.end(), s) == 0) {
          by_strand[s].push_back({{u, *node}});
        }
      }
    }
  }
  return by_strand;
}

bool IsRuledOut(const SealToCheck& seal, const std::vector<size_t>& used,
                const RuledOut& ruled_out,
                const std::vector<NodeIndex>& nodes) {
  return std::any_of(
      ruled_out.begin(), ruled_out.end(), [&](const auto& combination) {
        return std::all_of(
            combination.begin(), combination.end(), [&](const auto& one) {
              const NodeIndex mine = nodes[one.first];
              return mine >= 0 &&
                     seal.dimensions[used[one.first]].tree->IsWithin(
                         mine, one.second);
            });
      });
}

UsedDimensions SharedDimensions(const SealToCheck& seal) {
  if (!IsCompared(seal)) return {};
  Finest finest =
      TellsVictimsApart(seal) ? OfRecords(seal) : OfFamilies(seal, true);
  std::erase_if(
      finest, [&](const auto& one) { return seal.dimensions[one.first].who; });
  return Listed(finest);
}

UsedDimensions DimensionsOf(const SealToCheck& seal, bool victims) {
  if (!IsCompared(seal)) return Listed(OfFamilies(seal, victims));
  if (!victims) return Listed(OfRecords(seal));
  Finest finest = OfFamilies(seal, true);
  if (TellsVictimsApart(seal)) {
    for (const auto& [dimension, depth] : OfRecords(seal)) {
      int& known = finest[dimension];
      known = std::max(known, depth);
    }
  }
  return Listed(finest);
}

}  // namespace toguna
