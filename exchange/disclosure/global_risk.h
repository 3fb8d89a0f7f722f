#ifndef TOGUNA_EXCHANGE_DISCLOSURE_GLOBAL_RISK_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_GLOBAL_RISK_H_

// Global re-identification risk of what is published, a number for everybody.

#include <vector>

#include "absl/status/status.h"
#include "exchange/disclosure/sealed.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"
#include "policies/model/plan.h"

namespace toguna {

// The share of the units shown that somebody would be expected to point out
// rightly who knows of each of them which published cell it is in, and guesses
// within the cell: every unit of a cell of value v has risk 1 / v, and the
// global risk is the mean over units, cells / units. This is the global risk of
// sdcMicro and mu-Argus (Hundepool et al., Statistical Disclosure Control,
// 2012, ch. 3.3; sdcMicro `measure_risk`) for data that are a census: all
// reported incidents, weight 1.
//
// Cells of one table at one depth of every dimension hold no unit twice, so
// each such layer has a risk of its own; the answer is the largest of all
// layers of all tables. Units of cells not shown are left out, so that what is
// hidden makes the number no smaller. 0 if nothing but zeros is published.
//
// Computed from published cells alone. Every one of tables sealed under k holds
// at least k units, so theirs is at most 1 / k: a bound that is no smaller than
// 1 / k is met by every seal, without withholding anything for its sake.
double GlobalRisk(const Catalog& catalog, const Dataset& dataset,
                  const std::vector<SealedTable>& tables);

// OK if `risk` of the plan's last rung keeps to its bound. The loader refuses a
// bound below 1 / k of that rung, so this fails only of a plan that was not
// loaded.
//   kFailedPrecondition RISK_TOO_HIGH
absl::Status CheckRisk(const Plan& plan, double risk);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_GLOBAL_RISK_H_
