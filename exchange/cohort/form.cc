#include "exchange/cohort/form.h"

#include <cstddef>
#include <cstdint>
#include <numeric>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/status_macros.h"
#include "exchange/cohort/cohort_tree.h"
#include "exchange/cohort/grower.h"
#include "exchange/cohort/minimums.h"

namespace toguna {
namespace {

absl::Status Wrong(absl::string_view what) {
  return absl::InvalidArgumentError(what);
}

absl::Status CheckNumbers(const CohortTuples& tuples) {
  const size_t n = tuples.size();
  for (const auto* numbers : {&tuples.rows, &tuples.entities, &tuples.sources,
                              &tuples.contributors, &tuples.sensitive}) {
    if (!numbers->empty() && numbers->size() != n) {
      return Wrong("a column has another length than the codes");
    }
    for (const int32_t one : *numbers) {
      if (one < 0) return Wrong("a column holds a negative number");
    }
  }
  for (const int32_t rows : tuples.rows) {
    if (rows < 1) return Wrong("a tuple stands for no row");
  }
  return absl::OkStatus();
}

absl::Status CheckCodes(const CohortTuples& tuples,
                        const std::vector<CohortTree>& trees) {
  const size_t d = tuples.attributes;
  for (size_t i = 0; i < tuples.codes.size(); ++i) {
    if (trees[i % d].LeafOf(tuples.codes[i]) < 0) {
      return Wrong(absl::StrCat("tuple ", i / d, ": the code of attribute ",
                                i % d, " is no leaf of its tree"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckMinimums(const CohortTuples& tuples,
                           const std::vector<CohortMinimums>& rungs) {
  if (rungs.empty()) return Wrong("there is no rung");
  for (size_t i = 0; i < rungs.size(); ++i) {
    const CohortMinimums& rung = rungs[i];
    if (rung.k < 1 || rung.s < 1) return Wrong("a minimum is below 1");
    if (rung.c < 0) return Wrong("c is negative");
    if (i > 0 &&
        (rung.k >= rungs[i - 1].k || rung.s > rungs[i - 1].s ||
         rung.c > rungs[i - 1].c || rung.diversity != rungs[i - 1].diversity)) {
      return Wrong(
          "each rung must have a smaller k than the one before, and "
          "otherwise ask for no more");
    }
    if (rung.s > 1 && tuples.sources.empty()) {
      return Wrong("a minimum of sources needs sources");
    }
    if (rung.c > 0 && (tuples.sources.empty() || tuples.contributors.empty())) {
      return Wrong("c needs sources and contributors");
    }
    if (rung.diversity.kind == Diversity::Kind::kNone) continue;
    if (tuples.sensitive.empty()) {
      return Wrong("diversity needs a sensitive attribute");
    }
    if (!(rung.diversity.l >= 1) || !(rung.diversity.c > 0)) {
      return Wrong("l must be at least 1 and c above 0");
    }
    if (!(rung.diversity.t >= 0 && rung.diversity.t <= 1)) {
      return Wrong("t must be from 0 to 1");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Cohorts>> FormCohorts(const CohortTuples& tuples,
                                                 const CohortOptions& options) {
  const size_t d = tuples.attributes;
  if (d == 0 || options.trees.size() != d || tuples.codes.size() % d != 0) {
    return Wrong("there must be one tree and one code per attribute");
  }
  if (!options.weights.empty() && options.weights.size() != d) {
    return Wrong("there must be one weight per attribute");
  }
  for (const double weight : options.weights) {
    if (!(weight >= 0)) return Wrong("a weight is negative");
  }
  TOGUNA_RETURN_IF_ERROR(CheckNumbers(tuples));
  TOGUNA_RETURN_IF_ERROR(CheckMinimums(tuples, options.rungs));
  std::vector<CohortTree> trees;
  trees.reserve(d);
  for (const CodeTree* tree : options.trees) trees.emplace_back(*tree);
  TOGUNA_RETURN_IF_ERROR(CheckCodes(tuples, trees));
  std::vector<int32_t> all(tuples.size());
  std::iota(all.begin(), all.end(), 0);
  if (!MinimumsJudge(tuples).Meets(all, options.rungs.front())) {
    return Wrong("all records together do not meet the first rung's minimums");
  }
  return Grower(tuples, trees, options.weights, options.rungs).Grow();
}

}  // namespace toguna
