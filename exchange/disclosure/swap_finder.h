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

// Looks for changes that swap what four classes have: as much leaves one class
// for a second as comes back to a fourth from a third, where the second differs
// from the first in just the rows that the third does from the fourth. No
// program is solved, and in tables with many cells most guarded sums need
// nothing else. Deterministic; not thread-safe.
class SwapFinder {
 public:
  // Both must outlive the finder; bounds of guarded sums may change.
  SwapFinder(const Secrets& secrets, const Alike& alike);

  // A change as asked for, if swaps with classes that the guarded sum does not
  // touch make one.
  std::optional<Change> Find(const ChangeFinder::Ask& ask);

 private:
  using Signature = std::vector<int32_t>;
  struct Swap {
    int32_t second = 0;
    int32_t third = 0;
    int32_t fourth = 0;
  };

  Signature MakeSignature(int32_t c) const;
  const Signature& SignatureOf(int32_t c) const {
    return signatures_[static_cast<size_t>(c)];
  }
  int64_t LeftIn(size_t view, int32_t c);
  // Swaps with `first`, which rises or falls by `by`.
  std::optional<Swap> SwapWith(int32_t first, Side side, int64_t by,
                               size_t view, const std::vector<int32_t>& kept);

  const Secrets& secrets_;
  const Alike& alike_;
  std::vector<Signature> signatures_;
  absl::flat_hash_map<Signature, int32_t> class_of_;
  std::vector<std::vector<int64_t>> left_;  // per view, of every class
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_SWAP_FINDER_H_
