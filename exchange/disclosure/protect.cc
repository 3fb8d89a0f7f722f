#include "exchange/disclosure/protect.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/disclosure/add_ranges.h"
#include "exchange/disclosure/cube.h"
#include "exchange/disclosure/elimination.h"
#include "exchange/disclosure/repair.h"
#include "exchange/disclosure/scheme.h"

namespace toguna {
namespace {

// A cell of one scheme: number of its table, number in the table.
struct CellAt {
  size_t table = 0;
  int64_t cell = 0;
};

// A safe cell in the queue to be published; the smallest comes first.
struct Candidate {
  int coarseness = 0;
  int64_t value = 0;
  uint64_t lot = 0;
  CellAt at;

  auto Rank() const {
    return std::tuple(coarseness, -value, lot, at.table, at.cell);
  }
};

// Mixes a cell's place with the key (splitmix64's finaliser, twice keyed).
uint64_t Lot(uint64_t key, const CellAt& at) {
  uint64_t mixed = key;
  for (const uint64_t part :
       {static_cast<uint64_t>(at.table), static_cast<uint64_t>(at.cell), key}) {
    mixed += part + 0x9E3779B97F4A7C15;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    mixed ^= mixed >> 31;
  }
  return mixed;
}

std::vector<int64_t> SortedNumbers(const Cube::Facts& facts) {
  std::vector<int64_t> numbers;
  numbers.reserve(facts.size());
  for (const auto& [number, ignored] : facts) numbers.push_back(number);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

// Protects the families of one unit; they share nothing linear with those of
// the other, since victims and records are different unknowns.
class UnitProtection {
 public:
  UnitProtection(const Cube& cube, const Minimums& minimums, uint64_t key)
      : cube_(cube), scheme_(cube.scheme()), minimums_(minimums), key_(key) {}

  void Run(Protected& result) {
    Sort(result);
    GuardAtoms(result);
    Publish(result);
  }

  // The table with what was published filled in.
  SealedTable Seal(size_t number) const {
    const Scheme::Table& table = scheme_.tables()[number];
    SealedTable sealed{.family = table.family->id,
                       .unit = scheme_.unit(),
                       .dimensions = {},
                       .cells = {}};
    for (const Axis& axis : table.family->axes) {
      sealed.dimensions.push_back(axis.dimension);
    }
    sealed.cells.resize(static_cast<size_t>(table.cells));
    for (int64_t cell = 0; cell < table.cells; ++cell) {
      SealedCell& shown = sealed.cells[static_cast<size_t>(cell)];
      for (auto& [dimension, code] : scheme_.CodesOfCell(table, cell)) {
        shown.codes.push_back(std::move(code));
      }
    }
    for (const CellAt& at : published_) {
      if (at.table != number) continue;
      SealedCell& shown = sealed.cells[static_cast<size_t>(at.cell)];
      shown.status = CellStatus::kPublished;
      shown.value = cube_.tables()[number].at(at.cell).value;
    }
    return sealed;
  }

 private:
  // Parts the cells that hold something into candidates and guarded ones.
  void Sort(Protected& result) {
    for (size_t t = 0; t < cube_.tables().size(); ++t) {
      const Scheme::Table& table = scheme_.tables()[t];
      for (const int64_t cell : SortedNumbers(cube_.tables()[t])) {
        const CellFacts& facts = cube_.tables()[t].at(cell);
        const CellAt at{t, cell};
        if (IsSafe(facts, minimums_)) {
          candidates_.push_back({scheme_.CoarsenessOf(table, cell), facts.value,
                                 Lot(key_, at), at});
          continue;
        }
        Guard(scheme_.SumOf(table, cell), facts,
              scheme_.CodesOfCell(table, cell), result);
        ++result.figures.unsafe;
      }
    }
    result.figures.safe += static_cast<int64_t>(candidates_.size());
    std::sort(candidates_.begin(), candidates_.end(),
              [](const Candidate& a, const Candidate& b) {
                return a.Rank() < b.Rank();
              });
  }

  // Guards the unsafe atoms that are not already a family's cell.
  void GuardAtoms(Protected& result) {
    absl::flat_hash_set<int64_t> guarded_atoms;
    for (const Guarded& one : guarded_) {
      if (one.sum.size() == 1) guarded_atoms.insert(one.sum[0]);
    }
    for (const int64_t atom : SortedNumbers(cube_.atoms())) {
      const CellFacts& facts = cube_.atoms().at(atom);
      if (IsSafe(facts, minimums_) || !guarded_atoms.insert(atom).second) {
        continue;
      }
      Guard({static_cast<int32_t>(atom)}, facts, scheme_.CodesOfAtom(atom),
            result);
    }
  }

  void Guard(Sum sum, const CellFacts& facts, Scheme::Codes codes,
             Protected& result) {
    guarded_.push_back({std::move(sum), facts.value, facts.largest_part});
    result.unsafe.push_back({scheme_.unit(), std::move(codes)});
  }

  void Publish(Protected& result) {
    std::vector<Sum> sums;
    for (const Guarded& one : guarded_) sums.push_back(one.sum);
    for (const Candidate& candidate : candidates_) {
      sums.push_back(scheme_.SumOf(scheme_.tables()[candidate.at.table],
                                   candidate.at.cell));
    }
    const auto atoms = static_cast<int32_t>(scheme_.atoms());
    const std::vector<int32_t> group_of = GroupsOf(atoms, sums);
    Secrets secrets = SecretsOver(group_of, MergeAlike(group_of, sums));
    const Repaired repaired =
        Repair(secrets, Eliminate(secrets, result), RepairLimits(), key_);
    for (size_t i = 0; i < candidates_.size(); ++i) {
      if (repaired.published[i]) published_.push_back(candidates_[i].at);
    }
    result.figures.published += static_cast<int64_t>(published_.size());
    result.figures.programs += repaired.programs;
    result.figures.rounds += repaired.rounds;
    result.figures.cut_short |= repaired.cut_short;
    AddWitnesses(repaired.witnesses, group_of, result);
  }

  // The counts over groups of atoms that no sum tells apart.
  Secrets SecretsOver(const std::vector<int32_t>& group_of,
                      std::vector<Sum> merged) const {
    Secrets secrets{
        .k = minimums_.k, .truth = {}, .showables = {}, .guarded = guarded_};
    const int32_t groups =
        *std::max_element(group_of.begin(), group_of.end()) + 1;
    secrets.truth.assign(static_cast<size_t>(groups), 0);
    for (const auto& [atom, facts] : cube_.atoms()) {
      secrets.truth[static_cast<size_t>(group_of[static_cast<size_t>(atom)])] +=
          facts.value;
    }
    for (size_t i = 0; i < guarded_.size(); ++i) {
      secrets.guarded[i].sum = std::move(merged[i]);
    }
    for (size_t i = 0; i < candidates_.size(); ++i) {
      secrets.showables.push_back({std::move(merged[guarded_.size() + i]),
                                   candidates_[i].value,
                                   candidates_[i].coarseness});
    }
    return secrets;
  }

  // The first pattern: what gives nothing away to who only subtracts.
  static std::vector<bool> Eliminate(const Secrets& secrets,
                                     Protected& result) {
    std::vector<Sum> sums;
    for (const Guarded& one : secrets.guarded) sums.push_back(one.sum);
    Elimination elimination(static_cast<int32_t>(secrets.truth.size()), sums);
    std::vector<bool> shown;
    for (const Showable& showable : secrets.showables) {
      shown.push_back(elimination.TryAdd(showable.sum) !=
                      Elimination::Outcome::kRefused);
      result.figures.eliminated += shown.back() ? 1 : 0;
    }
    return shown;
  }

  // A group's count is put on its first atom.
  void AddWitnesses(const Witnesses& witnesses,
                    const std::vector<int32_t>& group_of,
                    Protected& result) const {
    WitnessSet set{.unit = scheme_.unit(), .points = {}, .tables = {}};
    std::vector<int64_t> atom_of(group_of.size(), -1);
    for (size_t atom = group_of.size(); atom-- > 0;) {
      atom_of[static_cast<size_t>(group_of[atom])] = static_cast<int64_t>(atom);
    }
    std::vector<int32_t> point_of(group_of.size(), -1);
    for (const Table& table : witnesses.tables) {
      WitnessSet::Table sparse;
      for (size_t group = 0; group < table.size(); ++group) {
        if (table[group] == 0) continue;
        if (point_of[group] < 0) {
          point_of[group] = static_cast<int32_t>(set.points.size());
          set.points.push_back(scheme_.CodesOfAtom(atom_of[group]));
        }
        sparse.emplace_back(point_of[group], table[group]);
      }
      std::sort(sparse.begin(), sparse.end());
      set.tables.push_back(std::move(sparse));
    }
    for (size_t i = 0; i < guarded_.size(); ++i) {
      result.proofs.push_back({guarded_[i].value, guarded_[i].largest_part,
                               witnesses.of[i].first, witnesses.of[i].second});
    }
    result.witnesses.push_back(std::move(set));
  }

  const Cube& cube_;
  const Scheme& scheme_;
  const Minimums& minimums_;
  uint64_t key_;
  std::vector<Candidate> candidates_;
  std::vector<Guarded> guarded_;
  std::vector<CellAt> published_;
};

absl::Status CheckMinimums(const Minimums& minimums) {
  if (minimums.k >= 2 && minimums.s >= 1 && minimums.c >= 0) {
    return absl::OkStatus();
  }
  return ReasonError(absl::StatusCode::kInvalidArgument, "PLAN_INVALID",
                     "a plan needs minimums k of 2 or more, s of 1 or more "
                     "and c of 0 or more");
}

absl::Status CheckSize(const Protected& result) {
  if (result.figures.cells <= kMaxCells) return absl::OkStatus();
  return ReasonError(
      absl::StatusCode::kResourceExhausted, "PLAN_TOO_LARGE",
      absl::StrCat("the plan has more than ", kMaxCells,
                   " cells; use coarser levels"),
      {{"what", "cells"}, {"size", absl::StrCat(result.figures.cells)}});
}

}  // namespace

absl::StatusOr<Protected> Protect(const Catalog& catalog,
                                  const Dataset& dataset, const Plan& plan,
                                  std::span<const Record> records,
                                  uint64_t tie_break) {
  TOGUNA_RETURN_IF_ERROR(CheckMinimums(plan.minimums));
  Protected result;
  std::vector<Scheme> schemes;
  for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
    TOGUNA_ASSIGN_OR_RETURN(Scheme scheme,
                            Scheme::Create(catalog, dataset, plan, unit));
    for (const Scheme::Table& table : scheme.tables()) {
      result.figures.cells += table.cells;
    }
    schemes.push_back(std::move(scheme));
  }
  TOGUNA_RETURN_IF_ERROR(CheckSize(result));

  result.tables.resize(plan.families.size());
  for (const Scheme& scheme : schemes) {
    if (scheme.tables().empty()) continue;
    TOGUNA_ASSIGN_OR_RETURN(
        const Cube cube, Cube::Create(scheme, records, dataset.public_sources));
    UnitProtection protection(cube, plan.minimums, tie_break);
    protection.Run(result);
    size_t number = 0;
    for (size_t f = 0; f < plan.families.size(); ++f) {
      if (plan.families[f].unit != scheme.unit()) continue;
      result.tables[f] = protection.Seal(number++);
    }
  }
  for (const Scheme& scheme : schemes) {
    if (scheme.tables().empty()) continue;
    result.ranges.push_back(
        AddRanges(scheme, RangeLimits(), result.tables, result.figures.ranges));
  }
  return result;
}

}  // namespace toguna
