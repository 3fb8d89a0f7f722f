#include "exchange/rpc/client.h"

#include <grpc/impl/codegen/grpc_types.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/grpc_status.h"
#include "exchange/rpc/read_files.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "toguna/v1/agreement_service.grpc.pb.h"
#include "toguna/v1/alert_service.grpc.pb.h"
#include "toguna/v1/audit_service.grpc.pb.h"
#include "toguna/v1/catalog_service.grpc.pb.h"
#include "toguna/v1/extract_service.grpc.pb.h"
#include "toguna/v1/feed_service.grpc.pb.h"
#include "toguna/v1/inquiry_service.grpc.pb.h"
#include "toguna/v1/intake_service.grpc.pb.h"
#include "toguna/v1/operation_service.grpc.pb.h"
#include "toguna/v1/period_service.grpc.pb.h"
#include "toguna/v1/recall_service.grpc.pb.h"
#include "toguna/v1/statement_service.grpc.pb.h"

namespace toguna {
namespace {

// Every unary call is a read, carries a request id, or does the same thing
// twice to the same end, so all may be tried again. Streams are not: their
// callers know what was answered.
constexpr char kServiceConfig[] = R"({
  "methodConfig": [{
    "name": [
      {"service": "toguna.v1.IntakeService", "method": "CorrectRecord"},
      {"service": "toguna.v1.IntakeService", "method": "RetractRecord"},
      {"service": "toguna.v1.CatalogService"},
      {"service": "toguna.v1.PeriodService"},
      {"service": "toguna.v1.OperationService"},
      {"service": "toguna.v1.AgreementService"},
      {"service": "toguna.v1.ExtractService", "method": "PreviewExtract"},
      {"service": "toguna.v1.ExtractService", "method": "CreateExtract"},
      {"service": "toguna.v1.ExtractService", "method": "GetExtract"},
      {"service": "toguna.v1.ExtractService", "method": "ListExtracts"},
      {"service": "toguna.v1.InquiryService"},
      {"service": "toguna.v1.RecallService"},
      {"service": "toguna.v1.StatementService"},
      {"service": "toguna.v1.AlertService"},
      {"service": "toguna.v1.FeedService", "method": "GetFeedBounds"},
      {"service": "toguna.v1.AuditService"}
    ],
    "retryPolicy": {
      "maxAttempts": 4,
      "initialBackoff": "0.2s",
      "maxBackoff": "2s",
      "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE"]
    }
  }]
})";
constexpr int kMaxReceiveBytes = 16 << 20;
// Room for the findings of a long refusal.
constexpr int kMaxMetadataBytes = 65536;

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in.good() || text.str().empty()) {
    return absl::InvalidArgumentError(absl::StrCat("cannot read ", path));
  }
  return text.str();
}

void SetDeadline(grpc::ClientContext& context, absl::Duration deadline) {
  context.set_deadline(std::chrono::system_clock::now() +
                       absl::ToChronoMilliseconds(deadline));
}

template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Call(Stub& stub,
                              grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                           const Request&,
                                                           Response*),
                              const Request& request, absl::Duration deadline) {
  grpc::ClientContext context;
  SetDeadline(context, deadline);
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return response;
}

class GrpcClient final : public Client {
 public:
  GrpcClient(const std::shared_ptr<grpc::Channel>& channel,
             const ClientOptions& options)
      : options_(options),
        health_(channel),
        intake_(channel),
        catalog_(channel),
        periods_(channel),
        operations_(channel),
        extracts_(channel),
        agreements_(channel),
        inquiries_(channel),
        recalls_(channel),
        statements_(channel),
        alerts_(channel),
        feeds_(channel),
        audit_(channel) {}

  absl::Status SubmitBatches(
      const std::function<std::optional<v1::SubmitRecordsRequest>()>& next,
      const std::function<void(const v1::SubmitRecordsResponse&)>& answered)
      override {
    grpc::ClientContext context;
    const auto stream = intake_.SubmitRecords(&context);
    v1::SubmitRecordsResponse response;
    while (const std::optional<v1::SubmitRecordsRequest> batch = next()) {
      if (!stream->Write(*batch) || !stream->Read(&response)) {
        const grpc::Status status = stream->Finish();
        if (!status.ok()) return FromGrpcStatus(status);
        return absl::UnavailableError("the server answers no more");
      }
      answered(response);
    }
    stream->WritesDone();
    return FromGrpcStatus(stream->Finish());
  }

  absl::StatusOr<v1::CorrectRecordResponse> CorrectRecord(
      const v1::CorrectRecordRequest& request) override {
    return Call(intake_, &v1::IntakeService::Stub::CorrectRecord, request,
                options_.deadline);
  }
  absl::StatusOr<v1::RetractRecordResponse> RetractRecord(
      const v1::RetractRecordRequest& request) override {
    return Call(intake_, &v1::IntakeService::Stub::RetractRecord, request,
                options_.deadline);
  }

  absl::StatusOr<v1::ListDatasetsResponse> ListDatasets() override {
    return Call(catalog_, &v1::CatalogService::Stub::ListDatasets,
                v1::ListDatasetsRequest(), options_.deadline);
  }
  absl::StatusOr<v1::Dataset> GetDataset(
      const v1::GetDatasetRequest& request) override {
    return Call(catalog_, &v1::CatalogService::Stub::GetDataset, request,
                options_.deadline);
  }
  absl::StatusOr<v1::Plan> GetPlan(const v1::GetPlanRequest& request) override {
    return Call(catalog_, &v1::CatalogService::Stub::GetPlan, request,
                options_.deadline);
  }
  absl::StatusOr<v1::ListPurposesResponse> ListPurposes() override {
    return Call(catalog_, &v1::CatalogService::Stub::ListPurposes,
                v1::ListPurposesRequest(), options_.deadline);
  }

  absl::StatusOr<v1::ListPeriodsResponse> ListPeriods(
      const v1::ListPeriodsRequest& request) override {
    return Call(periods_, &v1::PeriodService::Stub::ListPeriods, request,
                options_.deadline);
  }
  absl::StatusOr<v1::ClosePeriodResponse> ClosePeriod(
      const v1::ClosePeriodRequest& request) override {
    return Call(periods_, &v1::PeriodService::Stub::ClosePeriod, request,
                options_.deadline);
  }
  absl::StatusOr<v1::Operation> SealPeriod(
      const v1::SealPeriodRequest& request) override {
    return Call(periods_, &v1::PeriodService::Stub::SealPeriod, request,
                options_.deadline);
  }

  absl::StatusOr<std::map<std::string, std::string>> DownloadSealProof(
      const v1::DownloadSealProofRequest& request) override {
    grpc::ClientContext context;
    return ReadFiles<v1::DownloadSealProofResponse>(
        *periods_.DownloadSealProof(&context, request), context);
  }

  absl::StatusOr<v1::ListOperationsResponse> ListOperations() override {
    return Call(operations_, &v1::OperationService::Stub::ListOperations,
                v1::ListOperationsRequest(), options_.deadline);
  }
  absl::StatusOr<v1::Operation> WaitOperation(
      const std::string& name, absl::Duration patience) override {
    v1::WaitOperationRequest request;
    request.set_name(name);
    request.mutable_timeout()->set_seconds(absl::ToInt64Seconds(patience));
    request.mutable_timeout()->set_nanos(
        static_cast<int32_t>(absl::ToInt64Nanoseconds(
            patience - absl::Floor(patience, absl::Seconds(1)))));
    return Call(operations_, &v1::OperationService::Stub::WaitOperation,
                request, options_.deadline + patience);
  }
  absl::StatusOr<v1::Operation> CancelOperation(
      const v1::CancelOperationRequest& request) override {
    return Call(operations_, &v1::OperationService::Stub::CancelOperation,
                request, options_.deadline);
  }

  absl::StatusOr<v1::CreateExtractResponse> CreateExtract(
      const v1::CreateExtractRequest& request) override {
    return Call(extracts_, &v1::ExtractService::Stub::CreateExtract, request,
                options_.deadline);
  }
  absl::StatusOr<std::map<std::string, std::string>> DownloadPackage(
      const v1::DownloadPackageRequest& request) override {
    grpc::ClientContext context;
    return ReadFiles<v1::DownloadPackageResponse>(
        *extracts_.DownloadPackage(&context, request), context);
  }

  absl::Status StreamPackage(
      const v1::DownloadPackageRequest& request,
      const std::function<absl::Status(const v1::DownloadPackageResponse&)>&
          take) override {
    grpc::ClientContext context;
    const auto stream = extracts_.DownloadPackage(&context, request);
    v1::DownloadPackageResponse part;
    absl::Status taken;
    while (taken.ok() && stream->Read(&part)) taken = take(part);
    if (!taken.ok()) context.TryCancel();
    const grpc::Status status = stream->Finish();
    return taken.ok() ? FromGrpcStatus(status) : taken;
  }
  absl::StatusOr<v1::GetExtractResponse> GetExtract(
      const v1::GetExtractRequest& request) override {
    return Call(extracts_, &v1::ExtractService::Stub::GetExtract, request,
                options_.deadline);
  }
  absl::StatusOr<v1::ListExtractsResponse> ListExtracts() override {
    return Call(extracts_, &v1::ExtractService::Stub::ListExtracts,
                v1::ListExtractsRequest(), options_.deadline);
  }

  absl::StatusOr<v1::ListAgreementsResponse> ListAgreements() override {
    return Call(agreements_, &v1::AgreementService::Stub::ListAgreements,
                v1::ListAgreementsRequest(), options_.deadline);
  }
  absl::StatusOr<v1::GetAgreementResponse> GetAgreement(
      const v1::GetAgreementRequest& request) override {
    return Call(agreements_, &v1::AgreementService::Stub::GetAgreement, request,
                options_.deadline);
  }
  absl::StatusOr<v1::DecideAgreementResponse> DecideAgreement(
      const v1::DecideAgreementRequest& request) override {
    return Call(agreements_, &v1::AgreementService::Stub::DecideAgreement,
                request, options_.deadline);
  }
  absl::Status PreviewDraft(
      const v1::PreviewDraftRequest& request,
      const std::function<void(const v1::PreviewDraftResponse&)>& handle)
      override {
    grpc::ClientContext context;
    const auto stream = agreements_.PreviewDraft(&context, request);
    v1::PreviewDraftResponse event;
    while (stream->Read(&event)) handle(event);
    return FromGrpcStatus(stream->Finish());
  }

  absl::StatusOr<v1::ListDecisionsResponse> ListDecisions(
      const v1::ListDecisionsRequest& request) override {
    return Call(agreements_, &v1::AgreementService::Stub::ListDecisions,
                request, options_.deadline);
  }
  absl::StatusOr<v1::ExplainDecisionResponse> ExplainDecision(
      const v1::ExplainDecisionRequest& request) override {
    return Call(agreements_, &v1::AgreementService::Stub::ExplainDecision,
                request, options_.deadline);
  }

  absl::StatusOr<v1::PreviewExtractResponse> PreviewExtract(
      const v1::PreviewExtractRequest& request) override {
    return Call(extracts_, &v1::ExtractService::Stub::PreviewExtract, request,
                options_.deadline);
  }

  absl::StatusOr<v1::OpenInquiryResponse> OpenInquiry(
      const v1::OpenInquiryRequest& request) override {
    return Call(inquiries_, &v1::InquiryService::Stub::OpenInquiry, request,
                options_.deadline);
  }
  absl::StatusOr<v1::AnswerInquiryResponse> AnswerInquiry(
      const v1::AnswerInquiryRequest& request) override {
    return Call(inquiries_, &v1::InquiryService::Stub::AnswerInquiry, request,
                options_.deadline);
  }
  absl::StatusOr<v1::GetInquiryResponse> GetInquiry(
      const v1::GetInquiryRequest& request) override {
    return Call(inquiries_, &v1::InquiryService::Stub::GetInquiry, request,
                options_.deadline);
  }
  absl::StatusOr<v1::ListInquiriesResponse> ListInquiries() override {
    return Call(inquiries_, &v1::InquiryService::Stub::ListInquiries,
                v1::ListInquiriesRequest(), options_.deadline);
  }

  absl::StatusOr<v1::OpenRecallResponse> OpenRecall(
      const v1::OpenRecallRequest& request) override {
    return Call(recalls_, &v1::RecallService::Stub::OpenRecall, request,
                options_.deadline);
  }
  absl::StatusOr<v1::ListRecallsResponse> ListRecalls(
      const v1::ListRecallsRequest& request) override {
    return Call(recalls_, &v1::RecallService::Stub::ListRecalls, request,
                options_.deadline);
  }
  absl::StatusOr<v1::SubmitStatementResponse> SubmitStatement(
      const v1::SubmitStatementRequest& request) override {
    return Call(statements_, &v1::StatementService::Stub::SubmitStatement,
                request, options_.deadline);
  }
  absl::StatusOr<v1::ListStatementsResponse> ListStatements() override {
    return Call(statements_, &v1::StatementService::Stub::ListStatements,
                v1::ListStatementsRequest(), options_.deadline);
  }

  absl::StatusOr<v1::RaiseAlertResponse> RaiseAlert(
      const v1::RaiseAlertRequest& request) override {
    return Call(alerts_, &v1::AlertService::Stub::RaiseAlert, request,
                options_.deadline);
  }
  absl::StatusOr<v1::ClearAlertResponse> ClearAlert(
      const v1::ClearAlertRequest& request) override {
    return Call(alerts_, &v1::AlertService::Stub::ClearAlert, request,
                options_.deadline);
  }
  absl::StatusOr<v1::ListAlertsResponse> ListAlerts() override {
    return Call(alerts_, &v1::AlertService::Stub::ListAlerts,
                v1::ListAlertsRequest(), options_.deadline);
  }

  absl::Status FollowFeed(
      const v1::StreamFeedRequest& request,
      const std::function<bool(const v1::StreamFeedResponse&)>& handle)
      override {
    grpc::ClientContext context;
    const auto stream = feeds_.StreamFeed(&context, request);
    v1::StreamFeedResponse event;
    bool ended = false;
    while (stream->Read(&event)) {
      ended = event.has_end();
      if (!handle(event)) {
        context.TryCancel();
        stream->Finish();
        return absl::OkStatus();
      }
    }
    const grpc::Status status = stream->Finish();
    if (!status.ok()) return FromGrpcStatus(status);
    if (ended) return absl::OkStatus();
    return ReasonError(absl::StatusCode::kUnavailable, "STREAM_BROKEN",
                       "the feed broke off; go on from the last cursor");
  }
  absl::StatusOr<v1::GetFeedBoundsResponse> GetFeedBounds(
      const v1::GetFeedBoundsRequest& request) override {
    return Call(feeds_, &v1::FeedService::Stub::GetFeedBounds, request,
                options_.deadline);
  }

  absl::StatusOr<v1::GetCheckpointResponse> GetCheckpoint() override {
    return Call(audit_, &v1::AuditService::Stub::GetCheckpoint,
                v1::GetCheckpointRequest(), options_.deadline);
  }
  absl::StatusOr<v1::GetConsistencyProofResponse> GetConsistencyProof(
      const v1::GetConsistencyProofRequest& request) override {
    return Call(audit_, &v1::AuditService::Stub::GetConsistencyProof, request,
                options_.deadline);
  }
  absl::StatusOr<v1::GetManifestResponse> GetManifest(
      const v1::GetManifestRequest& request) override {
    return Call(audit_, &v1::AuditService::Stub::GetManifest, request,
                options_.deadline);
  }
  absl::StatusOr<v1::ReadTileResponse> ReadTile(
      const v1::ReadTileRequest& request) override {
    return Call(audit_, &v1::AuditService::Stub::ReadTile, request,
                options_.deadline);
  }
  absl::StatusOr<v1::ListEntriesResponse> ListEntries(
      const v1::ListEntriesRequest& request) override {
    return Call(audit_, &v1::AuditService::Stub::ListEntries, request,
                options_.deadline);
  }
  absl::StatusOr<v1::GetInclusionProofResponse> GetInclusionProof(
      const v1::GetInclusionProofRequest& request) override {
    return Call(audit_, &v1::AuditService::Stub::GetInclusionProof, request,
                options_.deadline);
  }

  bool WaitUntilServing(absl::Duration patience) override {
    grpc::ClientContext context;
    SetDeadline(context, patience);
    context.set_wait_for_ready(true);
    const auto stream =
        health_.Watch(&context, grpc::health::v1::HealthCheckRequest());
    grpc::health::v1::HealthCheckResponse response;
    bool serving = false;
    while (!serving && stream->Read(&response)) {
      serving =
          response.status() == grpc::health::v1::HealthCheckResponse::SERVING;
    }
    context.TryCancel();
    stream->Finish();
    return serving;
  }

 private:
  const ClientOptions options_;
  grpc::health::v1::Health::Stub health_;
  v1::IntakeService::Stub intake_;
  v1::CatalogService::Stub catalog_;
  v1::PeriodService::Stub periods_;
  v1::OperationService::Stub operations_;
  v1::ExtractService::Stub extracts_;
  v1::AgreementService::Stub agreements_;
  v1::InquiryService::Stub inquiries_;
  v1::RecallService::Stub recalls_;
  v1::StatementService::Stub statements_;
  v1::AlertService::Stub alerts_;
  v1::FeedService::Stub feeds_;
  v1::AuditService::Stub audit_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Client>> Client::Connect(
    const ClientOptions& options) {
  grpc::SslCredentialsOptions tls;
  TOGUNA_ASSIGN_OR_RETURN(tls.pem_root_certs, ReadPem(options.ca_path));
  TOGUNA_ASSIGN_OR_RETURN(tls.pem_cert_chain,
                          ReadPem(options.certificate_path));
  TOGUNA_ASSIGN_OR_RETURN(tls.pem_private_key, ReadPem(options.key_path));
  grpc::ChannelArguments arguments;
  if (!options.server_name.empty()) {
    arguments.SetSslTargetNameOverride(options.server_name);
  }
  arguments.SetServiceConfigJSON(kServiceConfig);
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  return std::unique_ptr<Client>(std::make_unique<GrpcClient>(
      grpc::CreateCustomChannel(options.address, grpc::SslCredentials(tls),
                                arguments),
      options));
}

absl::Status ErrorOf(const v1::Operation& operation) {
  if (!operation.has_error()) return absl::OkStatus();
  return FromWireStatus(operation.error());
}

}  // namespace toguna
