#ifndef TOGUNA_EXCHANGE_USECASE_COHORT_ROWS_H_
#define TOGUNA_EXCHANGE_USECASE_COHORT_ROWS_H_

// Sealed cohorts as an extract gives them.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/cohort/sealed_cohorts.h"
#include "exchange/extract/cohort_rows.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/rows.h"
#include "policies/model/catalog.h"
#include "policies/rules/decide.h"

namespace toguna {

// Whether a record is as it was sealed: neither retracted nor edited since, as
// far as the exchange was told. One that it does not know any more is not.
absl::StatusOr<bool> StandsAsSealed(const Ledger& ledger,
                                    const DatasetId& dataset,
                                    const CohortRecord& record);

// The record of a row that is under this pseudonym in `agreement`; none if no
// record of the seal is.
std::optional<CohortRecord> RecordOfRow(const CohortSeal& seal,
                                        const AgreementId& agreement,
                                        absl::string_view ref);

// The cohorts of a dataset's period, sealed; none if none are kept.
absl::StatusOr<std::optional<CohortSeal>> FindCohortSeal(
    const Ledger& ledger, const DatasetId& dataset, const Period& period,
    const CohortsId& id);

// Whole cohorts that an allowed ask is given, by period and then as it names
// them. A row's pseudonym is a keyed hash of the record and the agreement,
// valid for the seal that it lies in; rows are in the order of their
// pseudonyms. A cohort of which so many records were retracted or corrected
// since that k or fewer are left, or that was recalled, is not given, and what
// is left of others is.
//   kFailedPrecondition COHORTS_NOT_SEALED  a period was sealed without them
//   kFailedPrecondition RUNG_NOT_SEALED     they have no such rung
absl::StatusOr<std::vector<SelectedCohorts>> SelectCohorts(
    const Catalog& catalog, const Ledger& ledger, const Ask& ask,
    const Facts& facts, std::optional<int> rung);

// Makes `effects`, which have `release`, keep which cohorts and rows it gives:
// rows of no other release can be asked about, and recalls go to who has one.
// Nothing is kept of a release without rows.
void KeepGiven(const ReleaseRow& release,
               const std::vector<SelectedCohorts>& selected, Effects& effects);

// Holds what was selected against the seals once more, by another way: every
// cohort is one whose count a table publishes, with the box and no more rows
// than were sealed, more than k and each once.
// kDataLoss EXTRACT_CHECK_FAILED, without saying which.
absl::Status CheckCohorts(const Ledger& ledger, const Ask& ask,
                          const std::vector<SelectedCohorts>& selected);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_COHORT_ROWS_H_
