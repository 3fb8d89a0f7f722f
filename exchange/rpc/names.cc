#include "exchange/rpc/names.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

// Periods are names too, but not ids; they are read by Period::Parse.
bool IsPart(absl::string_view text) {
  return CheckId(text).ok() || Period::Parse(text).ok();
}

template <typename Id>
absl::StatusOr<Id> ParseOne(absl::string_view field, absl::string_view name,
                            absl::string_view pattern) {
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<std::string> parts,
                          ParseName(field, name, pattern));
  return Id(parts[0]);
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ParseName(absl::string_view field,
                                                   absl::string_view name,
                                                   absl::string_view pattern) {
  const std::vector<absl::string_view> given = absl::StrSplit(name, '/');
  const std::vector<absl::string_view> wanted = absl::StrSplit(pattern, '/');
  bool good = given.size() == wanted.size();
  std::vector<std::string> parts;
  for (size_t i = 0; good && i < given.size(); ++i) {
    if (wanted[i] == "*") {
      good = IsPart(given[i]);
      parts.emplace_back(given[i]);
    } else {
      good = given[i] == wanted[i];
    }
  }
  if (good) return parts;
  return ReasonError(absl::StatusCode::kInvalidArgument, "INVALID_NAME",
                     absl::StrCat(field, " must have the form ", pattern),
                     {{"field", std::string(field)}});
}

absl::StatusOr<DatasetId> ParseDataset(absl::string_view field,
                                       absl::string_view name) {
  return ParseOne<DatasetId>(field, name, "datasets/*");
}
absl::StatusOr<AgreementId> ParseAgreement(absl::string_view field,
                                           absl::string_view name) {
  return ParseOne<AgreementId>(field, name, "agreements/*");
}
absl::StatusOr<PurposeId> ParsePurpose(absl::string_view field,
                                       absl::string_view name) {
  return ParseOne<PurposeId>(field, name, "purposes/*");
}
absl::StatusOr<AlertId> ParseAlert(absl::string_view field,
                                   absl::string_view name) {
  return ParseOne<AlertId>(field, name, "alerts/*");
}
absl::StatusOr<InquiryId> ParseInquiry(absl::string_view field,
                                       absl::string_view name) {
  return ParseOne<InquiryId>(field, name, "inquiries/*");
}
absl::StatusOr<ReleaseId> ParseExtract(absl::string_view field,
                                       absl::string_view name) {
  return ParseOne<ReleaseId>(field, name, "extracts/*");
}
absl::StatusOr<DecisionId> ParseDecision(absl::string_view field,
                                         absl::string_view name) {
  return ParseOne<DecisionId>(field, name, "decisions/*");
}
absl::StatusOr<JobId> ParseOperation(absl::string_view field,
                                     absl::string_view name) {
  return ParseOne<JobId>(field, name, "operations/*");
}

absl::StatusOr<std::pair<DatasetId, Period>> ParsePeriodName(
    absl::string_view field, absl::string_view name) {
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<std::string> parts,
                          ParseName(field, name, "datasets/*/periods/*"));
  TOGUNA_ASSIGN_OR_RETURN(const Period period,
                          ParsePeriodText(field, parts[1]));
  return std::pair(DatasetId(parts[0]), period);
}

absl::StatusOr<Period> ParsePeriodText(absl::string_view field,
                                       absl::string_view text) {
  absl::StatusOr<Period> period = Period::Parse(text);
  if (period.ok()) return period;
  return ReasonError(absl::StatusCode::kInvalidArgument, "INVALID_PERIOD",
                     absl::StrCat(field,
                                  ": a month is written 2026-03, a quarter "
                                  "2026-Q1, a year 2026"),
                     {{"field", std::string(field)}});
}

std::string DatasetName(const DatasetId& dataset) {
  return absl::StrCat("datasets/", dataset.text());
}
std::string OperationName(const JobId& job) {
  return absl::StrCat("operations/", job.text());
}
std::string PeriodName(const DatasetId& dataset, Period period) {
  return absl::StrCat("datasets/", dataset.text(), "/periods/", period.text());
}

}  // namespace toguna
