#include "exchange/disclosure/history_bounds.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace toguna {
namespace {

__extension__ typedef __int128 Wide;

constexpr double kNearWhole = 1e-6;
constexpr double kZero = 1e-9;
constexpr double kNoBound = std::numeric_limits<double>::max();
// Numbers beyond are no multipliers that anyone could check by hand.
constexpr double kLargestMultiplier = 1e15;
// Denominators of bases of such programs are nearly always among the first.
constexpr int64_t kDenominators = 120;
// Where none fits, multipliers are rounded to the safe side.
constexpr int64_t kFineDenominators[] = {int64_t{1} << 12, int64_t{1} << 20,
                                         int64_t{1} << 30};

using Multipliers = std::vector<std::pair<size_t, int64_t>>;

enum class Rounding { kExact, kNearest, kUp, kDown };

// `numbers` times `denominator` as whole numbers; nothing where they are too
// large, or not whole to the eye and have to be.
std::optional<Multipliers> WholeTimes(const std::vector<double>& numbers,
                                      int64_t denominator, Rounding rounding) {
  Multipliers multipliers;
  for (size_t i = 0; i < numbers.size(); ++i) {
    if (std::abs(numbers[i]) < kZero) continue;
    const double times = numbers[i] * static_cast<double>(denominator);
    if (!(std::abs(times) < kLargestMultiplier)) return std::nullopt;
    double whole = std::round(times);
    if (rounding == Rounding::kExact && std::abs(times - whole) > kNearWhole) {
      return std::nullopt;
    }
    if (rounding == Rounding::kUp) whole = std::floor(times) + 1;
    if (rounding == Rounding::kDown) whole = std::ceil(times) - 1;
    if (whole == 0) continue;
    multipliers.emplace_back(i, static_cast<int64_t>(whole));
  }
  return multipliers;
}

void Simplify(HistoryBound& bound) {
  int64_t divisor = bound.denominator;
  for (const Multipliers* some : {&bound.fixed, &bound.relations}) {
    for (const auto& one : *some) divisor = std::gcd(divisor, one.second);
  }
  if (divisor <= 1) return;
  bound.denominator /= divisor;
  for (Multipliers* some : {&bound.fixed, &bound.relations}) {
    for (auto& one : *some) one.second /= divisor;
  }
}

}  // namespace

HistoryBounds::HistoryBounds(const Secrets& secrets)
    : secrets_(secrets),
      nothing_(secrets.truth.size(), false),
      values_(secrets.views.size()),
      attackers_(secrets.views.size()) {
  for (const Fixed& fixed : secrets.fixed) {
    if (fixed.value != 0) continue;
    for (const int32_t unknown : fixed.sum) {
      nothing_[static_cast<size_t>(unknown)] = true;
    }
  }
  for (size_t view = 0; view < values_.size(); ++view) {
    for (const Fixed& fixed : secrets.fixed) {
      values_[view].push_back(fixed.value -
                              SumIn(fixed.sum, secrets.views[view]));
    }
  }
  std::vector<Sum> sums;
  for (const Fixed& fixed : secrets.fixed) {
    sums.push_back(WithoutNothing(fixed.sum));
  }
  for (const Relation& relation : secrets.relations) {
    for (const Sum* side : {&relation.more, &relation.less}) {
      sums.push_back(relation.nameable ? WithoutNothing(*side) : Sum());
    }
  }
  class_of_ = GroupsOf(static_cast<int32_t>(nothing_.size()), sums);
  std::vector<Sum> merged = MergeAlike(class_of_, sums);
  size_t next = 0;
  while (next < secrets.fixed.size()) {
    fixed_.push_back(std::move(merged[next++]));
  }
  for (; next < merged.size(); next += 2) {
    relations_.push_back(
        {std::move(merged[next]), std::move(merged[next + 1])});
  }
  for (size_t unknown = 0; unknown < nothing_.size(); ++unknown) {
    const auto c = static_cast<size_t>(class_of_[unknown]);
    if (c >= sizes_.size()) sizes_.resize(c + 1, 0);
    sizes_[c] += nothing_[unknown] ? 0 : 1;
  }
}

int64_t HistoryBounds::work() const {
  int64_t work = 0;
  for (const std::optional<LinearAttacker>& attacker : attackers_) {
    if (attacker.has_value()) work += attacker->work();
  }
  return work;
}

Sum HistoryBounds::WithoutNothing(const Sum& sum) const {
  Sum something = sum;
  std::erase_if(something, [&](int32_t unknown) {
    return nothing_[static_cast<size_t>(unknown)];
  });
  return something;
}

Sum HistoryBounds::Touched(const Sum& sum) const {
  const Sum something = WithoutNothing(sum);
  return MergeAlike(class_of_, std::span(&something, 1))[0];
}

Sum HistoryBounds::Whole(const Sum& sum) const {
  std::map<int32_t, size_t> inside;
  for (const int32_t unknown : WithoutNothing(sum)) {
    ++inside[class_of_[static_cast<size_t>(unknown)]];
  }
  Sum whole;
  for (const auto& [c, number] : inside) {
    if (number == sizes_[static_cast<size_t>(c)]) whole.push_back(c);
  }
  return whole;
}

// What others than the view have: every relation holds for that alone.
LinearAttacker& HistoryBounds::Of(size_t view) {
  std::optional<LinearAttacker>& attacker = attackers_[view];
  if (attacker.has_value()) return *attacker;
  AttackerProgram program;
  program.lower.assign(sizes_.size(), 0);
  program.upper.assign(sizes_.size(), kNoBound);
  program.sums = fixed_;
  for (const int64_t value : values_[view]) {
    program.values.push_back(static_cast<double>(value));
  }
  for (const Compared& compared : relations_) {
    std::map<int32_t, double> factors;
    for (const int32_t c : compared.more) factors[c] += 1;
    for (const int32_t c : compared.less) factors[c] -= 1;
    program.known.push_back({.terms = {factors.begin(), factors.end()},
                             .low = 0,
                             .high = kNoBound});
  }
  attacker.emplace(program);
  for (size_t s = 0; s < fixed_.size(); ++s) attacker->Learn(s);
  return *attacker;
}

std::optional<int64_t> HistoryBounds::Verified(const HistoryBound& bound,
                                               size_t view, const Sum& classes,
                                               Side side) const {
  const bool high = side == Side::kHigh;
  const std::vector<int64_t>& values = values_[view];
  std::vector<Wide> covered(sizes_.size(), 0);
  Wide total = 0;
  for (const auto& [s, multiplier] : bound.fixed) {
    if (__builtin_add_overflow(total, static_cast<Wide>(multiplier) * values[s],
                               &total)) {
      return std::nullopt;
    }
    for (const int32_t c : fixed_[s]) {
      covered[static_cast<size_t>(c)] += multiplier;
    }
  }
  for (const auto& [r, multiplier] : bound.relations) {
    if (multiplier < 0) return std::nullopt;
    const Wide signed_by = high ? -static_cast<Wide>(multiplier) : multiplier;
    for (const int32_t c : relations_[r].more) {
      covered[static_cast<size_t>(c)] += signed_by;
    }
    for (const int32_t c : relations_[r].less) {
      covered[static_cast<size_t>(c)] -= signed_by;
    }
  }
  std::vector<int64_t> needed(sizes_.size(), 0);
  for (const int32_t c : classes) {
    needed[static_cast<size_t>(c)] = bound.denominator;
  }
  for (size_t c = 0; c < covered.size(); ++c) {
    if (sizes_[c] == 0) continue;
    if (high ? covered[c] < needed[c] : covered[c] > needed[c]) {
      return std::nullopt;
    }
  }
  if (total < 0) return high ? std::nullopt : std::optional<int64_t>(0);
  const Wide by = bound.denominator;
  const Wide value = high ? total / by : (total + by - 1) / by;
  if (value > std::numeric_limits<int64_t>::max()) return std::nullopt;
  return static_cast<int64_t>(value);
}

std::optional<HistoryBound> HistoryBounds::Rounded(
    const std::vector<double>& fixed, const std::vector<double>& relations,
    size_t view, const Sum& classes, Side side, int64_t wanted) const {
  std::optional<HistoryBound> best;
  const auto sign = side == Side::kHigh ? 1 : -1;
  const auto found = [&](int64_t denominator, Rounding of_fixed,
                         Rounding of_relations) {
    auto whole_fixed = WholeTimes(fixed, denominator, of_fixed);
    auto whole_relations = WholeTimes(relations, denominator, of_relations);
    if (!whole_fixed.has_value() || !whole_relations.has_value()) return false;
    HistoryBound bound{.value = 0,
                       .denominator = denominator,
                       .fixed = *std::move(whole_fixed),
                       .relations = *std::move(whole_relations)};
    const auto value = Verified(bound, view, classes, side);
    if (!value.has_value()) return false;
    bound.value = *value;
    if (!best.has_value() || sign * bound.value < sign * best->value) {
      Simplify(bound);
      best = std::move(bound);
    }
    return sign * best->value <= sign * wanted;
  };
  for (int64_t denominator = 1; denominator <= kDenominators; ++denominator) {
    if (found(denominator, Rounding::kExact, Rounding::kExact)) return best;
  }
  const Rounding safe = side == Side::kHigh ? Rounding::kUp : Rounding::kDown;
  for (const int64_t denominator : kFineDenominators) {
    if (found(denominator, safe, Rounding::kNearest)) return best;
  }
  return best;
}

std::optional<HistoryBound> HistoryBounds::Prove(size_t g, Side side) {
  const Guarded& guarded = secrets_.guarded[g];
  const bool high = side == Side::kHigh;
  const int64_t own = SumIn(guarded.sum, secrets_.views[guarded.view]);
  const Sum classes = high ? Touched(guarded.sum) : Whole(guarded.sum);
  if (classes.empty()) return HistoryBound{.value = own};
  LinearAttacker::Objective objective;
  for (const int32_t c : classes) objective.emplace_back(c, high ? 1 : -1);
  LinearAttacker& attacker = Of(guarded.view);
  const auto answer = attacker.Maximise(objective);
  if (!answer.has_value()) return std::nullopt;
  std::vector<double> fixed = answer->multipliers;
  for (size_t s = 0; s < fixed.size(); ++s) {
    if (!high) fixed[s] = -fixed[s];
    if (fixed_[s].empty()) fixed[s] = 0;
  }
  // Of a row with no more than a lower bound the solver's are never positive.
  std::vector<double> relations = attacker.KnownMultipliers();
  for (double& one : relations) one = std::max(0.0, -one);
  const double value = high ? answer->value : -answer->value;
  const auto wanted = std::llround(high ? std::floor(value + kNearWhole)
                                        : std::ceil(value - kNearWhole));
  std::optional<HistoryBound> bound =
      Rounded(fixed, relations, guarded.view, classes, side, wanted);
  if (bound.has_value()) bound->value += own;
  return bound;
}

}  // namespace toguna
