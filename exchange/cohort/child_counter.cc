#include "exchange/cohort/child_counter.h"

#include <algorithm>

namespace toguna {

ChildCounter::ChildCounter(const TupleTable& table,
                           const std::vector<CohortTree>& trees,
                           const std::vector<ValueStore>& values,
                           const std::vector<double>& prices)
    : table_(table), trees_(trees), values_(values), prices_(prices) {
  for (const CohortTree& tree : trees) {
    first_.push_back(places_);
    places_ += tree.MostChildren();
  }
}

void ChildCounter::Fit(ChildCounts& counts) const {
  if (counts.counts.size() == places_) return;
  counts.counts.resize(places_);
  if (!table_.counts_rows()) counts.rows.resize(places_);
}

ChildCounter::Column ChildCounter::ColumnOf(const Region& region,
                                            size_t attribute,
                                            ChildCounts& counts) const {
  const int32_t node = values_[attribute].at(region.box[attribute]).node;
  const size_t first = first_[attribute];
  return {.attribute = attribute,
          .child_of = trees_[attribute].ChildOf(node),
          .counts = counts.counts.data() + first,
          .rows = table_.counts_rows() ? nullptr : counts.rows.data() + first};
}

void ChildCounter::Clear(const Region& region, const Column& column) const {
  const size_t a = column.attribute;
  const auto children =
      trees_[a].at(values_[a].at(region.box[a]).node).children.size();
  std::fill_n(column.counts, children, 0);
  if (column.rows != nullptr) std::fill_n(column.rows, children, 0);
}

void ChildCounter::Add(const Region& region, std::span<const Column> columns,
                       int64_t times) const {
  const size_t width = table_.attributes();
  const bool distinct = !table_.counts_rows();
  table_.WithLeaves([&](const auto* leaves) {
    leaves += region.begin * width;
    for (size_t i = region.begin; i < region.end; ++i, leaves += width) {
      // Attributes within tuples: one that adds to the counter of the one
      // before has to wait for it.
      const int64_t count = times * table_.count(i);
      for (const Column& column : columns) {
        column.counts[column.child_of[leaves[column.attribute]]] += count;
      }
      if (!distinct) continue;
      const int64_t rows = times * table_.rows(i);
      for (const Column& column : columns) {
        column.rows[column.child_of[leaves[column.attribute]]] += rows;
      }
    }
  });
}

void ChildCounter::Count(const Region& region, ChildCounts& into) {
  Fit(into);
  columns_.clear();
  for (size_t a = 0; a < trees_.size(); ++a) {
    if (!Counts(region, a)) continue;
    columns_.push_back(ColumnOf(region, a, into));
    Clear(region, columns_.back());
  }
  Add(region, columns_, 1);
}

void ChildCounter::CountOne(const Region& region, size_t attribute,
                            ChildCounts& into) {
  if (!Counts(region, attribute)) return;
  Fit(into);
  const Column column = ColumnOf(region, attribute, into);
  Clear(region, column);
  Add(region, {&column, 1}, 1);
}

void ChildCounter::TakeOff(const Region& part, size_t attribute,
                           ChildCounts& from) {
  columns_.clear();
  for (size_t a = 0; a < trees_.size(); ++a) {
    if (a == attribute || !Counts(part, a)) continue;
    columns_.push_back(ColumnOf(part, a, from));
  }
  Add(part, columns_, -1);
}

}  // namespace toguna
