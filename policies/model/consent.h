#ifndef TOGUNA_POLICIES_MODEL_CONSENT_H_
#define TOGUNA_POLICIES_MODEL_CONSENT_H_

#include <vector>

#include "exchange/base/ids.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"

namespace toguna {

// A source may have agreed to less than all of these purposes. Of public
// sources none can; nor where every scope covers them.
bool ConsentMayFallShort(const Catalog& catalog, const Dataset& dataset,
                         const std::vector<PurposeId>& purposes);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_MODEL_CONSENT_H_
