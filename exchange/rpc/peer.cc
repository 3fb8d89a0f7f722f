#include "exchange/rpc/peer.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/auth_context.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/spiffe_id.h"
#include "exchange/usecase/caller.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

absl::Status Unusable(absl::string_view why) {
  return ReasonError(absl::StatusCode::kUnauthenticated, "CERTIFICATE_UNUSABLE",
                     why);
}

// The first certificate of `pem` as DER; empty if there is none.
std::string DerOf(absl::string_view pem) {
  std::string base64;
  for (const absl::string_view line : absl::StrSplit(pem, '\n')) {
    if (line == "-----END CERTIFICATE-----") break;
    if (line != "-----BEGIN CERTIFICATE-----") {
      base64.append(line.data(), line.size());
    }
  }
  std::string der;
  return absl::Base64Unescape(base64, &der) ? der : "";
}

}  // namespace

absl::StatusOr<Peer> PeerOf(const grpc::AuthContext& context,
                            absl::string_view trust_domain) {
  if (!context.IsPeerAuthenticated()) {
    return Unusable("a client certificate is required");
  }
  // A certificate with two URIs could be read as two identities; which one
  // would be a matter of order, so neither counts.
  const std::vector<grpc::string_ref> uris =
      context.FindPropertyValues(GRPC_PEER_URI_PROPERTY_NAME);
  const std::vector<grpc::string_ref> ids =
      context.FindPropertyValues(GRPC_PEER_SPIFFE_ID_PROPERTY_NAME);
  const std::vector<grpc::string_ref> pems =
      context.FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  if (uris.size() != 1 || ids.size() != 1 || uris[0] != ids[0] ||
      pems.size() != 1) {
    return Unusable("the client certificate must name exactly one SPIFFE id");
  }
  Peer peer;
  TOGUNA_ASSIGN_OR_RETURN(
      peer.caller,
      ParseSpiffeId(absl::string_view(ids[0].data(), ids[0].size()),
                    trust_domain));
  const std::string der =
      DerOf(absl::string_view(pems[0].data(), pems[0].size()));
  if (der.empty()) return Unusable("the client certificate cannot be read");
  peer.fingerprint = HexOf(Sha256(der));
  return peer;
}

}  // namespace toguna
