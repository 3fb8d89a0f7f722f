#include "exchange/toguna/show_decision.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "exchange/toguna/show_agreement.h"
#include "exchange/words/agreement_words.h"
#include "exchange/words/console_words.h"

namespace toguna {
namespace {

const Sentence& PhaseWords(v1::Decision::Phase phase) {
  switch (phase) {
    case v1::Decision::PHASE_DOWNLOAD:
      return words::kPhaseDownload;
    case v1::Decision::PHASE_FOLLOW:
      return words::kPhaseFollow;
    case v1::Decision::PHASE_FEED_ITEM:
      return words::kPhaseFeedItem;
    default:
      return words::kPhaseExtract;
  }
}

// "—" for nothing.
template <typename Texts>
std::string ListText(const Texts& texts) {
  if (texts.empty()) return "—";
  return Plain(absl::StrJoin(texts, ", "));
}

std::string OrDash(const std::string& text) {
  return text.empty() ? "—" : Plain(text);
}

template <typename Levels>
std::string LevelsText(const Levels& levels) {
  std::vector<std::string> texts;
  for (const auto& one : levels) {
    texts.push_back(absl::StrCat(
        one.dimension(), "=",
        one.level().empty() ? absl::StrCat(one.finest()) : one.level()));
  }
  return ListText(texts);
}

void ShowAsk(const Console& console, const v1::Decision& decision) {
  console.Say(words::kAskHeading);
  console.Say(words::kAskPurpose, {OrDash(LastPart(decision.purpose()))});
  console.Say(words::kAskDataset, {OrDash(LastPart(decision.dataset()))});
  console.Say(words::kAskFamilies, {ListText(decision.families())});
  if (decision.cohorts_size() > 0) {
    console.Say(words::kAskCohorts, {ListText(decision.cohorts())});
  }
  console.Say(words::kAskLevels, {LevelsText(decision.levels())});
  if (decision.cohort_levels_size() > 0) {
    console.Say(words::kAskCohortLevels,
                {LevelsText(decision.cohort_levels())});
  }
  std::vector<std::string> filters;
  for (const auto& one : decision.code_filters()) {
    filters.push_back(
        absl::StrCat(one.dimension(), "=", absl::StrJoin(one.codes(), ",")));
  }
  if (!filters.empty()) console.Say(words::kAskWithin, {ListText(filters)});
  console.Say(words::kAskPeriods, {ListText(decision.periods())});
  if (decision.has_event_time()) {
    console.Say(words::kAskEvent, {MinuteOf(decision.event_time())});
  }
  if (decision.asked_left_out() > 0) {
    console.Say(words::kAskLeftOut, {absl::StrCat(decision.asked_left_out())});
  }
}

void ShowFacts(const Console& console, const v1::Decision& decision) {
  console.Say(words::kFactsHeading);
  console.Say(words::kFactsSealed, {ListText(decision.sealed())});
  console.Say(words::kFactsApproved, {ListText(decision.approved())});
  console.Say(words::kFactsQuota,
              {absl::StrCat(decision.extracts_this_month())});
  console.Say(words::kFactsStanding, {decision.standing()});
}

void ShowFindings(const Console& console, const v1::Decision& decision) {
  const Language language = console.language();
  console.Say(words::kFindingsHeading);
  if (!decision.caller_is_party()) console.Say(words::kNotAParty);
  std::vector<std::vector<std::string>> rows;
  for (const auto& one : decision.findings()) {
    rows.push_back(
        {one.rule(),
         Say(language, one.passed() ? words::kRulePassed : words::kRuleFailed),
         Plain(language == Language::kFrench ? one.text().fr()
                                             : one.text().en())});
    if (one.operand().empty() && one.clause().empty()) continue;
    rows.push_back({"", "",
                    Say(language, words::kAskedAndSaid,
                        {OrDash(one.operand()), OrDash(one.clause())})});
  }
  console.Table(rows);
  if (decision.findings_left_out() > 0) {
    console.Say(words::kFindingsLeftOut,
                {absl::StrCat(decision.findings_left_out())});
  }
}

}  // namespace

std::string Plain(const std::string& text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // U+0080 to U+009F are C2 80 to C2 9F.
    const bool c1 = byte == 0xc2 && i + 1 < text.size() &&
                    static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (c1) ++i;
    if (c1 || byte < 0x20 || byte == 0x7f) {
      plain += '?';
    } else {
      plain += text[i];
    }
  }
  return plain;
}

std::string MinuteOf(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M UTC",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

std::string OutcomeText(const Console& console, const v1::Decision& decision) {
  return decision.allowed() ? Say(console.language(), words::kOutcomeAllowed)
                            : Say(console.language(), words::kOutcomeRefused,
                                  {decision.reason()});
}

std::string AskText(const v1::Decision& decision) {
  std::vector<std::string> parts = {LastPart(decision.dataset())};
  const auto add = [&parts](const auto& texts) {
    if (texts.empty()) return;
    parts.push_back(texts.size() > 3
                        ? absl::StrCat(texts.Get(0), " … (", texts.size(), ")")
                        : absl::StrJoin(texts, " "));
  };
  add(decision.families());
  add(decision.cohorts());
  add(decision.periods());
  return Plain(absl::StrJoin(parts, ", "));
}

void ShowDecision(const Console& console, const v1::Decision& decision) {
  console.Say(words::kDecisionTitle,
              {LastPart(decision.name()), OutcomeText(console, decision)});
  console.Say(words::kDecisionWho,
              {MinuteOf(decision.decide_time()), LastPart(decision.caller()),
               Say(console.language(), PhaseWords(decision.phase()))});
  console.Say(words::kDecisionUnder,
              {LastPart(decision.agreement()),
               absl::StrCat(decision.agreement_revision()),
               decision.agreement_sha256()});
  console.Say(words::kDecisionCatalog, {decision.catalog_sha256()});
  ShowAsk(console, decision);
  ShowFacts(console, decision);
  ShowFindings(console, decision);
}

Json JsonOf(const v1::Decision& decision) {
  Json::List families;
  for (const std::string& one : decision.families()) families.push_back(one);
  Json::List cohorts;
  for (const std::string& one : decision.cohorts()) cohorts.push_back(one);
  Json::List periods;
  for (const std::string& one : decision.periods()) periods.push_back(one);
  return Json()
      .Set("decision", LastPart(decision.name()))
      .Set("time", MinuteOf(decision.decide_time()))
      .Set("caller", LastPart(decision.caller()))
      .Set("phase", v1::Decision::Phase_Name(decision.phase()).substr(6))
      .Set("purpose", LastPart(decision.purpose()))
      .Set("dataset", LastPart(decision.dataset()))
      .Set("families", std::move(families))
      .Set("cohorts", std::move(cohorts))
      .Set("periods", std::move(periods))
      .Set("allowed", decision.allowed())
      .Set("reason", decision.reason())
      .Set("entry", static_cast<int64_t>(decision.audit_index()));
}

}  // namespace toguna
