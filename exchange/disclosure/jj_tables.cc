#include "exchange/disclosure/jj_tables.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include "exchange/disclosure/jj.h"

namespace toguna {
namespace {

// A move that small is the solver's rounding.
constexpr double kStill = 1e-7;
// Moves held before tables that serve nothing are dropped.
constexpr size_t kMaxHeld = 10'000'000;

}  // namespace

JjTables::JjTables(const JjInstance& instance)
    : instance_(instance),
      shown_(instance.cells.size(), true),
      unsafe_at_(instance.cells.size()),
      moving_(instance.cells.size()) {
  for (size_t i = 0; i < instance.cells.size(); ++i) {
    if (instance.cells[i].status != JjStatus::kUnsafe) continue;
    shown_[i] = false;
    unsafe_at_[i] = unsafe_.size();
    unsafe_.push_back({.cell = i});
  }
}

double JjTables::Needed(size_t unsafe, Side side) const {
  const JjCell& cell = instance_.cells[unsafe_[unsafe].cell];
  const double level = side == kUp ? cell.upper_level : cell.lower_level;
  return level - JjTolerance(level);
}

double JjTables::NeededApart(size_t unsafe) const {
  const double level = instance_.cells[unsafe_[unsafe].cell].sliding_level;
  return level - JjTolerance(level);
}

bool JjTables::Reaches(size_t unsafe, Side side) const {
  return unsafe_[unsafe].reached[side] >= Needed(unsafe, side);
}

bool JjTables::ReachesApart(size_t unsafe) const {
  const auto& reached = unsafe_[unsafe].reached;
  return reached[kUp] + reached[kDown] >= NeededApart(unsafe);
}

bool JjTables::IsProtected(size_t unsafe) const {
  return Reaches(unsafe, kUp) && Reaches(unsafe, kDown) && ReachesApart(unsafe);
}

void JjTables::Withhold(size_t cell) {
  if (!shown_[cell]) return;
  shown_[cell] = false;
  for (const size_t t : moving_[cell]) {
    if (--tables_[t].shown > 0) continue;
    for (const auto& [other, move] : tables_[t].moves) {
      if (!unsafe_at_[other].has_value()) continue;
      Unsafe& unsafe = unsafe_[*unsafe_at_[other]];
      const size_t side = move > 0 ? kUp : kDown;
      if (std::abs(move) > unsafe.reached[side]) {
        unsafe.reached[side] = std::abs(move);
        unsafe.best[side] = t;
      }
    }
  }
}

void JjTables::Show(size_t cell) {
  if (shown_[cell]) return;
  shown_[cell] = true;
  for (const size_t t : moving_[cell]) ++tables_[t].shown;
  for (Unsafe& unsafe : unsafe_) {
    for (const size_t side : {kUp, kDown}) {
      if (unsafe.best[side].has_value() &&
          tables_[*unsafe.best[side]].shown > 0) {
        Rescan(unsafe, side);
      }
    }
  }
}

void JjTables::Rescan(Unsafe& unsafe, size_t side) {
  unsafe.reached[side] = 0;
  unsafe.best[side].reset();
  for (const auto& [table, reach] : unsafe.tables[side]) {
    if (tables_[table].shown > 0 || reach <= unsafe.reached[side]) continue;
    unsafe.reached[side] = reach;
    unsafe.best[side] = table;
  }
}

void JjTables::Hold(const std::vector<double>& moves) {
  std::vector<std::pair<size_t, double>> table;
  double back = std::numeric_limits<double>::infinity();
  for (size_t i = 0; i < moves.size(); ++i) {
    if (std::abs(moves[i]) <= kStill || shown_[i]) continue;
    table.emplace_back(i, moves[i]);
    const JjCell& cell = instance_.cells[i];
    const double room =
        moves[i] > 0 ? cell.value - cell.low : cell.high - cell.value;
    back = std::min(back, room / std::abs(moves[i]));
  }
  if (table.empty()) return;
  auto opposite = table;
  HoldOne(std::move(table));
  if (back <= kStill) return;
  for (auto& [cell, move] : opposite) move *= -back;
  HoldOne(std::move(opposite));
}

void JjTables::HoldOne(std::vector<std::pair<size_t, double>> moves) {
  if (held_ > kMaxHeld) DropUnused();
  const size_t number = tables_.size();
  held_ += moves.size();
  for (const auto& [cell, move] : moves) {
    moving_[cell].push_back(number);
    if (!unsafe_at_[cell].has_value()) continue;
    const size_t at = *unsafe_at_[cell];
    Unsafe& unsafe = unsafe_[at];
    const Side side = move > 0 ? kUp : kDown;
    const double reach = std::abs(move);
    if (reach < Needed(at, side)) continue;
    unsafe.tables[side].emplace_back(number, reach);
    if (reach > unsafe.reached[side]) {
      unsafe.reached[side] = reach;
      unsafe.best[side] = number;
    }
  }
  tables_.push_back({.moves = std::move(moves)});
}

void JjTables::DropUnused() {
  std::vector<bool> used(tables_.size(), false);
  for (const Unsafe& unsafe : unsafe_) {
    for (const auto& best : unsafe.best) {
      if (best.has_value()) used[*best] = true;
    }
  }
  std::vector<Table> kept;
  for (size_t t = 0; t < tables_.size(); ++t) {
    if (used[t]) kept.push_back(std::move(tables_[t]));
  }
  tables_.clear();
  held_ = 0;
  for (std::vector<size_t>& tables : moving_) tables.clear();
  for (Unsafe& unsafe : unsafe_) {
    unsafe.reached = {0, 0};
    unsafe.best = {};
    unsafe.tables = {};
  }
  for (Table& table : kept) HoldOne(std::move(table.moves));
}

}  // namespace toguna
