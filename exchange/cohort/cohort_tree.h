#ifndef TOGUNA_EXCHANGE_COHORT_COHORT_TREE_H_
#define TOGUNA_EXCHANGE_COHORT_COHORT_TREE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "exchange/base/code_tree.h"

namespace toguna {

// A code tree laid out for counting: every node has no child or at least two
// (chains are represented by their lowest node), and the child that a leaf lies
// below is one look-up. Parents come before their children.
class CohortTree {
 public:
  // `tree` is used during the call only.
  explicit CohortTree(const CodeTree& tree);

  static constexpr int32_t kTop = 0;

  struct Node {
    NodeIndex code = 0;     // in the code tree, lowest of its chain
    NodeIndex highest = 0;  // highest of its chain, a child of the parent
    int32_t parent = -1;
    int32_t depth = 0;
    int32_t place = 0;              // among its siblings
    int64_t leaves = 0;             // at or below
    std::vector<int32_t> children;  // in tree order
    std::vector<int64_t> child_leaves;
  };

  const Node& at(int32_t node) const {
    return nodes_[static_cast<size_t>(node)];
  }
  size_t size() const { return nodes_.size(); }
  int64_t leaves() const { return nodes_[0].leaves; }
  // Of any node.
  size_t MostChildren() const { return most_children_; }
  // The leaf of this code; -1 if it is none.
  int32_t LeafOf(NodeIndex code) const {
    return code >= 0 && static_cast<size_t>(code) < leaf_of_.size()
               ? leaf_of_[static_cast<size_t>(code)]
               : -1;
  }
  // For each leaf that lies below `node`, which of its children (from 0) it is
  // at or below; of other nodes nothing.
  const int32_t* ChildOf(int32_t node) const {
    return child_of_[static_cast<size_t>(at(node).depth)].data();
  }

 private:
  int32_t Add(const CodeTree& tree, NodeIndex code, int32_t parent);

  std::vector<Node> nodes_;
  size_t most_children_ = 0;
  std::vector<int32_t> leaf_of_;                // by code
  std::vector<std::vector<int32_t>> child_of_;  // [depth][leaf]
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_COHORT_TREE_H_
