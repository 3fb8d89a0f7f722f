#ifndef TOGUNA_POLICIES_LOAD_GRANTS_H_
#define TOGUNA_POLICIES_LOAD_GRANTS_H_

// The dataset lines of an agreement.

#include "policies/load/loading.h"

namespace toguna {

// Reads one grant of a file of `format` and reports what its dataset and plan
// do not have. `purpose` may be nullptr if it is unknown.
Grant ReadGrant(const Loading& loading, const Spot& spot,
                const catalog::v1::AgreementFile::Grant& grant,
                const Purpose* purpose, int format);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_LOAD_GRANTS_H_
