#ifndef TOGUNA_EXCHANGE_USECASE_INTAKE_H_
#define TOGUNA_EXCHANGE_USECASE_INTAKE_H_

// Taking records into the vault, and taking them out again.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/period.h"
#include "exchange/record/record.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"

namespace toguna {

// What became of one record of a batch.
struct IntakeResult {
  enum class Outcome {
    kTaken,
    kReplaced,   // an edit of a record whose period is not sealed yet
    kCorrected,  // an edit after the seal; sealed counts stand
    kDuplicate,  // this very edition is already kept, or was before
    kRefused,
  };
  Outcome outcome = Outcome::kRefused;
  std::string reason;  // kRefused: UNKNOWN_CODE, DATE_IN_FUTURE, SEALED, …
  std::string field;   // kRefused: attribute or part it is about; never a value
};

struct IntakeAnswer {
  std::vector<IntakeResult> results;  // one per record, in order
  Period period{absl::CivilMonth()};  // that took them
  uint64_t audit_index = 0;           // 0 if nothing was taken or replaced
};

// Thread-safe if the ledger is. `catalog` and `ledger` must outlive it.
class Intake {
 public:
  Intake(const Catalog& catalog, Ledger& ledger, Clock clock);

  // Takes what is good of `records` (at most 1,000) into the period of the
  // moment; durable and audited when it returns. A bad record never stops the
  // others, and nothing of it is kept. The same batch again is all duplicates.
  //   kInvalidArgument UNKNOWN_DATASET, BATCH_TOO_LARGE
  //   kPermissionDenied NOT_A_CONTRIBUTOR
  //   kFailedPrecondition PERIOD_CLOSED  the period of the moment was closed
  absl::StatusOr<IntakeAnswer> Submit(const Caller& caller,
                                      const DatasetId& dataset,
                                      std::vector<Record> records);

  // Puts `record` in the place of the caller's record with the same reference:
  // kReplaced, kCorrected, kDuplicate or kRefused. What it was and what it is
  // are kept for the year's corrections families if its period is sealed.
  //   kNotFound RECORD_UNKNOWN
  absl::StatusOr<IntakeResult> Correct(const Caller& caller,
                                       const DatasetId& dataset, Record record);

  // Removes the caller's record `ref` from the vault at once. Sealed counts
  // that it is part of stand; what it was is then kept for the year's
  // corrections families. Removing twice is OK.
  //   kNotFound RECORD_UNKNOWN
  absl::Status Retract(const Caller& caller, const DatasetId& dataset,
                       absl::string_view ref);

 private:
  void RecallIfCorrected(const IntakeAnswer& answer);

  const Catalog& catalog_;
  Ledger& ledger_;
  Clock clock_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_INTAKE_H_
