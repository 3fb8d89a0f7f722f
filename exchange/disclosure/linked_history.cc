// LinkedSystem: what was published before, and what cannot be.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/disclosure/incident_time.h"
#include "exchange/disclosure/linked_system.h"

namespace toguna {
namespace {

// Of an earlier table: more is no table of anything that is sealed, and sums of
// such numbers fit.
constexpr int64_t kMostOfAPoint = int64_t{1} << 36;

absl::Status Mismatch(absl::string_view what) {
  return ReasonError(
      absl::StatusCode::kInvalidArgument, "HISTORY_MISMATCH",
      absl::StrCat("what was published before does not fit: ", what));
}

}  // namespace

bool Publication::MayShow(size_t family, int64_t cell) const {
  if (within == nullptr) return true;
  if (family >= within->size()) return false;
  const std::vector<SealedCell>& cells = (*within)[family].cells;
  const auto at = static_cast<size_t>(cell);
  return at < cells.size() && cells[at].status == CellStatus::kPublished;
}

size_t LinkedSystem::TableOf(const Scheme& scheme, const Family* family) {
  size_t table = 0;
  while (scheme.tables()[table].family != family) ++table;
  return table;
}

// Something lies at one of the unknowns, which ascend.
bool LinkedSystem::HoldsAny(const Sum& sum) const {
  return std::any_of(truth_.begin(), truth_.end(), [&](const auto& one) {
    return std::binary_search(sum.begin(), sum.end(), one.first);
  });
}

absl::Status LinkedSystem::AddZeros(const Counted& counted, size_t unit) {
  for (const StructuralZero& zero : counted.publication->zeros) {
    Scheme::Codes codes;
    for (const StructuralZero::Code& one : zero.codes) {
      codes.emplace_back(one.dimension, one.code);
    }
    Sum sum = Over(counted.strands, unit, schemes_[unit].AtomsWithin(codes));
    if (sum.empty()) continue;
    if (HoldsAny(sum)) {
      return ReasonError(absl::StatusCode::kFailedPrecondition,
                         "STRUCTURAL_ZERO_BROKEN",
                         "there are records where the plan says that there "
                         "can be none; correct the plan or the records");
    }
    AddFixedSum(std::move(sum), 0, {});
  }
  return absl::OkStatus();
}

// Records of a cohort lie in its box and its strands. Victims are not told
// apart by cohort.
absl::Status LinkedSystem::AddOutside(const Counted& counted, size_t unit) {
  for (const KnownCohort& cohort : counted.publication->cohorts) {
    const Scheme::Codes within = {{cohort.dimension, cohort.code}};
    const std::vector<size_t>& its =
        cohort.strands.empty() ? counted.strands : cohort.strands;
    std::vector<size_t> others;
    for (size_t s = 0; s < strands_.size(); ++s) {
      if (!std::binary_search(its.begin(), its.end(), s)) others.push_back(s);
    }
    TOGUNA_RETURN_IF_ERROR(
        AddNothing(Over(others, unit, schemes_[unit].AtomsWithin(within))));
    for (const KnownCohort::Codes& outside : cohort.outside) {
      Scheme::Codes codes = within;
      codes.insert(codes.end(), outside.begin(), outside.end());
      TOGUNA_RETURN_IF_ERROR(
          AddNothing(Over(its, unit, schemes_[unit].AtomsWithin(codes))));
    }
  }
  return absl::OkStatus();
}

absl::Status LinkedSystem::AddNothing(Sum sum) {
  if (sum.empty()) return absl::OkStatus();
  if (HoldsAny(sum)) {
    return absl::InternalError("a record lies where its cohort has none");
  }
  AddFixedSum(std::move(sum), 0, {});
  return absl::OkStatus();
}

void LinkedSystem::AddFixedSum(Sum sum, int64_t value, EarlierCell cell) {
  fixed_.push_back({std::move(sum), value});
  fixed_cells_.push_back(cell);
}

absl::Status LinkedSystem::AddFixed(const Counted& counted, size_t unit) {
  const Publication& publication = *counted.publication;
  const Scheme& scheme = schemes_[unit];
  if (publication.published->size() != publication.families.size()) {
    return Mismatch("another number of families");
  }
  size_t before = 0;  // families
  for (const Publication& one : publications_) {
    if (&one == &publication) break;
    before += one.published == nullptr ? 0 : one.families.size();
  }
  for (size_t f = 0; f < publication.families.size(); ++f) {
    const Family* family = publication.families[f];
    if (!counted.Has(*family, scheme.unit())) continue;
    const SealedTable& sealed = (*publication.published)[f];
    const Scheme::Table& table = scheme.tables()[TableOf(scheme, family)];
    if (sealed.family != family->id ||
        static_cast<int64_t>(sealed.cells.size()) != table.cells) {
      return Mismatch("other families or cells");
    }
    for (size_t c = 0; c < sealed.cells.size(); ++c) {
      const SealedCell& cell = sealed.cells[c];
      if (cell.status != CellStatus::kPublished) continue;
      const auto number = static_cast<int64_t>(c);
      const Scheme::Codes codes = scheme.CodesOfCell(table, number);
      for (size_t i = 0; i < codes.size(); ++i) {
        if (i >= cell.codes.size() || cell.codes[i] != codes[i].second) {
          return Mismatch("other codes");
        }
      }
      AddFixedSum(Over(counted.strands, unit, scheme.SumOf(table, number)),
                  cell.value,
                  {static_cast<int32_t>(before + f), static_cast<int32_t>(c)});
    }
  }
  return absl::OkStatus();
}

// What the calendar rules out is known to be nothing.
absl::Status LinkedSystem::AddImpossible(const Catalog& catalog,
                                         const Dataset& dataset) {
  const auto tells_months_apart = [&](const Scheme& scheme) {
    const std::vector<std::string> ids = scheme.DimensionIds();
    return std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
      return dataset.FindDimension(id)->source ==
             Dimension::Source::kIncidentMonth;
    });
  };
  for (size_t s = 0; s < strands_.size(); ++s) {
    if (corrected_ != nullptr && (s == corrected_->corrections->removed ||
                                  s == corrected_->corrections->added)) {
      continue;
    }
    if (!strands_[s].accepted.has_value()) {
      if (std::none_of(schemes_.begin(), schemes_.end(), tells_months_apart)) {
        continue;
      }
      return absl::InternalError("a strand's month of acceptance is not said");
    }
    for (Scheme::Codes& codes :
         ImpossibleTimes(catalog, dataset, *strands_[s].accepted)) {
      bool any = false;
      for (size_t u = 0; u < schemes_.size(); ++u) {
        Sum sum = Over({s}, u, schemes_[u].AtomsWithin(codes));
        if (sum.empty()) continue;
        any = true;
        if (HoldsAny(sum)) {
          return ReasonError(absl::StatusCode::kInvalidArgument,
                             "RECORD_INVALID",
                             "a record is dated after its month",
                             {{"field", "incident-date"}});
        }
        AddFixedSum(std::move(sum), 0, {});
      }
      if (any) {
        impossible_.push_back({static_cast<int32_t>(s), std::move(codes)});
      }
    }
  }
  return absl::OkStatus();
}

std::vector<int32_t> LinkedSystem::UnknownsOf(
    const WitnessSet& witnesses, const std::vector<size_t>& strands) const {
  std::vector<int32_t> unknowns;
  for (const WitnessSet::Point& point : witnesses.points) {
    unknowns.push_back(-1);
    const auto strand = static_cast<size_t>(point.strand);
    if (strand >= strands.size()) continue;
    std::vector<std::string> dimensions;
    std::vector<std::string> codes;
    for (const auto& [dimension, code] : point.codes) {
      dimensions.push_back(dimension);
      codes.push_back(code);
    }
    for (size_t u = 0; u < schemes_.size(); ++u) {
      if (schemes_[u].unit() != point.unit) continue;
      const auto at = schemes_[u].PointOf(dimensions, codes);
      if (!at.ok()) continue;
      const auto atom = schemes_[u].AtomOf(*at);
      if (atom.ok()) unknowns.back() = UnknownOf(strands[strand], u, *atom);
    }
  }
  return unknowns;
}

// A table has what its view has itself and what it takes others to have, in the
// strands that the publication counts, and the truth elsewhere.
std::vector<LinkedSystem::ProvenBefore> LinkedSystem::EarlierWitnesses() const {
  std::vector<ProvenBefore> all;
  for (const Publication& publication : publications_) {
    if (publication.witnesses == nullptr) continue;
    if (tells_cohorts_) {
      all.push_back(Lifted(publication));
      continue;
    }
    const WitnessSet& witnesses = *publication.witnesses;
    const std::vector<size_t> strands = publication.WitnessedStrands();
    const std::vector<int32_t> unknowns = UnknownsOf(witnesses, strands);
    std::map<int32_t, int64_t> nothing;  // less the truth
    for (const auto& [unknown, count] : truth_) {
      for (const size_t strand : strands) {
        const int32_t end =
            strand + 1 < first_.size() ? first_[strand + 1][0] : unknowns_;
        if (unknown < first_[strand][0] || unknown >= end) continue;
        nothing[group_of_[static_cast<size_t>(unknown)]] -= count;
      }
    }
    ProvenBefore& proven = all.emplace_back();
    proven.strands = strands;
    for (const WitnessSet::Table& table : witnesses.tables) {
      const auto view = static_cast<size_t>(table.view);
      if (view >= witnesses.owns.size()) continue;
      std::map<int32_t, int64_t> by = nothing;
      bool told = true;
      for (const WitnessSet::Counts* counts :
           {&table.counts, &witnesses.owns[view]}) {
        for (const auto& [point, count] : *counts) {
          const auto at = static_cast<size_t>(point);
          told = told && at < unknowns.size() && unknowns[at] >= 0 &&
                 count >= 0 && count <= kMostOfAPoint;
          if (!told) break;
          by[group_of_[static_cast<size_t>(unknowns[at])]] += count;
        }
      }
      if (!told) continue;
      Change& change = proven.changes.emplace_back();
      for (const auto& [group, more] : by) {
        if (more != 0) change.emplace_back(group, more);
      }
    }
  }
  return all;
}

}  // namespace toguna
