#include "exchange/toguna/cohort_options.h"

#include <cstddef>
#include <filesystem>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/words/cohort_words.h"

namespace toguna {
namespace {

constexpr int64_t kLeastK = 2;
constexpr int64_t kLargest = 1'000'000'000;

absl::Status Wrong(const std::string& text) {
  return ReasonError(absl::StatusCode::kInvalidArgument,
                     "COHORT_OPTION_INVALID", text);
}

// Cuts what stands after the last colon off `text`.
std::string CutLast(std::string& text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos) return "";
  std::string last = text.substr(colon + 1);
  text.resize(colon);
  return last;
}

bool ReadWhole(absl::string_view text, int64_t least, int64_t& number) {
  return absl::SimpleAtoi(text, &number) && number >= least &&
         number <= kLargest;
}

bool ReadDiversity(std::string text, std::string& column,
                   Diversity& diversity) {
  const std::string last = CutLast(text);
  std::string kind = CutLast(text);
  int64_t whole = 0;
  double number = 0;
  if (kind == "distinct" && ReadWhole(last, 2, whole)) {
    diversity = {.kind = Diversity::Kind::kDistinct,
                 .l = static_cast<double>(whole)};
  } else if (kind == "entropy" && absl::SimpleAtod(last, &number) &&
             number > 1 && number <= 1e9) {
    diversity = {.kind = Diversity::Kind::kEntropy, .l = number};
  } else if (kind == "t-close" && absl::SimpleAtod(last, &number) &&
             number >= 0 && number <= 1) {
    diversity = {.kind = Diversity::Kind::kClose, .t = number};
  } else if (absl::SimpleAtod(kind, &number) && number > 0 && number <= 1e9 &&
             ReadWhole(last, 2, whole) && CutLast(text) == "recursive") {
    diversity = {.kind = Diversity::Kind::kRecursive,
                 .l = static_cast<double>(whole),
                 .c = number};
  } else {
    return false;
  }
  column = text;
  return !column.empty();
}

}  // namespace

absl::StatusOr<CohortAsked> ReadCohortOptions(const CohortTyped& typed,
                                              Language language) {
  const auto bad = [&](const char* option, const std::string& value,
                       const char* due) {
    return Wrong(Say(language, cohort_words::kBadOption, {option, value, due}));
  };
  CohortAsked asked;
  asked.columns.hierarchies = typed.hierarchies;
  asked.columns.entities = typed.entities;
  asked.columns.drop = typed.drop;
  CohortMinimums minimums;
  if (!typed.sources.empty()) {
    std::string column = typed.sources;
    if (!ReadWhole(CutLast(column), 1, minimums.s) || column.empty()) {
      return bad("--sources", typed.sources, "COLUMN:2");
    }
    asked.columns.sources = column;
  }
  if (!typed.diversity.empty() &&
      !ReadDiversity(typed.diversity, asked.columns.diversity,
                     minimums.diversity)) {
    return bad("--diversity", typed.diversity,
               "COLUMN:distinct:3, COLUMN:entropy:2.5, COLUMN:recursive:2:3, "
               "COLUMN:t-close:0.3");
  }
  if ((typed.k == 0) == typed.rungs.empty()) {
    return Wrong(Say(language, cohort_words::kNeedsK));
  }
  std::vector<int64_t> rungs = typed.rungs;
  if (rungs.empty()) rungs.push_back(typed.k);
  for (size_t i = 0; i < rungs.size(); ++i) {
    if (rungs[i] < kLeastK || rungs[i] > kLargest ||
        (i > 0 && rungs[i] >= rungs[i - 1])) {
      return bad(typed.rungs.empty() ? "--k" : "--rungs",
                 absl::StrCat(rungs[i]), "35,10,5 (> 1)");
    }
    minimums.k = rungs[i];
    asked.rungs.push_back(minimums);
  }
  return asked;
}

std::string CohortFileOf(const CohortTyped& typed, int64_t k) {
  if (typed.rungs.empty()) return typed.out;
  const std::filesystem::path out = typed.out;
  std::filesystem::path file = out.parent_path() / out.stem();
  file += absl::StrCat(".k", k, out.extension().string());
  return file.string();
}

}  // namespace toguna
