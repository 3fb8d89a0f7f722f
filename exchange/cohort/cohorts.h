#ifndef TOGUNA_EXCHANGE_COHORT_COHORTS_H_
#define TOGUNA_EXCHANGE_COHORT_COHORTS_H_

// Cohorts: records released with the same generalised values, at least k
// distinct entities in each. What goes in and what comes out.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "exchange/base/code_tree.h"

namespace toguna {

// The value of a quasi-identifier that all rows of a cohort share: one node of
// its tree, or several but not all children of one node, in tree order. A node
// whose only child stands for the same leaves is not named alone, its child is.
using CohortValue = std::vector<NodeIndex>;

// One value per quasi-identifier. Boxes of one partition are disjoint and
// together hold every combination of leaves there can be: nothing is cut off
// where nobody is, since that would tell that nobody is there.
using CohortBox = std::vector<CohortValue>;

// Records, each distinct combination once. All but `codes` may be empty.
struct CohortTuples {
  size_t attributes = 0;
  // Leaf of attribute a in tuple t: codes[t * attributes + a].
  std::vector<NodeIndex> codes;
  // How many rows the tuple stands for; empty: one each.
  std::vector<int32_t> rows;
  // Numbers from 0. No entities: each row is an entity of its own.
  std::vector<int32_t> entities;
  std::vector<int32_t> sources;
  std::vector<int32_t> contributors;
  std::vector<int32_t> sensitive;

  size_t size() const {
    return attributes == 0 ? 0 : codes.size() / attributes;
  }
  int64_t RowsOf(size_t tuple) const { return rows.empty() ? 1 : rows[tuple]; }
};

// How diverse the sensitive values of a cohort must be (PRIVACY 2.4).
// Frequencies are those of rows.
struct Diversity {
  enum class Kind {
    kNone,
    kDistinct,   // at least l distinct values
    kEntropy,    // entropy at least ln l, and at least floor(l) values
    kRecursive,  // largest < c * (sum from the l-th largest on), >= l values
    kClose,      // half of sum |share here - share among all| at most t
  };
  Kind kind = Kind::kNone;
  double l = 1;
  double c = 1;  // kRecursive alone
  double t = 1;  // kClose alone, 0 to 1

  friend bool operator==(const Diversity&, const Diversity&) = default;
};

// What each cohort must have at least.
struct CohortMinimums {
  int64_t k = 1;  // distinct entities
  int64_t s = 1;  // distinct sources
  // Entities left without the source that has most of them; and, for each
  // contributor, entities that are not its own, unless there are none. 0
  // switches both off. More records can break the latter, so a box may hold
  // boxes that meet it and not meet it itself.
  int64_t c = 0;
  // Where c > 0: entities that are not a contributor's own, for each, unless
  // there are none. What a contributor does not know of must hide in them.
  int64_t others = 0;
  Diversity diversity;
};

struct Cohort {
  CohortBox box;
  std::vector<int32_t> tuples;  // ascending
  int64_t rows = 0;
};

// A partition of all tuples. The order follows the trees, not the tuples.
using Cohorts = std::vector<Cohort>;

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_COHORTS_H_
