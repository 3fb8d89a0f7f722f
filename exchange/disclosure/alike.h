#ifndef TOGUNA_EXCHANGE_DISCLOSURE_ALIKE_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_ALIKE_H_

// Unknowns that a pattern does not tell apart, as one.

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/secrets.h"

namespace toguna {

// Unknowns that are in the same shown and fixed sums, relations and harms form
// a class: what one of them has may as well be another's. A pattern that shows
// little has few classes, and the attackers' programs are as small. Immutable,
// so safe to share between threads.
class Alike {
 public:
  // A number list for every class or row, in one piece.
  class Lists {
   public:
    std::span<const int32_t> operator[](int32_t at) const {
      const auto i = static_cast<size_t>(at);
      return std::span(numbers_).subspan(first_[i], first_[i + 1] - first_[i]);
    }
    size_t size() const { return first_.size() - 1; }

   private:
    friend class Alike;
    void Add(std::span<const int32_t> numbers) {
      numbers_.insert(numbers_.end(), numbers.begin(), numbers.end());
      first_.push_back(numbers_.size());
    }

    std::vector<size_t> first_ = {0};
    std::vector<int32_t> numbers_;
  };

  // Numbers of `rows`: shown sums, then fixed ones, then relations.
  Alike(const Secrets& secrets, const Incidence& incidence,
        const std::vector<bool>& shown);

  size_t classes() const { return members_.size(); }
  int32_t ClassOf(int32_t unknown) const {
    return class_of_[static_cast<size_t>(unknown)];
  }
  const Lists& members() const { return members_; }  // of every class
  // Of every class the rows that it is in; relations whose smaller side it is
  // in come last, `less(c)` of them.
  const Lists& rows() const { return rows_; }
  size_t less(int32_t c) const { return less_[static_cast<size_t>(c)]; }
  // Of every row the classes in it.
  const Lists& within() const { return within_; }
  // Of every class the numbers of victims and records that it adds to, or is
  // taken from, as Incidence numbers harms.
  const Lists& harm_more() const { return harm_more_; }
  const Lists& harm_less() const { return harm_less_; }

  // The showables that the first rows are.
  const std::vector<size_t>& shown() const { return shown_; }
  size_t first_fixed() const { return shown_.size(); }
  size_t first_relation() const { return first_relation_; }

  // Classes that `sum` has members of, each once, ascending, and how many.
  std::vector<std::pair<int32_t, size_t>> Touched(const Sum& sum) const;
  // Harms that an unknown of `sum` is a victim or record of, ascending.
  std::vector<size_t> HarmsOf(const Sum& sum) const;

 private:
  std::vector<int32_t> class_of_;
  Lists members_;
  Lists rows_;
  std::vector<size_t> less_;
  Lists within_;
  Lists harm_more_;
  Lists harm_less_;
  std::vector<size_t> shown_;
  size_t first_relation_ = 0;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_ALIKE_H_
