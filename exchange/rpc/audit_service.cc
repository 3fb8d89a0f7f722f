#include <grpcpp/server_context.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "exchange/audit/tiles.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/names.h"
#include "exchange/rpc/services.h"
#include "exchange/usecase/ledger.h"
#include "toguna/v1/audit_service.grpc.pb.h"

namespace toguna {
namespace {

constexpr int32_t kDefaultPage = 100;
constexpr int32_t kMaxPage = 1000;

class AuditServiceImpl final : public v1::AuditService::Service {
 public:
  AuditServiceImpl(Guard& guard, const UseCases& uses)
      : guard_(guard), ledger_(uses.ledger), manifests_(uses.manifests) {}

  grpc::Status GetCheckpoint(grpc::ServerContext* context,
                             const v1::GetCheckpointRequest*,
                             v1::GetCheckpointResponse* response) override {
    return guard_.Run(*context, "/toguna.v1.AuditService/GetCheckpoint",
                      [this, response](const Caller&) -> absl::Status {
                        TOGUNA_ASSIGN_OR_RETURN(*response->mutable_checkpoint(),
                                                ledger_.Checkpoint());
                        TOGUNA_ASSIGN_OR_RETURN(
                            *response->mutable_cosigned_checkpoint(),
                            ledger_.CosignedCheckpoint());
                        return absl::OkStatus();
                      });
  }

  grpc::Status GetConsistencyProof(
      grpc::ServerContext* context,
      const v1::GetConsistencyProofRequest* request,
      v1::GetConsistencyProofResponse* response) override {
    return guard_.Run(*context, "/toguna.v1.AuditService/GetConsistencyProof",
                      [this, request, response](const Caller&) -> absl::Status {
                        const absl::StatusOr<std::vector<std::string>> hashes =
                            ledger_.ConsistencyProof(request->old_size(),
                                                     request->size());
                        if (!hashes.ok())
                          return AheadOr(hashes.status(), "size");
                        for (const std::string& hash : *hashes)
                          response->add_hashes(hash);
                        return absl::OkStatus();
                      });
  }

  grpc::Status GetManifest(grpc::ServerContext* context,
                           const v1::GetManifestRequest* request,
                           v1::GetManifestResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.AuditService/GetManifest",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const ReleaseId release,
                                  ParseExtract("name", request->name()));
          TOGUNA_ASSIGN_OR_RETURN(*response->mutable_manifest(),
                                  manifests_.Get(caller, release));
          return absl::OkStatus();
        });
  }

  grpc::Status ReadTile(grpc::ServerContext* context,
                        const v1::ReadTileRequest* request,
                        v1::ReadTileResponse* response) override {
    return guard_.Run(*context, "/toguna.v1.AuditService/ReadTile",
                      [this, request, response](const Caller&) -> absl::Status {
                        const absl::StatusOr<std::string> bytes = TileOf(
                            {.entries = request->entries(),
                             .level = request->entries() ? 0 : request->level(),
                             .index = request->index(),
                             .width = request->width()});
                        if (!bytes.ok())
                          return AheadOr(bytes.status(), "index");
                        response->set_tile(*bytes);
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
  // What no checkpoint covers is answered as such, whatever says so.
  static absl::Status AheadOr(const absl::Status& status,
                              const std::string& field) {
    if (!absl::IsOutOfRange(status)) return status;
    return ReasonError(absl::StatusCode::kOutOfRange, "INDEX_AHEAD",
                       "the log does not reach that far", {{"field", field}});
  }

  absl::StatusOr<std::string> TileOf(const Tile& tile) const {
    if (!tile.entries) return ledger_.HashTile(tile);
    const uint64_t size = ledger_.LogSize();
    if (tile.width == 0 || tile.width > kTileWidth ||
        tile.index > size / kTileWidth) {
      return absl::OutOfRangeError("no such bundle");
    }
    TOGUNA_ASSIGN_OR_RETURN(
        const std::vector<std::string> entries,
        ledger_.Entries(tile.index * kTileWidth, tile.width));
    if (entries.size() != tile.width) {
      return absl::OutOfRangeError("no checkpoint covers that bundle yet");
    }
    return BundleBytes(entries);
  }

  Guard& guard_;
  const Ledger& ledger_;
  const Manifests& manifests_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewAuditService(Guard& guard, UseCases uses) {
  return std::make_unique<AuditServiceImpl>(guard, uses);
}

}  // namespace toguna
