#ifndef TOGUNA_EXCHANGE_DISCLOSURE_PROTECT_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_PROTECT_H_

// The seal's choice of cells: tabulates a period and decides what is shown.

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
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
  int64_t published = 0;  // that are shown
  int64_t unsafe = 0;     // cells of families that hold an entity, not safe
};

struct Protected {
  std::vector<SealedTable> tables;  // one per family, in the plan's order
  // Unsafe cells of all families, then of the common refinement; in order.
  std::vector<UnsafeCell> unsafe;
  ProtectionFigures figures;
};

// Tabulates all families of `plan` over `records` and protects them together.
//
// A safe cell is published unless some unsafe cell, or unsafe cell of the
// common refinement of all families of its unit, could then be computed from
// what is published by adding and subtracting. Coarse cells come first, large
// ones next; `tie_break` keys the order of equals, so that it cannot be learnt
// afterwards, and is to be forgotten. What is published cannot be added to: any
// safe cell not shown would give an unsafe one away.
//
// This is exact disclosure by linear reasoning. What follows only because no
// count is negative (a parent equal to one published child makes the others
// zero) needs the attacker's linear programs and is not covered here.
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
