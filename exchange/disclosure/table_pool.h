#ifndef TOGUNA_EXCHANGE_DISCLOSURE_TABLE_POOL_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_TABLE_POOL_H_

// Tables of whole counts that what is shown cannot be told from the truth, and
// what they say of every guarded sum.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/secrets.h"
#include "exchange/disclosure/slacks.h"

namespace toguna {

// Keeps every table it is given that agrees with what was published before, as
// what it changes of the truth; which of them agree with what is shown now
// changes with that. One table serves many guarded sums. Not thread-safe.
class TablePool {
 public:
  // Nothing is shown at first, and the pool holds the truth, which never goes.
  // `secrets` must outlive the pool; its guarded sums' bounds may change.
  explicit TablePool(const Secrets& secrets);

  void Show(size_t showable);
  void Withhold(size_t showable);

  // Takes a table unless it is impossible, whatever is shown.
  void Add(const Table& table);
  void AddChange(Change change);

  // The extreme values that tables in use give to guarded sum `g`.
  int64_t Reached(size_t g, Side side) const;
  bool Reaches(size_t g, Side side) const;
  bool IsProtected(size_t g) const;

  // For every guarded sum the tables that protect it, as far as any do: the
  // tables in use, and (high, low) by number. Small changes that do not touch
  // each other are made in one table.
  struct Chosen {
    std::vector<Table> tables;
    std::vector<std::pair<size_t, size_t>> of;
  };
  Chosen Choose() const;

  const Incidence& incidence() const { return incidence_; }

 private:
  struct Held {
    Change change;
    Moves guarded;
    std::vector<int32_t> contradicts;  // showables
    std::vector<bool> views;           // that it is possible in
    size_t blocked = 0;                // shown ones that it contradicts
  };
  struct Best {
    size_t high = 0;
    int64_t up = 0;  // above the truth
    size_t low = 0;
    int64_t down = 0;  // below it
  };

  std::vector<bool> ViewsOf(const Change& change) const;
  void Enlist(size_t table);
  void Consider(size_t table, size_t g, int64_t moved);
  void ConsiderAll(size_t table);
  void Seek(size_t g);
  void DropUnused();

  const Secrets& secrets_;
  Incidence incidence_;
  std::vector<int64_t> truths_;  // of the guarded
  Slacks slacks_;
  std::vector<bool> shown_;
  std::vector<Held> held_;
  size_t numbers_held_ = 0;
  absl::flat_hash_set<uint64_t> known_;           // fingerprints
  std::vector<std::vector<size_t>> on_showable_;  // tables that contradict it
  // Tables that move a guarded sum, and by how much.
  std::vector<std::vector<std::pair<size_t, int64_t>>> on_guarded_;
  std::vector<Best> best_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_TABLE_POOL_H_
