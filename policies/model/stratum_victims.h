#ifndef TOGUNA_POLICIES_MODEL_STRATUM_VICTIMS_H_
#define TOGUNA_POLICIES_MODEL_STRATUM_VICTIMS_H_

#include "policies/model/catalog.h"
#include "policies/model/dataset.h"
#include "policies/model/plan.h"

namespace toguna {

// Some record that `stratum`, a condition that asks for no victims, applies to
// may be one that has victims of some kind all the same, as all records of the
// dataset do but those that it lets be without. True where there is no telling.
bool MayNeedVictims(const Catalog& catalog, const Dataset& dataset,
                    const CohortPlan::Stratum& stratum);

// What `plan` tells of records would need more than sums of victims and of
// records to be held to: a box without one kind of victims says of records that
// all have some that they have another.
bool TellsKindsOfNeededVictims(const Catalog& catalog, const Dataset& dataset,
                               const CohortPlan& plan);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_MODEL_STRATUM_VICTIMS_H_
