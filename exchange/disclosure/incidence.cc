#include "exchange/disclosure/incidence.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "exchange/disclosure/secrets.h"

namespace toguna {
namespace {

// Ascending, one for each number.
void Join(Moves& moved) {
  std::sort(moved.begin(), moved.end());
  size_t kept = 0;
  for (size_t i = 0; i < moved.size();) {
    std::pair<int32_t, int64_t> one{moved[i].first, 0};
    for (; i < moved.size() && moved[i].first == one.first; ++i) {
      one.second += moved[i].second;
    }
    if (one.second != 0) moved[kept++] = one;
  }
  moved.resize(kept);
}

}  // namespace

template <typename Rows, typename SumOf>
Incidence::Lists::Lists(size_t unknowns, const Rows& rows, const SumOf& sum_of)
    : first_(unknowns + 1, 0) {
  for (const auto& row : rows) {
    for (const int32_t unknown : sum_of(row)) {
      ++first_[static_cast<size_t>(unknown) + 1];
    }
  }
  for (size_t i = 0; i < unknowns; ++i) first_[i + 1] += first_[i];
  numbers_.resize(first_.back());
  std::vector<size_t> next(first_.begin(), first_.end() - 1);
  int32_t number = 0;
  for (const auto& row : rows) {
    for (const int32_t unknown : sum_of(row)) {
      numbers_[next[static_cast<size_t>(unknown)]++] = number;
    }
    ++number;
  }
}

Incidence::Incidence(const Secrets& secrets)
    : showables_(secrets.truth.size(), secrets.showables,
                 [](const Showable& one) -> const Sum& { return one.sum; }),
      guarded_(secrets.truth.size(), secrets.guarded,
               [](const Guarded& one) -> const Sum& { return one.sum; }),
      fixed_(secrets.truth.size(), secrets.fixed,
             [](const Fixed& one) -> const Sum& { return one.sum; }),
      more_(secrets.truth.size(), secrets.relations,
            [](const Relation& one) -> const Sum& { return one.more; }),
      less_(secrets.truth.size(), secrets.relations,
            [](const Relation& one) -> const Sum& { return one.less; }) {}

Moves Moved(const Incidence::Lists& lists, const Change& change) {
  Moves moved;
  for (const auto& [unknown, by] : change) {
    for (const int32_t number : lists[unknown]) moved.emplace_back(number, by);
  }
  Join(moved);
  return moved;
}

Moves MovedRelations(const Incidence& incidence, const Change& change) {
  Moves moved = Moved(incidence.more(), change);
  for (const auto& [relation, by] : Moved(incidence.less(), change)) {
    moved.emplace_back(relation, -by);
  }
  Join(moved);
  return moved;
}

}  // namespace toguna
