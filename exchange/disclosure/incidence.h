#ifndef TOGUNA_EXCHANGE_DISCLOSURE_INCIDENCE_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_INCIDENCE_H_

// Which sums of some secrets an unknown is in.

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "exchange/disclosure/secrets.h"

namespace toguna {

// What is added to the truth to make another table: (unknown, more), ascending,
// each unknown once and none with 0.
using Change = std::vector<std::pair<int32_t, int64_t>>;

enum class Side { kHigh, kLow };

// Sparse, so that a small change is looked at without a look at everything.
// Immutable, so safe to share between threads.
class Incidence {
 public:
  // A number list for every unknown, in one piece.
  class Lists {
   public:
    // Of sums over `unknowns`.
    static Lists Of(size_t unknowns, const std::vector<Sum>& sums);

    std::span<const int32_t> operator[](int32_t unknown) const {
      const auto at = static_cast<size_t>(unknown);
      return std::span(numbers_).subspan(first_[at],
                                         first_[at + 1] - first_[at]);
    }

    // Of sums that are listed.
    size_t rows() const { return rows_; }

   private:
    friend class Incidence;
    template <typename Rows, typename SumOf>
    Lists(size_t unknowns, const Rows& rows, const SumOf& sum_of);

    size_t rows_;
    std::vector<size_t> first_;
    std::vector<int32_t> numbers_;
  };

  // Bounds of guarded sums may change afterwards, nothing else.
  explicit Incidence(const Secrets& secrets);

  const Lists& showables() const { return showables_; }
  const Lists& guarded() const { return guarded_; }
  const Lists& fixed() const { return fixed_; }
  // Relations whose larger, or smaller, side it is in.
  const Lists& more() const { return more_; }
  const Lists& less() const { return less_; }
  // The same of harms, which have two numbers each: 2 h for its victims, 2 h +
  // 1 for its records.
  const Lists& harm_more() const { return harm_more_; }
  const Lists& harm_less() const { return harm_less_; }

 private:
  Lists showables_;
  Lists guarded_;
  Lists fixed_;
  Lists more_;
  Lists less_;
  Lists harm_more_;
  Lists harm_less_;
};

// Of the showables that are `shown` those with an unknown of `sum`, or all of
// them if there are none such; ascending.
std::vector<size_t> Touching(const Incidence& incidence,
                             const std::vector<int32_t>& sum,
                             const std::vector<bool>& shown);

// How `change` moves sums: (number, by), ascending, none by 0.
using Moves = std::vector<std::pair<int32_t, int64_t>>;
Moves Moved(const Incidence::Lists& lists, const Change& change);
// How it moves what the larger sides of relations are above the smaller.
Moves MovedRelations(const Incidence& incidence, const Change& change);
// How it moves the victims and the records of harms, by their numbers: both of
// each harm where it moves either.
Moves MovedHarms(const Incidence& incidence, const Change& change);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_INCIDENCE_H_
