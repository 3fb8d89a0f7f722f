#ifndef TOGUNA_EXCHANGE_DISCLOSURE_ADD_RANGES_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_ADD_RANGES_H_

#include <vector>

#include "exchange/disclosure/ranges.h"
#include "exchange/disclosure/scheme.h"
#include "exchange/disclosure/sealed.h"

namespace toguna {

// Gives every cell of `tables` that is not shown and is of the scheme's unit
// the range that follows from the published cells of all tables of the unit,
// and returns why. The tables of the unit are the scheme's, in its order; those
// of the other unit may be among them and are left alone. Adds up in `figures`
// how it went.
//
// Coarse cells are worked on first, so that they get the closest ranges where
// the work does not do for all.
RangeProof AddRanges(const Scheme& scheme, const RangeLimits& limits,
                     std::vector<SealedTable>& tables, RangeFigures& figures);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_ADD_RANGES_H_
