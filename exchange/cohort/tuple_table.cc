#include "exchange/cohort/tuple_table.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace toguna {
namespace {

template <typename Leaf>
std::vector<Leaf> LeavesOf(const CohortTuples& tuples,
                           const std::vector<CohortTree>& trees) {
  std::vector<Leaf> leaves;
  leaves.reserve(tuples.codes.size());
  for (size_t i = 0; i < tuples.codes.size(); i += trees.size()) {
    for (size_t a = 0; a < trees.size(); ++a) {
      leaves.push_back(static_cast<Leaf>(trees[a].LeafOf(tuples.codes[i + a])));
    }
  }
  return leaves;
}

bool AreSmall(const std::vector<CohortTree>& trees) {
  return std::all_of(trees.begin(), trees.end(), [](const CohortTree& tree) {
    return tree.size() <= std::numeric_limits<uint16_t>::max();
  });
}

}  // namespace

TupleTable::TupleTable(const CohortTuples& tuples,
                       const std::vector<CohortTree>& trees)
    : attributes_(tuples.attributes),
      distinct_(!tuples.entities.empty()),
      order_(tuples.size()),
      rows_(tuples.size()) {
  std::iota(order_.begin(), order_.end(), 0);
  for (size_t t = 0; t < tuples.size(); ++t) {
    rows_[t] = static_cast<int32_t>(tuples.RowsOf(t));
  }
  if (AreSmall(trees)) {
    narrow_ = LeavesOf<uint16_t>(tuples, trees);
  } else {
    wide_ = LeavesOf<int32_t>(tuples, trees);
  }
}

int64_t TupleTable::AllRows() const {
  return std::accumulate(rows_.begin(), rows_.end(), int64_t{0});
}

}  // namespace toguna
