#ifndef TOGUNA_EXCHANGE_RPC_NAMES_H_
#define TOGUNA_EXCHANGE_RPC_NAMES_H_

// Internal: resource names, "datasets/open-incidents/periods/2026-03".

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/usecase/rows.h"

namespace toguna {

// The parts of `name` at the stars of `pattern`: "datasets/*/plan". `field` is
// the request's field, for the error.
//   kInvalidArgument INVALID_NAME  another form, or a part that is no id
absl::StatusOr<std::vector<std::string>> ParseName(absl::string_view field,
                                                   absl::string_view name,
                                                   absl::string_view pattern);

absl::StatusOr<DatasetId> ParseDataset(absl::string_view field,
                                       absl::string_view name);
absl::StatusOr<AgreementId> ParseAgreement(absl::string_view field,
                                           absl::string_view name);
absl::StatusOr<PurposeId> ParsePurpose(absl::string_view field,
                                       absl::string_view name);
absl::StatusOr<AlertId> ParseAlert(absl::string_view field,
                                   absl::string_view name);
absl::StatusOr<InquiryId> ParseInquiry(absl::string_view field,
                                       absl::string_view name);
absl::StatusOr<ReleaseId> ParseExtract(absl::string_view field,
                                       absl::string_view name);
absl::StatusOr<DecisionId> ParseDecision(absl::string_view field,
                                         absl::string_view name);
absl::StatusOr<JobId> ParseOperation(absl::string_view field,
                                     absl::string_view name);
// Also kInvalidArgument INVALID_PERIOD.
absl::StatusOr<std::pair<DatasetId, Period>> ParsePeriodName(
    absl::string_view field, absl::string_view name);
absl::StatusOr<Period> ParsePeriodText(absl::string_view field,
                                       absl::string_view text);

std::string DatasetName(const DatasetId& dataset);
std::string OperationName(const JobId& job);
std::string PeriodName(const DatasetId& dataset, Period period);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_NAMES_H_
