#include <grpcpp/server_context.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/messages.h"
#include "exchange/rpc/names.h"
#include "exchange/rpc/services.h"
#include "exchange/usecase/seal_jobs.h"
#include "toguna/v1/operation_service.grpc.pb.h"

namespace toguna {
namespace {

constexpr absl::Duration kLongestWait = absl::Seconds(30);
constexpr absl::Duration kPoll = absl::Milliseconds(50);

absl::Duration PatienceOf(const v1::WaitOperationRequest& request) {
  if (!request.has_timeout()) return kLongestWait;
  const absl::Duration asked = absl::Seconds(request.timeout().seconds()) +
                               absl::Nanoseconds(request.timeout().nanos());
  return std::clamp(asked, absl::ZeroDuration(), kLongestWait);
}

class OperationServiceImpl final : public v1::OperationService::Service {
 public:
  OperationServiceImpl(Guard& guard, UseCases uses)
      : guard_(guard), uses_(uses) {}

  grpc::Status GetOperation(grpc::ServerContext* context,
                            const v1::GetOperationRequest* request,
                            v1::Operation* response) override {
    return guard_.Run(*context, "/toguna.v1.OperationService/GetOperation",
                      [this, request, response](const Caller&) -> absl::Status {
                        TOGUNA_ASSIGN_OR_RETURN(const SealJob job,
                                                Find(request->name()));
                        *response = Describe(job);
                        return absl::OkStatus();
                      });
  }

  grpc::Status ListOperations(grpc::ServerContext* context,
                              const v1::ListOperationsRequest*,
                              v1::ListOperationsResponse* response) override {
    return guard_.Run(*context, "/toguna.v1.OperationService/ListOperations",
                      [this, response](const Caller&) -> absl::Status {
                        TOGUNA_ASSIGN_OR_RETURN(const std::vector<SealJob> jobs,
                                                uses_.seal_jobs.List());
                        for (const SealJob& job : jobs) {
                          *response->add_operations() = Describe(job);
                        }
                        return absl::OkStatus();
                      });
  }

  grpc::Status WaitOperation(grpc::ServerContext* context,
                             const v1::WaitOperationRequest* request,
                             v1::Operation* response) override {
    return guard_.Run(
        *context, "/toguna.v1.OperationService/WaitOperation",
        [&](const Caller&) -> absl::Status {
          const auto until = std::chrono::steady_clock::now() +
                             absl::ToChronoMilliseconds(PatienceOf(*request));
          TOGUNA_ASSIGN_OR_RETURN(SealJob job, Find(request->name()));
          while (job.running() && !context->IsCancelled() &&
                 std::chrono::steady_clock::now() < until &&
                 !guard_.draining().WaitForNotificationWithTimeout(kPoll)) {
            TOGUNA_ASSIGN_OR_RETURN(job, uses_.seal_jobs.Get(IdOf(job.row)));
          }
          *response = Describe(job);
          return absl::OkStatus();
        });
  }

  grpc::Status CancelOperation(grpc::ServerContext* context,
                               const v1::CancelOperationRequest* request,
                               v1::Operation* response) override {
    return guard_.Run(
        *context, "/toguna.v1.OperationService/CancelOperation",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const JobId id,
                                  ParseOperation("name", request->name()));
          TOGUNA_ASSIGN_OR_RETURN(const SealJob job,
                                  uses_.seal_jobs.Cancel(caller, id));
          uses_.seal_worker.Abandon(job);
          *response = Describe(job);
          return absl::OkStatus();
        });
  }

 private:
  absl::StatusOr<SealJob> Find(const std::string& name) const {
    TOGUNA_ASSIGN_OR_RETURN(const JobId id, ParseOperation("name", name));
    return uses_.seal_jobs.Get(id);
  }

  v1::Operation Describe(const SealJob& job) const {
    return MessageOf(job, uses_.seal_worker.ProgressOf(job));
  }

  Guard& guard_;
  UseCases uses_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewOperationService(Guard& guard,
                                                   UseCases uses) {
  return std::make_unique<OperationServiceImpl>(guard, uses);
}

}  // namespace toguna
