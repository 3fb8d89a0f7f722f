#include "exchange/rpc/status_details.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/words/rpc_words.h"
#include "exchange/words/words.h"
#include "google/rpc/error_details.pb.h"
#include "policies/rules/decide.h"

namespace toguna {
namespace {

constexpr char kRulesUrl[] = "toguna.exchange/refused-rules";

const char* TextUrl(Language language) {
  return language == Language::kFrench ? "toguna.exchange/text-fr"
                                       : "toguna.exchange/text-en";
}

// What passes with time, or by an act that is still to come, without another
// agreement: not in force, not reviewed, not sealed.
bool IsMatterOfTime(const Finding& finding) {
  static constexpr const char* kReasons[] = {"AGREEMENT_NOT_YET_VALID",
                                             "AGREEMENT_EXPIRED",
                                             "AGREEMENT_UNSIGNED",
                                             "SIGNATURE_INVALID",
                                             "REVIEW_OVERDUE",
                                             "PERIOD_NOT_SEALED",
                                             "DELAY_NOT_OVER",
                                             "LAG_NOT_OVER",
                                             "APPROVAL_MISSING",
                                             "AGREEMENT_SUSPENDED",
                                             "AGREEMENT_IN_RENEGOTIATION",
                                             "AGREEMENT_TERMINATED"};
  return std::any_of(
      std::begin(kReasons), std::end(kReasons),
      [&finding](const char* reason) { return finding.reason == reason; });
}

absl::StatusCode CodeOf(const Decision& decision) {
  bool only_time = true;
  bool only_quota = true;
  for (const Finding& finding : decision.findings) {
    if (finding.passed) continue;
    only_time = only_time && IsMatterOfTime(finding);
    only_quota = only_quota && finding.rule == "quota";
  }
  if (only_quota) return absl::StatusCode::kResourceExhausted;
  if (only_time) return absl::StatusCode::kFailedPrecondition;
  return absl::StatusCode::kPermissionDenied;
}

}  // namespace

absl::Status UniformRefusal() {
  return ReasonError(absl::StatusCode::kPermissionDenied, "REFUSED",
                     "no agreement in force gives the caller this");
}

absl::Status RefusalOf(const Decision& decision, const DecisionId& id) {
  std::vector<RefusedRule> refused;
  std::vector<absl::string_view> passed;
  for (const Finding& finding : decision.findings) {
    if (finding.passed) {
      passed.push_back(finding.rule);
      continue;
    }
    refused.push_back(
        {.rule = finding.rule,
         .subject = absl::StrCat(finding.clause, " / ", finding.operand),
         .description = absl::StrCat(finding.fr, " | ", finding.en)});
  }
  if (!decision.caller_is_party || refused.empty()) return UniformRefusal();
  std::map<std::string, std::string> metadata = {
      {"passed", absl::StrJoin(passed, ",")}};
  if (!id.empty()) metadata["decision"] = id.text();
  absl::Status status = ReasonError(
      CodeOf(decision), decision.reason,
      "the agreement does not give this; every rule that refused is listed",
      std::move(metadata));
  SetRefusedRules(refused, status);
  return status;
}

std::vector<RefusedRule> RefusedRulesOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kRulesUrl);
  google::rpc::PreconditionFailure failure;
  if (!payload.has_value() || !failure.ParseFromString(std::string(*payload))) {
    return {};
  }
  std::vector<RefusedRule> rules;
  for (const auto& violation : failure.violations()) {
    rules.push_back({.rule = violation.type(),
                     .subject = violation.subject(),
                     .description = violation.description()});
  }
  return rules;
}

void SetRefusedRules(const std::vector<RefusedRule>& rules,
                     absl::Status& status) {
  google::rpc::PreconditionFailure failure;
  for (const RefusedRule& rule : rules) {
    auto& violation = *failure.add_violations();
    violation.set_type(rule.rule);
    violation.set_subject(rule.subject);
    violation.set_description(rule.description);
  }
  status.SetPayload(kRulesUrl, absl::Cord(failure.SerializeAsString()));
}

std::string TextFor(Language language, const absl::Status& status) {
  if (const auto text = status.GetPayload(TextUrl(language));
      text.has_value()) {
    return std::string(*text);
  }
  const Reason reason = ReasonOf(status);
  if (const Sentence* words = WordsOfReason(reason.code);
      words != nullptr && CanSay(*words, reason.metadata)) {
    return SayReason(language, *words, reason.metadata);
  }
  return std::string(status.message());
}

void SetText(Language language, const std::string& text, absl::Status& status) {
  status.SetPayload(TextUrl(language), absl::Cord(text));
}

}  // namespace toguna
