#include "exchange/checker/check_witnesses.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/combinations.h"
#include "exchange/checker/used_dimensions.h"

namespace toguna {
namespace {

using Confines = std::vector<std::pair<std::string, std::string>>;

absl::Status Wrong(absl::string_view what, size_t number,
                   absl::string_view how) {
  return absl::FailedPreconditionError(
      absl::StrCat(what, " ", number + 1, " ", how));
}

// The points of the tables, and which of them lie in a count.
class Points {
 public:
  explicit Points(const SealToCheck& seal) : seal_(seal) {}

  absl::Status Read() {
    std::set<Combination> possible[2];
    std::vector<RuledOut> ruled_out[2];
    for (const bool victims : {false, true}) {
      used_[victims] = DimensionsOf(seal_, victims);
      TOGUNA_ASSIGN_OR_RETURN(const std::vector<Combination> all,
                              CombinationsOf(seal_, used_[victims].dimensions,
                                             used_[victims].finest));
      possible[victims].insert(all.begin(), all.end());
      ruled_out[victims] = RuledOutOf(seal_, used_[victims].dimensions);
    }
    std::set<std::tuple<size_t, bool, Combination>> seen;
    for (size_t p = 0; p < seal_.witnesses.points.size(); ++p) {
      const CheckedWitnesses::Point& given = seal_.witnesses.points[p];
      TOGUNA_ASSIGN_OR_RETURN(const auto nodes,
                              Resolve(given.codes, given.victims));
      Combination combination;
      for (const auto& [u, node] : nodes) {
        if (u == combination.size()) combination.push_back(node);
      }
      if (given.strand >= seal_.strands ||
          combination.size() != used_[given.victims].dimensions.size() ||
          possible[given.victims].count(combination) == 0 ||
          IsStructuralZero(seal_, used_[given.victims].dimensions,
                           combination) ||
          IsRuledOut(seal_, used_[given.victims].dimensions,
                     ruled_out[given.victims][given.strand], combination) ||
          !seen.emplace(given.strand, given.victims, combination).second) {
        return Wrong("point", p, "is none that a record can have, or another");
      }
      nodes_.push_back(std::move(combination));
    }
    return absl::OkStatus();
  }

  // Positions of the points inside a count of some strands.
  absl::StatusOr<std::vector<size_t>> Inside(
      const Confines& confines, bool victims,
      const std::vector<size_t>& strands) const {
    TOGUNA_ASSIGN_OR_RETURN(const auto nodes, Resolve(confines, victims));
    std::vector<size_t> inside;
    for (size_t p = 0; p < nodes_.size(); ++p) {
      const CheckedWitnesses::Point& point = seal_.witnesses.points[p];
      if (point.victims != victims ||
          std::count(strands.begin(), strands.end(), point.strand) == 0) {
        continue;
      }
      bool lies = true;
      for (const auto& [u, node] : nodes) {
        const NodeIndex mine = nodes_[p][u];
        lies = lies &&
               (node < 0 || mine < 0 ? node == mine
                                     : TreeAt(victims, u).IsWithin(mine, node));
      }
      if (lies) inside.push_back(p);
    }
    return inside;
  }

  // What everybody knows: the counts at some points, added up, are at least
  // those at others.
  struct Compared {
    std::vector<size_t> more;
    std::vector<size_t> less;
  };

  // Victims are at least as many as records that harm somebody, where they are
  // compared, in every strand and in what corrections leave.
  std::vector<Compared> Comparisons() const {
    const UsedDimensions shared = SharedDimensions(seal_);
    if (!seal_.victims_rule.has_value()) return {};
    if (used_[0].empty() || used_[1].empty()) return {};
    // What corrections leave has a place of its own.
    std::map<std::pair<size_t, Combination>, Compared> places;
    for (size_t p = 0; p < nodes_.size(); ++p) {
      const CheckedWitnesses::Point& point = seal_.witnesses.points[p];
      if (!point.victims && !IsPersonal(nodes_[p])) continue;
      Combination place;
      for (size_t i = 0; i < shared.dimensions.size(); ++i) {
        NodeIndex node = nodes_[p][At(point.victims, shared.dimensions[i])];
        const CodeTree& tree = *seal_.dimensions[shared.dimensions[i]].tree;
        while (node >= 0 && tree.depth(node) > shared.finest[i]) {
          node = tree.parent(node);
        }
        place.push_back(node);
      }
      if (IsCorrected(point.strand)) {
        Compared& left = places[{seal_.strands, place}];
        const bool removed = point.strand == seal_.corrections->removed;
        (point.victims != removed ? left.more : left.less).push_back(p);
      }
      Compared& compared = places[{point.strand, std::move(place)}];
      (point.victims ? compared.more : compared.less).push_back(p);
    }
    std::vector<Compared> all;
    for (auto& [ignored, compared] : places) all.push_back(std::move(compared));
    return all;
  }

  // What is taken back was accepted or added, combination by combination; and
  // no more records are added than taken back.
  std::vector<Compared> TakenBack() const {
    if (!seal_.corrections.has_value()) return {};
    std::map<std::pair<bool, Combination>, Compared> at;
    Compared records;
    for (size_t p = 0; p < nodes_.size(); ++p) {
      const CheckedWitnesses::Point& point = seal_.witnesses.points[p];
      if (!IsCorrected(point.strand)) continue;
      const bool removed = point.strand == seal_.corrections->removed;
      Compared& here = at[{point.victims, nodes_[p]}];
      (removed ? here.less : here.more).push_back(p);
      if (point.victims) continue;
      if (removed) records.more.push_back(p);
      if (point.strand == seal_.corrections->added) records.less.push_back(p);
    }
    std::vector<Compared> all = {std::move(records)};
    for (auto& [ignored, compared] : at) all.push_back(std::move(compared));
    return all;
  }

 private:
  const CodeTree& TreeAt(bool victims, size_t u) const {
    return *seal_.dimensions[used_[victims].dimensions[u]].tree;
  }
  // Position among the unit's used dimensions.
  size_t At(bool victims, size_t dimension) const {
    const auto& used = used_[victims].dimensions;
    return static_cast<size_t>(std::find(used.begin(), used.end(), dimension) -
                               used.begin());
  }
  // It has been corrected, or holds corrections.
  bool IsCorrected(size_t strand) const {
    if (!seal_.corrections.has_value()) return false;
    const CheckedCorrections& some = *seal_.corrections;
    return strand == some.removed || strand == some.added ||
           std::count(some.of.begin(), some.of.end(), strand) > 0;
  }
  bool IsPersonal(const Combination& record) const {
    for (const auto& exemption : seal_.victims_rule->unless) {
      const size_t exempting = DimensionOfInput(seal_, exemption.input);
      if (exempting == seal_.dimensions.size()) return false;
      const NodeIndex node = record[At(false, exempting)];
      if (node < 0) return false;
      const CodeTree& tree = *seal_.dimensions[exempting].tree;
      for (const std::string& code : exemption.codes) {
        const std::optional<NodeIndex> top = tree.Find(code);
        if (top.has_value() && tree.IsWithin(node, *top)) return false;
      }
    }
    return true;
  }

  // (used dimension, node), ascending, each dimension once.
  absl::StatusOr<std::vector<std::pair<size_t, NodeIndex>>> Resolve(
      const Confines& confines, bool victims) const {
    std::map<size_t, NodeIndex> nodes;
    for (const auto& [id, code] : confines) {
      bool found = false;
      for (size_t u = 0; u < used_[victims].dimensions.size(); ++u) {
        const CheckedDimension& dimension =
            seal_.dimensions[used_[victims].dimensions[u]];
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
  UsedDimensions used_[2];
  std::vector<Combination> nodes_;
};

// Counts of one table by point.
using Dense = std::vector<int64_t>;

absl::StatusOr<Dense> DenseOf(const CheckedWitnesses& witnesses,
                              const CheckedWitnesses::Counts& counts,
                              absl::string_view what, size_t number) {
  Dense dense(witnesses.points.size(), 0);
  std::set<size_t> seen;
  for (const auto& [point, count] : counts) {
    if (point >= dense.size() || count < 0 || !seen.insert(point).second) {
      return Wrong(what, number, "has a wrong point or a negative count");
    }
    dense[point] = count;
  }
  return dense;
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

class Witnesses {
 public:
  explicit Witnesses(const SealToCheck& seal) : seal_(seal), points_(seal) {}

  absl::Status Check() {
    TOGUNA_RETURN_IF_ERROR(points_.Read());
    TOGUNA_RETURN_IF_ERROR(ReadTables());
    TOGUNA_RETURN_IF_ERROR(CheckAgreement(seal_.families));
    TOGUNA_RETURN_IF_ERROR(CheckAgreement(seal_.earlier));
    TOGUNA_RETURN_IF_ERROR(CheckComparisons(points_.Comparisons(),
                                            "has more records than victims"));
    TOGUNA_RETURN_IF_ERROR(CheckComparisons(points_.TakenBack(),
                                            "takes back what was never there"));
    for (size_t p = 0; p < seal_.proofs.size(); ++p) {
      TOGUNA_RETURN_IF_ERROR(CheckProof(p));
    }
    return CheckCompleteness();
  }

 private:
  absl::Status ReadTables() {
    const CheckedWitnesses& witnesses = seal_.witnesses;
    for (size_t v = 0; v < witnesses.owns.size(); ++v) {
      TOGUNA_ASSIGN_OR_RETURN(Dense own,
                              DenseOf(witnesses, witnesses.owns[v], "view", v));
      owns_.push_back(std::move(own));
    }
    // Everybody has nothing.
    if (owns_.empty() ||
        std::any_of(owns_[0].begin(), owns_[0].end(),
                    [](int64_t count) { return count != 0; })) {
      return absl::FailedPreconditionError("the first view is not everybody's");
    }
    for (size_t t = 0; t < witnesses.tables.size(); ++t) {
      if (witnesses.tables[t].view >= owns_.size()) {
        return Wrong("table", t, "is of no view");
      }
      TOGUNA_ASSIGN_OR_RETURN(
          Dense counts,
          DenseOf(witnesses, witnesses.tables[t].counts, "table", t));
      tables_.push_back(std::move(counts));
    }
    return absl::OkStatus();
  }

  // Every table, with what its view has itself, has the value of every
  // published cell.
  absl::Status CheckAgreement(const std::vector<CheckedFamily>& families) {
    for (const CheckedFamily& family : families) {
      for (const CheckedCell& cell : family.cells) {
        if (!cell.published) continue;
        Confines confines;
        for (size_t i = 0; i < cell.codes.size(); ++i) {
          confines.emplace_back(family.axes[i].dimension, cell.codes[i]);
        }
        TOGUNA_ASSIGN_OR_RETURN(
            const auto inside,
            points_.Inside(confines, family.victims, family.strands));
        std::vector<int64_t> own;
        for (const Dense& counts : owns_) {
          TOGUNA_ASSIGN_OR_RETURN(own.emplace_back(), SumOf(counts, inside));
        }
        for (size_t t = 0; t < tables_.size(); ++t) {
          TOGUNA_ASSIGN_OR_RETURN(int64_t sum, SumOf(tables_[t], inside));
          if (__builtin_add_overflow(sum, own[seal_.witnesses.tables[t].view],
                                     &sum)) {
            return absl::ResourceExhaustedError("a sum does not fit 64 bits");
          }
          if (sum != cell.value) {
            return Wrong("table", t, "does not agree with a published cell");
          }
        }
      }
    }
    return absl::OkStatus();
  }

  // It holds for what others have, too.
  absl::Status CheckComparisons(const std::vector<Points::Compared>& all,
                                absl::string_view otherwise) {
    for (const Points::Compared& compared : all) {
      if (compared.less.empty()) continue;
      for (size_t t = 0; t < tables_.size(); ++t) {
        TOGUNA_ASSIGN_OR_RETURN(const int64_t more,
                                SumOf(tables_[t], compared.more));
        TOGUNA_ASSIGN_OR_RETURN(const int64_t less,
                                SumOf(tables_[t], compared.less));
        if (more < less) return Wrong("table", t, otherwise);
      }
    }
    return absl::OkStatus();
  }

  absl::Status CheckProof(size_t number) {
    const CheckedProof& proof = seal_.proofs[number];
    if (proof.cell >= seal_.unsafe.size() || proof.view >= owns_.size() ||
        proof.value < 1 || proof.largest_part < 1 ||
        proof.largest_part > proof.value || proof.high >= tables_.size() ||
        proof.low >= tables_.size() ||
        seal_.witnesses.tables[proof.high].view != proof.view ||
        seal_.witnesses.tables[proof.low].view != proof.view ||
        !seen_.emplace(proof.cell, proof.view, proof.value).second) {
      return Wrong("proof", number, "is described wrongly");
    }
    const CheckedUnsafe& unsafe = seal_.unsafe[proof.cell];
    TOGUNA_ASSIGN_OR_RETURN(
        const auto inside,
        points_.Inside(unsafe.codes, unsafe.victims, unsafe.strands));
    TOGUNA_ASSIGN_OR_RETURN(const int64_t high,
                            SumOf(tables_[proof.high], inside));
    TOGUNA_ASSIGN_OR_RETURN(const int64_t low,
                            SumOf(tables_[proof.low], inside));
    // What earlier publications confine by themselves no seal can widen.
    if (proof.confined && !seal_.earlier.empty()) return absl::OkStatus();
    const int64_t minimum = unsafe.minimum;
    if (proof.confined || high < std::max(minimum, proof.value) ||
        low > proof.value - proof.largest_part || high - low < minimum) {
      return Wrong("unsafe count", proof.cell, "is confined too closely");
    }
    return absl::OkStatus();
  }

  // Every unsafe count has a proof for everybody and for every view that does
  // not account for all of it; the values agree.
  absl::Status CheckCompleteness() {
    std::map<std::pair<size_t, size_t>, int64_t> values;
    for (const auto& [cell, view, value] : seen_) {
      if (!values.emplace(std::pair(cell, view), value).second) {
        return Wrong("unsafe count", cell, "has two values in one view");
      }
    }
    for (size_t c = 0; c < seal_.unsafe.size(); ++c) {
      const CheckedUnsafe& unsafe = seal_.unsafe[c];
      const auto all = values.find({c, 0});
      if (all == values.end()) return Wrong("unsafe count", c, "has no proof");
      if (!unsafe.viewed) continue;
      TOGUNA_ASSIGN_OR_RETURN(
          const auto inside,
          points_.Inside(unsafe.codes, unsafe.victims, unsafe.strands));
      for (size_t v = 1; v < owns_.size(); ++v) {
        TOGUNA_ASSIGN_OR_RETURN(const int64_t own, SumOf(owns_[v], inside));
        const auto others = values.find({c, v});
        const int64_t left = others == values.end() ? 0 : others->second;
        if (own > all->second || left != all->second - own) {
          return Wrong("unsafe count", c, "lacks the proof for a contributor");
        }
      }
    }
    return absl::OkStatus();
  }

  const SealToCheck& seal_;
  Points points_;
  std::vector<Dense> owns_;
  std::vector<Dense> tables_;
  std::set<std::tuple<size_t, size_t, int64_t>> seen_;
};

}  // namespace

absl::Status CheckWitnesses(const SealToCheck& seal) {
  return Witnesses(seal).Check();
}

}  // namespace toguna
