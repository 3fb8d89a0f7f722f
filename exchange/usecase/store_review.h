#ifndef TOGUNA_EXCHANGE_USECASE_STORE_REVIEW_H_
#define TOGUNA_EXCHANGE_USECASE_STORE_REVIEW_H_

// What the log's entries and the rows of a store say of each other: whoever has
// both, with all keys, finds out whether every release, decision, statement and
// seal is the one that the log has the digest of, and none is missing.

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/entry.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/rows.h"

namespace toguna {

// Something that does not fit. `code` is UPPER_SNAKE_CASE; `what` names an
// entry, release, decision or period, never what it holds.
struct StoreFault {
  std::string code;
  std::string what;

  friend bool operator==(const StoreFault&, const StoreFault&) = default;
};

// How much was looked at.
struct ReviewFigures {
  int64_t entries = 0;
  int64_t rows = 0;
  int64_t releases = 0;
  int64_t files = 0;  // of the releases
  int64_t feed_items = 0;
  int64_t decisions = 0;
  int64_t statements = 0;
  int64_t seals = 0;
  int64_t rungs = 0;
  int64_t proofs_verified = 0;   // of seals, by the checker, again
  int64_t proofs_destroyed = 0;  // with their year, as the log says
};

// What the review needs beside entries and rows.
struct ReviewKeys {
  std::string log_vkey;
  Ed25519Verifier verify;
  // OK if the minisign signature is the exchange's, of the manifest.
  std::function<absl::Status(absl::string_view manifest,
                             absl::string_view signature)>
      verify_manifest;
  // The proof (c2sp.org/tlog-proof) of an entry under the log's newest head.
  std::function<absl::StatusOr<std::string>(uint64_t index)> proof_of;
};

// Give it every entry in order, then every row in any order, then finish. Not
// thread-safe. Keeps the proofs of all seals whose year is not sealed.
//
// Faults: ENTRY_MALFORMED; ROW_FROM_NOWHERE (its entry is not in the log);
// RELEASE_NOT_IN_LOG, RELEASE_CHANGED, RELEASE_MISSING; MANIFEST_NOT_SIGNED;
// DECISION_CHANGED, DECISION_MISSING; STATEMENT_CHANGED, STATEMENT_MISSING;
// DELIVERY_NOT_IN_LOG, DELIVERY_MISSING; FEED_BROKEN; SEAL_NOT_IN_LOG,
// SEAL_MISSING, SEAL_CHANGED; PROOF_MISSING, and what VerifySealProof says.
class StoreReview {
 public:
  void AddEntry(absl::string_view bytes);
  void AddRow(const VersionedRow& row);
  void Finish(const ReviewKeys& keys);

  const std::vector<StoreFault>& faults() const { return faults_; }
  const ReviewFigures& figures() const { return figures_; }

 private:
  // What an entry says that rows are held against.
  struct Claim {
    std::string type;
    std::map<std::string, std::string> fields;
    std::string bytes;  // of a seal
    bool met = false;
    bool explained = false;  // its decision is there
  };
  using PeriodOf = std::pair<std::string, std::string>;  // dataset, period
  struct Sealed {
    std::map<int, SealedPeriod> rungs;
    std::map<int, SealProofRow> proofs;
    std::map<int, std::vector<WitnessRow>> witnesses;
    uint64_t index = 0;
    bool sealed = false;  // says the period's row
  };

  void Fault(absl::string_view code, std::string what);
  Claim* Find(uint64_t index, absl::string_view type);
  Claim* FindDecided(uint64_t index);
  void Review(const ReleaseRow& row);
  void Review(const DecisionRow& row);
  void Review(const StatementRow& row);
  void Review(const FeedDeliveryRow& row);
  void ReviewFiles(const ReleaseRow& row, const Claim& claim);
  void ReviewClaims();
  void ReviewFeed();
  void ReviewSeal(const PeriodOf& of, Sealed& seal, const ReviewKeys& keys);
  absl::Status VerifyProofOf(const PeriodOf& of, Sealed& seal,
                             const Claim& claim, const ReviewKeys& keys);

  std::vector<StoreFault> faults_;
  ReviewFigures figures_;
  std::map<uint64_t, Claim> claims_;  // by index
  std::map<std::string, std::pair<std::string, std::string>>
      manifests_;  // of releases: manifest, signature
  std::map<PeriodOf, Sealed> seals_;
  std::map<PeriodOf, uint64_t> seal_entries_;
  std::set<PeriodOf> destroyed_;  // years, by a recovery
  std::vector<uint64_t> feed_;    // sequences
  uint64_t feed_head_ = 0;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_STORE_REVIEW_H_
