#ifndef TOGUNA_POLICIES_MODEL_PARTY_H_
#define TOGUNA_POLICIES_MODEL_PARTY_H_

// Organisations that take part, and closed purposes.

#include <string>
#include <vector>

#include "exchange/base/code_tree.h"
#include "exchange/base/ids.h"

namespace toguna {

// What an organisation may do here. A party has one or more roles; every act
// needs one.
enum class Role { kContributor, kRecipient, kOfficer, kDpo };

// "contributor", "recipient", "officer", "dpo": also the first path segment of
// a SPIFFE id.
inline const char* RoleText(Role role) {
  switch (role) {
    case Role::kContributor:
      return "contributor";
    case Role::kRecipient:
      return "recipient";
    case Role::kOfficer:
      return "officer";
    case Role::kDpo:
      return "dpo";
  }
  return "";
}

// A public key with which a party signs agreements.
struct SignatoryKey {
  std::string minisign_public_key;  // the base64 line of a minisign .pub file
  bool revoked = false;
};

struct Party {
  PartyId id;
  Label title;
  std::vector<Role> roles;
  std::vector<SignatoryKey> signatory_keys;
  // Where packages for this party are encrypted to: "age1…". Empty for a party
  // that receives nothing.
  std::string age_recipient;
  bool demo = false;

  bool Has(Role role) const {
    for (const Role one : roles) {
      if (one == role) return true;
    }
    return false;
  }
};

// A closed reason for which data may be used.
struct Purpose {
  PurposeId id;
  Label title;
  Label description;
  // Consent scopes (codes) that cover this purpose; empty: only datasets
  // whose sources are public.
  std::vector<std::string> consent_scopes;
};

}  // namespace toguna

#endif  // TOGUNA_POLICIES_MODEL_PARTY_H_
