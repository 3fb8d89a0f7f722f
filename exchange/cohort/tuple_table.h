#ifndef TOGUNA_EXCHANGE_COHORT_TUPLE_TABLE_H_
#define TOGUNA_EXCHANGE_COHORT_TUPLE_TABLE_H_

#include <algorithm>
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
  // Of the tuple that stands at a position: its number, its rows, and what it
  // adds at most to the distinct entities.
  int32_t number(size_t at) const { return order_[at]; }
  int32_t rows(size_t at) const { return rows_[at]; }
  int32_t count(size_t at) const { return distinct_ ? 1 : rows_[at]; }
  // Whether count() is rows().
  bool counts_rows() const { return !distinct_; }
  // Numbers of the tuples from `begin` on.
  std::span<const int32_t> numbers(size_t begin, size_t end) const {
    return {order_.data() + begin, end - begin};
  }
  // Calls `use` with the leaves of all tuples, attributes() of each, in the
  // type that they are kept in.
  template <typename Use>
  void WithLeaves(Use use) const {
    if (wide_.empty()) {
      use(narrow_.data());
    } else {
      use(wide_.data());
    }
  }

  // Sorts the tuples of a region by part, in place; `part_of` has the part of
  // each leaf. Parts get their begin, end, rows and count.
  template <typename PartOf>
  void Sort(const Region& region, size_t attribute, PartOf part_of,
            std::span<Region> parts) {
    if (wide_.empty()) {
      SortBy(narrow_.data(), region, attribute, part_of, parts);
    } else {
      SortBy(wide_.data(), region, attribute, part_of, parts);
    }
  }

 private:
  template <typename Leaf, typename PartOf>
  void SortBy(Leaf* leaves, const Region& region, size_t attribute,
              PartOf part_of, std::span<Region> parts) {
    if (parts_.size() < region.end - region.begin) {
      parts_.resize(region.end - region.begin);
    }
    if (parts.size() == 2) {
      Halve(leaves + attribute, region, part_of, parts);
      MoveHalves(leaves, parts);
      return;
    }
    for (Region& part : parts) part.begin = part.rows = part.count = 0;
    for (size_t i = region.begin; i < region.end; ++i) {
      const auto mine =
          static_cast<uint32_t>(part_of(leaves[i * attributes_ + attribute]));
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
          Swap(leaves, at, to);
        }
      }
    }
    parts.back().end = region.end;
  }

  // The same for two parts, which most splits make, in steps that do not have
  // to guess where a tuple belongs. First: the parts and what they have.
  template <typename Leaf, typename PartOf>
  void Halve(const Leaf* leaves, const Region& region, PartOf part_of,
             std::span<Region> parts) {
    int64_t second = 0;
    int64_t rows = 0;
    for (size_t i = region.begin; i < region.end; ++i) {
      const auto mine = static_cast<uint32_t>(part_of(leaves[i * attributes_]));
      parts_[i - region.begin] = mine;
      second += mine;
      rows += mine * rows_[i];
    }
    const size_t size = region.end - region.begin - static_cast<size_t>(second);
    parts[0].begin = region.begin;
    parts[0].end = parts[1].begin = region.begin + size;
    parts[1].end = region.end;
    parts[1].rows = rows;
    parts[0].rows = region.rows - rows;
    parts[1].count = distinct_ ? second : rows;
    parts[0].count = region.count - parts[1].count;
  }
  // Then: what stands in the other half.
  template <typename Leaf>
  void MoveHalves(Leaf* leaves, std::span<const Region> parts) {
    const size_t begin = parts[0].begin;
    const size_t half = parts[1].begin;
    const size_t size = parts[1].end - begin;
    strays_.resize(std::max(strays_.size(), size + 2));
    uint32_t* first = strays_.data();
    size_t many = 0;
    for (size_t i = 0; i < half - begin; ++i) {
      first[many] = static_cast<uint32_t>(i);
      many += parts_[i];
    }
    uint32_t* second = first + many;
    size_t other = 0;
    for (size_t i = half - begin; other < many; ++i) {
      second[other] = static_cast<uint32_t>(i);
      other += 1 - parts_[i];
    }
    for (size_t i = 0; i < many; ++i) {
      Swap(leaves, begin + first[i], begin + second[i]);
    }
  }

  template <typename Leaf>
  void Swap(Leaf* leaves, size_t one, size_t other) {
    std::swap(order_[one], order_[other]);
    std::swap(rows_[one], rows_[other]);
    Leaf* mine = leaves + one * attributes_;
    Leaf* theirs = leaves + other * attributes_;
    for (size_t a = 0; a < attributes_; ++a) std::swap(mine[a], theirs[a]);
  }

  size_t attributes_;
  bool distinct_;  // tuples count one each, whatever their rows
  std::vector<int32_t> order_;
  std::vector<uint16_t> narrow_;  // leaves, where all trees are small
  std::vector<int32_t> wide_;     // leaves otherwise
  std::vector<int32_t> rows_;
  // Reused between calls.
  std::vector<uint32_t> parts_;
  std::vector<uint32_t> strays_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_TUPLE_TABLE_H_
