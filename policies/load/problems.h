#ifndef TOGUNA_POLICIES_LOAD_PROBLEMS_H_
#define TOGUNA_POLICIES_LOAD_PROBLEMS_H_

// Collects what is wrong and says what would be right.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "exchange/words/words.h"
#include "policies/load/load.h"

namespace toguna {

// All problems of one load. Not thread-safe.
class Problems {
 public:
  explicit Problems(Language language) : language_(language) {}

  // `field` may be empty: then the sentence stands alone.
  void Add(absl::string_view file, int line, absl::string_view field,
           const Sentence& sentence,
           const std::vector<std::string>& values = {},
           std::string allowed = "");

  std::string InWords(const Sentence& sentence,
                      const std::vector<std::string>& values = {}) const {
    return Say(language_, sentence, values);
  }

  // The nearest of `names` if `wanted` looks like a slip of it; else the list.
  std::string Suggest(absl::string_view wanted,
                      const std::vector<std::string>& names) const;

  bool empty() const { return found_.empty(); }

  // Sorted by file and line.
  std::vector<LoadProblem> Take();

 private:
  Language language_;
  std::vector<LoadProblem> found_;
};

}  // namespace toguna

#endif  // TOGUNA_POLICIES_LOAD_PROBLEMS_H_
