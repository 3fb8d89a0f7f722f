#include "exchange/usecase/cohort_rows.h"

#include "absl/status/statusor.h"
#include "exchange/base/status_macros.h"

namespace toguna {

absl::StatusOr<bool> StandsAsSealed(const Ledger& ledger,
                                    const DatasetId& dataset,
                                    const CohortRecord& record) {
  RecordIndex wanted;
  wanted.dataset = dataset;
  wanted.contributor = record.contributor;
  wanted.ref = record.ref;
  TOGUNA_ASSIGN_OR_RETURN(const auto index,
                          Find<RecordIndex>(ledger, KeyOf(wanted)));
  return index.has_value() && !index->value.retracted &&
         index->value.instance == record.instance;
}

}  // namespace toguna
