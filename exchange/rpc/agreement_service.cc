#include <grpcpp/server_context.h>
#include <grpcpp/support/sync_stream.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/cursor.h"
#include "exchange/rpc/draft_sink.h"
#include "exchange/rpc/messages.h"
#include "exchange/rpc/names.h"
#include "exchange/rpc/services.h"
#include "exchange/usecase/agreement_acts.h"
#include "exchange/usecase/decisions.h"
#include "toguna/v1/agreement_service.grpc.pb.h"

namespace toguna {
namespace {

// Entries of a page of decisions.
constexpr int32_t kDefaultDecisions = 25;
constexpr int32_t kMostDecisions = 100;

absl::Status Missing(const char* field) {
  return ReasonError(absl::StatusCode::kInvalidArgument, "REASON_MISSING",
                     "say what is decided and why", {{"field", field}});
}

absl::StatusOr<AgreementAct> ActOf(const v1::DecideAgreementRequest& request) {
  AgreementAct act;
  TOGUNA_ASSIGN_OR_RETURN(act.agreement,
                          ParseAgreement("name", request.name()));
  if (request.kind() < v1::Agreement::KIND_SUSPEND ||
      request.kind() > v1::Agreement::KIND_WITHDRAW) {
    return Missing("kind");
  }
  if (request.reason() < v1::Agreement::REASON_BREACH ||
      request.reason() > v1::Agreement::REASON_WRITTEN_REQUEST) {
    return Missing("reason");
  }
  act.kind = static_cast<AgreementAct::Kind>(request.kind() -
                                             v1::Agreement::KIND_SUSPEND);
  act.reason = static_cast<AgreementAct::Reason>(request.reason() -
                                                 v1::Agreement::REASON_BREACH);
  act.note = request.note();
  if (!request.dataset().empty()) {
    TOGUNA_ASSIGN_OR_RETURN(act.dataset,
                            ParseDataset("dataset", request.dataset()));
  }
  for (const std::string& text : request.periods()) {
    TOGUNA_ASSIGN_OR_RETURN(const Period period,
                            ParsePeriodText("periods", text));
    act.periods.push_back(period);
  }
  return act;
}

class AgreementServiceImpl final : public v1::AgreementService::Service {
 public:
  AgreementServiceImpl(Guard& guard, UseCases uses)
      : guard_(guard), uses_(uses) {}

  grpc::Status ListAgreements(grpc::ServerContext* context,
                              const v1::ListAgreementsRequest*,
                              v1::ListAgreementsResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.AgreementService/ListAgreements",
        [this, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const std::vector<AgreementView> views,
                                  uses_.agreements.List(caller));
          for (const AgreementView& view : views) {
            *response->add_agreements() = MessageOf(uses_.catalog, view);
          }
          return absl::OkStatus();
        });
  }

  grpc::Status GetAgreement(grpc::ServerContext* context,
                            const v1::GetAgreementRequest* request,
                            v1::GetAgreementResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.AgreementService/GetAgreement",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const AgreementId id,
                                  ParseAgreement("name", request->name()));
          TOGUNA_ASSIGN_OR_RETURN(const AgreementView view,
                                  uses_.agreements.Get(caller, id));
          *response->mutable_agreement() = MessageOf(uses_.catalog, view);
          return absl::OkStatus();
        });
  }

  grpc::Status DecideAgreement(grpc::ServerContext* context,
                               const v1::DecideAgreementRequest* request,
                               v1::DecideAgreementResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.AgreementService/DecideAgreement",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(AgreementAct act, ActOf(*request));
          TOGUNA_ASSIGN_OR_RETURN(
              const AgreementView view,
              uses_.agreements.Decide(caller, request->request_id(),
                                      std::move(act)));
          *response->mutable_agreement() = MessageOf(uses_.catalog, view);
          return absl::OkStatus();
        });
  }

  grpc::Status PreviewDraft(
      grpc::ServerContext* context, const v1::PreviewDraftRequest* request,
      grpc::ServerWriter<v1::PreviewDraftResponse>* writer) override {
    return guard_.Run(
        *context, "/toguna.v1.AgreementService/PreviewDraft",
        [this, request, writer](const Caller& caller) -> absl::Status {
          std::optional<AgreementId> with;
          if (!request->with().empty()) {
            TOGUNA_ASSIGN_OR_RETURN(with,
                                    ParseAgreement("with", request->with()));
          }
          const auto sink = WriteDraftPreview(uses_.catalog, *writer);
          TOGUNA_ASSIGN_OR_RETURN(
              const std::vector<DraftMistake> mistakes,
              uses_.drafts.Preview(caller, request->draft(), with, *sink));
          if (mistakes.empty()) return absl::OkStatus();
          v1::PreviewDraftResponse event;
          for (const DraftMistake& mistake : mistakes) {
            auto& one = *event.mutable_mistakes()->add_mistakes();
            one.set_line(mistake.line);
            *one.mutable_text() = MessageOf(mistake.text);
          }
          writer->Write(event);
          return absl::OkStatus();
        });
  }

  grpc::Status ListDecisions(grpc::ServerContext* context,
                             const v1::ListDecisionsRequest* request,
                             v1::ListDecisionsResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.AgreementService/ListDecisions",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(
              const AgreementId id,
              ParseAgreement("agreement", request->agreement()));
          std::optional<uint64_t> before;
          if (!request->cursor().empty()) {
            TOGUNA_ASSIGN_OR_RETURN(before, ParseCursor(request->cursor()));
          }
          const int32_t size =
              request->page_size() <= 0
                  ? kDefaultDecisions
                  : std::min(request->page_size(), kMostDecisions);
          TOGUNA_ASSIGN_OR_RETURN(
              const DecisionPage page,
              uses_.decisions.List(caller, id, static_cast<size_t>(size),
                                   before));
          for (const DecisionRow& row : page.rows) {
            *response->add_decisions() = ListedOf(row);
          }
          if (page.next.has_value()) {
            response->set_next_cursor(CursorText(*page.next));
          }
          return absl::OkStatus();
        });
  }

  grpc::Status ExplainDecision(grpc::ServerContext* context,
                               const v1::ExplainDecisionRequest* request,
                               v1::ExplainDecisionResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.AgreementService/ExplainDecision",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const DecisionId id,
                                  ParseDecision("name", request->name()));
          TOGUNA_ASSIGN_OR_RETURN(const DecisionView view,
                                  uses_.decisions.Explain(caller, id));
          *response->mutable_decision() = MessageOf(view);
          return absl::OkStatus();
        });
  }

 private:
  Guard& guard_;
  UseCases uses_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewAgreementService(Guard& guard,
                                                   UseCases uses) {
  return std::make_unique<AgreementServiceImpl>(guard, uses);
}

}  // namespace toguna
