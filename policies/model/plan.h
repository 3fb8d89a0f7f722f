#ifndef TOGUNA_POLICIES_MODEL_PLAN_H_
#define TOGUNA_POLICIES_MODEL_PLAN_H_

// Publication plans: what a seal tabulates, decided before any data is seen.

#include <cstddef>
#include <optional>
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

// How often a family is tabulated: with each month, or from the months of each
// quarter or year.
enum class Cadence { kMonth, kQuarter, kYear };

// What a family counts: what was accepted, or, for the year alone, what was
// taken back and what was put in its place after its month was sealed. A
// correction is one of each; a retraction is removed and nothing added.
// kInCohorts no plan says: what rows can be given of, counted by their cohorts;
// seals count it to protect it.
enum class Stream { kAccepted, kRemoved, kAdded, kInCohorts };

// What a cell needs to be safe. All hold together; see DESIGN §2.1 "safe".
struct Minimums {
  int k = 0;  // entities, and units of the cell's own count; at least 2
  int s = 0;  // distinct sources; at least 1
  // Entities left without the largest source, and entities of all other
  // contributors for each contributor (0 or at least c). 0 switches both off.
  int c = 0;
  // p % rule on what sources gave: units left without the two largest sources
  // are at least this percentage of the largest one's. 0: no such rule. Comes
  // from the plan's dominance_percent.
  int dominance_percent = 0;

  friend bool operator==(const Minimums&, const Minimums&) = default;
};

// A sum of siblings that is one more position of an axis.
struct AxisPool {
  std::string code;  // no code of the dimension's list
  // At least two children of one node.
  std::vector<std::string> codes;
  Label label = {};

  friend bool operator==(const AxisPool&, const AxisPool&) = default;
};

// One dimension of a family between two depths, both included.
struct Axis {
  std::string dimension;
  int coarsest = 0;
  int finest = 0;
  // The plan's pools of the dimension whose members lie between the depths.
  std::vector<AxisPool> pools = {};
};

// A table and all its margins: every combination of nodes between the depths
// of its axes is a cell.
struct Family {
  FamilyId id;
  Label title;
  Unit unit = Unit::kRecord;
  std::vector<Axis> axes;
  Cadence cadence = Cadence::kMonth;
  Stream stream = Stream::kAccepted;  // others: only with Cadence::kYear
  double weight = 1;  // of its cells in what is chosen to be shown; > 0
};

// Siblings that may be shown as one sum where each alone would cost more. In
// every family whose axis has their depth the sum is one more code, right after
// its members. It is chosen like any other number, after those of its members'
// level, and withholding it costs half as much, so that a sum never takes the
// place of a number of its own.
struct Pool {
  std::string dimension;
  std::string code;  // of the sum; no code of the dimension's list
  Label label;
  // At least two children of one node, and not all of them; in no other pool.
  std::vector<std::string> codes;

  friend bool operator==(const Pool&, const Pool&) = default;
};

// What cannot be, as everybody knows: every cell that lies within all of
// `codes` is zero, and may be shown so.
struct StructuralZero {
  struct Code {
    std::string dimension;
    std::string code;
  };
  std::vector<Code> codes;  // at least one, each dimension once
  std::string reason;       // how everybody knows
};

// What all rows of a cohort share one value of. Every attribute that a row
// shows is one of these, for whatever is shown can tell records apart.
struct CohortAttribute {
  enum class Kind {
    kDimension,          // the record's code of `dimension`, a leaf or none
    kVictims,            // whether any victim is `who`: "0" or "1+"
    kIncidentQuarter,    // of the day of the incident, seen from the period
    kAcceptanceQuarter,  // of the month of acceptance, seen from the period
  };
  Kind kind = Kind::kDimension;
  std::string dimension;  // kDimension: of an attribute or a crosswalk
  std::string who;        // kVictims: a leaf of the tallies' list
  // Loss in it counts so much when cohorts are formed; > 0.
  double weight = 1;
  // kDimension: no cohort spans several nodes of this depth of the dimension's
  // tree; records that are too few within such a node are held over. 0: all may
  // be pooled.
  int coarsest = 0;
  // kDimension: no cohort is told apart below this depth, which is as deep as
  // tables that count by the same go. None: by all of the tree. Set by the
  // seal, not by the plan.
  std::optional<int> finest = std::nullopt;

  friend bool operator==(const CohortAttribute&,
                         const CohortAttribute&) = default;
};

// How diverse the values of an attribute must be within a cohort.
struct CohortDiversity {
  enum class Kind { kDistinct, kEntropy, kRecursive };
  std::string attribute;  // of the dataset, with codes; never shown in a row
  Kind kind = Kind::kDistinct;
  double l = 2;
  double c = 1;  // kRecursive alone

  friend bool operator==(const CohortDiversity&,
                         const CohortDiversity&) = default;
};

// Record-level output: records of a stratum, released as rows of cohorts. See
// DESIGN §2.2. A cohort has at least k + 1 entities and s sources of the plan's
// rungs.
struct CohortPlan {
  // Records that have a code within one of `codes`, and, where `who` is given,
  // at least one victim within it.
  struct Stratum {
    std::string dimension;  // of an attribute or a crosswalk
    std::vector<std::string> codes;
    std::string who;  // of the tallies' list; empty: victims do not matter

    friend bool operator==(const Stratum&, const Stratum&) = default;
  };

  CohortsId id;  // no id of a family of the plan
  Label title;
  Cadence cadence = Cadence::kQuarter;  // kQuarter alone
  // A record whose consent does not cover every one of these purposes is not in
  // the stratum, and nobody with another purpose is given its rows.
  std::vector<PurposeId> purposes;
  std::vector<Stratum> strata;  // a record is in the stratum if one applies
  std::vector<CohortAttribute> attributes;
  std::vector<CohortDiversity> diversity;  // at most one

  friend bool operator==(const CohortPlan&, const CohortPlan&) = default;
};

struct Plan {
  PlanId id;
  std::string version;
  DatasetId dataset;
  Minimums minimums;
  std::vector<Family> families;
  // Further minimums for wider circles, each stricter than the one before, the
  // plan's own first: k larger, no part smaller. At most four; none: only the
  // plan's own.
  std::vector<Minimums> rungs;
  // The most that the global re-identification risk of the last rung may be,
  // as a share of 1 and no less than 1 / its k; none: not bounded. See
  // exchange/disclosure/global_risk.h.
  std::optional<double> max_global_risk;
  // p of the p % rule: nobody may estimate another's part of a cell to within
  // p %. None: the rule is off.
  std::optional<int> dominance_percent;
  std::vector<Pool> pools;
  std::vector<StructuralZero> structural_zeros;
  std::vector<CohortPlan> cohorts;

  // The plan's own minimums and then its rungs, laxest first, each with the p
  // of the p % rule. A rung is named by its k, which rises from one to the
  // next.
  std::vector<Minimums> Ladder() const {
    std::vector<Minimums> ladder = {minimums};
    ladder.insert(ladder.end(), rungs.begin(), rungs.end());
    for (Minimums& one : ladder) {
      one.dominance_percent = dominance_percent.value_or(0);
    }
    return ladder;
  }

  // The plan of one rung alone: with its minimums, without further rungs and
  // their bound.
  Plan AtRung(size_t rung) const {
    Plan plan = *this;
    plan.minimums = Ladder()[rung];
    plan.rungs.clear();
    plan.max_global_risk.reset();
    return plan;
  }

  // Position of the rung of such a k in Ladder(); none: there is none.
  std::optional<size_t> RungOf(int k) const {
    const std::vector<Minimums> ladder = Ladder();
    for (size_t rung = 0; rung < ladder.size(); ++rung) {
      if (ladder[rung].k == k) return rung;
    }
    return std::nullopt;
  }

  // True if such a risk of the last rung keeps to the plan's bound, but for
  // rounding.
  bool AllowsRisk(double risk) const {
    return !max_global_risk.has_value() || risk <= *max_global_risk + 1e-9;
  }

  const Family* FindFamily(const FamilyId& family) const {
    for (const Family& one : families) {
      if (one.id == family) return &one;
    }
    return nullptr;
  }

  const CohortPlan* FindCohorts(const CohortsId& wanted) const {
    for (const CohortPlan& one : cohorts) {
      if (one.id == wanted) return &one;
    }
    return nullptr;
  }
};

}  // namespace toguna

#endif  // TOGUNA_POLICIES_MODEL_PLAN_H_
