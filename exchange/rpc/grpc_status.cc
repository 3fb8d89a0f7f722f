#include "exchange/rpc/grpc_status.h"

#include <google/protobuf/any.pb.h>

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/rpc/status_details.h"
#include "exchange/words/rpc_words.h"
#include "exchange/words/words.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace toguna {
namespace {

constexpr char kDomain[] = "toguna.exchange";
// Details travel in a header, of which common clients accept 8 KiB in all;
// base64 takes a third more.
constexpr size_t kMaxFindingBytes = 4096;

// What of an error may leave the process.
struct Outgoing {
  absl::StatusCode code;
  std::string message;
  Reason reason;
  const Sentence* words;
};

// Unset reasons are named after the code, so that there is always one.
std::string ReasonOrCode(const Reason& reason, absl::StatusCode code) {
  if (!reason.code.empty()) return reason.code;
  return absl::StatusCodeToString(code);
}

Outgoing OutgoingOf(const absl::Status& status) {
  Reason reason = ReasonOf(status);
  reason.code = ReasonOrCode(reason, status.code());
  const Sentence* words = WordsOfReason(reason.code);
  switch (status.code()) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnknown:
      if (words == nullptr) words = &kServerFault;
      return {status.code(), words->en(), {reason.code, {}}, words};
    case absl::StatusCode::kUnavailable:
      if (words == nullptr) words = &kServerUnavailable;
      return {status.code(), words->en(), {reason.code, {}}, words};
    default:
      return {status.code(), std::string(status.message()), std::move(reason),
              words};
  }
}

void AddText(absl::string_view locale, const std::string& text,
             google::rpc::Status& wire) {
  google::rpc::LocalizedMessage message;
  message.set_locale(std::string(locale));
  message.set_message(text);
  wire.add_details()->PackFrom(message);
}

// Returns how many findings did not fit.
int AddFindings(const std::vector<RefusedRule>& rules,
                google::rpc::Status& wire) {
  google::rpc::PreconditionFailure failure;
  int left_out = 0;
  for (const RefusedRule& rule : rules) {
    auto& violation = *failure.add_violations();
    violation.set_type(rule.rule);
    violation.set_subject(rule.subject);
    violation.set_description(rule.description);
    if (failure.ByteSizeLong() > kMaxFindingBytes) {
      failure.mutable_violations()->RemoveLast();
      ++left_out;
    }
  }
  if (failure.violations_size() > 0) wire.add_details()->PackFrom(failure);
  return left_out;
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const std::string given = ReasonOf(status).code;
  if (status.code() == absl::StatusCode::kPermissionDenied &&
      (given.empty() || given == "REFUSED")) {
    // Whatever came with it could tell strangers apart.
    static const grpc::Status* const kUniform = [] {
      const absl::Status uniform = UniformRefusal();
      google::rpc::Status wire;
      wire.set_code(static_cast<int>(uniform.code()));
      wire.set_message(std::string(uniform.message()));
      google::rpc::ErrorInfo info;
      info.set_reason("REFUSED");
      info.set_domain(kDomain);
      wire.add_details()->PackFrom(info);
      const Sentence& words = *WordsOfReason("REFUSED");
      AddText("fr", words.fr(), wire);
      AddText("en", words.en(), wire);
      return new grpc::Status(grpc::StatusCode::PERMISSION_DENIED,
                              wire.message(), wire.SerializeAsString());
    }();
    return *kUniform;
  }
  const Outgoing outgoing = OutgoingOf(status);
  google::rpc::Status wire;
  wire.set_code(static_cast<int>(outgoing.code));
  wire.set_message(outgoing.message);
  google::rpc::ErrorInfo info;
  info.set_reason(outgoing.reason.code);
  info.set_domain(kDomain);
  for (const auto& [key, value] : outgoing.reason.metadata) {
    (*info.mutable_metadata())[key] = value;
  }
  if (const int left_out = AddFindings(RefusedRulesOf(status), wire);
      left_out > 0) {
    (*info.mutable_metadata())["findings_left_out"] = absl::StrCat(left_out);
  }
  wire.add_details()->PackFrom(info);
  if (outgoing.words != nullptr) {
    const auto& about = outgoing.reason.metadata;
    AddText("fr", SayReason(Language::kFrench, *outgoing.words, about), wire);
    AddText("en", SayReason(Language::kEnglish, *outgoing.words, about), wire);
  }
  if (outgoing.code == absl::StatusCode::kUnavailable) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(1);
    wire.add_details()->PackFrom(retry);
  }
  return grpc::Status(static_cast<grpc::StatusCode>(outgoing.code),
                      outgoing.message, wire.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status wire;
  google::rpc::ErrorInfo info;
  google::rpc::PreconditionFailure failure;
  google::rpc::LocalizedMessage message;
  std::map<Language, std::string> texts;
  if (wire.ParseFromString(status.error_details())) {
    for (const auto& detail : wire.details()) {
      if (detail.UnpackTo(&message)) {
        texts[LanguageOf(message.locale())] = message.message();
      } else if (!detail.UnpackTo(&info)) {
        detail.UnpackTo(&failure);
      }
    }
  }
  absl::Status out(static_cast<absl::StatusCode>(status.error_code()),
                   status.error_message());
  if (!info.reason().empty()) {
    out = ReasonError(out.code(), info.reason(), status.error_message(),
                      std::map<std::string, std::string>(
                          info.metadata().begin(), info.metadata().end()));
  }
  for (const auto& [language, text] : texts) SetText(language, text, out);
  std::vector<RefusedRule> rules;
  for (const auto& violation : failure.violations()) {
    rules.push_back({.rule = violation.type(),
                     .subject = violation.subject(),
                     .description = violation.description()});
  }
  if (!rules.empty()) SetRefusedRules(rules, out);
  return out;
}

google::rpc::Status WireStatusOf(const absl::Status& status) {
  google::rpc::Status wire;
  wire.ParseFromString(ToGrpcStatus(status).error_details());
  return wire;
}

absl::Status FromWireStatus(const google::rpc::Status& wire) {
  return FromGrpcStatus(grpc::Status(static_cast<grpc::StatusCode>(wire.code()),
                                     wire.message(), wire.SerializeAsString()));
}

}  // namespace toguna
