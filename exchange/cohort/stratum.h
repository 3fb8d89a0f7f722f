#ifndef TOGUNA_EXCHANGE_COHORT_STRATUM_H_
#define TOGUNA_EXCHANGE_COHORT_STRATUM_H_

// From a month's records to the cohorts of a quarter: which records are in a
// plan's stratum, by which values they are told apart, and which cohorts they
// form.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/cohort/sealed_cohorts.h"
#include "exchange/record/record.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"
#include "policies/model/plan.h"

namespace toguna {

// A record of a stratum, with what cohorts are formed from and no more.
struct StratumRecord {
  CohortRecord record;  // where it lies
  // Number of its incident among those of its month: as in the Columns that
  // ColumnsOf makes of the same records, whichever the unit.
  int32_t entity = 0;
  std::string source;  // pseudonym; empty where sources are public
  // One per attribute of the plan's cohorts, as recorded and not generalised: a
  // leaf of the dimension's list, or "" where the record or crosswalk gives
  // none; "0" or "1+"; a quarter, "2026-Q1".
  std::vector<std::string> values;
  std::string diverse;  // of the plan's diversity attribute; may be empty

  friend bool operator==(const StratumRecord&, const StratumRecord&) = default;
};

// One month's part of the stratum of one of the plan's cohorts. Kept,
// encrypted, beside the month's internal cube, until the year is sealed.
struct Stratum {
  CohortsId id;
  std::vector<StratumRecord> records;  // by contributor and ref

  friend bool operator==(const Stratum&, const Stratum&) = default;
};

// The records of `month` that are in the stratum: one of its conditions holds,
// and their consent covers each of its purposes. The same whatever their order.
//   kInvalidArgument PLAN_INVALID, RECORD_INVALID
absl::StatusOr<Stratum> StratumOf(const Catalog& catalog,
                                  const Dataset& dataset,
                                  const CohortPlan& plan, Period month,
                                  std::span<const Record> records);

// What cohorts of a stratum lie in, at every rung: a tree of boxes. The top has
// code "all" and no box; its children are cohorts of the strictest rung, or,
// where records are too few for that, boxes without one; and so on down to the
// lowest rung, whose cohorts hold the records.
struct FormedCohorts {
  struct Node {
    std::string code;   // as in SealedCohort
    size_t parent = 0;  // of `nodes`; of the first itself
    int rung = 0;       // of the plan's ladder
    std::vector<std::vector<std::string>> box;  // one value per attribute
    // It has the entities, sources and diversity that its rung asks for.
    bool meets = false;
    // Lowest rung: indices into the records given; else empty.
    std::vector<size_t> records;
  };

  std::vector<Node> nodes;        // parents before children
  std::vector<size_t> held_over;  // records in no cohort of the lowest rung
};

// The trees that boxes of `plan` are of, one per attribute, for cohorts of
// `period`: an attribute's own list with a leaf "" for records without a code
// ("none" in words); "any" over "0" and "1+"; "any" over the quarters of the
// records' year and those before in one, "earlier".
//   kInvalidArgument PLAN_INVALID
absl::StatusOr<std::vector<CodeTree>> TreesOf(const Catalog& catalog,
                                              const Dataset& dataset,
                                              const CohortPlan& plan,
                                              Period period);

// Cohorts of `period`, a quarter, at every rung of `ladder`, laxest first as
// Plan::Ladder(): each has more than k entities, at least s sources, and is as
// diverse as the plan says. An entity is an incident of a month. Boxes of a
// rung are disjoint; records that their attributes' `coarsest` keeps apart form
// no cohort together. The same whatever the order of records, but for the
// indices. `records` of the period's months, and held over from earlier ones.
//   kInvalidArgument PLAN_INVALID
absl::StatusOr<FormedCohorts> FormStratum(
    const Catalog& catalog, const Dataset& dataset, const CohortPlan& plan,
    const std::vector<Minimums>& ladder, Period period,
    std::span<const StratumRecord> records);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_STRATUM_H_
