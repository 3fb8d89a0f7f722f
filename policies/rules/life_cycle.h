#ifndef TOGUNA_POLICIES_RULES_LIFE_CYCLE_H_
#define TOGUNA_POLICIES_RULES_LIFE_CYCLE_H_

// An agreement's life, from its draft to its end.

#include <optional>
#include <span>
#include <vector>

#include "absl/time/time.h"
#include "policies/model/agreement.h"
#include "policies/model/agreement_act.h"

namespace toguna {

// What the data protection officer decided of an agreement, beside what its
// file says.
enum class Standing {
  kUnknown,      // not looked up; opens nothing
  kStands,       // nothing against it
  kSuspended,    // until it stands again
  kRenegotiate,  // until a later revision is signed by all
  kTerminated,   // for ever
};

// "UNKNOWN", "STANDS", "SUSPENDED", "RENEGOTIATE" or "TERMINATED".
const char* StandingText(Standing standing);

// Whether it may be decided: nothing follows TERMINATED, and what is in
// RENEGOTIATE stands again only by a later revision.
bool MayFollow(Standing before, Standing after);

// What `acts`, all of the agreement's in order, come to. A later revision that
// all have signed stands, whatever was decided of an earlier one, but for what
// is terminated.
Standing StandingOf(const Agreement& agreement,
                    std::span<const AgreementAct> acts);

// Periods of a dataset whose counts the data owner approved for this revision
// and did not withdraw from.
std::vector<Period> ApprovedOf(const Agreement& agreement,
                               const DatasetId& dataset,
                               std::span<const AgreementAct> acts);

// What the agreement's standing becomes by an act; none if that is not about
// its standing.
std::optional<Standing> StandingAfter(AgreementAct::Kind kind);

enum class AgreementState {
  kDraft,     // nobody has signed
  kProposed,  // not all have
  kActive,
  kSuspended,
  kRenegotiate,
  kExpired,
  kTerminated,
};

// "DRAFT", "PROPOSED", "ACTIVE", "SUSPENDED", "RENEGOTIATE", "EXPIRED" or
// "TERMINATED".
const char* AgreementStateText(AgreementState state);

// Only what is ACTIVE may open anything, if the rules say so.
AgreementState StateOf(const Agreement& agreement, Standing standing,
                       absl::Time now);

// A signature that an agreement needs.
struct NeededSignature {
  SignatureRole role = SignatureRole::kDataOwner;
  PartyId party;
};
std::vector<NeededSignature> NeededSignatures(const Agreement& agreement);

// What there is of one. A key may have been replaced, so one valid signature of
// the right party in the right role is enough; a valid one of somebody else is
// none at all, and nobody signs twice.
enum class Signed { kMissing, kInvalid, kValid };
Signed IsSignedAs(const Agreement& agreement, const NeededSignature& needed);

// All that are needed.
bool IsSigned(const Agreement& agreement);

// For what is only imagined: the agreement as if all had signed it,
Agreement AsIfSigned(Agreement agreement);
// and as if it were in force at any time, too.
Agreement AsIfInForce(Agreement agreement);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_RULES_LIFE_CYCLE_H_
