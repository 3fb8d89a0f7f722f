#ifndef TOGUNA_POLICIES_MODEL_AGREEMENT_H_
#define TOGUNA_POLICIES_MODEL_AGREEMENT_H_

// Data-sharing agreements: the only thing that opens a way out.

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/ids.h"
#include "policies/model/party.h"
#include "policies/model/sensitivity.h"

namespace toguna {

// The finest depth of a dimension that a grant gives, by level name.
struct LevelLimit {
  std::string dimension;
  int finest = 0;
};

// One dataset line of an agreement. What is not named is not given.
struct Grant {
  DatasetId dataset;
  std::vector<FamilyId> families;        // empty for alerts
  std::vector<CohortsId> cohorts = {};   // whole ones; none: no rows
  std::vector<LevelLimit> level_limits;  // one per dimension of its families
  // One per dimension that rows of its cohorts show. None: those of
  // `level_limits`, which then have such dimensions, too, hold for rows.
  std::vector<LevelLimit> cohort_level_limits = {};
  // Nodes that the grant is confined to, for example a region; none named for
  // a dimension means its whole tree.
  struct CodeFilter {
    std::string dimension;
    std::vector<std::string> codes;
  };
  std::vector<CodeFilter> code_filters;
  bool extracts = false;  // may pull
  bool feed = false;      // may follow
  // Extracts per calendar month, at least 1 where `extracts`; never unlimited.
  int extracts_per_month = 0;
  // k of the rung that is given; none, where the plan has but its own minimums:
  // what was sealed without further rungs.
  std::optional<int> rung = std::nullopt;
  // Incidents only: days from a period's end to the first release of it. None
  // in agreements of format 1.
  std::optional<int> lag_days = std::nullopt;
  // Alerts only: shortest time between raising and sending.
  absl::Duration delay = absl::ZeroDuration();

  // Those that hold for rows.
  const std::vector<LevelLimit>& RowLimits() const {
    return cohort_level_limits.empty() ? level_limits : cohort_level_limits;
  }
};

// What a signature is for. The first three are always needed, the last where
// an agreement says so: see `needs_second_dpo`.
enum class SignatureRole { kDataOwner, kRecipient, kDpo, kSecondDpo };

// "data-owner", "recipient", "dpo" or "dpo-2", as files are named.
inline const char* SignatureRoleText(SignatureRole role) {
  switch (role) {
    case SignatureRole::kDataOwner:
      return "data-owner";
    case SignatureRole::kRecipient:
      return "recipient";
    case SignatureRole::kDpo:
      return "dpo";
    case SignatureRole::kSecondDpo:
      return "dpo-2";
  }
  return "";
}

// A minisign signature over the exact bytes of the agreement's file, checked
// when the catalog was loaded.
struct AgreementSignature {
  SignatureRole role = SignatureRole::kDataOwner;
  PartyId party;
  bool valid = false;    // verifies under a key of `party` that is not revoked
  std::string problem;   // why not, for people; empty if valid
  bool missing = false;  // there is no signature at all
  std::string key{};     // that it verifies under, as the party's file has it
};

// What the parties found together, before they signed.
struct Assessment {
  Label risk_of_sharing;
  Label risk_of_not_sharing;
  absl::Time assessed_on;
};

// An office at one of the parties, never a person.
struct Contact {
  PartyId party;
  Label office;
  std::string reach;  // how it is reached at any hour
};

// Where an agreement does not say, and at most where it does: no recall is
// without a day by which it is met.
inline constexpr int kDefaultRecallDays = 14;
inline constexpr int kMostRecallDays = 90;

struct Agreement {
  AgreementId id;
  // Of its file. 1 lacks all that stands behind `sha256` here, and opens
  // nothing.
  int format = 2;
  int revision = 1;
  Label title;
  PartyId data_owner;
  PartyId recipient;
  PartyId dpo;
  PurposeId purpose;
  std::string legal_basis;
  std::vector<Grant> grants;
  absl::Time valid_from;
  absl::Time valid_until;  // exclusive
  absl::Time review_by;    // refused from then on until reviewed
  int retention_days = 0;  // the recipient deletes after; at least 1
  // From a recall to the day by which the recipient has signed that what is
  // recalled was destroyed; at least 1.
  int recall_days = kDefaultRecallDays;
  std::string onward_sharing;  // who else may see it; "none" is a choice too
  bool demo = false;
  std::string sha256;  // hex, of the signed bytes
  std::vector<AgreementSignature> signatures;
  Label intended_use{};
  std::optional<Assessment> assessment = std::nullopt;
  std::vector<Contact> contacts{};  // one for each party
  Label deletion{};                 // how the recipient deletes, and says so
  // The most sensitive counts that are given.
  std::optional<Sensitivity> sensitivity_ceiling = std::nullopt;
  AgreementId succeeds{};  // that it follows; may be empty
  // Nothing is delivered before enough witnesses have signed that the log holds
  // it (exchange/audit/policy.h).
  bool witnessed = false;
  // It can give counts that their owner has to approve each time: two people at
  // the data protection office sign, each with a key of their own.
  bool needs_second_dpo = true;

  bool IsParty(const PartyId& party) const {
    return !party.empty() &&
           (party == data_owner || party == recipient || party == dpo);
  }

  const Grant* FindGrant(const DatasetId& dataset) const {
    for (const Grant& grant : grants) {
      if (grant.dataset == dataset) return &grant;
    }
    return nullptr;
  }
};

}  // namespace toguna

#endif  // TOGUNA_POLICIES_MODEL_AGREEMENT_H_
