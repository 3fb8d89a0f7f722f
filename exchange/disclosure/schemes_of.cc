#include "exchange/disclosure/schemes_of.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/base/status_macros.h"
#include "exchange/disclosure/columns.h"
#include "exchange/disclosure/exempting.h"
#include "exchange/disclosure/linked_system.h"

namespace toguna {
namespace {

// What counts of a unit have to be told apart by so that structural zeros can
// be: a finer zero tells of coarser counts where another tree splits them.
std::vector<Scheme::Refinement> RefinementsOfZeros(
    const Catalog& catalog, const Dataset& dataset,
    std::span<const StructuralZero> zeros, Unit unit) {
  std::vector<Scheme::Refinement> refinements;
  for (const StructuralZero& zero : zeros) {
    for (const StructuralZero::Code& one : zero.codes) {
      const Dimension* dimension = dataset.FindDimension(one.dimension);
      const CodeList* list = catalog.ListOf(dataset, one.dimension);
      if (dimension == nullptr || list == nullptr ||
          (dimension->source == Dimension::Source::kWho &&
           unit == Unit::kRecord)) {
        continue;
      }
      const auto node = list->tree.Find(one.code);
      if (node.has_value()) {
        refinements.push_back({one.dimension, list->tree.depth(*node)});
      }
    }
  }
  return refinements;
}

}  // namespace

absl::StatusOr<std::vector<Scheme>> SchemesOf(
    const Catalog& catalog, const Dataset& dataset,
    std::span<const Family* const> families,
    std::span<const StructuralZero> zeros, bool corrected) {
  const auto has = [&](Unit unit) {
    return std::any_of(
        families.begin(), families.end(),
        [&](const Family* family) { return family->unit == unit; });
  };
  std::vector<Scheme> schemes;
  std::vector<Scheme::Refinement> refinements =
      RefinementsOfZeros(catalog, dataset, zeros, Unit::kRecord);
  if (has(Unit::kVictim)) {
    TOGUNA_ASSIGN_OR_RETURN(
        Scheme victims,
        Scheme::Create(
            catalog, dataset, families, Unit::kVictim,
            RefinementsOfZeros(catalog, dataset, zeros, Unit::kVictim)));
    // Victims and records are compared where both are told apart.
    const auto shared = victims.RefinementsOfRecords();
    refinements.insert(refinements.end(), shared.begin(), shared.end());
    if (dataset.victims_in_every_record.has_value()) {
      for (const auto& exemption : dataset.victims_in_every_record->unless) {
        const Dimension* exempting = ExemptingDimension(dataset, exemption);
        const CodeList* list = exempting == nullptr
                                   ? nullptr
                                   : catalog.ListOf(dataset, exempting->id);
        if (list != nullptr) {
          refinements.push_back({exempting->id, list->tree.max_depth()});
        }
      }
    }
    schemes.push_back(std::move(victims));
  }
  if (has(Unit::kRecord)) {
    TOGUNA_ASSIGN_OR_RETURN(
        Scheme records,
        Scheme::Create(catalog, dataset, families, Unit::kRecord, refinements));
    schemes.insert(schemes.begin(), std::move(records));
  }
  if (corrected && schemes.size() == 2) {
    std::vector<Scheme::Refinement> finer =
        RefinementsOfZeros(catalog, dataset, zeros, Unit::kVictim);
    const auto of_records = schemes[0].RefinementsOfRecords();
    finer.insert(finer.end(), of_records.begin(), of_records.end());
    TOGUNA_ASSIGN_OR_RETURN(
        schemes[1],
        Scheme::Create(catalog, dataset, families, Unit::kVictim, finer));
  }
  return schemes;
}

absl::StatusOr<Strand> StrandOf(const Catalog& catalog, const Dataset& dataset,
                                std::span<const Family* const> families,
                                std::span<const Record> records,
                                std::span<const StructuralZero> zeros) {
  const bool corrected = std::any_of(
      families.begin(), families.end(),
      [](const Family* family) { return family->stream != Stream::kAccepted; });
  TOGUNA_ASSIGN_OR_RETURN(
      const std::vector<Scheme> schemes,
      SchemesOf(catalog, dataset, families, zeros, corrected));
  Strand strand;
  for (const Scheme& scheme : schemes) {
    TOGUNA_ASSIGN_OR_RETURN(Columns columns,
                            ColumnsOf(scheme, records, dataset.public_sources));
    strand.columns.push_back(std::move(columns));
  }
  const auto other = [&](const Record& record) {
    return record.accepted != records[0].accepted;
  };
  if (!records.empty() && std::none_of(records.begin(), records.end(), other)) {
    strand.accepted = records[0].accepted;
  }
  return strand;
}

}  // namespace toguna
