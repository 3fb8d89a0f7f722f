#ifndef TOGUNA_EXCHANGE_USECASE_SEAL_PROOFS_H_
#define TOGUNA_EXCHANGE_USECASE_SEAL_PROOFS_H_

// Handing the proof of a seal to the data protection officer.

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "keys/ring/ring.h"

namespace toguna {

// Thread-safe if the ledger is. The reference must outlive it.
class SealProofs {
 public:
  SealProofs(Ledger& ledger, Clock clock);

  // The proof's files by name, of every rung, as VerifySealProof (seal_proof.h)
  // wants them but for the tables, which follow from them. Writes who read it
  // into the log before it answers; the caller's role must have been checked.
  //   kNotFound PERIOD_UNKNOWN
  //   kFailedPrecondition  PERIOD_NOT_SEALED; PROOF_EMPTY: the seal has no
  //     tables; PROOF_NOT_KEPT: sealed before proofs were kept;
  //     PROOF_SHREDDED: destroyed with the year's seal, or the year's own
  absl::StatusOr<std::map<std::string, std::string>> Read(
      const Caller& caller, const DatasetId& dataset, Period period);

 private:
  Ledger& ledger_;
  Clock clock_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_SEAL_PROOFS_H_
