#ifndef TOGUNA_EXCHANGE_USECASE_SEAL_PROOF_H_
#define TOGUNA_EXCHANGE_USECASE_SEAL_PROOF_H_

// The proof of a seal as the data protection officer takes it away: files that
// she verifies on a machine of her own, trusting the log's key and nothing
// else.

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/checker/check_file.h"

namespace toguna {

// What the checker verified (exchange/checker/check_file.h).
inline constexpr char kProofCheckFile[] = "seal.check";
// The seal's entry in the audit log, and the proof that it is there.
inline constexpr char kProofEntryFile[] = "seal.entry";
inline constexpr char kProofInLogFile[] = "seal.tlog-proof";

// The published tables of a seal, "tables/<family>.csv" -> bytes, as `toguna
// sdc` writes tables. Follows from seal.check; for reading.
//   kDataLoss PROOF_CHANGED  a family has no name for a file
absl::StatusOr<std::map<std::string, std::string>> ProofTables(
    const SealToCheck& seal);

// A proof that holds.
struct VerifiedProof {
  CheckFile file;
  std::string dataset;
  std::string period;
  std::string proof_sha256;
  std::string verdict_sha256;
  LogHead head;  // under which the log names both
  int64_t published = 0;
  int64_t not_shown = 0;
};

// Verifies the files (by name, with tables) from nothing but `vkey`, the log's
// public key: the entry is in the log and is a seal's; it names this proof and
// the verdict that the checker comes to, with witnesses and ranges; the tables
// are those of the proof, and all of them.
//
//   kDataLoss  PROOF_FILE_MISSING, PROOF_NOT_IN_LOG, PROOF_CHANGED,
//              PROOF_REFUTED (the checker's words in `why`),
//              PROOF_TABLES_CHANGED; `file` says which where it can
//   what VerifyProof (exchange/audit/proof.h) says of log and key
absl::StatusOr<VerifiedProof> VerifySealProof(
    const std::map<std::string, std::string>& files, absl::string_view vkey,
    const Ed25519Verifier& verify);

// How many lines of an opened extract.csv are of this seal's period: each has
// to be a cell of the seal, as the seal has it. The caller knows that the
// extract is of the seal's dataset.
//   kDataLoss PROOF_EXTRACT_DIFFERS  `line` is not
absl::StatusOr<int64_t> CompareExtract(const VerifiedProof& proof,
                                       absl::string_view csv);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_SEAL_PROOF_H_
