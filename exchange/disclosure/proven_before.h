#ifndef TOGUNA_EXCHANGE_DISCLOSURE_PROVEN_BEFORE_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_PROVEN_BEFORE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

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
  // All must outlive it.
  TablesProvenBefore(const Secrets& secrets, const Incidence& incidence,
                     std::vector<LinkedSystem::ProvenBefore> before);

  // The change that moves guarded sum `g` farthest to one side, of what each
  // publication's tables do to it in strands that no other's change; none if
  // none moves it.
  std::optional<Change> Farthest(size_t g, Side side) const;

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
  bool Holds(const Change& change, size_t view) const;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_PROVEN_BEFORE_H_
