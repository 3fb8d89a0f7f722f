#include "policies/rules/reach.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "policies/rules/cohorts.h"

namespace toguna {
namespace {

// The level that is named for a dimension; none if it is not, or twice.
std::optional<int> LimitOf(const std::vector<LevelLimit>& limits,
                           const std::string& dimension) {
  std::optional<int> limit;
  for (const LevelLimit& one : limits) {
    if (one.dimension != dimension) continue;
    if (limit.has_value()) return std::nullopt;
    limit = one.finest;
  }
  return limit;
}

// Nodes within some code of the filter. Parents come before their children.
NodeSet WithinOf(const CodeTree& tree, const Grant::CodeFilter& filter) {
  NodeSet within(tree.size());
  for (const std::string& code : filter.codes) {
    const std::optional<NodeIndex> node = tree.Find(code);
    if (node.has_value()) within.Add(*node);
  }
  for (NodeIndex node = 1; node < tree.size(); ++node) {
    if (within.Has(tree.parent(node))) within.Add(node);
  }
  return within;
}

// What of an axis, between two depths, the grant gives. A shallow leaf stands
// for itself at every finer depth, and so in every table.
NodeSet NodesOf(const Grant& grant, const Axis& axis, const CodeTree& tree,
                int limit) {
  std::vector<NodeSet> filters;
  for (const Grant::CodeFilter& filter : grant.code_filters) {
    if (filter.dimension != axis.dimension) continue;
    filters.push_back(WithinOf(tree, filter));
  }
  NodeSet nodes(tree.size());
  for (NodeIndex node = 0; node < tree.size(); ++node) {
    const int depth = tree.depth(node);
    if (depth > axis.finest || depth > limit ||
        (depth < axis.coarsest && !tree.is_leaf(node))) {
      continue;
    }
    if (std::all_of(filters.begin(), filters.end(),
                    [&](const NodeSet& one) { return one.Has(node); })) {
      nodes.Add(node);
    }
  }
  return nodes;
}

// None where nothing of the table is given.
std::optional<Reach::Table> TableOf(const Catalog& catalog,
                                    const Dataset& dataset, const Grant& grant,
                                    const std::vector<LevelLimit>& limits,
                                    const FamilyId& family,
                                    const std::vector<Axis>& axes) {
  Reach::Table table{family, {}};
  for (const Grant::CodeFilter& filter : grant.code_filters) {
    if (std::none_of(axes.begin(), axes.end(), [&](const Axis& axis) {
          return axis.dimension == filter.dimension;
        })) {
      return std::nullopt;
    }
  }
  for (const Axis& axis : axes) {
    const CodeList* list = catalog.ListOf(dataset, axis.dimension);
    const std::optional<int> limit = LimitOf(limits, axis.dimension);
    if (list == nullptr || !limit.has_value()) return std::nullopt;
    NodeSet nodes = NodesOf(grant, axis, list->tree, *limit);
    if (nodes.empty()) return std::nullopt;
    table.axes.push_back({axis.dimension, list, std::min(*limit, axis.finest),
                          std::move(nodes)});
  }
  return table;
}

// How fine an alert shows an attribute. One that no level is named for is not
// shown, but is known to lie within the codes that alerts are confined to.
int LimitOfAlerts(const Grant& grant, const std::string& dimension,
                  const CodeTree& tree) {
  if (const auto limit = LimitOf(grant.level_limits, dimension)) return *limit;
  int deepest = 0;
  for (const Grant::CodeFilter& filter : grant.code_filters) {
    if (filter.dimension != dimension) continue;
    for (const std::string& code : filter.codes) {
      const std::optional<NodeIndex> node = tree.Find(code);
      if (node.has_value()) deepest = std::max(deepest, tree.depth(*node));
    }
  }
  return deepest;
}

// Alerts, as a table with all dimensions of the dataset.
std::optional<Reach::Table> AlertsOf(const Catalog& catalog,
                                     const Dataset& dataset,
                                     const Grant& grant) {
  std::vector<LevelLimit> limits;
  std::vector<Axis> axes;
  for (const Dimension& dimension : dataset.dimensions) {
    const CodeList* list = catalog.ListOf(dataset, dimension.id);
    if (list == nullptr) continue;
    axes.push_back({dimension.id, 0, list->tree.max_depth()});
    limits.push_back(
        {dimension.id, LimitOfAlerts(grant, dimension.id, list->tree)});
  }
  return TableOf(catalog, dataset, grant, limits, FamilyId(), axes);
}

// Rows of cohorts, as a table of all boxes that are given.
std::optional<Reach::Table> RowsOf(const Catalog& catalog,
                                   const Dataset& dataset, const Grant& grant,
                                   const CohortPlan& cohorts) {
  for (const Grant::CodeFilter& filter : grant.code_filters) {
    if (!CanConfine(cohorts, filter.dimension)) return std::nullopt;
  }
  std::vector<Axis> axes;
  for (const std::string& dimension : DimensionsOf(dataset, cohorts)) {
    const CodeList* list = catalog.ListOf(dataset, dimension);
    if (list == nullptr) return std::nullopt;
    axes.push_back({dimension, 0, list->tree.max_depth()});
  }
  auto rows = TableOf(catalog, dataset, grant, grant.RowLimits(),
                      FamilyId(cohorts.id.text()), axes);
  if (rows.has_value()) rows->is_cohorts = true;
  return rows;
}

// False where the plan has none such, or several and none is named.
bool FindRung(const Plan& plan, const Grant& grant, Reach& reach) {
  if (!grant.rung.has_value() && !plan.rungs.empty()) return false;
  reach.k = grant.rung.value_or(plan.minimums.k);
  const std::optional<size_t> rung = plan.RungOf(reach.k);
  reach.rung = rung.value_or(0);
  return rung.has_value();
}

std::vector<Reach::Table> TablesOf(const Catalog& catalog,
                                   const Dataset& dataset, const Plan& plan,
                                   const Grant& grant) {
  std::vector<Reach::Table> tables;
  for (const FamilyId& id :
       std::set<FamilyId>(grant.families.begin(), grant.families.end())) {
    const Family* family = plan.FindFamily(id);
    if (family == nullptr) continue;
    auto table =
        TableOf(catalog, dataset, grant, grant.level_limits, id, family->axes);
    if (table.has_value()) tables.push_back(*std::move(table));
  }
  for (const CohortsId& id :
       std::set<CohortsId>(grant.cohorts.begin(), grant.cohorts.end())) {
    const CohortPlan* cohorts = plan.FindCohorts(id);
    // Rows are pulled alone.
    if (cohorts == nullptr || !grant.extracts) continue;
    auto rows = RowsOf(catalog, dataset, grant, *cohorts);
    if (rows.has_value()) tables.push_back(*std::move(rows));
  }
  std::sort(tables.begin(), tables.end(),
            [](const Reach::Table& a, const Reach::Table& b) {
              return a.family < b.family;
            });
  return tables;
}

}  // namespace

bool NodeSet::empty() const {
  return std::all_of(words_.begin(), words_.end(),
                     [](uint64_t word) { return word == 0; });
}

bool NodeSet::IsWithin(const NodeSet& other) const {
  for (size_t i = 0; i < words_.size(); ++i) {
    if ((words_[i] & ~other.words_[i]) != 0) return false;
  }
  return true;
}

const Reach::Table* Reach::Find(const FamilyId& family) const {
  const auto found = std::lower_bound(
      tables.begin(), tables.end(), family,
      [](const Table& one, const FamilyId& id) { return one.family < id; });
  return found != tables.end() && found->family == family ? &*found : nullptr;
}

std::optional<Reach> ReachOf(const Catalog& catalog, const Grant& grant) {
  const Dataset* dataset = catalog.FindDataset(grant.dataset);
  if (dataset == nullptr) return std::nullopt;
  Reach reach;
  if (dataset->kind == Dataset::Kind::kAlerts) {
    auto alerts = AlertsOf(catalog, *dataset, grant);
    if (alerts.has_value()) reach.tables.push_back(*std::move(alerts));
  } else if (const Plan* plan = catalog.PlanOf(grant.dataset);
             plan != nullptr) {
    if (!FindRung(*plan, grant, reach)) return std::nullopt;
    reach.tables = TablesOf(catalog, *dataset, *plan, grant);
  }
  if (reach.tables.empty()) return std::nullopt;
  return reach;
}

bool Covers(const Reach& more, const Reach& less) {
  if (more.rung > less.rung) return false;
  for (const Reach::Table& table : less.tables) {
    const Reach::Table* other = more.Find(table.family);
    if (other == nullptr) return false;
    for (size_t i = 0; i < table.axes.size(); ++i) {
      if (!table.axes[i].nodes.IsWithin(other->axes[i].nodes)) return false;
    }
  }
  return true;
}

}  // namespace toguna
