#include "exchange/disclosure/incidence.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "exchange/disclosure/secrets.h"

namespace toguna {
namespace {

// Adds up what moves each sum.
class Adder {
 public:
  explicit Adder(size_t rows) : by_(rows, 0), is_moved_(rows, false) {}

  void Add(const Incidence::Lists& lists, const Change& change, int sign) {
    for (const auto& [unknown, by] : change) {
      for (const int32_t number : lists[unknown]) {
        const auto at = static_cast<size_t>(number);
        by_[at] += sign * by;
        if (is_moved_[at]) continue;
        is_moved_[at] = true;
        moved_.push_back(number);
      }
    }
  }
  Moves Take() {
    std::sort(moved_.begin(), moved_.end());
    Moves moves;
    for (const int32_t number : moved_) {
      const int64_t by = by_[static_cast<size_t>(number)];
      if (by != 0) moves.emplace_back(number, by);
    }
    return moves;
  }

 private:
  std::vector<int64_t> by_;
  std::vector<bool> is_moved_;
  std::vector<int32_t> moved_;
};

// Victims and records of all harms, one after the other.
std::vector<const Relation*> SidesOf(const std::vector<Harm>& harms) {
  std::vector<const Relation*> sides;
  for (const Harm& harm : harms) {
    sides.push_back(&harm.victims);
    sides.push_back(&harm.records);
  }
  return sides;
}

Moves MovedDifferences(const Incidence::Lists& more,
                       const Incidence::Lists& less, const Change& change) {
  Adder adder(more.rows());
  adder.Add(more, change, 1);
  adder.Add(less, change, -1);
  return adder.Take();
}

}  // namespace

template <typename Rows, typename SumOf>
Incidence::Lists::Lists(size_t unknowns, const Rows& rows, const SumOf& sum_of)
    : rows_(rows.size()), first_(unknowns + 1, 0) {
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

Incidence::Lists Incidence::Lists::Of(size_t unknowns,
                                      const std::vector<Sum>& sums) {
  return Lists(unknowns, sums,
               [](const Sum& sum) -> const Sum& { return sum; });
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
            [](const Relation& one) -> const Sum& { return one.less; }),
      harm_more_(secrets.truth.size(), SidesOf(secrets.harms),
                 [](const Relation* one) -> const Sum& { return one->more; }),
      harm_less_(secrets.truth.size(), SidesOf(secrets.harms),
                 [](const Relation* one) -> const Sum& { return one->less; }) {}

Moves Moved(const Incidence::Lists& lists, const Change& change) {
  Adder adder(lists.rows());
  adder.Add(lists, change, 1);
  return adder.Take();
}

Moves MovedRelations(const Incidence& incidence, const Change& change) {
  return MovedDifferences(incidence.more(), incidence.less(), change);
}

Moves MovedHarms(const Incidence& incidence, const Change& change) {
  const Moves moved =
      MovedDifferences(incidence.harm_more(), incidence.harm_less(), change);
  Moves both;
  for (const auto& [side, by] : moved) {
    const int32_t victims = side - side % 2;
    if (both.empty() || both.back().first != victims + 1) {
      both.emplace_back(victims, 0);
      both.emplace_back(victims + 1, 0);
    }
    both[both.size() - (side == victims ? 2 : 1)].second = by;
  }
  return both;
}

std::vector<size_t> Touching(const Incidence& incidence,
                             const std::vector<int32_t>& sum,
                             const std::vector<bool>& shown) {
  std::vector<bool> touched(shown.size(), false);
  for (const int32_t unknown : sum) {
    for (const int32_t s : incidence.showables()[unknown]) {
      touched[static_cast<size_t>(s)] = true;
    }
  }
  std::vector<size_t> all;
  std::vector<size_t> touching;
  for (size_t s = 0; s < shown.size(); ++s) {
    if (!shown[s]) continue;
    all.push_back(s);
    if (touched[s]) touching.push_back(s);
  }
  return touching.empty() ? all : touching;
}

}  // namespace toguna
