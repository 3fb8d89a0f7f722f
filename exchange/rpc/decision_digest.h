#ifndef TOGUNA_EXCHANGE_RPC_DECISION_DIGEST_H_
#define TOGUNA_EXCHANGE_RPC_DECISION_DIGEST_H_

#include "absl/status/status.h"
#include "toguna/v1/decision.pb.h"

namespace toguna {

// Checks, at the client, that a decision that was explained is what its digest
// is of: every field, written again as canonical JSON, gives the bytes that
// came with it, and these have the digest. That the log has it too is seen in
// the log.
//   kDataLoss DECISION_CHANGED  otherwise
absl::Status CheckDigest(const v1::Decision& decision);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_DECISION_DIGEST_H_
