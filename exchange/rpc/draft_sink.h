#ifndef TOGUNA_EXCHANGE_RPC_DRAFT_SINK_H_
#define TOGUNA_EXCHANGE_RPC_DRAFT_SINK_H_

// Internal: the preview of a draft as a stream of messages.

#include <grpcpp/support/sync_stream.h>

#include <memory>

#include "exchange/usecase/draft_previews.h"
#include "policies/model/catalog.h"
#include "toguna/v1/agreement_service.pb.h"

namespace toguna {

// Writes as it is told, and has enough once the caller is gone. Both must
// outlive it.
std::unique_ptr<DraftPreviewSink> WriteDraftPreview(
    const Catalog& catalog,
    grpc::ServerWriter<v1::PreviewDraftResponse>& writer);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_DRAFT_SINK_H_
