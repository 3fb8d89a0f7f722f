#ifndef TOGUNA_EXCHANGE_TOGUNA_COHORT_OPTIONS_H_
#define TOGUNA_EXCHANGE_TOGUNA_COHORT_OPTIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/cohort/cohorts.h"
#include "exchange/sdc/cohort_data.h"
#include "exchange/words/words.h"

namespace toguna {

// What was typed after `toguna sdc cohorts`.
struct CohortTyped {
  std::string data;
  std::string hierarchies;
  int64_t k = 0;  // 0: not given
  std::vector<int64_t> rungs;
  std::string sources;    // COLUMN:2
  std::string entities;   // COLUMN
  std::string diversity;  // COLUMN:distinct:3
  std::vector<std::string> drop;
  std::string out;
  std::string report;
};

// What it asks for: which columns, and what each rung must meet.
struct CohortAsked {
  CohortColumns columns;
  std::vector<CohortMinimums> rungs;
};

// kInvalidArgument COHORT_OPTION_INVALID naming the option that is not well
// formed. Column names may hold colons: the last ones count.
absl::StatusOr<CohortAsked> ReadCohortOptions(const CohortTyped& typed,
                                              Language language);

// The file of a rung: `out` itself if there is no ladder, or its stem with .kN
// before its ending.
std::string CohortFileOf(const CohortTyped& typed, int64_t k);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_COHORT_OPTIONS_H_
