#ifndef TOGUNA_EXCHANGE_RPC_GRPC_STATUS_H_
#define TOGUNA_EXCHANGE_RPC_GRPC_STATUS_H_

// Internal: errors of the program to errors of the wire and back.

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace toguna {

// With exactly one ErrorInfo, words in both languages where there are any, and
// the findings of a refusal. Texts of internal errors do not leave; a
// kPermissionDenied without a reason of its own becomes the uniform refusal.
grpc::Status ToGrpcStatus(const absl::Status& status);

// The same as a message, for the result of an operation.
google::rpc::Status WireStatusOf(const absl::Status& status);

// The other way, for the client: code, reason, metadata, findings and words.
absl::Status FromGrpcStatus(const grpc::Status& status);
absl::Status FromWireStatus(const google::rpc::Status& wire);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_GRPC_STATUS_H_
