#include "exchange/usecase/store_review.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "exchange/base/json.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/decision_rows.h"
#include "exchange/usecase/seal_proof.h"
#include "exchange/usecase/witness_rows.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr char kManifest[] = "manifest.json";
constexpr char kSignature[] = "manifest.json.minisig";
constexpr char kCiphertext[] = "extract.csv.age";

std::string FieldOf(const std::map<std::string, std::string>& fields,
                    const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second;
}

// True if the manifest, indented as the exchange writes it, names the file with
// its digest.
bool Attests(absl::string_view manifest, absl::string_view name,
             absl::string_view bytes) {
  const std::string digest = HexOf(Sha256(bytes));
  size_t at = manifest.find(absl::StrCat("\"sha256\": ", JsonQuote(digest)));
  while (at != manifest.npos) {
    const size_t end = manifest.find("\"name\": ", at);
    if (end == manifest.npos) return false;
    if (absl::StartsWith(manifest.substr(end + 8), JsonQuote(name))) {
      return true;
    }
    at = manifest.find(absl::StrCat("\"sha256\": ", JsonQuote(digest)), at + 1);
  }
  return false;
}

int64_t PublishedIn(const SealedPeriod& sealed) {
  int64_t published = 0;
  for (const SealedTable& table : sealed.tables) {
    published += std::count_if(table.cells.begin(), table.cells.end(),
                               [](const SealedCell& cell) {
                                 return cell.status == CellStatus::kPublished;
                               });
  }
  return published;
}

// Of the rung's own members in the entry of its seal.
std::string PrefixOf(const SealedPeriod& sealed) {
  return sealed.rung == 0 ? "" : absl::StrCat("k", sealed.minimums.k, "_");
}

bool IsClaim(absl::string_view type) {
  return type == "release.extract" || type == "release.refuse" ||
         type == "release.feed-item" || type == "recall.notify" ||
         type == "release.ack" || type == "recall.attest" ||
         type == "inquiry.refuse" || type == "period.seal";
}

}  // namespace

void StoreReview::Fault(absl::string_view code, std::string what) {
  faults_.push_back({std::string(code), std::move(what)});
}

void StoreReview::AddEntry(absl::string_view bytes) {
  const auto index = static_cast<uint64_t>(figures_.entries++);
  absl::StatusOr<LoggedEntry> read = ParseEntry(bytes);
  if (!read.ok() || read->sequence != index) {
    Fault("ENTRY_MALFORMED", absl::StrCat("entry ", index));
    return;
  }
  AuditEntry& entry = read->entry;
  if (entry.type == "period.lost") {
    for (const absl::string_view year :
         absl::StrSplit(FieldOf(entry.fields, "destroyed_years"), ',')) {
      destroyed_.emplace(FieldOf(entry.fields, "dataset"), year);
    }
  }
  if (!IsClaim(entry.type)) return;
  Claim claim{
      .type = entry.type, .fields = std::move(entry.fields), .bytes = {}};
  if (entry.type == "period.seal") {
    claim.bytes = std::string(bytes);
    seal_entries_[{FieldOf(claim.fields, "dataset"),
                   FieldOf(claim.fields, "period")}] = index;
  }
  claims_.emplace(index, std::move(claim));
}

StoreReview::Claim* StoreReview::Find(uint64_t index, absl::string_view type) {
  const auto found = claims_.find(index);
  return found == claims_.end() || found->second.type != type ? nullptr
                                                              : &found->second;
}

StoreReview::Claim* StoreReview::FindDecided(uint64_t index) {
  const auto found = claims_.find(index);
  return found == claims_.end() ||
                 !found->second.fields.contains("decision_sha256")
             ? nullptr
             : &found->second;
}

void StoreReview::AddRow(const VersionedRow& versioned) {
  ++figures_.rows;
  if (versioned.version == 0 ||
      versioned.version > static_cast<uint64_t>(figures_.entries)) {
    Fault("ROW_FROM_NOWHERE", absl::StrCat("entry ", versioned.version - 1));
  }
  const Row& row = versioned.row;
  const auto seal = [this](const DatasetId& dataset,
                           const Period& period) -> Sealed& {
    return seals_[{dataset.text(), period.text()}];
  };
  if (const auto* release = std::get_if<ReleaseRow>(&row)) {
    Review(*release);
  } else if (const auto* decision = std::get_if<DecisionRow>(&row)) {
    Review(*decision);
  } else if (const auto* statement = std::get_if<StatementRow>(&row)) {
    Review(*statement);
  } else if (const auto* delivery = std::get_if<FeedDeliveryRow>(&row)) {
    Review(*delivery);
  } else if (const auto* item = std::get_if<FeedRow>(&row)) {
    feed_.push_back(item->sequence);
  } else if (const auto* head = std::get_if<FeedHeadRow>(&row)) {
    feed_head_ = head->last;
  } else if (const auto* period = std::get_if<PeriodRow>(&row)) {
    if (period->state == PeriodState::kSealed) {
      seal(period->dataset, period->period).sealed = true;
    }
  } else if (const auto* sealed = std::get_if<SealRow>(&row)) {
    Sealed& of = seal(sealed->sealed.dataset, sealed->sealed.period);
    of.index = versioned.version - 1;
    of.rungs.emplace(sealed->sealed.rung, sealed->sealed);
  } else if (const auto* proof = std::get_if<SealProofRow>(&row)) {
    seal(proof->dataset, proof->period).proofs.emplace(proof->rung, *proof);
  } else if (const auto* witness = std::get_if<WitnessRow>(&row)) {
    seal(witness->dataset, witness->period)
        .witnesses[witness->rung]
        .push_back(*witness);
  }
}

void StoreReview::Review(const ReleaseRow& row) {
  if (row.kind != ReleaseRow::Kind::kExtract) return;
  ++figures_.releases;
  const std::string name = absl::StrCat("release ", row.id.text());
  Claim* claim = Find(row.audit_index, "release.extract");
  if (claim == nullptr || claim->met ||
      FieldOf(claim->fields, "release") != row.id.text() ||
      FieldOf(claim->fields, "agreement") != row.agreement.text()) {
    Fault("RELEASE_NOT_IN_LOG", name);
    return;
  }
  claim->met = true;
  ReviewFiles(row, *claim);
}

void StoreReview::ReviewFiles(const ReleaseRow& row, const Claim& claim) {
  const std::string name = absl::StrCat("release ", row.id.text());
  const auto manifest = row.files.find(kManifest);
  const auto signature = row.files.find(kSignature);
  if (manifest == row.files.end() || signature == row.files.end()) {
    Fault("RELEASE_CHANGED", absl::StrCat(name, " ", kManifest));
    return;
  }
  const std::string digest = HexOf(Sha256(manifest->second));
  if (digest != row.manifest_sha256 ||
      digest != FieldOf(claim.fields, "manifest_sha256")) {
    Fault("RELEASE_CHANGED", absl::StrCat(name, " ", kManifest));
  }
  for (const auto& [file, bytes] : row.files) {
    ++figures_.files;
    if (file == kManifest || file == kSignature) continue;
    const bool logged =
        file != kCiphertext ||
        HexOf(Sha256(bytes)) == FieldOf(claim.fields, "package_sha256");
    if (!logged || !Attests(manifest->second, file, bytes)) {
      Fault("RELEASE_CHANGED", absl::StrCat(name, " ", file));
    }
  }
  if (!row.files.contains(kCiphertext)) {
    Fault("RELEASE_CHANGED", absl::StrCat(name, " ", kCiphertext));
  }
  manifests_[row.id.text()] = {manifest->second, signature->second};
}

void StoreReview::Review(const DecisionRow& row) {
  ++figures_.decisions;
  Claim* claim = FindDecided(row.audit_index);
  if (claim == nullptr || claim->explained ||
      FieldOf(claim->fields, "decision_sha256") != DecisionSha256(row)) {
    Fault("DECISION_CHANGED", absl::StrCat("decision ", row.id.text()));
    return;
  }
  claim->explained = true;
}

void StoreReview::Review(const StatementRow& row) {
  ++figures_.statements;
  Claim* claim = Find(row.audit_index, row.kind == StatementRow::Kind::kReceipt
                                           ? "release.ack"
                                           : "recall.attest");
  const std::string digest = HexOf(Sha256(row.text));
  if (claim == nullptr || claim->met || digest != row.sha256 ||
      FieldOf(claim->fields, "statement_sha256") != digest) {
    Fault("STATEMENT_CHANGED",
          absl::StrCat("statement of release ", row.release.text()));
    return;
  }
  claim->met = true;
}

void StoreReview::Review(const FeedDeliveryRow& row) {
  ++figures_.feed_items;
  Claim* claim = Find(row.audit_index, "release.feed-item");
  if (claim == nullptr) claim = Find(row.audit_index, "recall.notify");
  if (claim == nullptr ||
      FieldOf(claim->fields, "agreement") != row.agreement.text() ||
      FieldOf(claim->fields, "sequence") != absl::StrCat(row.sequence)) {
    Fault("DELIVERY_NOT_IN_LOG", absl::StrCat("feed item ", row.sequence,
                                              " under ", row.agreement.text()));
    return;
  }
  claim->met = true;
}

void StoreReview::ReviewClaims() {
  // Of a feed item given under several revisions only the newest is kept.
  std::set<std::pair<std::string, std::string>> given;
  for (const auto& [index, claim] : claims_) {
    if (claim.met && claim.fields.contains("sequence")) {
      given.emplace(FieldOf(claim.fields, "agreement"),
                    FieldOf(claim.fields, "sequence"));
    }
  }
  for (const auto& [index, claim] : claims_) {
    const std::string what = absl::StrCat("entry ", index);
    if (claim.fields.contains("decision_sha256") && !claim.explained) {
      Fault("DECISION_MISSING", what);
    }
    if (claim.met) continue;
    if (claim.type == "release.extract") {
      Fault("RELEASE_MISSING",
            absl::StrCat("release ", FieldOf(claim.fields, "release")));
    } else if (claim.type == "release.ack" || claim.type == "recall.attest") {
      Fault("STATEMENT_MISSING",
            absl::StrCat("statement of release ",
                         FieldOf(claim.fields, "release")));
    } else if ((claim.type == "release.feed-item" ||
                claim.type == "recall.notify") &&
               claim.fields.contains("sequence") &&
               !given.contains({FieldOf(claim.fields, "agreement"),
                                FieldOf(claim.fields, "sequence")})) {
      Fault("DELIVERY_MISSING", what);
    }
  }
}

void StoreReview::ReviewFeed() {
  std::sort(feed_.begin(), feed_.end());
  bool whole = feed_.size() == feed_head_;
  for (size_t i = 0; i < feed_.size(); ++i) whole = whole && feed_[i] == i + 1;
  if (!whole) Fault("FEED_BROKEN", absl::StrCat("feed of ", feed_head_));
}

absl::Status StoreReview::VerifyProofOf(const PeriodOf& of, Sealed& seal,
                                        const Claim& claim,
                                        const ReviewKeys& keys) {
  std::map<std::string, std::string> files;
  for (auto& [rung, rows] : seal.witnesses) {
    const auto sealed = seal.rungs.find(rung);
    if (sealed == seal.rungs.end()) {
      return ReasonError(absl::StatusCode::kDataLoss, "SEAL_MISSING",
                         "a proof without its rung");
    }
    files[rung == 0 ? kProofCheckFile
                    : ProofCheckFile(sealed->second.minimums.k)] =
        TextOf(std::move(rows));
  }
  TOGUNA_ASSIGN_OR_RETURN(auto tables, ProofTables(files));
  files.merge(tables);
  files[kProofEntryFile] = claim.bytes;
  TOGUNA_ASSIGN_OR_RETURN(files[kProofInLogFile], keys.proof_of(seal.index));
  TOGUNA_ASSIGN_OR_RETURN(const VerifiedProof proof,
                          VerifySealProof(files, keys.log_vkey, keys.verify));
  if (proof.dataset != of.first || proof.period != of.second) {
    return ReasonError(absl::StatusCode::kDataLoss, "PROOF_CHANGED",
                       "a proof of another period");
  }
  for (const auto& [rung, sealed] : seal.rungs) {
    TOGUNA_RETURN_IF_ERROR(CompareSeal(proof, sealed));
  }
  return absl::OkStatus();
}

void StoreReview::ReviewSeal(const PeriodOf& of, Sealed& seal,
                             const ReviewKeys& keys) {
  const std::string name = absl::StrCat("seal ", of.first, " ", of.second);
  if (seal.rungs.empty() || !seal.rungs.contains(0)) {
    Fault("SEAL_MISSING", name);
    return;
  }
  ++figures_.seals;
  figures_.rungs += static_cast<int64_t>(seal.rungs.size());
  const Claim* claim = Find(seal.index, "period.seal");
  if (claim == nullptr || FieldOf(claim->fields, "dataset") != of.first ||
      FieldOf(claim->fields, "period") != of.second || !seal.sealed) {
    Fault("SEAL_NOT_IN_LOG", name);
    return;
  }
  bool proven = false;
  for (const auto& [rung, sealed] : seal.rungs) {
    const std::string prefix = PrefixOf(sealed);
    const auto proof = seal.proofs.find(rung);
    if (FieldOf(claim->fields, prefix + "published") !=
            absl::StrCat(PublishedIn(sealed)) ||
        proof == seal.proofs.end() ||
        proof->second.verdict_sha256 !=
            FieldOf(claim->fields, prefix + "verdict_sha256") ||
        proof->second.proof_sha256 !=
            FieldOf(claim->fields, prefix + "proof_sha256")) {
      Fault("SEAL_CHANGED", name);
      return;
    }
    proven = proven || !proof->second.proof_sha256.empty();
  }
  if (!proven) return;  // nothing was due, or from before proofs were kept
  if (seal.witnesses.empty()) {
    // Destroyed by the seal of the year, a year's own, or by a recovery.
    const PeriodOf year = {of.first, of.second.substr(0, 4)};
    if (seal_entries_.contains(year) || destroyed_.contains(year)) {
      ++figures_.proofs_destroyed;
    } else {
      Fault("PROOF_MISSING", name);
    }
    return;
  }
  const absl::Status holds = VerifyProofOf(of, seal, *claim, keys);
  if (holds.ok()) {
    ++figures_.proofs_verified;
    return;
  }
  const std::string code = ReasonOf(holds).code;
  Fault(code.empty() ? "PROOF_CHANGED" : code, name);
}

void StoreReview::Finish(const ReviewKeys& keys) {
  ReviewClaims();
  ReviewFeed();
  for (const auto& [release, files] : manifests_) {
    if (!keys.verify_manifest(files.first, files.second).ok()) {
      Fault("MANIFEST_NOT_SIGNED", absl::StrCat("release ", release));
    }
  }
  // A seal that the log tells of, and nothing else does.
  for (const auto& [of, index] : seal_entries_) seals_[of];
  for (auto& [of, seal] : seals_) ReviewSeal(of, seal, keys);
}

}  // namespace toguna
