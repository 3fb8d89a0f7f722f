#include "exchange/kobo/kobo.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/period.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/record/check_record.h"
#include "exchange/record/record.h"
#include "nlohmann/json.hpp"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"
#include "policies/model/form.h"

namespace toguna {
namespace {

using nlohmann::json;

constexpr char kInstancePath[] = "meta/instanceID";
constexpr char kRootPath[] = "meta/rootUuid";
constexpr char kDeprecatedPath[] = "meta/deprecatedID";
constexpr char kValidationPath[] = "_validation_status";
constexpr char kApproved[] = "validation_status_approved";

// Parts of a submission that the reader itself understands. Nothing of them is
// kept but two pseudonyms.
bool IsEnvelope(absl::string_view path) {
  return path == kInstancePath || path == kRootPath ||
         path == kDeprecatedPath || path == kValidationPath;
}

// `path` if it looks like the name of a question, else nothing: a key of a
// broken export can hold an answer.
std::string SafePath(absl::string_view path) {
  constexpr size_t kLongest = 79;
  if (path.size() > kLongest) return "";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (!absl::ascii_isalnum(byte) && !absl::StrContains("_-./", c)) return "";
  }
  return std::string(path);
}

bool IsUnanswered(const json& value) {
  return value.is_null() ||
         (value.is_string() && value.get_ref<const std::string&>().empty());
}

// An answer as text; none for what no answer of a form looks like.
std::optional<std::string> AnswerText(const json& value) {
  if (value.is_string()) {
    return std::string(
        absl::StripAsciiWhitespace(value.get_ref<const std::string&>()));
  }
  if (value.is_number_unsigned()) return absl::StrCat(value.get<uint64_t>());
  if (value.is_number_integer()) return absl::StrCat(value.get<int64_t>());
  return std::nullopt;
}

// The uuid at `path` without "uuid:", which some versions leave out.
std::string UuidAt(const json& submission, const char* path) {
  const auto found = submission.find(path);
  if (found == submission.end() || !found->is_string()) return "";
  absl::string_view text = found->get_ref<const std::string&>();
  text = absl::StripAsciiWhitespace(text);
  absl::ConsumePrefix(&text, "uuid:");
  return std::string(text);
}

// Turns one submission into a record. Used once.
class Conversion {
 public:
  Conversion(const FormContext& context, const Dataset& dataset)
      : context_(context), dataset_(dataset) {
    record_.dataset = dataset.id;
  }

  SubmissionResult Run(const json& submission, bool repeated_key) {
    if (!submission.is_object()) {
      Refuse("NOT_A_SUBMISSION", "");
    } else if (repeated_key) {
      Refuse("REPEATED_KEY", "");
    } else {
      Sort(submission);
      Identify(submission);
      Gate(submission);
      if (!refusal_.has_value()) Answers();
      if (!refusal_.has_value()) Check();
    }
    SubmissionResult result;
    result.dropped = std::move(dropped_);
    if (refusal_.has_value()) {
      result.outcome = *std::move(refusal_);
    } else {
      result.outcome = std::move(record_);
    }
    return result;
  }

 private:
  // The first reason stands.
  void Refuse(absl::string_view reason, absl::string_view field) {
    if (refusal_.has_value()) return;
    refusal_ = Refusal{std::string(reason), std::string(field)};
  }

  bool IsDeclared(absl::string_view path) const {
    for (const FormField& field : context_.form.fields) {
      if (field.path == path) return true;
    }
    return false;
  }

  const DropRule* DropRuleFor(absl::string_view path) const {
    for (const DropRule& rule : context_.form.drops) {
      absl::string_view rest = path;
      if (absl::ConsumePrefix(&rest, rule.path) &&
          (rest.empty() || rest[0] == '/')) {
        return &rule;
      }
    }
    return nullptr;
  }

  // Keeps declared answers, counts dropped ones, refuses all others.
  void Sort(const json& submission) {
    for (const auto& [path, value] : submission.items()) {
      if (IsDeclared(path)) {
        answers_.emplace(path, &value);
      } else if (const DropRule* rule = DropRuleFor(path); rule != nullptr) {
        dropped_.push_back({rule->reason});
      } else if (!IsEnvelope(path)) {
        Refuse("UNDECLARED_FIELD", SafePath(path));
      }
    }
  }

  void Identify(const json& submission) {
    const std::string instance = UuidAt(submission, kInstancePath);
    if (instance.empty()) return Refuse("NO_INSTANCE_ID", kInstancePath);
    std::string root = UuidAt(submission, kRootPath);
    if (root.empty()) {
      // Without its root, an edit would be counted as a second incident.
      if (submission.contains(kDeprecatedPath)) {
        return Refuse("NO_ROOT_UUID", kRootPath);
      }
      root = instance;
    }
    record_.ref = context_.pseudonymiser.Pseudonym("ref", root);
    record_.instance = context_.pseudonymiser.Pseudonym("ins", instance);
  }

  void Gate(const json& submission) {
    if (!context_.form.approved_only) return;
    const auto status = submission.find(kValidationPath);
    if (status != submission.end() && status->is_object()) {
      const auto uid = status->find("uid");
      if (uid != status->end() && uid->is_string() && *uid == kApproved) return;
    }
    Refuse("NOT_APPROVED", kValidationPath);
  }

  void Answers() {
    for (const FormField& field : context_.form.fields) {
      const auto found = answers_.find(field.path);
      if (found == answers_.end() || IsUnanswered(*found->second)) continue;
      std::optional<std::string> answer = AnswerText(*found->second);
      if (!answer.has_value()) {
        Refuse(field.target == FormField::Target::kTally ? "NOT_A_NUMBER"
                                                         : "NOT_AN_ANSWER",
               field.path);
        continue;
      }
      for (const FormField::Recode& recode : field.recodes) {
        if (recode.answer == *answer) {
          answer = recode.code;
          break;
        }
      }
      Answer(field, *answer);
    }
  }

  void Answer(const FormField& field, const std::string& answer) {
    const Pseudonymiser& pseudonymiser = context_.pseudonymiser;
    switch (field.target) {
      case FormField::Target::kAttribute:
        return SetAttribute(field, answer);
      case FormField::Target::kTally:
        return SetTally(field, answer);
      case FormField::Target::kSource:
        record_.source = pseudonymiser.Pseudonym("src", answer);
        return;
      case FormField::Target::kMonitor:
        record_.monitor = pseudonymiser.Pseudonym("mon", answer);
        return;
      case FormField::Target::kConsent:
        record_.consent = answer;
        return UseList(dataset_.consent_code_list);
    }
  }

  void SetAttribute(const FormField& field, const std::string& answer) {
    const Attribute* attribute = dataset_.FindAttribute(field.to);
    if (attribute == nullptr) return Refuse("UNKNOWN_FIELD", field.path);
    if (attribute->kind == Attribute::Kind::kDate)
      return SetDate(field, answer);
    const CodeList* list = context_.catalog.FindCodeList(attribute->code_list);
    const std::optional<NodeIndex> node =
        list == nullptr ? std::nullopt : list->tree.Find(answer);
    if (!node.has_value()) return Refuse("UNKNOWN_CODE", field.path);
    std::string& code = record_.codes[attribute->id];
    if (!code.empty() && !list->tree.IsWithin(*node, *list->tree.Find(code))) {
      return Refuse("PLACE_MISMATCH", field.path);
    }
    code = answer;
    UseList(attribute->code_list);
  }

  void SetDate(const FormField& field, absl::string_view answer) {
    constexpr size_t kDaySize = 10;
    if (answer.size() > kDaySize && answer[kDaySize] == 'T') {
      answer = answer.substr(0, kDaySize);
    }
    const absl::StatusOr<absl::CivilDay> day = ParseDay(answer);
    if (!day.ok()) return Refuse("BAD_DATE", field.path);
    record_.incident_day = *day;
  }

  void SetTally(const FormField& field, absl::string_view answer) {
    absl::string_view digits = answer;
    const bool negative = absl::ConsumePrefix(&digits, "-");
    constexpr size_t kMostDigits = 12;  // far above kMostVictims
    if (digits.empty() || digits.size() > kMostDigits ||
        digits.find_first_not_of("0123456789") != absl::string_view::npos) {
      return Refuse("NOT_A_NUMBER", field.path);
    }
    int64_t victims = 0;
    if (!absl::SimpleAtoi(digits, &victims)) {
      return Refuse("NOT_A_NUMBER", field.path);
    }
    if (negative && victims > 0) return Refuse("NEGATIVE_TALLY", field.path);
    UseList(dataset_.tally_code_list);
    // "0" and no answer are the same record.
    if (victims > 0) record_.tallies[field.to] += victims;
  }

  void UseList(const CodeListId& id) {
    const CodeList* list = context_.catalog.FindCodeList(id);
    if (list != nullptr) record_.list_versions[id.text()] = list->version;
  }

  // Question that a problem with the record is about, as people know it.
  std::string PathOf(const std::string& field) const {
    std::string path = field;
    for (const FormField& one : context_.form.fields) {
      const bool answered = answers_.contains(one.path);
      const bool about =
          one.to == field ||
          (field == "source" && one.target == FormField::Target::kSource) ||
          (field == "monitor" && one.target == FormField::Target::kMonitor) ||
          (field == "consent" && one.target == FormField::Target::kConsent);
      if (about && (answered || path == field)) path = one.path;
    }
    return path;
  }

  void Check() {
    const std::vector<RecordProblem> problems =
        CheckRecord(context_.catalog, dataset_, record_, context_.today);
    if (problems.empty()) return;
    Refuse(problems[0].reason, PathOf(problems[0].field));
  }

  const FormContext& context_;
  const Dataset& dataset_;
  std::map<std::string, const json*> answers_;  // declared paths only
  Record record_;
  std::optional<Refusal> refusal_;
  std::vector<Dropped> dropped_;
};

}  // namespace

absl::StatusOr<std::vector<SubmissionResult>> ParseSubmissions(
    absl::string_view bytes, const FormContext& context,
    const ReadLimits& limits) {
  const Dataset* dataset = context.catalog.FindDataset(context.form.dataset);
  if (dataset == nullptr) {
    return ReasonError(absl::StatusCode::kFailedPrecondition, "UNKNOWN_DATASET",
                       "the catalog has no dataset for this form");
  }
  std::vector<SubmissionResult> results;
  TOGUNA_RETURN_IF_ERROR(ReadSubmissions(
      bytes, limits, [&](const json& submission, bool repeated_key) {
        results.push_back(
            Conversion(context, *dataset).Run(submission, repeated_key));
        results.back().position = static_cast<int>(results.size());
      }));
  return results;
}

absl::StatusOr<std::map<std::string, std::string>> RootUuidsByRef(
    absl::string_view bytes, const Pseudonymiser& pseudonymiser,
    const ReadLimits& limits) {
  std::map<std::string, std::string> uuids;
  TOGUNA_RETURN_IF_ERROR(
      ReadSubmissions(bytes, limits, [&](const json& submission, bool) {
        std::string root = UuidAt(submission, kRootPath);
        if (root.empty()) root = UuidAt(submission, kInstancePath);
        if (root.empty()) return;
        std::string ref = pseudonymiser.Pseudonym("ref", root);
        uuids.insert_or_assign(std::move(ref), std::move(root));
      }));
  return uuids;
}

}  // namespace toguna
