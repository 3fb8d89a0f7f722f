#ifndef TOGUNA_EXCHANGE_DISCLOSURE_SCHEMES_OF_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_SCHEMES_OF_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/disclosure/known_cohort.h"
#include "exchange/disclosure/scheme.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"
#include "policies/model/plan.h"

namespace toguna {

// What a seal's counts are told apart by beside its families.
struct ToldApart {
  std::span<const StructuralZero> zeros = {};
  std::span<const KnownCohort> cohorts = {};
  // Cohorts that are to come.
  std::span<const CohortPlan> planned = {};
  // Victims are told apart as finely as records, but for what only they have,
  // since victims are taken back with their records.
  bool corrected = false;
};

// The schemes of the units that `families` use, records first, told apart as
// finely as `by` and the comparison of victims with records need.
// Errors as Scheme::Create.
absl::StatusOr<std::vector<Scheme>> SchemesOf(
    const Catalog& catalog, const Dataset& dataset,
    std::span<const Family* const> families, const ToldApart& by);

// How finely counts of `families` are told apart by a dimension of a box: the
// finest depth that any family has of it, or, where none has it but one has
// another dimension of the same attributes, all of it. None: the tables say
// nothing of what the dimension is a function of.
std::optional<int> DepthBeside(const Catalog& catalog, const Dataset& dataset,
                               std::span<const Family* const> families,
                               const std::string& dimension);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_SCHEMES_OF_H_
