#ifndef TOGUNA_EXCHANGE_COHORT_STRATUM_CONDITIONS_H_
#define TOGUNA_EXCHANGE_COHORT_STRATUM_CONDITIONS_H_

// What makes a record one of a stratum. The catalog that each is made from must
// outlive it. What cannot be made fits no dataset: kInvalidArgument
// PLAN_INVALID. What cannot be read: kInvalidArgument RECORD_INVALID.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/base/code_tree.h"
#include "exchange/disclosure/scheme.h"
#include "exchange/record/record.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"
#include "policies/model/plan.h"

namespace toguna {

// Reads a record's code of a dimension exactly as tables do, so that a box
// holds what the cells with its codes count.
class DimensionReader {
 public:
  static absl::StatusOr<DimensionReader> Create(const Catalog& catalog,
                                                const Dataset& dataset,
                                                const std::string& dimension);

  const CodeTree& tree() const { return scheme_.TreeOf(0); }
  // The leaf; kNowhere where the record or crosswalk gives none.
  absl::StatusOr<NodeIndex> LeafOf(const Record& record) const;
  // The leaf's code; empty where there is none.
  absl::StatusOr<std::string> CodeOf(const Record& record) const;

 private:
  explicit DimensionReader(Scheme scheme) : scheme_(std::move(scheme)) {}

  Scheme scheme_;
};

// Tells whether a record has a victim within a node of the tallies' list.
class VictimReader {
 public:
  static absl::StatusOr<VictimReader> Create(const Catalog& catalog,
                                             const Dataset& dataset,
                                             const std::string& who);

  absl::StatusOr<bool> HasAny(const Record& record) const;

 private:
  VictimReader(const CodeTree& tree, NodeIndex who) : tree_(&tree), who_(who) {}

  const CodeTree* tree_;
  NodeIndex who_;
};

// One condition of a stratum.
class Condition {
 public:
  static absl::StatusOr<Condition> Create(const Catalog& catalog,
                                          const Dataset& dataset,
                                          const CohortPlan::Stratum& stratum);

  absl::StatusOr<bool> Holds(const Record& record) const;

 private:
  explicit Condition(DimensionReader reader) : reader_(std::move(reader)) {}

  DimensionReader reader_;
  std::vector<NodeIndex> within_;
  std::optional<VictimReader> victims_;  // none: victims do not matter
};

// Tells which records may be used for every purpose of a plan's cohorts: their
// consent's scope lies within one that the purpose is covered by. Where sources
// are public, or consent is not asked for, all may.
class Consent {
 public:
  static absl::StatusOr<Consent> Create(const Catalog& catalog,
                                        const Dataset& dataset,
                                        const CohortPlan& plan);

  bool Covers(const Record& record) const;

 private:
  const CodeTree* scopes_ = nullptr;  // null: not asked for
  std::vector<const Purpose*> purposes_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_STRATUM_CONDITIONS_H_
