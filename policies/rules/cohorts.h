#ifndef TOGUNA_POLICIES_RULES_COHORTS_H_
#define TOGUNA_POLICIES_RULES_COHORTS_H_

// Which cohorts of a plan an agreement gives. They are frozen: each is given
// whole or not at all, whatever an ask is confined to.

#include <compare>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "exchange/base/period.h"
#include "policies/model/catalog.h"
#include "policies/rules/decide.h"

namespace toguna {

// Dimensions that an agreement has to name a level of, for rows of the cohorts
// to be given: those whose codes they show and, where they show whether there
// were victims, those of the tallies.
std::set<std::string> DimensionsOf(const Dataset& dataset,
                                   const CohortPlan& cohorts);

// True if a code filter of such a dimension can be held against the cohorts'
// boxes: they show its codes. Of victims a box says too little for that.
bool CanConfine(const CohortPlan& cohorts, const std::string& dimension);

// Why a cohort is left out.
struct BoxLeftOut {
  enum class Why {
    kUnknown,       // it shows what the catalog does not know
    kTooFine,       // a code finer than the ask's level or the grant's limit
    kOutsideCodes,  // of the ask or the grant, or they cannot be held against
                    // it
    kTooSensitive,  // apart, what is classified above the agreement's ceiling
    kNotApproved,   // apart, what its owner has to approve
  };
  Why why = Why::kUnknown;
  std::string dimension{};  // in which; empty: in none alone

  friend auto operator<=>(const BoxLeftOut&, const BoxLeftOut&) = default;
};

// Why a cohort of `period` with such a box is not given; none: it is. `ask`,
// with these facts, has been allowed. The first that applies, by attribute. It
// is not
//   * if it shows a code finer than the ask's level or the grant's limit of
//     rows;
//   * unless it lies within every code filter of the ask and of the grant;
//   * if it shows apart what is classified above the agreement's ceiling, or
//     what its owner has to approve and did not for `period`: if some value of
//     it lies within such codes altogether.
// `box` has one value per attribute, as in SealedCohort: one code, or several
// siblings; "" is the code of records without any. Pure, and kUnknown for
// whatever the catalog does not know.
std::optional<BoxLeftOut> WhyLeftOut(
    const Catalog& catalog, const Ask& ask, const Facts& facts,
    const Period& period, const std::vector<CohortAttribute>& attributes,
    const std::vector<std::vector<std::string>>& box);

// Whether it is given.
bool GivesBox(const Catalog& catalog, const Ask& ask, const Facts& facts,
              const Period& period,
              const std::vector<CohortAttribute>& attributes,
              const std::vector<std::vector<std::string>>& box);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_RULES_COHORTS_H_
