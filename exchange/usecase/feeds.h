#ifndef TOGUNA_EXCHANGE_USECASE_FEEDS_H_
#define TOGUNA_EXCHANGE_USECASE_FEEDS_H_

// Feeds: sealed periods, cleared alerts and recalls, one item at a time.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/extract/select.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/decision_rows.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/recalls.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"
#include "policies/rules/decide.h"

namespace toguna {

// A cleared alert as one agreement may see it: place no finer than its level.
struct AlertView {
  AlertId id;
  std::map<std::string, std::string> codes;
  absl::Time occurred_at;
  absl::Time raised_at;
  absl::Time cleared_at;
};

// The last: that something which was given under the agreement is recalled.
using FeedContent = std::variant<Selection, AlertView, RecallView>;

struct FeedItem {
  uint64_t sequence = 0;
  DatasetId dataset;
  absl::Time published_at;
  FeedContent content;
  uint64_t audit_index = 0;  // of the entry that covers this delivery
};

struct FeedStep {
  std::optional<FeedItem> item;  // none: nothing for this agreement yet
  uint64_t cursor = 0;           // everything up to here has been handled
};

// Thread-safe if the ledger is. The references must outlive it.
class Feeds {
 public:
  Feeds(const Catalog& catalog, Ledger& ledger, Clock clock,
        RandomBytes random);

  // The first item after `after` that the agreement gives for `purpose`.
  // Decides again for the item; commits its audit entry (once per agreement
  // and item) and waits for the checkpoint before it returns the item. Items
  // of datasets without a feed in the agreement, and seals of months, quarters
  // or years that none of its tables is made by, are passed over. A delayed
  // alert, and all after it, wait.
  //   kPermissionDenied  with the decision's reason, and its id as metadata
  //                      "decision"; uniform for strangers
  //   kOutOfRange CURSOR_AHEAD  `after` is beyond the newest item
  absl::StatusOr<FeedStep> Next(const Caller& caller,
                                const AgreementId& agreement,
                                const PurposeId& purpose, uint64_t after);

 private:
  // What one call works with; defined beside its code.
  struct Follower;

  absl::StatusOr<FeedStep> Attempt(const Caller& caller,
                                   const AgreementId& agreement,
                                   const PurposeId& purpose, uint64_t after);
  absl::Status Refuse(const Follower& who, const Decided& decided);
  absl::StatusOr<std::optional<FeedContent>> Content(const Follower& who,
                                                     const FeedRow& row,
                                                     Ask& ask,
                                                     Facts& facts) const;
  // One item, recorded and under a checkpoint; none if it is passed over, or
  // if it is delayed, which `wait` then says.
  absl::StatusOr<std::optional<FeedItem>> Deliver(const Follower& who,
                                                  const FeedRow& row,
                                                  bool& wait);
  // Likewise of a recall: whoever holds what is recalled is told, whatever else
  // the agreement sends.
  absl::StatusOr<std::optional<FeedItem>> Notify(const Follower& who,
                                                 const FeedRow& row);
  absl::StatusOr<uint64_t> Record(const Follower& who, const FeedRow& row);

  const Catalog& catalog_;
  Ledger& ledger_;
  Clock clock_;
  RandomBytes random_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_FEEDS_H_
