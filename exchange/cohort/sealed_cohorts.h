#ifndef TOGUNA_EXCHANGE_COHORT_SEALED_COHORTS_H_
#define TOGUNA_EXCHANGE_COHORT_SEALED_COHORTS_H_

// What a seal freezes of records: the only rows that can ever leave.

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "policies/model/plan.h"

namespace toguna {

// One record of a cohort, by where it lies. Never leaves: a row shows the
// pseudonym that it has in one agreement and epoch instead.
struct CohortRecord {
  PartyId contributor;
  std::string ref;
  // The edition that was sealed; another one since is a correction.
  std::string instance;
  Period month{absl::CivilMonth()};  // accepted in

  friend bool operator==(const CohortRecord&, const CohortRecord&) = default;
};

// Records that nobody can tell apart: every row shows the same value of every
// attribute.
struct SealedCohort {
  // Names it for ever within its dataset: "2026-Q1-07"; one that lies within a
  // cohort of the rung above has its code before its own: "2026-Q1-07-2".
  std::string code;
  // One value per attribute of the SealedCohorts: one code, or several siblings
  // that were pooled, in the order of their tree.
  std::vector<std::vector<std::string>> box;
  // As many as its count in the tables says; ordered by contributor and ref.
  std::vector<CohortRecord> records;

  friend bool operator==(const SealedCohort&, const SealedCohort&) = default;
};

// One rung of the cohorts of a plan's stratum and period. Never changes.
struct SealedCohorts {
  DatasetId dataset;
  Period period{absl::CivilMonth()};
  CohortsId id;  // of the plan's cohorts
  // 0: the lowest. Each cohort of a higher one holds whole ones of the one
  // below.
  int rung = 0;
  PlanId plan;
  std::string plan_version;
  Minimums minimums;  // of the rung: each cohort has more than k entities
  std::map<std::string, std::string> list_versions;  // code list id -> version
  absl::Time sealed_at;
  std::vector<CohortAttribute> attributes;  // as the plan had them
  // Those whose count the tables publish; in the order of their codes. No
  // others are ever given.
  std::vector<SealedCohort> cohorts;
  // Some records wait for the next period, or for none. Says nothing of how
  // many.
  bool held_over = false;
};

// All rungs of the cohorts of a plan's stratum and period, as a seal keeps
// them: the tree of boxes that FormStratum forms, with the records in it, those
// that are given out or not. Never changes, and never leaves as it is.
struct CohortSeal {
  struct Node {
    std::string code;   // as in SealedCohort; "all" of the first
    size_t parent = 0;  // of `nodes`, before it; of the first itself
    int rung = 0;       // of `ladder`; of the first above all
    std::vector<std::vector<std::string>> box;  // empty of the first
    bool meets = false;  // its rung's minimums: else it is no cohort
    // Rungs whose tables publish its count, ascending.
    std::vector<int> released;
    std::vector<CohortRecord> records;  // lowest rung alone

    // Rows can be had of it: it is a cohort of its rung, and tables of that
    // rung publish its count.
    bool IsGiven() const {
      return meets && std::count(released.begin(), released.end(), rung) > 0;
    }

    friend bool operator==(const Node&, const Node&) = default;
  };

  DatasetId dataset;
  Period period{absl::CivilMonth()};
  CohortsId id;
  PlanId plan;
  std::string plan_version;
  std::vector<Minimums> ladder;  // laxest first
  std::map<std::string, std::string> list_versions;
  absl::Time sealed_at;
  std::vector<CohortAttribute> attributes;
  std::vector<Node> nodes;  // parents before children, by their codes
  std::vector<CohortRecord> held_over;
  // 32 random bytes that the pseudonyms of its rows are made with; without them
  // no row can be traced to its record any more.
  std::string key;

  friend bool operator==(const CohortSeal&, const CohortSeal&) = default;
};

// What may be given of a rung of the ladder: its cohorts whose count the rung's
// own tables publish. Each has the records of those of the lowest rung within
// it. `seal` is as FormStratum's trees are, and has the rung.
SealedCohorts SealedRung(const CohortSeal& seal, int rung);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_SEALED_COHORTS_H_
