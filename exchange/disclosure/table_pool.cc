#include "exchange/disclosure/table_pool.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/secrets.h"
#include "exchange/disclosure/table_packer.h"

namespace toguna {
namespace {

// Numbers held in changes and what they move before unused tables are dropped.
constexpr size_t kMaxHeld = 40'000'000;

uint64_t FingerprintOf(const Change& change) {
  uint64_t hash = change.size();
  for (const auto& [unknown, by] : change) {
    for (const auto part :
         {static_cast<uint64_t>(unknown), static_cast<uint64_t>(by)}) {
      hash = (hash ^ part) * 0xFF51AFD7ED558CCD;
      hash ^= hash >> 32;
    }
  }
  return hash;
}

}  // namespace

TablePool::TablePool(const Secrets& secrets)
    : secrets_(secrets),
      incidence_(secrets),
      slacks_(secrets),
      shown_(secrets.showables.size(), false),
      on_showable_(secrets.showables.size()),
      on_guarded_(secrets.guarded.size()),
      best_(secrets.guarded.size()) {
  for (const Guarded& guarded : secrets.guarded) {
    truths_.push_back(SumIn(guarded.sum, secrets.truth));
  }
  AddChange({});
}

void TablePool::Show(size_t showable) {
  if (shown_[showable]) return;
  shown_[showable] = true;
  for (const size_t t : on_showable_[showable]) ++held_[t].blocked;
  // Only then, so that none is taken that is blocked, too.
  for (const size_t t : on_showable_[showable]) {
    if (held_[t].blocked != 1) continue;
    for (const auto& [g, ignored] : held_[t].guarded) {
      const Best& best = best_[static_cast<size_t>(g)];
      if (best.high == t || best.low == t) Seek(static_cast<size_t>(g));
    }
  }
}

void TablePool::Withhold(size_t showable) {
  if (!shown_[showable]) return;
  shown_[showable] = false;
  for (const size_t t : on_showable_[showable]) {
    if (--held_[t].blocked == 0) ConsiderAll(t);
  }
}

std::vector<bool> TablePool::ViewsOf(const Change& change) const {
  const Moves relations = MovedRelations(incidence_, change);
  const Moves harms = MovedHarms(incidence_, change);
  std::vector<bool> views;
  for (size_t v = 0; v < secrets_.views.size(); ++v) {
    const auto is_left = [&](const std::pair<int32_t, int64_t>& one) {
      const auto at = static_cast<size_t>(one.first);
      return secrets_.truth[at] + one.second >= secrets_.views[v][at];
    };
    views.push_back(std::all_of(change.begin(), change.end(), is_left) &&
                    slacks_.Allow(v, relations, harms));
  }
  return views;
}

void TablePool::Add(const Table& table) {
  Change change;
  for (size_t i = 0; i < table.size(); ++i) {
    if (table[i] == secrets_.truth[i]) continue;
    change.emplace_back(static_cast<int32_t>(i), table[i] - secrets_.truth[i]);
  }
  AddChange(std::move(change));
}

void TablePool::AddChange(Change change) {
  Held held;
  held.views = ViewsOf(change);
  if (!held.views[0]) return;
  if (!Moved(incidence_.fixed(), change).empty()) return;
  if (!known_.insert(FingerprintOf(change)).second) return;
  if (held_.size() > 1 && numbers_held_ > kMaxHeld) DropUnused();
  for (const auto& [s, ignored] : Moved(incidence_.showables(), change)) {
    held.contradicts.push_back(s);
    held.blocked += shown_[static_cast<size_t>(s)] ? 1 : 0;
  }
  held.guarded = Moved(incidence_.guarded(), change);
  held.change = std::move(change);
  held_.push_back(std::move(held));
  Enlist(held_.size() - 1);
  if (held_.back().blocked == 0) ConsiderAll(held_.size() - 1);
}

void TablePool::Enlist(size_t table) {
  const Held& held = held_[table];
  for (const int32_t s : held.contradicts) {
    on_showable_[static_cast<size_t>(s)].push_back(table);
  }
  for (const auto& [g, by] : held.guarded) {
    on_guarded_[static_cast<size_t>(g)].emplace_back(table, by);
  }
  numbers_held_ += 2 * held.change.size() + 4 * held.guarded.size() +
                   2 * held.contradicts.size();
}

void TablePool::Consider(size_t table, size_t g, int64_t moved) {
  const Held& held = held_[table];
  if (held.blocked > 0 || !held.views[secrets_.guarded[g].view]) return;
  Best& best = best_[g];
  if (moved > best.up) {
    best.high = table;
    best.up = moved;
  }
  if (-moved > best.down) {
    best.low = table;
    best.down = -moved;
  }
}

void TablePool::ConsiderAll(size_t table) {
  for (const auto& [g, by] : held_[table].guarded) {
    Consider(table, static_cast<size_t>(g), by);
  }
}

// From the truth on, which is first and agrees with everything.
void TablePool::Seek(size_t g) {
  best_[g] = {};
  for (const auto& [table, by] : on_guarded_[g]) Consider(table, g, by);
}

int64_t TablePool::Reached(size_t g, Side side) const {
  return side == Side::kHigh ? truths_[g] + best_[g].up
                             : truths_[g] - best_[g].down;
}

bool TablePool::Reaches(size_t g, Side side) const {
  const Guarded& guarded = secrets_.guarded[g];
  return side == Side::kHigh ? Reached(g, side) >= guarded.high
                             : Reached(g, side) <= guarded.low;
}

bool TablePool::IsProtected(size_t g) const {
  return Reaches(g, Side::kHigh) && Reaches(g, Side::kLow) &&
         Reached(g, Side::kHigh) - Reached(g, Side::kLow) >=
             secrets_.guarded[g].spread;
}

void TablePool::DropUnused() {
  std::vector<bool> used(held_.size(), false);
  used[0] = true;
  for (const Best& best : best_) {
    used[best.high] = true;
    used[best.low] = true;
  }
  std::vector<size_t> moved(held_.size(), 0);
  size_t kept = 0;
  for (size_t t = 0; t < held_.size(); ++t) {
    if (!used[t]) continue;
    moved[t] = kept;
    if (kept != t) held_[kept] = std::move(held_[t]);
    ++kept;
  }
  held_.resize(kept);
  for (Best& best : best_) {
    best.high = moved[best.high];
    best.low = moved[best.low];
  }
  known_.clear();
  for (auto& tables : on_showable_) tables.clear();
  for (auto& tables : on_guarded_) tables.clear();
  numbers_held_ = 0;
  for (size_t t = 0; t < held_.size(); ++t) {
    known_.insert(FingerprintOf(held_[t].change));
    Enlist(t);
  }
}

TablePool::Chosen TablePool::Choose() const {
  std::vector<TablePacker::Need> needs;
  for (size_t g = 0; g < best_.size(); ++g) {
    const Best& best = best_[g];
    const auto number = static_cast<int32_t>(g);
    needs.push_back({number, Side::kHigh, best.high, best.up});
    needs.push_back({number, Side::kLow, best.low, -best.down});
  }
  // The largest changes first: what is small fits in beside them.
  const auto size = [&](const TablePacker::Need& need) {
    return held_[need.table].change.size();
  };
  std::stable_sort(
      needs.begin(), needs.end(),
      [&](const auto& a, const auto& b) { return size(a) > size(b); });
  TablePacker packer(secrets_, incidence_, slacks_);
  Chosen chosen;
  chosen.of.resize(best_.size());
  for (const TablePacker::Need& need : needs) {
    auto& [high, low] = chosen.of[static_cast<size_t>(need.guarded)];
    (need.side == Side::kHigh ? high : low) =
        packer.Place(need, held_[need.table].change);
  }
  chosen.tables = packer.Tables();
  return chosen;
}

}  // namespace toguna
