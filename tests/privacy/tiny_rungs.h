#ifndef TOGUNA_TESTS_PRIVACY_TINY_RUNGS_H_
#define TOGUNA_TESTS_PRIVACY_TINY_RUNGS_H_

// Ladders of releases over tiny worlds.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/disclosure/protect_rungs.h"
#include "tests/privacy/seal_attacker.h"
#include "tests/privacy/tiny_world.h"

namespace toguna::testing {

// The same families and months under each rung's minimums, laxest first.
using Ladder = std::vector<Release>;

// What the engine makes of `now`, each rung after the same rung of `earlier`.
inline absl::StatusOr<Ladder> SealLadder(
    const TinyWorld& world, const std::vector<Ladder>& earlier, Ladder now,
    const std::vector<const Family*>& refining, uint64_t key) {
  const Catalog catalog = CatalogOf(world);
  const Dataset& dataset = *catalog.FindDataset(DatasetId("incidents"));
  const auto strands = StrandsOf(world);
  if (!strands.ok()) return strands.status();
  std::vector<std::vector<Publication>> rungs;
  for (size_t r = 0; r < now.size(); ++r) {
    std::vector<Publication>& rung = rungs.emplace_back();
    for (const Ladder& one : earlier) {
      const Release& same = one[r];
      rung.push_back({same.families, same.minimums, same.months, &same.tables,
                      world.zeros});
    }
    rung.push_back({now[r].families, now[r].minimums, now[r].months, nullptr,
                    world.zeros});
  }
  auto sealed = ProtectRungs(catalog, dataset, refining, *strands,
                             std::move(rungs), {.tie_break = key});
  if (!sealed.ok()) return sealed.status();
  for (size_t r = 0; r < now.size(); ++r) {
    now[r].tables = std::move((*sealed)[r].tables);
  }
  return now;
}

// Everything that a release tells.
inline std::vector<Fact> FactsOf(const Release& release) {
  std::vector<Fact> facts;
  for (const SealedTable& table : release.tables) {
    for (const SealedCell& cell : table.cells) {
      if (cell.status != CellStatus::kPublished) continue;
      Fact fact{{table.unit, {}, release.months}, cell.value, cell.value};
      for (size_t i = 0; i < cell.codes.size(); ++i) {
        fact.cell.codes[table.dimensions[i]] = cell.codes[i];
      }
      facts.push_back(std::move(fact));
    }
  }
  return facts;
}

// Rung `rung` of each, in their order.
inline std::vector<Release> RungOf(const std::vector<Ladder>& ladders,
                                   size_t rung) {
  std::vector<Release> releases;
  for (const Ladder& one : ladders) releases.push_back(one[rung]);
  return releases;
}

// Someone who pools all rungs of `ladders` against the minimums of the lowest.
inline AttackFigures AttackPooled(const TinyWorld& world,
                                  const std::vector<Ladder>& ladders,
                                  const std::vector<const Family*>& refining) {
  SealAttacker attacker(world);
  for (const Ladder& one : ladders) {
    for (size_t r = 1; r < one.size(); ++r) {
      for (Fact& fact : FactsOf(one[r])) {
        attacker.also_known.push_back(std::move(fact));
      }
    }
  }
  return attacker.Attack(RungOf(ladders, 0), refining);
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_TINY_RUNGS_H_
