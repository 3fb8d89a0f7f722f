#ifndef TOGUNA_EXCHANGE_DISCLOSURE_PROTECT_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_PROTECT_H_

// The seal's choice of cells: tabulates a period and decides what is shown.

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
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
  int64_t safe = 0;   // that may be shown as far as they alone are concerned
  int64_t published = 0;   // that are shown
  int64_t unsafe = 0;      // cells of families that hold an entity, not safe
  int64_t eliminated = 0;  // that could be shown to who only subtracts
  int64_t programs = 0;    // linear and integer programs solved
  int64_t rounds = 0;      // of withholding after the attacker's programs
  bool cut_short = false;  // the work allowed ran out: shows less, never more
  RangeFigures ranges;     // of the cells not shown; public
};

struct Protected {
  std::vector<SealedTable> tables;  // one per family, in the plan's order
  // Unsafe cells of all families, then of the common refinement; in order.
  std::vector<UnsafeCell> unsafe;
  // One per unsafe cell, and the tables they name, one set per unit in use.
  std::vector<UnsafeProof> proofs;
  std::vector<WitnessSet> witnesses;
  // Why the ranges of cells not shown hold, one proof per unit in use. Public.
  std::vector<RangeProof> ranges;
  ProtectionFigures figures;
};

// Tabulates all families of `plan` over `records` and protects them together.
//
// A safe cell is published unless some unsafe cell, or unsafe cell of the
// common refinement of all families of its unit, would then lose its
// protection. Coarse cells come first, large ones next; `tie_break` keys the
// order of equals, so that it cannot be learnt afterwards, and is to be
// forgotten.
//
// Of Guarantee S (DESIGN §2.1) holds: for every unsafe cell of every plan level
// and of the common refinement of all code trees in use, in its unit of count,
// there are two tables of whole counts, none negative, that agree with every
// cell published of this seal in that unit: one with at least max(k, n) in the
// cell, one with at most n - x1, at least k apart. Both are in the answer.
//
// It does not yet hold against who joins more than that: that victims are at
// least as many as records (the two units are protected apart), a contributor
// that subtracts its own records, other periods, quarters and corrections, and
// cohort boxes.
//
// Every cell not shown gets the range that follows from what is published of
// its unit.
//
// Zeros are never published and never taken as known. The answer is the same
// for the same input and key, whatever the order of `records`.
//
//   kInvalidArgument PLAN_INVALID, RECORD_INVALID
//   kResourceExhausted PLAN_TOO_LARGE   before any work
//   kOutOfRange COUNT_TOO_LARGE
absl::StatusOr<Protected> Protect(const Catalog& catalog,
                                  const Dataset& dataset, const Plan& plan,
                                  std::span<const Record> records,
                                  uint64_t tie_break);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_PROTECT_H_
