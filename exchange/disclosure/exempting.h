#ifndef TOGUNA_EXCHANGE_DISCLOSURE_EXEMPTING_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_EXEMPTING_H_

#include "policies/model/dataset.h"

namespace toguna {

// The dimension that tells which records may harm nobody; null where none does,
// or where the dataset does not say.
inline const Dimension* ExemptingDimension(const Dataset& dataset) {
  const auto& rule = dataset.victims_in_every_record;
  if (!rule.has_value() || rule->unless.empty()) return nullptr;
  for (const Dimension& dimension : dataset.dimensions) {
    if (dimension.source == Dimension::Source::kAttribute &&
        dimension.attributes.size() == 1 &&
        dimension.attributes[0] == rule->attribute) {
      return &dimension;
    }
  }
  return nullptr;
}

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_EXEMPTING_H_
