#ifndef TOGUNA_EXCHANGE_DISCLOSURE_EXEMPTING_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_EXEMPTING_H_

#include "policies/model/dataset.h"

namespace toguna {

// The dimension that tells which records an exemption lets be without victims;
// null where none does.
inline const Dimension* ExemptingDimension(
    const Dataset& dataset, const VictimsInEveryRecord::Exemption& exemption) {
  for (const Dimension& dimension : dataset.dimensions) {
    if (dimension.source == Dimension::Source::kAttribute &&
        dimension.attributes.size() == 1 &&
        dimension.attributes[0] == exemption.attribute) {
      return &dimension;
    }
  }
  return nullptr;
}

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_EXEMPTING_H_
