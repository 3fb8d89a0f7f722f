#ifndef TOGUNA_POLICIES_RULES_SENSITIVITY_H_
#define TOGUNA_POLICIES_RULES_SENSITIVITY_H_

#include <vector>

#include "policies/model/catalog.h"
#include "policies/rules/decide.h"

namespace toguna {

// What an ask shows apart of what is classified: (place in the dataset's
// `classified`, one of its codes). A code is shown apart if a table that is
// asked for goes as deep as the code, the level asked for does, too, and no
// code filter leaves it out. A level that is not given hides nothing.
struct Revealed {
  const Classified* classified = nullptr;
  std::vector<std::string> codes;  // at least one
};
std::vector<Revealed> RevealedBy(const Catalog& catalog, const Ask& ask);

// What some cohort that is asked for could show apart, if it is given: see
// GivesBox. No ask is refused for it, since such cohorts are left out.
std::vector<Revealed> RevealedByCohorts(const Catalog& catalog, const Ask& ask);

// The most sensitive count that tables of an ask may show; kSevere where the
// catalog does not know the dataset.
Sensitivity SensitivityOf(const Catalog& catalog, const Ask& ask);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_RULES_SENSITIVITY_H_
