#ifndef TOGUNA_EXCHANGE_USECASE_WITNESS_ROWS_H_
#define TOGUNA_EXCHANGE_USECASE_WITNESS_ROWS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/usecase/rows.h"

namespace toguna {

// Cuts the text of a proof into rows, and joins them again.
std::vector<WitnessRow> WitnessRowsOf(const DatasetId& dataset, Period period,
                                      int rung, absl::string_view text);
std::string TextOf(std::vector<WitnessRow> rows);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_WITNESS_ROWS_H_
