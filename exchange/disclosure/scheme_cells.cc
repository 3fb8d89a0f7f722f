// Scheme: from points to cells and atoms, and back.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/reason.h"
#include "exchange/disclosure/elimination.h"
#include "exchange/disclosure/scheme.h"

namespace toguna {
namespace {

absl::Status ColumnsInvalid(absl::string_view what) {
  return ReasonError(absl::StatusCode::kInvalidArgument, "COLUMNS_INVALID",
                     absl::StrCat("the period's columns hold ", what));
}

}  // namespace

std::vector<int64_t> Scheme::CellsOf(const Table& table,
                                     const Point& point) const {
  std::vector<int64_t> cells = {0};
  for (const Axis& axis : table.axes) {
    const CodeTree& tree = dimensions_[axis.dimension].list->tree;
    std::vector<int64_t> finer;
    for (NodeIndex node = point[axis.dimension]; node != kNowhere;
         node = tree.parent(node)) {
      for (const int32_t position : {axis.position[static_cast<size_t>(node)],
                                     axis.pooled[static_cast<size_t>(node)]}) {
        if (position < 0) continue;
        for (const int64_t cell : cells) {
          finer.push_back(cell * static_cast<int64_t>(axis.nodes.size()) +
                          position);
        }
      }
    }
    cells = std::move(finer);
  }
  return cells;
}

absl::StatusOr<int64_t> Scheme::AtomOf(const Point& point) const {
  int64_t atom = 0;
  for (const Factor& factor : factors_) {
    Point choice;
    for (const size_t dimension : factor.dimensions) {
      choice.push_back(point[dimension]);
    }
    const auto found = factor.index.find(choice);
    if (found == factor.index.end()) {
      return ColumnsInvalid("a combination of codes that no record can have");
    }
    atom = atom * static_cast<int64_t>(factor.choices.size()) + found->second;
  }
  return atom;
}

Point Scheme::PointOfAtom(int64_t atom) const {
  Point point(dimensions_.size(), kNowhere);
  for (size_t f = factors_.size(); f-- > 0;) {
    const Factor& factor = factors_[f];
    const auto size = static_cast<int64_t>(factor.choices.size());
    const Point& choice = factor.choices[static_cast<size_t>(atom % size)];
    for (size_t i = 0; i < choice.size(); ++i) {
      point[factor.dimensions[i]] = choice[i];
    }
    atom /= size;
  }
  return point;
}

bool Scheme::IsWho(size_t dimension) const {
  const std::vector<size_t>& inputs = dimensions_[dimension].inputs;
  return std::any_of(inputs.begin(), inputs.end(), [&](size_t input) {
    return inputs_[input].kind == Input::Kind::kWho;
  });
}

std::vector<Scheme::Refinement> Scheme::RefinementsOfRecords() const {
  std::vector<Refinement> refinements;
  for (size_t d = 0; d < dimensions_.size(); ++d) {
    if (IsWho(d)) continue;
    refinements.push_back({dimensions_[d].id, dimensions_[d].finest});
  }
  return refinements;
}

std::vector<std::string> Scheme::DimensionIds() const {
  std::vector<std::string> ids;
  for (const SchemeDimension& dimension : dimensions_) {
    ids.push_back(dimension.id);
  }
  return ids;
}

std::vector<std::string> Scheme::CodesOfPoint(const Point& point) const {
  std::vector<std::string> codes;
  for (size_t d = 0; d < point.size(); ++d) {
    codes.push_back(
        point[d] == kNowhere ? "" : dimensions_[d].list->tree.code(point[d]));
  }
  return codes;
}

absl::StatusOr<Point> Scheme::PointOf(
    const std::vector<std::string>& dimensions,
    const std::vector<std::string>& codes) const {
  if (dimensions.size() != codes.size()) {
    return ColumnsInvalid("a point with too few or too many codes");
  }
  Point point;
  for (const SchemeDimension& dimension : dimensions_) {
    const auto at =
        std::find(dimensions.begin(), dimensions.end(), dimension.id);
    if (at == dimensions.end()) {
      return ColumnsInvalid("a dimension of the plan is missing");
    }
    const std::string& code =
        codes[static_cast<size_t>(at - dimensions.begin())];
    if (code.empty()) {
      point.push_back(kNowhere);
      continue;
    }
    const CodeTree& tree = dimension.list->tree;
    const std::optional<NodeIndex> node = tree.Find(code);
    if (!node.has_value()) return ColumnsInvalid("an unknown code");
    point.push_back(tree.AtDepth(*node, dimension.finest));
  }
  return point;
}

std::vector<NodeIndex> Scheme::NodesOf(const Table& table, int64_t cell) const {
  std::vector<NodeIndex> nodes(table.axes.size());
  for (size_t i = table.axes.size(); i-- > 0;) {
    const auto size = static_cast<int64_t>(table.axes[i].nodes.size());
    nodes[i] = table.axes[i].nodes[static_cast<size_t>(cell % size)];
    cell /= size;
  }
  return nodes;
}

Sum Scheme::SumOf(const Table& table, int64_t cell) const {
  const std::vector<NodeIndex> nodes = NodesOf(table, cell);
  // A pool is each of its members; siblings have no atom in common.
  std::vector<std::vector<std::pair<size_t, NodeIndex>>> all = {{}};
  for (size_t a = 0; a < table.axes.size(); ++a) {
    const Pooled* pool = table.axes[a].PoolOf(nodes[a]);
    const std::vector<NodeIndex> members =
        pool == nullptr ? std::vector<NodeIndex>{nodes[a]} : pool->members;
    std::vector<std::vector<std::pair<size_t, NodeIndex>>> longer;
    for (const auto& at : all) {
      for (const NodeIndex member : members) {
        longer.push_back(at);
        longer.back().emplace_back(table.axes[a].dimension, member);
      }
    }
    all = std::move(longer);
  }
  if (all.size() == 1) return AtomsAt(all[0]);
  Sum sum;
  for (const auto& at : all) {
    const Sum atoms = AtomsAt(at);
    sum.insert(sum.end(), atoms.begin(), atoms.end());
  }
  std::sort(sum.begin(), sum.end());
  return sum;
}

bool Scheme::IsPooled(const Table& table, int64_t cell) const {
  const std::vector<NodeIndex> nodes = NodesOf(table, cell);
  return std::any_of(nodes.begin(), nodes.end(),
                     [](NodeIndex node) { return node < kNowhere; });
}

Sum Scheme::AtomsWithin(
    std::span<const std::pair<std::string, std::string>> codes) const {
  std::vector<std::pair<size_t, NodeIndex>> at;
  for (const auto& [id, code] : codes) {
    for (size_t d = 0; d < dimensions_.size(); ++d) {
      if (dimensions_[d].id != id) continue;
      const std::optional<NodeIndex> node =
          dimensions_[d].list->tree.Find(code);
      if (node.has_value() || code.empty()) {
        at.emplace_back(d, node.value_or(kNowhere));
      }
    }
  }
  return at.size() == codes.size() ? AtomsAt(at) : Sum();
}

Sum Scheme::AtomsAt(std::span<const std::pair<size_t, NodeIndex>> nodes) const {
  const auto inside = [&](const Factor& factor, const Point& choice) {
    for (const auto& [dimension, within] : nodes) {
      const auto found = std::find(factor.dimensions.begin(),
                                   factor.dimensions.end(), dimension);
      if (found == factor.dimensions.end()) continue;
      const NodeIndex node =
          choice[static_cast<size_t>(found - factor.dimensions.begin())];
      const bool lies =
          node == kNowhere || within == kNowhere
              ? node == within
              : dimensions_[dimension].list->tree.IsWithin(node, within);
      if (!lies) return false;
    }
    return true;
  };
  Sum atoms = {0};
  for (const Factor& factor : factors_) {
    std::vector<int32_t> inner;
    for (size_t i = 0; i < factor.choices.size(); ++i) {
      if (inside(factor, factor.choices[i])) {
        inner.push_back(static_cast<int32_t>(i));
      }
    }
    Sum finer;
    finer.reserve(atoms.size() * inner.size());
    for (const int32_t atom : atoms) {
      for (const int32_t choice : inner) {
        finer.push_back(atom * static_cast<int32_t>(factor.choices.size()) +
                        choice);
      }
    }
    atoms = std::move(finer);
  }
  return atoms;  // ascending, since every step keeps the order
}

Scheme::Codes Scheme::CodesOfCell(const Table& table, int64_t cell) const {
  const std::vector<NodeIndex> nodes = NodesOf(table, cell);
  Codes codes;
  for (size_t i = 0; i < nodes.size(); ++i) {
    const SchemeDimension& dimension = dimensions_[table.axes[i].dimension];
    const Pooled* pool = table.axes[i].PoolOf(nodes[i]);
    codes.emplace_back(dimension.id, pool != nullptr
                                         ? pool->code
                                         : dimension.list->tree.code(nodes[i]));
  }
  return codes;
}

Scheme::Codes Scheme::CodesOfAtom(int64_t atom) const {
  const std::vector<std::string> texts = CodesOfPoint(PointOfAtom(atom));
  Codes codes;
  for (size_t d = 0; d < texts.size(); ++d) {
    codes.emplace_back(dimensions_[d].id, texts[d]);
  }
  return codes;
}

int Scheme::CoarsenessOf(const Table& table, int64_t cell) const {
  const std::vector<NodeIndex> nodes = NodesOf(table, cell);
  int depths = 0;
  for (size_t i = 0; i < nodes.size(); ++i) {
    const Pooled* pool = table.axes[i].PoolOf(nodes[i]);
    depths += dimensions_[table.axes[i].dimension].list->tree.depth(
        pool != nullptr ? pool->members[0] : nodes[i]);
  }
  return depths;
}

}  // namespace toguna
