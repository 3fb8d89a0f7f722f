// agreements/, their templates and their signatures.

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "exchange/words/catalog_words.h"
#include "keys/digest/digest.h"
#include "policies/load/grants.h"
#include "policies/load/loading.h"

namespace toguna {
namespace {

using AgreementFile = catalog::v1::AgreementFile;

constexpr char kFolder[] = "agreements";
constexpr char kTemplates[] = "agreements/templates";
constexpr char kSignatureEnding[] = ".minisig";

struct Signer {
  SignatureRole role;
  const char* ending;
};
constexpr Signer kSigners[] = {
    {SignatureRole::kDataOwner, ".textproto.data-owner.minisig"},
    {SignatureRole::kRecipient, ".textproto.recipient.minisig"},
    {SignatureRole::kDpo, ".textproto.dpo.minisig"},
};

PartyId ReadParty(const Loading& loading, const Spot& root, const char* field,
                  const std::string& id, Role role) {
  const Spot spot = root.At(field);
  const Party* party =
      Refer(loading, spot, loading.catalog.parties, "recipients", id);
  if (party != nullptr && !party->Has(role)) {
    std::vector<std::string> fit;
    for (const auto& [name, one] : loading.catalog.parties) {
      if (one.Has(role)) fit.push_back(name.text());
    }
    spot.Report(words::kNoRole, {id, RoleText(role)}, spot.Allowed(fit));
  }
  return PartyId(id);
}

void ReadTimes(const Loading& loading, const Spot& root,
               const AgreementFile& file, Agreement& agreement) {
  const absl::TimeZone zone = loading.catalog.operation.time_zone;
  const auto from = ReadTime(root.At("valid_from"), file.valid_from(), zone);
  const auto until = ReadTime(root.At("valid_until"), file.valid_until(), zone);
  const auto review = ReadTime(root.At("review_by"), file.review_by(), zone);
  const bool reversed =
      from.has_value() && until.has_value() && *until <= *from;
  if (reversed) {
    root.At("valid_until").Report(words::kNotAfter, {"valid_from"});
  }
  if (from.has_value() && review.has_value() && *review <= *from) {
    root.At("review_by").Report(words::kNotAfter, {"valid_from"});
  }
  if (until.has_value() && review.has_value() && !reversed &&
      *review > *until) {
    root.At("review_by").Report(words::kAfter, {"valid_until"});
  }
  agreement.valid_from = from.value_or(absl::InfiniteFuture());
  agreement.valid_until = until.value_or(absl::InfinitePast());
  agreement.review_by = review.value_or(absl::InfinitePast());
}

void ReadParties(const Loading& loading, const Spot& root,
                 const AgreementFile& file, Agreement& agreement) {
  agreement.data_owner = ReadParty(loading, root, "data_owner",
                                   file.data_owner(), Role::kContributor);
  agreement.recipient =
      ReadParty(loading, root, "recipient", file.recipient(), Role::kRecipient);
  agreement.dpo = ReadParty(loading, root, "dpo", file.dpo(), Role::kDpo);
  // One party that signs for both sides would be no agreement.
  for (const auto& [other, field] : {std::pair(file.data_owner(), "data_owner"),
                                     std::pair(file.dpo(), "dpo")}) {
    if (!other.empty() && other == file.recipient()) {
      root.At("recipient").Report(words::kSameParty, {field});
    }
  }
}

Agreement ReadAgreement(const Loading& loading, const Spot& root,
                        const AgreementFile& file, const std::string& stem) {
  Agreement agreement;
  agreement.id = AgreementId(stem);
  agreement.revision = file.revision();
  NeedAtLeast(root.At("revision"), file.revision(), 1);
  agreement.title = ReadLabel(root, "title", file.title());
  ReadParties(loading, root, file, agreement);
  agreement.purpose = PurposeId(file.purpose());
  const Purpose* purpose =
      Refer(loading, root.At("purpose"), loading.catalog.purposes, "purposes",
            file.purpose());
  agreement.legal_basis = file.legal_basis();
  Need(root.At("legal_basis"), file.legal_basis());
  agreement.onward_sharing = file.onward_sharing();
  Need(root.At("onward_sharing"), file.onward_sharing());
  ReadTimes(loading, root, file, agreement);
  agreement.retention_days = file.retention_days();
  NeedAtLeast(root.At("retention_days"), file.retention_days(), 1);
  agreement.demo = file.demo();
  CheckDemo(loading, root.At("demo"), file.demo());
  if (file.grants_size() == 0) root.At("grants").Report(words::kRequired);
  std::set<std::string> seen;
  for (int i = 0; i < file.grants_size(); ++i) {
    const Spot spot = root.At("grants", i);
    NeedNew(spot.At("dataset"), seen, file.grants(i).dataset());
    agreement.grants.push_back(
        ReadGrant(loading, spot, file.grants(i), purpose));
  }
  return agreement;
}

bool AnyKeySigned(const Loading& loading, const Party& party, bool revoked,
                  const std::string& bytes, const std::string& minisig) {
  return std::any_of(
      party.signatory_keys.begin(), party.signatory_keys.end(),
      [&](const SignatoryKey& key) {
        return key.revoked == revoked &&
               loading.verify(key.minisign_public_key, bytes, minisig).ok();
      });
}

AgreementSignature CheckSignature(const Loading& loading, const Signer& signer,
                                  const PartyId& party_id,
                                  const std::string& stem,
                                  const std::string& bytes) {
  AgreementSignature signature{
      .role = signer.role, .party = party_id, .valid = false, .problem = ""};
  const auto fault = [&](const Sentence& sentence) {
    signature.problem = loading.problems.InWords(sentence, {party_id.text()});
    return signature;
  };
  const auto minisig =
      loading.files.find(absl::StrCat(kFolder, "/", stem, signer.ending));
  const Party* party = loading.catalog.FindParty(party_id);
  if (party == nullptr || party->signatory_keys.empty()) {
    return fault(words::kNoPublicKey);
  }
  if (minisig == loading.files.end() || minisig->second.empty()) {
    return fault(words::kNotSigned);
  }
  if (AnyKeySigned(loading, *party, false, bytes, minisig->second)) {
    signature.valid = true;
    return signature;
  }
  return AnyKeySigned(loading, *party, true, bytes, minisig->second)
             ? fault(words::kRevokedKey)
             : fault(words::kNotTheirSignature);
}

void CheckSignatures(const Loading& loading, const std::string& bytes,
                     Agreement& agreement) {
  for (const Signer& signer : kSigners) {
    const PartyId& party =
        signer.role == SignatureRole::kDataOwner   ? agreement.data_owner
        : signer.role == SignatureRole::kRecipient ? agreement.recipient
                                                   : agreement.dpo;
    agreement.signatures.push_back(
        CheckSignature(loading, signer, party, agreement.id.text(), bytes));
  }
}

// Signature files that belong to no agreement.
void CheckStrays(Loading& loading) {
  for (const auto& [path, bytes] : loading.files) {
    if (!absl::EndsWith(path, kSignatureEnding)) continue;
    absl::string_view signed_file = path;
    for (const Signer& signer : kSigners) {
      if (absl::ConsumeSuffix(&signed_file, signer.ending)) break;
    }
    if (!loading.files.contains(absl::StrCat(signed_file, kFileEnding))) {
      loading.problems.Add(path, 0, "", words::kSignsNothing);
    }
  }
}

}  // namespace

void ReadAgreements(Loading& loading) {
  ForEachFile<AgreementFile>(
      loading, kFolder,
      [&](const Spot& root, const AgreementFile& file,
          const std::string& stem) {
        Agreement agreement = ReadAgreement(loading, root, file, stem);
        const std::string& bytes = loading.files.at(root.file());
        agreement.sha256 = HexOf(Sha256(bytes));
        CheckSignatures(loading, bytes, agreement);
        loading.catalog.agreements.emplace(agreement.id, std::move(agreement));
        return true;
      });
  ForEachFile<AgreementFile>(loading, kTemplates,
                             [&](const Spot& root, const AgreementFile& file,
                                 const std::string& stem) {
                               ReadAgreement(loading, root, file, stem);
                               loading.templates.push_back(stem);
                               return true;
                             });
  CheckStrays(loading);
}

}  // namespace toguna
