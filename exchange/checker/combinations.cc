#include "exchange/checker/combinations.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

// Far above what a seal may have; a guard against descriptions gone wrong.
constexpr size_t kMaxStates = 4'000'000;

// What is settled of a combination, per dimension: the node, or which rows of
// its crosswalk nothing has spoken against yet.
struct Partial {
  NodeIndex node = -1;
  std::vector<bool> open;
  auto operator<=>(const Partial&) const = default;
};
using State = std::vector<Partial>;

class Walk {
 public:
  Walk(const SealToCheck& seal, const std::vector<size_t>& used,
       const std::vector<int>& finest)
      : seal_(seal), used_(used), finest_(finest) {}

  absl::StatusOr<std::vector<Combination>> Run() {
    State start(used_.size());
    for (size_t u = 0; u < used_.size(); ++u) {
      start[u].open.assign(DimensionAt(u).rows.size(), true);
    }
    std::set<State> states = {start};
    for (size_t i = 0; i < seal_.inputs.size(); ++i) {
      TOGUNA_ASSIGN_OR_RETURN(states, Take(i, states));
    }
    std::set<Combination> combinations;
    for (const State& state : states) {
      Combination nodes;
      for (const Partial& partial : state) nodes.push_back(partial.node);
      combinations.insert(std::move(nodes));
    }
    return std::vector<Combination>(combinations.begin(), combinations.end());
  }

 private:
  const CheckedDimension& DimensionAt(size_t u) const {
    return seal_.dimensions[used_[u]];
  }

  // Extends every state by every value of input `i`.
  absl::StatusOr<std::set<State>> Take(size_t i,
                                       const std::set<State>& states) {
    const CheckedInput& input = seal_.inputs[i];
    bool matters = false;
    for (size_t u = 0; u < used_.size(); ++u) {
      for (const std::string& id : DimensionAt(u).inputs) {
        matters = matters || id == input.id;
      }
    }
    if (!matters) return states;
    std::vector<std::optional<NodeIndex>> values;
    for (NodeIndex node = 0; node < input.tree->size(); ++node) {
      if (input.tree->is_leaf(node)) values.emplace_back(node);
    }
    if (!input.required) values.emplace_back(std::nullopt);
    std::set<State> extended;
    for (const State& state : states) {
      for (const std::optional<NodeIndex>& value : values) {
        State next = state;
        for (size_t u = 0; u < used_.size(); ++u) {
          TOGUNA_RETURN_IF_ERROR(Apply(u, i, value, next[u]));
        }
        extended.insert(std::move(next));
      }
      if (extended.size() > kMaxStates) {
        return absl::ResourceExhaustedError("too many combinations to check");
      }
    }
    return extended;
  }

  absl::Status Apply(size_t u, size_t i, std::optional<NodeIndex> value,
                     Partial& partial) const {
    const CheckedDimension& dimension = DimensionAt(u);
    const CheckedInput& input = seal_.inputs[i];
    for (size_t at = 0; at < dimension.inputs.size(); ++at) {
      if (dimension.inputs[at] != input.id) continue;
      if (!dimension.crosswalk) {
        std::optional<NodeIndex> leaf = value;
        if (!leaf.has_value()) leaf = dimension.tree->LeafFor(0);
        partial.node = leaf.has_value() ? Cut(u, *leaf) : -1;
        continue;
      }
      for (size_t r = 0; r < dimension.rows.size(); ++r) {
        const std::string& code = dimension.rows[r].within[at];
        if (code.empty()) continue;
        const std::optional<NodeIndex> top = input.tree->Find(code);
        if (!top.has_value()) {
          return absl::InvalidArgumentError("a crosswalk has an unknown code");
        }
        if (!value.has_value() || !input.tree->IsWithin(*value, *top)) {
          partial.open[r] = false;
        }
      }
    }
    return IsLastInput(u, i) ? Settle(u, partial) : absl::OkStatus();
  }

  // True if no input after `i` belongs to the dimension.
  bool IsLastInput(size_t u, size_t i) const {
    if (!DimensionAt(u).crosswalk) return false;
    size_t last = 0;
    for (size_t j = 0; j < seal_.inputs.size(); ++j) {
      for (const std::string& id : DimensionAt(u).inputs) {
        if (id == seal_.inputs[j].id) last = j;
      }
    }
    return last == i;
  }

  absl::Status Settle(size_t u, Partial& partial) const {
    const CheckedDimension& dimension = DimensionAt(u);
    for (size_t r = 0; r < dimension.rows.size(); ++r) {
      if (!partial.open[r]) continue;
      const auto to = dimension.tree->Find(dimension.rows[r].to);
      const auto leaf = to.has_value() ? dimension.tree->LeafFor(*to) : to;
      if (!leaf.has_value()) {
        return absl::InvalidArgumentError("a crosswalk leads to no code");
      }
      partial.node = Cut(u, *leaf);
      break;
    }
    partial.open.clear();
    return absl::OkStatus();
  }

  NodeIndex Cut(size_t u, NodeIndex node) const {
    const CodeTree& tree = *DimensionAt(u).tree;
    while (tree.depth(node) > finest_[u]) node = tree.parent(node);
    return node;
  }

  const SealToCheck& seal_;
  const std::vector<size_t>& used_;
  const std::vector<int>& finest_;
};

}  // namespace

absl::StatusOr<std::vector<Combination>> CombinationsOf(
    const SealToCheck& seal, const std::vector<size_t>& used,
    const std::vector<int>& finest) {
  return Walk(seal, used, finest).Run();
}

}  // namespace toguna
