#ifndef TOGUNA_EXCHANGE_USECASE_FEED_LOG_H_
#define TOGUNA_EXCHANGE_USECASE_FEED_LOG_H_

#include "absl/status/status.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/rows.h"

namespace toguna {

// Adds `item` as the next item of the feed to `effects`: sets its sequence,
// moves the head, and expects the head unmoved, so that sequences have no gap.
absl::Status AppendToFeed(const Ledger& ledger, FeedRow item, Effects& effects);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_FEED_LOG_H_
