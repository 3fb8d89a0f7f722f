#include "exchange/checker/pooled.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace toguna {
namespace {

const CheckedDimension* Find(const SealToCheck& seal, const std::string& id) {
  for (const CheckedDimension& dimension : seal.dimensions) {
    if (dimension.id == id) return &dimension;
  }
  return nullptr;
}

bool IsSumOfSiblings(const CodeTree& tree, const CheckedPool& pool) {
  std::set<NodeIndex> members;
  std::set<NodeIndex> parents;
  for (const std::string& code : pool.codes) {
    const std::optional<NodeIndex> node = tree.Find(code);
    if (!node.has_value()) return false;
    members.insert(*node);
    parents.insert(tree.parent(*node));
  }
  return members.size() >= 2 && members.size() == pool.codes.size() &&
         parents.size() == 1 && *parents.begin() >= 0 && !pool.code.empty() &&
         !tree.Find(pool.code).has_value();
}

bool HasOnlyItsPools(const SealToCheck& seal, const CheckedAxis& axis) {
  std::set<std::string> seen;
  return std::all_of(
      axis.pools.begin(), axis.pools.end(), [&](const std::string& code) {
        const auto pool = std::find_if(
            seal.pools.begin(), seal.pools.end(), [&](const CheckedPool& one) {
              return one.dimension == axis.dimension && one.code == code;
            });
        if (pool == seal.pools.end() || !seen.insert(code).second) return false;
        const CodeTree& tree = *Find(seal, axis.dimension)->tree;
        const int depth = tree.depth(*tree.Find(pool->codes[0]));
        return depth <= axis.finest &&
               std::all_of(pool->codes.begin(), pool->codes.end(),
                           [&](const std::string& member) {
                             return depth >= axis.coarsest ||
                                    tree.is_leaf(*tree.Find(member));
                           });
      });
}

}  // namespace

std::optional<NodeIndex> NodeFor(const SealToCheck& seal,
                                 const CheckedDimension& dimension,
                                 const std::string& code) {
  for (size_t p = 0; p < seal.pools.size(); ++p) {
    if (seal.pools[p].dimension == dimension.id && seal.pools[p].code == code) {
      return -2 - static_cast<NodeIndex>(p);
    }
  }
  return dimension.tree->Find(code);
}

bool LiesIn(const SealToCheck& seal, const CheckedDimension& dimension,
            NodeIndex mine, NodeIndex node) {
  if (mine < 0 || node == -1) return mine == node;
  if (node >= 0) return dimension.tree->IsWithin(mine, node);
  const CheckedPool& pool = seal.pools[static_cast<size_t>(-2 - node)];
  return std::any_of(
      pool.codes.begin(), pool.codes.end(), [&](const std::string& code) {
        const auto member = dimension.tree->Find(code);
        return member.has_value() && dimension.tree->IsWithin(mine, *member);
      });
}

absl::Status CheckPools(const SealToCheck& seal) {
  std::set<std::pair<std::string, std::string>> codes;
  for (const CheckedPool& pool : seal.pools) {
    const CheckedDimension* dimension = Find(seal, pool.dimension);
    if (dimension == nullptr || !IsSumOfSiblings(*dimension->tree, pool) ||
        !codes.emplace(pool.dimension, pool.code).second) {
      return absl::InvalidArgumentError("a pool is given wrongly");
    }
  }
  for (const auto* families : {&seal.families, &seal.earlier, &seal.refining}) {
    for (const CheckedFamily& family : *families) {
      for (const CheckedAxis& axis : family.axes) {
        if (!HasOnlyItsPools(seal, axis)) {
          return absl::InvalidArgumentError("an axis has wrong pools");
        }
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace toguna
