#include <grpcpp/server_context.h>

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/fill_list.h"
#include "exchange/rpc/messages.h"
#include "exchange/rpc/services.h"
#include "exchange/usecase/statements.h"
#include "toguna/v1/statement_service.grpc.pb.h"

namespace toguna {
namespace {

class StatementServiceImpl final : public v1::StatementService::Service {
 public:
  StatementServiceImpl(Guard& guard, UseCases uses)
      : guard_(guard), uses_(uses) {}

  grpc::Status SubmitStatement(grpc::ServerContext* context,
                               const v1::SubmitStatementRequest* request,
                               v1::SubmitStatementResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.StatementService/SubmitStatement",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(
              const StatementRow row,
              uses_.statements.Submit(caller, request->text(),
                                      request->signature()));
          *response->mutable_statement() = MessageOf(row);
          return absl::OkStatus();
        });
  }

  grpc::Status ListStatements(grpc::ServerContext* context,
                              const v1::ListStatementsRequest*,
                              v1::ListStatementsResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.StatementService/ListStatements",
        [this, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const std::vector<StatementRow> rows,
                                  uses_.statements.List(caller));
          FillList(
              rows, [](const StatementRow& row) { return MessageOf(row); },
              *response->mutable_statements(), *response);
          return absl::OkStatus();
        });
  }

 private:
  Guard& guard_;
  UseCases uses_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewStatementService(Guard& guard,
                                                   UseCases uses) {
  return std::make_unique<StatementServiceImpl>(guard, uses);
}

}  // namespace toguna
