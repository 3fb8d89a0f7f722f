#ifndef TOGUNA_EXCHANGE_EXTRACT_SELECT_H_
#define TOGUNA_EXCHANGE_EXTRACT_SELECT_H_

// Selects what an ask covers from sealed periods. Computes nothing new.

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/period.h"
#include "exchange/disclosure/sealed.h"
#include "exchange/extract/cohort_rows.h"
#include "policies/model/catalog.h"
#include "policies/rules/decide.h"

namespace toguna {

// Part of one sealed table: cells within the levels and codes asked for.
struct SelectedTable {
  Period period{absl::CivilMonth()};
  SealedTable table;
};

struct Selection {
  std::vector<SelectedTable> tables;  // by period, then in the plan's order
  std::vector<SelectedCohorts> cohorts = {};  // by period, then likewise
};

// Every cell of the asked families whose codes lie no finer than the asked
// levels and within the asked code filters, PUBLISHED and NOT_SHOWN alike.
// A pool lies where all of its members do. `ask` must have been allowed.
//   kInvalidArgument    a dimension without a level, an unknown code or family
//   kFailedPrecondition CODE_LIST_CHANGED  sealed with another version of a
//                       code list than the catalog's, so that labels and
//                       levels would not be those of the sealed codes
absl::StatusOr<Selection> Select(const Catalog& catalog, const Ask& ask,
                                 const std::vector<SealedPeriod>& sealed);

// Holds a selection against the seals once more, by another way than Select:
// every cell must be a sealed cell with the same status, value and range, in an
// asked period and family, no finer than the asked level; NOT_SHOWN holds no
// value, PUBLISHED no range.
// kDataLoss EXTRACT_CHECK_FAILED, without saying which cell.
absl::Status CheckSelection(const Catalog& catalog, const Ask& ask,
                            const Selection& selection,
                            const std::vector<SealedPeriod>& sealed);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_EXTRACT_SELECT_H_
