#include "exchange/disclosure/schemes_of.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
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

const Dimension* WhoDimension(const Dataset& dataset) {
  for (const Dimension& dimension : dataset.dimensions) {
    if (dimension.source == Dimension::Source::kWho) return &dimension;
  }
  return nullptr;
}

int DepthOf(const Catalog& catalog, const Dataset& dataset,
            const std::string& dimension) {
  const CodeList* list = catalog.ListOf(dataset, dimension);
  return list == nullptr ? 0 : list->tree.max_depth();
}

// What counts have to be told apart by so that what is known of cohorts, or
// will be, can be said of them: records by cohort and by what boxes are of,
// victims by who they are.
std::vector<Scheme::Refinement> RefinementsOfCohorts(
    const Catalog& catalog, const Dataset& dataset,
    std::span<const Family* const> families, const ToldApart& by, Unit unit) {
  std::vector<Scheme::Refinement> refinements;
  const auto beside = [&](const std::string& dimension) {
    const auto depth = DepthBeside(catalog, dataset, families, dimension);
    if (depth.has_value()) refinements.push_back({dimension, *depth});
  };
  bool victims = false;
  for (const CohortPlan& plan : by.planned) {
    for (const CohortPlan::Stratum& stratum : plan.strata) {
      victims = victims || !stratum.who.empty();
      if (unit == Unit::kVictim) continue;
      const size_t before = refinements.size();
      beside(stratum.dimension);
      if (refinements.size() == before) continue;
      // Its conditions may be finer than any table.
      const CodeList* list = catalog.ListOf(dataset, stratum.dimension);
      for (const std::string& code : stratum.codes) {
        const auto node = list->tree.Find(code);
        if (!node.has_value()) continue;
        int& depth = refinements.back().finest;
        depth = std::max(depth, list->tree.depth(*node));
      }
    }
    for (const CohortAttribute& one : plan.attributes) {
      victims = victims || one.kind == CohortAttribute::Kind::kVictims;
      if (unit == Unit::kRecord &&
          one.kind == CohortAttribute::Kind::kDimension) {
        beside(one.dimension);
      }
    }
  }
  for (const KnownCohort& cohort : by.cohorts) {
    victims = victims || !cohort.some.empty() || !cohort.none.empty();
    if (unit == Unit::kVictim) continue;
    refinements.push_back(
        {cohort.dimension, DepthOf(catalog, dataset, cohort.dimension)});
    std::vector<KnownCohort::Codes> spoken_of = cohort.outside;
    for (const KnownCohort::Some& some : cohort.some) {
      spoken_of.push_back(some.within);
    }
    for (const KnownCohort::Codes& codes : spoken_of) {
      for (const auto& [dimension, code] : codes) {
        const CodeList* list = catalog.ListOf(dataset, dimension);
        const auto node =
            list == nullptr ? std::nullopt : list->tree.Find(code);
        refinements.push_back(
            {dimension, node.has_value() ? list->tree.depth(*node) : 0});
      }
    }
  }
  const Dimension* who = WhoDimension(dataset);
  if (victims && who != nullptr && unit == Unit::kVictim) {
    refinements.push_back({who->id, DepthOf(catalog, dataset, who->id)});
  }
  return refinements;
}

void Append(std::vector<Scheme::Refinement> more,
            std::vector<Scheme::Refinement>& refinements) {
  refinements.insert(refinements.end(), more.begin(), more.end());
}

}  // namespace

std::optional<int> DepthBeside(const Catalog& catalog, const Dataset& dataset,
                               std::span<const Family* const> families,
                               const std::string& dimension) {
  const Dimension* asked = dataset.FindDimension(dimension);
  std::optional<int> depth;
  bool beside = false;
  for (const Family* family : families) {
    for (const Axis& axis : family->axes) {
      if (axis.dimension == dimension) {
        depth = std::max(depth.value_or(0), axis.finest);
      }
      const Dimension* other = dataset.FindDimension(axis.dimension);
      if (asked == nullptr || other == nullptr) continue;
      for (const std::string& attribute : asked->attributes) {
        beside = beside || std::count(other->attributes.begin(),
                                      other->attributes.end(), attribute) > 0;
      }
    }
  }
  if (!depth.has_value() && beside) return DepthOf(catalog, dataset, dimension);
  return depth;
}

absl::StatusOr<std::vector<Scheme>> SchemesOf(
    const Catalog& catalog, const Dataset& dataset,
    std::span<const Family* const> families, const ToldApart& by) {
  const std::span<const StructuralZero> zeros = by.zeros;
  const bool corrected = by.corrected;
  const auto of_cohorts = [&](Unit unit) {
    return RefinementsOfCohorts(catalog, dataset, families, by, unit);
  };
  const auto has = [&](Unit unit) {
    return std::any_of(
        families.begin(), families.end(),
        [&](const Family* family) { return family->unit == unit; });
  };
  std::vector<Scheme> schemes;
  std::vector<Scheme::Refinement> refinements =
      RefinementsOfZeros(catalog, dataset, zeros, Unit::kRecord);
  Append(of_cohorts(Unit::kRecord), refinements);
  if (has(Unit::kVictim)) {
    std::vector<Scheme::Refinement> of_victims =
        RefinementsOfZeros(catalog, dataset, zeros, Unit::kVictim);
    Append(of_cohorts(Unit::kVictim), of_victims);
    TOGUNA_ASSIGN_OR_RETURN(
        Scheme victims,
        Scheme::Create(catalog, dataset, families, Unit::kVictim, of_victims));
    // Victims and records are compared where both are told apart.
    Append(victims.RefinementsOfRecords(), refinements);
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
  // Cohorts to come count records, though no family may.
  if (has(Unit::kRecord) || !by.planned.empty()) {
    TOGUNA_ASSIGN_OR_RETURN(
        Scheme records,
        Scheme::Create(catalog, dataset, families, Unit::kRecord, refinements));
    schemes.insert(schemes.begin(), std::move(records));
  }
  if (corrected && schemes.size() == 2) {
    std::vector<Scheme::Refinement> finer =
        RefinementsOfZeros(catalog, dataset, zeros, Unit::kVictim);
    Append(of_cohorts(Unit::kVictim), finer);
    Append(schemes[0].RefinementsOfRecords(), finer);
    TOGUNA_ASSIGN_OR_RETURN(
        schemes[1],
        Scheme::Create(catalog, dataset, families, Unit::kVictim, finer));
  }
  return schemes;
}

absl::StatusOr<Strand> StrandOf(const Catalog& catalog, const Dataset& dataset,
                                std::span<const Family* const> families,
                                std::span<const Record> records,
                                std::span<const StructuralZero> zeros,
                                std::span<const CohortPlan> cohorts) {
  const bool corrected = std::any_of(
      families.begin(), families.end(),
      [](const Family* family) { return family->stream != Stream::kAccepted; });
  TOGUNA_ASSIGN_OR_RETURN(
      const std::vector<Scheme> schemes,
      SchemesOf(catalog, dataset, families,
                {.zeros = zeros, .planned = cohorts, .corrected = corrected}));
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
