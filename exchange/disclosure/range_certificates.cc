#include "exchange/disclosure/range_certificates.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace toguna {
namespace {

__extension__ typedef __int128 Wide;

// Single published sums that are tried as "this one, less others".
constexpr size_t kCoversTried = 4;
// Numbers beyond are no multipliers that anyone could check by hand.
constexpr double kLargestMultiplier = 1e15;
constexpr double kNearWhole = 1e-6;
constexpr double kZero = 1e-9;
// Denominators of bases of such programs are nearly always among these.
constexpr int64_t kDenominators[] = {1,  2,  3,  4,  5,  6,  7,  8,  9, 10,
                                     11, 12, 14, 15, 16, 18, 20, 24, 30};
// Where none fits, multipliers are rounded to the safe side.
constexpr int64_t kFineDenominators[] = {int64_t{1} << 12, int64_t{1} << 20,
                                         int64_t{1} << 30};

void Simplify(RangeCertificate& certificate) {
  int64_t divisor = certificate.denominator;
  for (const auto& [sum, multiplier] : certificate.multipliers) {
    divisor = std::gcd(divisor, multiplier);
  }
  if (divisor <= 1) return;
  certificate.denominator /= divisor;
  for (auto& [sum, multiplier] : certificate.multipliers) multiplier /= divisor;
}

bool Tightens(const ProvenBound& bound, const std::optional<ProvenBound>& best,
              RangeSide side) {
  if (!best.has_value()) return true;
  return side == RangeSide::kHigh ? bound.value < best->value
                                  : bound.value > best->value;
}

// `multipliers` times `denominator` as whole numbers; where they are not whole
// to the eye, nothing, or the next on the safe side if `to_safe_side`.
std::optional<RangeCertificate> WholeTimes(std::span<const double> multipliers,
                                           int64_t denominator, RangeSide side,
                                           bool to_safe_side) {
  RangeCertificate certificate{.denominator = denominator, .multipliers = {}};
  for (size_t s = 0; s < multipliers.size(); ++s) {
    if (std::abs(multipliers[s]) < kZero) continue;
    const double times = multipliers[s] * static_cast<double>(denominator);
    if (!(std::abs(times) < kLargestMultiplier)) return std::nullopt;
    double whole = std::round(times);
    if (to_safe_side) {
      whole = side == RangeSide::kHigh ? std::floor(times) + 1
                                       : std::ceil(times) - 1;
    } else if (std::abs(times - whole) > kNearWhole) {
      return std::nullopt;
    }
    if (whole == 0) continue;
    certificate.multipliers.emplace_back(static_cast<int32_t>(s),
                                         static_cast<int64_t>(whole));
  }
  return certificate;
}

}  // namespace

GroupedSums::GroupedSums(const PublishedSums& published)
    : group_of_(GroupsOf(published.unknowns, published.sums)),
      sums_(MergeAlike(group_of_, published.sums)),
      values_(published.values) {
  for (const int32_t group : group_of_) {
    if (static_cast<size_t>(group) >= sizes_.size()) {
      sizes_.resize(static_cast<size_t>(group) + 1, 0);
    }
    ++sizes_[static_cast<size_t>(group)];
  }
  sums_of_.resize(sizes_.size());
  for (size_t s = 0; s < sums_.size(); ++s) {
    for (const int32_t group : sums_[s]) {
      sums_of_[static_cast<size_t>(group)].push_back(static_cast<int32_t>(s));
    }
  }
  inside_.resize(sums_.size());
  meets_.assign(sums_.size(), 0);
  coverage_.assign(sizes_.size(), 0);
  taken_.assign(sizes_.size(), 0);
}

Sum GroupedSums::Touched(const Sum& sum) const {
  return MergeAlike(group_of_, std::span(&sum, 1))[0];
}

Sum GroupedSums::Whole(const Sum& sum) const {
  Sum groups;
  groups.reserve(sum.size());
  for (const int32_t unknown : sum) {
    groups.push_back(group_of_[static_cast<size_t>(unknown)]);
  }
  std::sort(groups.begin(), groups.end());
  Sum whole;
  for (size_t i = 0; i < groups.size();) {
    size_t end = i;
    while (end < groups.size() && groups[end] == groups[i]) ++end;
    if (static_cast<size_t>(sizes_[static_cast<size_t>(groups[i])]) ==
        end - i) {
      whole.push_back(groups[i]);
    }
    i = end;
  }
  return whole;
}

std::optional<int64_t> GroupedSums::BoundBy(const RangeCertificate& certificate,
                                            const Sum& set,
                                            RangeSide side) const {
  if (certificate.denominator <= 0) return std::nullopt;
  bool holds = true;
  Wide total = 0;
  for (const auto& [s, multiplier] : certificate.multipliers) {
    const auto sum = static_cast<size_t>(s);
    const Wide product = static_cast<Wide>(multiplier) * values_[sum];
    holds = !__builtin_add_overflow(total, product, &total) && holds;
    for (const int32_t group : sums_[sum]) {
      int64_t& covered = coverage_[static_cast<size_t>(group)];
      holds = !__builtin_add_overflow(covered, multiplier, &covered) && holds;
    }
  }
  const int64_t needed = certificate.denominator;
  const bool high = side == RangeSide::kHigh;
  for (const int32_t group : set) {
    int64_t& covered = coverage_[static_cast<size_t>(group)];
    holds = holds && (high ? covered >= needed : covered <= needed);
    covered = 0;
  }
  for (const auto& [s, multiplier] : certificate.multipliers) {
    for (const int32_t group : sums_[static_cast<size_t>(s)]) {
      int64_t& covered = coverage_[static_cast<size_t>(group)];
      holds = holds && (high ? covered >= 0 : covered <= 0);
      covered = 0;
    }
  }
  if (!holds) return std::nullopt;
  // Division truncates; a total below 0 gives a low of 0, and no high.
  if (total < 0) return high ? std::nullopt : std::optional<int64_t>(0);
  const Wide bound = high ? total / needed : (total + needed - 1) / needed;
  if (bound > std::numeric_limits<int64_t>::max()) return std::nullopt;
  return static_cast<int64_t>(bound);
}

std::optional<ProvenBound> GroupedSums::Proven(RangeCertificate certificate,
                                               const Sum& set,
                                               RangeSide side) const {
  Simplify(certificate);
  const std::optional<int64_t> bound = BoundBy(certificate, set, side);
  if (!bound.has_value()) return std::nullopt;
  if (side == RangeSide::kLow && *bound == 0) return std::nullopt;
  return ProvenBound{*bound, std::move(certificate)};
}

std::vector<std::pair<int32_t, int32_t>> GroupedSums::Meets(
    const Sum& set) const {
  std::vector<int32_t> met;
  for (const int32_t group : set) {
    for (const int32_t sum : sums_of_[static_cast<size_t>(group)]) {
      if (meets_[static_cast<size_t>(sum)]++ == 0) met.push_back(sum);
    }
  }
  std::sort(met.begin(), met.end());
  std::vector<std::pair<int32_t, int32_t>> meets;
  for (const int32_t sum : met) {
    meets.emplace_back(sum, std::exchange(meets_[static_cast<size_t>(sum)], 0));
  }
  return meets;
}

const std::vector<int32_t>& GroupedSums::Inside(int32_t sum,
                                                int64_t& work) const {
  std::optional<std::vector<int32_t>>& inside =
      inside_[static_cast<size_t>(sum)];
  if (inside.has_value()) return *inside;
  inside.emplace();
  for (const auto& [other, met] : Meets(sums_[static_cast<size_t>(sum)])) {
    work -= met;
    if (other != sum &&
        static_cast<size_t>(met) == sums_[static_cast<size_t>(other)].size()) {
      inside->push_back(other);
    }
  }
  std::stable_sort(inside->begin(), inside->end(), [&](int32_t a, int32_t b) {
    return values_[static_cast<size_t>(a)] > values_[static_cast<size_t>(b)];
  });
  return *inside;
}

std::vector<int32_t> GroupedSums::Disjoint(
    const std::vector<int32_t>& candidates, const Sum& apart_from,
    int64_t& work) const {
  for (const int32_t group : apart_from) {
    taken_[static_cast<size_t>(group)] = 1;
  }
  std::vector<int32_t> disjoint;
  for (const int32_t candidate : candidates) {
    const Sum& groups = sums_[static_cast<size_t>(candidate)];
    const auto is_taken = [&](int32_t group) {
      --work;
      return taken_[static_cast<size_t>(group)] != 0;
    };
    if (work <= 0) break;
    if (std::any_of(groups.begin(), groups.end(), is_taken)) continue;
    disjoint.push_back(candidate);
    for (const int32_t group : groups) taken_[static_cast<size_t>(group)] = 1;
  }
  for (const int32_t group : apart_from) {
    taken_[static_cast<size_t>(group)] = 0;
  }
  for (const int32_t one : disjoint) {
    for (const int32_t group : sums_[static_cast<size_t>(one)]) {
      taken_[static_cast<size_t>(group)] = 0;
    }
  }
  return disjoint;
}

std::optional<ProvenBound> GroupedSums::Simple(const Sum& set, RangeSide side,
                                               int64_t& work) const {
  return side == RangeSide::kHigh ? SimpleHigh(set, work)
                                  : SimpleLow(set, work);
}

std::optional<ProvenBound> GroupedSums::SimpleHigh(const Sum& set,
                                                   int64_t& work) const {
  // Without unknowns a sum is 0, whatever is published.
  if (set.empty()) return ProvenBound{0, {}};
  std::vector<int32_t> covers;
  for (const auto& [sum, met] : Meets(set)) {
    work -= met;
    if (static_cast<size_t>(met) == set.size()) covers.push_back(sum);
  }
  if (covers.empty()) return SideBySide(set);
  std::stable_sort(covers.begin(), covers.end(), [&](int32_t a, int32_t b) {
    return values_[static_cast<size_t>(a)] < values_[static_cast<size_t>(b)];
  });
  std::optional<ProvenBound> best =
      Proven({1, {{covers[0], 1}}}, set, RangeSide::kHigh);
  covers.resize(std::min(covers.size(), kCoversTried));
  for (const int32_t cover : covers) {
    if (work <= 0) break;
    RangeCertificate certificate{1, {{cover, 1}}};
    for (const int32_t part : Disjoint(Inside(cover, work), set, work)) {
      certificate.multipliers.emplace_back(part, -1);
    }
    std::sort(certificate.multipliers.begin(), certificate.multipliers.end());
    std::optional<ProvenBound> bound =
        Proven(std::move(certificate), set, RangeSide::kHigh);
    if (bound.has_value() && Tightens(*bound, best, RangeSide::kHigh)) {
      best = std::move(bound);
    }
  }
  return best;
}

// For every group not covered yet the published sum that costs least for each
// group of the set that it holds.
std::optional<ProvenBound> GroupedSums::SideBySide(const Sum& set) const {
  const std::vector<std::pair<int32_t, int32_t>> meets = Meets(set);
  const auto dearer = [&](const std::pair<int32_t, int32_t>& a,
                          const std::pair<int32_t, int32_t>& b) {
    const auto price = [&](const auto& one) {
      return static_cast<double>(values_[static_cast<size_t>(one.first)]) /
             one.second;
    };
    return price(a) > price(b);
  };
  RangeCertificate certificate;
  for (const int32_t group : set) {
    if (taken_[static_cast<size_t>(group)] != 0) continue;
    std::optional<std::pair<int32_t, int32_t>> cheapest;
    for (const int32_t sum : sums_of_[static_cast<size_t>(group)]) {
      const auto one = *std::lower_bound(meets.begin(), meets.end(),
                                         std::pair<int32_t, int32_t>(sum, 0));
      if (!cheapest.has_value() || dearer(*cheapest, one)) cheapest = one;
    }
    if (!cheapest.has_value()) break;
    certificate.multipliers.emplace_back(cheapest->first, 1);
    for (const int32_t held : sums_[static_cast<size_t>(cheapest->first)]) {
      taken_[static_cast<size_t>(held)] = 1;
    }
  }
  for (const auto& [sum, multiplier] : certificate.multipliers) {
    for (const int32_t held : sums_[static_cast<size_t>(sum)]) {
      taken_[static_cast<size_t>(held)] = 0;
    }
  }
  std::sort(certificate.multipliers.begin(), certificate.multipliers.end());
  // Refused where a group was left over.
  return Proven(std::move(certificate), set, RangeSide::kHigh);
}

std::optional<ProvenBound> GroupedSums::SimpleLow(const Sum& set,
                                                  int64_t& work) const {
  std::vector<int32_t> parts;
  for (const auto& [sum, met] : Meets(set)) {
    work -= met;
    if (static_cast<size_t>(met) == sums_[static_cast<size_t>(sum)].size()) {
      parts.push_back(sum);
    }
  }
  std::stable_sort(parts.begin(), parts.end(), [&](int32_t a, int32_t b) {
    return values_[static_cast<size_t>(a)] > values_[static_cast<size_t>(b)];
  });
  RangeCertificate certificate;
  for (const int32_t part : Disjoint(parts, {}, work)) {
    certificate.multipliers.emplace_back(part, 1);
  }
  std::sort(certificate.multipliers.begin(), certificate.multipliers.end());
  return Proven(std::move(certificate), set, RangeSide::kLow);
}

std::optional<ProvenBound> GroupedSums::Rounded(
    std::span<const double> multipliers, const Sum& set, RangeSide side,
    int64_t wanted) const {
  std::optional<ProvenBound> best;
  const auto found = [&](int64_t denominator, bool to_safe_side) {
    std::optional<RangeCertificate> certificate =
        WholeTimes(multipliers, denominator, side, to_safe_side);
    if (!certificate.has_value()) return false;
    std::optional<ProvenBound> bound =
        Proven(*std::move(certificate), set, side);
    if (bound.has_value() && Tightens(*bound, best, side)) {
      best = std::move(bound);
    }
    return best.has_value() &&
           (side == RangeSide::kHigh ? best->value <= wanted
                                     : best->value >= wanted);
  };
  for (const int64_t denominator : kDenominators) {
    if (found(denominator, false)) return best;
  }
  for (const int64_t denominator : kFineDenominators) {
    if (found(denominator, true)) return best;
  }
  return best;
}

}  // namespace toguna
