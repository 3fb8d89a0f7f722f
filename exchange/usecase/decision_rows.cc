#include "exchange/usecase/decision_rows.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/base/json.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr size_t kMostListed = 200;
constexpr int kMostOfARule = 20;
constexpr size_t kLongestName = 100;
constexpr size_t kLongestSentence = 600;

// At most `longest` bytes of `text`, and then no part of a character.
std::string Cut(const std::string& text, size_t longest) {
  if (text.size() <= longest) return text;
  size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) {
    --end;
  }
  return absl::StrCat(text.substr(0, end), "…");
}

// How many of `size` are kept; the rest is counted in `left_out`.
size_t Kept(size_t size, int& left_out) {
  const size_t kept = std::min(size, kMostListed);
  left_out += static_cast<int>(size - kept);
  return kept;
}

std::string LevelName(const Catalog& catalog, const DatasetId& dataset,
                      const LevelLimit& level) {
  const Dataset* found = catalog.FindDataset(dataset);
  const CodeList* list =
      found == nullptr ? nullptr : catalog.ListOf(*found, level.dimension);
  const auto depth = static_cast<size_t>(level.finest);
  if (list == nullptr || level.finest < 0 || depth >= list->levels.size()) {
    return "";
  }
  return list->levels[depth];
}

void KeepFilters(const std::vector<Grant::CodeFilter>& filters,
                 DecisionRow& row) {
  size_t room = kMostListed;
  const size_t kept = Kept(filters.size(), row.asked_left_out);
  for (size_t i = 0; i < kept; ++i) {
    Grant::CodeFilter& one = row.code_filters.emplace_back();
    one.dimension = Cut(filters[i].dimension, kLongestName);
    const size_t codes = std::min(room, filters[i].codes.size());
    row.asked_left_out += static_cast<int>(filters[i].codes.size() - codes);
    room -= codes;
    for (size_t c = 0; c < codes; ++c) {
      one.codes.push_back(Cut(filters[i].codes[c], kLongestName));
    }
  }
}

std::vector<DecisionRow::Level> KeepLevels(
    const Catalog& catalog, const DatasetId& dataset,
    const std::vector<LevelLimit>& levels, int& left_out) {
  std::vector<DecisionRow::Level> kept(Kept(levels.size(), left_out));
  for (size_t i = 0; i < kept.size(); ++i) {
    kept[i] = {Cut(levels[i].dimension, kLongestName), levels[i].finest,
               LevelName(catalog, dataset, levels[i])};
  }
  return kept;
}

void KeepAsk(const Catalog& catalog, const Ask& ask, DecisionRow& row) {
  row.purpose = PurposeId(Cut(ask.purpose.text(), kLongestName));
  row.dataset = DatasetId(Cut(ask.dataset.text(), kLongestName));
  const size_t families = Kept(ask.families.size(), row.asked_left_out);
  for (size_t i = 0; i < families; ++i) {
    row.families.emplace_back(Cut(ask.families[i].text(), kLongestName));
  }
  const size_t cohorts = Kept(ask.cohorts.size(), row.asked_left_out);
  for (size_t i = 0; i < cohorts; ++i) {
    row.cohorts.emplace_back(Cut(ask.cohorts[i].text(), kLongestName));
  }
  row.levels = KeepLevels(catalog, ask.dataset, ask.levels, row.asked_left_out);
  row.cohort_levels =
      KeepLevels(catalog, ask.dataset, ask.cohort_levels, row.asked_left_out);
  KeepFilters(ask.code_filters, row);
  const size_t periods = Kept(ask.periods.size(), row.asked_left_out);
  for (size_t i = 0; i < periods; ++i) row.periods.push_back(ask.periods[i]);
  if (row.step == DecisionRow::Step::kFeedItem) {
    row.event_time = ask.event_time;
  }
}

// Those of `asked` that are in `some`.
std::vector<Period> Among(const std::vector<Period>& asked,
                          const std::vector<Period>& some) {
  const std::set<Period> known(some.begin(), some.end());
  std::vector<Period> both;
  for (const Period& period : asked) {
    if (known.contains(period)) both.push_back(period);
  }
  return both;
}

Finding CutFinding(const Finding& finding) {
  return {.rule = finding.rule,
          .passed = finding.passed,
          .reason = finding.reason,
          .operand = Cut(finding.operand, kLongestName),
          .clause = Cut(finding.clause, kLongestSentence),
          .fr = Cut(finding.fr, kLongestSentence),
          .en = Cut(finding.en, kLongestSentence)};
}

// In their order; where a rule found too much, what failed is kept first.
void KeepFindings(const std::vector<Finding>& findings, DecisionRow& row) {
  std::vector<bool> kept(findings.size());
  std::map<std::string, int> of_rule;
  for (const bool passed : {false, true}) {
    for (size_t i = 0; i < findings.size(); ++i) {
      if (findings[i].passed != passed) continue;
      kept[i] = ++of_rule[findings[i].rule] <= kMostOfARule;
    }
  }
  for (size_t i = 0; i < findings.size(); ++i) {
    if (kept[i]) {
      row.findings.push_back(CutFinding(findings[i]));
    } else {
      ++row.findings_left_out;
    }
  }
}

Json::List PeriodsOf(const std::vector<Period>& periods) {
  Json::List list;
  for (const Period& period : periods) list.push_back(period.text());
  return list;
}

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

Json::List LevelsJson(const std::vector<DecisionRow::Level>& levels) {
  Json::List list;
  for (const DecisionRow::Level& level : levels) {
    list.push_back(Json()
                       .Set("dimension", level.dimension)
                       .Set("finest", level.finest)
                       .Set("level", level.name));
  }
  return list;
}

Json AskJson(const DecisionRow& row) {
  Json::List families;
  for (const FamilyId& family : row.families) families.push_back(family.text());
  Json::List filters;
  for (const Grant::CodeFilter& filter : row.code_filters) {
    Json::List codes;
    for (const std::string& code : filter.codes) codes.push_back(code);
    filters.push_back(Json()
                          .Set("dimension", filter.dimension)
                          .Set("codes", std::move(codes)));
  }
  Json ask;
  ask.Set("purpose", row.purpose.text())
      .Set("dataset", row.dataset.text())
      .Set("families", std::move(families))
      .Set("levels", LevelsJson(row.levels))
      .Set("filters", std::move(filters))
      .Set("periods", PeriodsOf(row.periods))
      .Set("left_out", row.asked_left_out);
  // Decisions from before there were any keep the digest that the log has.
  if (!row.cohorts.empty()) {
    Json::List cohorts;
    for (const CohortsId& one : row.cohorts) cohorts.push_back(one.text());
    ask.Set("cohorts", std::move(cohorts));
  }
  if (!row.cohort_levels.empty()) {
    ask.Set("cohort_levels", LevelsJson(row.cohort_levels));
  }
  if (row.event_time.has_value()) {
    ask.Set("event_time", TimeText(*row.event_time));
  }
  return ask;
}

}  // namespace

const char* StepText(DecisionRow::Step step) {
  switch (step) {
    case DecisionRow::Step::kExtract:
      return "extract";
    case DecisionRow::Step::kDownload:
      return "download";
    case DecisionRow::Step::kFollow:
      return "follow";
    case DecisionRow::Step::kFeedItem:
      return "feed-item";
  }
  return "";
}

DecisionRow MakeDecisionRow(const Catalog& catalog, const Agreement& agreement,
                            const DecisionId& id, const Decided& decided) {
  DecisionRow row{.id = id,
                  .at = decided.facts.now,
                  .agreement = agreement.id,
                  .agreement_revision = agreement.revision,
                  .agreement_sha256 = agreement.sha256,
                  .catalog_sha256 = catalog.sha256,
                  .caller = decided.ask.caller,
                  .caller_is_party = decided.decision.caller_is_party,
                  .step = decided.step,
                  .extracts_this_month = decided.facts.extracts_this_month,
                  .standing = decided.facts.standing,
                  .allowed = decided.decision.allowed,
                  .reason = decided.decision.reason};
  KeepAsk(catalog, decided.ask, row);
  row.sealed = Among(row.periods, decided.facts.sealed);
  row.approved = Among(row.periods, decided.facts.approved);
  KeepFindings(decided.decision.findings, row);
  return row;
}

std::string DecisionJson(const DecisionRow& row) {
  Json::List findings;
  for (const Finding& finding : row.findings) {
    findings.push_back(Json()
                           .Set("rule", finding.rule)
                           .Set("passed", finding.passed)
                           .Set("reason", finding.reason)
                           .Set("operand", finding.operand)
                           .Set("clause", finding.clause)
                           .Set("fr", finding.fr)
                           .Set("en", finding.en));
  }
  return Json()
      .Set("v", 1)
      .Set("id", row.id.text())
      .Set("time", TimeText(row.at))
      .Set("agreement", row.agreement.text())
      .Set("revision", row.agreement_revision)
      .Set("agreement_sha256", row.agreement_sha256)
      .Set("catalog_sha256", row.catalog_sha256)
      .Set("caller", row.caller.text())
      .Set("caller_is_party", row.caller_is_party)
      .Set("phase", StepText(row.step))
      .Set("ask", AskJson(row))
      .Set("facts", Json()
                        .Set("sealed", PeriodsOf(row.sealed))
                        .Set("approved", PeriodsOf(row.approved))
                        .Set("extracts_this_month", row.extracts_this_month)
                        .Set("standing", StandingText(row.standing)))
      .Set("allowed", row.allowed)
      .Set("reason", row.reason)
      .Set("findings", std::move(findings))
      .Set("findings_left_out", row.findings_left_out)
      .Canonical();
}

std::string DecisionSha256(const DecisionRow& row) {
  return HexOf(Sha256(DecisionJson(row)));
}

void ExplainRelease(const Catalog& catalog, const ReleaseId& id,
                    const Decided& decided, Effects& effects) {
  const Agreement* agreement = catalog.FindAgreement(decided.ask.agreement);
  if (agreement == nullptr) return;  // then nothing is allowed either
  DecisionRow row =
      MakeDecisionRow(catalog, *agreement, DecisionId(id.text()), decided);
  effects.entry.fields["decision_sha256"] = DecisionSha256(row);
  effects.put.emplace_back(std::move(row));
}

RefusalCommit MakeRefusal(const Catalog& catalog, const Caller& caller,
                          const Decided& decided, const RandomBytes& random) {
  RefusalCommit refusal;
  Effects& effects = refusal.effects;
  effects.time = decided.facts.now;
  effects.entry.type = "release.refuse";
  effects.entry.actor = caller.spiffe_id;
  effects.entry.fields["reason"] = decided.decision.reason;
  // Ids that the catalog does not know are the caller's own text.
  if ((decided.step == DecisionRow::Step::kExtract ||
       decided.step == DecisionRow::Step::kDownload) &&
      catalog.FindDataset(decided.ask.dataset) != nullptr) {
    effects.entry.fields["dataset"] = decided.ask.dataset.text();
  }
  const Agreement* agreement = catalog.FindAgreement(decided.ask.agreement);
  if (agreement == nullptr) return refusal;
  refusal.id = DecisionId(absl::StrCat(
      "d-", absl::string_view(Base32Of(random(15))).substr(0, 20)));
  DecisionRow row = MakeDecisionRow(catalog, *agreement, refusal.id, decided);
  effects.entry.fields["agreement"] = agreement->id.text();
  effects.entry.fields["decision"] = refusal.id.text();
  effects.entry.fields["decision_sha256"] = DecisionSha256(row);
  DecisionPlaceRow place{.id = refusal.id, .agreement = agreement->id};
  effects.expected.emplace_back(KeyOf(place), 0);
  effects.put.emplace_back(std::move(place));
  effects.put.emplace_back(std::move(row));
  return refusal;
}

}  // namespace toguna
