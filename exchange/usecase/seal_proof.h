#ifndef TOGUNA_EXCHANGE_USECASE_SEAL_PROOF_H_
#define TOGUNA_EXCHANGE_USECASE_SEAL_PROOF_H_

// The proof of a seal as the data protection officer takes it away: files that
// she verifies on a machine of her own, trusting the log's key and nothing
// else.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/checker/check_file.h"
#include "exchange/disclosure/sealed.h"

namespace toguna {

// What the checker verified of the lowest rung (exchange/checker/check_file.h).
inline constexpr char kProofCheckFile[] = "seal.check";
// Of the higher rung of such a k: "seal.k35.check".
std::string ProofCheckFile(int64_t k);
// The k in such a name; none: it has another form.
std::optional<int64_t> RungOfCheckFile(absl::string_view name);
// The seal's entry in the audit log, and the proof that it is there.
inline constexpr char kProofEntryFile[] = "seal.entry";
inline constexpr char kProofInLogFile[] = "seal.tlog-proof";

// The published tables of the rungs whose check files are among `files`, as
// `toguna sdc` writes tables: "tables/<family>.csv" -> bytes, of a higher rung
// "tables.k35/<family>.csv". They follow from the check files; for reading.
//   kDataLoss PROOF_CHANGED  a check file is none, or a family has no name for
//                            a file
absl::StatusOr<std::map<std::string, std::string>> ProofTables(
    const std::map<std::string, std::string>& files);

// One rung of a proof that holds.
struct VerifiedRung {
  CheckFile file;
  std::string proof_sha256;
  std::string verdict_sha256;
  int64_t published = 0;
  int64_t not_shown = 0;

  int64_t k() const { return file.seal.minimum; }
};

// A proof that holds.
struct VerifiedProof {
  std::vector<VerifiedRung> rungs;  // of the seal, all; the lowest first
  std::string dataset;
  std::string period;
  LogHead head;  // under which the log names them

  const VerifiedRung& lowest() const { return rungs.front(); }
};

// Verifies the files (by name, with tables) from nothing but `vkey`, the log's
// public key: the entry is in the log and is a seal's; of each rung that it
// names there is the proof that it names, and of no other; the checker comes to
// the verdict that it names, with witnesses and ranges; every rung but the
// lowest is nested in the one below as that one is proven; the tables are those
// of the proofs, and all of them.
//
//   kDataLoss  PROOF_FILE_MISSING, PROOF_NOT_IN_LOG, PROOF_CHANGED,
//              PROOF_REFUTED (the checker's words in `why`),
//              PROOF_TABLES_CHANGED; `file` says which where it can
//   what VerifyProof (exchange/audit/proof.h) says of log and key
absl::StatusOr<VerifiedProof> VerifySealProof(
    const std::map<std::string, std::string>& files, absl::string_view vkey,
    const Ed25519Verifier& verify);

// How many lines of an opened extract.csv are of this seal's period: each has
// to be a cell of the seal's rung of that `k`, as it has it. The caller knows
// that the extract is of the seal's dataset.
//   kDataLoss PROOF_EXTRACT_DIFFERS  `line` is not, or there is no such rung
absl::StatusOr<int64_t> CompareExtract(const VerifiedProof& proof, int64_t k,
                                       absl::string_view csv);

// That a stored rung has exactly the cells that the proof is of.
//   kDataLoss PROOF_SEAL_DIFFERS
absl::Status CompareSeal(const VerifiedProof& proof,
                         const SealedPeriod& sealed);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_SEAL_PROOF_H_
