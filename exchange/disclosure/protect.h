#ifndef TOGUNA_EXCHANGE_DISCLOSURE_PROTECT_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_PROTECT_H_

// The seal's choice of cells: tabulates some periods and decides what is shown.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/disclosure/linked_system.h"
#include "exchange/disclosure/ranges.h"
#include "exchange/disclosure/sealed.h"
#include "exchange/record/record.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"
#include "policies/model/plan.h"

namespace toguna {

// How a protection went. `safe` and `unsafe` are for the data protection
// officer alone.
struct ProtectionFigures {
  int64_t cells = 0;  // of all families, zeros included
  // That may be shown as far as they alone are concerned; of a higher rung
  // those that the rung below shows.
  int64_t safe = 0;
  int64_t published = 0;   // that are shown
  int64_t unsafe = 0;      // cells of families that hold an entity, not safe
  int64_t eliminated = 0;  // that could be shown to who only subtracts
  int64_t confined = 0;    // guarded counts that history confines already
  int64_t programs = 0;    // linear and integer programs solved
  int64_t rounds = 0;      // of the search for the best pattern
  // Safe cells withheld, by level, coarsest first, and a number of them that
  // no safe pattern can go below; a level's bound holds where all before it are
  // at theirs.
  std::vector<double> withheld;
  std::vector<double> lower_bound;
  bool optimal = false;    // the two agree
  bool cut_short = false;  // the work allowed ran out
  bool stopped = false;    // the caller's deadline passed
  RangeFigures ranges;     // of the cells not shown; public
};

struct Protected {
  std::vector<SealedTable> tables;  // one per family, in their order
  // Unsafe cells of all families, then of the common refinement, of every
  // publication that the system holds, unit by unit.
  std::vector<UnsafeCell> unsafe;
  // One per unsafe cell and view that others are hidden from.
  std::vector<UnsafeProof> proofs;
  std::vector<HistoryCertificate> history;  // that proofs point to
  WitnessSet witnesses;
  std::vector<Impossible> impossible;  // which witnesses keep to; public
  // Why the ranges of cells not shown hold, one proof per stream and unit in
  // use. Public.
  std::vector<RangeProof> ranges;
  ProtectionFigures figures;
};

// What to spend on a good pattern. A safe one is found in any case.
struct ProtectOptions {
  // Keys the order of equals, so that it cannot be learnt afterwards; to be
  // forgotten.
  uint64_t tie_break = 0;
  // In steps of the solver times the size of the program, so that the same
  // input gives the same pattern on every machine.
  int64_t work = 150'000'000;
  int master_nodes = 2'000;  // of each search for a smallest hitting set
  int table_nodes = 40;      // of each search for a whole table
  // Asked between rounds; true ends the search with the best pattern so far.
  // What is found then depends on the machine. May be empty.
  std::function<bool()> stop = {};
};

// Protects what is sealed now (the one publication that is not published yet)
// together with everything it hangs together with.
//
// A safe cell is published unless some unsafe cell, or unsafe cell of the
// common refinement of all families of its unit, would then lose its
// protection. Coarse cells are dearest to withhold; the search for what has to
// be withheld ends at a proven optimum or when the work is spent.
//
// Guarantee S (DESIGN §2.1) holds, over all strands, families and units of the
// system and against everybody and every contributor that knows its own
// records (where c > 0): for every unsafe cell, two tables of whole counts,
// none negative, that agree with every published cell, with victims being at
// least as many as records where the dataset says so, and with there being none
// where no record is; one with at least max(k, n) in the cell, one with
// at most n - x1, at least k apart. All are in the answer. Where earlier
// publications confine a cell already, no more than that: why they do is in the
// answer, too, and where that cannot be shown nothing new is published. What is
// known of corrections is known of counts (see LinkedSystem::Create).
//
// Every cell not shown gets the range that follows from what is published of
// its stream and unit.
//
// Zeros are published, and taken as known, only where a plan lists them as
// structural. The answer is the same
// for the same input and options (but for `stop`), whatever the order of rows.
//
//   kInvalidArgument PLAN_INVALID, COLUMNS_INVALID, HISTORY_MISMATCH
//   kResourceExhausted PLAN_TOO_LARGE   before any work
//   kFailedPrecondition STRUCTURAL_ZERO_BROKEN
//   kOutOfRange COUNT_TOO_LARGE
absl::StatusOr<Protected> Protect(const Catalog& catalog,
                                  const Dataset& dataset,
                                  std::span<const Family* const> refining,
                                  std::span<const Strand> strands,
                                  std::span<const Publication> publications,
                                  const ProtectOptions& options);

// A single period's records under all families of `plan`, without history.
//   kInvalidArgument RECORD_INVALID
absl::StatusOr<Protected> Protect(const Catalog& catalog,
                                  const Dataset& dataset, const Plan& plan,
                                  std::span<const Record> records,
                                  const ProtectOptions& options);
absl::StatusOr<Protected> Protect(const Catalog& catalog,
                                  const Dataset& dataset, const Plan& plan,
                                  std::span<const Record> records,
                                  uint64_t tie_break);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_PROTECT_H_
