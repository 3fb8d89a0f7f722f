#ifndef TOGUNA_EXCHANGE_USECASE_RECALL_ROWS_H_
#define TOGUNA_EXCHANGE_USECASE_RECALL_ROWS_H_

// What recalls.cc is made of. Other acts use recalls.h.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/rows.h"

namespace toguna {

RowKey KeyOfRecall(const DatasetId& dataset, const Period& period,
                   const CohortsId& cohorts, absl::string_view code);

// What was given of cohorts to anybody, in no meaningful order.
absl::StatusOr<std::vector<CohortsGivenRow>> AllGiven(const Ledger& ledger);

// Opens one, and says so in the feed; false, and nothing is done, if it is
// open.
absl::StatusOr<bool> OpenRecall(Ledger& ledger, const std::string& actor,
                                RecallRow row);

absl::StatusOr<bool> OpenReleaseRecall(Ledger& ledger, const std::string& actor,
                                       ReleaseRecallRow row);

// OpenDueRecalls, again while others open the same.
absl::Status OpenDueRetried(Ledger& ledger, absl::Time now);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_RECALL_ROWS_H_
