#ifndef TOGUNA_EXCHANGE_COHORT_TUPLE_TABLE_H_
#define TOGUNA_EXCHANGE_COHORT_TUPLE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "exchange/cohort/cohort_tree.h"
#include "exchange/cohort/cohorts.h"
#include "exchange/cohort/region.h"

namespace toguna {

// The tuples, moved about so that those of a region stand together.
class TupleTable {
 public:
  // Codes have been checked.
  TupleTable(const CohortTuples& tuples, const std::vector<CohortTree>& trees);

  size_t size() const { return order_.size(); }
  int64_t AllRows() const;
  size_t attributes() const { return attributes_; }
  // Of the tuple that stands at a position: its number, its leaves, its rows,
  // and what it adds at most to the distinct entities.
  int32_t number(size_t at) const { return order_[at]; }
  const int32_t* leaves(size_t at) const {
    return leaves_.data() + at * attributes_;
  }
  int32_t rows(size_t at) const { return rows_[at]; }
  int32_t count(size_t at) const { return distinct_ ? 1 : rows_[at]; }
  // Whether count() is rows().
  bool counts_rows() const { return !distinct_; }
  // Numbers of the tuples from `begin` on.
  std::span<const int32_t> numbers(size_t begin, size_t end) const {
    return {order_.data() + begin, end - begin};
  }

  // Sorts the tuples of a region by part, in place; `part_of` has the part of
  // each leaf. Parts get their begin, end, rows and count.
  template <typename PartOf>
  void Sort(const Region& region, size_t attribute, PartOf part_of,
            std::span<Region> parts) {
    if (parts_.size() < region.end - region.begin) {
      parts_.resize(region.end - region.begin);
    }
    for (Region& part : parts) part.begin = part.rows = part.count = 0;
    for (size_t i = region.begin; i < region.end; ++i) {
      const auto mine =
          static_cast<uint32_t>(part_of(leaves_[i * attributes_ + attribute]));
      parts_[i - region.begin] = mine;
      Region& part = parts[mine];
      ++part.begin;  // its size, for now
      part.rows += rows_[i];
      part.count += count(i);
    }
    size_t begin = region.begin;
    for (Region& part : parts) {
      const size_t size = part.begin;
      part.begin = part.end = begin;
      begin += size;
    }
    // Each part's next place is its `end`; what stands there wrongly is swapped
    // to where it belongs. Order within a part is no matter.
    size_t until = region.begin;
    for (uint32_t part = 0; part + 1 < parts.size(); ++part) {
      until = parts[part + 1].begin;
      size_t& at = parts[part].end;
      while (at < until) {
        const uint32_t belongs = parts_[at - region.begin];
        if (belongs == part) {
          ++at;
        } else {
          const size_t to = parts[belongs].end++;
          std::swap(parts_[at - region.begin], parts_[to - region.begin]);
          Swap(at, to);
        }
      }
    }
    parts.back().end = region.end;
  }

 private:
  void Swap(size_t one, size_t other);

  size_t attributes_;
  bool distinct_;  // tuples count one each, whatever their rows
  std::vector<int32_t> order_;
  std::vector<int32_t> leaves_;
  std::vector<int32_t> rows_;
  std::vector<uint32_t> parts_;  // reused between calls
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_TUPLE_TABLE_H_
