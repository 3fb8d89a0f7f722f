#ifndef TOGUNA_EXCHANGE_AUDIT_PROOF_H_
#define TOGUNA_EXCHANGE_AUDIT_PROOF_H_

// The text a recipient or contributor keeps: that an entry is in the log
// (c2sp.org/tlog-proof@v1).

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"

namespace toguna {

struct LogProof {
  uint64_t index = 0;
  std::vector<std::string> hashes;  // 32 raw bytes each, at most 63
  std::string checkpoint;           // the signed note
};

std::string ProofText(const LogProof& proof);

// Reads what ProofText writes, and nothing else; kDataLoss otherwise. The
// checkpoint is not verified.
absl::StatusOr<LogProof> ParseProof(absl::string_view text);

// Returns the head under which `entry` is in the log, if the whole text is
// right and signed with `vkey`. Errors as VerifyNote; kDataLoss where the
// entry is another one.
absl::StatusOr<LogHead> VerifyProof(absl::string_view text,
                                    absl::string_view entry,
                                    absl::string_view vkey,
                                    const Ed25519Verifier& verify);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_AUDIT_PROOF_H_
