#ifndef TOGUNA_EXCHANGE_COHORT_MINIMUMS_H_
#define TOGUNA_EXCHANGE_COHORT_MINIMUMS_H_

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "exchange/cohort/cohorts.h"

namespace toguna {

// Counts exactly whether some tuples meet minimums. Not safe to share between
// threads: it keeps its counters between calls.
class MinimumsJudge {
 public:
  // `tuples` outlives this.
  explicit MinimumsJudge(const CohortTuples& tuples);

  // Whether the tuples with these numbers, together, have enough distinct
  // entities and sources, of which enough are left without any one source or
  // contributor, and diverse values.
  bool Meets(std::span<const int32_t> chosen, const CohortMinimums& minimums);

  // Whether counting rows alone decides: nothing else is asked.
  bool RowsDecide(const CohortMinimums& minimums) const {
    return tuples_.entities.empty() && minimums.s <= 1 && minimums.c <= 0 &&
           minimums.diversity.kind == Diversity::Kind::kNone;
  }

  // How far the sensitive values of these tuples are from those of all: half of
  // the sum of what their shares differ by, 0 (alike) to 1 (PRIVACY 2.4).
  double DistanceFromAll(std::span<const int32_t> chosen);

 private:
  // Distinct numbers of the chosen tuples, up to `enough`.
  int64_t Distinct(std::span<const int32_t> chosen,
                   const std::vector<int32_t>& numbers, int64_t enough);
  // For each of `numbers` that occurs, the distinct entities it has a part in.
  const std::vector<int64_t>& EntitiesOfEach(
      std::span<const int32_t> chosen, const std::vector<int32_t>& numbers);
  int64_t Entities(std::span<const int32_t> chosen, int64_t enough);
  bool LeavesEnough(std::span<const int32_t> chosen,
                    const CohortMinimums& minimums);
  bool Diverse(std::span<const int32_t> chosen, const Diversity& diversity);

  const CohortTuples& tuples_;
  std::vector<int64_t> counts_;  // of one number each; all 0 between calls
  std::vector<int64_t> frequencies_;
  std::vector<std::pair<int32_t, int32_t>> pairs_;  // number and tuple
  std::vector<int64_t> entities_of_each_;
  std::vector<double> shares_;  // of each sensitive value among all rows
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_MINIMUMS_H_
