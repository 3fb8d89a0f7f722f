#include "exchange/disclosure/linked_system.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/disclosure/schemes_of.h"

namespace toguna {
namespace {

std::vector<int64_t> SortedNumbers(const Cube::Facts& facts) {
  std::vector<int64_t> numbers;
  numbers.reserve(facts.size());
  for (const auto& [number, ignored] : facts) numbers.push_back(number);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Scheme* SchemeOf(Unit unit, std::vector<Scheme>& schemes) {
  for (Scheme& scheme : schemes) {
    if (scheme.unit() == unit) return &scheme;
  }
  return nullptr;
}

const Columns* ColumnsOfUnit(const Strand& strand, Unit unit) {
  for (const Columns& columns : strand.columns) {
    if (columns.unit == unit) return &columns;
  }
  return nullptr;
}

}  // namespace

std::vector<size_t> Publication::StrandsOf(Stream stream) const {
  if (stream == Stream::kAccepted) return strands;
  if (stream == Stream::kInCohorts) {
    std::vector<size_t> all = held_over;
    all.insert(all.end(), strands.begin(), strands.end());
    std::sort(all.begin(), all.end());
    return all;
  }
  if (!corrections.has_value()) return {};
  return {stream == Stream::kRemoved ? corrections->removed
                                     : corrections->added};
}

std::vector<size_t> Publication::WitnessedStrands() const {
  std::vector<size_t> some = WitnessStrands();
  std::erase(some, kNoStrand);
  return some;
}

std::vector<Stream> Publication::Streams() const {
  std::vector<Stream> streams = {Stream::kAccepted};
  if (corrections.has_value()) {
    streams.insert(streams.end(), {Stream::kRemoved, Stream::kAdded});
  }
  if (!cohorts.empty()) streams.push_back(Stream::kInCohorts);
  return streams;
}

absl::StatusOr<LinkedSystem> LinkedSystem::Create(
    const Catalog& catalog, const Dataset& dataset,
    std::span<const Family* const> refining, std::span<const Strand> strands,
    std::span<const Publication> publications) {
  LinkedSystem system;
  system.strands_ = strands;
  system.publications_ = publications;
  std::vector<const Family*> families;
  const auto add = [&](const Family* family) {
    if (std::count(families.begin(), families.end(), family) == 0) {
      families.push_back(family);
    }
  };
  for (const Publication& publication : publications) {
    for (const Family* family : publication.families) add(family);
  }
  for (const Family* family : refining) add(family);
  std::vector<StructuralZero> zeros;
  for (const Publication& publication : publications) {
    zeros.insert(zeros.end(), publication.zeros.begin(),
                 publication.zeros.end());
  }
  std::vector<KnownCohort> cohorts;
  for (const Publication& publication : publications) {
    cohorts.insert(cohorts.end(), publication.cohorts.begin(),
                   publication.cohorts.end());
  }
  const bool corrected =
      std::any_of(publications.begin(), publications.end(),
                  [](const Publication& publication) {
                    return publication.corrections.has_value();
                  });
  if (corrected && !cohorts.empty()) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "PLAN_INVALID",
                       "corrections are counted together with cohorts");
  }
  TOGUNA_ASSIGN_OR_RETURN(
      system.schemes_,
      SchemesOf(catalog, dataset, families,
                {.zeros = zeros, .cohorts = cohorts, .corrected = corrected}));
  TOGUNA_RETURN_IF_ERROR(system.NumberUnknowns());
  system.tells_cohorts_ = !cohorts.empty();
  TOGUNA_RETURN_IF_ERROR(system.FindGuards(catalog, dataset, families, zeros));
  system.FindContributors();
  TOGUNA_RETURN_IF_ERROR(system.FindCorrections());
  TOGUNA_RETURN_IF_ERROR(system.CountTruth());
  for (const Publication& publication : publications) {
    for (const Stream stream : publication.Streams()) {
      TOGUNA_RETURN_IF_ERROR(
          system.Count({&publication, stream, publication.StrandsOf(stream)}));
    }
  }
  TOGUNA_RETURN_IF_ERROR(system.AddImpossible(catalog, dataset));
  system.AddRelations(dataset);
  return system;
}

absl::Status LinkedSystem::NumberUnknowns() {
  int64_t next = 0;
  for (size_t s = 0; s < strands_.size(); ++s) {
    std::vector<int32_t>& first = first_.emplace_back();
    for (const Scheme& scheme : schemes_) {
      first.push_back(static_cast<int32_t>(next));
      next += scheme.atoms();
      if (next > kMaxUnknowns) {
        return ReasonError(
            absl::StatusCode::kResourceExhausted, "PLAN_TOO_LARGE",
            absl::StrCat("the plan has more than ", kMaxUnknowns,
                         " combinations of codes and periods; use fewer "
                         "dimensions or coarser levels"),
            {{"what", "combinations"}, {"size", absl::StrCat(next)}});
      }
    }
  }
  unknowns_ = static_cast<int32_t>(next);
  return absl::OkStatus();
}

void LinkedSystem::FindContributors() {
  std::set<std::string> all;
  for (const Strand& strand : strands_) {
    for (const Columns& columns : strand.columns) {
      all.insert(columns.contributors.begin(), columns.contributors.end());
    }
  }
  contributors_.assign(all.begin(), all.end());
  views_ = {""};
  const bool asked =
      std::any_of(publications_.begin(), publications_.end(),
                  [](const Publication& one) { return one.minimums.c > 0; });
  if (asked) {
    views_.insert(views_.end(), contributors_.begin(), contributors_.end());
  }
  owns_.resize(views_.size());
}

int32_t LinkedSystem::UnknownOf(size_t strand, size_t unit,
                                int64_t atom) const {
  return first_[strand][unit] + static_cast<int32_t>(atom);
}

absl::Status LinkedSystem::CountTruth() {
  std::map<int32_t, int64_t> truth;
  std::vector<std::map<int32_t, int64_t>> owns(views_.size());
  for (size_t s = 0; s < strands_.size(); ++s) {
    for (size_t u = 0; u < schemes_.size(); ++u) {
      const Columns* columns = ColumnsOfUnit(strands_[s], schemes_[u].unit());
      if (columns == nullptr) continue;
      std::vector<int32_t> unknown_of;
      for (const std::vector<std::string>& codes : columns->points) {
        TOGUNA_ASSIGN_OR_RETURN(
            const Point point, schemes_[u].PointOf(columns->dimensions, codes));
        TOGUNA_ASSIGN_OR_RETURN(const int64_t atom, schemes_[u].AtomOf(point));
        unknown_of.push_back(UnknownOf(s, u, atom));
      }
      std::vector<size_t> view_of;
      for (const std::string& contributor : columns->contributors) {
        view_of.push_back(static_cast<size_t>(
            std::find(views_.begin(), views_.end(), contributor) -
            views_.begin()));
      }
      for (size_t row = 0; row < columns->point.size(); ++row) {
        const int32_t unknown =
            unknown_of[static_cast<size_t>(columns->point[row])];
        truth[unknown] += columns->amount[row];
        const size_t view =
            view_of[static_cast<size_t>(columns->contributor[row])];
        if (view < owns.size()) owns[view][unknown] += columns->amount[row];
      }
    }
  }
  truth_.assign(truth.begin(), truth.end());
  for (size_t v = 0; v < owns.size(); ++v) {
    owns_[v].assign(owns[v].begin(), owns[v].end());
  }
  if (corrected_ == nullptr) return absl::OkStatus();
  TOGUNA_RETURN_IF_ERROR(CheckCorrected(truth_));
  for (const auto& own : owns_) TOGUNA_RETURN_IF_ERROR(CheckCorrected(own));
  return absl::OkStatus();
}

Sum LinkedSystem::Over(const std::vector<size_t>& strands, size_t unit,
                       const Sum& atoms) const {
  Sum sum;
  sum.reserve(atoms.size() * strands.size());
  for (const size_t strand : strands) {
    for (const int32_t atom : atoms) {
      sum.push_back(UnknownOf(strand, unit, atom));
    }
  }
  return sum;
}

absl::Status LinkedSystem::Count(const Counted& counted) {
  for (size_t u = 0; u < schemes_.size(); ++u) {
    const Scheme& scheme = schemes_[u];
    const bool by_cohort = counted.stream == Stream::kInCohorts;
    if (by_cohort && scheme.unit() == Unit::kVictim) continue;
    if (counted.stream != Stream::kAccepted && scheme.unit() == Unit::kVictim) {
      TOGUNA_RETURN_IF_ERROR(AddZeros(counted, u));
      continue;  // victims of corrections are in no count
    }
    std::vector<bool> wanted(scheme.tables().size(), false);
    for (const Family* family : counted.publication->families) {
      if (counted.Has(*family, scheme.unit())) {
        wanted[TableOf(scheme, family)] = true;
      }
    }
    std::vector<const Columns*> columns;
    for (const size_t strand : counted.strands) {
      const Columns* one = ColumnsOfUnit(strands_[strand], scheme.unit());
      if (one != nullptr) columns.push_back(one);
    }
    TOGUNA_ASSIGN_OR_RETURN(
        const Cube cube, Cube::Create(scheme, columns, contributors_, wanted));
    TOGUNA_RETURN_IF_ERROR(by_cohort ? AddOutside(counted, u)
                                     : AddZeros(counted, u));
    if (!counted.now()) TOGUNA_RETURN_IF_ERROR(AddFixed(counted, u));
    AddCells(counted, u, cube);
    TOGUNA_RETURN_IF_ERROR(AddFamilyAtoms(counted, u, columns));
  }
  return absl::OkStatus();
}

// Parts the cells that hold something into candidates and guarded ones.
void LinkedSystem::AddCells(const Counted& counted, size_t unit,
                            const Cube& cube) {
  const Publication& publication = *counted.publication;
  const Scheme& scheme = schemes_[unit];
  const bool now = counted.now();
  absl::flat_hash_set<int32_t> guarded_atoms;
  for (size_t f = 0; f < publication.families.size(); ++f) {
    if (!counted.Has(*publication.families[f], scheme.unit())) continue;
    const size_t t = TableOf(scheme, publication.families[f]);
    const Scheme::Table& table = scheme.tables()[t];
    for (const int64_t cell : SortedNumbers(cube.tables()[t])) {
      const CellFacts& facts = cube.tables()[t].at(cell);
      const bool safe = IsSafe(facts, publication.minimums);
      if (safe && !now) continue;
      if (safe && !publication.MayShow(f, cell)) continue;
      const Sum atoms = scheme.SumOf(table, cell);
      if (safe) {
        const bool pooled = scheme.IsPooled(table, cell);
        const double weight = publication.families[f]->weight;
        candidates_.push_back({unit, t, cell, f, facts.value,
                               scheme.CoarsenessOf(table, cell),
                               pooled ? weight / 2 : weight, pooled});
        candidate_sums_.push_back(Over(counted.strands, unit, atoms));
        continue;
      }
      if (atoms.size() == 1) guarded_atoms.insert(atoms[0]);
      unsafe_cells_ += now ? 1 : 0;
      Guarding(counted, unit, Over(counted.strands, unit, atoms), facts,
               scheme.CodesOfCell(table, cell));
    }
  }
  if (!GuardsAtoms(counted, unit)) return;
  const std::vector<bool> guarded = InCohortsHeldOver(counted, unit);
  for (const int64_t atom : SortedNumbers(cube.atoms())) {
    const CellFacts& facts = cube.atoms().at(atom);
    const auto number = static_cast<int32_t>(atom);
    if (IsSafe(facts, publication.minimums) ||
        (!guarded.empty() && !guarded[static_cast<size_t>(atom)]) ||
        !guarded_atoms.insert(number).second) {
      continue;
    }
    Guarding(counted, unit, Over(counted.strands, unit, {number}), facts,
             scheme.CodesOfAtom(atom));
  }
}

// What is told apart for zeros and victims makes atoms finer than the families'
// common refinement, which has to be guarded as it is. What is told apart for
// corrections only is not guarded: it is what everybody knows that needs it.
absl::Status LinkedSystem::FindGuards(const Catalog& catalog,
                                      const Dataset& dataset,
                                      std::span<const Family* const> families,
                                      std::span<const StructuralZero> zeros) {
  std::vector<const Family*> tables;
  for (const Family* family : families) {
    if (!CountsByCohort(*family)) tables.push_back(family);
  }
  TOGUNA_ASSIGN_OR_RETURN(guards_,
                          GuardsOf(catalog, dataset, tables, zeros, {}));
  for (const Publication& publication : publications_) {
    if (publication.cohorts.empty()) continue;
    std::vector<const Family*> own = tables;
    for (const Family* family : publication.families) {
      if (CountsByCohort(*family)) own.push_back(family);
    }
    TOGUNA_ASSIGN_OR_RETURN(
        guards_by_cohort_[&publication],
        GuardsOf(catalog, dataset, own, zeros, publication.cohorts));
  }
  return absl::OkStatus();
}

bool LinkedSystem::CountsByCohort(const Family& family) const {
  return family.axes.size() == 1 && IsOfCohorts(family.axes[0].dimension);
}

// Schemes by the families alone and their cohorts as a higher rung has them:
// what its cohorts share with cells is guarded as it is, not in parts only.
absl::StatusOr<std::vector<Scheme>> LinkedSystem::ByCoarserCohorts(
    const Catalog& catalog, const Dataset& dataset,
    std::span<const Family* const> families) {
  std::vector<Scheme> schemes;
  int finest = 0;
  std::vector<const Family*> tables;
  std::vector<const Family*> by_cohort;
  for (const Family* family : families) {
    if (!CountsByCohort(*family)) {
      tables.push_back(family);
      continue;
    }
    by_cohort.push_back(family);
    finest = std::max(finest, family->axes[0].finest);
  }
  for (int depth = 1; depth < finest; ++depth) {
    std::vector<const Family*> coarser = tables;
    for (const Family* family : by_cohort) {
      Family& one =
          *coarser_families_.emplace_back(std::make_unique<Family>(*family));
      one.axes[0].finest = std::min(one.axes[0].finest, depth);
      one.axes[0].coarsest = std::min(one.axes[0].coarsest, depth);
      coarser.push_back(&one);
    }
    TOGUNA_ASSIGN_OR_RETURN(
        Scheme scheme,
        Scheme::Create(catalog, dataset, coarser, Unit::kRecord));
    schemes.push_back(std::move(scheme));
  }
  return schemes;
}

absl::StatusOr<std::vector<LinkedSystem::UnitGuards>> LinkedSystem::GuardsOf(
    const Catalog& catalog, const Dataset& dataset,
    std::span<const Family* const> families,
    std::span<const StructuralZero> zeros,
    std::span<const KnownCohort> cohorts) {
  TOGUNA_ASSIGN_OR_RETURN(std::vector<Scheme> compared,
                          SchemesOf(catalog, dataset, families, {}));
  TOGUNA_ASSIGN_OR_RETURN(std::vector<Scheme> uncorrected,
                          SchemesOf(catalog, dataset, families,
                                    {.zeros = zeros, .cohorts = cohorts}));
  TOGUNA_ASSIGN_OR_RETURN(std::vector<Scheme> by_coarser,
                          ByCoarserCohorts(catalog, dataset, families));
  std::vector<UnitGuards> guards;
  for (const Scheme& scheme : schemes_) {
    UnitGuards& found = guards.emplace_back();
    Scheme* const finest = SchemeOf(scheme.unit(), uncorrected);
    if (finest == nullptr) continue;
    TOGUNA_ASSIGN_OR_RETURN(
        Scheme alone,
        Scheme::Create(catalog, dataset, families, scheme.unit()));
    found.atoms = finest->atoms() == scheme.atoms();
    const std::vector<std::string> dimensions = scheme.DimensionIds();
    std::vector<Scheme*> coarser = {&alone, SchemeOf(scheme.unit(), compared),
                                    finest};
    // Each of these is finer than the one before, or the same.
    const size_t nested = coarser.size();
    for (Scheme& one : by_coarser) {
      if (one.unit() == scheme.unit()) coarser.push_back(&one);
    }
    for (size_t i = 0; i < coarser.size(); ++i) {
      Scheme* const coarse = coarser[i];
      const bool known =
          i < nested &&
          std::any_of(found.coarser.begin(), found.coarser.end(),
                      [&](const FamilyAtoms& one) {
                        return one.scheme.atoms() == coarse->atoms();
                      });
      if (known || coarse->atoms() == scheme.atoms()) continue;
      std::vector<Sum> of(static_cast<size_t>(coarse->atoms()));
      for (int64_t atom = 0; atom < scheme.atoms(); ++atom) {
        TOGUNA_ASSIGN_OR_RETURN(
            const Point point,
            coarse->PointOf(dimensions,
                            scheme.CodesOfPoint(scheme.PointOfAtom(atom))));
        TOGUNA_ASSIGN_OR_RETURN(const int64_t within, coarse->AtomOf(point));
        of[static_cast<size_t>(within)].push_back(static_cast<int32_t>(atom));
      }
      found.coarser.push_back({std::move(*coarse), std::move(of)});
    }
  }
  return guards;
}

// What has cohorts is guarded as finely as these tell records apart and, as
// whatever has none, as its tables do alone. What is counted by cohort over
// other periods, too, is in no table.
std::vector<const LinkedSystem::UnitGuards*> LinkedSystem::GuardsFor(
    const Counted& counted, size_t unit) const {
  std::vector<const UnitGuards*> guards;
  const auto found = guards_by_cohort_.find(counted.publication);
  if (found != guards_by_cohort_.end()) guards.push_back(&found->second[unit]);
  if (counted.stream != Stream::kInCohorts) guards.push_back(&guards_[unit]);
  return guards;
}

// Of what is counted by cohort, the atoms in cohorts that records of other
// strands may lie in than the publication's own; the rest of them is guarded
// with its tables. Of anything else empty: all atoms.
std::vector<bool> LinkedSystem::InCohortsHeldOver(const Counted& counted,
                                                  size_t unit) const {
  if (counted.stream != Stream::kInCohorts) return {};
  const Publication& publication = *counted.publication;
  std::vector<bool> held(static_cast<size_t>(schemes_[unit].atoms()), false);
  for (const KnownCohort& cohort : publication.cohorts) {
    const std::vector<size_t>& strands =
        cohort.strands.empty() ? counted.strands : cohort.strands;
    if (std::includes(publication.strands.begin(), publication.strands.end(),
                      strands.begin(), strands.end())) {
      continue;
    }
    const Scheme::Codes within = {{cohort.dimension, cohort.code}};
    for (const int32_t atom : schemes_[unit].AtomsWithin(within)) {
      held[static_cast<size_t>(atom)] = true;
    }
  }
  return held;
}

bool LinkedSystem::GuardsAtoms(const Counted& counted, size_t unit) const {
  const auto guards = GuardsFor(counted, unit);
  return std::any_of(guards.begin(), guards.end(),
                     [](const UnitGuards* one) { return one->atoms; });
}

absl::Status LinkedSystem::AddFamilyAtoms(
    const Counted& counted, size_t unit,
    std::span<const Columns* const> columns) {
  const Minimums& minimums = counted.publication->minimums;
  const std::vector<bool> guarded = InCohortsHeldOver(counted, unit);
  for (const UnitGuards* guards : GuardsFor(counted, unit)) {
    for (const FamilyAtoms& coarse : guards->coarser) {
      TOGUNA_ASSIGN_OR_RETURN(
          const Cube cube,
          Cube::Create(
              coarse.scheme, columns, contributors_,
              std::vector<bool>(coarse.scheme.tables().size(), false)));
      for (const int64_t atom : SortedNumbers(cube.atoms())) {
        const CellFacts& facts = cube.atoms().at(atom);
        const Sum& atoms = coarse.of[static_cast<size_t>(atom)];
        const bool skipped =
            !guarded.empty() &&
            std::none_of(atoms.begin(), atoms.end(), [&](int32_t one) {
              return guarded[static_cast<size_t>(one)];
            });
        if (skipped) continue;
        // One that is a single atom may be guarded as that.
        if (IsSafe(facts, minimums) ||
            (GuardsAtoms(counted, unit) && atoms.size() < 2)) {
          continue;
        }
        Guarding(counted, unit, Over(counted.strands, unit, atoms), facts,
                 coarse.scheme.CodesOfAtom(atom));
      }
    }
  }
  return absl::OkStatus();
}

// DESIGN §2.1, Guarantee S: for everybody, and for every contributor where
// others contribute too.
void LinkedSystem::Guarding(const Counted& counted, size_t unit, Sum sum,
                            const CellFacts& facts, Scheme::Codes codes) {
  const Publication& publication = *counted.publication;
  const int64_t k = publication.minimums.k;
  UnsafeCell cell{.unit = schemes_[unit].unit(), .codes = std::move(codes)};
  if (!counted.now()) {
    cell.minimum = publication.minimums.k;
  }
  for (const size_t strand : counted.strands) {
    cell.strands.push_back(static_cast<int32_t>(strand));
  }
  const size_t views = publication.minimums.c > 0 ? views_.size() : 1;
  for (size_t view = 0; view < views; ++view) {
    int64_t own = 0;
    int64_t largest = view == 0 ? facts.largest_part : 0;
    for (const CellFacts::Part& part : facts.parts) {
      if (view == 0) break;
      if (static_cast<size_t>(part.contributor) + 1 == view) {
        own = part.value;
      } else {
        largest = std::max(largest, part.largest_part);
      }
    }
    const int64_t others = facts.value - own;
    if (others == 0) continue;
    questions_.push_back(
        {unsafe_.size(), view, others, largest, guarded_sums_.size(), k});
    guarded_sums_.push_back({.sum = sum,
                             .view = view,
                             .high = own + std::max(k, others),
                             .low = facts.value - largest,
                             .spread = k});
  }
  unsafe_.push_back(std::move(cell));
}

}  // namespace toguna
