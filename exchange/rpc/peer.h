#ifndef TOGUNA_EXCHANGE_RPC_PEER_H_
#define TOGUNA_EXCHANGE_RPC_PEER_H_

// Internal: who is at the other end of a connection.

#include <grpcpp/security/auth_context.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/usecase/caller.h"

namespace toguna {

struct Peer {
  Caller caller;
  std::string fingerprint;  // hex SHA-256 of the certificate's DER
};

// Reads the verified client certificate: its one URI must be a SPIFFE id of
// `trust_domain`. kUnauthenticated CERTIFICATE_UNUSABLE otherwise.
absl::StatusOr<Peer> PeerOf(const grpc::AuthContext& context,
                            absl::string_view trust_domain);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_PEER_H_
