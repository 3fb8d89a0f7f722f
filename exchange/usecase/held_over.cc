#include "exchange/usecase/held_over.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/status_macros.h"
#include "exchange/cohort/hold_over.h"
#include "exchange/usecase/cohort_rows.h"
#include "exchange/usecase/seal_reading.h"

namespace toguna {
namespace {

using Quarters = std::vector<EarlierQuarter>;

// None: its cohorts cannot go on in those of `plan`.
absl::StatusOr<std::optional<EarlierQuarter>> ReadQuarter(
    const Catalog& catalog, const Ledger& ledger, const Plan& plan,
    Period quarter) {
  EarlierQuarter read{.quarter = quarter,
                      .plans = {},
                      .seals = {},
                      .months = {},
                      .waiting = {}};
  for (const CohortPlan& cohorts : plan.cohorts) {
    TOGUNA_ASSIGN_OR_RETURN(
        auto seal, FindCohortSeal(ledger, plan.dataset, quarter, cohorts.id));
    if (!seal.has_value()) return std::optional<EarlierQuarter>();
    read.seals.push_back(*std::move(seal));
  }
  std::vector<Period> periods = quarter.Months();
  periods.push_back(quarter);
  for (const Period& period : periods) {
    TOGUNA_ASSIGN_OR_RETURN(const FoundPeriod found,
                            FindPeriodRow(ledger, plan.dataset, period));
    if (!found.sealed()) continue;
    TOGUNA_ASSIGN_OR_RETURN(auto then,
                            FindSealedPlan(ledger, plan.dataset, period));
    if (!then.has_value()) return std::optional<EarlierQuarter>();
    read.plans.emplace(period, *std::move(then));
    if (period == quarter) continue;
    TOGUNA_ASSIGN_OR_RETURN(CubeRow cube,
                            ReadCube(ledger, plan.dataset, period));
    read.months.push_back(std::move(cube));
  }
  const Plan& then = read.plans.at(quarter).plan;
  const bool fits = then.cohorts.size() == plan.cohorts.size() &&
                    CheckPlans(catalog, plan, quarter, read.plans).ok();
  return fits ? std::optional(std::move(read)) : std::nullopt;
}

absl::Status FindWaiting(const Catalog& catalog, const Ledger& ledger,
                         const Plan& plan, Quarters& quarters) {
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  for (EarlierQuarter& quarter : quarters) {
    for (const CubeRow& month : quarter.months) {
      TOGUNA_ASSIGN_OR_RETURN(quarter.waiting.emplace_back(),
                              StandingStrata(ledger, plan, month.strata));
    }
  }
  for (size_t c = 0; c < plan.cohorts.size(); ++c) {
    std::vector<const CohortSeal*> before;
    for (const EarlierQuarter& quarter : quarters) {
      before.push_back(&quarter.seals[c]);
    }
    TOGUNA_ASSIGN_OR_RETURN(
        const HoldOver held,
        HoldOver::Create(catalog, dataset, plan.cohorts[c], before));
    for (size_t q = 0; q < quarters.size(); ++q) {
      for (std::vector<Stratum>& month : quarters[q].waiting) {
        std::vector<StratumRecord>& records = month[c].records;
        TOGUNA_ASSIGN_OR_RETURN(const std::vector<bool> waits,
                                held.Waits(q, records));
        size_t record = 0;
        std::erase_if(records,
                      [&](const StratumRecord&) { return !waits[record++]; });
      }
    }
  }
  return absl::OkStatus();
}

bool AnyWaits(const EarlierQuarter& quarter) {
  for (const std::vector<Stratum>& month : quarter.waiting) {
    for (const Stratum& stratum : month) {
      if (!stratum.records.empty()) return true;
    }
  }
  return false;
}

// The first quarter that records of a quarter's cohorts were accepted in.
Period FirstIn(const EarlierQuarter& quarter) {
  Period first = quarter.quarter;
  for (const CohortSeal& seal : quarter.seals) {
    for (const CohortSeal::Node& node : seal.nodes) {
      for (const CohortRecord& record : node.records) {
        const Period its(Period::Kind::kQuarter, record.month.month());
        if (its.month() < first.month()) first = its;
      }
    }
  }
  return first;
}

// Leaves the quarters from the first that is needed on.
void KeepNeeded(Quarters& quarters) {
  size_t first = 0;
  while (first < quarters.size() && !AnyWaits(quarters[first])) ++first;
  for (bool grown = true; grown;) {
    grown = false;
    for (size_t q = first; q < quarters.size(); ++q) {
      const Period needed = FirstIn(quarters[q]);
      while (first > 0 &&
             quarters[first - 1].quarter.month() >= needed.month()) {
        --first;
        grown = true;
      }
    }
  }
  quarters.erase(quarters.begin(),
                 quarters.begin() + static_cast<std::ptrdiff_t>(first));
}

}  // namespace

absl::StatusOr<Quarters> ReadHeldOver(
    const Catalog& catalog, const Ledger& ledger, const Plan& plan,
    Period quarter, std::vector<std::pair<RowKey, uint64_t>>& rests_on) {
  Quarters quarters;
  if (plan.cohorts.empty()) return quarters;
  bool fits = true;
  for (const Period& one : QuartersOfYear(quarter)) {
    if (one == quarter) break;
    TOGUNA_ASSIGN_OR_RETURN(const FoundPeriod found,
                            FindPeriodRow(ledger, plan.dataset, one));
    rests_on.emplace_back(
        RowKey{RowKind::kPeriod, {plan.dataset.text(), one.text()}, {}},
        found.version);
    if (!found.sealed()) continue;
    TOGUNA_ASSIGN_OR_RETURN(auto read, ReadQuarter(catalog, ledger, plan, one));
    fits = fits && read.has_value();
    if (fits) quarters.push_back(*std::move(read));
  }
  if (!fits) return Quarters();
  TOGUNA_RETURN_IF_ERROR(FindWaiting(catalog, ledger, plan, quarters));
  KeepNeeded(quarters);
  return quarters;
}

}  // namespace toguna
