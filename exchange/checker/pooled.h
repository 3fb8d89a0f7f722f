#ifndef TOGUNA_EXCHANGE_CHECKER_POOLED_H_
#define TOGUNA_EXCHANGE_CHECKER_POOLED_H_

// Sums of siblings as codes beside those of a tree.

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "exchange/base/code_tree.h"
#include "exchange/checker/check_seal.h"

namespace toguna {

// The node of a code of a dimension; that of a pool is -2 less its place in
// seal.pools. Nothing for an unknown code.
std::optional<NodeIndex> NodeFor(const SealToCheck& seal,
                                 const CheckedDimension& dimension,
                                 const std::string& code);

// True if `mine`, a node of the dimension's tree, lies within `node`, which may
// be a pool's: within one of its members. -1, nowhere, lies in itself alone.
bool LiesIn(const SealToCheck& seal, const CheckedDimension& dimension,
            NodeIndex mine, NodeIndex node);

// Every pool is a sum of at least two children of one node under a code of its
// own; every axis has only pools of its dimension between its depths, each
// once.
//   kInvalidArgument
absl::Status CheckPools(const SealToCheck& seal);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_POOLED_H_
