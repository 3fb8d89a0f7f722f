#ifndef TOGUNA_EXCHANGE_RPC_CLIENT_H_
#define TOGUNA_EXCHANGE_RPC_CLIENT_H_

// What a program that talks to an exchange uses. Errors come back as they were
// on the server: ReasonOf(status), RefusedRulesOf(status) and TextFor(...)
// read them.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "toguna/v1/agreement_service.pb.h"
#include "toguna/v1/alert_service.pb.h"
#include "toguna/v1/audit_service.pb.h"
#include "toguna/v1/catalog_service.pb.h"
#include "toguna/v1/extract_service.pb.h"
#include "toguna/v1/feed_service.pb.h"
#include "toguna/v1/inquiry_service.pb.h"
#include "toguna/v1/intake_service.pb.h"
#include "toguna/v1/operation_service.pb.h"
#include "toguna/v1/period_service.pb.h"
#include "toguna/v1/recall_service.pb.h"
#include "toguna/v1/statement_service.pb.h"

namespace toguna {

struct ClientOptions {
  std::string address;  // "host:port"
  // PEM files: who may vouch for the server, and who the caller is.
  std::string ca_path;
  std::string certificate_path;
  std::string key_path;
  // Name in the server's certificate, where it is not the address's host.
  std::string server_name;
  absl::Duration deadline = absl::Seconds(30);  // of each call, retries too
};

// Blocking calls, each with a deadline. A call that changes nothing, or that
// is safe to repeat, is tried again a few times while the server is
// unavailable. Thread-safe.
class Client {
 public:
  // Reads the files; connects at the first call.
  //   kInvalidArgument  a file cannot be read
  static absl::StatusOr<std::unique_ptr<Client>> Connect(
      const ClientOptions& options);
  virtual ~Client() = default;

  // Sends what `next` gives until it gives none, one batch at a time, and
  // hands each answer to `answered`. After an error, every batch that was
  // answered is kept; the others may be sent again.
  virtual absl::Status SubmitBatches(
      const std::function<std::optional<v1::SubmitRecordsRequest>()>& next,
      const std::function<void(const v1::SubmitRecordsResponse&)>&
          answered) = 0;
  virtual absl::StatusOr<v1::CorrectRecordResponse> CorrectRecord(
      const v1::CorrectRecordRequest& request) = 0;
  virtual absl::StatusOr<v1::RetractRecordResponse> RetractRecord(
      const v1::RetractRecordRequest& request) = 0;

  virtual absl::StatusOr<v1::ListDatasetsResponse> ListDatasets() = 0;
  virtual absl::StatusOr<v1::Dataset> GetDataset(
      const v1::GetDatasetRequest& request) = 0;
  virtual absl::StatusOr<v1::Plan> GetPlan(
      const v1::GetPlanRequest& request) = 0;
  virtual absl::StatusOr<v1::ListPurposesResponse> ListPurposes() = 0;

  virtual absl::StatusOr<v1::ListPeriodsResponse> ListPeriods(
      const v1::ListPeriodsRequest& request) = 0;
  virtual absl::StatusOr<v1::ClosePeriodResponse> ClosePeriod(
      const v1::ClosePeriodRequest& request) = 0;
  virtual absl::StatusOr<v1::Operation> SealPeriod(
      const v1::SealPeriodRequest& request) = 0;
  // The files of a seal's proof by name, each whole. Errors as
  // DownloadPackage.
  virtual absl::StatusOr<std::map<std::string, std::string>> DownloadSealProof(
      const v1::DownloadSealProofRequest& request) = 0;

  virtual absl::StatusOr<v1::ListOperationsResponse> ListOperations() = 0;
  // The operation, done or after `patience` (at most 30 s) as it is then. Its
  // own error, if it has one, is in it: see ErrorOf.
  virtual absl::StatusOr<v1::Operation> WaitOperation(
      const std::string& name, absl::Duration patience) = 0;
  virtual absl::StatusOr<v1::Operation> CancelOperation(
      const v1::CancelOperationRequest& request) = 0;

  virtual absl::StatusOr<v1::ListAgreementsResponse> ListAgreements() = 0;
  virtual absl::StatusOr<v1::GetAgreementResponse> GetAgreement(
      const v1::GetAgreementRequest& request) = 0;
  virtual absl::StatusOr<v1::DecideAgreementResponse> DecideAgreement(
      const v1::DecideAgreementRequest& request) = 0;
  // Hands every event to `handle`.
  virtual absl::Status PreviewDraft(
      const v1::PreviewDraftRequest& request,
      const std::function<void(const v1::PreviewDraftResponse&)>& handle) = 0;

  virtual absl::StatusOr<v1::ListDecisionsResponse> ListDecisions(
      const v1::ListDecisionsRequest& request) = 0;
  virtual absl::StatusOr<v1::ExplainDecisionResponse> ExplainDecision(
      const v1::ExplainDecisionRequest& request) = 0;

  virtual absl::StatusOr<v1::PreviewExtractResponse> PreviewExtract(
      const v1::PreviewExtractRequest& request) = 0;
  virtual absl::StatusOr<v1::CreateExtractResponse> CreateExtract(
      const v1::CreateExtractRequest& request) = 0;
  virtual absl::StatusOr<v1::GetExtractResponse> GetExtract(
      const v1::GetExtractRequest& request) = 0;
  virtual absl::StatusOr<v1::ListExtractsResponse> ListExtracts() = 0;
  // The files of a package by name, each whole.
  //   kDataLoss  the stream ended within a file
  virtual absl::StatusOr<std::map<std::string, std::string>> DownloadPackage(
      const v1::DownloadPackageRequest& request) = 0;
  // The same, part by part as they come; where `take` does not return OK, the
  // rest is not waited for and its status returned.
  virtual absl::Status StreamPackage(
      const v1::DownloadPackageRequest& request,
      const std::function<absl::Status(const v1::DownloadPackageResponse&)>&
          take) = 0;

  virtual absl::StatusOr<v1::OpenInquiryResponse> OpenInquiry(
      const v1::OpenInquiryRequest& request) = 0;
  virtual absl::StatusOr<v1::AnswerInquiryResponse> AnswerInquiry(
      const v1::AnswerInquiryRequest& request) = 0;
  virtual absl::StatusOr<v1::GetInquiryResponse> GetInquiry(
      const v1::GetInquiryRequest& request) = 0;
  virtual absl::StatusOr<v1::ListInquiriesResponse> ListInquiries() = 0;

  virtual absl::StatusOr<v1::OpenRecallResponse> OpenRecall(
      const v1::OpenRecallRequest& request) = 0;
  virtual absl::StatusOr<v1::ListRecallsResponse> ListRecalls(
      const v1::ListRecallsRequest& request) = 0;
  virtual absl::StatusOr<v1::SubmitStatementResponse> SubmitStatement(
      const v1::SubmitStatementRequest& request) = 0;
  virtual absl::StatusOr<v1::ListStatementsResponse> ListStatements() = 0;

  virtual absl::StatusOr<v1::RaiseAlertResponse> RaiseAlert(
      const v1::RaiseAlertRequest& request) = 0;
  virtual absl::StatusOr<v1::ClearAlertResponse> ClearAlert(
      const v1::ClearAlertRequest& request) = 0;
  virtual absl::StatusOr<v1::ListAlertsResponse> ListAlerts() = 0;

  // Hands every event to `handle` until it returns false (OK), or the stream
  // ends: OK after an `end` event that calls for connecting again,
  // kUnavailable STREAM_BROKEN if there was none, or the server's error.
  virtual absl::Status FollowFeed(
      const v1::StreamFeedRequest& request,
      const std::function<bool(const v1::StreamFeedResponse&)>& handle) = 0;
  virtual absl::StatusOr<v1::GetFeedBoundsResponse> GetFeedBounds(
      const v1::GetFeedBoundsRequest& request) = 0;

  virtual absl::StatusOr<v1::GetCheckpointResponse> GetCheckpoint() = 0;
  virtual absl::StatusOr<v1::GetConsistencyProofResponse> GetConsistencyProof(
      const v1::GetConsistencyProofRequest& request) = 0;
  virtual absl::StatusOr<v1::GetManifestResponse> GetManifest(
      const v1::GetManifestRequest& request) = 0;
  virtual absl::StatusOr<v1::ReadTileResponse> ReadTile(
      const v1::ReadTileRequest& request) = 0;
  virtual absl::StatusOr<v1::ListEntriesResponse> ListEntries(
      const v1::ListEntriesRequest& request) = 0;
  virtual absl::StatusOr<v1::GetInclusionProofResponse> GetInclusionProof(
      const v1::GetInclusionProofRequest& request) = 0;

  // True if the server says SERVING within the deadline; waits for it.
  virtual bool WaitUntilServing(absl::Duration patience) = 0;
};

// Why an operation that is done has no response, as if a call had answered it;
// OK for any other.
absl::Status ErrorOf(const v1::Operation& operation);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_CLIENT_H_
