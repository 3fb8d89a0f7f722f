#include "exchange/disclosure/repair.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "exchange/disclosure/linear_attacker.h"

namespace toguna {
namespace {

// Above, doubles would not hold sums exactly; then nothing is shown.
constexpr int64_t kMaxTotal = int64_t{1} << 40;
constexpr double kNearly = 1e-6;
constexpr int kMixedObjectives = 24;
// Numbers held in tables and their sums before unused tables are dropped.
constexpr size_t kMaxHeld = 64'000'000;

// splitmix64
uint64_t Next(uint64_t& state) {
  state += 0x9E3779B97F4A7C15;
  uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

int64_t SumIn(const Sum& sum, const Table& table) {
  int64_t total = 0;
  for (const int32_t unknown : sum)
    total += table[static_cast<size_t>(unknown)];
  return total;
}

enum class Side { kHigh, kLow };

int SignOf(Side side) { return side == Side::kHigh ? 1 : -1; }

// A table, and what it says of every guarded sum.
struct Held {
  Table table;
  std::vector<int64_t> sums;
};

// The extreme tables of one guarded sum, by position.
struct Best {
  size_t high = 0;
  size_t low = 0;
};

// Published sums of which one has to go.
using Support = std::vector<size_t>;

class Repairer {
 public:
  Repairer(const Secrets& secrets, std::vector<bool> published,
           const RepairLimits& limits, uint64_t key)
      : secrets_(secrets),
        limits_(limits),
        key_(key),
        attacker_(MakeAttacker(secrets)),
        published_(std::move(published)),
        best_(secrets.guarded.size()),
        kills_(secrets.guarded.size(), 0) {
    if (TotalOf(secrets_) > kMaxTotal) {
      std::fill(published_.begin(), published_.end(), false);
      Hold(Table(secrets_.truth.size(), 0));
      return;
    }
    for (size_t s = 0; s < published_.size(); ++s) {
      if (published_[s]) attacker_.Learn(s);
    }
    Hold(secrets_.truth);
  }

  Repaired Run() {
    if (TotalOf(secrets_) > kMaxTotal) {
      WithholdAll();
    } else {
      TryMixedObjectives();
      Withhold();
      GiveBack();
    }
    if (!AllProtected()) WithholdAll();
    return TakeResult();
  }

 private:
  static int64_t TotalOf(const Secrets& secrets) {
    int64_t total = 0;
    for (const int64_t number : secrets.truth) {
      if (number > kMaxTotal - std::min(total, kMaxTotal)) return INT64_MAX;
      total += number;
    }
    return total;
  }

  static LinearAttacker MakeAttacker(const Secrets& secrets) {
    // Enough for every bound that is asked for.
    const int64_t most = std::min(TotalOf(secrets), kMaxTotal) + 2 * secrets.k;
    AttackerProgram program{
        .lower = std::vector<double>(secrets.truth.size(), 0.0),
        .upper = std::vector<double>(secrets.truth.size(),
                                     static_cast<double>(most)),
        .known = {},
        .sums = {},
        .values = {}};
    for (const Showable& showable : secrets.showables) {
      program.sums.push_back(showable.sum);
      program.values.push_back(static_cast<double>(showable.value));
    }
    return LinearAttacker(program);
  }

  int64_t Bound(size_t g, Side side) const {
    const Guarded& guarded = secrets_.guarded[g];
    return side == Side::kHigh ? std::max(secrets_.k, guarded.value)
                               : guarded.value - guarded.largest_part;
  }
  int64_t Reached(size_t g, Side side) const {
    const Best& best = best_[g];
    return held_[side == Side::kHigh ? best.high : best.low].sums[g];
  }
  bool Reaches(size_t g, Side side) const {
    return side == Side::kHigh ? Reached(g, side) >= Bound(g, side)
                               : Reached(g, side) <= Bound(g, side);
  }
  bool IsProtected(size_t g) const {
    return Reaches(g, Side::kHigh) && Reaches(g, Side::kLow) &&
           Reached(g, Side::kHigh) - Reached(g, Side::kLow) >= secrets_.k;
  }
  bool AllProtected() const {
    for (size_t g = 0; g < best_.size(); ++g) {
      if (!IsProtected(g)) return false;
    }
    return true;
  }

  // Holds `table` if it is one that the published sums allow.
  void Hold(Table table) {
    for (const int64_t number : table) {
      if (number < 0 || number > 2 * kMaxTotal) return;
    }
    for (size_t s = 0; s < published_.size(); ++s) {
      if (published_[s] && SumIn(secrets_.showables[s].sum, table) !=
                               secrets_.showables[s].value) {
        return;
      }
    }
    Held held{std::move(table), {}};
    for (const Guarded& guarded : secrets_.guarded) {
      held.sums.push_back(SumIn(guarded.sum, held.table));
    }
    held_.push_back(std::move(held));
    for (size_t g = 0; g < best_.size(); ++g) Consider(held_.size() - 1, g);
  }

  void Consider(size_t table, size_t g) {
    const int64_t sum = held_[table].sums[g];
    if (sum > Reached(g, Side::kHigh)) best_[g].high = table;
    if (sum < Reached(g, Side::kLow)) best_[g].low = table;
  }

  void HoldRounded(const std::vector<double>& unknowns) {
    Table table;
    table.reserve(unknowns.size());
    for (const double number : unknowns) table.push_back(std::llround(number));
    Hold(std::move(table));
  }

  // Tables from many guarded sums at once: cheap, and each serves many.
  void TryMixedObjectives() {
    uint64_t state = key_;
    for (int i = 0; i < kMixedObjectives; ++i) {
      std::map<int32_t, double> factors;
      for (size_t g = 0; g < best_.size(); ++g) {
        const uint64_t lot = Next(state);
        if (IsProtected(g) || lot % 4 != 0) continue;
        const double weight = 1.0 + static_cast<double>(lot >> 48) / 65536.0;
        for (const int32_t unknown : secrets_.guarded[g].sum) {
          factors[unknown] += i % 4 == 3 ? -weight : weight;
        }
      }
      if (factors.empty()) continue;
      const auto answer = attacker_.Maximise({factors.begin(), factors.end()});
      if (answer.has_value()) HoldRounded(answer->unknowns);
    }
  }

  // Looks for the tables that `g` lacks. Returns, for every way in which it
  // stays unprotected, what that rests on; only the first if `hasty`.
  std::vector<Support> Attack(size_t g, bool hasty) {
    std::vector<Support> supports;
    Support both;
    for (const Side side : {Side::kHigh, Side::kLow}) {
      if (IsProtected(g)) return {};
      const bool far_enough =
          Reached(g, Side::kHigh) - Reached(g, Side::kLow) >= secrets_.k;
      if (Reaches(g, side) && far_enough) continue;
      const std::optional<Support> support = AttackSide(g, side, both);
      if (!support.has_value()) continue;
      supports.push_back(*support);
      if (hasty) return supports;
    }
    if (IsProtected(g)) return {};
    if (supports.empty() && !SpreadWhole(g)) {
      supports.push_back(Usable(std::move(both), g));
    }
    return supports;
  }

  // Seeks the extreme table of `g` on one side. Returns what the limit rests on
  // where it falls short, and adds it to `all` in any case.
  std::optional<Support> AttackSide(size_t g, Side side, Support& all) {
    LinearAttacker::Objective objective;
    for (const int32_t unknown : secrets_.guarded[g].sum) {
      objective.emplace_back(unknown, SignOf(side));
    }
    const auto answer = attacker_.Maximise(objective);
    if (!answer.has_value()) return Usable({}, g);
    HoldRounded(answer->unknowns);
    all.insert(all.end(), answer->resting_on.begin(), answer->resting_on.end());
    if (Reaches(g, side)) return std::nullopt;
    const double limit = answer->value;
    const auto bound = static_cast<double>(SignOf(side) * Bound(g, side));
    if (limit > bound - kNearly) {
      // In fractions it can be reached; in whole numbers?
      FindWhole(g, side, Bound(g, side));
      if (Reaches(g, side)) return std::nullopt;
    }
    return Usable(answer->resting_on, g);
  }

  // Both bounds are reached, but not by tables far enough apart.
  bool SpreadWhole(size_t g) {
    FindWhole(g, Side::kHigh, Reached(g, Side::kLow) + secrets_.k);
    if (IsProtected(g)) return true;
    FindWhole(g, Side::kLow, Reached(g, Side::kHigh) - secrets_.k);
    return IsProtected(g);
  }

  void FindWhole(size_t g, Side side, int64_t bound) {
    if (bound < 0) return;
    auto table = attacker_.FindWhole(secrets_.guarded[g].sum, SignOf(side),
                                     bound, limits_.nodes);
    if (table.has_value()) Hold(*std::move(table));
  }

  // `support` as far as it is published; failing that, what touches `g`;
  // failing that, everything.
  Support Usable(Support support, size_t g) const {
    std::sort(support.begin(), support.end());
    support.erase(std::unique(support.begin(), support.end()), support.end());
    std::erase_if(support, [&](size_t s) { return !published_[s]; });
    if (!support.empty()) return support;
    Support all;
    for (size_t s = 0; s < published_.size(); ++s) {
      if (!published_[s]) continue;
      all.push_back(s);
      const Sum& sum = secrets_.showables[s].sum;
      const bool touches = std::any_of(
          secrets_.guarded[g].sum.begin(), secrets_.guarded[g].sum.end(),
          [&](int32_t unknown) {
            return std::binary_search(sum.begin(), sum.end(), unknown);
          });
      if (touches) support.push_back(s);
    }
    return support.empty() ? all : support;
  }

  void Withhold() {
    for (;;) {
      std::vector<Support> supports;
      for (size_t g = 0; g < best_.size(); ++g) {
        for (Support& support : Attack(g, false)) {
          supports.push_back(std::move(support));
        }
      }
      if (supports.empty()) return;
      ++rounds_;
      if (attacker_.work() > limits_.work / 2) {
        cut_short_ = true;
        WithholdFinest();
      } else {
        WithholdOneOfEach(supports);
      }
      if (std::count(published_.begin(), published_.end(), true) == 0) {
        WithholdAll();
        return;
      }
    }
  }

  void WithholdSum(size_t s) {
    published_[s] = false;
    attacker_.Forget(s);
  }

  // A hitting set: finest first, then what hits most, then the smallest.
  void WithholdOneOfEach(const std::vector<Support>& supports) {
    std::vector<bool> hit(supports.size(), false);
    for (;;) {
      std::map<size_t, int64_t> hits;
      for (size_t i = 0; i < supports.size(); ++i) {
        if (hit[i]) continue;
        for (const size_t s : supports[i]) ++hits[s];
      }
      if (hits.empty()) return;
      const auto rank = [&](const std::pair<const size_t, int64_t>& one) {
        const Showable& showable = secrets_.showables[one.first];
        return std::tuple(showable.coarseness, one.second, -showable.value,
                          one.first);
      };
      const size_t chosen = std::max_element(hits.begin(), hits.end(),
                                             [&](const auto& a, const auto& b) {
                                               return rank(a) < rank(b);
                                             })
                                ->first;
      WithholdSum(chosen);
      for (size_t i = 0; i < supports.size(); ++i) {
        hit[i] = hit[i] ||
                 std::count(supports[i].begin(), supports[i].end(), chosen) > 0;
      }
    }
  }

  // Everything of the finest depth that is still published.
  void WithholdFinest() {
    int finest = 0;
    for (size_t s = 0; s < published_.size(); ++s) {
      if (published_[s]) {
        finest = std::max(finest, secrets_.showables[s].coarseness);
      }
    }
    for (size_t s = 0; s < published_.size(); ++s) {
      if (published_[s] && secrets_.showables[s].coarseness == finest) {
        WithholdSum(s);
      }
    }
  }

  // Where nothing is published any table will do.
  void WithholdAll() {
    for (size_t s = 0; s < published_.size(); ++s) WithholdSum(s);
    Hold(Table(secrets_.truth.size(), 0));
    for (size_t g = 0; g < best_.size(); ++g) {
      if (IsProtected(g)) continue;
      HoldLargest(g);
    }
  }

  void HoldLargest(size_t g) {
    Held held{Table(secrets_.truth.size(), 0), {}};
    held.table[static_cast<size_t>(secrets_.guarded[g].sum[0])] =
        Bound(g, Side::kHigh);
    for (const Guarded& guarded : secrets_.guarded) {
      held.sums.push_back(SumIn(guarded.sum, held.table));
    }
    held_.push_back(std::move(held));
    for (size_t other = 0; other < best_.size(); ++other) {
      Consider(held_.size() - 1, other);
    }
  }

  void GiveBack() {
    for (size_t s = 0; s < published_.size(); ++s) {
      if (published_[s]) continue;
      if (attacker_.work() > limits_.work) {
        cut_short_ = true;
        return;
      }
      DropUnused();
      TryToPublish(s);
    }
  }

  // Publishes `s` if every guarded sum keeps, or finds, its two tables.
  void TryToPublish(size_t s) {
    const Showable& showable = secrets_.showables[s];
    std::vector<bool> agrees(held_.size());
    for (size_t t = 0; t < held_.size(); ++t) {
      agrees[t] = SumIn(showable.sum, held_[t].table) == showable.value;
    }
    published_[s] = true;
    attacker_.Learn(s);
    const std::vector<Best> before = best_;
    ChooseBest(agrees);
    for (const size_t g : Unprotected()) {
      if (Attack(g, true).empty()) continue;
      ++kills_[g];
      WithholdSum(s);
      ChooseBest(std::vector<bool>(held_.size(), true));
      return;
    }
    agrees.resize(held_.size(), true);
    DropOthers(agrees);
  }

  // Sums without their tables, first those that spoilt most before.
  std::vector<size_t> Unprotected() const {
    std::vector<size_t> unprotected;
    for (size_t g = 0; g < best_.size(); ++g) {
      if (!IsProtected(g)) unprotected.push_back(g);
    }
    std::stable_sort(unprotected.begin(), unprotected.end(),
                     [&](size_t a, size_t b) { return kills_[a] > kills_[b]; });
    return unprotected;
  }

  // The first table is the truth, which always agrees; it is never dropped.
  void ChooseBest(const std::vector<bool>& among) {
    std::fill(best_.begin(), best_.end(), Best{});
    for (size_t t = 0; t < held_.size(); ++t) {
      if (!among[t]) continue;
      for (size_t g = 0; g < best_.size(); ++g) Consider(t, g);
    }
  }

  void DropOthers(const std::vector<bool>& keep) {
    std::vector<size_t> moved(held_.size(), 0);
    size_t kept = 0;
    for (size_t t = 0; t < held_.size(); ++t) {
      if (!keep[t]) continue;
      moved[t] = kept;
      if (kept != t) held_[kept] = std::move(held_[t]);
      ++kept;
    }
    held_.resize(kept);
    for (Best& best : best_) best = {moved[best.high], moved[best.low]};
  }

  void DropUnused() {
    const size_t each = secrets_.truth.size() + secrets_.guarded.size();
    if (held_.size() * each <= kMaxHeld) return;
    DropOthers(Used());
  }

  std::vector<bool> Used() const {
    std::vector<bool> used(held_.size(), false);
    used[0] = true;
    for (const Best& best : best_) {
      used[best.high] = true;
      used[best.low] = true;
    }
    return used;
  }

  Repaired TakeResult() {
    DropOthers(Used());
    Repaired result;
    result.published = std::move(published_);
    for (const Best& best : best_) {
      result.witnesses.of.emplace_back(best.high, best.low);
    }
    for (Held& held : held_) {
      result.witnesses.tables.push_back(std::move(held.table));
    }
    result.programs = attacker_.programs();
    result.rounds = rounds_;
    result.cut_short = cut_short_;
    return result;
  }

  const Secrets& secrets_;
  const RepairLimits& limits_;
  uint64_t key_;
  LinearAttacker attacker_;
  std::vector<bool> published_;
  std::vector<Held> held_;
  std::vector<Best> best_;
  std::vector<int64_t> kills_;
  int64_t rounds_ = 0;
  bool cut_short_ = false;
};

}  // namespace

Repaired Repair(const Secrets& secrets, std::vector<bool> published,
                const RepairLimits& limits, uint64_t key) {
  return Repairer(secrets, std::move(published), limits, key).Run();
}

}  // namespace toguna
