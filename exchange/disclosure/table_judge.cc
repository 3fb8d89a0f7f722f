#include "exchange/disclosure/table_judge.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "exchange/disclosure/alike.h"
#include "exchange/disclosure/change_finder.h"
#include "exchange/disclosure/linear_attacker.h"
#include "exchange/disclosure/merged_attackers.h"
#include "exchange/disclosure/pattern_search.h"
#include "exchange/disclosure/secrets.h"
#include "exchange/disclosure/table_pool.h"

namespace toguna {
namespace {

constexpr double kNearly = 1e-6;
constexpr size_t kBreachesAtOnce = 25;
constexpr int kMixedObjectives = 24;

// splitmix64
uint64_t Next(uint64_t& state) {
  state += 0x9E3779B97F4A7C15;
  uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

int SignOf(Side side) { return side == Side::kHigh ? 1 : -1; }

std::vector<int64_t> Rounded(const std::vector<double>& numbers) {
  std::vector<int64_t> rounded;
  rounded.reserve(numbers.size());
  for (const double number : numbers) rounded.push_back(std::llround(number));
  return rounded;
}

}  // namespace

TableJudge::TableJudge(Secrets& secrets, TablePool& pool, int nodes,
                       uint64_t key)
    : secrets_(secrets),
      nodes_(nodes),
      key_(key),
      pool_(pool),
      finder_(secrets),
      shown_(secrets.showables.size(), false),
      attackers_(secrets, pool_.incidence(), shown_),
      spoilt_(secrets.guarded.size(), 0) {}

void TableJudge::Withhold(size_t choice) {
  if (!shown_[choice]) return;
  shown_[choice] = false;
  pool_.Withhold(choice);
  attackers_.Withhold(choice);
}

void TableJudge::Show(size_t choice) {
  if (shown_[choice]) return;
  shown_[choice] = true;
  pool_.Show(choice);
  attackers_.Show(choice);
}

int64_t TableJudge::work() const {
  return attackers_.work() + finder_.work() + history_work_;
}

int64_t TableJudge::programs() const {
  return attackers_.programs() + finder_.programs();
}

// Tables from many guarded sums at once: cheap, and each serves many.
void TableJudge::TryMixedObjectives(size_t view) {
  uint64_t state = key_ + view;
  for (int i = 0; i < kMixedObjectives; ++i) {
    std::map<int32_t, double> factors;
    size_t one = 0;
    const Side side = i % 4 == 3 ? Side::kLow : Side::kHigh;
    for (size_t g = 0; g < secrets_.guarded.size(); ++g) {
      if (secrets_.guarded[g].view != view) continue;
      const uint64_t lot = Next(state);
      if (pool_.IsProtected(g) || lot % 4 != 0) continue;
      const double weight = 1.0 + static_cast<double>(lot >> 48) / 65536.0;
      one = g;
      for (const int32_t c : attackers_.MergedOf(g, side).classes) {
        factors[c] += SignOf(side) * weight;
      }
    }
    if (factors.empty()) continue;
    const auto answer =
        attackers_.Of(view).Maximise({factors.begin(), factors.end()});
    if (answer.has_value()) AddTable(Rounded(answer->unknowns), one, side);
  }
}

std::vector<Breach> TableJudge::Judge(bool thorough) {
  if (!started_) {
    started_ = true;
    for (size_t g = 0; g < secrets_.guarded.size(); ++g) FindChanges(g, true);
    for (size_t view = 0; view < secrets_.views.size(); ++view) {
      TryMixedObjectives(view);
    }
  }
  // Whole tables are dear to find and lost when the pattern changes, so they
  // are sought only where fractions break nothing any more.
  std::vector<Breach> breaches = AttackAll(thorough, Tables::kFractions);
  if (breaches.empty()) breaches = AttackAll(thorough, Tables::kWhole);
  return breaches;
}

std::vector<Breach> TableJudge::AttackAll(bool thorough, Tables tables) {
  std::vector<Breach> breaches;
  for (size_t g = 0; g < secrets_.guarded.size(); ++g) {
    // What is withheld for some breaches closes many others.
    if (!thorough && breaches.size() >= kBreachesAtOnce) break;
    if (IsStopped()) break;
    for (Breach& breach : Attack(g, tables, false, thorough)) {
      breaches.push_back(std::move(breach));
    }
  }
  return breaches;
}

std::vector<Breach> TableJudge::Attack(size_t g, Tables tables, bool hasty,
                                       bool thorough) {
  if (FindChanges(g, true)) return {};
  if (tables == Tables::kWhole && FindChanges(g, false)) return {};
  std::vector<Breach> breaches;
  std::vector<size_t> both;
  Limit limits[2];
  for (const Side side : {Side::kHigh, Side::kLow}) {
    if (pool_.IsProtected(g)) return {};
    const bool far_enough =
        pool_.Reached(g, Side::kHigh) - pool_.Reached(g, Side::kLow) >=
        secrets_.guarded[g].spread;
    if (far_enough && pool_.Reaches(g, side)) continue;
    Limit& limit = limits[side == Side::kHigh ? 0 : 1];
    limit = Push(g, side);
    both.insert(both.end(), limit.support.begin(), limit.support.end());
    if (pool_.Reaches(g, side)) continue;
    const bool short_for_sure =
        limit.known && limit.proven && FallsShort(g, side, limit);
    if (limit.known && !short_for_sure) {
      // In fractions it can be reached, or may be; in whole numbers?
      if (tables == Tables::kFractions) continue;
      const Guarded& guarded = secrets_.guarded[g];
      FindWhole(g, side, side == Side::kHigh ? guarded.high : guarded.low);
      if (pool_.Reaches(g, side)) continue;
    }
    const bool proven = short_for_sure && !Shown(limit.support).empty();
    if (proven) {
      if (thorough && !limit.by_harms) Shorten(g, side, limit.support);
      breaches.push_back({Shown(limit.support), true});
    } else {
      breaches.push_back(Advice(g, limit.support));
    }
    if (hasty) return breaches;
  }
  if (!breaches.empty() || pool_.IsProtected(g)) return breaches;

  // Both bounds are reached, but not by tables far enough apart.
  const int64_t spread = secrets_.guarded[g].spread;
  const bool proven = limits[0].known && limits[1].known && limits[0].proven &&
                      limits[1].proven &&
                      limits[0].value - limits[1].value < spread &&
                      !Shown(both).empty();
  if (proven) return {{Shown(both), true}};
  if (tables == Tables::kFractions) return {};
  FindWhole(g, Side::kHigh, pool_.Reached(g, Side::kLow) + spread);
  if (pool_.IsProtected(g)) return {};
  FindWhole(g, Side::kLow, pool_.Reached(g, Side::kHigh) - spread);
  if (pool_.IsProtected(g)) return {};
  return {Advice(g, both)};
}

bool TableJudge::FindChanges(size_t g, bool within) {
  const Guarded& guarded = secrets_.guarded[g];
  if (pool_.IsProtected(g)) return true;
  const bool high = Reach(g, Side::kHigh, guarded.high, within);
  const bool low = Reach(g, Side::kLow, guarded.low, within);
  if (!high || !low) return false;
  return Reach(g, Side::kHigh, pool_.Reached(g, Side::kLow) + guarded.spread,
               within) ||
         Reach(g, Side::kLow, pool_.Reached(g, Side::kHigh) - guarded.spread,
               within);
}

bool TableJudge::Reach(size_t g, Side side, int64_t bound, bool within) {
  const auto is_reached = [&] {
    return SignOf(side) * (pool_.Reached(g, side) - bound) >= 0;
  };
  if (is_reached()) return true;
  const int64_t truth = SumIn(secrets_.guarded[g].sum, secrets_.truth);
  const int64_t by = SignOf(side) * (bound - truth);
  const ChangeFinder::Ask ask{g, side, by};
  const auto take = [&](std::optional<Change> change) {
    if (change.has_value()) pool_.AddChange(*std::move(change));
    return is_reached();
  };
  if (within) return take(attackers_.ChangeWithin(ask));
  const Alike& alike = attackers_.alike();
  return take(finder_.Find(ask, alike, alike.classes()).change);
}

std::vector<Breach> TableJudge::Learnt() { return std::exchange(learnt_, {}); }

TableJudge::Limit TableJudge::Push(size_t g, Side side) {
  using Assumed = MergedAttackers::Assumed;
  const Limit limit = PushOnce(g, side);
  if (limit.proven || !FallsShort(g, side, limit)) return limit;
  const auto push = [&](Assumed what) {
    attackers_.Assume(g, what);
    const Limit pushed = PushOnce(g, side, what == Assumed::kLeast);
    attackers_.Assume(g, Assumed::kUsual);
    return pushed;
  };
  const Limit otherwise = push(Assumed::kOtherwise);
  if (otherwise.known && !FallsShort(g, side, otherwise)) return otherwise;
  // Does it fall short without what is assumed, or nearly without, too?
  for (const Assumed what : {Assumed::kLeast, Assumed::kNothing}) {
    const Limit proven = push(what);
    if (proven.known && proven.proven && FallsShort(g, side, proven)) {
      return proven;
    }
  }
  return limit;
}

TableJudge::Limit TableJudge::PushOnce(size_t g, Side side, bool all) {
  const MergedAttackers::Merged merged = attackers_.MergedOf(g, side);
  if (merged.classes.empty()) return {.known = true, .value = merged.offset};
  LinearAttacker::Objective objective;
  for (const int32_t c : merged.classes) {
    objective.emplace_back(c, SignOf(side));
  }
  const auto answer =
      attackers_.Of(secrets_.guarded[g].view).Maximise(objective);
  if (!answer.has_value()) return {};
  AddTable(Rounded(answer->unknowns), g, side);
  const auto farthest = std::floor(answer->value + kNearly);
  Limit limit{
      .known = true,
      .value = merged.offset + SignOf(side) * static_cast<int64_t>(farthest),
      .support = {}};
  for (const size_t s : answer->resting_on) {
    limit.support.push_back(attackers_.base().shown()[s]);
  }
  limit.by_harms = !answer->assuming.empty();
  for (const size_t assumption : answer->assuming) {
    limit.proven = limit.proven && all &&
                   Cover(MergedAttackers::HarmOf(assumption), limit);
  }
  return limit;
}

bool TableJudge::Cover(size_t harm, Limit& limit) const {
  const Sum& victims = secrets_.harms[harm].victims.more;
  const auto covers = [&](const Sum& sum, int64_t value) {
    return value <= Slacks::kAnyNumber &&
           std::includes(sum.begin(), sum.end(), victims.begin(),
                         victims.end());
  };
  for (const int32_t f : pool_.incidence().fixed()[victims[0]]) {
    const Fixed& fixed = secrets_.fixed[static_cast<size_t>(f)];
    if (covers(fixed.sum, fixed.value)) return true;
  }
  // The coarsest is the dearest to withhold, and there for many.
  for (const int32_t s : pool_.incidence().showables()[victims[0]]) {
    const Showable& showable = secrets_.showables[static_cast<size_t>(s)];
    if (!shown_[static_cast<size_t>(s)] ||
        !covers(showable.sum, showable.value)) {
      continue;
    }
    limit.support.push_back(static_cast<size_t>(s));
    return true;
  }
  return false;
}

bool TableJudge::FallsShort(size_t g, Side side, const Limit& limit) const {
  const Guarded& guarded = secrets_.guarded[g];
  return side == Side::kHigh ? limit.value < guarded.high
                             : limit.value > guarded.low;
}

void TableJudge::AddTable(const std::vector<int64_t>& classes, size_t g,
                          Side side) {
  pool_.AddChange(attackers_.ChangeTo(classes, g, side));
}

void TableJudge::FindWhole(size_t g, Side side, int64_t bound) {
  const MergedAttackers::Merged merged = attackers_.MergedOf(g, side);
  if (bound < 0 || merged.classes.empty()) return;
  LinearAttacker& attacker = attackers_.Of(secrets_.guarded[g].view);
  using Assumed = MergedAttackers::Assumed;
  for (const Assumed what :
       {Assumed::kUsual, Assumed::kShares, Assumed::kLeast}) {
    if (what != Assumed::kUsual && secrets_.harms.empty()) break;
    attackers_.Assume(g, what);
    const auto classes = attacker.FindWhole(merged.classes, SignOf(side),
                                            bound - merged.offset, nodes_);
    if (classes.has_value()) AddTable(*classes, g, side);
    if (SignOf(side) * (pool_.Reached(g, side) - bound) >= 0) break;
  }
  attackers_.Assume(g, MergedAttackers::Assumed::kUsual);
}

// Leaves out of `support`, one after the other, what the limit does not need.
// Whatever the limit then rests on is a support itself.
void TableJudge::Shorten(size_t g, Side side, std::vector<size_t>& support) {
  support = Shown(std::move(support));
  LinearAttacker& attacker = attackers_.Of(secrets_.guarded[g].view);
  const auto row = [&](size_t s) {
    const std::vector<size_t>& all = attackers_.base().shown();
    return static_cast<size_t>(std::lower_bound(all.begin(), all.end(), s) -
                               all.begin());
  };
  std::vector<size_t> forgotten;
  std::vector<size_t> kept;
  attackers_.Assume(g, MergedAttackers::Assumed::kNothing);
  while (support.size() > 1) {
    // Finest first: what stays is what is dear to withhold.
    std::optional<size_t> next;
    for (const size_t s : support) {
      if (std::count(kept.begin(), kept.end(), s) > 0) continue;
      if (!next.has_value() ||
          secrets_.showables[s].level > secrets_.showables[*next].level) {
        next = s;
      }
    }
    if (!next.has_value()) break;
    attacker.Forget(row(*next));
    const Limit limit = PushOnce(g, side);
    if (limit.known && FallsShort(g, side, limit)) {
      forgotten.push_back(*next);
      support = Shown(limit.support);
      for (const size_t s : forgotten) std::erase(support, s);
    } else {
      attacker.Learn(row(*next));
      kept.push_back(*next);
    }
  }
  for (const size_t s : forgotten) attacker.Learn(row(s));
  attackers_.Assume(g, MergedAttackers::Assumed::kUsual);
}

std::vector<size_t> TableJudge::Shown(std::vector<size_t> support) const {
  std::sort(support.begin(), support.end());
  support.erase(std::unique(support.begin(), support.end()), support.end());
  std::erase_if(support, [&](size_t s) { return !shown_[s]; });
  return support;
}

// What a limit seemed to rest on; failing that, what touches `g`; failing
// that, everything shown.
Breach TableJudge::Advice(size_t g, std::vector<size_t> support) const {
  support = Shown(std::move(support));
  if (support.empty()) {
    support = Touching(pool_.incidence(), secrets_.guarded[g].sum, shown_);
  }
  return {std::move(support), false};
}

bool TableJudge::TryToShow(size_t choice) {
  Show(choice);
  for (const size_t g : Unprotected()) {
    std::vector<Breach> breaches;
    if (!IsStopped()) {
      breaches = Attack(g, Tables::kWhole, true, false);
      if (breaches.empty()) continue;
    }
    for (Breach& breach : breaches) {
      if (breach.proven) learnt_.push_back(std::move(breach));
    }
    ++spoilt_[g];
    Withhold(choice);
    return false;
  }
  return true;
}

// Sums without their tables, first those that spoilt most before.
std::vector<size_t> TableJudge::Unprotected() const {
  std::vector<size_t> unprotected;
  for (size_t g = 0; g < spoilt_.size(); ++g) {
    if (!pool_.IsProtected(g)) unprotected.push_back(g);
  }
  std::stable_sort(unprotected.begin(), unprotected.end(),
                   [&](size_t a, size_t b) { return spoilt_[a] > spoilt_[b]; });
  return unprotected;
}

}  // namespace toguna
