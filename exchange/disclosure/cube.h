#ifndef TOGUNA_EXCHANGE_DISCLOSURE_CUBE_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_CUBE_H_

// Counts of some periods, and what makes a count safe to show.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "exchange/disclosure/columns.h"
#include "exchange/disclosure/scheme.h"
#include "policies/model/plan.h"

namespace toguna {

// What lies behind one count.
struct CellFacts {
  // What one contributor has in the cell.
  struct Part {
    int32_t contributor = 0;
    int64_t entities = 0;
    int64_t value = 0;
    int64_t largest_part = 0;  // most of `value` that one of its sources gave
    friend bool operator==(const Part&, const Part&) = default;
  };

  int64_t value = 0;           // records or victims, as the family counts
  int64_t entities = 0;        // with at least one unit in the cell
  int64_t sources = 0;         // distinct
  int64_t largest_source = 0;  // entities of the source with most of them
  int64_t largest_part = 0;    // most of `value` that one source gave
  int64_t second_part = 0;     // most that another gave
  std::vector<Part> parts;     // of contributors that have any, in their order

  friend bool operator==(const CellFacts&, const CellFacts&) = default;
};

// DESIGN §2.1: at least k entities, k units, s sources, c entities without the
// largest source, and for every contributor 0 or at least c entities of all
// others; c = 0 switches the last two off. With a dominance percentage p (p %
// rule, PRIVACY §4.1), what is left without the two largest sources is at least
// p % of the largest. False for minimums that are unset.
bool IsSafe(const CellFacts& facts, const Minimums& minimums);

// Counts that are not zero of some of a scheme's tables, and of its atoms.
// Immutable, so safe to share between threads.
class Cube {
 public:
  using Facts = absl::flat_hash_map<int64_t, CellFacts>;

  // Counts the rows of all `columns`, which are of the scheme's unit; entities
  // of different columns differ, sources and contributors are joined by their
  // texts. `contributors` numbers them. Tables for which `wanted` is false stay
  // empty. `scheme` must outlive the cube.
  //   kInvalidArgument COLUMNS_INVALID  of other dimensions or unknown codes
  //   kOutOfRange COUNT_TOO_LARGE       a sum does not fit 64 bits
  static absl::StatusOr<Cube> Create(
      const Scheme& scheme, std::span<const Columns* const> columns,
      const std::vector<std::string>& contributors,
      const std::vector<bool>& wanted);

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
