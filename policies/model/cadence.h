#ifndef TOGUNA_POLICIES_MODEL_CADENCE_H_
#define TOGUNA_POLICIES_MODEL_CADENCE_H_

#include "exchange/base/period.h"
#include "policies/model/plan.h"

namespace toguna {

// The kind of period whose seal has the families of a cadence.
inline Period::Kind KindOf(Cadence cadence) {
  switch (cadence) {
    case Cadence::kMonth:
      return Period::Kind::kMonth;
    case Cadence::kQuarter:
      return Period::Kind::kQuarter;
    case Cadence::kYear:
      return Period::Kind::kYear;
  }
  return Period::Kind::kMonth;
}

}  // namespace toguna

#endif  // TOGUNA_POLICIES_MODEL_CADENCE_H_
