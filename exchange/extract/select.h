#ifndef TOGUNA_EXCHANGE_EXTRACT_SELECT_H_
#define TOGUNA_EXCHANGE_EXTRACT_SELECT_H_

// Selects what an ask covers from sealed periods. Computes nothing new.

#include <vector>

#include "absl/status/statusor.h"
#include "exchange/base/period.h"
#include "exchange/disclosure/sealed.h"
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
};

// Every cell of the asked families whose codes lie no finer than the asked
// levels and within the asked code filters, PUBLISHED and NOT_SHOWN alike.
// `ask` must have been allowed. kInvalidArgument for an unknown code or family.
absl::StatusOr<Selection> Select(const Catalog& catalog, const Ask& ask,
                                 const std::vector<SealedPeriod>& sealed);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_EXTRACT_SELECT_H_
