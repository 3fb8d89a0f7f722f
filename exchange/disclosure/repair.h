#ifndef TOGUNA_EXCHANGE_DISCLOSURE_REPAIR_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_REPAIR_H_

// Makes a choice of published sums safe from everybody who knows that counts
// are whole and not negative.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "exchange/disclosure/elimination.h"

namespace toguna {

// A sum that may be published.
struct Showable {
  Sum sum;
  int64_t value = 0;
  int coarseness = 0;  // 0: the grand total
};

// A sum that nobody may learn.
struct Guarded {
  Sum sum;
  int64_t value = 0;
  int64_t largest_part = 0;  // of its largest source
};

// What is true, and what may be told of it.
struct Secrets {
  int64_t k = 0;
  std::vector<int64_t> truth;       // the unknowns
  std::vector<Showable> showables;  // in the order they are to be preferred
  std::vector<Guarded> guarded;
};

// Whole unknowns, none negative, that agree with everything published.
using Table = std::vector<int64_t>;

// For every guarded sum two tables: one with at least max(k, value) in it, one
// with at most value - largest_part, at least k apart.
struct Witnesses {
  std::vector<Table> tables;
  std::vector<std::pair<size_t, size_t>> of;  // per guarded sum: high, low
};

struct Repaired {
  std::vector<bool> published;  // per showable
  Witnesses witnesses;
  int64_t programs = 0;  // linear and integer programs solved
  int64_t rounds = 0;    // of withholding
  // The work allowed did not do for every sum that could be given back.
  bool cut_short = false;
};

// What a repair may spend, in steps of the solver times the size of the
// program, so that it does not depend on the machine.
struct RepairLimits {
  int64_t work = 1'500'000'000;
  int nodes = 40;  // of a search for a whole table
};

// Withholds more of `published` (one per showable; their true values agree with
// `secrets.truth`) until every guarded sum has its two tables, finest and
// smallest sums first and always one that the attacker's limit rests on. Then
// gives back, in the order of preference, what leaves every guarded sum its
// tables. Every table is verified in whole numbers; where none is found, more
// is withheld. Deterministic; `key` steers random choices.
Repaired Repair(const Secrets& secrets, std::vector<bool> published,
                const RepairLimits& limits, uint64_t key);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_REPAIR_H_
