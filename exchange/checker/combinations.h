#ifndef TOGUNA_EXCHANGE_CHECKER_COMBINATIONS_H_
#define TOGUNA_EXCHANGE_CHECKER_COMBINATIONS_H_

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/base/code_tree.h"
#include "exchange/checker/check_seal.h"

namespace toguna {

// One combination of nodes that a record can have: a node for each used
// dimension, -1 where the crosswalk gives nothing.
using Combination = std::vector<NodeIndex>;

// All combinations of the dimensions at `used` (positions in seal.dimensions),
// each no finer than its depth in `finest`, each once.
//
// Takes the inputs one after the other and keeps, per dimension, which rows of
// the crosswalk may still apply; equal states are joined after every input.
absl::StatusOr<std::vector<Combination>> CombinationsOf(
    const SealToCheck& seal, const std::vector<size_t>& used,
    const std::vector<int>& finest);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_COMBINATIONS_H_
