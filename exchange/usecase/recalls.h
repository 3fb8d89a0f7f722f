#ifndef TOGUNA_EXCHANGE_USECASE_RECALLS_H_
#define TOGUNA_EXCHANGE_USECASE_RECALLS_H_

// Recall of a cohort or a release: what was given of it is to be destroyed, and
// none of it is given any more. A recall names the cohort and the releases,
// never a row. Whoever holds it signs that it is gone (statements.h); who has
// not by the day it is due is given nothing else (policies/rules).

#include <optional>
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

enum class RecallState { kOutstanding, kOverdue, kAttested };

// A release that holds what is recalled.
struct RecalledRelease {
  ReleaseId id;
  RecallState state = RecallState::kOutstanding;
  absl::CivilDay due_on;
  std::optional<absl::CivilDay> attested_on{};
  std::string statement_sha256{};  // that met it; empty before
};

// A recall as it concerns one agreement.
struct RecallView {
  std::string name;  // as statements name it
  DatasetId dataset;
  // Of a cohort; of a release none of the three.
  std::optional<Period> period;
  CohortsId cohorts;
  std::string cohort;  // code
  RecallRow::Reason reason = RecallRow::Reason::kTooFew;
  absl::CivilDay opened_on;
  AgreementId agreement;
  PartyId recipient;
  bool demo = false;                      // what is signed of it says so
  std::vector<RecalledRelease> releases;  // that hold it, by id
};

absl::StatusOr<bool> IsRecalled(const Ledger& ledger, const DatasetId& dataset,
                                const Period& period, const CohortsId& cohorts,
                                absl::string_view code);

// That a release may be handed out, as far as recalls go: neither it nor a
// cohort that it has rows of was recalled.
//   kFailedPrecondition RELEASE_RECALLED, COHORT_RECALLED
absl::Status CheckNotRecalled(const Ledger& ledger,
                              const AgreementId& agreement,
                              const ReleaseId& release);

// What the feed says of one recall to one agreement; none: it is not about
// anything that was given under it.
absl::StatusOr<std::optional<RecallView>> RecallUnder(
    const Catalog& catalog, const Ledger& ledger, const AgreementId& agreement,
    const std::string& recall, absl::Time now);

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

  // Recalls one release. Likewise; an extract that nobody but its recipient and
  // its agreement's data protection officer knows of.
  //   kPermissionDenied REFUSED  no such release under any of them
  absl::StatusOr<std::vector<RecallView>> OpenRelease(const Caller& caller,
                                                      const ReleaseId& release);

  // What concerns the caller, newest first, whether or not its agreements are
  // still in force; `outstanding`: of it, what is not attested. Opens those
  // that are due first.
  absl::StatusOr<std::vector<RecallView>> List(const Caller& caller,
                                               bool outstanding = false);

 private:
  absl::StatusOr<std::vector<RecallView>> Views(const Caller& caller) const;
  // Those of one recall.
  absl::StatusOr<std::vector<RecallView>> Named(
      const Caller& caller, const std::string& recall) const;

  const Catalog& catalog_;
  Ledger& ledger_;
  Clock clock_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_RECALLS_H_
