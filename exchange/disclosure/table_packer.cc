#include "exchange/disclosure/table_packer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/secrets.h"
#include "exchange/disclosure/slacks.h"

namespace toguna {
namespace {

// `moves`, and what was moved of the same before.
Moves Together(const Moves& moves,
               const absl::flat_hash_map<int32_t, int64_t>& before) {
  Moves together = moves;
  for (auto& [number, by] : together) {
    const auto found = before.find(number);
    if (found != before.end()) by += found->second;
  }
  return together;
}

}  // namespace

TablePacker::TablePacker(const Secrets& secrets, const Incidence& incidence,
                         const Slacks& slacks)
    : secrets_(secrets), incidence_(incidence), slacks_(slacks) {}

// The change is made in it already, and nothing else moves the guarded sum.
bool TablePacker::Serves(const Pack& pack, const Need& need) const {
  if (pack.view != secrets_.guarded[static_cast<size_t>(need.guarded)].view) {
    return false;
  }
  if (need.table == 0) return pack.closed;
  if (!pack.tables.contains(need.table)) return false;
  const auto moved = pack.moved.find(need.guarded);
  return moved != pack.moved.end() && moved->second == need.moved;
}

bool TablePacker::Fits(const Pack& pack, const Need& need, const Change& change,
                       const Moves& guarded, const Moves& relations,
                       const Moves& harms) const {
  if (pack.closed || pack.moved.contains(need.guarded) ||
      pack.view != secrets_.guarded[static_cast<size_t>(need.guarded)].view) {
    return false;
  }
  for (const auto& [unknown, ignored] : change) {
    if (pack.touched[static_cast<size_t>(unknown)]) return false;
  }
  for (const auto& [g, ignored] : guarded) {
    if (pack.pinned.contains(g)) return false;
  }
  return slacks_.Allow(pack.view, Together(relations, pack.relations),
                       Together(harms, pack.harms));
}

size_t TablePacker::Place(const Need& need, const Change& change) {
  for (size_t p = 0; p < packs_.size(); ++p) {
    if (!Serves(packs_[p], need)) continue;
    packs_[p].pinned.insert(need.guarded);
    return p;
  }
  const Moves guarded = Moved(incidence_.guarded(), change);
  const Moves relations = MovedRelations(incidence_, change);
  const Moves harms = MovedHarms(incidence_, change);
  size_t at = 0;
  while (at < packs_.size() &&
         !Fits(packs_[at], need, change, guarded, relations, harms)) {
    ++at;
  }
  if (at == packs_.size()) {
    Pack& pack = packs_.emplace_back();
    pack.view = secrets_.guarded[static_cast<size_t>(need.guarded)].view;
    pack.closed = need.table == 0;
    pack.touched.resize(secrets_.truth.size(), false);
  }
  Pack& pack = packs_[at];
  for (const auto& [unknown, ignored] : change) {
    pack.touched[static_cast<size_t>(unknown)] = true;
  }
  for (const auto& [g, by] : guarded) pack.moved[g] += by;
  for (const auto& [relation, by] : relations) pack.relations[relation] += by;
  for (const auto& [side, by] : harms) pack.harms[side] += by;
  pack.tables.insert(need.table);
  pack.pinned.insert(need.guarded);
  pack.change.insert(pack.change.end(), change.begin(), change.end());
  return at;
}

std::vector<Table> TablePacker::Tables() const {
  std::vector<Table> tables;
  for (const Pack& pack : packs_) {
    Table& table = tables.emplace_back(secrets_.truth);
    for (const auto& [unknown, by] : pack.change) {
      table[static_cast<size_t>(unknown)] += by;
    }
  }
  return tables;
}

}  // namespace toguna
