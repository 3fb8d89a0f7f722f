#ifndef TOGUNA_TESTS_PRIVACY_SERVICE_KNOWLEDGE_H_
#define TOGUNA_TESTS_PRIVACY_SERVICE_KNOWLEDGE_H_

// What someone who holds tables and cohorts of a tiny service can still take
// for true: what he holds and what boxes tell, as rows over unknown counts of
// records by cohort and of victims. Uses nothing of the engine's.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "exchange/cohort/sealed_cohorts.h"
#include "tests/privacy/service_world.h"
#include "tests/privacy/table_search.h"
#include "tests/privacy/tiny_counter.h"

namespace toguna::testing {

inline constexpr int kInNone = -1;

// A count: as TinyCell, and perhaps of certain cohorts alone.
struct ServiceCell {
  TinyCell cell;
  std::set<int> cohorts = {};  // empty: whichever; kInNone: in none of them

  friend auto operator<=>(const ServiceCell&, const ServiceCell&) = default;
};

struct ServiceFact {
  ServiceCell of;
  int64_t value = 0;
};

// A cohort as its rows show it, and what lies in it.
struct AttackedCohort {
  std::vector<std::vector<std::string>> box;
  std::set<std::string> refs;
  // Months that its records can have been accepted in.
  std::set<size_t> months;
};

// Kinds of victims as bits.
using Kinds = unsigned;

class ServiceKnowledge {
 public:
  // Somebody knows the boxes of the first `known` of `cohorts`, those of one
  // quarter disjoint ones; before there were any, of none.
  ServiceKnowledge(const ServiceWorld& world,
                   std::vector<AttackedCohort> cohorts, size_t known,
                   bool nobody_refuses = false)
      : world_(world),
        known_(static_cast<int>(known)),
        nobody_refuses_(nobody_refuses),
        plan_(world.plan.cohorts[0]),
        counter_(world.tiny),
        cohorts_(std::move(cohorts)),
        kinds_(world.tiny.LeavesOf("who")) {
    for (const TinyMonth& month : world.tiny.months) {
      for (const TinyRecord& one : month) contributors_.insert(one.contributor);
    }
    for (const TinyLeaf& leaf : counter_.leaves()) {
      if (leaf.unit == Unit::kVictim) {
        leaves_.push_back({leaf, kInNone, 0, 0});
        continue;
      }
      for (int c = kInNone; c < static_cast<int>(cohorts_.size()); ++c) {
        if (CanLie(leaf, c)) {
          leaves_.push_back({leaf, c, Needs(leaf, c), MayHave(c)});
        }
      }
    }
    Count();
  }

  const TinyCounter& counter() const { return counter_; }
  const std::set<std::string>& contributors() const { return contributors_; }
  const std::vector<AttackedCohort>& cohorts() const { return cohorts_; }

  // Records lie only where they can, as far as he knows.
  bool HoldsTheTruth() const { return lost_ == 0; }

  TinyCounts Count(const ServiceCell& of, const std::string& without) const {
    TinyCounts counts;
    for (const size_t m : of.cell.months) {
      const TinyMonth& month = world_.tiny.months[m];
      for (size_t i = 0; i < month.size(); ++i) {
        const TinyRecord& record = month[i];
        if (record.contributor == without) continue;
        if (!of.cohorts.empty() && of.cohorts.count(CohortAt(m, i)) == 0) {
          continue;
        }
        const int64_t here = UnitsIn(record, m, of.cell);
        if (here == 0) continue;
        counts.value += here;
        ++counts.entities;
        ++counts.entities_of_source[record.source];
        ++counts.entities_of_contributor[record.contributor];
        counts.value_of_source[record.source] += here;
      }
    }
    return counts;
  }

  // Facts with where they count.
  struct Known {
    std::vector<ServiceFact> facts;
    std::vector<std::vector<int>> rows_of;  // by leaf
    bool victims = false;                   // some fact counts them
  };
  Known Of(std::vector<ServiceFact> facts) const {
    Known known{std::move(facts), {}, false};
    for (const ServiceFact& fact : known.facts) {
      known.victims = known.victims || fact.of.cell.unit == Unit::kVictim;
    }
    for (const Leaf& leaf : leaves_) {
      std::vector<int>& rows = known.rows_of.emplace_back();
      for (size_t f = 0; f < known.facts.size(); ++f) {
        if (LiesIn(leaf, known.facts[f].of)) {
          rows.push_back(static_cast<int>(f));
        }
      }
    }
    return known;
  }

  // Everything known, as rows over what others than `view` have; `target` may
  // be asked for up to `most`. Counts that nothing tells apart are one unknown.
  TableProblem ProblemOf(const ServiceCell& target, const std::string& view,
                         const Known& known, int64_t most) const {
    const bool joined = known.victims || target.cell.unit == Unit::kVictim;
    std::vector<Key> keys(leaves_.size());
    std::map<std::tuple<size_t, std::string, std::string>, std::vector<size_t>>
        points;
    for (size_t i = 0; i < leaves_.size(); ++i) {
      const TinyLeaf& at = leaves_[i].at;
      keys[i].unit = at.unit;
      if (LiesIn(leaves_[i], target)) keys[i].rows.push_back(-1);
      keys[i].rows.insert(keys[i].rows.end(), known.rows_of[i].begin(),
                          known.rows_of[i].end());
      if (!joined) continue;
      keys[i].who = at.who;
      keys[i].needs = leaves_[i].needs;
      keys[i].may_have = leaves_[i].may_have;
      points[{at.month, at.place, at.type}].push_back(i);
    }
    // Points that hold the same kinds of unknowns can give each other all.
    std::map<std::set<Key>, int> alike;
    for (const auto& [ignored, here] : points) {
      std::set<Key> point;
      for (const size_t i : here) point.insert(keys[i]);
      const int next = static_cast<int>(alike.size());
      const int found = alike.emplace(std::move(point), next).first->second;
      for (const size_t i : here) keys[i].point = found;
    }
    TableProblem problem;
    std::map<Key, int> number;
    std::vector<int64_t> own(known.facts.size(), 0);
    const std::vector<int64_t>& others = counts_.at(view);
    const std::vector<int64_t>& everybody = counts_.at("");
    for (size_t i = 0; i < leaves_.size(); ++i) {
      for (const int row : known.rows_of[i]) {
        own[static_cast<size_t>(row)] += everybody[i] - others[i];
      }
      if (!joined && keys[i].unit == Unit::kVictim) continue;
      const auto [found, added] =
          number.emplace(keys[i], static_cast<int>(problem.hint.size()));
      if (added) problem.hint.push_back(0);
      problem.hint[static_cast<size_t>(found->second)] += others[i];
    }
    for (size_t f = 0; f < known.facts.size(); ++f) {
      KnownRow& row = problem.rows.emplace_back();
      row.low = row.high = known.facts[f].value - own[f];
      most += row.high;
    }
    const int64_t cap = most + 4;
    problem.cap.assign(problem.hint.size(), cap);
    AddTerms(number, problem);
    if (joined) AddVictims(number, cap, problem);
    return problem;
  }

 private:
  struct Leaf {
    TinyLeaf at;
    int cohort = kInNone;
    Kinds needs = 0;     // a record there has one among these; 0: or none
    Kinds may_have = 0;  // and only among these
  };
  struct Key {
    Unit unit = Unit::kRecord;
    std::vector<int> rows;  // -1: the target
    std::string who;
    Kinds needs = 0;
    Kinds may_have = 0;
    int point = 0;
    friend auto operator<=>(const Key&, const Key&) = default;
  };

  Kinds KindsIn(const std::string& who) const {
    Kinds in = 0;
    for (size_t i = 0; i < kinds_.size(); ++i) {
      if (world_.tiny.LiesWithin("who", kinds_[i], who)) in |= 1U << i;
    }
    return in;
  }
  Kinds AllKinds() const { return (1U << kinds_.size()) - 1; }

  bool IsBoxed(int cohort) const {
    return cohort != kInNone && cohort < known_;
  }

  // Of a box, the value of an attribute of victims; -1 where either is in it.
  int VictimsOf(int cohort) const {
    for (size_t a = 0; a < plan_.attributes.size(); ++a) {
      if (plan_.attributes[a].kind != CohortAttribute::Kind::kVictims) continue;
      const auto& value = cohorts_[static_cast<size_t>(cohort)].box[a];
      if (value == std::vector<std::string>{"0"}) return 0;
      if (value == std::vector<std::string>{"1+"}) return 1;
    }
    return -1;
  }
  Kinds MayHave(int cohort) const {
    const bool none = IsBoxed(cohort) && VictimsOf(cohort) == 0;
    return none ? AllKinds() & ~KindsIn("girl") : AllKinds();
  }

  // What a record of a cohort has one of there. What different reasons ask for
  // always holds one another, so the smallest says all.
  Kinds Needs(const TinyLeaf& leaf, int cohort) const {
    Kinds needs = world_.tiny.victims_rule ? AllKinds() : 0;
    if (!IsBoxed(cohort)) return needs;
    const Kinds of_stratum = StratumNeeds(leaf);
    if (of_stratum != 0) needs = of_stratum;
    if (VictimsOf(cohort) == 1) return KindsIn("girl");
    return needs & MayHave(cohort);
  }
  // 0: nothing; a record there may be in the stratum without any.
  Kinds StratumNeeds(const TinyLeaf& leaf) const {
    Kinds needs = 0;
    for (const CohortPlan::Stratum& one : plan_.strata) {
      if (!Applies(one, leaf)) continue;
      if (one.who.empty()) return 0;
      needs |= KindsIn(one.who);
    }
    return needs;
  }
  bool Applies(const CohortPlan::Stratum& one, const TinyLeaf& leaf) const {
    const std::string mine = counter_.CodeOf(leaf, one.dimension);
    return !mine.empty() && std::any_of(one.codes.begin(), one.codes.end(),
                                        [&](const std::string& code) {
                                          return world_.tiny.LiesWithin(
                                              one.dimension, mine, code);
                                        });
  }

  // Whether a value of a box holds such a code; "" is no code.
  bool Holds(const std::string& dimension, const std::string& mine,
             const std::vector<std::string>& value) const {
    return std::any_of(
        value.begin(), value.end(), [&](const std::string& code) {
          const std::string top = world_.tiny.trees.at(dimension).front().first;
          if (code == top) return true;
          if (code.empty() || mine.empty()) return code == mine;
          return world_.tiny.LiesWithin(dimension, mine, code);
        });
  }

  bool CanLie(const TinyLeaf& leaf, int cohort) const {
    if (cohort == kInNone) {
      return known_ == 0 || !nobody_refuses_ || !MustLie(leaf);
    }
    if (!IsBoxed(cohort)) return true;
    const AttackedCohort& one = cohorts_[static_cast<size_t>(cohort)];
    if (one.months.count(leaf.month) == 0) return false;
    for (size_t a = 0; a < plan_.attributes.size(); ++a) {
      const std::string& dimension = plan_.attributes[a].dimension;
      if (plan_.attributes[a].kind != CohortAttribute::Kind::kDimension ||
          dimension == "kind") {
        continue;
      }
      if (!Holds(dimension, counter_.CodeOf(leaf, dimension), one.box[a])) {
        return false;
      }
    }
    bool in_stratum = false;
    for (const CohortPlan::Stratum& condition : plan_.strata) {
      in_stratum =
          in_stratum || (Applies(condition, leaf) &&
                         (condition.who.empty() ||
                          (KindsIn(condition.who) & MayHave(cohort)) != 0));
    }
    return in_stratum;
  }

  // Where nobody can refuse, a record of the stratum lies in one of the boxes
  // that it fits: in none only if that cohort is not known.
  bool MustLie(const TinyLeaf& leaf) const {
    const bool in_stratum = std::any_of(
        plan_.strata.begin(), plan_.strata.end(),
        [&](const auto& one) { return one.who.empty() && Applies(one, leaf); });
    if (!in_stratum) return false;
    for (const char* const kind : {"k1", "k2", "K~"}) {
      for (const char* const girls : {"0", "1+"}) {
        bool fits = false;
        for (size_t c = 0; c < cohorts_.size() && !fits; ++c) {
          fits = CanLie(leaf, static_cast<int>(c)) &&
                 FitsUntold(cohorts_[c], kind, girls);
        }
        if (!fits) return false;
      }
    }
    return true;
  }
  bool FitsUntold(const AttackedCohort& one, const std::string& kind,
                  const std::string& girls) const {
    for (size_t a = 0; a < plan_.attributes.size(); ++a) {
      const bool victims =
          plan_.attributes[a].kind == CohortAttribute::Kind::kVictims;
      if (!victims && plan_.attributes[a].dimension != "kind") continue;
      const std::string& mine = victims ? girls : kind;
      const std::string top = victims ? "any" : "K";
      if (std::none_of(one.box[a].begin(), one.box[a].end(),
                       [&](const std::string& code) {
                         return code == mine || code == top;
                       })) {
        return false;
      }
    }
    return true;
  }

  bool LiesIn(const Leaf& leaf, const ServiceCell& of) const {
    return (of.cohorts.empty() || of.cohorts.count(leaf.cohort) > 0) &&
           counter_.LiesIn(leaf.at, of.cell);
  }

  int CohortAt(size_t month, size_t number) const {
    const std::string ref = RefOf(month, number);
    for (size_t c = 0; c < cohorts_.size(); ++c) {
      if (cohorts_[c].refs.count(ref) > 0) return static_cast<int>(c);
    }
    return kInNone;
  }

  int64_t UnitsIn(const TinyRecord& record, size_t month,
                  const TinyCell& cell) const {
    TinyLeaf leaf{cell.unit, month, record.place, record.type, "", ""};
    if (cell.unit == Unit::kRecord) return counter_.LiesIn(leaf, cell) ? 1 : 0;
    int64_t here = 0;
    for (const auto& [who, victims] : record.victims) {
      leaf.who = who;
      if (counter_.LiesIn(leaf, cell)) here += victims;
    }
    return here;
  }

  void Count() {
    std::map<std::tuple<size_t, std::string, std::string, std::string, int>,
             size_t>
        at;
    for (size_t i = 0; i < leaves_.size(); ++i) {
      const TinyLeaf& leaf = leaves_[i].at;
      const bool victims = leaf.unit == Unit::kVictim;
      at[{leaf.month, leaf.place, leaf.type, leaf.who,
          victims ? kInNone - 1 : leaves_[i].cohort}] = i;
    }
    std::set<std::string> views = contributors_;
    views.insert("");
    for (const std::string& view : views) {
      std::vector<int64_t>& counts = counts_[view];
      counts.assign(leaves_.size(), 0);
      for (size_t m = 0; m < world_.tiny.months.size(); ++m) {
        const TinyMonth& month = world_.tiny.months[m];
        for (size_t i = 0; i < month.size(); ++i) {
          const TinyRecord& one = month[i];
          if (one.contributor == view) continue;
          const auto found =
              at.find({m, one.place, one.type, "", CohortAt(m, i)});
          if (found == at.end()) {
            ++lost_;
          } else {
            ++counts[found->second];
          }
          for (const auto& [who, victims] : one.victims) {
            counts[at.at({m, one.place, one.type, who, kInNone - 1})] +=
                victims;
          }
        }
      }
    }
  }

  static void AddTerms(const std::map<Key, int>& number,
                       TableProblem& problem) {
    for (const auto& [key, unknown] : number) {
      for (const int row : key.rows) {
        if (row < 0) {
          problem.target.push_back(unknown);
        } else {
          problem.rows[static_cast<size_t>(row)].terms.emplace_back(unknown, 1);
        }
      }
    }
  }

  // Records can share out the victims of their point if, for any kinds,
  // victims of these are no fewer than the records that need one of them
  // (Hall), and there are none of a kind where no record may have them.
  void AddVictims(const std::map<Key, int>& number, int64_t cap,
                  TableProblem& problem) const {
    std::map<int, std::vector<std::pair<const Key*, int>>> points;
    for (const auto& [key, unknown] : number) {
      points[key.point].emplace_back(&key, unknown);
    }
    const int64_t many = cap * static_cast<int64_t>(number.size()) + 1;
    for (const auto& [ignored, here] : points) {
      for (Kinds some = 1; some <= AllKinds(); ++some) {
        KnownRow enough{.terms = {}, .low = 0, .high = kNoLimit};
        bool asked = false;
        for (const auto& [key, unknown] : here) {
          if (key->unit == Unit::kVictim) {
            if ((KindsIn(key->who) & some) != 0) {
              enough.terms.emplace_back(unknown, 1);
            }
          } else if (key->needs != 0 && (key->needs & ~some) == 0) {
            enough.terms.emplace_back(unknown, -1);
            asked = true;
          }
        }
        if (asked) problem.rows.push_back(std::move(enough));
      }
      for (const auto& [victims, unknown] : here) {
        if (victims->unit != Unit::kVictim) continue;
        KnownRow somewhere{
            .terms = {{unknown, -1}}, .low = 0, .high = kNoLimit};
        for (const auto& [key, records] : here) {
          if (key->unit == Unit::kRecord &&
              (key->may_have & KindsIn(victims->who)) != 0) {
            somewhere.terms.emplace_back(records, many);
          }
        }
        problem.rows.push_back(std::move(somewhere));
      }
    }
  }

  const ServiceWorld& world_;
  const int known_;
  const bool nobody_refuses_;
  const CohortPlan& plan_;
  TinyCounter counter_;
  std::vector<AttackedCohort> cohorts_;
  std::vector<std::string> kinds_;
  std::set<std::string> contributors_;
  std::vector<Leaf> leaves_;
  // By view, "" for everybody: what the others have of each leaf.
  std::map<std::string, std::vector<int64_t>> counts_;
  int64_t lost_ = 0;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_SERVICE_KNOWLEDGE_H_
