#include "policies/odrl/write_offer.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/plain_text.h"
#include "exchange/words/odrl_words.h"
#include "nlohmann/json.hpp"
#include "policies/odrl/terms.h"

namespace toguna {
namespace {

using catalog::v1::AgreementFile;
using OfferJson = nlohmann::ordered_json;

std::string At(absl::string_view in, absl::string_view field) {
  return in.empty() ? std::string(field) : absl::StrCat(in, ".", field);
}
std::string At(absl::string_view in, absl::string_view field, int index) {
  return absl::StrCat(At(in, field), "[", index + 1, "]");
}

OfferJson Reference(std::string iri) {
  return OfferJson{{"@id", std::move(iri)}};
}
OfferJson Typed(std::string value, const char* type) {
  return OfferJson{{"@value", std::move(value)}, {"@type", type}};
}
OfferJson Constraint(std::string left, const char* op, OfferJson right) {
  OfferJson constraint;
  constraint["leftOperand"] = std::move(left);
  constraint["operator"] = op;
  constraint["rightOperand"] = std::move(right);
  return constraint;
}

// Writes one agreement. What it lacks is reported where it would be written.
class OfferWriter {
 public:
  OfferWriter(const AgreementFile& file, Faults& faults)
      : file_(file), faults_(faults) {}

  OfferJson Write() {
    OfferJson offer;
    offer["@context"] = OdrlContext();
    offer["@type"] = "Offer";
    AddHead(offer);
    AddAssessment(offer);
    AddContacts(offer);
    offer["toguna:sensitivityCeiling"] = Reference(
        absl::StrCat(kSensitivityTerm, Ceiling("sensitivity_ceiling")));
    if (!file_.succeeds().empty()) {
      offer["toguna:succeeds"] =
          Reference(Iri(kAgreementIri, "succeeds", file_.succeeds()));
    }
    if (file_.witnessed()) offer["toguna:witnessed"] = true;
    offer["permission"] = Permissions();
    offer["obligation"] = OfferJson::array({Deletion()});
    offer["prohibition"] = OfferJson::array({OnwardSharing()});
    return offer;
  }

 private:
  // Values of fields, which must be there.
  std::string Text(const std::string& field, const std::string& text) {
    if (text.empty()) {
      faults_.Missing(field);
    } else if (!IsPlainText(text)) {
      faults_.Add(kNotReadable, field, words::kOdrlNotPlain);
    }
    return text;
  }
  std::string Iri(const char* prefix, const std::string& field,
                  const std::string& id) {
    return IriOf(prefix, Text(field, id));
  }
  int32_t Count(const std::string& field, int32_t count) {
    if (count < 1) faults_.Missing(field);
    return count;
  }
  OfferJson Time(const std::string& field, const std::string& text) {
    const char* type = TimeTypeOf(Text(field, text));
    if (type == nullptr) faults_.Wrong(field, words::kOdrlTime);
    return Typed(text, type == nullptr ? kXsdDate : type);
  }
  OfferJson In(const std::string& field, const catalog::v1::Label& label) {
    OfferJson texts = OfferJson::array();
    texts.push_back(
        {{"@value", Text(At(field, "fr"), label.fr())}, {"@language", "fr"}});
    texts.push_back(
        {{"@value", Text(At(field, "en"), label.en())}, {"@language", "en"}});
    return texts;
  }
  template <typename Texts>
  OfferJson List(const std::string& field, const Texts& texts) {
    OfferJson list = OfferJson::array();
    if (texts.empty()) faults_.Missing(field);
    for (const std::string& text : texts) list.push_back(Text(field, text));
    return list;
  }
  std::string Ceiling(const std::string& field) {
    const auto ceiling = file_.sensitivity_ceiling();
    if (ceiling == catalog::v1::SENSITIVITY_UNSPECIFIED ||
        !catalog::v1::Sensitivity_IsValid(ceiling)) {
      faults_.Missing(field);
    }
    return catalog::v1::Sensitivity_Name(ceiling);
  }

  void AddHead(OfferJson& offer) {
    const int32_t revision = Count("revision", file_.revision());
    offer["uid"] =
        absl::StrCat(Iri(kAgreementIri, "id", file_.id()), ":", revision);
    offer["profile"] = kOdrlProfile;
    offer["conflict"] = "prohibit";
    offer["dct:title"] = In("title", file_.title());
    offer["toguna:revision"] = Typed(absl::StrCat(revision), kXsdInteger);
    offer["toguna:demo"] = file_.demo();
    offer["toguna:dataProtectionOfficer"] =
        Reference(Iri(kPartyIri, "dpo", file_.dpo()));
    offer["toguna:legalBasis"] = Text("legal_basis", file_.legal_basis());
    offer["toguna:intendedUse"] = In("intended_use", file_.intended_use());
  }

  void AddAssessment(OfferJson& offer) {
    const auto& one = file_.assessment();
    OfferJson& assessment = offer["toguna:assessment"];
    assessment["toguna:riskOfSharing"] =
        In("assessment.risk_of_sharing", one.risk_of_sharing());
    assessment["toguna:riskOfNotSharing"] =
        In("assessment.risk_of_not_sharing", one.risk_of_not_sharing());
    assessment["toguna:assessedOn"] =
        Time("assessment.assessed_on", one.assessed_on());
  }

  void AddContacts(OfferJson& offer) {
    OfferJson& contacts = offer["toguna:contact"];
    contacts = OfferJson::array();
    if (file_.contacts().empty()) faults_.Missing("contacts");
    for (int i = 0; i < file_.contacts_size(); ++i) {
      const auto& one = file_.contacts(i);
      const std::string in = At("", "contacts", i);
      OfferJson contact;
      contact["toguna:party"] =
          Reference(Iri(kPartyIri, At(in, "party"), one.party()));
      contact["toguna:office"] = In(At(in, "office"), one.office());
      contact["toguna:reach"] = Text(At(in, "reach"), one.reach());
      contacts.push_back(std::move(contact));
    }
  }

  // A rule between the two parties.
  OfferJson Rule(OfferJson target) {
    OfferJson rule;
    rule["assigner"] = Iri(kPartyIri, "data_owner", file_.data_owner());
    rule["assignee"] = Iri(kPartyIri, "recipient", file_.recipient());
    rule["target"] = std::move(target);
    return rule;
  }
  std::string Dataset(int grant) {
    return Iri(kDatasetIri, At(At("", "grants", grant), "dataset"),
               file_.grants(grant).dataset());
  }
  OfferJson Datasets() {
    OfferJson datasets = OfferJson::array();
    for (int i = 0; i < file_.grants_size(); ++i) {
      datasets.push_back(Dataset(i));
    }
    return datasets;
  }

  OfferJson Permissions() {
    OfferJson permissions = OfferJson::array();
    if (file_.grants().empty()) faults_.Missing("grants");
    for (int i = 0; i < file_.grants_size() && faults_.ok(); ++i) {
      const std::string in = At("", "grants", i);
      OfferJson permission = Rule(Dataset(i));
      permission["action"] = Actions(in, file_.grants(i));
      permission["constraint"] = CommonConstraints();
      AddConstraints(in, file_.grants(i), permission["constraint"]);
      permissions.push_back(std::move(permission));
    }
    return permissions;
  }

  OfferJson Actions(const std::string& in, const AgreementFile::Grant& grant) {
    OfferJson actions = OfferJson::array();
    const std::string quota = At(in, "extracts_per_month");
    if (grant.extracts()) {
      OfferJson extract;
      extract["rdf:value"] = Reference("toguna:extract");
      // Of one calendar month: said of the action, for it is no limit of all.
      extract["refinement"] = OfferJson::array({Constraint(
          "toguna:countPerMonth", "lteq",
          Typed(absl::StrCat(Count(quota, grant.extracts_per_month())),
                kXsdInteger))});
      actions.push_back(std::move(extract));
    } else if (grant.extracts_per_month() != 0) {
      faults_.Wrong(quota, words::kOdrlNoExtracts);
    }
    if (grant.feed()) actions.push_back("toguna:follow");
    if (actions.empty()) {
      faults_.Missing(absl::StrCat(in, ".extracts, ", in, ".feed"));
    }
    return actions;
  }

  // What holds of every grant: when, and for what.
  OfferJson CommonConstraints() {
    return OfferJson::array({
        Constraint("purpose", "eq",
                   Reference(Iri(kPurposeIri, "purpose", file_.purpose()))),
        Constraint("dateTime", "gteq", Time("valid_from", file_.valid_from())),
        Constraint("dateTime", "lt", Time("valid_until", file_.valid_until())),
        Constraint("toguna:reviewBy", "lt",
                   Time("review_by", file_.review_by())),
    });
  }

  void AddConstraints(const std::string& in, const AgreementFile::Grant& grant,
                      OfferJson& all) {
    if (!grant.families().empty()) {
      all.push_back(Constraint("toguna:family", "isAnyOf",
                               List(At(in, "families"), grant.families())));
    }
    if (!grant.cohorts().empty()) {
      all.push_back(Constraint("toguna:cohorts", "isAnyOf",
                               List(At(in, "cohorts"), grant.cohorts())));
    }
    if (grant.cohort_level_limits_size() > 0 && grant.cohorts().empty()) {
      faults_.Missing(At(in, "cohorts"));
    }
    AddLevels(in, "level_limits", grant.level_limits(), kLevelOperand, all);
    AddLevels(in, "cohort_level_limits", grant.cohort_level_limits(),
              kCohortLevelOperand, all);
    for (int i = 0; i < grant.code_filters_size(); ++i) {
      const auto& one = grant.code_filters(i);
      const std::string at = At(in, "code_filters", i);
      all.push_back(Constraint(
          IriOf(kCodeOperand, Text(At(at, "dimension"), one.dimension())),
          "isAnyOf", List(At(at, "codes"), one.codes())));
    }
    if (grant.has_rung()) {
      all.push_back(Constraint("toguna:rung", "eq",
                               Typed(absl::StrCat(grant.rung()), kXsdInteger)));
    }
    if (grant.has_lag_days()) {
      all.push_back(
          Constraint("toguna:lagDays", "gteq",
                     Typed(absl::StrCat(grant.lag_days()), kXsdInteger)));
    }
    if (!grant.delay().empty()) {
      const auto duration = DurationOf(grant.delay());
      if (!duration.has_value()) {
        faults_.Wrong(At(in, "delay"), words::kOdrlDelay);
      }
      all.push_back(Constraint("delayPeriod", "gteq",
                               Typed(duration.value_or(""), kXsdDuration)));
    }
  }

  template <typename Limits>
  void AddLevels(const std::string& in, const char* field, const Limits& limits,
                 const char* operand, OfferJson& all) {
    for (int i = 0; i < limits.size(); ++i) {
      const auto& one = limits.Get(i);
      const std::string at = At(in, field, i);
      all.push_back(
          Constraint(IriOf(operand, Text(At(at, "dimension"), one.dimension())),
                     "lteq", Text(At(at, "finest"), one.finest())));
    }
  }

  // An obligation, not a duty of the permission: ODRL has those met before.
  OfferJson Deletion() {
    OfferJson rule = Rule(Datasets());
    rule["action"] = "delete";
    rule["constraint"] = OfferJson::array({Constraint(
        "elapsedTime", "lteq",
        Typed(DurationOfDays(Count("retention_days", file_.retention_days())),
              kXsdDuration))});
    rule["toguna:deletion"] = In("deletion", file_.deletion());
    if (file_.has_recall_days()) {
      rule["toguna:recallDays"] =
          Typed(DurationOfDays(Count("recall_days", file_.recall_days())),
                kXsdDuration);
    }
    return rule;
  }

  // Forbids all but what the text says.
  OfferJson OnwardSharing() {
    OfferJson rule = Rule(Datasets());
    rule["action"] = "distribute";
    rule["constraint"] = OfferJson::array({Constraint(
        "toguna:onwardSharing", "isNoneOf",
        OfferJson::array({Text("onward_sharing", file_.onward_sharing())}))});
    return rule;
  }

  const AgreementFile& file_;
  Faults& faults_;
};

}  // namespace

OfferJson OdrlContext() {
  return OfferJson::array({kOdrlContext, OfferJson{{"toguna", kOdrlPrefix}}});
}

OfferJson OfferOf(const AgreementFile& file, Faults& faults) {
  return OfferWriter(file, faults).Write();
}

}  // namespace toguna
