#include "exchange/extract/select.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

// The codes that a sealed code is the sum of: itself, or its pool's members.
std::vector<std::string> MembersOf(const SealedTable& table, size_t axis,
                                   const std::string& code) {
  const Pool* pool = table.PoolOf(table.dimensions[axis], code);
  return pool == nullptr ? std::vector<std::string>{code} : pool->codes;
}

// Which nodes of one dimension an ask covers.
struct AskedAxis {
  const CodeTree* tree = nullptr;
  int finest = 0;
  // A node must lie within one of each filter's nodes.
  std::vector<std::vector<NodeIndex>> filters;

  bool Covers(NodeIndex node) const {
    if (tree->depth(node) > finest) return false;
    for (const std::vector<NodeIndex>& filter : filters) {
      const bool within =
          std::any_of(filter.begin(), filter.end(),
                      [&](NodeIndex top) { return tree->IsWithin(node, top); });
      if (!within) return false;
    }
    return true;
  }
};

absl::StatusOr<const CodeList*> SealedList(const Catalog& catalog,
                                           const SealedPeriod& sealed,
                                           const std::string& dimension) {
  const Dataset* dataset = catalog.FindDataset(sealed.dataset);
  const CodeList* list =
      dataset == nullptr ? nullptr : catalog.ListOf(*dataset, dimension);
  if (list == nullptr) {
    return absl::InvalidArgumentError("a sealed dimension is not declared");
  }
  const auto version = sealed.list_versions.find(list->id.text());
  if (version == sealed.list_versions.end() ||
      version->second != list->version) {
    return ReasonError(
        absl::StatusCode::kFailedPrecondition, "CODE_LIST_CHANGED",
        "the period was sealed with another version of a code list",
        {{"code_list", list->id.text()}});
  }
  return list;
}

absl::StatusOr<AskedAxis> AxisOf(const Catalog& catalog, const Ask& ask,
                                 const SealedPeriod& sealed,
                                 const std::string& dimension) {
  TOGUNA_ASSIGN_OR_RETURN(const CodeList* list,
                          SealedList(catalog, sealed, dimension));
  AskedAxis axis;
  axis.tree = &list->tree;
  const auto level = std::find_if(
      ask.levels.begin(), ask.levels.end(),
      [&](const LevelLimit& one) { return one.dimension == dimension; });
  if (level == ask.levels.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat("no level for dimension ", dimension));
  }
  axis.finest = level->finest;
  for (const Grant::CodeFilter& filter : ask.code_filters) {
    if (filter.dimension != dimension) continue;
    std::vector<NodeIndex> nodes;
    for (const std::string& code : filter.codes) {
      const std::optional<NodeIndex> node = list->tree.Find(code);
      if (!node.has_value()) {
        return absl::InvalidArgumentError(
            absl::StrCat("unknown code in the filter on ", dimension));
      }
      nodes.push_back(*node);
    }
    axis.filters.push_back(std::move(nodes));
  }
  return axis;
}

absl::StatusOr<SealedTable> SelectCells(const Catalog& catalog, const Ask& ask,
                                        const SealedPeriod& sealed,
                                        const SealedTable& table) {
  std::vector<AskedAxis> axes;
  for (const std::string& dimension : table.dimensions) {
    TOGUNA_ASSIGN_OR_RETURN(AskedAxis axis,
                            AxisOf(catalog, ask, sealed, dimension));
    axes.push_back(std::move(axis));
  }
  for (const Grant::CodeFilter& filter : ask.code_filters) {
    if (std::find(table.dimensions.begin(), table.dimensions.end(),
                  filter.dimension) == table.dimensions.end()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "a filter on ", filter.dimension, " cannot apply to a table"));
    }
  }
  SealedTable selected{
      table.family, table.unit, table.dimensions, {}, table.pools};
  for (const SealedCell& cell : table.cells) {
    if (cell.codes.size() != axes.size()) {
      return absl::DataLossError("a sealed cell has the wrong dimensions");
    }
    bool covered = true;
    for (size_t i = 0; i < axes.size() && covered; ++i) {
      // A pool is covered if all that it adds up is.
      for (const std::string& code : MembersOf(table, i, cell.codes[i])) {
        const std::optional<NodeIndex> node = axes[i].tree->Find(code);
        if (!node.has_value()) {
          return absl::InvalidArgumentError("a sealed code is not in its list");
        }
        covered = covered && axes[i].Covers(*node);
      }
    }
    if (covered) selected.cells.push_back(cell);
  }
  return selected;
}

// The asked seals in order of their periods.
std::map<Period, const SealedPeriod*> Asked(
    const Ask& ask, const std::vector<SealedPeriod>& sealed) {
  std::map<Period, const SealedPeriod*> asked;
  for (const SealedPeriod& one : sealed) {
    if (one.dataset == ask.dataset &&
        std::find(ask.periods.begin(), ask.periods.end(), one.period) !=
            ask.periods.end()) {
      asked.emplace(one.period, &one);
    }
  }
  return asked;
}

const SealedTable* FindTable(const SealedPeriod& sealed,
                             const FamilyId& family) {
  for (const SealedTable& table : sealed.tables) {
    if (table.family == family) return &table;
  }
  return nullptr;
}

// Steps up from `code` until the top, so that no depth is taken on trust.
bool NoFinerThan(const CodeTree& tree, const std::string& code, int level) {
  const std::optional<NodeIndex> found = tree.Find(code);
  if (!found.has_value()) return false;
  int steps = 0;
  for (NodeIndex node = *found; tree.parent(node) >= 0;
       node = tree.parent(node)) {
    ++steps;
  }
  return steps <= level;
}

bool LevelsHold(const Catalog& catalog, const Ask& ask,
                const SealedTable& table) {
  const Dataset* dataset = catalog.FindDataset(ask.dataset);
  if (dataset == nullptr) return false;
  for (size_t i = 0; i < table.dimensions.size(); ++i) {
    const CodeList* list = catalog.ListOf(*dataset, table.dimensions[i]);
    if (list == nullptr) return false;
    bool named = false;
    for (const LevelLimit& level : ask.levels) {
      if (level.dimension != table.dimensions[i]) continue;
      named = true;
      for (const SealedCell& cell : table.cells) {
        if (cell.codes.size() != table.dimensions.size()) return false;
        for (const std::string& code : MembersOf(table, i, cell.codes[i])) {
          if (!NoFinerThan(list->tree, code, level.finest)) return false;
        }
      }
    }
    if (!named) return false;
  }
  return true;
}

bool CellsHold(const SealedTable& selected, const SealedTable& sealed) {
  std::map<std::vector<std::string>, const SealedCell*> cells;
  for (const SealedCell& cell : sealed.cells) cells.emplace(cell.codes, &cell);
  std::set<std::vector<std::string>> seen;
  for (const SealedCell& cell : selected.cells) {
    const auto found = cells.find(cell.codes);
    if (found == cells.end() || !seen.insert(cell.codes).second ||
        *found->second != cell) {
      return false;
    }
    const bool published = cell.status == CellStatus::kPublished;
    if (published ? cell.low != 0 || cell.high.has_value() : cell.value != 0) {
      return false;
    }
  }
  return true;
}

}  // namespace

absl::StatusOr<Selection> Select(const Catalog& catalog, const Ask& ask,
                                 const std::vector<SealedPeriod>& sealed) {
  Selection selection;
  const Plan* plan = catalog.PlanOf(ask.dataset);
  const std::set<FamilyId> families(ask.families.begin(), ask.families.end());
  for (const FamilyId& family : families) {
    if (plan == nullptr || plan->FindFamily(family) == nullptr) {
      return absl::InvalidArgumentError("unknown family");
    }
  }
  for (const auto& [period, one] : Asked(ask, sealed)) {
    for (const SealedTable& table : one->tables) {
      if (!families.contains(table.family)) continue;
      TOGUNA_ASSIGN_OR_RETURN(SealedTable cells,
                              SelectCells(catalog, ask, *one, table));
      selection.tables.push_back({period, std::move(cells)});
    }
  }
  return selection;
}

absl::Status CheckSelection(const Catalog& catalog, const Ask& ask,
                            const Selection& selection,
                            const std::vector<SealedPeriod>& sealed) {
  const absl::Status refused = ReasonError(
      absl::StatusCode::kDataLoss, "EXTRACT_CHECK_FAILED",
      "the selection is not what the seals hold; nothing was released");
  const std::map<Period, const SealedPeriod*> asked = Asked(ask, sealed);
  for (const SelectedTable& one : selection.tables) {
    const auto period = asked.find(one.period);
    const bool family = std::find(ask.families.begin(), ask.families.end(),
                                  one.table.family) != ask.families.end();
    const SealedTable* table =
        period == asked.end() ? nullptr
                              : FindTable(*period->second, one.table.family);
    if (!family || table == nullptr || table->unit != one.table.unit ||
        table->dimensions != one.table.dimensions ||
        table->pools != one.table.pools || !CellsHold(one.table, *table) ||
        !LevelsHold(catalog, ask, one.table)) {
      return refused;
    }
  }
  return absl::OkStatus();
}

}  // namespace toguna
