#ifndef TOGUNA_EXCHANGE_COHORT_POOLING_H_
#define TOGUNA_EXCHANGE_COHORT_POOLING_H_

#include <cstdint>
#include <vector>

namespace toguna {

// A child of the node to be split, as counted in the box to be split.
struct CountedChild {
  int64_t count = 0;   // towards the minimum
  int64_t leaves = 0;  // at or below it
  int64_t rows = 0;
};

// Puts children into parts whose count is at least `minimum`, several of them
// if they can. What is small is pooled with what is small; empty ones go where
// fewest rows pay for them. Minimises sum(count * leaves) over parts, greedily:
// the exact minimum is a bin covering problem.
//
// `part` gets the part of each child, numbered from 0 by their first child;
// returns how many there are, 1 if no split can be.
int PoolChildren(const std::vector<CountedChild>& children, int64_t minimum,
                 std::vector<int>& part);
// The same where `order` has the children already, largest first.
int PoolOrdered(const std::vector<CountedChild>& children,
                const std::vector<int32_t>& order, int64_t minimum,
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
