#include "exchange/base/code_tree.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace toguna {
namespace {

constexpr char kUnspecifiedMark[] = "~";

using ChildrenOf = absl::flat_hash_map<std::string, std::vector<size_t>>;

absl::StatusOr<ChildrenOf> GroupByParent(
    const std::vector<CodeDeclaration>& nodes) {
  absl::flat_hash_map<std::string, int> seen;
  for (const CodeDeclaration& node : nodes) {
    if (node.code.empty()) {
      return absl::InvalidArgumentError("a code is empty");
    }
    if (++seen[node.code] > 1) {
      return absl::InvalidArgumentError(
          absl::StrCat("code '", node.code, "' is given twice"));
    }
  }
  ChildrenOf children;
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (!nodes[i].parent.empty() && !seen.contains(nodes[i].parent)) {
      return absl::InvalidArgumentError(
          absl::StrCat("code '", nodes[i].code, "' has the parent '",
                       nodes[i].parent, "', which is not in the list"));
    }
    children[nodes[i].parent].push_back(i);
  }
  return children;
}

Label UnspecifiedLabel(const Label& of) {
  return {.fr = absl::StrCat(of.fr, " (non précisé)"),
          .en = absl::StrCat(of.en, " (not specified)")};
}

}  // namespace

absl::StatusOr<CodeTree> CodeTree::Create(std::vector<CodeDeclaration> nodes,
                                          bool add_unspecified) {
  auto children = GroupByParent(nodes);
  if (!children.ok()) return children.status();
  const std::vector<size_t>& tops = (*children)[""];
  if (tops.size() != 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        "a code list has exactly one top (a code without parent), not ",
        tops.size()));
  }
  CodeTree tree;
  // Depth first, so that parents come before children and subtrees together.
  std::vector<std::pair<size_t, NodeIndex>> to_place = {{tops[0], -1}};
  const auto place = [&tree](Node node) {
    const auto index = static_cast<NodeIndex>(tree.nodes_.size());
    tree.index_.emplace(node.code, index);
    if (node.parent >= 0) {
      tree.nodes_[static_cast<size_t>(node.parent)].children.push_back(index);
    }
    tree.max_depth_ = std::max(tree.max_depth_, node.depth);
    tree.nodes_.push_back(std::move(node));
    return index;
  };
  size_t placed = 0;
  while (!to_place.empty()) {
    const auto [declared, parent] = to_place.back();
    to_place.pop_back();
    ++placed;
    const int depth = parent < 0 ? 0 : tree.depth(parent) + 1;
    const CodeDeclaration& node = nodes[declared];
    const NodeIndex index = place({node.code, node.label, parent, depth, {}});
    const auto below = children->find(node.code);
    if (below == children->end()) continue;
    for (auto child = below->second.rbegin(); child != below->second.rend();
         ++child) {
      to_place.emplace_back(*child, index);
    }
  }
  if (placed != nodes.size()) {
    return absl::InvalidArgumentError(
        "some codes form a cycle and hang below no top");
  }
  if (add_unspecified) {
    const auto declared = static_cast<NodeIndex>(tree.nodes_.size());
    for (NodeIndex i = 0; i < declared; ++i) {
      if (tree.is_leaf(i)) continue;
      const std::string code = absl::StrCat(tree.code(i), kUnspecifiedMark);
      if (tree.index_.contains(code)) {
        return absl::InvalidArgumentError(
            absl::StrCat("code '", code, "' is reserved"));
      }
      place({code, UnspecifiedLabel(tree.label(i)), i, tree.depth(i) + 1, {}});
    }
  }
  return tree;
}

std::optional<NodeIndex> CodeTree::Find(absl::string_view code) const {
  const auto found = index_.find(code);
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

NodeIndex CodeTree::AtDepth(NodeIndex node, int depth) const {
  while (this->depth(node) > depth) node = parent(node);
  return node;
}

bool CodeTree::IsWithin(NodeIndex node, NodeIndex ancestor) const {
  return AtDepth(node, depth(ancestor)) == ancestor;
}

std::optional<NodeIndex> CodeTree::LeafFor(NodeIndex node) const {
  if (is_leaf(node)) return node;
  return Find(absl::StrCat(code(node), kUnspecifiedMark));
}

std::vector<NodeIndex> CodeTree::Leaves() const {
  std::vector<NodeIndex> leaves;
  for (NodeIndex i = 0; i < size(); ++i) {
    if (is_leaf(i)) leaves.push_back(i);
  }
  return leaves;
}

}  // namespace toguna
