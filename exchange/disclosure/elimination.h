#ifndef TOGUNA_EXCHANGE_DISCLOSURE_ELIMINATION_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_ELIMINATION_H_

// Which sums give which others away: exact linear algebra on sums of unknowns.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace toguna {

// A sum of unknowns: their numbers, ascending, each once.
using Sum = std::vector<int32_t>;

// Unknowns that lie in exactly the same of `sums` can never be told apart by
// them, so they form one group; those in no sum form one too. Returns the group
// of each unknown, numbered from 0 on without gaps. `unknowns` is one more than
// the largest number in `sums`.
std::vector<int32_t> GroupsOf(int32_t unknowns, std::span<const Sum> sums);

// `sums` over such groups, in the same order: every group becomes one unknown.
// What follows from what is unchanged.
std::vector<Sum> MergeAlike(int32_t unknowns, std::span<const Sum> sums);
std::vector<Sum> MergeAlike(std::span<const int32_t> group_of,
                            std::span<const Sum> sums);

// A growing set of known sums that must never give a guarded sum away.
//
// A guarded sum is given away when it is a linear combination of known ones.
// Computed over the integers modulo the prime 2^61 - 1 instead of over the
// rationals; that finds every such combination whose coefficients have
// denominators prime to it. exchange/checker repeats the test over the
// rationals.
//
// Every guarded sum is kept reduced modulo the known ones (zero at their
// pivots, first term 1), which is a unique form: a new sum gives a guarded one
// away if and only if both have the same form. Not thread-safe.
class Elimination {
 public:
  enum class Outcome {
    kAdded,    // new, and now known
    kImplied,  // follows from what is known: says nothing new
    kRefused,  // would give a guarded sum away; nothing was changed
  };

  // `guarded` must not hold an empty sum.
  Elimination(int32_t unknowns, std::span<const Sum> guarded);

  // Makes `sum` known unless that gives a guarded sum away.
  Outcome TryAdd(const Sum& sum);

  // True if `sum` is a linear combination of the known sums.
  bool Implies(const Sum& sum);

  // Number of independent known sums.
  size_t rank() const { return known_.size(); }

 private:
  struct Term {
    int32_t unknown;
    uint64_t factor;  // in [1, 2^61 - 2]
    friend bool operator==(const Term&, const Term&) = default;
  };
  using Form = std::vector<Term>;  // ascending by unknown
  struct Known {
    int32_t pivot;
    Form form;  // 1 at the pivot, 0 at the pivots of all before it
  };

  Form Reduce(const Sum& sum);
  // Subtracts `factor` times `form` from the work row.
  void Subtract(uint64_t factor, const Form& form);
  // Takes the work row out, ascending, and clears it.
  Form TakeWork();
  static void Normalise(Form& form);
  static uint64_t Fingerprint(const Form& form);
  bool IsGuarded(const Form& normal) const;
  int32_t PivotOf(const Form& form) const;
  void Enlist(size_t guard);
  void Delist(size_t guard);

  std::vector<Known> known_;
  std::vector<Form> guards_;
  // Fingerprint of a guard's form -> guards with it.
  absl::flat_hash_map<uint64_t, std::vector<size_t>> by_fingerprint_;
  // How many guards each unknown occurs in: a pivot that few guards hold keeps
  // the guards short.
  std::vector<int32_t> uses_;
  std::vector<uint64_t> work_;    // one row, by unknown; all 0 between calls
  std::vector<int32_t> touched_;  // unknowns written in `work_`
  std::vector<uint8_t> is_touched_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_ELIMINATION_H_
