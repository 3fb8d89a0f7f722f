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
#include "exchange/disclosure/cube.h"
#include "exchange/disclosure/elimination.h"
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
        guarded_.push_back(scheme_.SumOf(table, cell));
        result.unsafe.push_back(
            {scheme_.unit(), scheme_.CodesOfCell(table, cell)});
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
    for (const Sum& sum : guarded_) {
      if (sum.size() == 1) guarded_atoms.insert(sum[0]);
    }
    for (const int64_t atom : SortedNumbers(cube_.atoms())) {
      if (IsSafe(cube_.atoms().at(atom), minimums_) ||
          !guarded_atoms.insert(atom).second) {
        continue;
      }
      guarded_.push_back({static_cast<int32_t>(atom)});
      result.unsafe.push_back({scheme_.unit(), scheme_.CodesOfAtom(atom)});
    }
  }

  void Publish(Protected& result) {
    std::vector<Sum> sums = guarded_;
    for (const Candidate& candidate : candidates_) {
      sums.push_back(scheme_.SumOf(scheme_.tables()[candidate.at.table],
                                   candidate.at.cell));
    }
    const auto atoms = static_cast<int32_t>(scheme_.atoms());
    const std::vector<Sum> merged = MergeAlike(atoms, sums);
    const std::span<const Sum> all(merged);
    Elimination elimination(atoms, all.first(guarded_.size()));
    for (size_t i = 0; i < candidates_.size(); ++i) {
      if (elimination.TryAdd(all[guarded_.size() + i]) !=
          Elimination::Outcome::kRefused) {
        published_.push_back(candidates_[i].at);
      }
    }
    result.figures.published += static_cast<int64_t>(published_.size());
  }

  const Cube& cube_;
  const Scheme& scheme_;
  const Minimums& minimums_;
  uint64_t key_;
  std::vector<Candidate> candidates_;
  std::vector<Sum> guarded_;
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
  return result;
}

}  // namespace toguna
