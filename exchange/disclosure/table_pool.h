#ifndef TOGUNA_EXCHANGE_DISCLOSURE_TABLE_POOL_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_TABLE_POOL_H_

// Tables of whole counts that what is shown cannot be told from the truth, and
// what they say of every guarded sum.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "exchange/disclosure/secrets.h"

namespace toguna {

enum class Side { kHigh, kLow };

// Keeps every table it is given that agrees with what was published before;
// which of them agree with what is shown now changes with that. One table
// serves many guarded sums. Not thread-safe.
class TablePool {
 public:
  // Nothing is shown at first, and the pool holds the truth, which never goes.
  // `secrets` must outlive the pool; its guarded sums' bounds may change.
  explicit TablePool(const Secrets& secrets);

  void Show(size_t showable);
  void Withhold(size_t showable);

  // Takes `table` unless it is impossible, whatever is shown.
  void Add(Table table);

  // The extreme values that tables in use give to guarded sum `g`.
  int64_t Reached(size_t g, Side side) const;
  bool Reaches(size_t g, Side side) const;
  bool IsProtected(size_t g) const;

  // For every guarded sum the tables that protect it, as far as any do: the
  // tables in use, and (high, low) by number.
  struct Chosen {
    std::vector<Table> tables;
    std::vector<std::pair<size_t, size_t>> of;
  };
  Chosen Choose() const;

 private:
  struct Held {
    Table table;
    std::vector<int64_t> sums;      // of the guarded
    std::vector<bool> views;        // that it is possible in
    std::vector<bool> contradicts;  // per showable
    size_t blocked = 0;             // shown ones that it contradicts
  };
  struct Best {
    size_t high = 0;
    size_t low = 0;
  };

  bool IsPossible(const Table& table, const Table& own) const;
  void Consider(size_t table, size_t g);
  void Seek(size_t g);
  void DropUnused();

  const Secrets& secrets_;
  std::vector<bool> shown_;
  std::vector<Held> held_;
  std::vector<Best> best_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_TABLE_POOL_H_
