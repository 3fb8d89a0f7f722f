#include "exchange/checker/check_witnesses.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/combinations.h"

namespace toguna {
namespace {

absl::Status Wrong(absl::string_view what, size_t number,
                   absl::string_view how) {
  return absl::FailedPreconditionError(
      absl::StrCat(what, " ", number + 1, " ", how));
}

// The points of a unit's tables, and which of them lie in a count.
class Points {
 public:
  Points(const SealToCheck& seal, bool victims)
      : seal_(seal), victims_(victims) {}

  absl::Status Read(const CheckedWitnesses& witnesses) {
    std::map<size_t, int> finest;
    for (const CheckedFamily& family : seal_.families) {
      if (family.victims != victims_) continue;
      for (const CheckedAxis& axis : family.axes) {
        int& depth = finest[IndexOf(axis.dimension)];
        depth = std::max(depth, axis.finest);
      }
    }
    std::vector<int> depths;
    for (const auto& [dimension, depth] : finest) {
      used_.push_back(dimension);
      depths.push_back(depth);
    }
    TOGUNA_ASSIGN_OR_RETURN(const std::vector<Combination> all,
                            CombinationsOf(seal_, used_, depths));
    const std::set<Combination> possible(all.begin(), all.end());
    std::set<Combination> seen;
    for (size_t p = 0; p < witnesses.points.size(); ++p) {
      TOGUNA_ASSIGN_OR_RETURN(const auto nodes, Resolve(witnesses.points[p]));
      Combination point;
      for (const auto& [u, node] : nodes) {
        if (u == point.size()) point.push_back(node);
      }
      if (nodes.size() != used_.size() || possible.count(point) == 0 ||
          !seen.insert(point).second) {
        return Wrong("point", p, "is none that a record can have, or another");
      }
      points_.push_back(std::move(point));
    }
    return absl::OkStatus();
  }

  // Positions of the points inside a count.
  absl::StatusOr<std::vector<size_t>> Inside(
      const std::vector<std::pair<std::string, std::string>>& confines) const {
    TOGUNA_ASSIGN_OR_RETURN(const auto nodes, Resolve(confines));
    std::vector<size_t> inside;
    for (size_t p = 0; p < points_.size(); ++p) {
      bool lies = true;
      for (const auto& [u, node] : nodes) {
        const NodeIndex mine = points_[p][u];
        lies = lies &&
               (node < 0 || mine < 0
                    ? node == mine
                    : seal_.dimensions[used_[u]].tree->IsWithin(mine, node));
      }
      if (lies) inside.push_back(p);
    }
    return inside;
  }

 private:
  size_t IndexOf(const std::string& id) const {
    size_t index = 0;
    while (seal_.dimensions[index].id != id) ++index;
    return index;
  }

  // (used dimension, node), ascending, each dimension once.
  absl::StatusOr<std::vector<std::pair<size_t, NodeIndex>>> Resolve(
      const std::vector<std::pair<std::string, std::string>>& confines) const {
    std::map<size_t, NodeIndex> nodes;
    for (const auto& [id, code] : confines) {
      bool found = false;
      for (size_t u = 0; u < used_.size(); ++u) {
        const CheckedDimension& dimension = seal_.dimensions[used_[u]];
        if (dimension.id != id) continue;
        const std::optional<NodeIndex> node = dimension.tree->Find(code);
        found = (code.empty() || node.has_value()) &&
                nodes.emplace(u, code.empty() ? -1 : *node).second;
      }
      if (!found) {
        return absl::InvalidArgumentError(
            "a witness or count is confined by an unknown dimension or code");
      }
    }
    return std::vector<std::pair<size_t, NodeIndex>>(nodes.begin(),
                                                     nodes.end());
  }

  const SealToCheck& seal_;
  bool victims_;
  std::vector<size_t> used_;
  std::vector<Combination> points_;
};

// Counts of one table by point.
using Dense = std::vector<int64_t>;

absl::StatusOr<Dense> DenseOf(const CheckedWitnesses& witnesses,
                              size_t number) {
  Dense counts(witnesses.points.size(), 0);
  std::set<size_t> seen;
  for (const auto& [point, count] : witnesses.tables[number]) {
    if (point >= counts.size() || count < 0 || !seen.insert(point).second) {
      return Wrong("table", number, "has a wrong point or a negative count");
    }
    counts[point] = count;
  }
  return counts;
}

absl::StatusOr<int64_t> SumOf(const Dense& counts,
                              const std::vector<size_t>& inside) {
  int64_t sum = 0;
  for (const size_t point : inside) {
    if (__builtin_add_overflow(sum, counts[point], &sum)) {
      return absl::ResourceExhaustedError("a sum does not fit 64 bits");
    }
  }
  return sum;
}

// Every table has the value of every published cell.
absl::Status CheckAgreement(const SealToCheck& seal, bool victims,
                            const Points& points,
                            const std::vector<Dense>& tables) {
  for (const CheckedFamily& family : seal.families) {
    if (family.victims != victims) continue;
    for (const CheckedCell& cell : family.cells) {
      if (!cell.published) continue;
      std::vector<std::pair<std::string, std::string>> confines;
      for (size_t i = 0; i < cell.codes.size(); ++i) {
        confines.emplace_back(family.axes[i].dimension, cell.codes[i]);
      }
      TOGUNA_ASSIGN_OR_RETURN(const auto inside, points.Inside(confines));
      for (size_t t = 0; t < tables.size(); ++t) {
        TOGUNA_ASSIGN_OR_RETURN(const int64_t sum, SumOf(tables[t], inside));
        if (sum != cell.value) {
          return Wrong("table", t, "does not agree with a published cell");
        }
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckBounds(const SealToCheck& seal, size_t number,
                         const Points& points,
                         const std::vector<Dense>& tables) {
  const CheckedUnsafe& unsafe = seal.unsafe[number];
  if (!unsafe.bounds.has_value()) {
    return Wrong("unsafe count", number, "has no tables");
  }
  const CheckedBounds& bounds = *unsafe.bounds;
  if (bounds.value < 1 || bounds.largest_part < 1 ||
      bounds.largest_part > bounds.value || bounds.high >= tables.size() ||
      bounds.low >= tables.size()) {
    return Wrong("unsafe count", number, "is described wrongly");
  }
  TOGUNA_ASSIGN_OR_RETURN(const auto inside, points.Inside(unsafe.codes));
  TOGUNA_ASSIGN_OR_RETURN(const int64_t high,
                          SumOf(tables[bounds.high], inside));
  TOGUNA_ASSIGN_OR_RETURN(const int64_t low, SumOf(tables[bounds.low], inside));
  if (high < std::max(seal.minimum, bounds.value) ||
      low > bounds.value - bounds.largest_part || high - low < seal.minimum) {
    return Wrong("unsafe count", number, "is confined too closely");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckWitnesses(const SealToCheck& seal, bool victims) {
  const CheckedWitnesses* witnesses = nullptr;
  for (const CheckedWitnesses& one : seal.witnesses) {
    if (one.victims != victims) continue;
    if (witnesses != nullptr) {
      return absl::InvalidArgumentError("a unit has two sets of witnesses");
    }
    witnesses = &one;
  }
  const CheckedWitnesses none{.victims = victims, .points = {}, .tables = {}};
  if (witnesses == nullptr) witnesses = &none;

  Points points(seal, victims);
  TOGUNA_RETURN_IF_ERROR(points.Read(*witnesses));
  std::vector<Dense> tables;
  for (size_t t = 0; t < witnesses->tables.size(); ++t) {
    TOGUNA_ASSIGN_OR_RETURN(Dense counts, DenseOf(*witnesses, t));
    tables.push_back(std::move(counts));
  }
  TOGUNA_RETURN_IF_ERROR(CheckAgreement(seal, victims, points, tables));
  for (size_t i = 0; i < seal.unsafe.size(); ++i) {
    if (seal.unsafe[i].victims != victims) continue;
    TOGUNA_RETURN_IF_ERROR(CheckBounds(seal, i, points, tables));
  }
  return absl::OkStatus();
}

}  // namespace toguna
