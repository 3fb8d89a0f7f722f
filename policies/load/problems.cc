#include "policies/load/problems.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "exchange/words/catalog_words.h"

namespace toguna {
namespace {

// A screenful; longer lists are cut.
constexpr size_t kMostNames = 12;

// Levenshtein's distance, regardless of case.
size_t Distance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const bool same =
          absl::ascii_tolower(static_cast<unsigned char>(a[i - 1])) ==
          absl::ascii_tolower(static_cast<unsigned char>(b[j - 1]));
      const size_t changed = diagonal + (same ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[b.size()];
}

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
  // Names are bounded so that a hostile file cannot buy time here.
  if (wanted.size() <= 64) {
    size_t best = 3;
    const std::string* nearest = nullptr;
    for (const std::string& name : names) {
      const size_t distance = Distance(wanted, name);
      if (distance >= best || distance * 3 > name.size()) continue;
      best = distance;
      nearest = &name;
    }
    if (nearest != nullptr) return InWords(words::kDidYouMean, {*nearest});
  }
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
