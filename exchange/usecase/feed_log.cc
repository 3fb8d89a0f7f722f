#include "exchange/usecase/feed_log.h"

#include <utility>

#include "absl/status/status.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/rows.h"

namespace toguna {

absl::Status AppendToFeed(const Ledger& ledger, FeedRow item,
                          Effects& effects) {
  const RowKey key = KeyOf(FeedHeadRow{});
  TOGUNA_ASSIGN_OR_RETURN(const auto head, Find<FeedHeadRow>(ledger, key));
  item.sequence = head.has_value() ? head->value.last + 1 : 1;
  effects.expected.emplace_back(key, head.has_value() ? head->version : 0);
  effects.put.emplace_back(FeedHeadRow{.last = item.sequence});
  effects.put.emplace_back(std::move(item));
  return absl::OkStatus();
}

}  // namespace toguna
