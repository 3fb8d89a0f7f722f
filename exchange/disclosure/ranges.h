#ifndef TOGUNA_EXCHANGE_DISCLOSURE_RANGES_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_RANGES_H_

// How closely anyone can confine what is not shown, from what is published.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "exchange/disclosure/elimination.h"
#include "exchange/disclosure/range_certificates.h"

namespace toguna {

// What somebody who holds everything published can say of a sum.
struct Range {
  int64_t low = 0;
  std::optional<int64_t> high;  // none: nothing published confines it
  // Positions of the certificates; none for a low of 0 or where there is no
  // high.
  std::optional<size_t> low_by;
  std::optional<size_t> high_by;
};

// What finding ranges may spend, in steps that do not depend on the machine.
struct RangeLimits {
  // Of linear programs, in iterations times the size of the program, and of
  // looking through their answers.
  int64_t work = 500'000'000;
  // Of looking for published sums to subtract, in unknowns looked at.
  int64_t simple_work = 200'000'000;
};

// How it went. Like the ranges, a function of what is published.
struct RangeFigures {
  int64_t asked = 0;
  int64_t finite = 0;      // with a high
  int64_t tight_low = 0;   // as high as the best of all linear reasoning
  int64_t tight_high = 0;  // as low as that; or none, where there can be none
  int64_t programs = 0;
  bool cut_short = false;  // work ran out: some ranges are wider than need be
};

struct Ranges {
  std::vector<Range> ranges;                   // one per sum asked for
  std::vector<RangeCertificate> certificates;  // each once
  RangeFigures figures;
};

// Finds ranges of sums, and a certificate for every bound.
//
// Unknowns in the same published sums cannot be told apart: they form groups. A
// sum is at most what the groups that it touches can hold, and at least what
// the groups that lie wholly in it must. Sums that touch, or hold, the same
// groups are one question.
//
// A bound is first sought as a published sum less other published sums inside
// it ("Mali less Gao and Mopti"), or as published sums side by side. Where an
// answer of an earlier program does not show that this is the best, a linear
// program gives the best bound, and the multipliers of its dual, made whole
// numbers, are the certificate. Every certificate is verified in whole numbers
// before it is used; what is found in floating point only steers.
//
// Deterministic, and bounded: when the work ends, the rest keeps its first
// bound, which is valid and wider. Not thread-safe.
class RangeFinder {
 public:
  explicit RangeFinder(const PublishedSums& published);

  // Asks for a range of `sum`. The first asked are the first to be worked on.
  void Ask(const Sum& sum);

  // Ranges of all sums asked for, in their order.
  Ranges Find(const RangeLimits& limits) const;

 private:
  friend class RangeSearch;

  // A set of groups whose total is to be confined from one side.
  struct Question {
    Sum groups;
    RangeSide side = RangeSide::kHigh;
  };
  size_t Intern(Sum groups, RangeSide side);

  GroupedSums published_;
  std::vector<Question> questions_;
  absl::flat_hash_map<Sum, size_t> numbers_[2];   // groups -> question, by side
  std::vector<std::pair<size_t, size_t>> asked_;  // low, high
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_RANGES_H_
