#ifndef TOGUNA_EXCHANGE_DISCLOSURE_SLACKS_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_SLACKS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/secrets.h"

namespace toguna {

// How far what others than each view truly have is from breaking what everybody
// knows, and whether a change breaks it. Immutable, so safe to share between
// threads.
class Slacks {
 public:
  explicit Slacks(const Secrets& secrets);

  // How much more others have on the larger side of a relation.
  int64_t OfRelation(size_t view, size_t relation) const {
    return relations_[view][relation];
  }
  // Victims, and records, that others have where a harm is.
  int64_t VictimsOf(size_t view, size_t harm) const {
    return harms_[view][2 * harm];
  }
  int64_t RecordsOf(size_t view, size_t harm) const {
    return harms_[view][2 * harm + 1];
  }

  // A linear program cannot say that there are no victims where there are no
  // records. It can keep to things that hold in truth and, in whole numbers,
  // imply it: `records` times the records that others have are at least
  // `victims` times their victims, and at least `least` besides.
  struct Way {
    int64_t records = 1;
    int64_t victims = 0;
    int64_t least = 0;
  };
  enum class Keeping {
    kFirst,   // leaves most tables room: some records stay where there are
              // several, else each has its share of victims
    kSecond,  // leaves others room: the other of the two
    kAll,     // leaves all room but to more victims than are looked for; and
              // nearly all to fractions
  };
  Way WayOf(size_t view, size_t harm, Keeping keeping) const;
  // Where victims are known to be no more, kAll leaves out no table.
  static constexpr int64_t kAnyNumber = 10'000;

  // True if what others have, moved by so much (MovedRelations, MovedHarms),
  // keeps every relation and every harm.
  bool Allow(size_t view, const Moves& relations, const Moves& harms) const;
  // Likewise of harms alone.
  bool AllowHarms(size_t view, const Moves& harms) const;

 private:
  std::vector<std::vector<int64_t>> relations_;  // per view
  std::vector<std::vector<int64_t>> harms_;  // per view, as Incidence numbers
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_SLACKS_H_
