#ifndef TOGUNA_EXCHANGE_USECASE_AGREEMENT_VIEW_H_
#define TOGUNA_EXCHANGE_USECASE_AGREEMENT_VIEW_H_

// An agreement as one of its parties sees it.

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "policies/model/agreement_act.h"
#include "policies/model/catalog.h"
#include "policies/rules/life_cycle.h"
#include "policies/rules/together.h"

namespace toguna {

// One dataset line, with what it comes to.
struct GrantView {
  const Grant* grant = nullptr;
  // The most sensitive counts that it can show.
  Sensitivity sensitivity = Sensitivity::kSevere;
  // Codes whose counts need the data owner's approval each time.
  std::vector<Grant::CodeFilter> approval;
};

struct AgreementView {
  const Agreement* agreement = nullptr;
  AgreementState state = AgreementState::kDraft;
  std::vector<AgreementAct> acts;
  std::vector<GrantView> grants{};  // in the agreement's order
  // Of one agreement alone, not of a list: findings with others that the
  // reader is a party to, too; and datasets over which the recipient has
  // another that the reader is not to know more of.
  std::vector<Together> together{};
  std::vector<DatasetId> others{};
  // When the first attestation is due of what is recalled under it; none:
  // nothing is outstanding. Past it, what is active is suspended.
  std::optional<absl::Time> recall_due{};
};

std::vector<GrantView> GrantViewsOf(const Catalog& catalog,
                                    const Agreement& agreement);

// Sets what the agreement gives together with others, for one of its parties.
// What has ended, this one or another, gives nothing more and is left out.
absl::Status AddTogether(const Catalog& catalog, const Ledger& ledger,
                         const Caller& caller, absl::Time now,
                         AgreementView& view);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_AGREEMENT_VIEW_H_
