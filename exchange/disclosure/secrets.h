#ifndef TOGUNA_EXCHANGE_DISCLOSURE_SECRETS_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_SECRETS_H_

// What is true, what may be told of it and to whom it must not tell more: a
// period's tables as sums of unknowns.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "exchange/disclosure/elimination.h"

namespace toguna {

// A count for every unknown, none negative.
using Table = std::vector<int64_t>;

// A sum that may be published.
struct Showable {
  Sum sum;
  int64_t value = 0;
  int level = 0;    // 0: the coarsest
  double cost = 1;  // of withholding it, within its level
};

// A sum that was published before.
struct Fixed {
  Sum sum;
  int64_t value = 0;
};

// Known to everybody: `more` is at least `less`. It holds for what any one
// contributor has and for what all others have, too.
struct Relation {
  Sum more;
  Sum less;
  // It can be named in a reason for what history confines.
  bool nameable = true;
};

// Known to everybody: where there are no records there are no victims. Both
// are what the first sum is above the second, which is never negative. It holds
// for what any one contributor has and for what all others have, too.
struct Harm {
  Relation victims;
  Relation records;
};

// A sum that nobody may learn: of the tables that someone with the view cannot
// tell from the truth, one must have at least `high` in it, one at most `low`,
// and the two must lie at least `spread` apart.
struct Guarded {
  Sum sum;
  size_t view = 0;
  int64_t high = 0;
  int64_t low = 0;
  int64_t spread = 0;
};

struct Secrets {
  Table truth;
  // What somebody has of every unknown himself, so that no table can hold less.
  // The first has nothing: it is everybody's.
  std::vector<Table> views;
  std::vector<Relation> relations;
  std::vector<Harm> harms;
  std::vector<Fixed> fixed;
  std::vector<Showable> showables;
  std::vector<Guarded> guarded;
};

inline int64_t SumIn(const Sum& sum, const Table& table) {
  int64_t total = 0;
  for (const int32_t unknown : sum) {
    total += table[static_cast<size_t>(unknown)];
  }
  return total;
}

// What the first sum of `relation` is above the second.
inline int64_t DifferenceIn(const Relation& relation, const Table& table) {
  return SumIn(relation.more, table) - SumIn(relation.less, table);
}

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_SECRETS_H_
