#include "exchange/cohort/pooling.h"

#include <algorithm>

namespace toguna {
namespace {

constexpr size_t kFew = 16;

// What two parts cost together beyond what they cost apart.
int64_t CostOfJoining(const CountedChild& a, const CountedChild& b) {
  return a.count * b.leaves + b.count * a.leaves;
}

void AddTo(CountedChild& sum, const CountedChild& child) {
  sum.count += child.count;
  sum.leaves += child.leaves;
  sum.rows += child.rows;
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

void SortBySize(std::vector<CountedChild>& children) {
  const auto before = [](const CountedChild& a, const CountedChild& b) {
    return a.count != b.count ? a.count > b.count : a.place < b.place;
  };
  if (children.size() > kFew) {
    std::sort(children.begin(), children.end(), before);
    return;
  }
  for (size_t i = 1; i < children.size(); ++i) {
    const CountedChild one = children[i];
    size_t to = i;
    for (; to > 0 && before(one, children[to - 1]); --to) {
      children[to] = children[to - 1];
    }
    children[to] = one;
  }
}

void Pooled::PartsOf(size_t children, std::vector<int>& part) const {
  part.assign(children, static_cast<int>(left_to));
  for (size_t i = 0; i < first.size(); ++i) {
    const size_t end = i + 1 < first.size() ? first[i + 1] : left;
    for (size_t child = first[i]; child < end; ++child) {
      part[child] = static_cast<int>(i);
    }
  }
}

bool PoolSorted(std::span<const CountedChild> children, int64_t empty,
                int64_t minimum, Pooled& pooled) {
  pooled.parts.clear();
  pooled.first.clear();
  CountedChild sum;  // of the part under way
  size_t begin = 0;
  for (size_t i = 0; i < children.size(); ++i) {
    AddTo(sum, children[i]);
    if (sum.count < minimum) continue;
    pooled.parts.push_back(sum);
    pooled.first.push_back(begin);
    sum = {};
    begin = i + 1;
  }
  if (pooled.parts.size() < 2) return false;
  pooled.left = begin;
  pooled.left_to = 0;
  if (begin < children.size()) {
    for (size_t i = 1; i < pooled.parts.size(); ++i) {
      if (CostOfJoining(pooled.parts[i], sum) <
          CostOfJoining(pooled.parts[pooled.left_to], sum)) {
        pooled.left_to = i;
      }
    }
    AddTo(pooled.parts[pooled.left_to], sum);
  }
  pooled.empty_to = 0;
  for (size_t i = 1; i < pooled.parts.size(); ++i) {
    if (pooled.parts[i].count < pooled.parts[pooled.empty_to].count) {
      pooled.empty_to = i;
    }
  }
  pooled.parts[pooled.empty_to].leaves += empty;
  return true;
}

int PoolChildren(const std::vector<CountedChild>& children, int64_t minimum,
                 std::vector<int>& part) {
  std::vector<CountedChild> sorted;
  for (size_t i = 0; i < children.size(); ++i) {
    if (children[i].count == 0) continue;
    sorted.push_back(children[i]);
    sorted.back().place = static_cast<int32_t>(i);
  }
  SortBySize(sorted);
  part.assign(children.size(), 0);
  Pooled pooled;
  if (!PoolSorted(sorted, 0, minimum, pooled)) return 1;
  std::vector<int> parts;
  pooled.PartsOf(sorted.size(), parts);
  part.assign(children.size(), static_cast<int>(pooled.empty_to));
  for (size_t i = 0; i < sorted.size(); ++i) {
    part[static_cast<size_t>(sorted[i].place)] = parts[i];
  }
  return NumberParts(part);
}

}  // namespace toguna
