// Rules about what is asked for: dataset, tables, levels, codes, periods.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/base/code_tree.h"
#include "exchange/words/decision_words.h"
#include "policies/model/cadence.h"
#include "policies/rules/case.h"
#include "policies/rules/cohorts.h"
#include "policies/rules/period_ask.h"

namespace toguna {
namespace {

namespace words = decision_words;

// The level asked for or granted for `dimension`; none if it is not named, or
// named twice.
std::optional<int> LevelOf(const std::vector<LevelLimit>& levels,
                           absl::string_view dimension) {
  std::optional<int> level;
  for (const LevelLimit& one : levels) {
    if (one.dimension != dimension) continue;
    if (level.has_value()) return std::nullopt;
    level = one.finest;
  }
  return level;
}

std::string LevelName(const CodeList& list, int level) {
  if (level < 0 || static_cast<size_t>(level) >= list.levels.size()) return "";
  return list.levels[static_cast<size_t>(level)];
}

// Levels of an ask and what the grant says to them; nullptr: there is none.
struct Levels {
  const std::vector<LevelLimit>& asked;
  const std::vector<LevelLimit>* limits;
  // In which words.
  const Sentence& granted;
  const Sentence& missing;
  const Sentence& not_named;
  const Sentence& too_fine;
};

Finding CheckLevel(const Case& one, const Levels& levels,
                   const std::string& dimension) {
  const CodeList* list = one.dataset == nullptr
                             ? nullptr
                             : one.catalog.ListOf(*one.dataset, dimension);
  if (list == nullptr) {
    return Failed("levels", "UNKNOWN_DIMENSION", words::kDimensionUnknown);
  }
  const std::optional<int> asked = LevelOf(levels.asked, dimension);
  if (!asked.has_value()) {
    return Failed("levels", "LEVEL_MISSING", levels.missing, {dimension},
                  dimension);
  }
  const std::string name = LevelName(*list, *asked);
  if (name.empty()) {
    return Failed("levels", "UNKNOWN_LEVEL", words::kLevelUnknown, {dimension},
                  dimension);
  }
  const std::optional<int> limit = levels.limits == nullptr
                                       ? std::nullopt
                                       : LevelOf(*levels.limits, dimension);
  if (!limit.has_value()) {
    return Failed("levels", "LEVEL_TOO_FINE", levels.not_named, {dimension},
                  name);
  }
  const std::string clause = LevelName(*list, *limit);
  if (*asked > *limit) {
    return Failed("levels", "LEVEL_TOO_FINE", levels.too_fine,
                  {dimension, name, clause}, name, clause);
  }
  return Passed("levels", levels.granted, {dimension, name, clause});
}

// Levels of no dimension that anything asked for has.
bool NameAnother(const std::vector<LevelLimit>& levels,
                 const std::set<std::string>& dimensions) {
  return std::any_of(levels.begin(), levels.end(), [&](const LevelLimit& one) {
    return !dimensions.contains(one.dimension);
  });
}

// Of tables and rows together, or of tables where rows have their own.
void CheckLevels(const Case& one, const std::set<std::string>& dimensions,
                 bool apart, std::vector<Finding>& out) {
  const Levels levels{
      one.ask.levels,
      one.grant == nullptr ? nullptr : &one.grant->level_limits,
      words::kLevelGranted,
      words::kLevelMissing,
      words::kLevelNotNamed,
      apart ? words::kLevelOfTablesTooFine : words::kLevelTooFine};
  for (const std::string& dimension : dimensions) {
    // An alert shows no attribute whose level the agreement does not name.
    const bool withheld = one.alerts() && levels.limits != nullptr &&
                          !LevelOf(*levels.limits, dimension).has_value() &&
                          !LevelOf(levels.asked, dimension).has_value();
    if (!withheld) out.push_back(CheckLevel(one, levels, dimension));
  }
}

void CheckRowLevels(const Case& one, std::vector<Finding>& out) {
  const Levels levels{one.ask.RowLevels(),
                      one.grant == nullptr ? nullptr : &one.grant->RowLimits(),
                      words::kLevelOfRowsGranted,
                      words::kLevelOfRowsMissing,
                      words::kLevelOfRowsNotNamed,
                      words::kLevelOfRowsTooFine};
  for (const std::string& dimension : one.of_rows) {
    out.push_back(CheckLevel(one, levels, dimension));
  }
}

bool IsWithinOne(const CodeTree& tree, NodeIndex node,
                 const std::vector<std::string>& codes) {
  return std::any_of(codes.begin(), codes.end(), [&](const std::string& code) {
    const std::optional<NodeIndex> top = tree.Find(code);
    return top.has_value() && tree.IsWithin(node, *top);
  });
}

// Cells, or boxes, of the level asked for lie in no code below it: nothing
// would be left.
std::optional<Finding> CheckFilterDepth(const Case& one, const CodeList& list,
                                        const Grant::CodeFilter& filter) {
  for (const bool rows : {false, true}) {
    if (!(rows ? one.of_rows : one.of_tables).contains(filter.dimension)) {
      continue;
    }
    const std::optional<int> level =
        LevelOf(rows ? one.ask.RowLevels() : one.ask.levels, filter.dimension);
    for (const std::string& code : filter.codes) {
      if (!level.has_value() ||
          list.tree.depth(*list.tree.Find(code)) <= *level) {
        continue;
      }
      return Failed("codes", "FILTER_FINER_THAN_LEVEL",
                    words::kFilterFinerThanLevel,
                    {filter.dimension, code, LevelName(list, *level)}, code,
                    LevelName(list, *level));
    }
  }
  return std::nullopt;
}

// The filter's own mistakes: unknown dimension, unknown code, no code.
std::optional<Finding> CheckFilter(const Case& one,
                                   const Grant::CodeFilter& filter) {
  const bool known = one.of_tables.contains(filter.dimension) ||
                     one.of_rows.contains(filter.dimension);
  const CodeList* list =
      one.dataset == nullptr || !known
          ? nullptr
          : one.catalog.ListOf(*one.dataset, filter.dimension);
  if (list == nullptr) {
    return Failed("codes", "UNKNOWN_DIMENSION", words::kDimensionUnknown);
  }
  if (filter.codes.empty()) {
    return Failed("codes", "CODE_MISSING", words::kCodeMissing,
                  {filter.dimension}, filter.dimension);
  }
  for (const std::string& code : filter.codes) {
    if (!list->tree.Find(code).has_value()) {
      return Failed("codes", "UNKNOWN_CODE", words::kCodeUnknown,
                    {filter.dimension}, filter.dimension);
    }
  }
  if (auto finer = CheckFilterDepth(one, *list, filter)) return finer;
  for (const Family* family : one.families) {
    const bool applies = std::any_of(
        family->axes.begin(), family->axes.end(),
        [&](const Axis& axis) { return axis.dimension == filter.dimension; });
    // Its table would give the whole where only a part was meant.
    if (!applies) {
      return Failed("codes", "FILTER_NOT_APPLICABLE",
                    words::kFilterDoesNotApply, {filter.dimension},
                    family->id.text(), filter.dimension);
    }
  }
  for (const CohortPlan* cohorts : one.cohorts) {
    if (CanConfine(*cohorts, filter.dimension)) continue;
    return Failed("codes", "FILTER_NOT_APPLICABLE",
                  words::kFilterDoesNotApplyToCohorts, {filter.dimension},
                  cohorts->id.text(), filter.dimension);
  }
  return std::nullopt;
}

// True if some filter of the ask keeps it within `clause`. Leaving the filter
// out never means "whatever the agreement allows".
bool Confines(const Case& one, const Grant::CodeFilter& clause) {
  const CodeList* list =
      one.dataset == nullptr
          ? nullptr
          : one.catalog.ListOf(*one.dataset, clause.dimension);
  if (list == nullptr) return false;
  for (const Grant::CodeFilter& asked : one.ask.code_filters) {
    if (asked.dimension != clause.dimension || asked.codes.empty()) continue;
    const bool within = std::all_of(
        asked.codes.begin(), asked.codes.end(), [&](const std::string& code) {
          const std::optional<NodeIndex> node = list->tree.Find(code);
          return node.has_value() &&
                 IsWithinOne(list->tree, *node, clause.codes);
        });
    if (within) return true;
  }
  return false;
}

const Sentence& OtherCadence(Cadence cadence) {
  switch (cadence) {
    case Cadence::kMonth:
      return words::kMonthlyFamily;
    case Cadence::kQuarter:
      return words::kQuarterlyFamily;
    case Cadence::kYear:
      return words::kYearlyFamily;
  }
  return words::kMonthlyFamily;
}

// Each table is in some period asked for, and each period has some of them:
// nobody takes what a seal does not have for what it hides. With cohorts all
// periods are of theirs.
void CheckCadences(const Case& one, std::vector<Finding>& out) {
  std::set<Period::Kind> made;
  std::set<Period::Kind> asked;
  for (const Period& period : one.ask.periods) asked.insert(period.kind());
  for (const Family* family : one.families) {
    made.insert(KindOf(family->cadence));
    if (asked.contains(KindOf(family->cadence))) continue;
    out.push_back(Failed("periods", "FAMILY_NOT_OF_PERIOD",
                         OtherCadence(family->cadence), {family->id.text()},
                         family->id.text()));
  }
  for (const CohortPlan* cohorts : one.cohorts) {
    for (const Period::Kind kind : asked) {
      if (kind == KindOf(cohorts->cadence)) continue;
      out.push_back(Failed("periods", "COHORTS_NOT_OF_PERIOD",
                           words::kQuarterlyCohorts, {cohorts->id.text()},
                           cohorts->id.text()));
      break;
    }
  }
  if (!one.cohorts.empty()) return;
  for (const Period& period : one.ask.periods) {
    if (made.empty() || made.contains(period.kind())) continue;
    out.push_back(Failed("periods", "FAMILY_NOT_OF_PERIOD",
                         words::kPeriodWithoutFamily, {period.text()},
                         period.text()));
  }
}

}  // namespace

void DatasetRule(const Case& one, std::vector<Finding>& out) {
  const bool passed = one.dataset != nullptr && one.grant != nullptr;
  out.push_back(
      passed
          ? Passed("dataset", words::kDatasetGranted)
          : Failed("dataset", "DATASET_NOT_GRANTED", words::kDatasetNotGranted,
                   {}, one.dataset == nullptr ? "" : one.ask.dataset.text()));
}

void ChannelRule(const Case& one, std::vector<Finding>& out) {
  const bool feed = one.ask.phase == Phase::kFeedItem;
  // Alerts are sent one by one and never collected into an extract.
  const bool passed =
      one.grant != nullptr &&
      (feed ? one.grant->feed : one.grant->extracts && !one.alerts());
  if (passed) {
    out.push_back(Passed("channel", words::kChannelGranted));
  } else {
    out.push_back(
        Failed("channel", "CHANNEL_NOT_GRANTED",
               feed ? words::kFeedNotGranted : words::kExtractsNotGranted, {},
               feed ? "feed" : "extract"));
  }
}

void FamilyRule(const Case& one, std::vector<Finding>& out) {
  const std::set<FamilyId> asked(one.ask.families.begin(),
                                 one.ask.families.end());
  if (one.ask.phase == Phase::kDownload || (one.alerts() && asked.empty())) {
    out.push_back(NotForThisStep("families"));
    return;
  }
  const size_t before = out.size();
  if (asked.empty()) {
    out.push_back(
        one.ask.cohorts.empty()
            ? Failed("families", "FAMILY_MISSING", words::kFamilyMissing)
            : Passed("families", words::kNoFamilyAsked));
  }
  for (const FamilyId& id : asked) {
    if (one.plan == nullptr || one.plan->FindFamily(id) == nullptr) {
      out.push_back(
          Failed("families", "UNKNOWN_FAMILY", words::kFamilyUnknown));
    } else if (one.grant == nullptr ||
               std::find(one.grant->families.begin(), one.grant->families.end(),
                         id) == one.grant->families.end()) {
      out.push_back(Failed("families", "FAMILY_NOT_GRANTED",
                           words::kFamilyNotGranted, {id.text()}, id.text()));
    }
  }
  if (out.size() == before) {
    out.push_back(Passed("families", words::kFamiliesGranted));
  }
}

void CohortRule(const Case& one, std::vector<Finding>& out) {
  const std::set<CohortsId> asked(one.ask.cohorts.begin(),
                                  one.ask.cohorts.end());
  if (one.ask.phase == Phase::kDownload || asked.empty()) {
    out.push_back(NotForThisStep("cohorts"));
    return;
  }
  const size_t before = out.size();
  for (const CohortsId& id : asked) {
    const CohortPlan* cohorts =
        one.plan == nullptr ? nullptr : one.plan->FindCohorts(id);
    if (cohorts == nullptr) {
      out.push_back(
          Failed("cohorts", "UNKNOWN_COHORTS", words::kCohortsUnknown));
      continue;
    }
    if (one.grant == nullptr ||
        std::find(one.grant->cohorts.begin(), one.grant->cohorts.end(), id) ==
            one.grant->cohorts.end()) {
      out.push_back(Failed("cohorts", "COHORTS_NOT_GRANTED",
                           words::kCohortsNotGranted, {id.text()}, id.text()));
    } else if (one.ask.phase == Phase::kFeedItem) {
      out.push_back(Failed("cohorts", "COHORTS_NOT_GRANTED",
                           words::kCohortsNotInFeeds, {id.text()}, id.text()));
    }
    if (std::find(cohorts->purposes.begin(), cohorts->purposes.end(),
                  one.ask.purpose) == cohorts->purposes.end()) {
      out.push_back(Failed("cohorts", "COHORTS_PURPOSE_NOT_COVERED",
                           words::kCohortsForOtherPurpose, {id.text()},
                           id.text()));
    }
  }
  if (out.size() == before) {
    out.push_back(Passed("cohorts", words::kCohortsGranted));
  }
}

// A rung that the agreement does not name never means the lowest.
void RungRule(const Case& one, std::vector<Finding>& out) {
  if (one.ask.phase == Phase::kDownload || one.alerts()) {
    out.push_back(NotForThisStep("rung"));
    return;
  }
  if (one.plan == nullptr || one.grant == nullptr) {
    out.push_back(Failed("rung", "RUNG_MISSING", words::kRungMissing));
    return;
  }
  if (!one.grant->rung.has_value()) {
    out.push_back(one.plan->rungs.empty()
                      ? Passed("rung", words::kOnlyRung,
                               {absl::StrCat(one.plan->minimums.k)})
                      : Failed("rung", "RUNG_MISSING", words::kRungMissing));
    return;
  }
  const std::string rung = absl::StrCat(*one.grant->rung);
  out.push_back(one.plan->RungOf(*one.grant->rung).has_value()
                    ? Passed("rung", words::kRungGranted, {rung})
                    : Failed("rung", "RUNG_NOT_IN_PLAN", words::kRungNotInPlan,
                             {rung}, "", rung));
}

void LevelRule(const Case& one, std::vector<Finding>& out) {
  if (one.ask.phase == Phase::kDownload) {
    out.push_back(NotForThisStep("levels"));
    return;
  }
  const size_t before = out.size();
  std::set<std::string> named = one.of_tables;
  if (one.ask.cohort_levels.empty()) {
    named.insert(one.of_rows.begin(), one.of_rows.end());
  }
  if (NameAnother(one.ask.levels, named) ||
      NameAnother(one.ask.cohort_levels, one.of_rows)) {
    out.push_back(
        Failed("levels", "UNKNOWN_DIMENSION", words::kDimensionUnknown));
  }
  if (one.ask.cohort_levels.empty() &&
      (one.grant == nullptr || one.grant->cohort_level_limits.empty())) {
    CheckLevels(one, named, false, out);
  } else {
    CheckLevels(one, one.of_tables, true, out);
    CheckRowLevels(one, out);
  }
  if (out.size() == before) out.push_back(Passed("levels", words::kNoLevels));
}

void CodeRule(const Case& one, std::vector<Finding>& out) {
  if (one.ask.phase == Phase::kDownload) {
    out.push_back(NotForThisStep("codes"));
    return;
  }
  const size_t before = out.size();
  for (const Grant::CodeFilter& filter : one.ask.code_filters) {
    if (const auto finding = CheckFilter(one, filter)) out.push_back(*finding);
  }
  if (one.grant != nullptr) {
    for (const Grant::CodeFilter& clause : one.grant->code_filters) {
      if (Confines(one, clause)) continue;
      const std::string codes = absl::StrJoin(clause.codes, ", ");
      out.push_back(Failed("codes", "CODE_NOT_GRANTED", words::kCodeNotGranted,
                           {clause.dimension, codes}, clause.dimension, codes));
    }
  }
  if (out.size() == before) {
    out.push_back(Passed("codes", words::kCodesGranted));
  }
}

void PeriodRule(const Case& one, std::vector<Finding>& out) {
  if (one.ask.phase == Phase::kDownload ||
      (one.alerts() && one.ask.periods.empty())) {
    out.push_back(NotForThisStep("periods"));
    return;
  }
  const size_t before = out.size();
  if (one.ask.periods.empty()) {
    out.push_back(Failed("periods", "PERIOD_MISSING", words::kPeriodMissing));
  }
  const std::set<Period> asked(one.ask.periods.begin(), one.ask.periods.end());
  for (const Period& period : asked) {
    if (std::find(one.facts.sealed.begin(), one.facts.sealed.end(), period) !=
        one.facts.sealed.end()) {
      continue;
    }
    out.push_back(Failed("periods", "PERIOD_NOT_SEALED",
                         words::kPeriodNotSealed, {period.text()},
                         period.text()));
  }
  if (!asked.empty()) CheckCadences(one, out);
  if (out.size() == before) {
    out.push_back(Passed("periods", words::kPeriodsSealed));
  }
}

// Counted from the end of each period, in the operation's time zone.
void LagRule(const Case& one, std::vector<Finding>& out) {
  if (one.ask.phase == Phase::kDownload || one.alerts()) {
    out.push_back(NotForThisStep("lag"));
    return;
  }
  if (one.grant == nullptr || !one.grant->lag_days.has_value() ||
      *one.grant->lag_days < 0) {
    out.push_back(Failed("lag", "LAG_NOT_SET", words::kLagMissing));
    return;
  }
  const size_t before = out.size();
  const std::set<Period> asked(one.ask.periods.begin(), one.ask.periods.end());
  for (const Period& period : asked) {
    const absl::Time from = LagOver(one.catalog, *one.grant, period);
    if (from <= one.facts.now) continue;
    const std::string day =
        absl::FormatTime("%Y-%m-%d", from, one.catalog.operation.time_zone);
    out.push_back(Failed("lag", "LAG_NOT_OVER", words::kLagNotOver,
                         {period.text(), day}, period.text(), day));
  }
  if (out.size() == before) {
    out.push_back(
        Passed("lag", words::kLagOver, {absl::StrCat(*one.grant->lag_days)}));
  }
}

}  // namespace toguna
