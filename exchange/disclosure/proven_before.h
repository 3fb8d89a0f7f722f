#ifndef TOGUNA_EXCHANGE_DISCLOSURE_PROVEN_BEFORE_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_PROVEN_BEFORE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "exchange/disclosure/cohort_room.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/linked_system.h"
#include "exchange/disclosure/secrets.h"
#include "exchange/disclosure/slacks.h"

namespace toguna {

// Makes tables of those that proved earlier publications. A guarded count of a
// quarter is a sum over its months, and each month's own tables leave it room:
// what they change together is a table of the quarter, as long as nothing else
// has been published. Whoever takes one checks it. Immutable, so safe to share
// between threads.
class TablesProvenBefore {
 public:
  // Where records are told apart by cohorts, `places` are where they can be.
  // All must outlive it.
  TablesProvenBefore(const Secrets& secrets, const Incidence& incidence,
                     std::vector<LinkedSystem::ProvenBefore> before,
                     std::vector<CohortPlace> places = {});

  // The change that moves guarded sum `g` farthest to one side, of what each
  // publication's tables do to it in strands that no other's change; none if
  // none moves it.
  std::optional<Change> Farthest(size_t g, Side side) const;

  // Where tables of at most so many publications together move the guarded sum,
  // or what lies at its places, farthest to one side, and what can make up for
  // it in every cohort. They need not keep to cohorts themselves, nor to what
  // cohorts tell of victims.
  Sum RoomFor(size_t g, Side side, size_t publications) const;

 private:
  struct Moving {
    size_t publication = 0;
    size_t change = 0;
    int64_t by = 0;
  };

  const Secrets& secrets_;
  const Incidence& incidence_;
  Slacks slacks_;
  std::vector<LinkedSystem::ProvenBefore> before_;
  std::vector<std::vector<Moving>> moving_;  // by guarded sum
  CohortRoom room_;
  // By guarded sum with all that is at its places; without cohorts empty.
  std::vector<std::vector<Moving>> moving_places_;

  std::vector<std::vector<Moving>> MovingOf(
      const Incidence::Lists& guarded) const;
  // Those that move to one side, the farthest first.
  static std::vector<Moving> ToSide(std::vector<Moving> moving, Side side);
  // It leaves the view's owner what he has, and moves nothing published.
  bool Fits(const Change& change, size_t view) const;
  bool Holds(const Change& change, size_t view) const;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_PROVEN_BEFORE_H_
