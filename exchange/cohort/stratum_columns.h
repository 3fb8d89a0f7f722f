#ifndef TOGUNA_EXCHANGE_COHORT_STRATUM_COLUMNS_H_
#define TOGUNA_EXCHANGE_COHORT_STRATUM_COLUMNS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/period.h"
#include "exchange/cohort/stratum.h"
#include "policies/model/plan.h"

namespace toguna {

// Records of a stratum in numbers. All but `order` by record, as given.
struct StratumColumns {
  // The records, by contributor and reference: an order of their own, so that
  // the one they were given in is no matter.
  std::vector<size_t> order;
  // In the tree of attribute a: leaves[record * attributes + a].
  std::vector<NodeIndex> leaves;
  std::vector<int32_t> entities;
  // With public sources every entity is one of its own; else records without
  // one have one together, as in tables.
  std::vector<int32_t> sources;
  std::vector<int32_t> contributors;
  std::vector<int32_t> diverse;
};

// `trees` are those of TreesOf for cohorts of `period`.
//   kInvalidArgument RECORD_INVALID  a value that no cohort can have
absl::StatusOr<StratumColumns> ColumnsOfStratum(
    const std::vector<CodeTree>& trees, const CohortPlan& plan, Period period,
    bool public_sources, std::span<const StratumRecord> records);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_STRATUM_COLUMNS_H_
