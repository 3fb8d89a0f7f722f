#ifndef TOGUNA_EXCHANGE_DISCLOSURE_TABLE_JUDGE_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_TABLE_JUDGE_H_

// The attackers of sealed tables: everybody, and every contributor with what it
// has itself; all know that counts are whole and not negative.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "exchange/disclosure/change_finder.h"
#include "exchange/disclosure/history_bounds.h"
#include "exchange/disclosure/linked_system.h"
#include "exchange/disclosure/merged_attackers.h"
#include "exchange/disclosure/pattern_search.h"
#include "exchange/disclosure/proven_before.h"
#include "exchange/disclosure/secrets.h"
#include "exchange/disclosure/table_pool.h"

namespace toguna {

// Above, doubles would not hold sums exactly; then nothing can be shown.
inline constexpr int64_t kMaxTotal = int64_t{1} << 40;

// Judges patterns of `secrets.showables`. Safe is a pattern for which every
// guarded sum has its two tables of whole counts in the pool; where none is
// found the pattern counts as not safe. Deterministic; not thread-safe.
class TableJudge final : public PatternJudge {
 public:
  // Nothing is shown at first. The total of `secrets.truth` must be no more
  // than kMaxTotal. `nodes` limits each search for a whole table, `key` steers
  // which guarded sums are attacked together. `pool`, of the same secrets and
  // with nothing shown, is where tables are kept. Both must outlive the judge.
  TableJudge(Secrets& secrets, TablePool& pool, int nodes, uint64_t key);

  // What was published before proves of a guarded sum.
  struct Confined {
    std::optional<HistoryBound> high;
    std::optional<HistoryBound> low;
  };
  // Guarded sums that it confines already, by number, and whether it is proven
  // for each that no table reaches farther than those found.
  struct History {
    std::map<size_t, Confined> confined;
    bool certain = true;
  };
  // Asks of such guarded sums no more than history leaves. To be called before
  // anything is shown; where it is not certain nothing new may be shown. After
  // `most_work` of it nothing is certain any more.
  History RelaxToHistory(const TablesProvenBefore* before = nullptr,
                         int64_t most_work = INT64_MAX);

  void Withhold(size_t choice) override;
  void Show(size_t choice) override;
  std::vector<Breach> Judge(bool thorough) override;
  bool TryToShow(size_t choice) override;
  std::vector<Breach> Learnt() override;
  int64_t work() const override;

  int64_t programs() const;

 private:
  // How far a guarded sum can be pushed to one side, and what that rests on.
  struct Limit {
    bool known = false;     // the solver gave an answer
    int64_t value = 0;      // no whole table reaches farther
    bool proven = true;     // else one might that the attackers do not look for
    bool by_harms = false;  // proven with what keeps victims to records
    std::vector<size_t> support;
  };

  // Looks for whole tables as far apart as is asked of `g` and as the bounds
  // that history proves allow; asks no more than those reach. False where they
  // fall short of either.
  bool RelaxTo(const Confined& confined, size_t g);
  // Asks of `g` what its tables reach already.
  void AskNoMore(size_t g);
  // Takes the table with so much in each class, as extreme as can be for `g`.
  void AddTable(const std::vector<int64_t>& classes, size_t g, Side side);
  void TryMixedObjectives(size_t view);
  // Which tables count as found.
  enum class Tables { kFractions, kWhole };
  std::vector<Breach> AttackAll(bool thorough, Tables tables);
  // Looks for the tables that `g` lacks; why it stays unprotected, only the
  // first reason if `hasty`.
  std::vector<Breach> Attack(size_t g, Tables tables, bool hasty,
                             bool thorough);
  Limit Push(size_t g, Side side);  // with what is learnt at the time
  // With what is assumed at the time; `all` says that it is the least.
  Limit PushOnce(size_t g, Side side, bool all = false);
  // Adds to `limit` what proves that victims where the harm is are no more than
  // are looked for; false if nothing shown does.
  bool Cover(size_t harm, Limit& limit) const;
  // Looks for small changes that protect `g`, or only for such `within` its
  // classes, at no work; says whether it is protected.
  bool FindChanges(size_t g, bool within);
  bool Reach(size_t g, Side side, int64_t bound, bool within);
  bool FallsShort(size_t g, Side side, const Limit& limit) const;
  void FindWhole(size_t g, Side side, int64_t bound);
  void Shorten(size_t g, Side side, std::vector<size_t>& support);
  std::vector<size_t> Shown(std::vector<size_t> support) const;
  Breach Advice(size_t g, std::vector<size_t> support) const;
  std::vector<size_t> Unprotected() const;

  Secrets& secrets_;
  int nodes_;
  uint64_t key_;
  TablePool& pool_;
  ChangeFinder finder_;
  std::vector<bool> shown_;
  MergedAttackers attackers_;
  std::vector<int64_t> spoilt_;  // per guarded sum: attempts it made fail
  std::vector<Breach> learnt_;
  int64_t history_work_ = 0;
  bool started_ = false;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_TABLE_JUDGE_H_
