#ifndef TOGUNA_TESTS_PRIVACY_SERVICE_ATTACKER_H_
#define TOGUNA_TESTS_PRIVACY_SERVICE_ATTACKER_H_

// Someone who holds all that a tiny service ever gave out at a rung: tables of
// the months and of the quarters, and rows of cohorts. He knows every code
// tree, what boxes mean, and perhaps his own records. Is DESIGN §2.1's
// Guarantee S kept for all that tables and cohorts together tell apart?

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/privacy/seal_attacker.h"
#include "tests/privacy/service_knowledge.h"
#include "tests/privacy/service_world.h"
#include "tests/privacy/table_search.h"

namespace toguna::testing {

struct ServiceFigures {
  AttackFigures all;
  int64_t of_months = 0;   // counts of single months that were attacked
  int64_t in_cohorts = 0;  // counts within one cohort that were attacked
  int64_t cohorts = 0;     // given out
  int64_t withheld = 0;    // formed, and not given out
  int64_t rows = 0;
  int64_t held_over = 0;  // worlds with cohorts of what waited

  void Add(const ServiceFigures& more) {
    all.Add(more.all);
    of_months += more.of_months;
    in_cohorts += more.in_cohorts;
    cohorts += more.cohorts;
    withheld += more.withheld;
    rows += more.rows;
    held_over += more.held_over;
  }
};

class ServiceAttacker {
 public:
  // What is attacked must outlive it.
  ServiceAttacker(const ServiceWorld& world, const ServiceSeals& seals,
                  int rung)
      : world_(world), seals_(seals), rung_(rung), minimums_(Ladder()) {
    for (size_t q = 0; q < seals.quarters.size(); ++q) {
      const CohortSeal& seal = seals.cohorts(q);
      for (size_t n = 0; n < seal.nodes.size(); ++n) {
        if (seal.nodes[n].rung == rung) nodes_.emplace_back(q, n);
      }
    }
  }

  int64_t most_steps = 20'000;
  // Knows where cohorts lie that he holds no rows of, too. Else he does not
  // know that they are there.
  bool knows_all_boxes = true;
  // Changes what rows show.
  std::function<void(std::vector<AttackedCohort>&)> shown = nullptr;
  // Knows of each cohort that he holds how many rows are of which type.
  bool with_types = false;
  // Knows that each source agreed to what cohorts are for.
  bool nobody_refuses = false;
  // Judges counts of single months alone.
  bool only_months = false;

  // Each quarter gives out something.
  bool IsAnythingGiven() const {
    const size_t rung = static_cast<size_t>(rung_);
    for (size_t q = 0; q < seals_.quarters.size(); ++q) {
      bool any = false;
      for (const auto& table : seals_.quarters[q].rungs[rung].sealed.tables) {
        for (const SealedCell& cell : table.cells) {
          any = any || cell.status == CellStatus::kPublished;
        }
      }
      for (const At& at : nodes_) {
        any = any || (at.first == q && IsGiven(NodeAt(at)));
      }
      if (!any) return false;
    }
    return true;
  }

  // Some cohort that is given has records of an earlier quarter.
  bool HasHeldOver() const {
    return std::any_of(nodes_.begin(), nodes_.end(), [&](const At& at) {
      const auto& records = NodeAt(at).records;
      const auto start = world_.MonthOf(world_.starts[at.first]);
      return IsGiven(NodeAt(at)) &&
             std::any_of(records.begin(), records.end(), [&](const auto& one) {
               return one.month.month() < start;
             });
    });
  }

  ServiceFigures Attack() const {
    ServiceFigures figures;
    Numbers number;
    std::vector<AttackedCohort> cohorts = Cohorts(number, figures);
    if (shown) shown(cohorts);
    // What is known before each quarter is sealed.
    std::vector<ServiceKnowledge> then;
    for (size_t q = 0; q < seals_.quarters.size(); ++q) {
      then.emplace_back(
          world_, cohorts,
          std::count_if(number.begin(), number.end(),
                        [&](const auto& one) { return one.first.first < q; }));
    }
    const size_t all_known = cohorts.size();
    const ServiceKnowledge knowledge(world_, std::move(cohorts), all_known,
                                     nobody_refuses);
    if (!knowledge.HoldsTheTruth()) {
      figures.all.violations = 1;
      figures.all.first = "what is known is not true";
      return figures;
    }
    std::vector<ServiceFact> facts;
    for (size_t m = 0; m < seals_.months.size(); ++m) {
      AddTables(seals_.months[m], {m}, facts);
    }
    std::vector<Before> before;
    const auto quarters = world_.Quarters();
    for (size_t q = 0; q < quarters.size(); ++q) {
      before.push_back({then[q], then[q].Of(facts)});
      AddTables(seals_.quarters[q], quarters[q], facts);
      AddCohorts(number, q, facts);
    }
    if (with_types) AddTypes(knowledge, number, facts);
    for (const ServiceFact& fact : facts) {
      if (knowledge.Count(fact.of, "").value == fact.value) continue;
      figures.all.violations = 1;
      figures.all.first = "what is shown is not true";
      return figures;
    }
    figures.all.published = static_cast<int64_t>(facts.size());
    const ServiceKnowledge::Known all = knowledge.Of(std::move(facts));
    for (const ServiceCell& cell : Cells(knowledge, number)) {
      const size_t quarter = world_.QuarterOf(cell.cell.months.back());
      Judge(knowledge, cell, all, before[quarter], figures);
    }
    return figures;
  }

 private:
  // A node of a quarter's cohorts; and the number that it has among all those
  // that are known.
  using At = std::pair<size_t, size_t>;
  using Numbers = std::map<At, int>;

  const CohortSeal::Node& NodeAt(const At& at) const {
    return seals_.cohorts(at.first).nodes[at.second];
  }
  Minimums Ladder() const {
    return world_.plan.Ladder()[static_cast<size_t>(rung_)];
  }
  std::vector<size_t> AllMonths() const {
    std::vector<size_t> all;
    for (size_t m = 0; m < world_.tiny.months.size(); ++m) all.push_back(m);
    return all;
  }
  bool IsGiven(const CohortSeal::Node& node) const {
    return node.meets && std::count(node.released.begin(), node.released.end(),
                                    node.rung) > 0;
  }

  // Where cohorts of a quarter lie that are given nowhere. Of earlier quarters
  // nobody can: their records may lie in those of later ones.
  bool KnowsBoxes(size_t quarter) const {
    return knows_all_boxes && quarter + 1 == seals_.quarters.size();
  }
  bool KnowsAll(size_t quarter) const {
    return KnowsBoxes(quarter) ||
           (knows_all_boxes &&
            std::all_of(nodes_.begin(), nodes_.end(), [&](const At& at) {
              return at.first != quarter || IsGiven(NodeAt(at));
            }));
  }

  // What the plan keeps apart lies in one code each.
  std::vector<std::string> SectionOf(
      const std::vector<std::vector<std::string>>& box) const {
    const auto& attributes = world_.plan.cohorts[0].attributes;
    std::vector<std::string> section;
    for (size_t a = 0; a < attributes.size(); ++a) {
      if (attributes[a].coarsest == 0) continue;
      const auto& tree = world_.tiny.trees.at(attributes[a].dimension);
      std::string code = box[a].front();
      for (bool up = true; up;) {
        up = false;
        for (const auto& [at, parent] : tree) {
          if (at != code || parent.empty() || parent == tree.front().first) {
            continue;
          }
          code = parent;
          up = true;
          break;
        }
      }
      section.push_back(code);
    }
    return section;
  }

  // Records wait only where nothing was given out, and rows say when theirs
  // were accepted.
  std::set<size_t> MonthsOf(
      size_t quarter, const std::vector<std::vector<std::string>>& box) const {
    const auto quarters = world_.Quarters();
    std::set<size_t> months(quarters[quarter].begin(), quarters[quarter].end());
    for (size_t before = quarter; before-- > 0;) {
      for (const CohortSeal::Node& node : seals_.cohorts(before).nodes) {
        if (IsGiven(node) && SectionOf(node.box) == SectionOf(box)) {
          return months;
        }
      }
      const std::string text = "2026-Q" + std::to_string(before + 1);
      if (MayBeAccepted(box, text)) {
        months.insert(quarters[before].begin(), quarters[before].end());
      }
    }
    return months;
  }
  bool MayBeAccepted(const std::vector<std::vector<std::string>>& box,
                     const std::string& quarter) const {
    const auto& attributes = world_.plan.cohorts[0].attributes;
    for (size_t a = 0; a < attributes.size(); ++a) {
      if (attributes[a].kind != CohortAttribute::Kind::kAcceptanceQuarter) {
        continue;
      }
      const auto& value = box[a];
      if (std::count(value.begin(), value.end(), "any") == 0 &&
          std::count(value.begin(), value.end(), quarter) == 0) {
        return false;
      }
    }
    return true;
  }

  std::vector<AttackedCohort> Cohorts(Numbers& number,
                                      ServiceFigures& figures) const {
    std::vector<AttackedCohort> cohorts;
    for (const auto& [quarter, n] : nodes_) {
      const CohortSeal& seal = seals_.cohorts(quarter);
      AttackedCohort one{
          seal.nodes[n].box, {}, MonthsOf(quarter, seal.nodes[n].box)};
      for (size_t below = n; below < seal.nodes.size(); ++below) {
        size_t at = below;
        while (at > n) at = seal.nodes[at].parent;
        if (at != n) continue;
        for (const CohortRecord& record : seal.nodes[below].records) {
          one.refs.insert(record.ref);
        }
      }
      if (IsGiven(seal.nodes[n])) {
        ++figures.cohorts;
        figures.rows += static_cast<int64_t>(one.refs.size());
      } else {
        ++figures.withheld;
        if (!KnowsBoxes(quarter)) continue;
      }
      number[{quarter, n}] = static_cast<int>(cohorts.size());
      cohorts.push_back(std::move(one));
    }
    return cohorts;
  }

  void AddTables(const MadeSeal& seal, const std::vector<size_t>& months,
                 std::vector<ServiceFact>& facts) const {
    const size_t rung = static_cast<size_t>(rung_);
    for (const SealedTable& table : seal.rungs[rung].sealed.tables) {
      for (const SealedCell& cell : table.cells) {
        if (cell.status != CellStatus::kPublished) continue;
        ServiceFact fact{{{table.unit, {}, months}, {}}, cell.value};
        for (size_t i = 0; i < cell.codes.size(); ++i) {
          fact.of.cell.codes[table.dimensions[i]] = cell.codes[i];
        }
        facts.push_back(std::move(fact));
      }
    }
  }

  // Rows are counted, of this rung and of those above it.
  void AddCohorts(const Numbers& number, size_t quarter,
                  std::vector<ServiceFact>& facts) const {
    const CohortSeal& seal = seals_.cohorts(quarter);
    for (size_t n = 1; n < seal.nodes.size(); ++n) {
      if (seal.nodes[n].rung < rung_ || !IsGiven(seal.nodes[n])) continue;
      ServiceFact fact{{{Unit::kRecord, {}, AllMonths()}, {}}, 0};
      for (const auto& [its, below] : nodes_) {
        if (its != quarter) continue;
        size_t at = below;
        while (at > n) at = seal.nodes[at].parent;
        if (at != n) continue;
        // One of a higher rung that holds some he knows nothing of.
        if (number.count({quarter, below}) == 0) {
          fact.of.cohorts.clear();
          break;
        }
        fact.of.cohorts.insert(number.at({quarter, below}));
        for (size_t r = below; r < seal.nodes.size(); ++r) {
          size_t up = r;
          while (up > below) up = seal.nodes[up].parent;
          if (up == below) {
            fact.value += static_cast<int64_t>(seal.nodes[r].records.size());
          }
        }
      }
      if (!fact.of.cohorts.empty()) facts.push_back(std::move(fact));
    }
  }

  void AddTypes(const ServiceKnowledge& knowledge, const Numbers& number,
                std::vector<ServiceFact>& facts) const {
    for (const auto& [at, cohort] : number) {
      if (!IsGiven(NodeAt(at))) continue;
      for (const std::string& type : world_.tiny.LeavesOf("type")) {
        ServiceFact fact{
            {{Unit::kRecord, {{"type", type}}, AllMonths()}, {cohort}}, 0};
        fact.value = knowledge.Count(fact.of, "").value;
        facts.push_back(std::move(fact));
      }
    }
  }

  // Cells of the families of each month and quarter, and of what all families
  // together tell apart: of a month, of a quarter, of a quarter by its cohorts,
  // and within each cohort whenever it was accepted.
  std::set<ServiceCell> Cells(const ServiceKnowledge& knowledge,
                              const Numbers& number) const {
    std::vector<const Family*> families;
    for (const Family& family : world_.plan.families) {
      families.push_back(&family);
    }
    const TinyCounter& counter = knowledge.counter();
    std::set<ServiceCell> cells;
    const auto add = [&](const std::vector<size_t>& months, Cadence cadence) {
      for (const Family* family : families) {
        if (family->cadence != cadence) continue;
        for (const TinyCell& cell : counter.CellsOf(*family, months)) {
          cells.insert({cell, {}});
        }
      }
      for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
        for (const TinyCell& cell :
             counter.RefinedCells(unit, families, months)) {
          cells.insert({cell, {}});
        }
      }
    };
    for (const size_t m : AllMonths()) add({m}, Cadence::kMonth);
    if (only_months) return cells;
    for (const auto& quarter : world_.Quarters()) {
      add(quarter, Cadence::kQuarter);
    }
    // A family of the rows themselves, so that records are told apart at all.
    Family rows = FamilyOf("rows", Unit::kRecord, {});
    families.push_back(&rows);
    const auto within = [&](const std::vector<size_t>& months,
                            const std::set<int>& cohorts) {
      for (const TinyCell& cell :
           counter.RefinedCells(Unit::kRecord, families, months)) {
        cells.insert({cell, cohorts});
      }
    };
    const auto quarters = world_.Quarters();
    for (size_t q = 0; q < quarters.size(); ++q) {
      std::set<int> others = {kInNone};
      for (const auto& [at, c] : number) {
        if (at.first != q) {
          others.insert(c);
          continue;
        }
        within(quarters[q], {c});
        const std::set<size_t>& months =
            knowledge.cohorts()[static_cast<size_t>(c)].months;
        within({months.begin(), months.end()}, {c});
      }
      // What lies in no cohort that he knows is no count of its own where he
      // does not know all of them.
      if (KnowsAll(q) && others.size() <= number.size()) {
        within(quarters[q], others);
      }
    }
    return cells;
  }

  // What the months' tables tell by themselves.
  struct Before {
    const ServiceKnowledge& knowledge;
    ServiceKnowledge::Known known;
  };

  void Judge(const ServiceKnowledge& knowledge, const ServiceCell& cell,
             const ServiceKnowledge::Known& all, const Before& before,
             ServiceFigures& figures) const {
    const TinyCounts counts = knowledge.Count(cell, "");
    if (counts.entities == 0 || IsSafeByTheWords(counts, minimums_)) return;
    std::set<std::string> views = {""};
    if (minimums_.c > 0) {
      const auto& contributors = knowledge.contributors();
      views.insert(contributors.begin(), contributors.end());
    }
    for (const std::string& view : views) {
      const TinyCounts others = knowledge.Count(cell, view);
      if (others.value == 0) continue;
      ++figures.all.cells;
      figures.of_months +=
          cell.cell.months.size() == 1 && cell.cohorts.empty() ? 1 : 0;
      figures.in_cohorts +=
          cell.cohorts.empty() || cell.cohorts.count(kInNone) > 0 ? 0 : 1;
      const Demand demand{.high = std::max<int64_t>(minimums_.k, others.value),
                          .low = others.value - others.LargestPart(),
                          .spread = minimums_.k};
      const TableProblem now =
          knowledge.ProblemOf(cell, view, all, demand.high);
      Found found = Withstands(now, demand, most_steps);
      if (found == Found::kNo && !before.known.facts.empty()) {
        found = AsBefore(before, cell, view, now, demand);
        if (found == Found::kYes) ++figures.all.confined;
      }
      if (found == Found::kUndecided) ++figures.all.undecided;
      if (found != Found::kNo) continue;
      ++figures.all.violations;
      if (figures.all.first.empty()) {
        figures.all.first = Say(cell, view, demand, others.value);
      }
    }
  }

  // No more than the months' tables allowed by themselves can be asked for.
  Found AsBefore(const Before& before, const ServiceCell& cell,
                 const std::string& view, const TableProblem& now,
                 Demand demand) const {
    const TableProblem then =
        before.knowledge.ProblemOf(cell, view, before.known, demand.high);
    TableSearch search(then, most_steps);
    const int64_t value = before.knowledge.Count(cell, view).value;
    const auto low = Farthest(search, -1, value, 0);
    if (!low.has_value()) return Found::kUndecided;
    const auto high =
        Farthest(search, 1, value, std::max(demand.high, *low + demand.spread));
    if (!high.has_value()) return Found::kUndecided;
    demand.high = std::min(demand.high, *high);
    demand.low = std::max(demand.low, *low);
    demand.spread = std::min(demand.spread, *high - *low);
    return Withstands(now, demand, most_steps);
  }

  static std::string Say(const ServiceCell& of, const std::string& view,
                         const Demand& demand, int64_t value) {
    std::string text = UnitText(of.cell.unit);
    for (const auto& [dimension, code] : of.cell.codes) {
      text += " " + dimension + "=" + code;
    }
    text += ", months";
    for (const size_t m : of.cell.months) text += " " + std::to_string(m);
    for (const int c : of.cohorts) text += ", cohort " + std::to_string(c);
    return text + ", seen by '" + view + "': value " + std::to_string(value) +
           ", must reach " + std::to_string(demand.high) + " and " +
           std::to_string(demand.low) + ", " + std::to_string(demand.spread) +
           " apart";
  }

  const ServiceWorld& world_;
  const ServiceSeals& seals_;
  const int rung_;
  const Minimums minimums_;
  std::vector<At> nodes_;  // of the rung
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_SERVICE_ATTACKER_H_
