#ifndef TOGUNA_EXCHANGE_BASE_CODE_TREE_H_
#define TOGUNA_EXCHANGE_BASE_CODE_TREE_H_

// Versioned code lists as trees: places, incident types, who was harmed, …

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace toguna {

// Position of a node in its tree. The top is node 0; parents come before their
// children.
using NodeIndex = int32_t;

// Text that a person reads, in both languages.
struct Label {
  std::string fr;
  std::string en;

  friend bool operator==(const Label&, const Label&) = default;
};

// One node as it is declared: a code, its parent's code (empty for the top).
struct CodeDeclaration {
  std::string code;
  std::string parent;
  Label label;
};

// A tree of codes with one top. Depth 0 is the top; leaves may lie at different
// depths, and a shallow leaf stands for itself at every finer depth.
//
// Immutable, so safe to share between threads.
class CodeTree {
 public:
  // Returns kInvalidArgument, naming the code, for two tops, none, a code given
  // twice, an unknown parent, or a cycle. Order of `nodes` is kept among
  // siblings; a parent may come after its child.
  //
  // With `add_unspecified`, every inner node gets a leaf child with its code +
  // "~" ("not specified"), for records known no finer than that node; so a
  // node is always the exact sum of its children.
  static absl::StatusOr<CodeTree> Create(std::vector<CodeDeclaration> nodes,
                                         bool add_unspecified = false);

  int32_t size() const { return static_cast<int32_t>(nodes_.size()); }
  static constexpr NodeIndex kTop = 0;

  std::optional<NodeIndex> Find(absl::string_view code) const;
  const std::string& code(NodeIndex node) const { return at(node).code; }
  const Label& label(NodeIndex node) const { return at(node).label; }
  // Parent of `node`; -1 for the top.
  NodeIndex parent(NodeIndex node) const { return at(node).parent; }
  int depth(NodeIndex node) const { return at(node).depth; }
  int max_depth() const { return max_depth_; }
  const std::vector<NodeIndex>& children(NodeIndex node) const {
    return at(node).children;
  }
  bool is_leaf(NodeIndex node) const { return at(node).children.empty(); }

  // Ancestor of `node` at `depth`, or `node` itself if it lies higher.
  NodeIndex AtDepth(NodeIndex node, int depth) const;

  // True if `node` is `ancestor` or lies below it.
  bool IsWithin(NodeIndex node, NodeIndex ancestor) const;

  // The leaf that a record coded `node` is counted in: `node` itself if it is
  // a leaf, its "~" child otherwise; none if it has no such child.
  std::optional<NodeIndex> LeafFor(NodeIndex node) const;

  // Leaves in tree order.
  std::vector<NodeIndex> Leaves() const;

 private:
  struct Node {
    std::string code;
    Label label;
    NodeIndex parent = -1;
    int depth = 0;
    std::vector<NodeIndex> children;
  };

  CodeTree() = default;
  const Node& at(NodeIndex node) const {
    return nodes_[static_cast<size_t>(node)];
  }

  std::vector<Node> nodes_;
  absl::flat_hash_map<std::string, NodeIndex> index_;
  int max_depth_ = 0;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_BASE_CODE_TREE_H_
