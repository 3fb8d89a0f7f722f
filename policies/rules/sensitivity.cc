#include "policies/rules/sensitivity.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "policies/rules/cohorts.h"

namespace toguna {
namespace {

// How deep tables that are asked for go in a dimension; none: they have it not.
std::optional<int> DepthOfTables(const Catalog& catalog, const Dataset& dataset,
                                 const Ask& ask, const std::string& dimension) {
  const Plan* plan = catalog.PlanOf(dataset.id);
  std::optional<int> deepest;
  for (const FamilyId& id : ask.families) {
    const Family* family = plan == nullptr ? nullptr : plan->FindFamily(id);
    if (family == nullptr) continue;
    for (const Axis& axis : family->axes) {
      if (axis.dimension != dimension) continue;
      deepest = std::max(deepest.value_or(axis.finest), axis.finest);
    }
  }
  return deepest;
}

// Likewise of the rows of cohorts, which can be as fine as the list.
std::optional<int> DepthOfRows(const Catalog& catalog, const Dataset& dataset,
                               const Ask& ask, const std::string& dimension) {
  const Plan* plan = catalog.PlanOf(dataset.id);
  const CodeList* list = catalog.ListOf(dataset, dimension);
  if (plan == nullptr || list == nullptr) return std::nullopt;
  for (const CohortsId& id : ask.cohorts) {
    const CohortPlan* cohorts = plan->FindCohorts(id);
    if (cohorts != nullptr &&
        DimensionsOf(dataset, *cohorts).contains(dimension)) {
      return list->tree.max_depth();
    }
  }
  return std::nullopt;
}

bool IsLeftOut(const CodeTree& tree, NodeIndex node, const Ask& ask,
               const std::string& dimension) {
  for (const Grant::CodeFilter& filter : ask.code_filters) {
    if (filter.dimension != dimension) continue;
    const bool touches = std::any_of(
        filter.codes.begin(), filter.codes.end(), [&](const std::string& code) {
          const std::optional<NodeIndex> kept = tree.Find(code);
          return !kept.has_value() || tree.IsWithin(node, *kept) ||
                 tree.IsWithin(*kept, node);
        });
    if (!touches) return true;
  }
  return false;
}

std::optional<int> LevelAsked(const std::vector<LevelLimit>& levels,
                              const std::string& dimension) {
  std::optional<int> level;
  for (const LevelLimit& one : levels) {
    if (one.dimension != dimension) continue;
    level = std::max(level.value_or(one.finest), one.finest);
  }
  return level;
}

using DepthOf = std::optional<int> (*)(const Catalog&, const Dataset&,
                                       const Ask&, const std::string&);

std::vector<Revealed> RevealedDownTo(DepthOf depth_of, const Catalog& catalog,
                                     const Ask& ask,
                                     const std::vector<LevelLimit>& levels) {
  std::vector<Revealed> revealed;
  const Dataset* dataset = catalog.FindDataset(ask.dataset);
  if (dataset == nullptr) return revealed;
  const bool alerts = dataset->kind == Dataset::Kind::kAlerts;
  for (const Classified& one : dataset->classified) {
    const CodeList* list = catalog.ListOf(*dataset, one.dimension);
    if (list == nullptr) continue;
    const std::optional<int> tables =
        depth_of(catalog, *dataset, ask, one.dimension);
    const std::optional<int> level = LevelAsked(levels, one.dimension);
    // An alert shows no dimension whose level is not named.
    if (alerts ? !level.has_value() : !tables.has_value()) continue;
    Revealed here{&one, {}};
    for (const std::string& code : one.codes) {
      const std::optional<NodeIndex> node = list->tree.Find(code);
      if (!node.has_value()) continue;
      const int depth = list->tree.depth(*node);
      if (level.value_or(depth) < depth || tables.value_or(depth) < depth ||
          IsLeftOut(list->tree, *node, ask, one.dimension)) {
        continue;
      }
      here.codes.push_back(code);
    }
    if (!here.codes.empty()) revealed.push_back(std::move(here));
  }
  return revealed;
}

}  // namespace

std::vector<Revealed> RevealedBy(const Catalog& catalog, const Ask& ask) {
  return RevealedDownTo(DepthOfTables, catalog, ask, ask.levels);
}

std::vector<Revealed> RevealedByCohorts(const Catalog& catalog,
                                        const Ask& ask) {
  if (ask.cohorts.empty()) return {};
  return RevealedDownTo(DepthOfRows, catalog, ask, ask.RowLevels());
}

Sensitivity SensitivityOf(const Catalog& catalog, const Ask& ask) {
  const Dataset* dataset = catalog.FindDataset(ask.dataset);
  if (dataset == nullptr) return Sensitivity::kSevere;
  Sensitivity most = dataset->sensitivity;
  for (const Revealed& one : RevealedBy(catalog, ask)) {
    most = std::max(most, one.classified->sensitivity);
  }
  return most;
}

}  // namespace toguna
