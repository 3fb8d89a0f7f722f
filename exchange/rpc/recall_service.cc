#include <grpcpp/server_context.h>

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/period.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/fill_list.h"
#include "exchange/rpc/names.h"
#include "exchange/rpc/services.h"
#include "exchange/usecase/recalls.h"
#include "toguna/v1/recall_service.grpc.pb.h"

namespace toguna {
namespace {

v1::Recall MessageOf(const RecallView& view) {
  v1::Recall message;
  message.set_dataset(DatasetName(view.dataset));
  message.set_period(view.period.text());
  message.set_cohorts(view.cohorts.text());
  message.set_cohort(view.cohort);
  message.set_reason(view.reason == RecallRow::Reason::kTooFew
                         ? v1::Recall::REASON_TOO_FEW
                         : v1::Recall::REASON_OFFICER);
  message.set_open_date(DayText(view.opened_on));
  message.set_agreement(absl::StrCat("agreements/", view.agreement.text()));
  for (const ReleaseId& release : view.releases) {
    message.add_extracts(absl::StrCat("extracts/", release.text()));
  }
  return message;
}

class RecallServiceImpl final : public v1::RecallService::Service {
 public:
  RecallServiceImpl(Guard& guard, UseCases uses) : guard_(guard), uses_(uses) {}

  grpc::Status OpenRecall(grpc::ServerContext* context,
                          const v1::OpenRecallRequest* request,
                          v1::OpenRecallResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.RecallService/OpenRecall",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const DatasetId dataset,
                                  ParseDataset("dataset", request->dataset()));
          TOGUNA_ASSIGN_OR_RETURN(
              const std::vector<RecallView> views,
              uses_.recalls.Open(caller, dataset, request->cohort()));
          for (const RecallView& view : views) {
            *response->add_recalls() = MessageOf(view);
          }
          return absl::OkStatus();
        });
  }

  grpc::Status ListRecalls(grpc::ServerContext* context,
                           const v1::ListRecallsRequest*,
                           v1::ListRecallsResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.RecallService/ListRecalls",
        [this, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const std::vector<RecallView> views,
                                  uses_.recalls.List(caller));
          FillList(
              views, [](const RecallView& one) { return MessageOf(one); },
              *response->mutable_recalls(), *response);
          return absl::OkStatus();
        });
  }

 private:
  Guard& guard_;
  UseCases uses_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewRecallService(Guard& guard, UseCases uses) {
  return std::make_unique<RecallServiceImpl>(guard, uses);
}

}  // namespace toguna
