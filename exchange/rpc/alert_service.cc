#include <grpcpp/server_context.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/fill_list.h"
#include "exchange/rpc/messages.h"
#include "exchange/rpc/names.h"
#include "exchange/rpc/services.h"
#include "exchange/usecase/alerts.h"
#include "toguna/v1/alert_service.grpc.pb.h"

namespace toguna {
namespace {

class AlertServiceImpl final : public v1::AlertService::Service {
 public:
  AlertServiceImpl(Guard& guard, UseCases uses) : guard_(guard), uses_(uses) {}

  grpc::Status RaiseAlert(grpc::ServerContext* context,
                          const v1::RaiseAlertRequest* request,
                          v1::RaiseAlertResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.AlertService/RaiseAlert",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const DatasetId dataset,
                                  ParseDataset("dataset", request->dataset()));
          if (!request->has_occur_time()) {
            return ReasonError(absl::StatusCode::kInvalidArgument,
                               "FIELD_MISSING", "say when it happened",
                               {{"field", "occur_time"}});
          }
          TOGUNA_ASSIGN_OR_RETURN(
              const AlertRow row,
              uses_.alerts.Raise(
                  caller, request->request_id(), dataset,
                  {request->codes().begin(), request->codes().end()},
                  TimeOf(request->occur_time())));
          *response->mutable_alert() = MessageOf(row);
          return absl::OkStatus();
        });
  }

  grpc::Status ClearAlert(grpc::ServerContext* context,
                          const v1::ClearAlertRequest* request,
                          v1::ClearAlertResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.AlertService/ClearAlert",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const AlertId alert,
                                  ParseAlert("name", request->name()));
          TOGUNA_ASSIGN_OR_RETURN(const AlertRow row,
                                  uses_.alerts.Clear(caller, alert));
          *response->mutable_alert() = MessageOf(row);
          return absl::OkStatus();
        });
  }

  grpc::Status ListAlerts(grpc::ServerContext* context,
                          const v1::ListAlertsRequest*,
                          v1::ListAlertsResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.AlertService/ListAlerts",
        [this, response](const Caller&) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const std::vector<AlertRow> rows,
                                  uses_.alerts.List());
          FillList(
              rows, [](const AlertRow& one) { return MessageOf(one); },
              *response->mutable_alerts(), *response);
          return absl::OkStatus();
        });
  }

 private:
  Guard& guard_;
  UseCases uses_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewAlertService(Guard& guard, UseCases uses) {
  return std::make_unique<AlertServiceImpl>(guard, uses);
}

}  // namespace toguna
