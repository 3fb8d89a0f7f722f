#include <grpcpp/server_context.h>

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/messages.h"
#include "exchange/rpc/names.h"
#include "exchange/rpc/services.h"
#include "exchange/rpc/write_file.h"
#include "exchange/usecase/periods.h"
#include "toguna/v1/period_service.grpc.pb.h"

namespace toguna {
namespace {

class PeriodServiceImpl final : public v1::PeriodService::Service {
 public:
  PeriodServiceImpl(Guard& guard, UseCases uses) : guard_(guard), uses_(uses) {}

  grpc::Status ListPeriods(grpc::ServerContext* context,
                           const v1::ListPeriodsRequest* request,
                           v1::ListPeriodsResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.PeriodService/ListPeriods",
        [this, request, response](const Caller&) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const DatasetId dataset,
                                  ParseDataset("parent", request->parent()));
          if (uses_.catalog.FindDataset(dataset) == nullptr) {
            return ReasonError(absl::StatusCode::kNotFound, "DATASET_UNKNOWN",
                               "there is no such dataset",
                               {{"field", "parent"}});
          }
          TOGUNA_ASSIGN_OR_RETURN(const std::vector<PeriodRow> rows,
                                  uses_.periods.List(dataset));
          for (const PeriodRow& row : rows) {
            *response->add_periods() = MessageOf(row);
          }
          return absl::OkStatus();
        });
  }

  grpc::Status ClosePeriod(grpc::ServerContext* context,
                           const v1::ClosePeriodRequest* request,
                           v1::ClosePeriodResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.PeriodService/ClosePeriod",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const auto name,
                                  ParsePeriodName("name", request->name()));
          TOGUNA_ASSIGN_OR_RETURN(
              const PeriodRow row,
              uses_.periods.Close(caller, name.first, name.second));
          *response->mutable_period() = MessageOf(row);
          return absl::OkStatus();
        });
  }

  grpc::Status SealPeriod(grpc::ServerContext* context,
                          const v1::SealPeriodRequest* request,
                          v1::Operation* response) override {
    return guard_.Run(
        *context, "/toguna.v1.PeriodService/SealPeriod",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const auto name,
                                  ParsePeriodName("name", request->name()));
          TOGUNA_ASSIGN_OR_RETURN(
              const SealJob job,
              uses_.seal_jobs.Request(caller, name.first, name.second,
                                      request->work_million_steps()));
          if (job.running()) uses_.seal_worker.Wake();
          *response = MessageOf(job, uses_.seal_worker.ProgressOf(job));
          return absl::OkStatus();
        });
  }

  grpc::Status DownloadSealProof(
      grpc::ServerContext* context, const v1::DownloadSealProofRequest* request,
      grpc::ServerWriter<v1::DownloadSealProofResponse>* writer) override {
    return guard_.Run(
        *context, "/toguna.v1.PeriodService/DownloadSealProof",
        [this, request, writer](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const auto name,
                                  ParsePeriodName("name", request->name()));
          TOGUNA_ASSIGN_OR_RETURN(
              const auto files,
              uses_.seal_proofs.Read(caller, name.first, name.second));
          return WriteFiles(files, absl::OkStatus, *writer);
        });
  }

 private:
  Guard& guard_;
  UseCases uses_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewPeriodService(Guard& guard, UseCases uses) {
  return std::make_unique<PeriodServiceImpl>(guard, uses);
}

}  // namespace toguna
