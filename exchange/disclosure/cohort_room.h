#ifndef TOGUNA_EXCHANGE_DISCLOSURE_COHORT_ROOM_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_COHORT_ROOM_H_

#include <cstdint>
#include <vector>

#include "exchange/disclosure/secrets.h"

namespace toguna {

// Where nothing tells records apart but the cohort they lie in: the unknowns
// there that can hold anything, each with the cohort whose records it counts.
struct CohortPlace {
  static constexpr int32_t kNone = -1;  // in no cohort that may be shown
  struct Here {
    int32_t unknown = 0;
    int32_t cohort = kNone;
  };
  std::vector<Here> here;
};

// What can be moved so that every cohort keeps its number of records: at its
// places a table may put records into a cohort and take others out without
// changing any count but the cohort's. Immutable, so safe to share between
// threads.
class CohortRoom {
 public:
  // Over `unknowns`, of which `truth` has what is there.
  CohortRoom(const Table& truth, std::vector<CohortPlace> places);

  // There are no cohorts to keep to.
  bool empty() const { return places_.empty(); }

  // `sum` with all that is at the same places; ascending.
  Sum AtPlacesOf(const Sum& sum) const;

  // That, with what can make up for it in the cohorts there: the places where
  // some record lies that could be in the cohort, or out of it. Ascending.
  Sum MakingUpFor(const Sum& sum) const;

 private:
  std::vector<CohortPlace> places_;
  std::vector<std::vector<int32_t>> at_;  // per unknown: its places
  std::vector<Sum> making_up_;            // per cohort
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_COHORT_ROOM_H_
