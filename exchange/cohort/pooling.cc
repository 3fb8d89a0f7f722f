#include "exchange/cohort/pooling.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "absl/container/inlined_vector.h"

namespace toguna {
namespace {

struct Part {
  int64_t count = 0;
  int64_t leaves = 0;
};

// What two parts cost together beyond what they cost apart.
int64_t CostOfJoining(const Part& a, const Part& b) {
  return a.count * b.leaves + b.count * a.leaves;
}

}  // namespace

int NumberParts(std::vector<int>& part) {
  absl::InlinedVector<int, 32> number(part.size() + 1, -1);
  int parts = 0;
  for (int& one : part) {
    int& mine = number[static_cast<size_t>(one)];
    if (mine < 0) mine = parts++;
    one = mine;
  }
  return parts;
}

int PoolOrdered(const std::vector<CountedChild>& children,
                const std::vector<int32_t>& order, int64_t minimum,
                std::vector<int>& part) {
  part.assign(children.size(), 0);
  absl::InlinedVector<Part, 16> parts;
  bool open = false;  // the last part is still too small
  size_t next = 0;
  for (; next < order.size(); ++next) {
    const auto at = static_cast<size_t>(order[next]);
    const CountedChild& child = children[at];
    if (child.count == 0) break;
    if (!open) parts.emplace_back();
    Part& last = parts.back();
    last.count += child.count;
    last.leaves += child.leaves;
    part[at] = static_cast<int>(parts.size()) - 1;
    open = last.count < minimum;
  }
  if (parts.size() < 2 || (open && parts.size() == 2)) {
    part.assign(children.size(), 0);
    return 1;
  }
  if (open) {
    const Part left = parts.back();
    parts.pop_back();
    const auto old = static_cast<int>(parts.size());
    size_t best = 0;
    for (size_t i = 1; i < parts.size(); ++i) {
      if (CostOfJoining(parts[i], left) < CostOfJoining(parts[best], left)) {
        best = i;
      }
    }
    parts[best].count += left.count;
    for (int& one : part) {
      if (one == old) one = static_cast<int>(best);
    }
  }
  size_t fewest = 0;
  for (size_t i = 1; i < parts.size(); ++i) {
    if (parts[i].count < parts[fewest].count) fewest = i;
  }
  for (; next < order.size(); ++next) {
    part[static_cast<size_t>(order[next])] = static_cast<int>(fewest);
  }
  return NumberParts(part);
}

int PoolChildren(const std::vector<CountedChild>& children, int64_t minimum,
                 std::vector<int>& part) {
  std::vector<int32_t> order(children.size());
  std::iota(order.begin(), order.end(), 0);
  // Largest first; ties by tree order, so that the result depends on nothing
  // else.
  std::stable_sort(order.begin(), order.end(), [&](int32_t a, int32_t b) {
    return children[static_cast<size_t>(a)].count >
           children[static_cast<size_t>(b)].count;
  });
  return PoolOrdered(children, order, minimum, part);
}

}  // namespace toguna
