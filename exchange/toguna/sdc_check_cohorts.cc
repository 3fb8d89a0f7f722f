#include "exchange/toguna/sdc_check_cohorts.h"

#include <cstddef>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "exchange/base/plain_text.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/check_cohorts.h"
#include "exchange/toguna/cohort_options.h"
#include "exchange/words/cohort_check_words.h"
#include "keys/file/file.h"
#include "nlohmann/json.hpp"

namespace toguna {
namespace {

using Report = nlohmann::ordered_json;

// In the order of the kinds.
using Kind = CheckedFault::Kind;
constexpr std::pair<Kind, const Sentence*> kSentences[] = {
    {Kind::kNotCsv, &cohort_check_words::kNotCsv},
    {Kind::kEmpty, &cohort_check_words::kEmpty},
    {Kind::kDelimiters, &cohort_check_words::kDelimiters},
    {Kind::kHeading, &cohort_check_words::kHeading},
    {Kind::kColumnTwice, &cohort_check_words::kColumnTwice},
    {Kind::kColumnUnknown, &cohort_check_words::kColumnUnknown},
    {Kind::kColumnMissing, &cohort_check_words::kColumnMissing},
    {Kind::kNoAttribute, &cohort_check_words::kNoAttribute},
    {Kind::kFields, &cohort_check_words::kFields},
    {Kind::kLevels, &cohort_check_words::kLevels},
    {Kind::kReserved, &cohort_check_words::kReserved},
    {Kind::kTwoTops, &cohort_check_words::kTwoTops},
    {Kind::kValueTwice, &cohort_check_words::kValueTwice},
    {Kind::kNotNested, &cohort_check_words::kNotNested},
    {Kind::kTwoNodes, &cohort_check_words::kTwoNodes},
    {Kind::kNotSameColumns, &cohort_check_words::kNotSameColumns},
    {Kind::kNumber, &cohort_check_words::kNumber},
    {Kind::kLabelUnknown, &cohort_check_words::kLabelUnknown},
    {Kind::kPoolOfOthers, &cohort_check_words::kPoolOfOthers},
    {Kind::kPoolOfOne, &cohort_check_words::kPoolOfOne},
    {Kind::kPoolOfAll, &cohort_check_words::kPoolOfAll},
    {Kind::kPoolOrder, &cohort_check_words::kPoolOrder},
    {Kind::kDiverseEmpty, &cohort_check_words::kDiverseEmpty},
    {Kind::kRowsDiffer, &cohort_check_words::kRowsDiffer},
    {Kind::kWrongSize, &cohort_check_words::kWrongSize},
    {Kind::kTooSmall, &cohort_check_words::kTooSmall},
    {Kind::kNotDiverse, &cohort_check_words::kNotDiverse},
    {Kind::kNumberMissing, &cohort_check_words::kNumberMissing},
    {Kind::kOverlap, &cohort_check_words::kOverlap},
    {Kind::kNotCovered, &cohort_check_words::kNotCovered},
    {Kind::kOtherRows, &cohort_check_words::kOtherRows},
    {Kind::kScattered, &cohort_check_words::kScattered},
    {Kind::kNotWithin, &cohort_check_words::kNotWithin},
    {Kind::kDiverseChanged, &cohort_check_words::kDiverseChanged},
};

constexpr bool EachKindHasOne() {
  for (size_t i = 0; i < std::size(kSentences); ++i) {
    if (static_cast<size_t>(kSentences[i].first) != i) return false;
  }
  return std::size(kSentences) == CheckedFault::kKinds;
}
static_assert(EachKindHasOne());

// A file may hold what no screen should get, or no UTF-8 at all.
std::string Shown(absl::string_view text) {
  constexpr size_t kMost = 200;
  const std::string start(text.substr(0, kMost));
  const bool plain =
      IsPlainText(start) && start.find_first_of("\n\r\t") == std::string::npos;
  return absl::StrCat(plain ? start : absl::CHexEscape(start),
                      text.size() > kMost ? "…" : "");
}

std::string TextOf(Language language, const CheckedFault& fault) {
  std::vector<std::string> values;
  for (const std::string& value : fault.values) values.push_back(Shown(value));
  const std::string file = Shown(fault.file);
  const std::string what = Say(
      language, *kSentences[static_cast<size_t>(fault.kind)].second, values);
  if (fault.row == 0) {
    return Say(language, cohort_check_words::kInFile, {file, what});
  }
  return Say(language, cohort_check_words::kInRow,
             {file, absl::StrCat(fault.row), what});
}

// The options are those of `sdc cohorts`, so they are read as it reads them;
// what they ask for is given to the checker in its own words.
absl::Status ReadAsked(const Session& session,
                       const SdcCheckCohortsOptions& options,
                       CohortsToCheck& check) {
  CohortTyped typed;
  typed.hierarchies = options.hierarchies;
  typed.k = options.k;
  typed.diversity = options.diversity;
  TOGUNA_ASSIGN_OR_RETURN(const CohortAsked asked,
                          ReadCohortOptions(typed, session.language));
  const Diversity& diversity = asked.rungs.front().diversity;
  using Asked = CheckedDiversity::Kind;
  switch (diversity.kind) {
    case Diversity::Kind::kNone:
      check.diversity.kind = Asked::kNone;
      break;
    case Diversity::Kind::kDistinct:
      check.diversity.kind = Asked::kDistinct;
      break;
    case Diversity::Kind::kEntropy:
      check.diversity.kind = Asked::kEntropy;
      break;
    case Diversity::Kind::kRecursive:
      check.diversity.kind = Asked::kRecursive;
      break;
    case Diversity::Kind::kClose:
      check.diversity.kind = Asked::kClose;
      break;
  }
  check.diversity.l = diversity.l;
  check.diversity.c = diversity.c;
  check.diversity.t = diversity.t;
  check.diverse = asked.columns.diversity;
  check.minimum = options.k;
  return absl::OkStatus();
}

absl::StatusOr<CohortsToCheck> ReadFiles(
    const Session& session, const SdcCheckCohortsOptions& options) {
  CohortsToCheck check;
  TOGUNA_RETURN_IF_ERROR(ReadAsked(session, options, check));
  check.file.name = options.cohorts;
  TOGUNA_ASSIGN_OR_RETURN(check.file.text, ReadFile(options.cohorts));
  if (!options.rungs_with.empty()) {
    check.coarser.emplace().name = options.rungs_with;
    TOGUNA_ASSIGN_OR_RETURN(check.coarser->text, ReadFile(options.rungs_with));
  }
  for (const std::string& column : ColumnsToCheck(check.file.text)) {
    const std::string path = absl::StrCat(options.hierarchies, column, ".csv");
    std::error_code ignored;
    // What must be diverse is no quasi-identifier, hierarchy or not.
    if (column == check.diverse || !std::filesystem::exists(path, ignored)) {
      continue;
    }
    CohortsToCheck::File& file = check.hierarchies[column];
    file.name = path;
    TOGUNA_ASSIGN_OR_RETURN(file.text, ReadFile(path));
  }
  return check;
}

absl::StatusOr<int> Checking(const Session& session,
                             const SdcCheckCohortsOptions& options) {
  TOGUNA_ASSIGN_OR_RETURN(const CohortsToCheck check,
                          ReadFiles(session, options));
  const CohortsChecked checked = CheckCohorts(check);
  const std::vector<CheckedFault>& faults = checked.faults;
  if (!faults.empty() && faults[0].unreadable()) {
    return ReasonError(absl::StatusCode::kInvalidArgument,
                       "COHORT_FILE_INVALID",
                       TextOf(session.language, faults[0]));
  }
  std::vector<std::string> columns;
  for (const std::string& one : checked.attributes) {
    columns.push_back(Shown(one));
  }
  const Console console = session.console();
  Report why = Report::array();
  for (const CheckedFault& fault : faults) {
    why.push_back(TextOf(session.language, fault));
  }
  console.AnswerText(Report{
      {"holds", faults.empty()},
      {"rows", checked.rows},
      {"cohorts", checked.cohorts},
      {"smallest", checked.smallest},
      {"k", options.k},
      {"columns", columns},
      {"why",
       std::move(why)}}.dump(2));
  if (!faults.empty()) {
    console.Say(cohort_check_words::kBroken, {options.cohorts});
    for (const CheckedFault& fault : faults) {
      console.Line(absl::StrCat("  ", TextOf(session.language, fault)));
    }
    if (faults.size() >= kMostFaults) {
      console.Say(cohort_check_words::kMore, {absl::StrCat(kMostFaults)});
    }
    return kExitNo;
  }
  console.Say(cohort_check_words::kHolds,
              {options.cohorts, absl::StrCat(checked.cohorts),
               absl::StrCat(checked.rows), absl::StrCat(checked.smallest),
               absl::StrJoin(columns, ", ")});
  if (!options.diversity.empty()) {
    console.Say(cohort_check_words::kDiverse, {options.diversity});
  }
  if (!options.rungs_with.empty()) {
    console.Say(cohort_check_words::kWithin, {options.rungs_with});
  }
  console.Say(cohort_check_words::kUnseen);
  return kExitDone;
}

}  // namespace

int CheckCohortFile(Session& session, const SdcCheckCohortsOptions& options) {
  const auto code = Checking(session, options);
  if (code.ok()) return *code;
  // Whatever goes wrong with files or values is bad input: 1 says that cohorts
  // are broken.
  session.console().Fail(code.status());
  return kExitBadInput;
}

}  // namespace toguna
