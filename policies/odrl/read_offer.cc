#include "policies/odrl/read_offer.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"
#include "policies/odrl/document.h"
#include "policies/odrl/terms.h"
#include "policies/odrl/write_offer.h"

namespace toguna {
namespace {

using catalog::v1::AgreementFile;
using nlohmann::json;

// Any other context could give the same words another meaning.
void ReadContext(const Node& node, Faults& faults) {
  if (!node) return;
  const json expected = OdrlContext();
  const auto other = FirstDifference(expected, *node.value, node.path);
  if (other.has_value()) faults.WrongText(*other, expected.dump());
}

// "urn:toguna:agreement:<id>:<revision>".
void ReadUid(const Node& node, AgreementFile& file, Faults& faults) {
  const std::string uid = TextOf(node, faults);
  if (!node) return;
  const size_t colon = uid.rfind(':');
  const absl::string_view iri = absl::string_view(uid).substr(0, colon);
  const auto id = IdIn(kAgreementIri, iri);
  const auto revision =
      colon == std::string::npos
          ? std::nullopt
          : NumberIn(absl::string_view(uid).substr(colon + 1));
  if (!id.has_value() || !revision.has_value()) {
    faults.WrongText(node.path, absl::StrCat(kAgreementIri, "<id>:<revision>"));
    return;
  }
  file.set_id(*id);
  file.set_revision(*revision);
}

void ReadAssessment(const Node& node, AgreementFile& file, Faults& faults) {
  const OdrlObject object(
      node,
      {"toguna:riskOfSharing", "toguna:riskOfNotSharing", "toguna:assessedOn"},
      faults);
  auto& one = *file.mutable_assessment();
  ReadLabel(object.Need("toguna:riskOfSharing"), one.mutable_risk_of_sharing(),
            faults);
  ReadLabel(object.Need("toguna:riskOfNotSharing"),
            one.mutable_risk_of_not_sharing(), faults);
  one.set_assessed_on(TimeOf(object.Need("toguna:assessedOn"), faults));
}

void ReadContact(const Node& node, AgreementFile& file, Faults& faults) {
  const OdrlObject object(
      node, {"toguna:party", "toguna:office", "toguna:reach"}, faults);
  auto& one = *file.add_contacts();
  one.set_party(IdInReference(object.Need("toguna:party"), kPartyIri, faults));
  ReadLabel(object.Need("toguna:office"), one.mutable_office(), faults);
  one.set_reach(TextOf(object.Need("toguna:reach"), faults));
}

void ReadCeiling(const Node& node, AgreementFile& file, Faults& faults) {
  const OdrlObject object(node, {"@id"}, faults);
  const Node id = object.Need("@id");
  if (!id) return;
  const std::string term = TextOf(id, faults);
  std::vector<std::string> names;
  for (int i = 1; i < catalog::v1::Sensitivity_ARRAYSIZE; ++i) {
    const auto level = static_cast<catalog::v1::Sensitivity>(i);
    names.push_back(
        absl::StrCat(kSensitivityTerm, catalog::v1::Sensitivity_Name(level)));
    if (term == names.back()) file.set_sensitivity_ceiling(level);
  }
  if (file.sensitivity_ceiling() == catalog::v1::SENSITIVITY_UNSPECIFIED) {
    faults.Unknown(id.path, term, names);
  }
}

// Datasets of a rule over several; which they are is compared later.
void ReadTargets(const Node& node, Faults& faults) {
  for (const Node& one : ListOf(node, faults)) {
    IdOf(one, kDatasetIri, faults);
  }
}

// The only constraint of a rule; its right operand.
Node OnlyConstraint(const Node& list, const char* left, const char* op,
                    Faults& faults) {
  Node right;
  for (const Node& one : ListOf(list, faults)) {
    const OdrlObject constraint(
        one, {"leftOperand", "operator", "rightOperand"}, faults);
    NeedText(constraint.Need("leftOperand"), left, faults);
    NeedText(constraint.Need("operator"), op, faults);
    right = constraint.Need("rightOperand");
  }
  return right;
}

void ReadObligation(const Node& node, AgreementFile& file, Faults& faults) {
  const OdrlObject rule(node,
                        {"assigner", "assignee", "target", "action",
                         "constraint", "toguna:deletion", "toguna:recallDays"},
                        faults);
  ReadRuleParties(rule, file, faults);
  ReadTargets(rule.Need("target"), faults);
  NeedText(rule.Need("action"), "delete", faults);
  file.set_retention_days(DaysOf(
      OnlyConstraint(rule.Need("constraint"), "elapsedTime", "lteq", faults),
      faults));
  ReadLabel(rule.Need("toguna:deletion"), file.mutable_deletion(), faults);
  const Node recall = rule.May("toguna:recallDays");
  if (recall) file.set_recall_days(DaysOf(recall, faults));
}

void ReadProhibition(const Node& node, AgreementFile& file, Faults& faults) {
  const OdrlObject rule(
      node, {"assigner", "assignee", "target", "action", "constraint"}, faults);
  ReadRuleParties(rule, file, faults);
  ReadTargets(rule.Need("target"), faults);
  NeedText(rule.Need("action"), "distribute", faults);
  const Node texts = OnlyConstraint(rule.Need("constraint"),
                                    "toguna:onwardSharing", "isNoneOf", faults);
  for (const Node& text : ListOf(texts, faults)) {
    file.set_onward_sharing(TextOf(text, faults));
  }
}

void ReadHead(const OdrlObject& offer, AgreementFile& file, Faults& faults) {
  NeedText(offer.Need("@type"), "Offer", faults);
  NeedText(offer.Need("profile"), kOdrlProfile, faults);
  NeedText(offer.Need("conflict"), "prohibit", faults);
  ReadUid(offer.Need("uid"), file, faults);
  // Stands in the uid, too; that both agree is seen when they are compared.
  NumberOf(offer.Need("toguna:revision"), faults);
  ReadLabel(offer.Need("dct:title"), file.mutable_title(), faults);
  file.set_demo(TruthOf(offer.Need("toguna:demo"), faults));
  file.set_dpo(IdInReference(offer.Need("toguna:dataProtectionOfficer"),
                             kPartyIri, faults));
  file.set_legal_basis(TextOf(offer.Need("toguna:legalBasis"), faults));
  ReadLabel(offer.Need("toguna:intendedUse"), file.mutable_intended_use(),
            faults);
}

}  // namespace

void ReadRuleParties(const OdrlObject& rule, AgreementFile& file,
                     Faults& faults) {
  file.set_data_owner(IdOf(rule.Need("assigner"), kPartyIri, faults));
  file.set_recipient(IdOf(rule.Need("assignee"), kPartyIri, faults));
}

AgreementFile AgreementOf(const json& document, Faults& faults) {
  AgreementFile file;
  file.set_format(2);
  const OdrlObject offer({&document, ""},
                         {"@context",
                          "@type",
                          "uid",
                          "profile",
                          "conflict",
                          "dct:title",
                          "toguna:revision",
                          "toguna:demo",
                          "toguna:dataProtectionOfficer",
                          "toguna:legalBasis",
                          "toguna:intendedUse",
                          "toguna:assessment",
                          "toguna:contact",
                          "toguna:sensitivityCeiling",
                          "toguna:succeeds",
                          "toguna:witnessed",
                          "permission",
                          "obligation",
                          "prohibition",
                          "toguna:signedSha256",
                          "toguna:signedText"},
                         faults);
  ReadContext(offer.Need("@context"), faults);
  ReadHead(offer, file, faults);
  ReadAssessment(offer.Need("toguna:assessment"), file, faults);
  for (const Node& one : ListOf(offer.Need("toguna:contact"), faults)) {
    ReadContact(one, file, faults);
  }
  ReadCeiling(offer.Need("toguna:sensitivityCeiling"), file, faults);
  file.set_succeeds(
      IdInReference(offer.May("toguna:succeeds"), kAgreementIri, faults));
  if (const Node witnessed = offer.May("toguna:witnessed")) {
    file.set_witnessed(TruthOf(witnessed, faults));
  }
  for (const Node& one : ListOf(offer.Need("permission"), faults)) {
    ReadPermission(one, file, faults);
  }
  for (const Node& one : ListOf(offer.Need("obligation"), faults)) {
    ReadObligation(one, file, faults);
  }
  for (const Node& one : ListOf(offer.Need("prohibition"), faults)) {
    ReadProhibition(one, file, faults);
  }
  return file;
}

}  // namespace toguna
