#ifndef TOGUNA_EXCHANGE_SDC_COHORT_OUTPUT_H_
#define TOGUNA_EXCHANGE_SDC_COHORT_OUTPUT_H_

#include <string>
#include <vector>

#include "exchange/base/code_tree.h"
#include "exchange/cohort/cohorts.h"
#include "exchange/sdc/cohort_data.h"

namespace toguna {

// A value as it is written: a label, or `{a|b}` with the labels of siblings
// sorted by bytes.
std::string CohortLabel(const CodeTree& tree, const CohortValue& value);

// The rows of the input in their order, with the values of their cohorts, the
// sensitive value as it was, the cohort's number (from 1) and its rows.
// `trees` are those of the attributes.
std::string WriteCohortFile(const CohortData& data,
                            const std::vector<const CodeTree*>& trees,
                            const Cohorts& cohorts);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_SDC_COHORT_OUTPUT_H_
