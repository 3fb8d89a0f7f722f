#include "policies/rules/life_cycle.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace toguna {
namespace {

int Signatures(const Agreement& agreement) {
  const auto needed = NeededSignatures(agreement);
  return static_cast<int>(std::count_if(
      needed.begin(), needed.end(), [&](const NeededSignature& one) {
        return IsSignedAs(agreement, one) == Signed::kValid;
      }));
}

}  // namespace

const char* StandingText(Standing standing) {
  switch (standing) {
    case Standing::kUnknown:
      return "UNKNOWN";
    case Standing::kStands:
      return "STANDS";
    case Standing::kSuspended:
      return "SUSPENDED";
    case Standing::kRenegotiate:
      return "RENEGOTIATE";
    case Standing::kTerminated:
      return "TERMINATED";
  }
  return "UNKNOWN";
}

bool MayFollow(Standing before, Standing after) {
  if (before == after || after == Standing::kUnknown) return false;
  switch (before) {
    case Standing::kStands:
    case Standing::kSuspended:
      return true;
    case Standing::kRenegotiate:
      return after == Standing::kTerminated;
    case Standing::kUnknown:
    case Standing::kTerminated:
      return false;
  }
  return false;
}

std::optional<Standing> StandingAfter(AgreementAct::Kind kind) {
  switch (kind) {
    case AgreementAct::Kind::kSuspend:
      return Standing::kSuspended;
    case AgreementAct::Kind::kResume:
      return Standing::kStands;
    case AgreementAct::Kind::kRenegotiate:
      return Standing::kRenegotiate;
    case AgreementAct::Kind::kTerminate:
      return Standing::kTerminated;
    case AgreementAct::Kind::kApprove:
    case AgreementAct::Kind::kWithdraw:
      return std::nullopt;
  }
  return Standing::kUnknown;
}

Standing StandingOf(const Agreement& agreement,
                    std::span<const AgreementAct> acts) {
  Standing standing = Standing::kStands;
  int revision = 0;
  for (const AgreementAct& act : acts) {
    const std::optional<Standing> after = StandingAfter(act.kind);
    if (!after.has_value()) continue;
    if (standing == Standing::kTerminated) break;
    standing = *after;
    revision = act.revision;
  }
  const bool later = agreement.revision > revision && IsSigned(agreement);
  return standing != Standing::kTerminated && standing != Standing::kUnknown &&
                 later
             ? Standing::kStands
             : standing;
}

std::vector<Period> ApprovedOf(const Agreement& agreement,
                               const DatasetId& dataset,
                               std::span<const AgreementAct> acts) {
  std::set<Period> approved;
  for (const AgreementAct& act : acts) {
    if (act.revision != agreement.revision || act.dataset != dataset) continue;
    for (const Period& period : act.periods) {
      if (act.kind == AgreementAct::Kind::kApprove) approved.insert(period);
      if (act.kind == AgreementAct::Kind::kWithdraw) approved.erase(period);
    }
  }
  return {approved.begin(), approved.end()};
}

const char* AgreementStateText(AgreementState state) {
  switch (state) {
    case AgreementState::kDraft:
      return "DRAFT";
    case AgreementState::kProposed:
      return "PROPOSED";
    case AgreementState::kActive:
      return "ACTIVE";
    case AgreementState::kSuspended:
      return "SUSPENDED";
    case AgreementState::kRenegotiate:
      return "RENEGOTIATE";
    case AgreementState::kExpired:
      return "EXPIRED";
    case AgreementState::kTerminated:
      return "TERMINATED";
  }
  return "DRAFT";
}

AgreementState StateOf(const Agreement& agreement, Standing standing,
                       absl::Time now) {
  if (standing == Standing::kTerminated) return AgreementState::kTerminated;
  if (!(now < agreement.valid_until)) return AgreementState::kExpired;
  if (standing == Standing::kSuspended) return AgreementState::kSuspended;
  if (standing == Standing::kRenegotiate) return AgreementState::kRenegotiate;
  if (IsSigned(agreement) && standing == Standing::kStands) {
    return AgreementState::kActive;
  }
  return Signatures(agreement) > 0 ? AgreementState::kProposed
                                   : AgreementState::kDraft;
}

std::vector<NeededSignature> NeededSignatures(const Agreement& agreement) {
  std::vector<NeededSignature> needed = {
      {SignatureRole::kDataOwner, agreement.data_owner},
      {SignatureRole::kRecipient, agreement.recipient},
      {SignatureRole::kDpo, agreement.dpo}};
  if (agreement.needs_second_dpo) {
    needed.push_back({SignatureRole::kSecondDpo, agreement.dpo});
  }
  return needed;
}

Signed IsSignedAs(const Agreement& agreement, const NeededSignature& needed) {
  Signed found = Signed::kMissing;
  for (const AgreementSignature& one : agreement.signatures) {
    if (one.role != needed.role || one.party != needed.party ||
        needed.party.empty() || one.missing) {
      continue;
    }
    const bool again =
        needed.role == SignatureRole::kSecondDpo &&
        std::any_of(agreement.signatures.begin(), agreement.signatures.end(),
                    [&](const AgreementSignature& first) {
                      return first.role == SignatureRole::kDpo && first.valid &&
                             first.key == one.key;
                    });
    if (one.valid && !again) return Signed::kValid;
    found = Signed::kInvalid;
  }
  return found;
}

bool IsSigned(const Agreement& agreement) {
  return Signatures(agreement) ==
         static_cast<int>(NeededSignatures(agreement).size());
}

Agreement AsIfSigned(Agreement agreement) {
  agreement.signatures = {
      {SignatureRole::kDataOwner, agreement.data_owner, true, ""},
      {SignatureRole::kRecipient, agreement.recipient, true, ""},
      {SignatureRole::kDpo, agreement.dpo, true, "", false, "one"},
      {SignatureRole::kSecondDpo, agreement.dpo, true, "", false, "two"}};
  return agreement;
}

Agreement AsIfInForce(Agreement agreement) {
  agreement = AsIfSigned(std::move(agreement));
  agreement.valid_from = absl::InfinitePast();
  agreement.valid_until = absl::InfiniteFuture();
  agreement.review_by = absl::InfiniteFuture();
  return agreement;
}

}  // namespace toguna
