#include <grpcpp/server_context.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/services.h"
#include "exchange/usecase/ledger.h"
#include "toguna/v1/audit_service.grpc.pb.h"

namespace toguna {
namespace {

constexpr int32_t kDefaultPage = 100;
constexpr int32_t kMaxPage = 1000;

class AuditServiceImpl final : public v1::AuditService::Service {
 public:
  AuditServiceImpl(Guard& guard, const Ledger& ledger)
      : guard_(guard), ledger_(ledger) {}

  grpc::Status GetCheckpoint(grpc::ServerContext* context,
                             const v1::GetCheckpointRequest*,
                             v1::GetCheckpointResponse* response) override {
    return guard_.Run(*context, "/toguna.v1.AuditService/GetCheckpoint",
                      [this, response](const Caller&) -> absl::Status {
                        TOGUNA_ASSIGN_OR_RETURN(*response->mutable_checkpoint(),
                                                ledger_.Checkpoint());
                        return absl::OkStatus();
                      });
  }

  grpc::Status ListEntries(grpc::ServerContext* context,
                           const v1::ListEntriesRequest* request,
                           v1::ListEntriesResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.AuditService/ListEntries",
        [this, request, response](const Caller&) -> absl::Status {
          const int32_t size = request->page_size() <= 0
                                   ? kDefaultPage
                                   : std::min(request->page_size(), kMaxPage);
          uint64_t index = request->first_index();
          std::vector<std::string> leaves;
          // Beyond the end there is nothing, also where first + count would
          // not fit into 64 bits.
          if (index < ledger_.LogSize()) {
            TOGUNA_ASSIGN_OR_RETURN(
                leaves, ledger_.Entries(index, static_cast<uint64_t>(size)));
          }
          for (std::string& leaf : leaves) {
            auto& entry = *response->add_entries();
            entry.set_index(index++);
            entry.set_leaf(std::move(leaf));
          }
          response->set_next_index(index);
          return absl::OkStatus();
        });
  }

  grpc::Status GetInclusionProof(
      grpc::ServerContext* context, const v1::GetInclusionProofRequest* request,
      v1::GetInclusionProofResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.AuditService/GetInclusionProof",
        [this, request, response](const Caller&) -> absl::Status {
          if (request->index() >= ledger_.LogSize()) {
            return ReasonError(absl::StatusCode::kOutOfRange, "INDEX_AHEAD",
                               "the log does not reach that far",
                               {{"field", "index"}});
          }
          TOGUNA_ASSIGN_OR_RETURN(*response->mutable_proof(),
                                  ledger_.InclusionProof(request->index()));
          return absl::OkStatus();
        });
  }

 private:
  Guard& guard_;
  const Ledger& ledger_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewAuditService(Guard& guard, UseCases uses) {
  return std::make_unique<AuditServiceImpl>(guard, uses.ledger);
}

}  // namespace toguna
