#include "exchange/usecase/seals.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"

namespace toguna {

absl::StatusOr<std::vector<Period>> SealedAmong(
    const Ledger& ledger, const DatasetId& dataset,
    const std::vector<Period>& periods) {
  std::vector<Period> sealed;
  for (const Period& period : periods) {
    PeriodRow wanted;
    wanted.dataset = dataset;
    wanted.period = period;
    TOGUNA_ASSIGN_OR_RETURN(const auto row,
                            Find<PeriodRow>(ledger, KeyOf(wanted)));
    if (row.has_value() && row->value.state == PeriodState::kSealed) {
      sealed.push_back(period);
    }
  }
  return sealed;
}

absl::StatusOr<std::vector<SealedPeriod>> ReadSeals(
    const Ledger& ledger, const DatasetId& dataset,
    const std::vector<Period>& periods) {
  std::vector<SealedPeriod> seals;
  for (const Period& period : periods) {
    SealRow wanted;
    wanted.sealed.dataset = dataset;
    wanted.sealed.period = period;
    TOGUNA_ASSIGN_OR_RETURN(auto row, Find<SealRow>(ledger, KeyOf(wanted)));
    if (!row.has_value()) {
      return absl::DataLossError("a period is sealed, but its seal is missing");
    }
    seals.push_back(std::move(row->value.sealed));
  }
  return seals;
}

absl::Status SameMinimums(const std::vector<SealedPeriod>& sealed) {
  for (const SealedPeriod& one : sealed) {
    const Minimums& first = sealed.front().minimums;
    if (one.minimums.k != first.k || one.minimums.s != first.s ||
        one.minimums.c != first.c) {
      return ReasonError(absl::StatusCode::kFailedPrecondition,
                         "MINIMUMS_DIFFER",
                         "the periods were sealed with different minimums; ask "
                         "for them in separate extracts");
    }
  }
  return absl::OkStatus();
}

}  // namespace toguna
