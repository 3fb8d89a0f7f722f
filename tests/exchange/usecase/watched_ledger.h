#ifndef TOGUNA_TESTS_EXCHANGE_USECASE_WATCHED_LEDGER_H_
#define TOGUNA_TESTS_EXCHANGE_USECASE_WATCHED_LEDGER_H_

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/fake_ledger.h"
#include "tests/support/sealed_march.h"
#include "tests/support/small_operation.h"

namespace toguna::testing {

// A fake ledger that writes down in which order it was asked what, and that
// somebody else can interfere with.
class WatchedLedger : public FakeLedger {
 public:
  absl::StatusOr<uint64_t> Commit(const Effects& effects) override {
    if (before_commit) before_commit(effects);
    const auto index = FakeLedger::Commit(effects);
    steps.push_back(index.ok() ? "commit " + effects.entry.type
                               : "commit failed");
    return index;
  }
  absl::Status WaitForCheckpoint(uint64_t index) override {
    const absl::Status status = FakeLedger::WaitForCheckpoint(index);
    steps.push_back(status.ok() ? "checkpoint" : "checkpoint failed");
    return status;
  }

  absl::Status WaitForWitnesses(uint64_t index) override {
    const absl::Status status = FakeLedger::WaitForWitnesses(index);
    steps.push_back(status.ok() ? "witnesses" : "witnesses failed");
    return status;
  }

  // Puts a row as an act of nobody in particular.
  void Put(Row row) {
    Effects effects;
    effects.put.push_back(std::move(row));
    effects.entry.type = "test";
    (void)FakeLedger::Commit(effects);
  }

  // True if a release of `type` is in the log and under a checkpoint: the only
  // state in which anything may have been handed over.
  bool MayDeliver(const std::string& type) const {
    const auto at = std::find(steps.begin(), steps.end(), "commit " + type);
    return at != steps.end() &&
           std::find(at, steps.end(), "checkpoint") != steps.end();
  }

  int Count(const std::string& type) const {
    return static_cast<int>(std::count_if(
        log.begin(), log.end(),
        [&](const AuditEntry& entry) { return entry.type == type; }));
  }

  std::vector<std::string> steps;
  std::function<void(const Effects&)> before_commit;
};

inline void PutSealedMarch(WatchedLedger& ledger) {
  PeriodRow period;
  period.dataset = DatasetId("incidents");
  period.period = March();
  period.state = PeriodState::kSealed;
  ledger.Put(period);
  ledger.Put(SealRow{SealedMarch()});
}

// The same March at a further rung of k 10, which shows one cell less.
inline void PutSealedMarchAtTen(WatchedLedger& ledger) {
  SealedPeriod ten = SealedMarch();
  ten.rung = 1;
  ten.minimums = {10, 2, 3};
  ten.tables[0].cells[1].status = CellStatus::kNotShown;
  ten.tables[0].cells[1].value = 0;
  ledger.Put(SealRow{ten});
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_EXCHANGE_USECASE_WATCHED_LEDGER_H_
