#ifndef TOGUNA_TESTS_EXCHANGE_RPC_FAKE_USE_CASES_H_
#define TOGUNA_TESTS_EXCHANGE_RPC_FAKE_USE_CASES_H_

// The use cases are concrete classes; fake_use_cases.cc defines their methods
// to answer what the test puts here, so that only the adapter is under test.

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "exchange/usecase/alerts.h"
#include "exchange/usecase/decisions.h"
#include "exchange/usecase/draft_previews.h"
#include "exchange/usecase/feeds.h"
#include "exchange/usecase/inquiries.h"
#include "exchange/usecase/intake.h"
#include "exchange/usecase/periods.h"
#include "exchange/usecase/recalls.h"
#include "exchange/usecase/releases.h"
#include "exchange/usecase/seal_jobs.h"
#include "exchange/usecase/seal_proofs.h"
#include "exchange/usecase/statements.h"

namespace toguna::testing {

// What the fakes answer, and what they saw. One for the process; a test
// resets it before the server starts.
struct FakeAnswers {
  std::function<absl::StatusOr<IntakeAnswer>(const Caller&, const DatasetId&,
                                             const std::vector<Record>&)>
      submit;
  absl::StatusOr<IntakeResult> correct = absl::UnknownError("not set");
  absl::Status retract;
  absl::StatusOr<PeriodRow> period = absl::UnknownError("not set");
  absl::StatusOr<SealJob> seal = absl::UnknownError("not set");
  // What SealJobs::Next and Run answer; unset: there is nothing to do.
  std::function<absl::StatusOr<std::optional<SealJob>>()> next_job;
  std::function<absl::StatusOr<SealJob>(const JobId&, const SealWatch&)> run;
  absl::StatusOr<AgreementView> agreement = absl::UnknownError("not set");
  std::function<absl::StatusOr<std::vector<DraftMistake>>(
      absl::string_view draft, DraftPreviewSink& sink)>
      draft;
  // What is explained, and the one row of every list.
  absl::StatusOr<DecisionView> decision = absl::UnknownError("not set");
  absl::StatusOr<ExtractPreview> preview = absl::UnknownError("not set");
  absl::StatusOr<ExtractAnswer> extract = absl::UnknownError("not set");
  size_t listed = 1;  // how often its release is listed
  absl::StatusOr<std::map<std::string, std::string>> files =
      absl::UnknownError("not set");
  std::function<absl::Status()> still;  // before each part; unset: OK
  absl::StatusOr<InquiryAnswer> inquiry = absl::UnknownError("not set");
  absl::StatusOr<RecallView> recall = absl::UnknownError("not set");
  absl::StatusOr<StatementRow> statement = absl::UnknownError("not set");
  absl::StatusOr<AlertRow> alert = absl::UnknownError("not set");
  std::function<absl::StatusOr<FeedStep>(uint64_t after)> next;

  std::mutex mutex;  // guards what follows
  std::vector<Caller> callers;
  std::vector<Ask> asks;
  std::vector<PackageWish> wishes;
  std::vector<AgreementAct> acts;
  std::vector<std::string> inquired;  // refs, and ids with their outcome
};

FakeAnswers& Answers();
void ResetAnswers();

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_EXCHANGE_RPC_FAKE_USE_CASES_H_
