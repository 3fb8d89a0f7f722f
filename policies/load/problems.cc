#include "policies/load/problems.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "exchange/base/plain_text.h"
#include "exchange/words/catalog_words.h"

namespace toguna {
namespace {

// A screenful; longer lists are cut.
constexpr size_t kMostNames = 12;

}  // namespace

std::string ProblemText(const LoadProblem& problem) {
  std::string text = problem.file;
  if (problem.line > 0) absl::StrAppend(&text, ":", problem.line);
  absl::StrAppend(&text, ": ", problem.text);
  if (!problem.allowed.empty()) {
    absl::StrAppend(&text, " (", problem.allowed, ")");
  }
  return text;
}

void Problems::Add(absl::string_view file, int line, absl::string_view field,
                   const Sentence& sentence,
                   const std::vector<std::string>& values,
                   std::string allowed) {
  std::string text = InWords(sentence, values);
  if (!field.empty()) text = absl::StrCat(field, ": ", text);
  found_.push_back(
      {std::string(file), line, std::move(text), std::move(allowed)});
}

std::string Problems::Suggest(absl::string_view wanted,
                              const std::vector<std::string>& names) const {
  if (names.empty()) return InWords(words::kNothingDeclared);
  const std::string nearest = Nearest(wanted, names);
  if (!nearest.empty()) return InWords(words::kDidYouMean, {nearest});
  if (names.size() <= kMostNames) {
    return InWords(words::kOneOf, {absl::StrJoin(names, ", ")});
  }
  const std::string first =
      absl::StrJoin(names.begin(), names.begin() + kMostNames, ", ");
  return InWords(words::kOneOf,
                 {InWords(words::kAndMore,
                          {first, absl::StrCat(names.size() - kMostNames)})});
}

std::vector<LoadProblem> Problems::Take() {
  std::stable_sort(found_.begin(), found_.end(),
                   [](const LoadProblem& a, const LoadProblem& b) {
                     return std::tie(a.file, a.line) < std::tie(b.file, b.line);
                   });
  return std::move(found_);
}

}  // namespace toguna
