#ifndef TOGUNA_EXCHANGE_CHECKER_CHECKED_BOXES_H_
#define TOGUNA_EXCHANGE_CHECKER_CHECKED_BOXES_H_

// Boxes: sets of combinations of leaves, one set of leaves per attribute.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "exchange/checker/checked_hierarchy.h"

namespace toguna {

struct CheckedBoxes {
  // One per attribute; they outlive this.
  std::vector<const CheckedHierarchy*> hierarchies;
  std::vector<std::vector<CheckedValue>> values;  // by attribute and number
  std::vector<int32_t> boxes;  // number of a value per box and attribute

  size_t size() const { return boxes.size() / hierarchies.size(); }
  const CheckedValue& at(size_t box, size_t attribute) const {
    return values[attribute][static_cast<size_t>(
        boxes[box * hierarchies.size() + attribute])];
  }
};

// Two boxes with a combination in common, if any have one. Time grows with the
// square of their number, 64 boxes at once.
std::optional<std::pair<size_t, size_t>> FindOverlap(const CheckedBoxes& boxes);

// Whether disjoint boxes together hold every combination there is. Exact.
bool CoverEverything(const CheckedBoxes& boxes);

// The first attribute in which a box reaches beyond another, if any.
std::optional<size_t> ReachesBeyond(const CheckedBoxes& boxes, size_t box,
                                    const CheckedBoxes& others, size_t other);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_CHECKED_BOXES_H_
