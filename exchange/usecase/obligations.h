#ifndef TOGUNA_EXCHANGE_USECASE_OBLIGATIONS_H_
#define TOGUNA_EXCHANGE_USECASE_OBLIGATIONS_H_

// What recalls oblige recipients to: to destroy what was given, and to sign
// that they did. Nothing of it is stored but recalls and statements: a release
// that was made while its cohort was being recalled is in it, too.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/rows.h"
#include "policies/model/catalog.h"

namespace toguna {

// One release that holds what one recall is about.
struct Obligation {
  std::string recall;  // its name
  RecallRow::Reason reason = RecallRow::Reason::kOfficer;
  absl::Time opened_at;
  AgreementId agreement;
  PartyId recipient;
  DatasetId dataset;
  ReleaseId release;
  // Of a recall of a cohort; none: the release itself is recalled.
  struct Cohort {
    Period period{absl::CivilMonth()};
    CohortsId cohorts;
    std::string code;
  };
  std::optional<Cohort> cohort{};
  // The statement that met it; none: it is outstanding.
  struct Met {
    absl::Time at;
    std::string sha256;
  };
  std::optional<Met> met{};
};

// Under one agreement, or under all; in no meaningful order.
absl::StatusOr<std::vector<Obligation>> ObligationsUnder(
    const Ledger& ledger, const AgreementId& agreement);
absl::StatusOr<std::vector<Obligation>> AllObligations(const Ledger& ledger);

// When the first recall was opened that is outstanding under the agreement.
absl::StatusOr<std::optional<absl::Time>> OutstandingSince(
    const Ledger& ledger, const AgreementId& agreement);

// By when a recall that was opened then is to be met. An agreement that is gone
// gives as long as one that does not say.
absl::Time RecallDue(const Agreement* agreement, absl::Time opened_at);

// Whether what is signed under the agreement says DEMO, as its packages do.
bool IsDemonstration(const Catalog& catalog, const Agreement* agreement);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_OBLIGATIONS_H_
