#include "exchange/rpc/decision_digest.h"

#include <string>
#include <utility>

#include "absl/time/time.h"
#include "exchange/base/json.h"
#include "exchange/base/reason.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

// What stands after the first part of a name, whatever that is.
std::string AfterSlash(const std::string& name) {
  return name.substr(name.find('/') + 1);
}

template <typename Texts>
Json::List ListOf(const Texts& texts) {
  return Json::List(texts.begin(), texts.end());
}

std::string SecondOf(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

const char* PhaseText(v1::Decision::Phase phase) {
  switch (phase) {
    case v1::Decision::PHASE_EXTRACT:
      return "extract";
    case v1::Decision::PHASE_DOWNLOAD:
      return "download";
    case v1::Decision::PHASE_FOLLOW:
      return "follow";
    case v1::Decision::PHASE_FEED_ITEM:
      return "feed-item";
    default:
      return "";
  }
}

template <typename Levels>
Json::List LevelsJson(const Levels& levels) {
  Json::List list;
  for (const auto& one : levels) {
    list.push_back(Json()
                       .Set("dimension", one.dimension())
                       .Set("finest", one.finest())
                       .Set("level", one.level()));
  }
  return list;
}

Json AskJson(const v1::Decision& decision) {
  Json::List filters;
  for (const auto& one : decision.code_filters()) {
    filters.push_back(Json()
                          .Set("dimension", one.dimension())
                          .Set("codes", ListOf(one.codes())));
  }
  Json ask;
  ask.Set("purpose", AfterSlash(decision.purpose()))
      .Set("dataset", AfterSlash(decision.dataset()))
      .Set("families", ListOf(decision.families()))
      .Set("levels", LevelsJson(decision.levels()))
      .Set("filters", std::move(filters))
      .Set("periods", ListOf(decision.periods()))
      .Set("left_out", decision.asked_left_out());
  // Decisions from before there were any say nothing of them.
  if (decision.cohorts_size() > 0) {
    ask.Set("cohorts", ListOf(decision.cohorts()));
  }
  if (decision.cohort_levels_size() > 0) {
    ask.Set("cohort_levels", LevelsJson(decision.cohort_levels()));
  }
  if (decision.has_event_time()) {
    ask.Set("event_time", SecondOf(decision.event_time()));
  }
  return ask;
}

// As the exchange writes it since there are any ("v":1).
std::string CanonicalOf(const v1::Decision& decision) {
  Json::List findings;
  for (const auto& one : decision.findings()) {
    findings.push_back(Json()
                           .Set("rule", one.rule())
                           .Set("passed", one.passed())
                           .Set("reason", one.reason())
                           .Set("operand", one.operand())
                           .Set("clause", one.clause())
                           .Set("fr", one.text().fr())
                           .Set("en", one.text().en()));
  }
  return Json()
      .Set("v", 1)
      .Set("id", AfterSlash(decision.name()))
      .Set("time", SecondOf(decision.decide_time()))
      .Set("agreement", AfterSlash(decision.agreement()))
      .Set("revision", decision.agreement_revision())
      .Set("agreement_sha256", decision.agreement_sha256())
      .Set("catalog_sha256", decision.catalog_sha256())
      .Set("caller", AfterSlash(decision.caller()))
      .Set("caller_is_party", decision.caller_is_party())
      .Set("phase", PhaseText(decision.phase()))
      .Set("ask", AskJson(decision))
      .Set("facts",
           Json()
               .Set("sealed", ListOf(decision.sealed()))
               .Set("approved", ListOf(decision.approved()))
               .Set("extracts_this_month", decision.extracts_this_month())
               .Set("standing", decision.standing()))
      .Set("allowed", decision.allowed())
      .Set("reason", decision.reason())
      .Set("findings", std::move(findings))
      .Set("findings_left_out", decision.findings_left_out())
      .Canonical();
}

}  // namespace

absl::Status CheckDigest(const v1::Decision& decision) {
  if (HexOf(Sha256(decision.canonical_json())) == decision.sha256() &&
      CanonicalOf(decision) == decision.canonical_json()) {
    return absl::OkStatus();
  }
  return ReasonError(absl::StatusCode::kDataLoss, "DECISION_CHANGED",
                     "the decision is not the one that its digest is of");
}

}  // namespace toguna
