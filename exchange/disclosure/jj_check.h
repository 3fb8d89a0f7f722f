#ifndef TOGUNA_EXCHANGE_DISCLOSURE_JJ_CHECK_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_JJ_CHECK_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "exchange/disclosure/jj.h"

namespace toguna {

// An unsafe cell that a pattern leaves too well known.
struct JjExposed {
  size_t cell = 0;
  // What whoever knows the rest finds; the value itself, twice, if it is shown.
  double low = 0;
  double high = 0;
};

struct JjCheck {
  int64_t unsafe = 0;
  std::vector<JjExposed> exposed;  // by cell
};

// Attacks every unsafe cell of a pattern, with programs of its own: the
// unknowns are the cells not shown, each program is solved from scratch, and
// nothing is shared with the search for patterns. Where the solver gives up the
// cell counts as exposed, with its value. Holds up to JjTolerance.
JjCheck CheckJj(const JjInstance& instance, const JjPattern& pattern);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_JJ_CHECK_H_
