#ifndef TOGUNA_EXCHANGE_EXTRACT_COHORT_ROWS_H_
#define TOGUNA_EXCHANGE_EXTRACT_COHORT_ROWS_H_

// Rows of sealed cohorts as one recipient is given them.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "policies/model/plan.h"
#include "policies/rules/cohorts.h"

namespace toguna {

// A cohort without its records.
struct SelectedCohort {
  std::string code;
  std::vector<std::vector<std::string>> box;  // as in SealedCohort
  int64_t rows = 0;

  friend bool operator==(const SelectedCohort&,
                         const SelectedCohort&) = default;
};

// Whole cohorts of one period. A row is its cohort's box under a pseudonym, and
// nothing else: nothing tells two rows of a cohort apart.
struct SelectedCohorts {
  struct Row {
    std::string ref;    // pseudonym, valid in this agreement and epoch alone
    size_t cohort = 0;  // of `cohorts`

    friend bool operator==(const Row&, const Row&) = default;
  };

  CohortsId id;
  Period period{absl::CivilMonth()};
  int k = 0;  // of the rung; each cohort has more entities than that
  int s = 0;
  std::map<std::string, std::string> list_versions;  // code list id -> version
  std::vector<CohortAttribute> attributes;
  std::vector<SelectedCohort> cohorts;
  std::vector<Row> rows;   // in an order that says nothing of the records
  bool held_over = false;  // some records wait for another period
  // Cohorts that the agreement does not give, or that fell below their
  // minimums by retraction: some are left out.
  bool left_out = false;
  // Of these: how many the rules leave out, by why,
  std::map<BoxLeftOut, int64_t> ruled_out = {};
  // and whether any was recalled, or has fewer rows than it was sealed with.
  bool taken_back = false;

  friend bool operator==(const SelectedCohorts&,
                         const SelectedCohorts&) = default;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_EXTRACT_COHORT_ROWS_H_
