#ifndef TOGUNA_EXCHANGE_USECASE_SEAL_COMMIT_H_
#define TOGUNA_EXCHANGE_USECASE_SEAL_COMMIT_H_

// Writing down a seal that was made.

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/make_seal.h"
#include "exchange/usecase/rows.h"
#include "exchange/usecase/seal_parts.h"
#include "keys/ring/ring.h"

namespace toguna {

// The job's name: "seal-" and 16 hexadecimal digits, from its key alone.
JobId IdOf(const SealJobRow& row);

// The audit entry of an act on a seal's job. Its work is what was allowed,
// never what was needed.
AuditEntry SealEntryOf(std::string type, std::string actor,
                       const SealJobRow& row);

// A seal, with the rows that it was made from as they were read.
struct SealWriting {
  SealedPlanRow plan;
  Versioned<SealJobRow> job;
  uint64_t period_version = 0;          // 0: a quarter or year
  std::optional<absl::Time> closed_at;  // of a month
  Versioned<SealKeyRow> key;
  SealParts parts;
  MadeSeal seal;
};

// One commit: the period is sealed; seal, proof, plan, feed item and the end of
// the job are written, and the key is erased. With a month its cube is written,
// with a month or quarter the witnesses, under the key of its year, which
// `random` gives with the first. With a year that key is erased, and all that
// AddShredding says: nothing can be counted any more. A seal without tables is
// no item of the feed. Returns the index of the audit entry, and the job as it
// ended in `ended`.
//   kAborted  something that the seal rests on changed: make it again
absl::StatusOr<uint64_t> CommitSeal(Ledger& ledger, SealWriting writing,
                                    const RandomBytes& random,
                                    SealJobRow& ended);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_SEAL_COMMIT_H_
