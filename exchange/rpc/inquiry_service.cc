#include <grpcpp/server_context.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/period.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/fill_list.h"
#include "exchange/rpc/names.h"
#include "exchange/rpc/services.h"
#include "exchange/rpc/status_details.h"
#include "exchange/usecase/inquiries.h"
#include "toguna/v1/inquiry_service.grpc.pb.h"

namespace toguna {
namespace {

v1::Inquiry::State StateOf(InquiryState state) {
  switch (state) {
    case InquiryState::kOpen:
      return v1::Inquiry::STATE_OPEN;
    case InquiryState::kAnswered:
      return v1::Inquiry::STATE_ANSWERED;
    case InquiryState::kRecordGone:
      return v1::Inquiry::STATE_RECORD_GONE;
    case InquiryState::kClosed:
      return v1::Inquiry::STATE_CLOSED;
  }
  return v1::Inquiry::STATE_UNSPECIFIED;
}

v1::Inquiry::Outcome OutcomeOf(InquiryOutcome outcome) {
  switch (outcome) {
    case InquiryOutcome::kVerified:
      return v1::Inquiry::OUTCOME_VERIFIED;
    case InquiryOutcome::kDidNotOccur:
      return v1::Inquiry::OUTCOME_DID_NOT_OCCUR;
    case InquiryOutcome::kUnknown:
      return v1::Inquiry::OUTCOME_UNKNOWN;
  }
  return v1::Inquiry::OUTCOME_UNSPECIFIED;
}

absl::StatusOr<InquiryOutcome> OutcomeOf(v1::Inquiry::Outcome outcome) {
  switch (outcome) {
    case v1::Inquiry::OUTCOME_VERIFIED:
      return InquiryOutcome::kVerified;
    case v1::Inquiry::OUTCOME_DID_NOT_OCCUR:
      return InquiryOutcome::kDidNotOccur;
    case v1::Inquiry::OUTCOME_UNKNOWN:
      return InquiryOutcome::kUnknown;
    default:
      return ReasonError(absl::StatusCode::kInvalidArgument, "OUTCOME_MISSING",
                         "say what the answer is", {{"field", "outcome"}});
  }
}

// `kind`/`id`; empty for an id that the reader is not shown.
std::string NameOf(const char* kind, const std::string& id) {
  return id.empty() ? "" : absl::StrCat(kind, "/", id);
}

// Says no more than the view does: what its reader may not see is not in it.
v1::Inquiry MessageOf(const InquiryView& view) {
  v1::Inquiry message;
  message.set_name(NameOf("inquiries", view.id.text()));
  message.set_purpose(NameOf("purposes", view.purpose.text()));
  message.set_dataset(NameOf("datasets", view.dataset.text()));
  message.set_state(StateOf(view.state));
  if (view.outcome.has_value()) message.set_outcome(OutcomeOf(*view.outcome));
  message.set_record_gone(view.record_gone);
  message.set_open_date(DayText(view.opened_on));
  message.set_due_date(DayText(view.due_on));
  if (view.answered_on.has_value()) {
    message.set_answer_date(DayText(*view.answered_on));
  }
  message.set_agreement(NameOf("agreements", view.agreement.text()));
  message.set_row_ref(view.row_ref);
  message.set_record_ref(view.record_ref);
  message.set_contributor(NameOf("contributors", view.contributor.text()));
  return message;
}

class InquiryServiceImpl final : public v1::InquiryService::Service {
 public:
  InquiryServiceImpl(Guard& guard, UseCases uses)
      : guard_(guard), uses_(uses) {}

  grpc::Status OpenInquiry(grpc::ServerContext* context,
                           const v1::OpenInquiryRequest* request,
                           v1::OpenInquiryResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.InquiryService/OpenInquiry",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(
              const AgreementId agreement,
              ParseAgreement("agreement", request->agreement()));
          TOGUNA_ASSIGN_OR_RETURN(
              const InquiryAnswer answer,
              uses_.inquiries.Open(caller, request->request_id(), agreement,
                                   request->row_ref()));
          if (!answer.decision.allowed || !answer.inquiry.has_value()) {
            return RefusalOf(answer.decision, DecisionId());
          }
          *response->mutable_inquiry() = MessageOf(*answer.inquiry);
          return absl::OkStatus();
        });
  }

  grpc::Status AnswerInquiry(grpc::ServerContext* context,
                             const v1::AnswerInquiryRequest* request,
                             v1::AnswerInquiryResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.InquiryService/AnswerInquiry",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const InquiryId inquiry,
                                  ParseInquiry("name", request->name()));
          TOGUNA_ASSIGN_OR_RETURN(const InquiryOutcome outcome,
                                  OutcomeOf(request->outcome()));
          TOGUNA_ASSIGN_OR_RETURN(
              const InquiryView view,
              uses_.inquiries.Answer(caller, request->request_id(), inquiry,
                                     outcome));
          *response->mutable_inquiry() = MessageOf(view);
          return absl::OkStatus();
        });
  }

  grpc::Status GetInquiry(grpc::ServerContext* context,
                          const v1::GetInquiryRequest* request,
                          v1::GetInquiryResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.InquiryService/GetInquiry",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const InquiryId inquiry,
                                  ParseInquiry("name", request->name()));
          TOGUNA_ASSIGN_OR_RETURN(const InquiryView view,
                                  uses_.inquiries.Get(caller, inquiry));
          *response->mutable_inquiry() = MessageOf(view);
          return absl::OkStatus();
        });
  }

  grpc::Status ListInquiries(grpc::ServerContext* context,
                             const v1::ListInquiriesRequest*,
                             v1::ListInquiriesResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.InquiryService/ListInquiries",
        [this, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const std::vector<InquiryView> views,
                                  uses_.inquiries.List(caller));
          FillList(
              views, [](const InquiryView& one) { return MessageOf(one); },
              *response->mutable_inquiries(), *response);
          return absl::OkStatus();
        });
  }

 private:
  Guard& guard_;
  UseCases uses_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewInquiryService(Guard& guard, UseCases uses) {
  return std::make_unique<InquiryServiceImpl>(guard, uses);
}

}  // namespace toguna
