#ifndef TOGUNA_EXCHANGE_COHORT_POOLING_H_
#define TOGUNA_EXCHANGE_COHORT_POOLING_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/container/inlined_vector.h"

namespace toguna {

// A child of the node to be split, as counted in the box to be split; or the
// sum of several.
struct CountedChild {
  int64_t count = 0;   // towards the minimum
  int64_t leaves = 0;  // at or below it
  int64_t rows = 0;
  int32_t place = 0;  // among those that the box has
};

// Where children go that are pooled: a part is some that follow each other in
// their order by size, the last and the empty ones may join any.
struct Pooled {
  absl::InlinedVector<CountedChild, 16> parts;  // their sums
  absl::InlinedVector<size_t, 16> first;        // where each part begins
  size_t left = 0;      // where those begin that join …
  size_t left_to = 0;   // … this part
  size_t empty_to = 0;  // where nobody is

  // The part of each child, in the order by size.
  void PartsOf(size_t children, std::vector<int>& part) const;
};

// Sorts children, none of them empty, by size, largest first; ties by place, so
// that what comes of it depends on nothing else.
void SortBySize(std::vector<CountedChild>& children);

// Puts children into parts whose count is at least `minimum`, several of them
// if they can. What is small is pooled with what is small; empty ones go where
// fewest rows pay for them. Minimises sum(count * leaves) over parts, greedily:
// the exact minimum is a bin covering problem.
//
// `children` are those that SortBySize() has sorted; `empty` leaves are below
// the others. False if no split can be.
bool PoolSorted(std::span<const CountedChild> children, int64_t empty,
                int64_t minimum, Pooled& pooled);

// The same of children in tree order. `part` gets the part of each, numbered
// from 0 by their first child; returns how many there are, 1 if no split can
// be.
int PoolChildren(const std::vector<CountedChild>& children, int64_t minimum,
                 std::vector<int>& part);

// Where empty children go when `largest` children are set apart from the rest:
// to the side with fewer, but never to a child that stands alone, which could
// not be split at its own children any more.
inline bool EmptyGoFirst(int32_t largest, int64_t first, int64_t rest) {
  return largest > 1 && first < rest;
}

// Numbers parts from 0 by their first child; returns how many there are.
int NumberParts(std::vector<int>& part);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_POOLING_H_
