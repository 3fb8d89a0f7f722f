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
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "exchange/words/catalog_words.h"
#include "keys/digest/digest.h"
#include "policies/load/classified.h"
#include "policies/load/grants.h"
#include "policies/load/loading.h"
#include "policies/rules/decide.h"
#include "policies/rules/sensitivity.h"

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
    {SignatureRole::kSecondDpo, ".textproto.dpo-2.minisig"},
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

// One contact for each of the three parties. Of a party that is wrong its own
// field says so.
void ReadContacts(const Loading& loading, const Spot& root,
                  const AgreementFile& file, Agreement& agreement) {
  const std::vector<std::string> parties = {file.data_owner(), file.recipient(),
                                            file.dpo()};
  const auto fits = [&](const std::string& id, Role role) {
    const Party* party = loading.catalog.FindParty(PartyId(id));
    return party != nullptr && party->Has(role);
  };
  const bool sure = fits(file.data_owner(), Role::kContributor) &&
                    fits(file.recipient(), Role::kRecipient) &&
                    fits(file.dpo(), Role::kDpo);
  std::set<std::string> seen;
  for (int i = 0; i < file.contacts_size(); ++i) {
    const auto& one = file.contacts(i);
    const Spot spot = root.At("contacts", i);
    if (Need(spot.At("party"), one.party())) {
      NeedNew(spot.At("party"), seen, one.party());
      if (sure &&
          std::count(parties.begin(), parties.end(), one.party()) == 0) {
        spot.At("party").ReportUnknown(one.party(), parties);
      }
    }
    Need(spot.At("reach"), one.reach());
    agreement.contacts.push_back({PartyId(one.party()),
                                  ReadLabel(spot, "office", one.office()),
                                  one.reach()});
  }
  for (const std::string& party : parties) {
    if (sure && !seen.contains(party)) {
      root.At("contacts").Report(words::kContactMissing, {party});
    }
  }
}

// What agreements say since format 2.
void ReadTerms(const Loading& loading, const Spot& root,
               const AgreementFile& file, Agreement& agreement) {
  agreement.succeeds = AgreementId(file.succeeds());
  if (!file.succeeds().empty()) NeedId(root.At("succeeds"), file.succeeds());
  agreement.witnessed = file.witnessed();
  if (file.format() < 2) {
    RefuseIf(file.has_intended_use(), root.At("intended_use"));
    RefuseIf(file.has_assessment(), root.At("assessment"));
    RefuseIf(file.contacts_size() > 0, root.At("contacts", 0));
    RefuseIf(file.has_deletion(), root.At("deletion"));
    RefuseIf(file.sensitivity_ceiling() != 0, root.At("sensitivity_ceiling"));
    RefuseIf(!file.succeeds().empty(), root.At("succeeds"));
    RefuseIf(file.witnessed(), root.At("witnessed"));
    return;
  }
  agreement.intended_use = ReadLabel(root, "intended_use", file.intended_use());
  agreement.deletion = ReadLabel(root, "deletion", file.deletion());
  agreement.sensitivity_ceiling = ReadSensitivity(
      root.At("sensitivity_ceiling"), file.sensitivity_ceiling());
  ReadContacts(loading, root, file, agreement);
  const Spot spot = root.At("assessment");
  if (!file.has_assessment()) {
    spot.Report(words::kRequired);
    return;
  }
  const auto& one = file.assessment();
  const auto on = ReadTime(spot.At("assessed_on"), one.assessed_on(),
                           loading.catalog.operation.time_zone);
  if (on.has_value() && agreement.valid_from < *on) {
    spot.At("assessed_on").Report(words::kAfter, {"valid_from"});
  }
  agreement.assessment = {
      ReadLabel(spot, "risk_of_sharing", one.risk_of_sharing()),
      ReadLabel(spot, "risk_of_not_sharing", one.risk_of_not_sharing()),
      on.value_or(absl::InfiniteFuture())};
}

// What the grant gives is no more sensitive than the agreement says, and no
// feed has to wait for anybody.
void CheckSensitivity(const Loading& loading, const Spot& spot,
                      const Grant& grant, Agreement& agreement) {
  const Ask all = AllOf(agreement.id, grant, Phase::kExtract);
  std::string above;
  std::string approved;
  for (const Revealed& one : RevealedBy(loading.catalog, all)) {
    const std::string codes = absl::StrCat(one.classified->dimension, "=",
                                           absl::StrJoin(one.codes, ","));
    if (agreement.sensitivity_ceiling.has_value() &&
        one.classified->sensitivity > *agreement.sensitivity_ceiling) {
      absl::StrAppend(&above, above.empty() ? "" : " ", codes);
    }
    if (one.classified->owner_approval) {
      agreement.needs_second_dpo = true;
      absl::StrAppend(&approved, approved.empty() ? "" : " ", codes);
    }
  }
  // Of cohorts, what is above the ceiling is left out; but what was approved is
  // given.
  for (const Revealed& one : RevealedByCohorts(loading.catalog, all)) {
    if (one.classified->owner_approval) agreement.needs_second_dpo = true;
  }
  const Sensitivity most = SensitivityOf(loading.catalog, all);
  if (agreement.sensitivity_ceiling.has_value() &&
      most > *agreement.sensitivity_ceiling &&
      loading.catalog.FindDataset(grant.dataset) != nullptr) {
    spot.Report(
        words::kGivesMoreThanCeiling,
        {SensitivityText(most), above.empty() ? grant.dataset.text() : above});
  }
  if (grant.feed && !approved.empty()) {
    spot.Report(words::kFeedNeedsApproval, {approved});
  }
}

void ReadRecallDays(const Spot& spot, const AgreementFile& file,
                    Agreement& agreement) {
  if (!file.has_recall_days()) return;
  const int days = file.recall_days();
  if (!NeedAtLeast(spot, days, 1)) return;
  if (days > kMostRecallDays) {
    spot.Report(words::kTooManyRecallDays, {absl::StrCat(days)},
                spot.InWords(words::kAtMost, {absl::StrCat(kMostRecallDays)}));
    return;
  }
  agreement.recall_days = days;
}

Agreement ReadAgreement(const Loading& loading, const Spot& root,
                        const AgreementFile& file, const std::string& stem) {
  Agreement agreement;
  agreement.id = AgreementId(stem);
  agreement.format = file.format();
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
  ReadRecallDays(root.At("recall_days"), file, agreement);
  agreement.demo = file.demo();
  CheckDemo(loading, root.At("demo"), file.demo());
  ReadTerms(loading, root, file, agreement);
  if (file.grants_size() == 0) root.At("grants").Report(words::kRequired);
  std::set<std::string> seen;
  agreement.needs_second_dpo = false;  // until a grant says otherwise
  for (int i = 0; i < file.grants_size(); ++i) {
    const Spot spot = root.At("grants", i);
    NeedNew(spot.At("dataset"), seen, file.grants(i).dataset());
    agreement.grants.push_back(
        ReadGrant(loading, spot, file.grants(i), purpose, file.format()));
    CheckSensitivity(loading, spot, agreement.grants.back(), agreement);
  }
  return agreement;
}

// The key of the party, revoked or not, that signed.
const SignatoryKey* KeyThatSigned(const Loading& loading, const Party& party,
                                  bool revoked, const std::string& bytes,
                                  const std::string& minisig) {
  for (const SignatoryKey& key : party.signatory_keys) {
    if (key.revoked == revoked &&
        loading.verify(key.minisign_public_key, bytes, minisig).ok()) {
      return &key;
    }
  }
  return nullptr;
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
  signature.missing = minisig == loading.files.end() || minisig->second.empty();
  const Party* party = loading.catalog.FindParty(party_id);
  if (party == nullptr || party->signatory_keys.empty()) {
    return fault(words::kNoPublicKey);
  }
  if (signature.missing) {
    return fault(words::kNotSigned);
  }
  if (const SignatoryKey* key =
          KeyThatSigned(loading, *party, false, bytes, minisig->second);
      key != nullptr) {
    signature.valid = true;
    signature.key = key->minisign_public_key;
    return signature;
  }
  return KeyThatSigned(loading, *party, true, bytes, minisig->second) != nullptr
             ? fault(words::kRevokedKey)
             : fault(words::kNotTheirSignature);
}

void CheckSignatures(const Loading& loading, const std::string& bytes,
                     Agreement& agreement) {
  for (const Signer& signer : kSigners) {
    if (signer.role == SignatureRole::kSecondDpo &&
        !agreement.needs_second_dpo) {
      continue;
    }
    const PartyId& party =
        signer.role == SignatureRole::kDataOwner   ? agreement.data_owner
        : signer.role == SignatureRole::kRecipient ? agreement.recipient
                                                   : agreement.dpo;
    AgreementSignature signature =
        CheckSignature(loading, signer, party, agreement.id.text(), bytes);
    // Two people sign: nobody signs for the other.
    const bool again =
        signer.role == SignatureRole::kSecondDpo && signature.valid &&
        std::any_of(agreement.signatures.begin(), agreement.signatures.end(),
                    [&](const AgreementSignature& first) {
                      return first.role == SignatureRole::kDpo && first.valid &&
                             first.key == signature.key;
                    });
    if (again) {
      signature.valid = false;
      signature.problem = loading.problems.InWords(words::kSameKeyTwice);
    }
    agreement.signatures.push_back(std::move(signature));
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

std::optional<Agreement> ReadOneAgreement(Loading& loading,
                                          const std::string& text) {
  AgreementFile file;
  google::protobuf::TextFormat::ParseInfoTree tree;
  const bool parsed = ParseText("", text, &file, &tree, &loading.problems);
  const Spot root("", file.GetDescriptor(), &tree, &loading.problems);
  if (!parsed || !CheckFormat(root, file.format(), kAgreementFormat) ||
      !NeedId(root.At("id"), file.id())) {
    return std::nullopt;
  }
  Agreement agreement = ReadAgreement(loading, root, file, file.id());
  agreement.sha256 = HexOf(Sha256(text));
  CheckSignatures(loading, text, agreement);
  return agreement;
}

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
      },
      kAgreementFormat);
  ForEachFile<AgreementFile>(
      loading, kTemplates,
      [&](const Spot& root, const AgreementFile& file,
          const std::string& stem) {
        loading.templates.emplace(AgreementId(stem),
                                  ReadAgreement(loading, root, file, stem));
        return true;
      },
      kAgreementFormat);
  CheckStrays(loading);
}

}  // namespace toguna
