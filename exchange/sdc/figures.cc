#include "exchange/sdc/figures.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>

#include "exchange/base/status_macros.h"
#include "exchange/disclosure/cube.h"
#include "exchange/disclosure/scheme.h"

namespace toguna {
namespace {

void CountTable(const Scheme& scheme, const Scheme::Table& table,
                const Cube::Facts& facts, const Minimums& minimums,
                const SealedTable& sealed, ShownFigures& figures) {
  for (int64_t cell = 0; cell < table.cells; ++cell) {
    const auto depth = static_cast<size_t>(scheme.CoarsenessOf(table, cell));
    if (figures.depths.size() <= depth) figures.depths.resize(depth + 1);
    DepthFigures& at = figures.depths[depth];
    ++at.cells;
    const auto found = facts.find(cell);
    if (found == facts.end() || !IsSafe(found->second, minimums)) continue;
    ++at.safe;
    figures.safe_weight += table.family->weight;
    if (sealed.cells[static_cast<size_t>(cell)].status ==
        CellStatus::kPublished) {
      ++at.published;
      figures.published_weight += table.family->weight;
    }
  }
}

}  // namespace

DepthFigures ShownFigures::All() const {
  DepthFigures all;
  for (const DepthFigures& one : depths) {
    all.cells += one.cells;
    all.safe += one.safe;
    all.published += one.published;
  }
  return all;
}

absl::StatusOr<ShownFigures> ShownFiguresOf(
    const SdcSetting& setting, std::span<const Strand> strands,
    const std::vector<SealedTable>& tables) {
  ShownFigures figures;
  const Publication now = setting.Publications().back();
  for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
    TOGUNA_ASSIGN_OR_RETURN(
        const Scheme scheme,
        Scheme::Create(setting.catalog, setting.dataset(), now.families, unit));
    if (scheme.tables().empty()) continue;
    std::vector<const Columns*> columns;
    std::set<std::string> contributors;
    for (const Strand& strand : strands) {
      for (const Columns& one : strand.columns) {
        if (one.unit != unit) continue;
        columns.push_back(&one);
        contributors.insert(one.contributors.begin(), one.contributors.end());
      }
    }
    TOGUNA_ASSIGN_OR_RETURN(
        const Cube cube,
        Cube::Create(scheme, columns,
                     {contributors.begin(), contributors.end()},
                     std::vector<bool>(scheme.tables().size(), true)));
    for (size_t t = 0; t < scheme.tables().size(); ++t) {
      const Scheme::Table& table = scheme.tables()[t];
      const size_t family = static_cast<size_t>(
          std::find(now.families.begin(), now.families.end(), table.family) -
          now.families.begin());
      CountTable(scheme, table, cube.tables()[t], now.minimums, tables[family],
                 figures);
    }
  }
  return figures;
}

}  // namespace toguna
