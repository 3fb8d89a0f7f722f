#ifndef TOGUNA_EXCHANGE_AUDIT_COSIGNATURE_H_
#define TOGUNA_EXCHANGE_AUDIT_COSIGNATURE_H_

// A witness's signature of a head that it has seen: c2sp.org/tlog-cosignature,
// type 0x04. It says that up to its time the witness was never shown a head of
// this log that the signed one does not extend.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/audit/checkpoint.h"
#include "keys/ring/ring.h"

namespace toguna {

// The witness's signature, for SignatureLine. `time` is taken in whole seconds.
NoteSignature Cosign(const LogHead& head, const std::string& name,
                     absl::Time time, const Signer& signer);

// When `witness` cosigned, if its signature is among `signatures` and is right
// for `head`.
//   kNotFound  no signature of this witness
//   kDataLoss  there is one, and it is wrong
absl::StatusOr<absl::Time> VerifyCosignature(
    const NoteKey& witness, const LogHead& head,
    const std::vector<NoteSignature>& signatures,
    const Ed25519Verifier& verify);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_AUDIT_COSIGNATURE_H_
