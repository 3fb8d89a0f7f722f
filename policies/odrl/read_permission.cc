// A permission of an offer, as a grant.

#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "policies/odrl/read_offer.h"
#include "policies/odrl/terms.h"

namespace toguna {
namespace {

using catalog::v1::AgreementFile;

// Reads the permission of one grant.
class PermissionReader {
 public:
  PermissionReader(AgreementFile& file, Faults& faults)
      : file_(file), grant_(*file.add_grants()), faults_(faults) {}

  void Read(const Node& node) {
    const OdrlObject rule(
        node, {"assigner", "assignee", "target", "action", "constraint"},
        faults_);
    ReadRuleParties(rule, file_, faults_);
    grant_.set_dataset(IdOf(rule.Need("target"), kDatasetIri, faults_));
    for (const Node& action : ListOf(rule.Need("action"), faults_)) {
      ReadAction(action);
    }
    const Node constraints = rule.Need("constraint");
    for (const Node& constraint : ListOf(constraints, faults_)) {
      ReadConstraint(constraint);
    }
    if (!constraints) return;
    // Levels of rows that are not given would say what nobody meant.
    if (grant_.cohort_level_limits_size() > 0 && grant_.cohorts_size() == 0) {
      faults_.Missing(
          absl::StrCat(constraints.path, " (toguna:cohorts isAnyOf)"));
    }
    for (const char* needed :
         {"purpose eq", "dateTime gteq", "dateTime lt", "toguna:reviewBy lt"}) {
      if (!seen_.contains(needed)) {
        faults_.Missing(absl::StrCat(constraints.path, " (", needed, ")"));
      }
    }
  }

 private:
  // An action without refinement is a name, one with it an object.
  void ReadAction(const Node& node) {
    if (node.value->is_string()) {
      NeedAction(node, "toguna:follow");
      grant_.set_feed(true);
      return;
    }
    const OdrlObject action(node, {"rdf:value", "refinement"}, faults_);
    const OdrlObject value(action.Need("rdf:value"), {"@id"}, faults_);
    NeedAction(value.Need("@id"), "toguna:extract");
    grant_.set_extracts(true);
    for (const Node& one : ListOf(action.Need("refinement"), faults_)) {
      ReadRefinement(one);
    }
  }

  void NeedAction(const Node& node, absl::string_view expected) {
    const std::string name = TextOf(node, faults_);
    if (node && name != expected) {
      faults_.Unknown(node.path, name, {std::string(expected)});
    }
  }

  void ReadRefinement(const Node& node) {
    const OdrlObject refinement(
        node, {"leftOperand", "operator", "rightOperand"}, faults_);
    NeedText(refinement.Need("leftOperand"), "toguna:countPerMonth", faults_);
    NeedText(refinement.Need("operator"), "lteq", faults_);
    grant_.set_extracts_per_month(
        NumberOf(refinement.Need("rightOperand"), faults_));
  }

  void ReadConstraint(const Node& node) {
    const OdrlObject constraint(
        node, {"leftOperand", "operator", "rightOperand"}, faults_);
    const Node left = constraint.Need("leftOperand");
    const Node op = constraint.Need("operator");
    const Node right = constraint.Need("rightOperand");
    const std::string operand = TextOf(left, faults_);
    const std::string comparison = TextOf(op, faults_);
    if (!left || !op || !right) return;
    if (absl::StartsWith(operand, kLevelOperand)) {
      if (comparison != "lteq") faults_.WrongText(op.path, "lteq");
      auto& limit = *grant_.add_level_limits();
      limit.set_dimension(IdOf(left, kLevelOperand, faults_));
      limit.set_finest(TextOf(right, faults_));
    } else if (absl::StartsWith(operand, kCohortLevelOperand)) {
      if (comparison != "lteq") faults_.WrongText(op.path, "lteq");
      auto& limit = *grant_.add_cohort_level_limits();
      limit.set_dimension(IdOf(left, kCohortLevelOperand, faults_));
      limit.set_finest(TextOf(right, faults_));
    } else if (absl::StartsWith(operand, kCodeOperand)) {
      if (comparison != "isAnyOf") faults_.WrongText(op.path, "isAnyOf");
      auto& filter = *grant_.add_code_filters();
      filter.set_dimension(IdOf(left, kCodeOperand, faults_));
      for (const Node& code : ListOf(right, faults_)) {
        filter.add_codes(TextOf(code, faults_));
      }
    } else {
      ReadKnown(left, operand, op, comparison, right);
    }
  }

  // A constraint whose left operand and operator stand in a list.
  void ReadKnown(const Node& left, const std::string& operand, const Node& op,
                 const std::string& comparison, const Node& right) {
    std::vector<std::string> operands = {absl::StrCat(kLevelOperand, "…"),
                                         absl::StrCat(kCohortLevelOperand, "…"),
                                         absl::StrCat(kCodeOperand, "…")};
    std::vector<std::string> comparisons;
    for (const Known& one : kKnown) {
      operands.emplace_back(one.operand);
      if (operand != one.operand) continue;
      comparisons.emplace_back(one.comparison);
      if (comparison != one.comparison) continue;
      seen_.insert(absl::StrCat(operand, " ", comparison));
      (this->*one.read)(right);
      return;
    }
    if (comparisons.empty()) {
      faults_.Unknown(left.path, operand, operands);
    } else {
      faults_.Unknown(op.path, comparison, comparisons);
    }
  }

  void ReadPurpose(const Node& node) {
    file_.set_purpose(IdInReference(node, kPurposeIri, faults_));
  }
  void ReadFrom(const Node& node) {
    file_.set_valid_from(TimeOf(node, faults_));
  }
  void ReadUntil(const Node& node) {
    file_.set_valid_until(TimeOf(node, faults_));
  }
  void ReadReview(const Node& node) {
    file_.set_review_by(TimeOf(node, faults_));
  }
  void ReadFamilies(const Node& node) {
    for (const Node& family : ListOf(node, faults_)) {
      grant_.add_families(TextOf(family, faults_));
    }
  }
  void ReadCohorts(const Node& node) {
    for (const Node& cohorts : ListOf(node, faults_)) {
      grant_.add_cohorts(TextOf(cohorts, faults_));
    }
  }
  void ReadRung(const Node& node) { grant_.set_rung(NumberOf(node, faults_)); }
  void ReadLag(const Node& node) {
    grant_.set_lag_days(NumberOf(node, faults_));
  }
  void ReadDelay(const Node& node) { grant_.set_delay(DelayOf(node, faults_)); }

  struct Known {
    const char* operand;
    const char* comparison;
    void (PermissionReader::*read)(const Node& right);
  };
  static constexpr Known kKnown[] = {
      {"purpose", "eq", &PermissionReader::ReadPurpose},
      {"dateTime", "gteq", &PermissionReader::ReadFrom},
      {"dateTime", "lt", &PermissionReader::ReadUntil},
      {"toguna:reviewBy", "lt", &PermissionReader::ReadReview},
      {"toguna:family", "isAnyOf", &PermissionReader::ReadFamilies},
      {"toguna:cohorts", "isAnyOf", &PermissionReader::ReadCohorts},
      {"toguna:rung", "eq", &PermissionReader::ReadRung},
      {"toguna:lagDays", "gteq", &PermissionReader::ReadLag},
      {"delayPeriod", "gteq", &PermissionReader::ReadDelay},
  };

  AgreementFile& file_;
  AgreementFile::Grant& grant_;
  Faults& faults_;
  std::set<std::string> seen_;  // "dateTime lt"
};

}  // namespace

void ReadPermission(const Node& node, AgreementFile& file, Faults& faults) {
  PermissionReader(file, faults).Read(node);
}

}  // namespace toguna
