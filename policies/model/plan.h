#ifndef TOGUNA_POLICIES_MODEL_PLAN_H_
#define TOGUNA_POLICIES_MODEL_PLAN_H_

// Publication plans: what a seal tabulates, decided before any data is seen.

#include <string>
#include <vector>

#include "exchange/base/code_tree.h"
#include "exchange/base/ids.h"

namespace toguna {

// What one unit of a count is.
enum class Unit { kRecord, kVictim };

// "RECORD" or "VICTIM".
inline const char* UnitText(Unit unit) {
  return unit == Unit::kRecord ? "RECORD" : "VICTIM";
}

// What a cell needs to be safe. All hold together; see DESIGN §2.1 "safe".
struct Minimums {
  int k = 0;  // entities, and units of the cell's own count; at least 2
  int s = 0;  // distinct sources; at least 1
  // Entities left without the largest source, and entities of all other
  // contributors for each contributor (0 or at least c). 0 switches both off.
  int c = 0;
  // p % rule on what sources gave: units left without the two largest sources
  // are at least this percentage of the largest one's. 0: no such rule.
  int dominance_percent = 0;

  friend bool operator==(const Minimums&, const Minimums&) = default;
};

// One dimension of a family between two depths, both included.
struct Axis {
  std::string dimension;
  int coarsest = 0;
  int finest = 0;
};

// A table and all its margins: every combination of nodes between the depths
// of its axes is a cell.
struct Family {
  FamilyId id;
  Label title;
  Unit unit = Unit::kRecord;
  std::vector<Axis> axes;
};

struct Plan {
  PlanId id;
  std::string version;
  DatasetId dataset;
  Minimums minimums;
  std::vector<Family> families;

  const Family* FindFamily(const FamilyId& family) const {
    for (const Family& one : families) {
      if (one.id == family) return &one;
    }
    return nullptr;
  }
};

}  // namespace toguna

#endif  // TOGUNA_POLICIES_MODEL_PLAN_H_
