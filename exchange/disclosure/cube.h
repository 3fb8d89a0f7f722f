#ifndef TOGUNA_EXCHANGE_DISCLOSURE_CUBE_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_CUBE_H_

// Counts of a period, and what makes a count safe to show.

#include <cstdint>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "exchange/disclosure/scheme.h"
#include "exchange/record/record.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"
#include "policies/model/plan.h"

namespace toguna {

// What lies behind one count. An entity is an incident: records with the same
// contributor and reference are one.
struct CellFacts {
  int64_t value = 0;           // records or victims, as the family counts
  int64_t entities = 0;        // with at least one unit in the cell
  int64_t sources = 0;         // distinct
  int64_t largest_source = 0;  // entities of the source with most of them
  int64_t largest_part = 0;    // most of `value` that one source gave
  std::vector<int64_t> by_contributor;  // entities of each, in no order

  friend bool operator==(const CellFacts&, const CellFacts&) = default;
};

// DESIGN §2.1: at least k entities, k units, s sources, c entities without the
// largest source, and for every contributor 0 or at least c entities of all
// others; c = 0 switches the last two off. False for minimums that are unset.
bool IsSafe(const CellFacts& facts, const Minimums& minimums);

// Every count of a plan's families of one unit that is not zero, and of their
// common refinement. Immutable, so safe to share between threads.
class Cube {
 public:
  using Facts = absl::flat_hash_map<int64_t, CellFacts>;

  // Counts `records`, whatever their order. `scheme` must outlive the cube.
  // With `public_sources` every entity is a source of its own. Records without
  // a source count as one source together.
  //   kInvalidArgument RECORD_INVALID  see Scheme::TalliesOf
  //   kOutOfRange COUNT_TOO_LARGE      a sum does not fit 64 bits
  static absl::StatusOr<Cube> Create(const Scheme& scheme,
                                     std::span<const Record> records,
                                     bool public_sources);

  const Scheme& scheme() const { return *scheme_; }
  // By number of the table, then of the cell; a cell not there is zero.
  const std::vector<Facts>& tables() const { return tables_; }
  // By number of the atom.
  const Facts& atoms() const { return atoms_; }

 private:
  explicit Cube(const Scheme& scheme) : scheme_(&scheme) {}

  const Scheme* scheme_;
  std::vector<Facts> tables_;
  Facts atoms_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_CUBE_H_
