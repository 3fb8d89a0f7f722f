#ifndef TOGUNA_EXCHANGE_COHORT_FORM_H_
#define TOGUNA_EXCHANGE_COHORT_FORM_H_

#include <vector>

#include "absl/status/statusor.h"
#include "exchange/base/code_tree.h"
#include "exchange/cohort/cohorts.h"

namespace toguna {

struct CohortOptions {
  // One tree per attribute; they outlive the call only.
  std::vector<const CodeTree*> trees;
  // What a loss in each attribute weighs; empty: all the same. Not negative.
  std::vector<double> weights;
  // The ladder, strictest first. A cohort of a later rung lies inside one of
  // the rung before, so that nobody who holds both can split one further.
  std::vector<CohortMinimums> rungs;
};

// Splits the records into cohorts, one partition per rung, none suppressed.
//
// From the box of everything downwards: a box is split along one attribute
// into its children, those too small pooled with siblings until every part
// meets the minimums. Which attribute: the one whose split takes the most off
// the Loss (PRIVACY 2.3) for each bit of the size it uses up, for a cohort of n
// rows can be halved log2(n / k) times at most. Large boxes also weigh what a
// split would scatter (Outlook); others try the best few to the end
// (Settler). All rungs come from one tree of splits, chosen for the last rung
// and only a little for those before it (Ladder): its cohorts are what most
// readers get. The idea of splitting downwards is that of LeFevre, DeWitt,
// Ramakrishnan, "Mondrian multidimensional k-anonymity" (ICDE 2006) and of
// Fung, Wang, Yu, "Top-down specialization" (ICDE 2005).
//
// Depends on the multiset of tuples and on the order of siblings in the trees,
// not on the order of tuples. No I/O, clock, randomness or threads.
//
// Returns kInvalidArgument if sizes do not match, a code is no leaf of its
// tree, a weight or minimum is negative, or all records together fall short of
// the first rung's minimums; kInvalidArgument, too, for rungs that are not
// ever looser.
absl::StatusOr<std::vector<Cohorts>> FormCohorts(const CohortTuples& tuples,
                                                 const CohortOptions& options);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_FORM_H_
