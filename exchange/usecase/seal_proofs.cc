#include "exchange/usecase/seal_proofs.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/periods.h"
#include "exchange/usecase/seal_proof.h"
#include "exchange/usecase/witness_rows.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

absl::Status NotToBeHad(const char* reason, absl::string_view text,
                        Period period) {
  return ReasonError(absl::StatusCode::kFailedPrecondition, reason, text,
                     {{"period", period.text()}});
}

absl::StatusOr<std::optional<Versioned<SealProofRow>>> FindRung(
    const Ledger& ledger, const DatasetId& dataset, Period period, int rung) {
  SealProofRow key;
  key.dataset = dataset;
  key.period = period;
  key.rung = rung;
  return Find<SealProofRow>(ledger, KeyOf(key));
}

absl::StatusOr<Versioned<SealProofRow>> FindProof(const Ledger& ledger,
                                                  const DatasetId& dataset,
                                                  Period period) {
  TOGUNA_ASSIGN_OR_RETURN(const Versioned<PeriodRow> row,
                          FindPeriod(ledger, dataset, period));
  if (row.value.state != PeriodState::kSealed) {
    return NotToBeHad("PERIOD_NOT_SEALED", "the period is not sealed", period);
  }
  TOGUNA_ASSIGN_OR_RETURN(auto proof, FindRung(ledger, dataset, period, 0));
  if (!proof.has_value()) {
    return absl::DataLossError("a period is sealed, but its proof is missing");
  }
  if (proof->value.verdict_sha256.empty()) {
    return NotToBeHad("PROOF_EMPTY", "nothing was due with the period", period);
  }
  if (proof->value.proof_sha256.empty()) {
    return NotToBeHad("PROOF_NOT_KEPT",
                      "the period was sealed before proofs were kept", period);
  }
  return *std::move(proof);
}

// k of a higher rung, which names it.
absl::StatusOr<int> RungName(const Ledger& ledger, const SealProofRow& proof) {
  SealRow key;
  key.sealed.dataset = proof.dataset;
  key.sealed.period = proof.period;
  key.sealed.rung = proof.rung;
  TOGUNA_ASSIGN_OR_RETURN(const auto seal, Find<SealRow>(ledger, KeyOf(key)));
  if (!seal.has_value()) {
    return absl::DataLossError("a rung has a proof and no seal");
  }
  return seal->value.sealed.minimums.k;
}

// The texts of the proofs of all rungs, by the file that each goes into; says
// in `fields` of the log's entry which they are.
absl::StatusOr<std::map<std::string, std::string>> ReadTexts(
    const Ledger& ledger, SealProofRow proof,
    std::map<std::string, std::string>& fields) {
  RowKey key =
      KeyOf(WitnessRow{.dataset = proof.dataset, .period = proof.period});
  key.number.reset();
  std::map<int, std::vector<WitnessRow>> rows;
  TOGUNA_RETURN_IF_ERROR(ledger.Scan(key, [&](const VersionedRow& row) {
    const auto& part = std::get<WitnessRow>(row.row);
    rows[part.rung].push_back(part);
    return true;
  }));
  std::map<std::string, std::string> files;
  for (;;) {
    std::string name = kProofCheckFile;
    std::string prefix;
    if (proof.rung > 0) {
      TOGUNA_ASSIGN_OR_RETURN(const int k, RungName(ledger, proof));
      name = ProofCheckFile(k);
      prefix = absl::StrCat("k", k, "_");
    }
    files[name] = TextOf(std::move(rows[proof.rung]));
    if (HexOf(Sha256(files[name])) != proof.proof_sha256) {
      return absl::DataLossError("a stored proof is not the one of its seal");
    }
    fields[prefix + "proof_sha256"] = proof.proof_sha256;
    TOGUNA_ASSIGN_OR_RETURN(auto next, FindRung(ledger, proof.dataset,
                                                proof.period, proof.rung + 1));
    if (!next.has_value()) return files;
    proof = std::move(next->value);
  }
}

}  // namespace

SealProofs::SealProofs(Ledger& ledger, Clock clock)
    : ledger_(ledger), clock_(std::move(clock)) {}

absl::StatusOr<std::map<std::string, std::string>> SealProofs::Read(
    const Caller& caller, const DatasetId& dataset, Period period) {
  TOGUNA_ASSIGN_OR_RETURN(const Versioned<SealProofRow> proof,
                          FindProof(ledger_, dataset, period));
  const WitnessRow witness{.dataset = dataset, .period = period};
  TOGUNA_ASSIGN_OR_RETURN(const auto shred_key,
                          ledger_.Get(ShredKeyOf(KeyOf(witness)).value()));
  if (!shred_key.has_value()) {
    return NotToBeHad("PROOF_SHREDDED",
                      "the proof was destroyed when its year was sealed; its "
                      "digest stays in the log",
                      period);
  }
  Effects effects;
  effects.time = clock_();
  effects.entry = {
      .type = "period.proof-read",
      .actor = caller.spiffe_id,
      .fields = {{"dataset", dataset.text()}, {"period", period.text()}}};
  TOGUNA_ASSIGN_OR_RETURN(
      auto files, ReadTexts(ledger_, proof.value, effects.entry.fields));
  // The seal's commit was the last to write the row.
  const uint64_t sealed_at = proof.version - 1;
  TOGUNA_ASSIGN_OR_RETURN(const uint64_t index, ledger_.Commit(effects));
  TOGUNA_RETURN_IF_ERROR(ledger_.WaitForCheckpoint(index));
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<std::string> entries,
                          ledger_.Entries(sealed_at, 1));
  if (entries.size() != 1) {
    return absl::UnavailableError("the log does not show the entry yet");
  }
  files[kProofEntryFile] = entries.front();
  TOGUNA_ASSIGN_OR_RETURN(files[kProofInLogFile],
                          ledger_.InclusionProof(sealed_at));
  return files;
}

}  // namespace toguna
