#ifndef TOGUNA_EXCHANGE_DISCLOSURE_RANGE_CERTIFICATES_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_RANGE_CERTIFICATES_H_

// Bounds of a sum that follow from published sums, each with its reason.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "exchange/disclosure/elimination.h"

namespace toguna {

// All that a range is a function of: published sums of unknowns and their
// values. Unknowns are not negative; nothing else is known of them.
struct PublishedSums {
  int32_t unknowns = 0;
  std::vector<Sum> sums;
  std::vector<int64_t> values;  // one per sum, none negative
};

enum class RangeSide { kLow, kHigh };

// Why a sum cannot lie beyond a bound, so that it can be checked by hand.
//
// For an unknown u let M(u) be the multipliers of all published sums that hold
// u, added up, V the published values times their multipliers, added up, and D
// the denominator.
//   high: M(u) >= D for every unknown of the sum, M(u) >= 0 for all others;
//         then the sum is at most V / D, rounded down.
//   low:  M(u) <= D for every unknown of the sum, M(u) <= 0 for all others;
//         then the sum is at least V / D, rounded up.
// "Mali less Gao and Mopti" has D = 1 and multipliers 1, -1 and -1.
struct RangeCertificate {
  int64_t denominator = 1;
  // (published sum, multiplier), ascending, no multiplier 0.
  std::vector<std::pair<int32_t, int64_t>> multipliers;

  friend bool operator==(const RangeCertificate&,
                         const RangeCertificate&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const RangeCertificate& one) {
    return H::combine(std::move(state), one.denominator, one.multipliers);
  }
};

// A bound with its reason.
struct ProvenBound {
  int64_t value = 0;
  RangeCertificate certificate;
};

// Published sums over groups of unknowns that none of them tells apart, and
// what follows from few of them. A "set" is one of groups, ascending.
// Not thread-safe: it keeps scratch space.
class GroupedSums {
 public:
  explicit GroupedSums(const PublishedSums& published);

  size_t groups() const { return sizes_.size(); }
  const std::vector<Sum>& sums() const { return sums_; }
  const std::vector<int64_t>& values() const { return values_; }
  bool IsCovered(int32_t group) const {
    return !sums_of_[static_cast<size_t>(group)].empty();
  }

  // The groups that hold an unknown of `sum`, and those that hold no other.
  Sum Touched(const Sum& sum) const;
  Sum Whole(const Sum& sum) const;

  // The bound that `certificate` gives the total of `set`; nothing if it gives
  // none, or one that does not fit 64 bits. A low is never below 0.
  std::optional<int64_t> BoundBy(const RangeCertificate& certificate,
                                 const Sum& set, RangeSide side) const;

  // A bound from a few published sums with multipliers 1 and -1; nothing where
  // there is none, or only a low of 0. Subtracts the less the less `work` is
  // left, which it takes its steps from.
  std::optional<ProvenBound> Simple(const Sum& set, RangeSide side,
                                    int64_t& work) const;

  // The best bound found by making `multipliers`, one per published sum and
  // nearly a certificate with denominator 1, whole numbers.
  std::optional<ProvenBound> Rounded(std::span<const double> multipliers,
                                     const Sum& set, RangeSide side,
                                     int64_t wanted) const;

 private:
  // How many groups of `set` each published sum holds, as (sum, number), by
  // number of the sum.
  std::vector<std::pair<int32_t, int32_t>> Meets(const Sum& set) const;
  std::optional<ProvenBound> SimpleHigh(const Sum& set, int64_t& work) const;
  std::optional<ProvenBound> SimpleLow(const Sum& set, int64_t& work) const;
  std::optional<ProvenBound> SideBySide(const Sum& set) const;
  // Disjoint ones of `candidates`, the first first, that hold none of `set`.
  std::vector<int32_t> Disjoint(const std::vector<int32_t>& candidates,
                                const Sum& apart_from, int64_t& work) const;
  const std::vector<int32_t>& Inside(int32_t sum, int64_t& work) const;
  std::optional<ProvenBound> Proven(RangeCertificate certificate,
                                    const Sum& set, RangeSide side) const;

  std::vector<int32_t> group_of_;
  std::vector<int32_t> sizes_;  // unknowns of a group
  std::vector<Sum> sums_;
  std::vector<int64_t> values_;
  std::vector<std::vector<int32_t>> sums_of_;  // group -> sums that hold it
  // Sum -> other sums inside it, largest value first; filled when asked for.
  mutable std::vector<std::optional<std::vector<int32_t>>> inside_;
  // Scratch, all 0 between calls.
  mutable std::vector<int32_t> meets_;     // by sum
  mutable std::vector<int64_t> coverage_;  // by group
  mutable std::vector<uint8_t> taken_;     // by group
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_RANGE_CERTIFICATES_H_
