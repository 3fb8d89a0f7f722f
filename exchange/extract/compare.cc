#include "exchange/extract/compare.h"

#include <map>
#include <utility>
#include <vector>

namespace toguna {
namespace {

using Cells = std::map<std::vector<std::string>, ComparedCell>;
struct Table {
  ComparedTable about;
  Cells cells;
};
using Tables = std::map<std::pair<Period, FamilyId>, Table>;

void Add(const Selection& selection, Given ComparedCell::*side,
         Tables& tables) {
  for (const SelectedTable& one : selection.tables) {
    Table& table = tables[{one.period, one.table.family}];
    table.about.period = one.period;
    table.about.family = one.table.family;
    table.about.dimensions = one.table.dimensions;
    table.about.pools = one.table.pools;
    for (const SealedCell& cell : one.table.cells) {
      ComparedCell& compared = table.cells[cell.codes];
      compared.codes = cell.codes;
      compared.*side = GivenOf(cell);
    }
  }
}

}  // namespace

Given GivenOf(const SealedCell& cell) {
  if (cell.status == CellStatus::kPublished) return Given::kNumber;
  return cell.low > 0 || cell.high.has_value() ? Given::kRange
                                               : Given::kNotShown;
}

std::vector<ComparedTable> Compare(const Selection& before,
                                   const Selection& after) {
  Tables tables;
  Add(before, &ComparedCell::before, tables);
  Add(after, &ComparedCell::after, tables);
  std::vector<ComparedTable> compared;
  for (auto& [key, table] : tables) {
    for (auto& [codes, cell] : table.cells) {
      table.about.cells.push_back(std::move(cell));
    }
    compared.push_back(std::move(table.about));
  }
  return compared;
}

}  // namespace toguna
