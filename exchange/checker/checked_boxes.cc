#include "exchange/checker/checked_boxes.h"

#include <algorithm>
#include <array>
#include <bit>

namespace toguna {
namespace {

// Boxes that are compared with all others at once.
constexpr size_t kWords = 64;
constexpr size_t kBlock = 64 * kWords;
using Bits = std::array<uint64_t, kWords>;

void Add(const Bits& from, Bits& to) {
  for (size_t w = 0; w < kWords; ++w) to[w] |= from[w];
}

// Keeps what both have; whether anything is left.
bool Keep(const Bits& from, Bits& to) {
  uint64_t any = 0;
  for (size_t w = 0; w < kWords; ++w) any |= to[w] &= from[w];
  return any != 0;
}

// Bits below `end` alone.
void Cut(size_t end, Bits& bits) {
  for (size_t w = 0; w < kWords; ++w) {
    const size_t first = w * 64;
    if (end <= first) {
      bits[w] = 0;
    } else if (end < first + 64) {
      bits[w] &= (uint64_t{1} << (end - first)) - 1;
    }
  }
}

// For each value of an attribute, those of the boxes from `begin` on that share
// a leaf with it. Two sets of nodes share one if a node of one is a node of the
// other, above one or below one.
std::vector<Bits> TouchedBy(const CheckedBoxes& boxes, size_t attribute,
                            size_t begin) {
  const CheckedHierarchy& tree = *boxes.hierarchies[attribute];
  std::vector<Bits> at_or_above(tree.size(), Bits{});
  const size_t end = std::min(boxes.size(), begin + kBlock);
  for (size_t box = begin; box < end; ++box) {
    const size_t bit = box - begin;
    for (const int32_t node : boxes.at(box, attribute).nodes) {
      at_or_above[static_cast<size_t>(node)][bit / 64] |= uint64_t{1}
                                                          << (bit % 64);
    }
  }
  std::vector<Bits> at_or_below = at_or_above;
  for (size_t node = 1; node < tree.size(); ++node) {
    const auto parent =
        static_cast<size_t>(tree.parent(static_cast<int32_t>(node)));
    Add(at_or_above[parent], at_or_above[node]);
  }
  for (size_t node = tree.size() - 1; node > 0; --node) {
    const auto parent =
        static_cast<size_t>(tree.parent(static_cast<int32_t>(node)));
    Add(at_or_below[node], at_or_below[parent]);
  }
  std::vector<Bits> touched;
  for (const CheckedValue& value : boxes.values[attribute]) {
    Bits& bits = touched.emplace_back();
    bits.fill(0);
    for (const int32_t node : value.nodes) {
      Add(at_or_above[static_cast<size_t>(node)], bits);
      Add(at_or_below[static_cast<size_t>(node)], bits);
    }
  }
  return touched;
}

// A whole number of any length, 0 or more.
class Natural {
 public:
  explicit Natural(uint32_t number) : digits_{number} {}

  void MultiplyBy(uint32_t factor) {
    uint64_t carry = 0;
    for (uint32_t& digit : digits_) {
      carry += uint64_t{digit} * factor;
      digit = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    if (carry > 0) digits_.push_back(static_cast<uint32_t>(carry));
  }
  void Add(const Natural& other) {
    digits_.resize(std::max(digits_.size(), other.digits_.size()));
    uint64_t carry = 0;
    for (size_t i = 0; i < digits_.size(); ++i) {
      carry += digits_[i];
      if (i < other.digits_.size()) carry += other.digits_[i];
      digits_[i] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    if (carry > 0) digits_.push_back(static_cast<uint32_t>(carry));
  }
  // Neither was ever multiplied by 0, so neither begins with zeros.
  friend bool operator==(const Natural&, const Natural&) = default;

 private:
  std::vector<uint32_t> digits_;  // lowest first, base 2^32
};

}  // namespace

std::optional<std::pair<size_t, size_t>> FindOverlap(
    const CheckedBoxes& boxes) {
  const size_t attributes = boxes.hierarchies.size();
  std::vector<std::vector<Bits>> touched(attributes);
  for (size_t begin = 0; begin < boxes.size(); begin += kBlock) {
    for (size_t a = 0; a < attributes; ++a) {
      touched[a] = TouchedBy(boxes, a, begin);
    }
    // Each pair once: the one of the block is the earlier.
    for (size_t box = begin + 1; box < boxes.size(); ++box) {
      Bits left;
      left.fill(~uint64_t{0});
      Cut(box - begin, left);
      bool any = true;
      for (size_t a = 0; a < attributes && any; ++a) {
        const auto value =
            static_cast<size_t>(boxes.boxes[box * attributes + a]);
        any = Keep(touched[a][value], left);
      }
      if (!any) continue;
      size_t word = 0;
      while (left[word] == 0) ++word;
      const auto bit = static_cast<size_t>(std::countr_zero(left[word]));
      return std::pair(begin + word * 64 + bit, box);
    }
  }
  return std::nullopt;
}

bool CoverEverything(const CheckedBoxes& boxes) {
  Natural whole(1);
  for (const CheckedHierarchy* tree : boxes.hierarchies) {
    whole.MultiplyBy(tree->leaves(0));
  }
  Natural sum(0);
  for (size_t box = 0; box < boxes.size(); ++box) {
    Natural volume(1);
    for (size_t a = 0; a < boxes.hierarchies.size(); ++a) {
      uint32_t leaves = 0;
      for (const int32_t node : boxes.at(box, a).nodes) {
        leaves += boxes.hierarchies[a]->leaves(node);
      }
      volume.MultiplyBy(leaves);
    }
    sum.Add(volume);
  }
  return sum == whole;
}

std::optional<size_t> ReachesBeyond(const CheckedBoxes& boxes, size_t box,
                                    const CheckedBoxes& others, size_t other) {
  for (size_t a = 0; a < boxes.hierarchies.size(); ++a) {
    const std::vector<int32_t>& around = others.at(other, a).nodes;
    for (const int32_t node : boxes.at(box, a).nodes) {
      if (std::none_of(around.begin(), around.end(), [&](int32_t one) {
            return boxes.hierarchies[a]->IsWithin(node, one);
          })) {
        return a;
      }
    }
  }
  return std::nullopt;
}

}  // namespace toguna
