#include "exchange/disclosure/protect.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/disclosure/add_proofs.h"
#include "exchange/disclosure/add_ranges.h"
#include "exchange/disclosure/alike.h"
#include "exchange/disclosure/columns.h"
#include "exchange/disclosure/elimination.h"
#include "exchange/disclosure/large_judge.h"
#include "exchange/disclosure/pattern_search.h"
#include "exchange/disclosure/proven_before.h"
#include "exchange/disclosure/scheme.h"
#include "exchange/disclosure/secrets.h"
#include "exchange/disclosure/table_judge.h"
#include "exchange/disclosure/table_pool.h"

namespace toguna {
namespace {

// Grand totals first, then margins by one step, by two, then the rest.
constexpr int kLevels = 4;

int LevelOf(int coarseness) { return std::clamp(coarseness, 0, kLevels - 1); }

// Mixes a cell's place with the key (splitmix64's finaliser, twice keyed).
uint64_t Lot(uint64_t key, const Candidate& candidate) {
  uint64_t mixed = key;
  for (const uint64_t part : {static_cast<uint64_t>(candidate.unit),
                              static_cast<uint64_t>(candidate.table),
                              static_cast<uint64_t>(candidate.cell), key}) {
    mixed += part + 0x9E3779B97F4A7C15;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    mixed ^= mixed >> 31;
  }
  return mixed;
}

// Coarse first, pools after their members' level, large first.
std::vector<size_t> OrderOf(const std::vector<Candidate>& candidates,
                            uint64_t key) {
  std::vector<size_t> order(candidates.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const auto rank = [&](size_t i) {
    const Candidate& one = candidates[i];
    return std::tuple(one.coarseness, one.pooled, -one.value, Lot(key, one),
                      one.unit, one.table, one.cell);
  };
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return rank(a) < rank(b); });
  return order;
}

// The first pattern: what gives nothing away to who only subtracts.
std::vector<bool> Eliminate(const Secrets& secrets) {
  const auto unknowns = static_cast<int32_t>(secrets.truth.size());
  Elimination history(unknowns, {});
  for (const Fixed& fixed : secrets.fixed) history.TryAdd(fixed.sum);
  std::vector<Sum> guarded;
  for (const Guarded& one : secrets.guarded) {
    if (one.view == 0 && !history.Implies(one.sum)) guarded.push_back(one.sum);
  }
  Elimination elimination(unknowns, guarded);
  for (const Fixed& fixed : secrets.fixed) elimination.TryAdd(fixed.sum);
  std::vector<bool> shown;
  for (const Showable& showable : secrets.showables) {
    shown.push_back(elimination.TryAdd(showable.sum) !=
                    Elimination::Outcome::kRefused);
  }
  return shown;
}

int64_t TotalOf(const Secrets& secrets) {
  int64_t total = 0;
  for (const int64_t number : secrets.truth) {
    if (number > kMaxTotal - std::min(total, kMaxTotal)) return INT64_MAX;
    total += number;
  }
  return total;
}

class Protection {
 public:
  Protection(LinkedSystem& system, const ProtectOptions& options)
      : system_(system),
        options_(options),
        order_(OrderOf(system.candidates(), options.tie_break)) {}

  absl::Status Run(bool has_history, Protected& result) {
    TOGUNA_ASSIGN_OR_RETURN(secrets_, system_.TakeSecrets(order_));
    if (TotalOf(secrets_) > kMaxTotal) {
      return ReasonError(absl::StatusCode::kOutOfRange, "COUNT_TOO_LARGE",
                         "the counts are too large to be protected");
    }
    TablePool pool(secrets_);
    TableJudge judge(secrets_, pool, options_.table_nodes, options_.tie_break);
    const TablesProvenBefore before(secrets_, pool.incidence(),
                                    system_.EarlierWitnesses(),
                                    system_.CohortPlaces(order_, secrets_));
    if (system_.tells_cohorts()) {
      LargeJudge large(secrets_, pool);
      large.MayStop(options_.stop);
      large.TakeUp(before, options_.work);
      result.figures.programs += large.programs();
    }
    const TableJudge::History history = judge.RelaxToHistory(
        &before, system_.tells_cohorts() ? options_.work : INT64_MAX);
    result.figures.confined = static_cast<int64_t>(history.confined.size());
    if (result.figures.confined > 0 && !has_history) {
      return absl::InternalError("a count is confined with nothing shown");
    }
    // Publishing nothing is always allowed; narrowing what may be wider is not.
    if (history.certain) {
      Search(pool, judge, result.figures);
    } else {
      shown_.assign(secrets_.showables.size(), false);
      result.figures.cut_short = true;
    }
    for (size_t g = 0; g < secrets_.guarded.size(); ++g) {
      if (!pool.IsProtected(g)) {
        return absl::InternalError("a pattern is not safe");
      }
    }
    AddProofs(system_, secrets_, pool, history, result);
    return absl::OkStatus();
  }

  // Candidates that are shown.
  std::vector<Candidate> Shown() const {
    std::vector<Candidate> shown;
    for (size_t i = 0; i < order_.size(); ++i) {
      if (shown_[i]) shown.push_back(system_.candidates()[order_[i]]);
    }
    return shown;
  }

 private:
  void Search(TablePool& pool, TableJudge& judge, ProtectionFigures& figures) {
    const std::vector<bool> start = Eliminate(secrets_);
    for (const Showable& showable : secrets_.showables) {
      choices_.push_back({LevelOf(showable.level), showable.cost});
    }
    figures.eliminated = std::count(start.begin(), start.end(), true);
    const Alike alike(secrets_, pool.incidence(), start);
    // A few sums are worth an exact judgement however much they are sums of.
    const bool many = alike.classes() > LargeJudge::kManyClasses &&
                      choices_.size() > LargeJudge::kFewChoices;
    // A safe pattern soon; of large systems all that is tried.
    LargeJudge large(secrets_, pool);
    const Pattern quick = Seek(large, start, many ? options_.work : 0, {});
    const bool is_safe = HoldSafe(large);
    figures.programs += large.programs();
    if (many || (is_safe && options_.work == 0)) {
      Report(quick, figures);
      return;
    }
    const std::vector<bool> known = shown_;
    for (size_t i = 0; i < known.size(); ++i) large.Withhold(i);
    const Pattern pattern = Seek(judge, start, options_.work,
                                 is_safe ? known : std::vector<bool>());
    HoldSafe(judge);
    figures.programs += judge.programs();
    Report(pattern, figures);
  }

  Pattern Seek(PatternJudge& judge, const std::vector<bool>& start,
               int64_t work, const std::vector<bool>& known) {
    for (size_t i = 0; i < start.size(); ++i) {
      if (start[i]) judge.Show(i);
    }
    Pattern pattern = SearchPattern(choices_, start, judge,
                                    {.work = work,
                                     .master_nodes = options_.master_nodes,
                                     .stop = options_.stop,
                                     .known = known});
    shown_ = pattern.shown;
    return pattern;
  }

  void Report(const Pattern& pattern, ProtectionFigures& figures) const {
    figures.published = std::count(shown_.begin(), shown_.end(), true);
    figures.rounds = pattern.rounds;
    figures.withheld.assign(pattern.lower_bound.size(), 0);
    for (size_t i = 0; i < choices_.size(); ++i) {
      if (shown_[i]) continue;
      figures.withheld[static_cast<size_t>(choices_[i].level)] +=
          choices_[i].cost;
    }
    figures.lower_bound = pattern.lower_bound;
    figures.optimal = pattern.optimal && shown_ == pattern.shown;
    figures.cut_short = pattern.cut_short;
    figures.stopped = pattern.stopped;
  }

  // The search may have let go of tables that the pattern it came back to
  // needs. They are sought again; where one is not found, more is withheld.
  // False if nothing is left to withhold.
  bool HoldSafe(PatternJudge& judge) {
    for (;;) {
      const std::vector<Breach> breaches = judge.Judge(false);
      if (breaches.empty()) return true;
      for (const Breach& breach : breaches) {
        if (breach.support.empty()) return false;
        // The finest come last.
        if (std::none_of(breach.support.begin(), breach.support.end(),
                         [&](size_t s) { return !shown_[s]; })) {
          judge.Withhold(breach.support.back());
          shown_[breach.support.back()] = false;
        }
      }
    }
  }

  LinkedSystem& system_;
  const ProtectOptions& options_;
  std::vector<size_t> order_;
  Secrets secrets_;
  std::vector<Choice> choices_;
  std::vector<bool> shown_;
};

SealedTable TableOf(const LinkedSystem& system, const Family& family,
                    size_t number, std::span<const Candidate> shown) {
  SealedTable sealed{
      .family = family.id, .unit = family.unit, .dimensions = {}, .cells = {}};
  for (const Axis& axis : family.axes) {
    sealed.dimensions.push_back(axis.dimension);
    for (const AxisPool& pool : axis.pools) {
      sealed.pools.push_back(
          {axis.dimension, pool.code, pool.label, pool.codes});
    }
  }
  for (size_t u = 0; u < system.units(); ++u) {
    const Scheme& scheme = system.scheme(u);
    for (const Scheme::Table& table : scheme.tables()) {
      if (table.family != &family) continue;
      sealed.cells.resize(static_cast<size_t>(table.cells));
      for (int64_t cell = 0; cell < table.cells; ++cell) {
        for (auto& [id, code] : scheme.CodesOfCell(table, cell)) {
          sealed.cells[static_cast<size_t>(cell)].codes.push_back(
              std::move(code));
        }
      }
    }
  }
  for (const Candidate& candidate : shown) {
    if (candidate.family != number) continue;
    SealedCell& cell = sealed.cells[static_cast<size_t>(candidate.cell)];
    cell.status = CellStatus::kPublished;
    cell.value = candidate.value;
  }
  return sealed;
}

// Every dimension of a structural zero is an axis, and the cell lies within it.
bool IsStructuralZero(const Catalog& catalog, const Dataset& dataset,
                      const SealedTable& table, const SealedCell& cell,
                      const StructuralZero& zero) {
  return std::all_of(
      zero.codes.begin(), zero.codes.end(),
      [&](const StructuralZero::Code& one) {
        const auto axis = std::find(table.dimensions.begin(),
                                    table.dimensions.end(), one.dimension);
        const CodeList* list = catalog.ListOf(dataset, one.dimension);
        if (axis == table.dimensions.end() || list == nullptr) return false;
        const auto at = static_cast<size_t>(axis - table.dimensions.begin());
        const auto node = list->tree.Find(cell.codes[at]);
        const auto top = list->tree.Find(one.code);
        return node.has_value() && top.has_value() &&
               list->tree.IsWithin(*node, *top);
      });
}

// A zero is published only where the plan lists it.
void PublishZeros(const Catalog& catalog, const Dataset& dataset,
                  std::span<const StructuralZero> zeros, SealedTable& table) {
  for (SealedCell& cell : table.cells) {
    for (const StructuralZero& zero : zeros) {
      if (IsStructuralZero(catalog, dataset, table, cell, zero)) {
        cell.status = CellStatus::kPublished;
      }
    }
  }
}

absl::Status CheckMinimums(const Minimums& minimums) {
  if (minimums.k >= 2 && minimums.s >= 1 && minimums.c >= 0 &&
      minimums.dominance_percent >= 0) {
    return absl::OkStatus();
  }
  return ReasonError(absl::StatusCode::kInvalidArgument, "PLAN_INVALID",
                     "a plan needs minimums k of 2 or more, s of 1 or more "
                     "and c of 0 or more");
}

absl::Status CheckSize(int64_t cells) {
  if (cells <= kMaxCells) return absl::OkStatus();
  return ReasonError(absl::StatusCode::kResourceExhausted, "PLAN_TOO_LARGE",
                     absl::StrCat("the plan has more than ", kMaxCells,
                                  " cells; use coarser levels"),
                     {{"what", "cells"}, {"size", absl::StrCat(cells)}});
}

}  // namespace

absl::StatusOr<Protected> Protect(const Catalog& catalog,
                                  const Dataset& dataset,
                                  std::span<const Family* const> refining,
                                  std::span<const Strand> strands,
                                  std::span<const Publication> publications,
                                  const ProtectOptions& options) {
  const Publication* now = nullptr;
  for (const Publication& publication : publications) {
    TOGUNA_RETURN_IF_ERROR(CheckMinimums(publication.minimums));
    if (publication.published == nullptr) now = &publication;
  }
  if (now == nullptr) return absl::InternalError("there is nothing to seal");
  TOGUNA_ASSIGN_OR_RETURN(
      LinkedSystem system,
      LinkedSystem::Create(catalog, dataset, refining, strands, publications));
  Protected result;
  for (const Family* family : now->families) {
    result.tables.push_back(TableOf(system, *family, 0, {}));
    result.figures.cells +=
        static_cast<int64_t>(result.tables.back().cells.size());
  }
  TOGUNA_RETURN_IF_ERROR(CheckSize(result.figures.cells));
  result.figures.safe = static_cast<int64_t>(system.candidates().size());
  result.figures.unsafe = system.unsafe_cells();
  Protection protection(system, options);
  TOGUNA_RETURN_IF_ERROR(protection.Run(publications.size() > 1, result));
  const std::vector<Candidate> shown = protection.Shown();
  for (size_t f = 0; f < now->families.size(); ++f) {
    result.tables[f] = TableOf(system, *now->families[f], f, shown);
    PublishZeros(catalog, dataset, now->zeros, result.tables[f]);
  }
  // Each from what counts the same records. Counts by cohort are in no table
  // that anybody reads.
  for (const Stream stream : now->Streams()) {
    if (stream == Stream::kInCohorts) continue;
    std::vector<const Family*> families = now->families;
    std::erase_if(families,
                  [&](const Family* one) { return one->stream != stream; });
    for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
      TOGUNA_ASSIGN_OR_RETURN(const Scheme scheme,
                              Scheme::Create(catalog, dataset, families, unit));
      if (scheme.tables().empty()) continue;
      result.ranges.push_back(AddRanges(scheme, RangeLimits(), result.tables,
                                        result.figures.ranges));
    }
  }
  return result;
}

absl::StatusOr<Protected> Protect(const Catalog& catalog,
                                  const Dataset& dataset, const Plan& plan,
                                  std::span<const Record> records,
                                  const ProtectOptions& options) {
  Publication now{.families = {},
                  .minimums = plan.minimums,
                  .strands = {0},
                  .published = nullptr,
                  .zeros = plan.structural_zeros};
  now.minimums.dominance_percent = plan.dominance_percent.value_or(0);
  for (const Family& family : plan.families) now.families.push_back(&family);
  std::vector<Strand> strands(1);
  TOGUNA_ASSIGN_OR_RETURN(strands[0], StrandOf(catalog, dataset, now.families,
                                               records, plan.structural_zeros));
  const Publication publications[] = {std::move(now)};
  return Protect(catalog, dataset, {}, strands, publications, options);
}

absl::StatusOr<Protected> Protect(const Catalog& catalog,
                                  const Dataset& dataset, const Plan& plan,
                                  std::span<const Record> records,
                                  uint64_t tie_break) {
  return Protect(catalog, dataset, plan, records,
                 ProtectOptions{.tie_break = tie_break});
}

}  // namespace toguna
