// LinkedSystem: what was published before, and what cannot be.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
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

absl::Status LinkedSystem::AddZeros(const Counted& counted, size_t unit) {
  for (const StructuralZero& zero : counted.publication->zeros) {
    Scheme::Codes codes;
    for (const StructuralZero::Code& one : zero.codes) {
      codes.emplace_back(one.dimension, one.code);
    }
    Sum sum = Over(counted.strands, unit, schemes_[unit].AtomsWithin(codes));
    if (sum.empty()) continue;
    for (const auto& [unknown, count] : truth_) {
      if (!std::binary_search(sum.begin(), sum.end(), unknown)) continue;
      return ReasonError(absl::StatusCode::kFailedPrecondition,
                         "STRUCTURAL_ZERO_BROKEN",
                         "there are records where the plan says that there "
                         "can be none; correct the plan or the records");
    }
    fixed_.push_back({std::move(sum), 0});
  }
  return absl::OkStatus();
}

absl::Status LinkedSystem::AddFixed(const Counted& counted, size_t unit) {
  const Publication& publication = *counted.publication;
  const Scheme& scheme = schemes_[unit];
  if (publication.published->size() != publication.families.size()) {
    return Mismatch("another number of families");
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
      fixed_.push_back(
          {Over(counted.strands, unit, scheme.SumOf(table, number)),
           cell.value});
    }
  }
  return absl::OkStatus();
}

}  // namespace toguna
