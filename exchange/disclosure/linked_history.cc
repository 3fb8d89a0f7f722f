// LinkedSystem: what was published before, and what cannot be.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/disclosure/incident_time.h"
#include "exchange/disclosure/linked_system.h"

namespace toguna {
namespace {

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

}  // namespace toguna
