#ifndef TOGUNA_EXCHANGE_CHECKER_USED_DIMENSIONS_H_
#define TOGUNA_EXCHANGE_CHECKER_USED_DIMENSIONS_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "exchange/base/code_tree.h"
#include "exchange/checker/check_seal.h"

namespace toguna {

// What counts of one unit are told apart by: positions in seal.dimensions, and
// the finest depth of each.
struct UsedDimensions {
  std::vector<size_t> dimensions;
  std::vector<int> finest;

  bool empty() const { return dimensions.empty(); }
};

// The dimensions of every family of the unit, now, earlier and to come. Where
// victims are counted, too, records are told apart as they are, but for who was
// harmed; and where every record has victims by whether they may harm nobody.
// With corrections victims are told apart as records are.
UsedDimensions DimensionsOf(const SealToCheck& seal, bool victims);

// The dimensions by which victims and records are compared; empty where they
// cannot be.
UsedDimensions SharedDimensions(const SealToCheck& seal);

// Where `nodes`, one for each dimension of `used`, lie among combinations of
// `shared`, which are all in `used`.
std::vector<NodeIndex> PlaceOf(const SealToCheck& seal,
                               const UsedDimensions& used,
                               const UsedDimensions& shared,
                               const std::vector<NodeIndex>& nodes);

// A record at `nodes` has at least one victim, as everybody knows. There is a
// victims_rule.
bool HasVictims(const SealToCheck& seal, const UsedDimensions& used,
                const std::vector<NodeIndex>& nodes);

// Position in seal.dimensions of the dimension that is `input` itself; the
// number of dimensions if there is none.
size_t DimensionOfInput(const SealToCheck& seal, const std::string& input);

// True if `nodes`, one for each of `used`, lie within a structural zero that
// names no other dimension. -1 lies within nothing.
bool IsStructuralZero(const SealToCheck& seal, const std::vector<size_t>& used,
                      const std::vector<NodeIndex>& nodes);

// `nodes` lie within a (dimension, code), or, if the code is empty, where the
// dimension's crosswalk gives nothing.
bool LiesWithin(const SealToCheck& seal, const std::vector<size_t>& used,
                const std::vector<NodeIndex>& nodes,
                const std::pair<std::string, std::string>& one);

// Likewise within a cohort and what lies outside of its box.
bool IsOutsideCohort(const SealToCheck& seal, const std::vector<size_t>& used,
                     const std::vector<NodeIndex>& nodes);

// Either: nothing can be there, as everybody knows.
bool IsNothing(const SealToCheck& seal, const std::vector<size_t>& used,
               const std::vector<NodeIndex>& nodes);

// What is impossible in each strand, in nodes of some dimensions: for every
// strand the combinations that it rules out, (place in `used`, node) each.
using RuledOut = std::vector<std::vector<std::pair<size_t, NodeIndex>>>;
std::vector<RuledOut> RuledOutOf(const SealToCheck& seal,
                                 const std::vector<size_t>& used);
bool IsRuledOut(const SealToCheck& seal, const std::vector<size_t>& used,
                const RuledOut& ruled_out, const std::vector<NodeIndex>& nodes);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_USED_DIMENSIONS_H_
