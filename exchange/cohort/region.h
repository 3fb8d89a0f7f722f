#ifndef TOGUNA_EXCHANGE_COHORT_REGION_H_
#define TOGUNA_EXCHANGE_COHORT_REGION_H_

// What the parts of the engine hand each other: boxes under way and how they
// might be split.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/container/inlined_vector.h"

namespace toguna {

// One of the numbers that look drawn at random: splitmix64.
inline uint64_t Mixed(uint64_t number) {
  number += 0x9e3779b97f4a7c15U;
  number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9U;
  number = (number ^ (number >> 27)) * 0x94d049bb133111ebU;
  return number ^ (number >> 31);
}

// Values of one attribute that boxes have or had, by number.
class ValueStore {
 public:
  // Some children of a node, all of them if it is the node itself; of a leaf,
  // none.
  struct Value {
    int32_t node = 0;
    size_t first = 0;  // of its places
    int32_t count = 0;
    int64_t leaves = 0;
    uint64_t key = 0;  // that of every value with this node and these places
  };

  const Value& at(int32_t number) const {
    return values_[static_cast<size_t>(number)];
  }
  // Which children, by their place among all, ascending.
  std::span<const int32_t> places(const Value& value) const {
    return {places_.data() + value.first, static_cast<size_t>(value.count)};
  }
  int32_t size() const { return static_cast<int32_t>(values_.size()); }

  void AddPlace(int32_t place) { places_.push_back(place); }
  void DropPlace() { places_.pop_back(); }
  // Makes a value of the places added since the last one, ascending.
  int32_t Close(int32_t node, int64_t leaves) {
    const size_t first =
        values_.empty()
            ? 0
            : values_.back().first + static_cast<size_t>(values_.back().count);
    uint64_t key = Mixed(static_cast<uint64_t>(node));
    for (size_t i = first; i < places_.size(); ++i) {
      key = Mixed(key + static_cast<uint64_t>(places_[i]));
    }
    values_.push_back({.node = node,
                       .first = first,
                       .count = static_cast<int32_t>(places_.size() - first),
                       .leaves = leaves,
                       .key = key});
    return size() - 1;
  }
  // Forgets all values from this number on.
  void Truncate(int32_t number) {
    if (number >= size()) return;
    places_.resize(at(number).first);
    values_.resize(static_cast<size_t>(number));
  }

 private:
  std::vector<Value> values_;
  std::vector<int32_t> places_;
};

// A box and where its tuples stand.
struct Region {
  size_t begin = 0;
  size_t end = 0;
  int64_t rows = 0;
  int64_t count = 0;                     // towards k, at most
  double loss = 0;                       // of one row, over all attributes
  int32_t rung = 0;                      // the first that is open in it
  uint64_t key = 0;                      // that of the box
  absl::InlinedVector<int32_t, 12> box;  // per attribute, number of its value
};

// A way to split a region.
struct Split {
  double gain = 0;  // loss taken off
  double bits = 0;  // of size used up
  // Gain per bit of size used up; the gain itself if no part can be split
  // again. Changed by what it does to the ladder: by this factor.
  double score = 0;
  double factor = 1;
  int32_t attribute = -1;
  // 0: every child that is large enough apart, the small ones pooled. Else two
  // parts: so many of the largest children, and the rest.
  int32_t largest = 0;
  int64_t minimum = 0;  // of pooled parts
  int64_t most = 0;     // count of its largest part
  int32_t rung = 0;     // the first that is open in all parts
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_REGION_H_
