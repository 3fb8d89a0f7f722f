#ifndef TOGUNA_EXCHANGE_DISCLOSURE_SCHEMES_OF_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_SCHEMES_OF_H_

#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/disclosure/scheme.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"
#include "policies/model/plan.h"

namespace toguna {

// The schemes of the units that `families` use, records first, told apart as
// finely as structural zeros and the comparison of victims with records need.
// `corrected`: victims are told apart as finely as records, but for what only
// they have, since victims are taken back with their records.
// Errors as Scheme::Create.
absl::StatusOr<std::vector<Scheme>> SchemesOf(
    const Catalog& catalog, const Dataset& dataset,
    std::span<const Family* const> families,
    std::span<const StructuralZero> zeros, bool corrected);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_SCHEMES_OF_H_
