#ifndef TOGUNA_EXCHANGE_DISCLOSURE_SWAP_FINDER_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_SWAP_FINDER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "exchange/disclosure/alike.h"
#include "exchange/disclosure/change_finder.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/secrets.h"

namespace toguna {

// Looks for changes that swap what two or four classes have: as much leaves one
// class for a second as comes back to a fourth from a third, where the second
// differs from the first in just the rows that the third does from the fourth.
// No program is solved, and in tables with many cells most guarded sums need
// nothing else.
//
// It follows a pattern: rows that are withheld need not balance. Rows are told
// apart by sums of keys, so that an answer is good for a table, no proof of
// anything. Deterministic; not thread-safe.
class SwapFinder {
 public:
  // Follows the pattern that `alike` was made for. Both must outlive the
  // finder; bounds of guarded sums may change.
  SwapFinder(const Secrets& secrets, const Alike& alike);

  // False if `alike` knows nothing of the showable, which was withheld when it
  // was made: then the finder cannot follow.
  bool Show(size_t showable);
  void Withhold(size_t showable);

  // A change as asked for, if swaps with classes that the guarded sum does not
  // touch make one.
  std::optional<Change> Find(const ChangeFinder::Ask& ask);

  // Classes looked at, a deterministic measure.
  int64_t work() const { return work_; }

 private:
  // Rows and sides of a class, ascending: 2 * row, one more on the smaller side
  // of a relation.
  using Signature = std::vector<int32_t>;
  // What rises, or falls, with the first class: the third and fourth are -1
  // where the second is in the same rows as the first.
  struct Swap {
    int32_t second = -1;
    int32_t third = -1;
    int32_t fourth = -1;
  };
  // Where a swap is looked for.
  struct Search {
    int32_t first = 0;
    bool rises = false;
    int64_t by = 0;
    size_t view = 0;
    const std::vector<int32_t>* kept = nullptr;  // classes not to touch
  };

  bool Toggle(size_t showable, bool counts);
  int64_t LeftIn(size_t view, int32_t c);
  bool MayFall(const Search& search, int32_t c);
  // One of the classes with these rows that may rise.
  std::optional<int32_t> ClassWith(uint64_t rows, const Search& search,
                                   int32_t but, int32_t nor) const;
  // The smallest row that counts of `a`'s that `b` is not in; -1 if none.
  int32_t SmallestApart(int32_t a, int32_t b) const;
  std::optional<Swap> FindSwap(const Search& search);
  std::optional<Swap> SwapWith(const Search& search, int32_t second);

  const Secrets& secrets_;
  const Alike& alike_;
  std::vector<int32_t> row_of_;  // of showables; -1 if `alike` has none
  std::vector<bool> counts_;     // rows
  std::vector<Signature> signatures_;
  std::vector<uint64_t> sums_;  // of the keys of the rows that count, by class
  absl::flat_hash_map<uint64_t, std::vector<int32_t>> classes_with_;
  std::vector<std::vector<int64_t>> left_;  // per view, of every class
  int64_t work_ = 0;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_SWAP_FINDER_H_
