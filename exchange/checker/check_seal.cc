#include "exchange/checker/check_seal.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/check_nested.h"
#include "exchange/checker/check_ranges.h"
#include "exchange/checker/check_witnesses.h"
#include "exchange/checker/combinations.h"
#include "exchange/checker/exact_span.h"
#include "exchange/checker/pooled.h"
#include "exchange/checker/used_dimensions.h"

namespace toguna {
namespace {

using Confines = std::vector<std::pair<std::string, std::string>>;

// A count as the checker sees it: what confines it, and what it is said to be.
struct Count {
  Confines confines;
  int64_t value = 0;
  std::vector<size_t> strands;
};

absl::Status Wrong(size_t family, size_t cell, absl::string_view what) {
  return absl::FailedPreconditionError(
      absl::StrCat("cell ", cell + 1, " of family ", family + 1, " ", what));
}

const CheckedDimension* FindDimension(const SealToCheck& seal,
                                      absl::string_view id) {
  for (const CheckedDimension& dimension : seal.dimensions) {
    if (dimension.id == id) return &dimension;
  }
  return nullptr;
}

absl::Status CheckDescription(const SealToCheck& seal) {
  if (seal.minimum < 2) {
    return absl::InvalidArgumentError("the minimum is less than 2");
  }
  if (!seal.ranged && !seal.ranges.empty()) {
    return absl::InvalidArgumentError("a seal without ranges has reasons");
  }
  std::set<std::string> inputs;
  for (const CheckedInput& input : seal.inputs) {
    if (input.tree == nullptr || !inputs.insert(input.id).second) {
      return absl::InvalidArgumentError("an input is given wrongly");
    }
  }
  std::set<std::string> dimensions;
  for (const CheckedDimension& dimension : seal.dimensions) {
    bool fits = dimension.tree != nullptr && !dimension.inputs.empty() &&
                (dimension.crosswalk || dimension.inputs.size() == 1) &&
                dimensions.insert(dimension.id).second;
    for (const std::string& input : dimension.inputs) {
      fits = fits && inputs.count(input) > 0;
    }
    for (const CheckedDimension::Row& row : dimension.rows) {
      fits = fits && row.within.size() == dimension.inputs.size();
    }
    if (!fits) {
      return absl::InvalidArgumentError("a dimension is given wrongly");
    }
  }
  std::vector<const std::vector<size_t>*> strands;
  for (const CheckedUnsafe& unsafe : seal.unsafe) {
    strands.push_back(&unsafe.strands);
  }
  for (const auto* families : {&seal.families, &seal.earlier, &seal.refining}) {
    for (const CheckedFamily& family : *families) {
      strands.push_back(&family.strands);
      for (const CheckedAxis& axis : family.axes) {
        if (dimensions.count(axis.dimension) == 0 || axis.coarsest < 0 ||
            axis.finest < axis.coarsest) {
          return absl::InvalidArgumentError("an axis is given wrongly");
        }
      }
    }
  }
  for (const CheckedFamily& family : seal.earlier) {
    for (const CheckedCell& cell : family.cells) {
      if (cell.codes.size() == family.axes.size()) continue;
      return absl::InvalidArgumentError("an earlier cell is given wrongly");
    }
  }
  for (const auto* some : strands) {
    if (some->empty() || !std::is_sorted(some->begin(), some->end()) ||
        std::adjacent_find(some->begin(), some->end()) != some->end() ||
        some->back() >= seal.strands) {
      return absl::InvalidArgumentError("strands are given wrongly");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckCorrections(const SealToCheck& seal) {
  if (!seal.corrections.has_value()) return absl::OkStatus();
  std::vector<size_t> strands = seal.corrections->of;
  strands.push_back(seal.corrections->removed);
  strands.push_back(seal.corrections->added);
  std::sort(strands.begin(), strands.end());
  if (strands.back() >= seal.strands ||
      std::adjacent_find(strands.begin(), strands.end()) != strands.end()) {
    return absl::InvalidArgumentError("corrections are given wrongly");
  }
  for (const auto* families : {&seal.families, &seal.earlier}) {
    for (const CheckedFamily& family : *families) {
      const auto holds = [&](size_t strand) {
        return std::count(family.strands.begin(), family.strands.end(),
                          strand) > 0;
      };
      if (!family.victims || (!holds(seal.corrections->removed) &&
                              !holds(seal.corrections->added))) {
        continue;
      }
      return absl::FailedPreconditionError(
          "a family counts victims of corrections, and nothing proves that "
          "they are those of the records taken back");
    }
  }
  return absl::OkStatus();
}

// Codes that an axis must have: those of the ancestors of every leaf, cut to
// the axis's depths.
std::set<std::string> CodesOf(const CodeTree& tree, const CheckedAxis& axis) {
  std::set<std::string> codes(axis.pools.begin(), axis.pools.end());
  for (NodeIndex node = 0; node < tree.size(); ++node) {
    if (!tree.is_leaf(node)) continue;
    for (NodeIndex up = node; up >= 0; up = tree.parent(up)) {
      const int depth = tree.depth(up);
      if (depth > axis.finest) continue;
      if (depth < axis.coarsest && up != node) break;
      codes.insert(tree.code(up));
    }
  }
  return codes;
}

bool IsZeroCell(const SealToCheck& seal, const CheckedFamily& family,
                const CheckedCell& cell) {
  std::vector<size_t> used;
  std::vector<NodeIndex> nodes;
  for (size_t i = 0; i < family.axes.size(); ++i) {
    const CheckedDimension* dimension =
        FindDimension(seal, family.axes[i].dimension);
    used.push_back(static_cast<size_t>(dimension - seal.dimensions.data()));
    nodes.push_back(dimension->tree->Find(cell.codes[i]).value_or(-1));
  }
  return IsStructuralZero(seal, used, nodes);
}

// Every cell of a family is there once, and says what its status allows.
absl::Status CheckForm(const SealToCheck& seal, size_t number) {
  const CheckedFamily& family = seal.families[number];
  std::vector<std::set<std::string>> axes;
  size_t expected = 1;
  for (const CheckedAxis& axis : family.axes) {
    axes.push_back(CodesOf(*FindDimension(seal, axis.dimension)->tree, axis));
    expected *= axes.back().size();
  }
  std::set<std::vector<std::string>> seen;
  for (size_t c = 0; c < family.cells.size(); ++c) {
    const CheckedCell& cell = family.cells[c];
    bool known = cell.codes.size() == axes.size();
    for (size_t i = 0; known && i < axes.size(); ++i) {
      known = axes[i].count(cell.codes[i]) > 0;
    }
    if (!known) return Wrong(number, c, "is none of the plan's");
    if (!seen.insert(cell.codes).second) return Wrong(number, c, "comes twice");
    if (!cell.published && cell.value != 0) {
      return Wrong(number, c, "is not shown but has a value");
    }
    if (cell.published && cell.value < seal.minimum &&
        (cell.value != 0 || !IsZeroCell(seal, family, cell))) {
      return Wrong(number, c, "is published below the plan's minimum");
    }
    if ((cell.published || !seal.ranged) &&
        (cell.low != 0 || cell.high.has_value())) {
      return Wrong(number, c, "has a range where none can be");
    }
  }
  if (seen.size() != expected) {
    return absl::FailedPreconditionError(
        absl::StrCat("family ", number + 1, " lacks cells"));
  }
  return absl::OkStatus();
}

Confines ConfinesOf(const CheckedFamily& family, const CheckedCell& cell) {
  Confines confines;
  for (size_t i = 0; i < cell.codes.size(); ++i) {
    confines.emplace_back(family.axes[i].dimension, cell.codes[i]);
  }
  std::sort(confines.begin(), confines.end());
  return confines;
}

// The unknowns of one unit of count, and each count as a sum of them.
class Unknowns {
 public:
  Unknowns(const SealToCheck& seal, bool victims)
      : seal_(seal), victims_(victims) {}

  absl::Status Find() {
    const UsedDimensions used = DimensionsOf(seal_, victims_);
    used_ = used.dimensions;
    TOGUNA_ASSIGN_OR_RETURN(combinations_,
                            CombinationsOf(seal_, used_, used.finest));
    return absl::OkStatus();
  }

  // Rows of `counts` over groups of unknowns that no count tells apart.
  absl::StatusOr<std::vector<ExactRow>> RowsOf(
      const std::vector<Count>& counts) const {
    std::vector<std::vector<std::pair<size_t, NodeIndex>>> resolved;
    for (const Count& count : counts) {
      TOGUNA_ASSIGN_OR_RETURN(auto nodes, Resolve(count.confines));
      resolved.push_back(std::move(nodes));
    }
    absl::flat_hash_map<std::string, size_t> groups;
    const std::vector<RuledOut> ruled_out = RuledOutOf(seal_, used_);
    for (const Combination& combination : combinations_) {
      if (IsNothing(seal_, used_, combination)) continue;
      std::string lies(counts.size(), '0');
      for (size_t c = 0; c < counts.size(); ++c) {
        if (IsInside(combination, resolved[c])) lies[c] = '1';
      }
      for (size_t strand = 0; strand < seal_.strands; ++strand) {
        if (IsRuledOut(seal_, used_, ruled_out[strand], combination)) continue;
        std::string inside = lies;
        for (size_t c = 0; c < counts.size(); ++c) {
          const std::vector<size_t>& of = counts[c].strands;
          if (std::count(of.begin(), of.end(), strand) == 0) inside[c] = '0';
        }
        groups.emplace(std::move(inside), groups.size());
      }
    }
    std::vector<ExactRow> rows(counts.size(), ExactRow(groups.size() + 1, 0));
    for (const auto& [inside, group] : groups) {
      for (size_t c = 0; c < counts.size(); ++c) {
        if (inside[c] == '1') rows[c][group] = 1;
      }
    }
    for (size_t c = 0; c < counts.size(); ++c) {
      rows[c].back() = counts[c].value;
    }
    return rows;
  }

 private:
  absl::StatusOr<std::vector<std::pair<size_t, NodeIndex>>> Resolve(
      const Confines& confines) const {
    std::vector<std::pair<size_t, NodeIndex>> nodes;
    for (const auto& [id, code] : confines) {
      bool found = false;
      for (size_t u = 0; u < used_.size(); ++u) {
        const CheckedDimension& dimension = seal_.dimensions[used_[u]];
        if (dimension.id != id) continue;
        const std::optional<NodeIndex> node = NodeFor(seal_, dimension, code);
        if (!code.empty() && !node.has_value()) break;
        nodes.emplace_back(u, node.value_or(-1));
        found = true;
      }
      if (!found) {
        return absl::InvalidArgumentError(
            "a count is confined by an unknown dimension or code");
      }
    }
    return nodes;
  }

  bool IsInside(const Combination& combination,
                const std::vector<std::pair<size_t, NodeIndex>>& nodes) const {
    for (const auto& [u, node] : nodes) {
      if (!LiesIn(seal_, seal_.dimensions[used_[u]], combination[u], node)) {
        return false;
      }
    }
    return true;
  }

  const SealToCheck& seal_;
  bool victims_;
  std::vector<size_t> used_;
  std::vector<Combination> combinations_;
};

// The checks on one unit's numbers.
absl::Status CheckUnit(const SealToCheck& seal, bool victims) {
  std::vector<Count> counts;
  std::set<std::pair<Confines, std::vector<size_t>>> shown;
  for (const auto* families : {&seal.families, &seal.earlier}) {
    for (const CheckedFamily& family : *families) {
      if (family.victims != victims) continue;
      for (const CheckedCell& cell : family.cells) {
        if (!cell.published) continue;
        counts.push_back(
            {ConfinesOf(family, cell), cell.value, family.strands});
        shown.emplace(counts.back().confines, family.strands);
      }
    }
  }
  const size_t published = counts.size();
  // What earlier publications give away by themselves is not this seal's; that
  // they do is verified with the witnesses.
  std::set<size_t> confined;
  for (const CheckedProof& proof : seal.proofs) {
    if (seal.witnessed && proof.confined && proof.view == 0 &&
        !seal.earlier.empty()) {
      confined.insert(proof.cell);
    }
  }
  for (size_t u = 0; u < seal.unsafe.size(); ++u) {
    const CheckedUnsafe& unsafe = seal.unsafe[u];
    if (unsafe.victims != victims || confined.count(u) > 0) continue;
    Confines confines = unsafe.codes;
    std::sort(confines.begin(), confines.end());
    if (shown.count({confines, unsafe.strands}) > 0) {
      return absl::FailedPreconditionError("an unsafe cell is published");
    }
    counts.push_back({std::move(confines), 0, unsafe.strands});
  }
  Unknowns unknowns(seal, victims);
  TOGUNA_RETURN_IF_ERROR(unknowns.Find());
  TOGUNA_ASSIGN_OR_RETURN(std::vector<ExactRow> rows, unknowns.RowsOf(counts));
  if (rows.empty()) return absl::OkStatus();

  ExactSpan span(rows[0].size() - 1);
  for (size_t i = 0; i < published; ++i) {
    TOGUNA_ASSIGN_OR_RETURN(const ExactSpan::Fit fit,
                            span.Add(std::move(rows[i])));
    if (fit == ExactSpan::Fit::kContradicts) {
      return absl::FailedPreconditionError(
          "published values contradict each other");
    }
  }
  for (size_t i = published; i < rows.size(); ++i) {
    TOGUNA_ASSIGN_OR_RETURN(const bool determined,
                            span.Determines(std::move(rows[i])));
    if (determined) {
      return absl::FailedPreconditionError(
          "an unsafe count can be computed from published cells");
    }
  }
  return absl::OkStatus();
}

std::string VerdictOf(const SealToCheck& seal) {
  std::string text = absl::StrCat(
      "toguna/seal-verdict/", seal.ranged ? "v2" : "v1", "\n", seal.subject,
      "\nno value below ", seal.minimum,
      seal.ranged ? "\nevery range follows exactly from published values" : "",
      seal.nested ? "\nno value that the rung below does not publish" : "",
      "\nno unsafe count follows exactly from:\n");
  for (const CheckedFamily& family : seal.families) {
    absl::StrAppend(&text, "family ", family.id, " of ", family.cells.size(),
                    " cells by ", family.victims ? "victim" : "record", "\n");
    for (const CheckedCell& cell : family.cells) {
      if (cell.published) {
        absl::StrAppend(&text, absl::StrJoin(cell.codes, "\t"), "\t",
                        cell.value, "\n");
      } else if (cell.low != 0 || cell.high.has_value()) {
        absl::StrAppend(
            &text, absl::StrJoin(cell.codes, "\t"), "\t", cell.low, "..",
            cell.high.has_value() ? absl::StrCat(*cell.high) : "", "\n");
      }
    }
  }
  return text;
}

}  // namespace

absl::StatusOr<std::string> CheckSeal(const SealToCheck& seal) {
  TOGUNA_RETURN_IF_ERROR(CheckDescription(seal));
  TOGUNA_RETURN_IF_ERROR(CheckCorrections(seal));
  TOGUNA_RETURN_IF_ERROR(CheckPools(seal));
  for (size_t i = 0; i < seal.families.size(); ++i) {
    TOGUNA_RETURN_IF_ERROR(CheckForm(seal, i));
  }
  TOGUNA_RETURN_IF_ERROR(CheckNested(seal));
  for (const bool victims : {false, true}) {
    TOGUNA_RETURN_IF_ERROR(CheckUnit(seal, victims));
  }
  if (seal.ranged) TOGUNA_RETURN_IF_ERROR(CheckRanges(seal));
  if (seal.witnessed) TOGUNA_RETURN_IF_ERROR(CheckWitnesses(seal));
  return VerdictOf(seal);
}

}  // namespace toguna
