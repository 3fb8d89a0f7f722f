#include "exchange/disclosure/table_pool.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "exchange/disclosure/secrets.h"

namespace toguna {
namespace {

// Numbers held in tables and their sums before unused tables are dropped.
constexpr size_t kMaxHeld = 48'000'000;

}  // namespace

TablePool::TablePool(const Secrets& secrets)
    : secrets_(secrets),
      shown_(secrets.showables.size(), false),
      best_(secrets.guarded.size()) {
  Add(secrets.truth);
}

void TablePool::Show(size_t showable) {
  if (shown_[showable]) return;
  shown_[showable] = true;
  std::vector<bool> lost(held_.size(), false);
  for (size_t t = 0; t < held_.size(); ++t) {
    if (!held_[t].contradicts[showable]) continue;
    lost[t] = ++held_[t].blocked == 1;
  }
  for (size_t g = 0; g < best_.size(); ++g) {
    if (lost[best_[g].high] || lost[best_[g].low]) Seek(g);
  }
}

void TablePool::Withhold(size_t showable) {
  if (!shown_[showable]) return;
  shown_[showable] = false;
  for (size_t t = 0; t < held_.size(); ++t) {
    if (!held_[t].contradicts[showable] || --held_[t].blocked > 0) continue;
    for (size_t g = 0; g < best_.size(); ++g) Consider(t, g);
  }
}

bool TablePool::IsPossible(const Table& table, const Table& own) const {
  for (size_t i = 0; i < table.size(); ++i) {
    if (table[i] < own[i]) return false;
  }
  return std::all_of(
      secrets_.relations.begin(), secrets_.relations.end(),
      [&](const Relation& relation) {
        return SumIn(relation.more, table) - SumIn(relation.less, table) >=
               SumIn(relation.more, own) - SumIn(relation.less, own);
      });
}

void TablePool::Add(Table table) {
  Held held;
  for (const Table& own : secrets_.views) {
    held.views.push_back(IsPossible(table, own));
  }
  if (!held.views[0]) return;
  for (const Fixed& fixed : secrets_.fixed) {
    if (SumIn(fixed.sum, table) != fixed.value) return;
  }
  if (held_.size() > 1 &&
      held_.size() * (table.size() + best_.size()) > kMaxHeld) {
    DropUnused();
  }
  for (size_t s = 0; s < shown_.size(); ++s) {
    const Showable& showable = secrets_.showables[s];
    held.contradicts.push_back(SumIn(showable.sum, table) != showable.value);
    held.blocked += held.contradicts.back() && shown_[s] ? 1 : 0;
  }
  for (const Guarded& guarded : secrets_.guarded) {
    held.sums.push_back(SumIn(guarded.sum, table));
  }
  held.table = std::move(table);
  held_.push_back(std::move(held));
  for (size_t g = 0; g < best_.size(); ++g) Consider(held_.size() - 1, g);
}

void TablePool::Consider(size_t table, size_t g) {
  const Held& held = held_[table];
  if (held.blocked > 0 || !held.views[secrets_.guarded[g].view]) return;
  if (held.sums[g] > held_[best_[g].high].sums[g]) best_[g].high = table;
  if (held.sums[g] < held_[best_[g].low].sums[g]) best_[g].low = table;
}

// From the truth on, which is first and agrees with everything.
void TablePool::Seek(size_t g) {
  best_[g] = {};
  for (size_t t = 1; t < held_.size(); ++t) Consider(t, g);
}

int64_t TablePool::Reached(size_t g, Side side) const {
  return held_[side == Side::kHigh ? best_[g].high : best_[g].low].sums[g];
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
  for (Best& best : best_) best = {moved[best.high], moved[best.low]};
}

TablePool::Chosen TablePool::Choose() const {
  Chosen chosen;
  std::vector<size_t> number(held_.size(), SIZE_MAX);
  const auto take = [&](size_t t) {
    if (number[t] == SIZE_MAX) {
      number[t] = chosen.tables.size();
      chosen.tables.push_back(held_[t].table);
    }
    return number[t];
  };
  for (const Best& best : best_) {
    const size_t high = take(best.high);
    chosen.of.emplace_back(high, take(best.low));
  }
  return chosen;
}

}  // namespace toguna
