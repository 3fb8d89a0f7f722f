#ifndef TOGUNA_EXCHANGE_RPC_SPIFFE_ID_H_
#define TOGUNA_EXCHANGE_RPC_SPIFFE_ID_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/usecase/caller.h"
#include "policies/model/catalog.h"

namespace toguna {

// Reads "spiffe://<trust domain>/<role>/<party>/<n>", where n numbers the
// party's machines from 1. Returns kUnauthenticated CERTIFICATE_UNUSABLE for
// any other form or another trust domain. Says nothing about whether the party
// exists.
absl::StatusOr<Caller> ParseSpiffeId(absl::string_view uri,
                                     absl::string_view trust_domain);

// OK if the catalog has the caller's party in the caller's role; otherwise the
// uniform refusal, the same for both.
absl::Status CheckKnown(const Caller& caller, const Catalog& catalog);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_SPIFFE_ID_H_
