#ifndef TOGUNA_EXCHANGE_COHORT_CHILD_COUNTER_H_
#define TOGUNA_EXCHANGE_COHORT_CHILD_COUNTER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "exchange/cohort/cohort_tree.h"
#include "exchange/cohort/region.h"
#include "exchange/cohort/tuple_table.h"

namespace toguna {

// How many of a region's tuples are at each child of its values. The children
// of an attribute begin at the same place whatever the value.
struct ChildCounts {
  std::vector<int64_t> counts;
  std::vector<int64_t> rows;  // unused where rows are what is counted
};

// Counts the tuples of regions. Attributes whose value has no two children, or
// whose loss is no matter, are left out.
class ChildCounter {
 public:
  // All outlive this. `prices`: the loss of a row per leaf of an attribute.
  ChildCounter(const TupleTable& table, const std::vector<CohortTree>& trees,
               const std::vector<ValueStore>& values,
               const std::vector<double>& prices);

  void Count(const Region& region, ChildCounts& into);
  // One attribute alone; the others are left as they are.
  void CountOne(const Region& region, size_t attribute, ChildCounts& into);
  // Takes the tuples of a part off what was counted of the whole, in all
  // attributes but the one it was split by.
  void TakeOff(const Region& part, size_t attribute, ChildCounts& from);

  bool Counts(const Region& region, size_t attribute) const {
    return values_[attribute].at(region.box[attribute]).count >= 2 &&
           prices_[attribute] > 0;
  }
  // Of an attribute's children, in tree order.
  const int64_t* CountsOf(size_t attribute, const ChildCounts& counts) const {
    return counts.counts.data() + first_[attribute];
  }
  const int64_t* RowsOf(size_t attribute, const ChildCounts& counts) const {
    return (table_.counts_rows() ? counts.counts : counts.rows).data() +
           first_[attribute];
  }

 private:
  struct Column {
    size_t attribute = 0;
    const int32_t* child_of = nullptr;
    int64_t* counts = nullptr;
    int64_t* rows = nullptr;
  };

  void Fit(ChildCounts& counts) const;
  Column ColumnOf(const Region& region, size_t attribute,
                  ChildCounts& counts) const;
  void Clear(const Region& region, const Column& column) const;
  // Adds so many times what the region's tuples have.
  void Add(const Region& region, std::span<const Column> columns,
           int64_t times) const;

  const TupleTable& table_;
  const std::vector<CohortTree>& trees_;
  const std::vector<ValueStore>& values_;
  const std::vector<double>& prices_;
  std::vector<size_t> first_;  // place of each attribute's first child
  size_t places_ = 0;
  std::vector<Column> columns_;  // reused between calls
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_CHILD_COUNTER_H_
