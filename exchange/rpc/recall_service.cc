#include <grpcpp/server_context.h>

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/fill_list.h"
#include "exchange/rpc/messages.h"
#include "exchange/rpc/names.h"
#include "exchange/rpc/services.h"
#include "exchange/usecase/recalls.h"
#include "exchange/words/recall_words.h"
#include "toguna/v1/recall_service.grpc.pb.h"

namespace toguna {
namespace {

class RecallServiceImpl final : public v1::RecallService::Service {
 public:
  RecallServiceImpl(Guard& guard, UseCases uses) : guard_(guard), uses_(uses) {}

  grpc::Status OpenRecall(grpc::ServerContext* context,
                          const v1::OpenRecallRequest* request,
                          v1::OpenRecallResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.RecallService/OpenRecall",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const std::vector<RecallView> views,
                                  Opened(caller, *request));
          for (const RecallView& view : views) {
            *response->add_recalls() = MessageOf(view);
          }
          return absl::OkStatus();
        });
  }

  grpc::Status ListRecalls(grpc::ServerContext* context,
                           const v1::ListRecallsRequest* request,
                           v1::ListRecallsResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.RecallService/ListRecalls",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(
              const std::vector<RecallView> views,
              uses_.recalls.List(caller, request->outstanding()));
          FillList(
              views, [](const RecallView& one) { return MessageOf(one); },
              *response->mutable_recalls(), *response);
          return absl::OkStatus();
        });
  }

 private:
  absl::StatusOr<std::vector<RecallView>> Opened(
      const Caller& caller, const v1::OpenRecallRequest& request) {
    if (request.extract().empty() == request.cohort().empty() ||
        (!request.extract().empty() && !request.dataset().empty())) {
      return ReasonError(absl::StatusCode::kInvalidArgument, "RECALL_OF_ONE",
                         recall_words::kOfOne.en());
    }
    if (!request.extract().empty()) {
      TOGUNA_ASSIGN_OR_RETURN(const ReleaseId release,
                              ParseExtract("extract", request.extract()));
      return uses_.recalls.OpenRelease(caller, release);
    }
    TOGUNA_ASSIGN_OR_RETURN(const DatasetId dataset,
                            ParseDataset("dataset", request.dataset()));
    return uses_.recalls.Open(caller, dataset, request.cohort());
  }

  Guard& guard_;
  UseCases uses_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewRecallService(Guard& guard, UseCases uses) {
  return std::make_unique<RecallServiceImpl>(guard, uses);
}

}  // namespace toguna
