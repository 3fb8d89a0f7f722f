#ifndef TOGUNA_EXCHANGE_USECASE_COHORT_ROWS_H_
#define TOGUNA_EXCHANGE_USECASE_COHORT_ROWS_H_

// Sealed cohorts as an extract gives them.

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/base/ids.h"
#include "exchange/cohort/sealed_cohorts.h"
#include "exchange/usecase/ledger.h"

namespace toguna {

// Whether a record is as it was sealed: neither retracted nor edited since, as
// far as the exchange was told. One that it does not know any more is not.
absl::StatusOr<bool> StandsAsSealed(const Ledger& ledger,
                                    const DatasetId& dataset,
                                    const CohortRecord& record);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_COHORT_ROWS_H_
