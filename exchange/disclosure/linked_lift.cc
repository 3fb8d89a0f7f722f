// LinkedSystem: tables that proved what was published before records were told
// apart by their cohorts.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "exchange/disclosure/linked_system.h"

namespace toguna {
namespace {

// Of an earlier table: more is no table of anything that is sealed, and sums of
// such numbers fit.
constexpr int64_t kMostOfAPoint = int64_t{1} << 36;

// Where earlier witnesses lie: by dimension, the codes that their points use.
using Told = std::map<std::string, std::set<std::string>>;

Told ToldBy(const WitnessSet& witnesses, Unit unit) {
  Told told;
  for (const WitnessSet::Point& point : witnesses.points) {
    if (point.unit != unit) continue;
    for (const auto& [dimension, code] : point.codes) {
      told[dimension].insert(code);
    }
  }
  return told;
}

}  // namespace

LinkedSystem::ProvenBefore LinkedSystem::Lifted(
    const Publication& publication) const {
  const WitnessSet& witnesses = *publication.witnesses;
  const std::vector<size_t> strands = publication.WitnessedStrands();
  ProvenBefore proven{.strands = strands, .changes = {}};
  std::vector<Told> told;
  for (const Scheme& scheme : schemes_) {
    told.push_back(ToldBy(witnesses, scheme.unit()));
  }
  // A point as earlier witnesses tell it, strand and unit before it.
  using Key = std::pair<std::pair<size_t, size_t>, Scheme::Codes>;
  const auto coarse = [&](size_t strand, size_t unit,
                          int64_t atom) -> std::optional<Key> {
    const Scheme& scheme = schemes_[unit];
    const Point point = scheme.PointOfAtom(atom);
    const std::vector<std::string> ids = scheme.DimensionIds();
    Scheme::Codes codes;
    for (size_t d = 0; d < ids.size(); ++d) {
      const auto known = told[unit].find(ids[d]);
      if (known == told[unit].end()) continue;
      std::string code;
      for (NodeIndex node = point[d]; node != kNowhere;
           node = scheme.TreeOf(d).parent(node)) {
        code = scheme.TreeOf(d).code(node);
        if (known->second.count(code) > 0) break;
      }
      if (known->second.count(code) == 0) return std::nullopt;
      codes.emplace_back(ids[d], std::move(code));
    }
    std::sort(codes.begin(), codes.end());
    return Key{{strand, unit}, std::move(codes)};
  };
  // What lies at each point, those in no cohort first; and where more may come.
  struct Here {
    std::vector<std::pair<int32_t, int64_t>> counts;
    int64_t total = 0;
    int32_t more = -1;
  };
  std::map<Key, Here> here;
  std::vector<bool> in_cohort(static_cast<size_t>(unknowns_), false);
  for (const size_t s : strands) {
    for (size_t u = 0; u < schemes_.size(); ++u) {
      const std::vector<std::string> ids = schemes_[u].DimensionIds();
      for (int64_t atom = 0; atom < schemes_[u].atoms(); ++atom) {
        const Point point = schemes_[u].PointOfAtom(atom);
        // One that the witnesses tell apart, too, they have in its place.
        bool in = false;
        for (size_t d = 0; d < ids.size(); ++d) {
          in = in || (point[d] != kNowhere && IsOfCohorts(ids[d]) &&
                      told[u].count(ids[d]) == 0);
        }
        const int32_t unknown = UnknownOf(s, u, atom);
        in_cohort[static_cast<size_t>(unknown)] = in;
        if (in) continue;
        const auto key = coarse(s, u, atom);
        // The last of them: of victims one whose kind boxes tell least of.
        if (key.has_value()) here[*key].more = unknown;
      }
    }
  }
  const auto key_of = [&](int32_t unknown) -> std::optional<Key> {
    for (const size_t s : strands) {
      for (size_t u = 0; u < schemes_.size(); ++u) {
        const int64_t atom = unknown - first_[s][u];
        if (atom < 0 || atom >= schemes_[u].atoms()) continue;
        return coarse(s, u, atom);
      }
    }
    return std::nullopt;
  };
  const auto is_counted = [&](int32_t unknown) {
    return std::any_of(strands.begin(), strands.end(), [&](size_t s) {
      const int32_t end = s + 1 < first_.size() ? first_[s + 1][0] : unknowns_;
      return unknown >= first_[s][0] && unknown < end;
    });
  };
  for (const bool cohorts : {false, true}) {
    for (const auto& [unknown, count] : truth_) {
      if (in_cohort[static_cast<size_t>(unknown)] != cohorts ||
          !is_counted(unknown)) {
        continue;
      }
      const auto key = key_of(unknown);
      if (!key.has_value()) return proven;
      here[*key].counts.emplace_back(unknown, count);
      here[*key].total += count;
    }
  }
  // What each view's owner has there. Witnesses that were kept do not say whose
  // they are: they are the view's whose owner has the same.
  std::vector<std::map<const Here*, int64_t>> owns(owns_.size());
  for (size_t view = 0; view < owns_.size(); ++view) {
    for (const auto& [unknown, count] : owns_[view]) {
      const auto key = is_counted(unknown) ? key_of(unknown) : std::nullopt;
      if (key.has_value() && count > 0) owns[view][&here[*key]] += count;
    }
  }
  const std::vector<size_t>& numbered = publication.WitnessStrands();
  std::vector<const Here*> at;
  std::vector<bool> elsewhere;  // in a strand that is none of the system's
  for (const WitnessSet::Point& point : witnesses.points) {
    at.push_back(nullptr);
    const auto strand = static_cast<size_t>(point.strand);
    elsewhere.push_back(strand < numbered.size() &&
                        numbered[strand] == Publication::kNoStrand);
    if (strand >= numbered.size() || elsewhere.back()) continue;
    for (size_t u = 0; u < schemes_.size(); ++u) {
      if (schemes_[u].unit() != point.unit) continue;
      Scheme::Codes codes = point.codes;
      std::sort(codes.begin(), codes.end());
      const auto found = here.find({{numbered[strand], u}, codes});
      if (found != here.end()) at.back() = &found->second;
    }
  }
  for (const WitnessSet::Table& table : witnesses.tables) {
    const auto view = static_cast<size_t>(table.view);
    if (view >= witnesses.owns.size()) continue;
    std::map<const Here*, int64_t> counts;
    std::map<const Here*, int64_t> its;
    bool fits = true;
    for (const WitnessSet::Counts* some :
         {&table.counts, &witnesses.owns[view]}) {
      for (const auto& [point, count] : *some) {
        const auto p = static_cast<size_t>(point);
        if (p < at.size() && elsewhere[p]) continue;
        fits = fits && p < at.size() && at[p] != nullptr && count >= 0 &&
               count <= kMostOfAPoint;
        if (!fits) break;
        counts[at[p]] += count;
        if (some == &witnesses.owns[view]) its[at[p]] += count;
      }
    }
    const auto same = std::find(owns.begin(), owns.end(), its);
    if (!fits || same == owns.end()) continue;
    const auto mine = static_cast<size_t>(same - owns.begin());
    std::map<int32_t, int64_t> by;
    for (const auto& [ignored, one] : here) {
      const auto found = counts.find(&one);
      int64_t more = (found == counts.end() ? 0 : found->second) - one.total;
      if (more > 0) {
        fits = fits && one.more >= 0;
        if (one.more >= 0) by[one.more] += more;
      }
      for (const auto& [unknown, count] : one.counts) {
        if (more >= 0) break;
        const int64_t less = std::min(count - OwnOf(mine, unknown), -more);
        by[unknown] -= less;
        more += less;
      }
    }
    if (!fits) continue;
    std::map<int32_t, int64_t> groups;
    for (const auto& [unknown, more] : by) {
      groups[group_of_[static_cast<size_t>(unknown)]] += more;
    }
    Change& change = proven.changes.emplace_back();
    for (const auto& [group, more] : groups) {
      if (more != 0) change.emplace_back(group, more);
    }
  }
  return proven;
}

int64_t LinkedSystem::OwnOf(size_t view, int32_t unknown) const {
  const auto& owns = owns_[view];
  const auto found = std::lower_bound(owns.begin(), owns.end(),
                                      std::pair(unknown, int64_t{0}));
  return found == owns.end() || found->first != unknown ? 0 : found->second;
}

bool LinkedSystem::IsOfCohorts(const std::string& dimension) const {
  return std::any_of(
      publications_.begin(), publications_.end(),
      [&](const Publication& publication) {
        return std::any_of(
            publication.cohorts.begin(), publication.cohorts.end(),
            [&](const KnownCohort& one) { return one.dimension == dimension; });
      });
}

}  // namespace toguna
