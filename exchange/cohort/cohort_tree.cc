#include "exchange/cohort/cohort_tree.h"

#include <algorithm>
#include <utility>

namespace toguna {

CohortTree::CohortTree(const CodeTree& tree)
    : leaf_of_(static_cast<size_t>(tree.size()), -1) {
  child_of_.resize(static_cast<size_t>(tree.max_depth()) + 1);
  std::vector<int32_t> leaves;
  // Depth first without recursion: a hostile tree may be deep. Children are
  // added when their parent is taken, last first, so that they come in tree
  // order.
  std::vector<std::pair<NodeIndex, int32_t>> open = {{CodeTree::kTop, -1}};
  while (!open.empty()) {
    const auto [code, parent] = open.back();
    open.pop_back();
    const int32_t node = Add(tree, code, parent);
    const std::vector<NodeIndex>& below =
        tree.children(nodes_[static_cast<size_t>(node)].code);
    if (below.empty()) leaves.push_back(node);
    for (size_t i = below.size(); i > 0; --i) {
      open.emplace_back(below[i - 1], node);
    }
  }
  for (std::vector<int32_t>& one : child_of_) one.resize(nodes_.size());
  for (const int32_t leaf : leaves) {
    leaf_of_[static_cast<size_t>(at(leaf).code)] = leaf;
    nodes_[static_cast<size_t>(leaf)].leaves = 1;
    int32_t node = leaf;
    for (int32_t parent = at(node).parent; parent >= 0;
         node = parent, parent = at(node).parent) {
      Node& above = nodes_[static_cast<size_t>(parent)];
      ++above.leaves;
      child_of_[static_cast<size_t>(above.depth)][static_cast<size_t>(leaf)] =
          at(node).place;
    }
  }
  for (Node& node : nodes_) {
    for (const int32_t child : node.children) {
      node.child_leaves.push_back(at(child).leaves);
    }
  }
}

int32_t CohortTree::Add(const CodeTree& tree, NodeIndex code, int32_t parent) {
  const NodeIndex highest = code;
  while (tree.children(code).size() == 1) code = tree.children(code)[0];
  const auto node = static_cast<int32_t>(nodes_.size());
  nodes_.push_back({.code = code,
                    .highest = highest,
                    .parent = parent,
                    .depth = parent < 0 ? 0 : at(parent).depth + 1});
  if (parent >= 0) {
    std::vector<int32_t>& siblings =
        nodes_[static_cast<size_t>(parent)].children;
    nodes_.back().place = static_cast<int32_t>(siblings.size());
    siblings.push_back(node);
    most_children_ = std::max(most_children_, siblings.size());
  }
  return node;
}

}  // namespace toguna
