// LinkedSystem: unknowns that nothing tells apart as one.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/disclosure/elimination.h"
#include "exchange/disclosure/linked_system.h"
#include "exchange/disclosure/slacks.h"

namespace toguna {

absl::StatusOr<Secrets> LinkedSystem::TakeSecrets(
    const std::vector<size_t>& order) {
  std::vector<Sum> sums;
  for (Guard& guard : guarded_sums_) sums.push_back(std::move(guard.sum));
  for (const size_t candidate : order) {
    sums.push_back(std::move(candidate_sums_[candidate]));
  }
  for (Fixed& fixed : fixed_) sums.push_back(std::move(fixed.sum));
  const auto add = [&](std::vector<Relation>& relations) {
    for (Relation& relation : relations) {
      sums.push_back(std::move(relation.more));
      sums.push_back(std::move(relation.less));
    }
  };
  add(relations_);
  for (Harm& harm : harms_) {
    for (Relation* side : {&harm.victims, &harm.records}) {
      sums.push_back(std::move(side->more));
      sums.push_back(std::move(side->less));
    }
  }
  const size_t before_taken_back = relations_.size();
  group_of_ = GroupsOf(unknowns_, sums);
  if (corrected_ != nullptr) {
    std::vector<Relation> taken_back = TakenBack(group_of_);
    add(taken_back);
    relations_.resize(relations_.size() + taken_back.size());
    group_of_ = GroupsOf(unknowns_, sums);
  }
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
  const auto take = [&] {
    Relation relation{std::move(merged[next]), std::move(merged[next + 1])};
    next += 2;
    return relation;
  };
  for (size_t i = 0; i < before_taken_back; ++i) {
    secrets.relations.push_back(take());
    secrets.relations.back().nameable = relations_[i].nameable;
  }
  for (size_t i = 0; i < harms_.size(); ++i) {
    Relation victims = take();
    secrets.harms.push_back({std::move(victims), take()});
  }
  while (next < merged.size()) secrets.relations.push_back(take());
  TOGUNA_RETURN_IF_ERROR(CheckKnown(secrets));
  own_groups_ = secrets.views;
  return secrets;
}

// What everybody knows holds for what each has, and for what all others have.
absl::Status LinkedSystem::CheckKnown(const Secrets& secrets) {
  const auto wrong = [](const char* what) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "RECORD_INVALID",
                       what, {{"field", "tallies"}});
  };
  const Slacks slacks(secrets);
  for (size_t view = 0; view < secrets.views.size(); ++view) {
    for (size_t r = 0; r < secrets.relations.size(); ++r) {
      if (slacks.OfRelation(view, r) >= 0) continue;
      return wrong(
          "a record has no victims, though its dataset says that every record "
          "has; or more is added by corrections than taken back");
    }
    for (size_t h = 0; h < secrets.harms.size(); ++h) {
      if (slacks.VictimsOf(view, h) <= 0 || slacks.RecordsOf(view, h) > 0) {
        continue;
      }
      return wrong("there are victims of no record");
    }
  }
  return absl::OkStatus();
}

// Guards over the same groups in the same view are one. Returns how many of
// `merged` were used.
size_t LinkedSystem::TakeGuards(std::vector<Sum>& merged, Secrets& secrets) {
  absl::flat_hash_map<std::pair<Sum, size_t>, size_t> known;
  std::vector<size_t> number_of;
  for (size_t i = 0; i < guarded_sums_.size(); ++i) {
    const Guard& guard = guarded_sums_[i];
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
  return guarded_sums_.size();
}

// What a view's owner cannot account for is put on the first unknown of its
// group; what is his own stays where it is.
WitnessSet LinkedSystem::WitnessesOf(const std::vector<Table>& tables,
                                     const std::vector<size_t>& view_of) const {
  WitnessSet set;
  set.views = views_;
  set.victims_in_records = true;
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
