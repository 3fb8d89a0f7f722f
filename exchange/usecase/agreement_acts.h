#ifndef TOGUNA_EXCHANGE_USECASE_AGREEMENT_ACTS_H_
#define TOGUNA_EXCHANGE_USECASE_AGREEMENT_ACTS_H_

// What is decided of an agreement beside its file, and what came of it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/usecase/agreement_view.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "keys/ring/ring.h"
#include "policies/model/agreement_act.h"
#include "policies/model/catalog.h"
#include "policies/rules/decide.h"
#include "policies/rules/life_cycle.h"

namespace toguna {

// All acts of an agreement, in order, and what is recalled under it.
struct AgreementHistory {
  std::vector<AgreementAct> acts;
  // When the first recall was opened that is outstanding under it; none: none.
  std::optional<absl::Time> recalled_since{};

  // What an act that rests on this history expects: that nothing was decided
  // since.
  std::pair<RowKey, uint64_t> Unchanged(const AgreementId& agreement) const;
};
absl::StatusOr<AgreementHistory> HistoryOf(const Ledger& ledger,
                                           const AgreementId& agreement);

// What of the history a decision rests on.
void AddHistory(const AgreementHistory& history, const Catalog& catalog,
                const Ask& ask, Facts& facts);

// The act by which the system suspends an agreement, to be committed; none if
// it does not stand. Of `act` reason, note, actor and time are taken.
absl::StatusOr<std::optional<Effects>> SuspensionOf(const Ledger& ledger,
                                                    const Agreement& agreement,
                                                    AgreementAct act);

// Thread-safe if the ledger is. The references must outlive it.
class AgreementActs {
 public:
  AgreementActs(const Catalog& catalog, Ledger& ledger, Clock clock);

  // Of all agreements that the caller is a party to, by id; without what they
  // give together.
  absl::StatusOr<std::vector<AgreementView>> List(const Caller& caller) const;

  //   kPermissionDenied REFUSED  there is none, or the caller is no party
  absl::StatusOr<AgreementView> Get(const Caller& caller,
                                    const AgreementId& agreement) const;

  // Decides. Of `act` agreement, kind, reason, note, dataset and periods are
  // taken; the rest is set here. Durable, and so in force, when it returns. The
  // same request id and act are decided once.
  //   kPermissionDenied REFUSED  as Get, or not for this party to decide: the
  //                              agreement's standing is the data protection
  //                              officer's, approval the data owner's
  //   kFailedPrecondition STANDING_DOES_NOT_FOLLOW
  //   kInvalidArgument NOTE_TOO_LONG, PERIOD_MISSING, UNKNOWN_DATASET,
  //                    FIELD_NOT_EXPECTED, INVALID_REQUEST_ID,
  //                    REQUEST_ID_REUSED
  //   kAborted         others kept deciding
  absl::StatusOr<AgreementView> Decide(const Caller& caller,
                                       absl::string_view request_id,
                                       AgreementAct act);

 private:
  // As Get, without what it gives together with others.
  absl::StatusOr<AgreementView> ViewOf(const Caller& caller,
                                       const AgreementId& agreement) const;

  absl::StatusOr<AgreementView> Attempt(const Caller& caller,
                                        absl::string_view request_id,
                                        const std::string& body,
                                        AgreementAct act);

  const Catalog& catalog_;
  Ledger& ledger_;
  Clock clock_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_AGREEMENT_ACTS_H_
