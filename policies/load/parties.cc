// purposes/ and recipients/.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "exchange/words/catalog_words.h"
#include "policies/load/loading.h"

namespace toguna {
namespace {

using PartyFile = catalog::v1::PartyFile;
using PurposeFile = catalog::v1::PurposeFile;

// Base64 of "Ed", an 8-byte key number and a 32-byte Ed25519 key.
bool IsMinisignKey(const std::string& text) {
  std::string bytes;
  return text.size() == 56 && absl::Base64Unescape(text, &bytes) &&
         bytes.size() == 42 && absl::StartsWith(bytes, "Ed") &&
         absl::Base64Escape(bytes) == text;
}

// An X25519 recipient: bech32, 62 characters. The package writer checks the
// sum; here a slip of the pen is caught.
bool IsAgeRecipient(absl::string_view text) {
  constexpr absl::string_view kBech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  if (text.size() != 62 || !absl::StartsWith(text, "age1")) return false;
  text.remove_prefix(4);
  return text.find_first_not_of(kBech32) == absl::string_view::npos;
}

// Codes that some dataset's consent list has at its bottom.
std::set<std::string> ConsentScopes(const Catalog& catalog) {
  std::set<std::string> scopes;
  for (const auto& [id, dataset] : catalog.datasets) {
    const CodeList* list = catalog.FindCodeList(dataset.consent_code_list);
    if (list == nullptr) continue;
    for (const NodeIndex leaf : list->tree.Leaves()) {
      scopes.insert(list->tree.code(leaf));
    }
  }
  return scopes;
}

bool AreScopesUnsure(const Loading& loading) {
  return loading.scopes_unsure ||
         std::any_of(loading.broken.begin(), loading.broken.end(),
                     [](const std::string& path) {
                       return absl::StartsWith(path, "datasets/") ||
                              absl::StartsWith(path, "code-lists/");
                     });
}

Purpose ReadPurpose(Loading& loading, const Spot& root, const PurposeFile& file,
                    const std::string& stem) {
  Purpose purpose{
      .id = PurposeId(stem),
      .title = ReadLabel(root, "title", file.title()),
      .description = ReadLabel(root, "description", file.description()),
      .consent_scopes = {}};
  const std::set<std::string> known = ConsentScopes(loading.catalog);
  std::set<std::string> seen;
  for (int i = 0; i < file.consent_scopes_size(); ++i) {
    const Spot spot = root.At("consent_scopes", i);
    const std::string& scope = file.consent_scopes(i);
    if (!Need(spot, scope) || !NeedNew(spot, seen, scope)) continue;
    if (!known.contains(scope) && !AreScopesUnsure(loading)) {
      spot.ReportUnknown(scope, {known.begin(), known.end()});
    }
    purpose.consent_scopes.push_back(scope);
  }
  return purpose;
}

std::vector<Role> ReadRoles(const Spot& root, const PartyFile& file) {
  std::vector<Role> roles;
  std::set<std::string> seen;
  if (file.roles_size() == 0) root.At("roles").Report(words::kRequired);
  for (int i = 0; i < file.roles_size(); ++i) {
    const Spot spot = root.At("roles", i);
    switch (file.roles(i)) {
      case PartyFile::CONTRIBUTOR:
        roles.push_back(Role::kContributor);
        break;
      case PartyFile::RECIPIENT:
        roles.push_back(Role::kRecipient);
        break;
      case PartyFile::OFFICER:
        roles.push_back(Role::kOfficer);
        break;
      case PartyFile::DPO:
        roles.push_back(Role::kDpo);
        break;
      default:
        spot.Report(
            words::kRequired, {},
            spot.Allowed({"CONTRIBUTOR", "RECIPIENT", "OFFICER", "DPO"}));
        continue;
    }
    NeedNew(spot, seen, RoleText(roles.back()));
  }
  return roles;
}

// `owners`: who has which key, over all parties.
Party ReadParty(Loading& loading, const Spot& root, const PartyFile& file,
                const std::string& stem,
                std::map<std::string, std::string>& owners) {
  Party party{.id = PartyId(stem),
              .title = ReadLabel(root, "title", file.title()),
              .roles = ReadRoles(root, file),
              .signatory_keys = {},
              .age_recipient = file.age_recipient(),
              .demo = file.demo()};
  CheckDemo(loading, root.At("demo"), file.demo());
  for (int i = 0; i < file.signatory_keys_size(); ++i) {
    const PartyFile::SignatoryKey& key = file.signatory_keys(i);
    const Spot spot = root.At("signatory_keys", i).At("minisign_public_key");
    if (!Need(spot, key.minisign_public_key())) continue;
    if (!IsMinisignKey(key.minisign_public_key())) {
      spot.Report(words::kBadKey);
      continue;
    }
    const auto [owner, is_new] =
        owners.emplace(key.minisign_public_key(), stem);
    if (!is_new) spot.Report(words::kKeyTwice, {owner->second});
    party.signatory_keys.push_back({key.minisign_public_key(), key.revoked()});
  }
  if (!file.age_recipient().empty() && !IsAgeRecipient(file.age_recipient())) {
    root.At("age_recipient").Report(words::kBadAge);
  }
  return party;
}

}  // namespace

void ReadPurposes(Loading& loading) {
  ForEachFile<PurposeFile>(
      loading, "purposes",
      [&](const Spot& root, const PurposeFile& file, const std::string& stem) {
        loading.catalog.purposes.emplace(
            PurposeId(stem), ReadPurpose(loading, root, file, stem));
        return true;
      });
}

void ReadParties(Loading& loading) {
  std::map<std::string, std::string> owners;
  ForEachFile<PartyFile>(
      loading, "recipients",
      [&](const Spot& root, const PartyFile& file, const std::string& stem) {
        loading.catalog.parties.emplace(
            PartyId(stem), ReadParty(loading, root, file, stem, owners));
        return true;
      });
}

}  // namespace toguna
