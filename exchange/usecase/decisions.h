#ifndef TOGUNA_EXCHANGE_USECASE_DECISIONS_H_
#define TOGUNA_EXCHANGE_USECASE_DECISIONS_H_

// What was decided under an agreement, for its parties.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "policies/model/catalog.h"

namespace toguna {

// A decision, and the bytes that the log has the digest of.
struct DecisionView {
  DecisionRow row;
  std::string json;
  std::string sha256;
};

struct DecisionPage {
  std::vector<DecisionRow> rows;  // the newest first
  // Where the next page begins; none: there is no more.
  std::optional<uint64_t> next;
};

// Who may read a decision is settled by the agreement as it is now: its data
// protection officer reads all of them, its data owner those on asks of
// parties, its recipient those on its own. To anybody else there are none.
//
// Thread-safe if the ledger is. The references must outlive it.
class Decisions {
 public:
  Decisions(const Catalog& catalog, Ledger& ledger);

  // The decision of a refusal, or of the release of the same id, compared with
  // the log: waits until a checkpoint covers its entry.
  //   kPermissionDenied REFUSED              there is none for this caller
  //   kFailedPrecondition DECISION_NOT_KEPT  a release from before they were
  //   kDataLoss DECISION_CHANGED             not the one that the log has
  absl::StatusOr<DecisionView> Explain(const Caller& caller,
                                       const DecisionId& id) const;

  // At most `size` of an agreement's decisions, below `before` in the log. A
  // page may be short, or empty, and still have a next one: of those that are
  // not for the caller, so many are passed over and no more. Not compared with
  // the log.
  //   kPermissionDenied REFUSED  there is no such agreement for the caller
  absl::StatusOr<DecisionPage> List(const Caller& caller,
                                    const AgreementId& agreement, size_t size,
                                    std::optional<uint64_t> before) const;

 private:
  // The decision, if it is for the caller. Not compared with the log.
  absl::StatusOr<DecisionRow> Read(const Caller& caller,
                                   const DecisionId& id) const;
  absl::Status CheckLog(const DecisionRow& row,
                        const std::string& sha256) const;

  const Catalog& catalog_;
  Ledger& ledger_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_DECISIONS_H_
