#ifndef TOGUNA_EXCHANGE_DISCLOSURE_LARGE_JUDGE_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_LARGE_JUDGE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "exchange/disclosure/alike.h"
#include "exchange/disclosure/change_finder.h"
#include "exchange/disclosure/pattern_search.h"
#include "exchange/disclosure/proven_before.h"
#include "exchange/disclosure/secrets.h"
#include "exchange/disclosure/swap_finder.h"
#include "exchange/disclosure/table_pool.h"

namespace toguna {

// Finds a first pattern soon, and judges patterns of systems with so many cells
// that programs over all of them are slow. It only seeks tables, near each
// guarded sum: swaps first, then programs over few classes, in which what is
// shown may be moved at a price; what the cheapest answer moves is withheld. A
// guarded sum without its tables counts as not safe, and no breach is proven,
// so that no bound is known. Deterministic; not thread-safe.
class LargeJudge final : public PatternJudge {
 public:
  // Where a pattern has more classes (Alike), TableJudge is slow.
  static constexpr size_t kManyClasses = 4'000;
  // So few choices are judged exactly in any case.
  static constexpr size_t kFewChoices = 120;

  // Nothing is shown at first, nor in `pool`, which keeps the tables. Both must
  // outlive the judge.
  LargeJudge(const Secrets& secrets, TablePool& pool);

  // Looks for tables for all that is guarded, with everything shown, near those
  // that proved what was published before; what it finds stays in the pool.
  // Then nothing is shown again. Ends when `most_work` is done.
  void TakeUp(const TablesProvenBefore& before, int64_t most_work);

  void Withhold(size_t choice) override;
  void Show(size_t choice) override;
  std::vector<Breach> Judge(bool thorough) override;
  bool TryToShow(size_t choice) override;
  std::vector<size_t> Mend(const std::vector<double>& prices) override;
  int64_t work() const override;

  int64_t programs() const { return finder_.programs(); }

 private:
  // Ways to find a change, the cheapest first.
  using Seeker =
      std::function<std::optional<Change>(const ChangeFinder::Ask& ask)>;

  // Follows the pattern, over classes of an earlier one.
  SwapFinder& Swaps();
  Seeker WithinClasses();
  Seeker BySwaps();
  Seeker Nearby();
  Seeker Anywhere();
  Seeker Along(const TablesProvenBefore& before, size_t publications);
  Seeker ForSale(std::vector<size_t>& mended);
  // Looks for changes that protect `g`; says whether it is protected.
  bool Protect(size_t g, const std::vector<Seeker>& seekers);
  bool Reach(size_t g, Side side, int64_t bound,
             const std::vector<Seeker>& seekers);

  const Secrets& secrets_;
  TablePool& pool_;
  ChangeFinder finder_;
  std::vector<bool> shown_;
  std::vector<double> prices_;       // in programs: kNotForSale, 0 if withheld
  std::optional<Alike> alike_;       // of an earlier pattern that showed more
  std::optional<SwapFinder> swaps_;  // over alike_
  std::vector<int64_t> spoilt_;      // per guarded sum: attempts it made fail
  int64_t work_ = 0;                 // of swap finders that are no more
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_LARGE_JUDGE_H_
