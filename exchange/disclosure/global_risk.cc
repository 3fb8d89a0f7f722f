#include "exchange/disclosure/global_risk.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/reason.h"

namespace toguna {
namespace {

// Depths of a cell's codes. What lies in no tree (a pool) is apart from what
// does.
std::vector<int> LayerOf(const std::vector<const CodeList*>& lists,
                         const SealedCell& cell) {
  std::vector<int> layer;
  for (size_t i = 0; i < cell.codes.size(); ++i) {
    const CodeList* list = i < lists.size() ? lists[i] : nullptr;
    const auto node =
        list == nullptr ? std::nullopt : list->tree.Find(cell.codes[i]);
    layer.push_back(node.has_value() ? list->tree.depth(*node) : -1);
  }
  return layer;
}

struct Layer {
  double cells = 0;
  double units = 0;
};

}  // namespace

double GlobalRisk(const Catalog& catalog, const Dataset& dataset,
                  const std::vector<SealedTable>& tables) {
  double risk = 0;
  for (const SealedTable& table : tables) {
    std::vector<const CodeList*> lists;
    for (const std::string& dimension : table.dimensions) {
      lists.push_back(catalog.ListOf(dataset, dimension));
    }
    std::map<std::vector<int>, Layer> layers;
    for (const SealedCell& cell : table.cells) {
      if (cell.status != CellStatus::kPublished || cell.value <= 0) continue;
      Layer& layer = layers[LayerOf(lists, cell)];
      layer.cells += 1;
      layer.units += static_cast<double>(cell.value);
    }
    for (const auto& [ignored, layer] : layers) {
      risk = std::max(risk, layer.cells / layer.units);
    }
  }
  return risk;
}

absl::Status CheckRisk(const Plan& plan, double risk) {
  if (plan.AllowsRisk(risk)) return absl::OkStatus();
  return ReasonError(
      absl::StatusCode::kFailedPrecondition, "RISK_TOO_HIGH",
      absl::StrCat("the global re-identification risk of the "
                   "last rung is ",
                   risk, ", above the plan's bound ", *plan.max_global_risk,
                   "; give that rung a larger k"));
}

}  // namespace toguna
