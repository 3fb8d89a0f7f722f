#include "exchange/checker/check_ranges.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
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
#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/combinations.h"
#include "exchange/checker/pooled.h"

namespace toguna {
namespace {

__extension__ typedef __int128 Wide;

absl::Status Wrong(absl::string_view what, size_t number,
                   absl::string_view how) {
  return absl::FailedPreconditionError(
      absl::StrCat(what, " ", number + 1, " ", how));
}

bool IsOf(const CheckedFamily& family, const CheckedRanges& ranges) {
  return family.victims == ranges.victims && family.strands == ranges.strands;
}

// The combinations of one unit, in groups that lie in the same published cells,
// and how many of each group lie in a cell.
class Places {
 public:
  using Groups = std::vector<std::pair<size_t, int64_t>>;  // group, how many

  Places(const SealToCheck& seal, const CheckedRanges& ranges)
      : seal_(seal), ranges_(ranges) {}

  absl::Status Read() {
    TOGUNA_RETURN_IF_ERROR(NumberCells());
    std::map<size_t, int> finest;
    for (const CheckedFamily& family : seal_.families) {
      if (!IsOf(family, ranges_)) continue;
      for (const CheckedAxis& axis : family.axes) {
        int& depth = finest[DimensionOf(axis)];
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
    for (const Combination& one : all) Place(one);
    for (Groups& groups : inside_) Join(groups);
    return absl::OkStatus();
  }

  const std::vector<int64_t>& sizes() const { return sizes_; }
  const Groups& Inside(size_t family, size_t cell) const {
    return inside_[first_[family] + cell];
  }

 private:
  size_t DimensionOf(const CheckedAxis& axis) const {
    size_t index = 0;
    while (seal_.dimensions[index].id != axis.dimension) ++index;
    return index;
  }

  // Numbers all cells, and finds those of the unit by their nodes.
  absl::Status NumberCells() {
    cells_.resize(seal_.families.size());
    size_t cells = 0;
    for (size_t f = 0; f < seal_.families.size(); ++f) {
      const CheckedFamily& family = seal_.families[f];
      first_.push_back(cells);
      cells += family.cells.size();
      if (!IsOf(family, ranges_)) continue;
      for (size_t c = 0; c < family.cells.size(); ++c) {
        std::vector<NodeIndex> nodes;
        for (size_t a = 0; a < family.axes.size(); ++a) {
          const auto node =
              NodeFor(seal_, seal_.dimensions[DimensionOf(family.axes[a])],
                      family.cells[c].codes[a]);
          if (!node.has_value()) return Wrong("cell", c, "has no such code");
          nodes.push_back(*node);
        }
        cells_[f].emplace(std::move(nodes), c);
      }
    }
    inside_.resize(cells);
    return absl::OkStatus();
  }

  // The cells of `family` that `combination` lies in: every way to go up from
  // its nodes, or to a pool.
  void CellsWith(const Combination& combination, size_t f, size_t axis,
                 std::vector<NodeIndex>& nodes,
                 std::vector<size_t>& found) const {
    const CheckedFamily& family = seal_.families[f];
    if (axis == family.axes.size()) {
      const auto cell = cells_[f].find(nodes);
      if (cell != cells_[f].end()) found.push_back(cell->second);
      return;
    }
    const size_t dimension = DimensionOf(family.axes[axis]);
    const size_t u = static_cast<size_t>(
        std::find(used_.begin(), used_.end(), dimension) - used_.begin());
    const CodeTree& tree = *seal_.dimensions[dimension].tree;
    for (NodeIndex node = combination[u]; node >= 0; node = tree.parent(node)) {
      nodes.push_back(node);
      CellsWith(combination, f, axis + 1, nodes, found);
      nodes.pop_back();
    }
    for (const std::string& code : family.axes[axis].pools) {
      const auto pool = NodeFor(seal_, seal_.dimensions[dimension], code);
      if (!pool.has_value() ||
          !LiesIn(seal_, seal_.dimensions[dimension], combination[u], *pool)) {
        continue;
      }
      nodes.push_back(*pool);
      CellsWith(combination, f, axis + 1, nodes, found);
      nodes.pop_back();
    }
  }

  void Place(const Combination& combination) {
    std::vector<size_t> inside;  // numbers of cells
    std::vector<size_t> published;
    for (size_t f = 0; f < seal_.families.size(); ++f) {
      if (!IsOf(seal_.families[f], ranges_)) continue;
      std::vector<NodeIndex> nodes;
      std::vector<size_t> found;
      CellsWith(combination, f, 0, nodes, found);
      for (const size_t cell : found) {
        inside.push_back(first_[f] + cell);
        if (seal_.families[f].cells[cell].published) {
          published.push_back(first_[f] + cell);
        }
      }
    }
    std::sort(published.begin(), published.end());
    const size_t group =
        groups_.emplace(std::move(published), sizes_.size()).first->second;
    if (group == sizes_.size()) sizes_.push_back(0);
    ++sizes_[group];
    for (const size_t cell : inside) inside_[cell].emplace_back(group, 1);
  }

  // Adds up what is said of the same group.
  static void Join(Groups& groups) {
    std::sort(groups.begin(), groups.end());
    Groups joined;
    for (const auto& [group, count] : groups) {
      if (joined.empty() || joined.back().first != group) {
        joined.emplace_back(group, 0);
      }
      joined.back().second += count;
    }
    groups = std::move(joined);
  }

  const SealToCheck& seal_;
  const CheckedRanges& ranges_;
  std::vector<size_t> used_;
  std::vector<size_t> first_;  // number of each family's first cell
  std::vector<absl::flat_hash_map<std::vector<NodeIndex>, size_t>> cells_;
  absl::flat_hash_map<std::vector<size_t>, size_t> groups_;
  std::vector<int64_t> sizes_;  // combinations of a group
  std::vector<Groups> inside_;  // by number of the cell
};

// What a certificate says, whatever it is used for.
class Verified {
 public:
  Verified(const SealToCheck& seal, const Places& places,
           const CheckedRanges::Certificate& certificate)
      : places_(places), denominator_(certificate.denominator) {
    multipliers_.resize(places.sizes().size(), 0);
    for (const CheckedRanges::Term& term : certificate.terms) {
      const Wide product = static_cast<Wide>(term.multiplier) *
                           seal.families[term.family].cells[term.cell].value;
      fits_ = !__builtin_add_overflow(total_, product, &total_) && fits_;
      for (const auto& [group, count] : places.Inside(term.family, term.cell)) {
        fits_ = !__builtin_add_overflow(multipliers_[group], term.multiplier,
                                        &multipliers_[group]) &&
                fits_;
      }
    }
    for (size_t group = 0; group < multipliers_.size(); ++group) {
      if (multipliers_[group] > 0) positive_ += places.sizes()[group];
      negative_ = negative_ || multipliers_[group] < 0;
    }
  }

  // The bounds it gives a cell; nothing where it gives none.
  std::optional<int64_t> High(size_t family, size_t cell) const {
    if (!fits_ || negative_ || total_ < 0) return std::nullopt;
    for (const auto& [group, count] : places_.Inside(family, cell)) {
      if (multipliers_[group] < denominator_) return std::nullopt;
    }
    return Narrow(total_ / denominator_);
  }
  std::optional<int64_t> Low(size_t family, size_t cell) const {
    if (!fits_ || total_ <= 0) return std::nullopt;
    int64_t positive = 0;
    for (const auto& [group, count] : places_.Inside(family, cell)) {
      if (multipliers_[group] > denominator_) return std::nullopt;
      if (multipliers_[group] > 0) positive += count;
    }
    // Elsewhere there must be none.
    if (positive != positive_) return std::nullopt;
    // Rounded up, without overflow.
    return Narrow((total_ - 1) / denominator_ + 1);
  }

 private:
  static std::optional<int64_t> Narrow(Wide number) {
    if (number > std::numeric_limits<int64_t>::max()) return std::nullopt;
    return static_cast<int64_t>(number);
  }

  const Places& places_;
  int64_t denominator_;
  bool fits_ = true;
  Wide total_ = 0;
  std::vector<int64_t> multipliers_;  // by group
  int64_t positive_ = 0;              // combinations with one above 0
  bool negative_ = false;             // some combination's is below 0
};

// Every certificate names published cells of the unit, each once.
absl::Status CheckCertificates(const SealToCheck& seal,
                               const CheckedRanges& ranges) {
  for (size_t i = 0; i < ranges.certificates.size(); ++i) {
    const CheckedRanges::Certificate& certificate = ranges.certificates[i];
    bool fits = certificate.denominator > 0;
    std::set<std::pair<size_t, size_t>> seen;
    for (const CheckedRanges::Term& term : certificate.terms) {
      fits = fits && term.multiplier != 0 &&
             term.family < seal.families.size() &&
             IsOf(seal.families[term.family], ranges) &&
             term.cell < seal.families[term.family].cells.size() &&
             seal.families[term.family].cells[term.cell].published &&
             seen.emplace(term.family, term.cell).second;
    }
    if (!fits) return Wrong("reason of a range", i, "is given wrongly");
  }
  return absl::OkStatus();
}

// Which cells a certificate is said to be the reason of, on either side.
using Uses = std::vector<std::pair<std::vector<size_t>, std::vector<size_t>>>;

// Every cell with a bound has its reason, and no other cell has one.
absl::StatusOr<Uses> CheckUses(const SealToCheck& seal,
                               const CheckedRanges& ranges) {
  Uses uses(ranges.certificates.size());
  std::map<std::pair<size_t, size_t>, const CheckedRanges::Cell*> said;
  for (size_t i = 0; i < ranges.cells.size(); ++i) {
    const CheckedRanges::Cell& one = ranges.cells[i];
    const bool fits =
        one.family < seal.families.size() &&
        IsOf(seal.families[one.family], ranges) &&
        one.cell < seal.families[one.family].cells.size() &&
        !seal.families[one.family].cells[one.cell].published &&
        one.low_by.value_or(0) < uses.size() &&
        one.high_by.value_or(0) < uses.size() &&
        (one.low_by.has_value() || one.high_by.has_value()) &&
        said.emplace(std::pair(one.family, one.cell), &one).second;
    if (!fits) return Wrong("range", i, "is given wrongly");
    if (one.low_by.has_value()) uses[*one.low_by].first.push_back(i);
    if (one.high_by.has_value()) uses[*one.high_by].second.push_back(i);
  }
  for (size_t f = 0; f < seal.families.size(); ++f) {
    if (!IsOf(seal.families[f], ranges)) continue;
    for (size_t c = 0; c < seal.families[f].cells.size(); ++c) {
      const CheckedCell& cell = seal.families[f].cells[c];
      const auto found = said.find({f, c});
      const bool has_low =
          found != said.end() && found->second->low_by.has_value();
      const bool has_high =
          found != said.end() && found->second->high_by.has_value();
      if (has_low != (cell.low != 0) || has_high != cell.high.has_value()) {
        return Wrong("cell", c, "has a range without reason, or the reverse");
      }
    }
  }
  return uses;
}

absl::Status CheckBounds(const SealToCheck& seal, const CheckedRanges& ranges,
                         const Places& places, const Uses& uses) {
  for (size_t i = 0; i < uses.size(); ++i) {
    const auto& [lows, highs] = uses[i];
    if (lows.empty() && highs.empty()) {
      return Wrong("reason of a range", i, "is used for nothing");
    }
    const Verified verified(seal, places, ranges.certificates[i]);
    for (const size_t at : lows) {
      const CheckedRanges::Cell& one = ranges.cells[at];
      if (verified.Low(one.family, one.cell) !=
          seal.families[one.family].cells[one.cell].low) {
        return Wrong("range", at, "does not follow at its low end");
      }
    }
    for (const size_t at : highs) {
      const CheckedRanges::Cell& one = ranges.cells[at];
      const std::optional<int64_t> high = verified.High(one.family, one.cell);
      if (!high.has_value() ||
          high != seal.families[one.family].cells[one.cell].high) {
        return Wrong("range", at, "does not follow at its high end");
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckSet(const SealToCheck& seal, const CheckedRanges& ranges) {
  TOGUNA_RETURN_IF_ERROR(CheckCertificates(seal, ranges));
  TOGUNA_ASSIGN_OR_RETURN(const Uses uses, CheckUses(seal, ranges));
  if (uses.empty()) return absl::OkStatus();
  Places places(seal, ranges);
  TOGUNA_RETURN_IF_ERROR(places.Read());
  return CheckBounds(seal, ranges, places, uses);
}

}  // namespace

absl::Status CheckRanges(const SealToCheck& seal) {
  std::map<std::pair<bool, std::vector<size_t>>, CheckedRanges> sets;
  for (const CheckedRanges& one : seal.ranges) {
    if (!sets.emplace(std::pair(one.victims, one.strands), one).second) {
      return absl::InvalidArgumentError("a unit has two sets of ranges");
    }
  }
  // Families without any have no range.
  for (const CheckedFamily& family : seal.families) {
    CheckedRanges none;
    none.victims = family.victims;
    none.strands = family.strands;
    sets.emplace(std::pair(family.victims, family.strands), none);
  }
  for (const auto& [ignored, ranges] : sets) {
    TOGUNA_RETURN_IF_ERROR(CheckSet(seal, ranges));
  }
  return absl::OkStatus();
}

}  // namespace toguna
