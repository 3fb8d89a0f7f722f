#ifndef TOGUNA_EXCHANGE_DISCLOSURE_ADD_RANGES_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_ADD_RANGES_H_

#include <vector>

#include "exchange/disclosure/ranges.h"
#include "exchange/disclosure/scheme.h"
#include "exchange/disclosure/sealed.h"

namespace toguna {

// Gives every cell of `tables` that is not shown and is of one of the scheme's
// families the range that follows from the published cells of all of these,
// which count the same records, and returns why. Tables of other families may
// be among them and are left alone. Adds up in `figures` how it went.
//
// Coarse cells are worked on first, so that they get the closest ranges where
// the work does not do for all.
RangeProof AddRanges(const Scheme& scheme, const RangeLimits& limits,
                     std::vector<SealedTable>& tables, RangeFigures& figures);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_ADD_RANGES_H_
