#ifndef TOGUNA_POLICIES_LOAD_PLAN_PARTS_H_
#define TOGUNA_POLICIES_LOAD_PLAN_PARTS_H_

// Internal: what a plan may say beside its families.

#include "exchange/words/catalog_words.h"
#include "policies/load/loading.h"
#include "policies/model/plan.h"

namespace toguna {

// Minimums of the plan itself or of a rung: `k`, `s` and `c`, all required.
template <typename Message>
Minimums ReadMinimums(const Spot& spot, const Message& file) {
  const auto read = [&spot](const char* name, bool has, int value, int least) {
    if (!has) {
      spot.At(name).Report(words::kRequired);
    } else {
      NeedAtLeast(spot.At(name), value, least);
    }
    return value;
  };
  return {.k = read("k", file.has_k(), file.k(), 2),
          .s = read("s", file.has_s(), file.s(), 1),
          .c = read("c", file.has_c(), file.c(), 0)};
}

// A family of `dataset`, whose lists are in `loading.catalog`; one with an axis
// that is not known is noted in `loading`. Outside a catalog victims may be
// counted without saying who they are.
Family ReadFamily(Loading& loading, const Spot& spot,
                  const catalog::v1::PlanFile::Family& one,
                  const Dataset& dataset, bool in_catalog);

// Cadence, stream and weight.
void ReadTiming(const Spot& spot, const catalog::v1::PlanFile::Family& one,
                Family& family);

// Reports a family that counts what an earlier one of `plan` counts.
void CheckNotCounted(const Spot& spot, const Plan& plan, const Family& family);

// Rungs, bounds, pools and structural zeros, into `plan`, whose minimums and
// families have been read.
void ReadPlanParts(Loading& loading, const Spot& root,
                   const catalog::v1::PlanFile& file, const Dataset& dataset,
                   Plan& plan);

// Cohorts, into `plan`, whose families have been read.
void ReadCohorts(const Loading& loading, const Spot& root,
                 const catalog::v1::PlanFile& file, const Dataset& dataset,
                 Plan& plan);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_LOAD_PLAN_PARTS_H_
