#include "exchange/cohort/tuple_table.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace toguna {

TupleTable::TupleTable(const CohortTuples& tuples,
                       const std::vector<CohortTree>& trees)
    : attributes_(tuples.attributes),
      distinct_(!tuples.entities.empty()),
      order_(tuples.size()),
      leaves_(tuples.codes.size()),
      rows_(tuples.size()),
      moved_order_(tuples.size()),
      moved_leaves_(tuples.codes.size()),
      moved_rows_(tuples.size()) {
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

void TupleTable::Move(size_t from, size_t to) {
  moved_order_[to] = order_[from];
  moved_rows_[to] = rows_[from];
  const int32_t* source = leaves_.data() + from * attributes_;
  int32_t* target = moved_leaves_.data() + to * attributes_;
  for (size_t a = 0; a < attributes_; ++a) target[a] = source[a];
}

void TupleTable::MoveBack(const Region& region) {
  const auto back = [&](std::vector<int32_t>& to,
                        const std::vector<int32_t>& from, size_t width) {
    std::memcpy(to.data() + region.begin * width,
                from.data() + region.begin * width,
                (region.end - region.begin) * width * sizeof(int32_t));
  };
  back(order_, moved_order_, 1);
  back(rows_, moved_rows_, 1);
  back(leaves_, moved_leaves_, attributes_);
}

}  // namespace toguna
