#ifndef TOGUNA_EXCHANGE_USECASE_SEAL_CHECK_H_
#define TOGUNA_EXCHANGE_USECASE_SEAL_CHECK_H_

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/protect.h"
#include "exchange/disclosure/sealed.h"
#include "policies/model/catalog.h"
#include "policies/model/plan.h"

namespace toguna {

// Puts a seal into the checker's words: `sealed` has one table per family of
// `plan`, in its order. The dataset, the plan's dimensions and code lists must
// be in `catalog`, which must outlive the answer. Without `ranges` it is a seal
// made before there were any. It counts the strands 0 to `months` - 1; where
// its plan has families of corrections, what was taken back is the next strand
// and what was added the one after, as `unsafe` must have it, too.
SealToCheck ForChecker(const Catalog& catalog, const Plan& plan,
                       const SealedPeriod& sealed,
                       const std::vector<UnsafeCell>& unsafe,
                       const std::vector<RangeProof>& ranges,
                       size_t months = 1);

// Makes it that of a higher rung: `below` are the tables of the rung below, one
// per family of `plan`. Called last.
void SetBelow(const Plan& plan, const std::vector<SealedTable>& below,
              SealToCheck& check);

// The same with the witnesses of a protection, which the checker then verifies
// too. `refining` families are to come and tell counts apart already. `sealed`
// holds its tables, whether or not `result` still does. `publications` are what
// was protected together, over `strands` strands; the one that is not published
// yet has the families of `plan`, in their order.
SealToCheck ForChecker(const Catalog& catalog, const Plan& plan,
                       const SealedPeriod& sealed, const Protected& result,
                       std::span<const Family* const> refining,
                       std::span<const Publication> publications,
                       size_t strands);

// The same for a period without history.
SealToCheck ForChecker(const Catalog& catalog, const Plan& plan,
                       const SealedPeriod& sealed, const Protected& result,
                       std::span<const Family* const> refining = {});

// What a proof was made of, as the engine takes it up again for a later seal.
// Views have no names there.
WitnessSet WitnessesOf(const SealToCheck& check);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_SEAL_CHECK_H_
