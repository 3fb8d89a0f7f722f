#include "exchange/cohort/tuple_table.h"

#include <numeric>
#include <utility>

namespace toguna {

TupleTable::TupleTable(const CohortTuples& tuples,
                       const std::vector<CohortTree>& trees)
    : attributes_(tuples.attributes),
      distinct_(!tuples.entities.empty()),
      order_(tuples.size()),
      leaves_(tuples.codes.size()),
      rows_(tuples.size()) {
  std::iota(order_.begin(), order_.end(), 0);
  for (size_t t = 0; t < tuples.size(); ++t) {
    rows_[t] = static_cast<int32_t>(tuples.RowsOf(t));
    for (size_t a = 0; a < attributes_; ++a) {
      leaves_[t * attributes_ + a] =
          trees[a].LeafOf(tuples.codes[t * attributes_ + a]);
    }
  }
}

int64_t TupleTable::AllRows() const {
  return std::accumulate(rows_.begin(), rows_.end(), int64_t{0});
}

void TupleTable::Swap(size_t one, size_t other) {
  std::swap(order_[one], order_[other]);
  std::swap(rows_[one], rows_[other]);
  int32_t* mine = leaves_.data() + one * attributes_;
  int32_t* theirs = leaves_.data() + other * attributes_;
  for (size_t a = 0; a < attributes_; ++a) std::swap(mine[a], theirs[a]);
}

}  // namespace toguna
