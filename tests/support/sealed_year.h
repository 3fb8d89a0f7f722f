#ifndef TOGUNA_TESTS_SUPPORT_SEALED_YEAR_H_
#define TOGUNA_TESTS_SUPPORT_SEALED_YEAR_H_

// Months of records that are sealed one after another, and their quarters, by
// the use cases on a ledger in memory.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/base/period.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/cohort_rows.h"
#include "exchange/usecase/seal_jobs.h"
#include "policies/model/catalog.h"
#include "policies/model/plan.h"
#include "tests/support/fake_ledger.h"

namespace toguna::testing {

class SealedYear {
 public:
  // Sealed under the plan of `dataset`, which may change between seals.
  SealedYear(const Catalog& catalog, DatasetId dataset, int64_t work = 0)
      : catalog_(catalog), dataset_(std::move(dataset)), work_(work) {}

  FakeLedger& ledger() { return ledger_; }

  // Takes the records of a month, known to the exchange as they are, and seals
  // it.
  absl::StatusOr<SealJob> SealMonth(const Period& month,
                                    const std::vector<Record>& records) {
    now_ = month.End(catalog_.operation.time_zone) + absl::Hours(1);
    Effects effects;
    for (const Record& record : records) {
      effects.put.emplace_back(
          VaultRecord{.record = record, .period = month, .accepted_at = now_});
      RecordIndex index;
      index.dataset = dataset_;
      index.contributor = record.contributor;
      index.ref = record.ref;
      index.instance = record.instance;
      index.period = month;
      effects.put.emplace_back(std::move(index));
    }
    effects.put.emplace_back(PeriodRow{.dataset = dataset_,
                                       .period = month,
                                       .state = PeriodState::kClosed,
                                       .closed_at = now_,
                                       .sealed_at = {}});
    TOGUNA_RETURN_IF_ERROR(ledger_.Commit(effects).status());
    return Seal(month);
  }

  absl::StatusOr<SealJob> Seal(const Period& period) {
    now_ = std::max(now_, period.End(catalog_.operation.time_zone)) +
           absl::Hours(1);
    SealJobs jobs(
        catalog_, ledger_, [this] { return now_; },
        [this](size_t n) { return std::string(n, drawn_++); });
    const Caller officer{PartyId("cluster"), Role::kOfficer,
                         "spiffe://demo/officer/one"};
    TOGUNA_ASSIGN_OR_RETURN(const SealJob job,
                            jobs.Request(officer, dataset_, period, work_));
    return jobs.Run(IdOf(job.row), [](const SealProgress&) { return true; });
  }

  // What the period's cohorts were sealed to.
  absl::StatusOr<std::optional<CohortSeal>> Cohorts(const Period& quarter,
                                                    const CohortsId& id) const {
    return FindCohortSeal(ledger_, dataset_, quarter, id);
  }

  // The contributor takes a record back, after its month was sealed.
  absl::Status Retract(const CohortRecord& record) {
    RecordIndex index;
    index.dataset = dataset_;
    index.contributor = record.contributor;
    index.ref = record.ref;
    index.instance = record.instance;
    index.period = record.month;
    index.retracted = true;
    Effects effects;
    effects.put.emplace_back(std::move(index));
    return ledger_.Commit(effects).status();
  }

 private:
  const Catalog& catalog_;
  const DatasetId dataset_;
  const int64_t work_;
  FakeLedger ledger_;
  absl::Time now_;
  char drawn_ = 'a';
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_SEALED_YEAR_H_
