// LinkedSystem: what everybody knows of it, and unknowns that nothing tells
// apart as one.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/reason.h"
#include "exchange/disclosure/elimination.h"
#include "exchange/disclosure/exempting.h"
#include "exchange/disclosure/linked_system.h"

namespace toguna {
namespace {

size_t UnitAt(const std::vector<Scheme>& schemes, Unit unit) {
  size_t at = 0;
  while (at < schemes.size() && schemes[at].unit() != unit) ++at;
  return at;
}

// A record at `point` harms at least one person.
bool IsPersonal(const Dataset& dataset, const Scheme& records,
                const Point& point) {
  const std::vector<std::string> ids = records.DimensionIds();
  for (const auto& exemption : dataset.victims_in_every_record->unless) {
    const Dimension* exempting = ExemptingDimension(dataset, exemption);
    if (exempting == nullptr) return false;
    const auto at = static_cast<size_t>(
        std::find(ids.begin(), ids.end(), exempting->id) - ids.begin());
    if (at == ids.size() || point[at] == kNowhere) return false;
    const CodeTree& tree = records.TreeOf(at);
    for (const std::string& code : exemption.codes) {
      const auto node = tree.Find(code);
      if (node.has_value() && tree.IsWithin(point[at], *node)) return false;
    }
  }
  return true;
}

}  // namespace

bool Publication::MayShow(size_t family, int64_t cell) const {
  if (within == nullptr) return true;
  if (family >= within->size()) return false;
  const std::vector<SealedCell>& cells = (*within)[family].cells;
  const auto at = static_cast<size_t>(cell);
  return at < cells.size() && cells[at].status == CellStatus::kPublished;
}

// Victims are at least as many as records, wherever both are told apart.
void LinkedSystem::AddRelations(const Dataset& dataset) {
  const size_t r = UnitAt(schemes_, Unit::kRecord);
  const size_t v = UnitAt(schemes_, Unit::kVictim);
  if (r == schemes_.size() || v == schemes_.size() ||
      !dataset.victims_in_every_record.has_value()) {
    return;
  }
  const std::vector<Scheme::Refinement> joined =
      schemes_[v].RefinementsOfRecords();
  const auto place = [&](const Scheme& scheme, const Point& point) {
    const std::vector<std::string> ids = scheme.DimensionIds();
    Point nodes;
    for (const Scheme::Refinement& one : joined) {
      const auto at = static_cast<size_t>(
          std::find(ids.begin(), ids.end(), one.dimension) - ids.begin());
      nodes.push_back(point[at] == kNowhere
                          ? kNowhere
                          : scheme.TreeOf(at).AtDepth(point[at], one.finest));
    }
    return nodes;
  };
  std::map<Point, std::pair<Sum, Sum>> places;  // victims, records
  for (int64_t atom = 0; atom < schemes_[v].atoms(); ++atom) {
    places[place(schemes_[v], schemes_[v].PointOfAtom(atom))].first.push_back(
        static_cast<int32_t>(atom));
  }
  for (int64_t atom = 0; atom < schemes_[r].atoms(); ++atom) {
    const Point point = schemes_[r].PointOfAtom(atom);
    if (!IsPersonal(dataset, schemes_[r], point)) continue;
    places[place(schemes_[r], point)].second.push_back(
        static_cast<int32_t>(atom));
  }
  for (size_t s = 0; s < strands_.size(); ++s) {
    for (const auto& [ignored, sums] : places) {
      if (sums.first.empty() || sums.second.empty()) continue;
      Relation& relation = relations_.emplace_back();
      for (const int32_t atom : sums.first) {
        relation.more.push_back(UnknownOf(s, v, atom));
      }
      for (const int32_t atom : sums.second) {
        relation.less.push_back(UnknownOf(s, r, atom));
      }
    }
  }
}

absl::StatusOr<Secrets> LinkedSystem::TakeSecrets(
    const std::vector<size_t>& order) {
  std::vector<Sum> sums;
  for (Guard& guard : guards_) sums.push_back(std::move(guard.sum));
  for (const size_t candidate : order) {
    sums.push_back(std::move(candidate_sums_[candidate]));
  }
  for (Fixed& fixed : fixed_) sums.push_back(std::move(fixed.sum));
  for (Relation& relation : relations_) {
    sums.push_back(std::move(relation.more));
    sums.push_back(std::move(relation.less));
  }
  group_of_ = GroupsOf(unknowns_, sums);
  std::vector<Sum> merged = MergeAlike(group_of_, sums);
  sums.clear();

  Secrets secrets;
  const int32_t groups =
      group_of_.empty()
          ? 0
          : *std::max_element(group_of_.begin(), group_of_.end()) + 1;
  const auto counted = [&](const auto& sparse) {
    Table table(static_cast<size_t>(groups), 0);
    for (const auto& [unknown, count] : sparse) {
      table[static_cast<size_t>(group_of_[static_cast<size_t>(unknown)])] +=
          count;
    }
    return table;
  };
  secrets.truth = counted(truth_);
  for (const auto& own : owns_) secrets.views.push_back(counted(own));

  size_t next = TakeGuards(merged, secrets);
  for (const size_t candidate : order) {
    const Candidate& one = candidates_[candidate];
    secrets.showables.push_back(
        {std::move(merged[next++]), one.value, one.coarseness, one.weight});
  }
  for (const Fixed& fixed : fixed_) {
    secrets.fixed.push_back({std::move(merged[next++]), fixed.value});
  }
  for (size_t i = 0; i < relations_.size(); ++i) {
    Relation relation{std::move(merged[next]), std::move(merged[next + 1])};
    next += 2;
    const auto holds = [&](const Table& own) {
      return SumIn(relation.more, secrets.truth) -
                 SumIn(relation.less, secrets.truth) >=
             SumIn(relation.more, own) - SumIn(relation.less, own);
    };
    if (!std::all_of(secrets.views.begin(), secrets.views.end(), holds)) {
      return ReasonError(absl::StatusCode::kInvalidArgument, "RECORD_INVALID",
                         "a record has no victims, though its dataset says "
                         "that every record has",
                         {{"field", "tallies"}});
    }
    secrets.relations.push_back(std::move(relation));
  }
  own_groups_ = secrets.views;
  return secrets;
}

// Guards over the same groups in the same view are one. Returns how many of
// `merged` were used.
size_t LinkedSystem::TakeGuards(std::vector<Sum>& merged, Secrets& secrets) {
  absl::flat_hash_map<std::pair<Sum, size_t>, size_t> known;
  std::vector<size_t> number_of;
  for (size_t i = 0; i < guards_.size(); ++i) {
    const Guard& guard = guards_[i];
    const auto [found, added] =
        known.emplace(std::pair(merged[i], guard.view), secrets.guarded.size());
    number_of.push_back(found->second);
    if (added) {
      secrets.guarded.push_back({std::move(merged[i]), guard.view, guard.high,
                                 guard.low, guard.spread});
      continue;
    }
    Guarded& same = secrets.guarded[found->second];
    same.high = std::max(same.high, guard.high);
    same.low = std::min(same.low, guard.low);
    same.spread = std::max(same.spread, guard.spread);
  }
  for (Question& question : questions_) {
    question.guarded = number_of[question.guarded];
  }
  return guards_.size();
}

// What a view's owner cannot account for is put on the first unknown of its
// group; what is his own stays where it is.
WitnessSet LinkedSystem::WitnessesOf(const std::vector<Table>& tables,
                                     const std::vector<size_t>& view_of) const {
  WitnessSet set;
  set.views = views_;
  std::vector<int32_t> unknown_of(own_groups_[0].size(), -1);
  for (size_t unknown = group_of_.size(); unknown-- > 0;) {
    unknown_of[static_cast<size_t>(group_of_[unknown])] =
        static_cast<int32_t>(unknown);
  }
  absl::flat_hash_map<int32_t, int32_t> point_of;
  const auto point = [&](int32_t unknown) {
    const auto [found, added] =
        point_of.emplace(unknown, static_cast<int32_t>(set.points.size()));
    if (added) set.points.push_back(PointAt(unknown));
    return found->second;
  };
  for (const auto& own : owns_) {
    WitnessSet::Counts& counts = set.owns.emplace_back();
    for (const auto& [unknown, count] : own) {
      if (count > 0) counts.emplace_back(point(unknown), count);
    }
    std::sort(counts.begin(), counts.end());
  }
  for (size_t t = 0; t < tables.size(); ++t) {
    WitnessSet::Table& table = set.tables.emplace_back();
    table.view = static_cast<int32_t>(view_of[t]);
    for (size_t group = 0; group < tables[t].size(); ++group) {
      const int64_t others = tables[t][group] - own_groups_[view_of[t]][group];
      if (others > 0) {
        table.counts.emplace_back(point(unknown_of[group]), others);
      }
    }
    std::sort(table.counts.begin(), table.counts.end());
  }
  return set;
}

WitnessSet::Point LinkedSystem::PointAt(int32_t unknown) const {
  for (size_t s = first_.size(); s-- > 0;) {
    for (size_t u = schemes_.size(); u-- > 0;) {
      if (unknown < first_[s][u]) continue;
      return {.strand = static_cast<int32_t>(s),
              .unit = schemes_[u].unit(),
              .codes = schemes_[u].CodesOfAtom(unknown - first_[s][u])};
    }
  }
  return {};
}

}  // namespace toguna
