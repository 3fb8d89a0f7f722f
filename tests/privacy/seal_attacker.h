#ifndef TOGUNA_TESTS_PRIVACY_SEAL_ATTACKER_H_
#define TOGUNA_TESTS_PRIVACY_SEAL_ATTACKER_H_

// Someone who holds everything ever published of a tiny world, and knows all
// code trees, how the engine works and perhaps his own records: is DESIGN
// §2.1's Guarantee S kept? Counts, judges and solves by himself.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/privacy/known_tables.h"
#include "tests/privacy/table_search.h"
#include "tests/privacy/tiny_counter.h"
#include "tests/privacy/tiny_world.h"

namespace toguna::testing {

struct AttackFigures {
  int64_t cells = 0;  // unsafe ones, once per view
  int64_t undecided = 0;
  int64_t violations = 0;
  int64_t confined = 0;  // by earlier releases, and now no more than that
  int64_t published = 0;
  int64_t corrected = 0;        // releases with corrections
  int64_t corrected_pools = 0;  // and with pools
  int64_t dated = 0;            // releases that tell incident months apart
  std::string first;            // violation, in words

  void Add(const AttackFigures& more) {
    cells += more.cells;
    undecided += more.undecided;
    violations += more.violations;
    confined += more.confined;
    published += more.published;
    corrected += more.corrected;
    corrected_pools += more.corrected_pools;
    dated += more.dated;
    if (first.empty()) first = more.first;
  }
};

class SealAttacker {
 public:
  explicit SealAttacker(const TinyWorld& world)
      : world_(world), counter_(world), known_(world, counter_) {
    for (const TinyMonth& month : world.months) {
      for (const TinyRecord& record : month) {
        contributors_.insert(record.contributor);
      }
    }
  }

  const TinyCounter& counter() const { return counter_; }

  int64_t most_steps = 20'000;
  bool with_everybody = true;    // judges what everybody could learn
  bool with_views = true;        // and what each contributor could
  std::vector<Fact> also_known;  // besides what is published
  // Judges only these; empty: all.
  std::function<bool(const TinyCell&)> only;
  // Unknowns are whole multiples of 1 / parts. 1: the world is counted in whole
  // numbers, as it is; 2: someone who thinks in halves sees more tables.
  int64_t parts = 1;
  // Knows that victims are in records: where no record is, no victim is.
  bool victims_in_records = true;
  // Knows that a record is taken back with exactly its own victims. Takes much
  // longer, and learns no more where no family counts victims of corrections.
  bool whole_records = false;
  // Counts of these months are judged, too, by the cells of all families.
  std::vector<std::pair<std::vector<size_t>, Minimums>> judged_too;

  // Every value that is shown is the true one.
  bool TellsTheTruth(const Release& release) const {
    const std::vector<Fact> facts = PublishedIn(release);
    return std::all_of(facts.begin(), facts.end(), [&](const Fact& fact) {
      return counter_.Count(fact.cell, "").value == fact.low;
    });
  }

  // Attacks everything released so far, of which only the last is new.
  AttackFigures Attack(const std::vector<Release>& releases,
                       const std::vector<const Family*>& refining) const {
    AttackFigures figures;
    Knowledge before{KnownFromThePlan(), {}};
    before.victims_in_records = victims_in_records;
    before.whole_records = whole_records;
    Knowledge all = before;
    for (const Release& release : releases) {
      all.corrected = all.corrected || release.Counts(world_.corrections);
    }
    all.facts.insert(all.facts.end(), also_known.begin(), also_known.end());
    for (size_t i = 0; i < releases.size(); ++i) {
      for (const Fact& fact : PublishedIn(releases[i])) {
        all.facts.push_back(fact);
        if (i + 1 < releases.size()) before.facts.push_back(fact);
        ++figures.published;
      }
    }
    known_.FindRows(all);
    known_.FindRows(before);
    for (const auto& [cell, why] : UnsafeIn(releases, refining)) {
      JudgeCell(cell, why, all, before, figures);
    }
    return figures;
  }

 private:
  struct Unsafe {
    int64_t k = 0;
    int64_t k_of_views = 0;  // of plans where contributors matter; 0: none
  };
  std::vector<Fact> PublishedIn(const Release& release) const {
    std::vector<Fact> facts;
    for (size_t t = 0; t < release.tables.size(); ++t) {
      const SealedTable& table = release.tables[t];
      const std::vector<size_t> months =
          release.MonthsOf(release.families[t]->stream);
      for (const SealedCell& cell : table.cells) {
        if (cell.status != CellStatus::kPublished) continue;
        Fact fact{{table.unit, {}, months}, cell.value, cell.value};
        for (size_t i = 0; i < cell.codes.size(); ++i) {
          fact.cell.codes[table.dimensions[i]] = cell.codes[i];
        }
        facts.push_back(std::move(fact));
      }
    }
    return facts;
  }

  // Structural zeros: nothing lies there, in any month and unit.
  std::vector<Fact> KnownFromThePlan() const {
    std::vector<Fact> facts;
    for (const StructuralZero& zero : world_.zeros) {
      for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
        Fact& fact = facts.emplace_back();
        fact.high = 0;
        fact.cell.unit = unit;
        for (size_t m = 0; m < world_.months.size(); ++m) {
          fact.cell.months.push_back(m);
        }
        for (const StructuralZero::Code& one : zero.codes) {
          fact.cell.codes[one.dimension] = one.code;
        }
      }
    }
    return facts;
  }

  // Of every family and of the common refinement, month set by month set.
  std::map<TinyCell, Unsafe> UnsafeIn(
      const std::vector<Release>& releases,
      const std::vector<const Family*>& refining) const {
    std::vector<const Family*> families = refining;
    for (const Release& release : releases) {
      families.insert(families.end(), release.families.begin(),
                      release.families.end());
    }
    std::map<TinyCell, Unsafe> unsafe;
    const auto judge_all = [&](const std::vector<const Family*>& own,
                               const std::vector<size_t>& months,
                               const Minimums& minimums, bool victims = true) {
      std::set<TinyCell> cells =
          counter_.RefinedCells(Unit::kRecord, families, months);
      if (victims) {
        cells.merge(counter_.RefinedCells(Unit::kVictim, families, months));
      }
      for (const Family* family : own) {
        for (TinyCell& cell : counter_.CellsOf(*family, months)) {
          cells.insert(std::move(cell));
        }
      }
      for (const TinyCell& cell : cells) {
        const TinyCounts counts = counter_.Count(cell, "");
        if (counts.entities == 0 || IsSafeByTheWords(counts, minimums) ||
            (only && !only(cell))) {
          continue;
        }
        Unsafe& why = unsafe[cell];
        why.k = std::max<int64_t>(why.k, minimums.k);
        if (minimums.c > 0) {
          why.k_of_views = std::max<int64_t>(why.k_of_views, minimums.k);
        }
      }
    };
    for (const Release& release : releases) {
      for (const Stream stream :
           {Stream::kAccepted, Stream::kRemoved, Stream::kAdded}) {
        std::vector<const Family*> own = release.families;
        std::erase_if(own,
                      [&](const Family* one) { return one->stream != stream; });
        const std::vector<size_t> months = release.MonthsOf(stream);
        // Victims of corrections are in no count.
        const bool victims = stream == Stream::kAccepted;
        if (!months.empty()) judge_all(own, months, release.minimums, victims);
      }
    }
    for (const auto& [months, minimums] : judged_too) {
      judge_all(families, months, minimums);
    }
    return unsafe;
  }

  void JudgeCell(const TinyCell& cell, const Unsafe& why, const Knowledge& all,
                 const Knowledge& before, AttackFigures& figures) const {
    std::vector<std::string> views;
    if (with_everybody) views.emplace_back();
    if (with_views && why.k_of_views > 0) {
      views.insert(views.end(), contributors_.begin(), contributors_.end());
    }
    for (const std::string& view : views) {
      const TinyCounts others = counter_.Count(cell, view);
      if (others.value == 0) continue;
      ++figures.cells;
      const int64_t k = view.empty() ? why.k : why.k_of_views;
      const Demand demand{.high = parts * std::max(k, others.value),
                          .low = parts * (others.value - others.LargestPart()),
                          .spread = parts * k};
      const TableProblem now =
          known_.ProblemOf(cell, view, all, demand.high, parts);
      Found found = Withstands(now, demand, most_steps);
      if (found == Found::kNo && !before.facts.empty()) {
        found = WithstandsAsBefore(cell, view, before, now, demand);
        if (found == Found::kYes) ++figures.confined;
      }
      if (found == Found::kUndecided) ++figures.undecided;
      if (found != Found::kNo) continue;
      ++figures.violations;
      if (figures.first.empty()) {
        figures.first = Say(cell, view, demand, others.value);
      }
    }
  }

  // No more than earlier releases allowed by themselves can be asked for.
  Found WithstandsAsBefore(const TinyCell& cell, const std::string& view,
                           const Knowledge& before, const TableProblem& now,
                           Demand demand) const {
    const TableProblem then =
        known_.ProblemOf(cell, view, before, demand.high, parts);
    TableSearch search(then, most_steps);
    const int64_t value = parts * counter_.Count(cell, view).value;
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

  static std::string Say(const TinyCell& cell, const std::string& view,
                         const Demand& demand, int64_t value) {
    std::string text = UnitText(cell.unit);
    for (const auto& [dimension, code] : cell.codes) {
      text += " " + dimension + "=" + code;
    }
    text += ", months";
    for (const size_t m : cell.months) text += " " + std::to_string(m);
    return text + ", seen by '" + view + "': value " + std::to_string(value) +
           ", must reach " + std::to_string(demand.high) + " and " +
           std::to_string(demand.low) + ", " + std::to_string(demand.spread) +
           " apart";
  }

  const TinyWorld& world_;
  TinyCounter counter_;
  KnownTables known_;
  std::set<std::string> contributors_;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_SEAL_ATTACKER_H_
