#include "policies/rules/counter_offer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/base/code_tree.h"
#include "policies/model/cadence.h"
#include "policies/rules/case.h"
#include "policies/rules/cohorts.h"
#include "policies/rules/period_ask.h"
#include "policies/rules/sensitivity.h"

namespace toguna {
namespace {

// Giving up a level weighs as much as all codes of a dimension; a period more
// than all levels, and a table or cohorts more than all periods that an ask can
// have.
constexpr int64_t kLevel = 10'000;
constexpr int64_t kPeriod = 40 * kLevel;
constexpr int64_t kFamily = 100 * kPeriod;
// Of tables, levels and codes together; beyond, nothing is offered.
constexpr size_t kMostCandidates = 20'000;
// What an ask may list for anything to be looked for: nobody types more, and
// the search would take as long as whoever sends it likes.
constexpr size_t kMostListed = 500;

bool IsTooLong(const Ask& ask) {
  size_t listed = ask.families.size() + ask.cohorts.size() + ask.levels.size() +
                  ask.cohort_levels.size() + ask.periods.size();
  for (const Grant::CodeFilter& one : ask.code_filters) {
    listed += 1 + one.codes.size();
  }
  return listed > kMostListed;
}

std::optional<int> LevelIn(const std::vector<LevelLimit>& levels,
                           const std::string& dimension) {
  for (const LevelLimit& one : levels) {
    if (one.dimension == dimension) return one.finest;
  }
  return std::nullopt;
}

// What filters leave of a dimension: the topmost nodes, in tree order.
std::vector<NodeIndex> KeptOf(const CodeTree& tree,
                              const std::vector<Grant::CodeFilter>& filters,
                              const std::string& dimension) {
  std::vector<NodeIndex> kept = {CodeTree::kTop};
  for (const Grant::CodeFilter& filter : filters) {
    if (filter.dimension != dimension) continue;
    std::set<NodeIndex> next;
    for (const NodeIndex node : kept) {
      for (const std::string& code : filter.codes) {
        const std::optional<NodeIndex> to = tree.Find(code);
        if (!to.has_value()) continue;
        if (tree.IsWithin(*to, node)) {
          next.insert(*to);
        } else if (tree.IsWithin(node, *to)) {
          next.insert(node);
        }
      }
    }
    kept.assign(next.begin(), next.end());
  }
  return kept;
}

// `ask` with the levels of rows among all others, if that says the same.
Ask AsOne(Ask ask) {
  std::vector<LevelLimit> of_rows_alone;
  for (const LevelLimit& one : ask.cohort_levels) {
    const std::optional<int> of_tables = LevelIn(ask.levels, one.dimension);
    if (of_tables.value_or(one.finest) != one.finest) return ask;
    if (!of_tables.has_value()) of_rows_alone.push_back(one);
  }
  ask.levels.insert(ask.levels.end(), of_rows_alone.begin(),
                    of_rows_alone.end());
  ask.cohort_levels.clear();
  return ask;
}

int64_t LeavesIn(const CodeTree& tree, const std::vector<NodeIndex>& nodes) {
  int64_t leaves = 0;
  for (const NodeIndex leaf : tree.Leaves()) {
    leaves += std::any_of(nodes.begin(), nodes.end(), [&](NodeIndex node) {
      return tree.IsWithin(leaf, node);
    });
  }
  return leaves;
}

// `node` without what lies in `left_out`, as few nodes as that takes.
void Without(const CodeTree& tree, NodeIndex node,
             const std::set<NodeIndex>& left_out,
             std::vector<NodeIndex>& kept) {
  if (left_out.contains(node)) return;
  const bool holds_some =
      std::any_of(left_out.begin(), left_out.end(),
                  [&](NodeIndex one) { return tree.IsWithin(one, node); });
  if (!holds_some) {
    kept.push_back(node);
    return;
  }
  for (const NodeIndex child : tree.children(node)) {
    Without(tree, child, left_out, kept);
  }
}

class Search {
 public:
  Search(const Catalog& catalog, const Ask& ask, const Facts& facts)
      : catalog_(catalog),
        ask_(ask),
        facts_(facts),
        agreement_(*catalog.FindAgreement(ask.agreement)),
        dataset_(*catalog.FindDataset(ask.dataset)),
        grant_(*agreement_.FindGrant(ask.dataset)) {}

  std::optional<Ask> Find() {
    const Plan* plan = catalog_.PlanOf(ask_.dataset);
    if (dataset_.kind == Dataset::Kind::kAlerts || plan == nullptr) {
      return std::nullopt;
    }
    std::vector<const Family*> families;
    for (const FamilyId& id : ask_.families) {
      const Family* family = plan->FindFamily(id);
      if (family != nullptr &&
          std::count(grant_.families.begin(), grant_.families.end(), id) > 0) {
        families.push_back(family);
      }
    }
    std::vector<const CohortPlan*> cohorts;
    for (const CohortsId& id : ask_.cohorts) {
      const CohortPlan* found = plan->FindCohorts(id);
      if (found != nullptr &&
          std::count(grant_.cohorts.begin(), grant_.cohorts.end(), id) > 0) {
        cohorts.push_back(found);
      }
    }
    const size_t all = families.size() + cohorts.size();
    if (all == 0 || all > 12) return std::nullopt;
    for (size_t some = 1; some < size_t{1} << all; ++some) {
      std::vector<const Family*> chosen;
      std::vector<const CohortPlan*> rows;
      for (size_t i = 0; i < all; ++i) {
        if ((some >> i) % 2 == 0) continue;
        if (i < families.size()) {
          chosen.push_back(families[i]);
        } else {
          rows.push_back(cohorts[i - families.size()]);
        }
      }
      AddOf(chosen, rows);
    }
    if (candidates_.size() > kMostCandidates) return std::nullopt;
    std::stable_sort(
        candidates_.begin(), candidates_.end(),
        [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [ignored, candidate] : candidates_) {
      if (!Decide(catalog_, candidate, facts_).allowed) continue;
      // As it was asked, where it can be.
      return ask_.cohort_levels.empty() ? AsOne(candidate) : candidate;
    }
    return std::nullopt;
  }

 private:
  void AddOf(const std::vector<const Family*>& families,
             const std::vector<const CohortPlan*>& cohorts) {
    Ask ask = ask_;
    ask.families.clear();
    ask.cohorts.clear();
    ask.levels.clear();
    ask.cohort_levels.clear();
    ask.periods.clear();
    std::set<Period::Kind> kinds;
    std::map<std::string, int> finest;  // by dimension
    for (const Family* family : families) {
      ask.families.push_back(family->id);
      kinds.insert(KindOf(family->cadence));
      for (const Axis& axis : family->axes) {
        const std::optional<int> level =
            FinestOf(ask_.levels, grant_.level_limits, axis.dimension);
        if (!level.has_value()) return;
        finest[axis.dimension] = *level;
      }
    }
    // What is frozen only becomes less with a coarser level, never other.
    for (const CohortPlan* one : cohorts) {
      ask.cohorts.push_back(one->id);
      kinds.insert(KindOf(one->cadence));
      for (const std::string& dimension : DimensionsOf(dataset_, *one)) {
        const std::optional<int> level =
            FinestOf(ask_.RowLevels(), grant_.RowLimits(), dimension);
        if (!level.has_value()) return;
        if (LevelIn(ask.cohort_levels, dimension).has_value()) continue;
        ask.cohort_levels.push_back({dimension, *level});
      }
    }
    for (const Period& period : ask_.periods) {
      if (kinds.contains(period.kind()) &&
          std::count(facts_.sealed.begin(), facts_.sealed.end(), period) > 0 &&
          LagOver(catalog_, grant_, period) <= facts_.now) {
        ask.periods.push_back(period);
      }
    }
    if (ask.periods.empty() || !Confine(ask)) return;
    AddLevels({finest.begin(), finest.end()}, 0, ask);
  }

  // As asked, but no finer than granted.
  static std::optional<int> FinestOf(const std::vector<LevelLimit>& asked,
                                     const std::vector<LevelLimit>& limits,
                                     const std::string& dimension) {
    const std::optional<int> limit = LevelIn(limits, dimension);
    if (!limit.has_value()) return std::nullopt;
    const int level =
        std::min(LevelIn(asked, dimension).value_or(*limit), *limit);
    return level < 0 ? std::nullopt : std::optional<int>(level);
  }

  // All levels no finer than those.
  void AddLevels(const std::vector<std::pair<std::string, int>>& finest,
                 size_t from, Ask& ask) {
    if (candidates_.size() > kMostCandidates) return;
    if (from == finest.size()) {
      AddDetail(ask);
      return;
    }
    for (int level = finest[from].second; level >= 0; --level) {
      ask.levels.push_back({finest[from].first, level});
      AddLevels(finest, from + 1, ask);
      ask.levels.pop_back();
    }
  }

  // With what the agreement does not give, or nobody approved, left out; and
  // for the periods alone that somebody did approve.
  void AddDetail(const Ask& ask) {
    const auto add = [&](Ask candidate, bool approved) {
      std::map<std::string, std::set<NodeIndex>> left_out;
      for (const Revealed& one : RevealedBy(catalog_, candidate)) {
        const bool above =
            !agreement_.sensitivity_ceiling.has_value() ||
            one.classified->sensitivity > *agreement_.sensitivity_ceiling;
        if (!above && (approved || !one.classified->owner_approval)) continue;
        const CodeTree& tree = TreeOf(one.classified->dimension);
        for (const std::string& code : one.codes) {
          left_out[one.classified->dimension].insert(*tree.Find(code));
        }
      }
      for (const auto& [dimension, nodes] : left_out) {
        const CodeTree& tree = TreeOf(dimension);
        std::vector<NodeIndex> kept;
        for (const NodeIndex node :
             KeptOf(tree, candidate.code_filters, dimension)) {
          Without(tree, node, nodes, kept);
        }
        if (!SetFilter(dimension, kept, candidate)) return;
      }
      const int64_t distance = DistanceFrom(candidate);
      candidates_.emplace_back(distance, std::move(candidate));
    };
    Ask approved = ask;
    std::erase_if(approved.periods, [&](const Period& period) {
      return std::count(facts_.approved.begin(), facts_.approved.end(),
                        period) == 0;
    });
    add(ask, false);
    if (!approved.periods.empty()) add(std::move(approved), true);
  }

  // Within the grant's codes. False if nothing is left.
  bool Confine(Ask& ask) const {
    std::set<std::string> dimensions;
    for (const auto* filters : {&ask_.code_filters, &grant_.code_filters}) {
      for (const Grant::CodeFilter& one : *filters) {
        if (catalog_.ListOf(dataset_, one.dimension) == nullptr) return false;
        dimensions.insert(one.dimension);
      }
    }
    std::vector<Grant::CodeFilter> both = ask_.code_filters;
    both.insert(both.end(), grant_.code_filters.begin(),
                grant_.code_filters.end());
    ask.code_filters.clear();
    for (const std::string& dimension : dimensions) {
      if (!SetFilter(dimension, KeptOf(TreeOf(dimension), both, dimension),
                     ask)) {
        return false;
      }
    }
    return true;
  }

  // One filter of the dimension, or none where everything is kept.
  bool SetFilter(const std::string& dimension,
                 const std::vector<NodeIndex>& kept, Ask& ask) const {
    std::erase_if(ask.code_filters, [&](const Grant::CodeFilter& one) {
      return one.dimension == dimension;
    });
    if (kept.empty()) return false;
    if (kept[0] == CodeTree::kTop) return true;
    Grant::CodeFilter& filter = ask.code_filters.emplace_back();
    filter.dimension = dimension;
    for (const NodeIndex node : kept) {
      filter.codes.push_back(TreeOf(dimension).code(node));
    }
    return true;
  }

  const CodeTree& TreeOf(const std::string& dimension) const {
    return catalog_.ListOf(dataset_, dimension)->tree;
  }

  int64_t DistanceFrom(const Ask& other) const {
    int64_t distance = 0;
    const auto dropped = [](size_t had, size_t has) {
      return static_cast<int64_t>(had - std::min(had, has));
    };
    distance += kFamily * dropped(ask_.families.size(), other.families.size());
    distance += kFamily * dropped(ask_.cohorts.size(), other.cohorts.size());
    distance += kPeriod * dropped(ask_.periods.size(), other.periods.size());
    std::set<std::string> dimensions;
    const auto coarser = [&](const std::vector<LevelLimit>& had,
                             const std::vector<LevelLimit>& has) {
      for (const LevelLimit& level : has) {
        const int asked =
            LevelIn(had, level.dimension).value_or(level.finest + 1);
        distance += kLevel * std::max(0, asked - level.finest);
        dimensions.insert(level.dimension);
      }
    };
    coarser(ask_.levels, other.levels);
    coarser(ask_.RowLevels(), other.cohort_levels);
    for (const std::string& dimension : dimensions) {
      const CodeTree& tree = TreeOf(dimension);
      const int64_t had =
          LeavesIn(tree, KeptOf(tree, ask_.code_filters, dimension));
      const int64_t has =
          LeavesIn(tree, KeptOf(tree, other.code_filters, dimension));
      if (had > has) {
        distance += kLevel * (had - has) / had;
      }
    }
    return distance;
  }

  const Catalog& catalog_;
  const Ask& ask_;
  const Facts& facts_;
  const Agreement& agreement_;
  const Dataset& dataset_;
  const Grant& grant_;
  std::vector<std::pair<int64_t, Ask>> candidates_;
};

// Whether asking for less, or later, can help at all.
bool CanBeMended(const Finding& finding) {
  static const auto* const kHopeless = new std::set<std::string>{
      "caller", "standing",  "recalls",      "signatures", "assessment",
      "review", "purpose",   "consent",      "dataset",    "channel",
      "rung",   "retention", "recipient-key"};
  return finding.passed || (finding.reason != "AGREEMENT_EXPIRED" &&
                            !kHopeless->contains(finding.rule));
}

// When something may change by time alone.
std::set<absl::Time> LaterTimes(const Catalog& catalog, const Ask& ask,
                                const Facts& facts) {
  const Agreement& agreement = *catalog.FindAgreement(ask.agreement);
  const Grant& grant = *agreement.FindGrant(ask.dataset);
  std::set<absl::Time> times = {
      agreement.valid_from, Period::Of(facts.now, catalog.operation.time_zone)
                                .End(catalog.operation.time_zone)};
  for (const Period& period : ask.periods) {
    times.insert(LagOver(catalog, grant, period));
  }
  if (ask.phase == Phase::kFeedItem) times.insert(ask.event_time + grant.delay);
  times.erase(times.begin(), times.upper_bound(facts.now));
  times.erase(absl::InfiniteFuture());
  return times;
}

}  // namespace

std::optional<CounterOffer> FindCounterOffer(const Catalog& catalog,
                                             const Ask& ask,
                                             const Facts& facts) {
  const Decision decision = Decide(catalog, ask, facts);
  if (decision.allowed) return CounterOffer{ask, facts.now};
  if (!decision.caller_is_party || ask.phase == Phase::kDownload ||
      IsTooLong(ask) ||
      !std::all_of(decision.findings.begin(), decision.findings.end(),
                   CanBeMended)) {
    return std::nullopt;
  }
  if (auto less = Search(catalog, ask, facts).Find(); less.has_value()) {
    return CounterOffer{*std::move(less), facts.now};
  }
  const absl::TimeZone zone = catalog.operation.time_zone;
  for (const absl::Time later : LaterTimes(catalog, ask, facts)) {
    Facts then = facts;
    then.now = later;
    if (!(Period::Of(later, zone) == Period::Of(facts.now, zone))) {
      then.extracts_this_month = 0;
    }
    if (Decide(catalog, ask, then).allowed) return CounterOffer{ask, later};
    if (auto less = Search(catalog, ask, then).Find(); less.has_value()) {
      return CounterOffer{*std::move(less), later};
    }
  }
  return std::nullopt;
}

}  // namespace toguna
