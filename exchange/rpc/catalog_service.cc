#include <grpcpp/server_context.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/messages.h"
#include "exchange/rpc/names.h"
#include "exchange/rpc/services.h"
#include "toguna/v1/catalog_service.grpc.pb.h"

namespace toguna {
namespace {

absl::Status NotFound(absl::string_view reason, absl::string_view what) {
  return ReasonError(absl::StatusCode::kNotFound, reason, what,
                     {{"field", "name"}});
}

class CatalogServiceImpl final : public v1::CatalogService::Service {
 public:
  CatalogServiceImpl(Guard& guard, const Catalog& catalog)
      : guard_(guard), catalog_(catalog) {}

  grpc::Status ListDatasets(grpc::ServerContext* context,
                            const v1::ListDatasetsRequest*,
                            v1::ListDatasetsResponse* response) override {
    return guard_.Run(*context, "/toguna.v1.CatalogService/ListDatasets",
                      [this, response](const Caller&) {
                        for (const auto& [id, one] : catalog_.datasets) {
                          *response->add_datasets() = MessageOf(catalog_, one);
                        }
                        response->set_catalog_sha256(catalog_.sha256);
                        return absl::OkStatus();
                      });
  }

  grpc::Status GetDataset(grpc::ServerContext* context,
                          const v1::GetDatasetRequest* request,
                          v1::Dataset* response) override {
    return guard_.Run(
        *context, "/toguna.v1.CatalogService/GetDataset",
        [this, request, response](const Caller&) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const DatasetId id,
                                  ParseDataset("name", request->name()));
          const Dataset* dataset = catalog_.FindDataset(id);
          if (dataset == nullptr) {
            return NotFound("DATASET_UNKNOWN", "there is no such dataset");
          }
          *response = MessageOf(catalog_, *dataset);
          return absl::OkStatus();
        });
  }

  grpc::Status GetPlan(grpc::ServerContext* context,
                       const v1::GetPlanRequest* request,
                       v1::Plan* response) override {
    return guard_.Run(
        *context, "/toguna.v1.CatalogService/GetPlan",
        [this, request, response](const Caller&) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(
              const std::vector<std::string> parts,
              ParseName("name", request->name(), "datasets/*/plan"));
          const DatasetId id(parts[0]);
          if (catalog_.FindDataset(id) == nullptr) {
            return NotFound("DATASET_UNKNOWN", "there is no such dataset");
          }
          const Plan* plan = catalog_.PlanOf(id);
          if (plan == nullptr) {
            return NotFound("PLAN_UNKNOWN", "this dataset has no plan");
          }
          *response = MessageOf(catalog_, *plan);
          return absl::OkStatus();
        });
  }

  grpc::Status ListPurposes(grpc::ServerContext* context,
                            const v1::ListPurposesRequest*,
                            v1::ListPurposesResponse* response) override {
    return guard_.Run(*context, "/toguna.v1.CatalogService/ListPurposes",
                      [this, response](const Caller&) {
                        for (const auto& [id, one] : catalog_.purposes) {
                          *response->add_purposes() = MessageOf(one);
                        }
                        return absl::OkStatus();
                      });
  }

 private:
  Guard& guard_;
  const Catalog& catalog_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewCatalogService(Guard& guard, UseCases uses) {
  return std::make_unique<CatalogServiceImpl>(guard, uses.catalog);
}

}  // namespace toguna
