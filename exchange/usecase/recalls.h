#ifndef TOGUNA_EXCHANGE_USECASE_RECALLS_H_
#define TOGUNA_EXCHANGE_USECASE_RECALLS_H_

// Recall by cohort: what was given out of it is to be set aside, and none of it
// is given any more. A recall names the cohort and the releases, never a row.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/rows.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"

namespace toguna {

// A recall as it concerns one agreement.
struct RecallView {
  DatasetId dataset;
  Period period{absl::CivilMonth()};
  CohortsId cohorts;
  std::string cohort;  // code
  RecallRow::Reason reason = RecallRow::Reason::kTooFew;
  absl::CivilDay opened_on;
  AgreementId agreement;
  std::vector<ReleaseId> releases;  // that hold rows of it
};

absl::StatusOr<bool> IsRecalled(const Ledger& ledger, const DatasetId& dataset,
                                const Period& period, const CohortsId& cohorts,
                                absl::string_view code);

// Whether a release holds rows of any cohort that was recalled since.
absl::StatusOr<bool> HoldsRecalled(const Ledger& ledger,
                                   const AgreementId& agreement,
                                   const ReleaseId& release);

// Recalls every cohort that was given out and of whose records k or fewer stand
// now, each in a commit and an entry of its own: an entry of the retraction
// would say what kind of record it was. After a crash between the two it is due
// still; meanwhile no new package has the cohort, whether it is recalled or
// not.
absl::Status OpenDueRecalls(Ledger& ledger, absl::Time now);

// The same after an act that is done already: what cannot be recalled now is
// due at the next occasion.
void RecallWhatIsDue(Ledger& ledger, absl::Time now);

// Thread-safe if the ledger is. The references must outlive it.
class Recalls {
 public:
  Recalls(const Catalog& catalog, Ledger& ledger, Clock clock);

  // Recalls a cohort; once, whoever asks how often. What it concerns of the
  // caller's agreements.
  //   kPermissionDenied REFUSED  no such cohort was given under any of them
  absl::StatusOr<std::vector<RecallView>> Open(const Caller& caller,
                                               const DatasetId& dataset,
                                               absl::string_view cohort);

  // What concerns the caller, newest first, whether or not its agreements are
  // still in force. Opens those that are due first.
  absl::StatusOr<std::vector<RecallView>> List(const Caller& caller);

 private:
  const Catalog& catalog_;
  Ledger& ledger_;
  Clock clock_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_RECALLS_H_
