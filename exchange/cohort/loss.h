#ifndef TOGUNA_EXCHANGE_COHORT_LOSS_H_
#define TOGUNA_EXCHANGE_COHORT_LOSS_H_

#include <cstdint>
#include <vector>

#include "exchange/base/code_tree.h"
#include "exchange/cohort/cohorts.h"

namespace toguna {

// How much a partition tells no more, and how large its cohorts are. All
// numbers are those of ARX 3.9 for a generalisation factor of 1 and nothing
// suppressed (PRIVACY 2.3), so that they can be compared.
struct CohortFigures {
  int64_t rows = 0;
  int64_t cohorts = 0;
  int64_t smallest = 0;       // rows
  std::vector<double> loss;   // per attribute, 0 (leaves) to 1 (tops)
  double loss_geo = 0;        // geometric mean of (1 + loss), less 1
  double loss_arith = 0;      // mean of loss
  double aecs = 0;            // rows per cohort
  double discernibility = 0;  // sum of rows squared
  double global_risk = 0;     // mean over rows of 1 / size: cohorts / rows
};

CohortFigures FiguresOf(const std::vector<const CodeTree*>& trees,
                        const Cohorts& cohorts);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_LOSS_H_
