#include "exchange/usecase/seal_check.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/incident_time.h"
#include "exchange/disclosure/sealed.h"
#include "exchange/usecase/seal_reasons.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"
#include "policies/model/plan.h"

namespace toguna {
namespace {

const CodeTree* TreeOf(const CodeList* list) {
  return list == nullptr ? nullptr : &list->tree;
}

// A dimension that is no function of attributes has an input of its own, with
// the dimension's codes as values.
CheckedDimension DimensionFor(const Catalog& catalog, const Dataset& dataset,
                              const Dimension& dimension,
                              std::vector<CheckedInput>& inputs) {
  const CodeTree* tree = TreeOf(catalog.ListOf(dataset, dimension.id));
  CheckedDimension checked{
      .id = dimension.id,
      .tree = tree,
      .inputs = dimension.attributes,
      .crosswalk = dimension.source == Dimension::Source::kCrosswalk,
      .rows = {}};
  checked.who = dimension.source == Dimension::Source::kWho;
  if (dimension.source == Dimension::Source::kIncidentYear ||
      dimension.source == Dimension::Source::kIncidentMonth ||
      dimension.source == Dimension::Source::kWho) {
    checked.inputs = {absl::StrCat("@", dimension.id)};
    inputs.push_back({.id = checked.inputs[0], .tree = tree});
    return checked;
  }
  for (const Dimension::CrosswalkRow& row : dimension.crosswalk) {
    checked.rows.push_back({.within = row.codes, .to = row.to});
  }
  return checked;
}

CheckedFamily FamilyFor(const Family& family, const SealedTable& table,
                        std::vector<size_t> strands = {0}) {
  CheckedFamily checked{.id = family.id.text(),
                        .victims = family.unit == Unit::kVictim,
                        .axes = {},
                        .cells = {},
                        .strands = std::move(strands)};
  for (const Axis& axis : family.axes) {
    CheckedAxis& one = checked.axes.emplace_back();
    one = {axis.dimension, axis.coarsest, axis.finest, {}};
    for (const AxisPool& pool : axis.pools) one.pools.push_back(pool.code);
  }
  checked.cells.reserve(table.cells.size());
  for (const SealedCell& cell : table.cells) {
    checked.cells.push_back({.codes = cell.codes,
                             .published = cell.status == CellStatus::kPublished,
                             .value = cell.value,
                             .low = cell.low,
                             .high = cell.high});
  }
  return checked;
}

// Adds a dimension and its input unless they are there.
void AddDimension(const Catalog& catalog, const Dataset& dataset,
                  const Dimension& dimension, SealToCheck& check) {
  for (const CheckedDimension& known : check.dimensions) {
    if (known.id == dimension.id) return;
  }
  check.dimensions.push_back(
      DimensionFor(catalog, dataset, dimension, check.inputs));
}

// Adds the family's pools unless they are there. Of two that differ under one
// code both are, which the checker refuses.
void AddPoolsOf(const Family& family, SealToCheck& check) {
  for (const Axis& axis : family.axes) {
    for (const AxisPool& pool : axis.pools) {
      const bool known = std::any_of(
          check.pools.begin(), check.pools.end(), [&](const CheckedPool& one) {
            return one.dimension == axis.dimension && one.code == pool.code &&
                   one.codes == pool.codes;
          });
      if (!known)
        check.pools.push_back({axis.dimension, pool.code, pool.codes});
    }
  }
}

void AddDimensionsOf(const Catalog& catalog, const Dataset& dataset,
                     const Family& family, SealToCheck& check) {
  AddPoolsOf(family, check);
  for (const Axis& axis : family.axes) {
    const Dimension* dimension = dataset.FindDimension(axis.dimension);
    if (dimension != nullptr) AddDimension(catalog, dataset, *dimension, check);
  }
}

// What everybody knows of victims, with the dimensions that tell where it does
// not hold, though no family need have them.
void AddVictimsRule(const Catalog& catalog, const Dataset& dataset,
                    SealToCheck& check) {
  if (!dataset.victims_in_every_record.has_value()) return;
  CheckedVictimsRule& rule = check.victims_rule.emplace();
  for (const auto& exemption : dataset.victims_in_every_record->unless) {
    rule.unless.push_back({exemption.attribute, exemption.codes});
    for (const Dimension& dimension : dataset.dimensions) {
      if (dimension.source == Dimension::Source::kAttribute &&
          dimension.attributes ==
              std::vector<std::string>{exemption.attribute}) {
        AddDimension(catalog, dataset, dimension, check);
        break;
      }
    }
  }
}

void AddZeros(const Catalog& catalog, const Dataset& dataset,
              std::span<const StructuralZero> zeros, SealToCheck& check) {
  for (const StructuralZero& zero : zeros) {
    auto& codes = check.zeros.emplace_back();
    for (const StructuralZero::Code& one : zero.codes) {
      codes.emplace_back(one.dimension, one.code);
      const Dimension* dimension = dataset.FindDimension(one.dimension);
      if (dimension != nullptr) {
        AddDimension(catalog, dataset, *dimension, check);
      }
    }
  }
}

// What its cohorts tell, with the dimensions that they speak of.
void AddCohorts(const Catalog& catalog, const Dataset& dataset,
                const Publication& publication, SealToCheck& check) {
  const auto add = [&](const std::string& id) {
    const Dimension* dimension = dataset.FindDimension(id);
    if (dimension != nullptr) AddDimension(catalog, dataset, *dimension, check);
  };
  for (const KnownCohort& cohort : publication.cohorts) {
    CheckedCohort& checked = check.cohorts.emplace_back();
    checked = {.dimension = cohort.dimension,
               .code = cohort.code,
               .strands = cohort.strands.empty()
                              ? publication.StrandsOf(Stream::kInCohorts)
                              : cohort.strands,
               .outside = cohort.outside,
               .some = {},
               .none = cohort.none};
    add(cohort.dimension);
    for (const KnownCohort::Codes& codes : cohort.outside) {
      for (const auto& one : codes) add(one.first);
    }
    for (const KnownCohort::Some& some : cohort.some) {
      checked.some.push_back({some.within, some.who});
      for (const auto& one : some.within) add(one.first);
    }
    if (cohort.some.empty() && cohort.none.empty()) continue;
    // Victims are told apart by who they are, though no family need have it.
    for (const Dimension& dimension : dataset.dimensions) {
      if (dimension.source == Dimension::Source::kWho) add(dimension.id);
    }
  }
}

// A family that a set of ranges is of, if it names any.
std::optional<size_t> FamilyOf(const CheckedRanges& ranges) {
  if (!ranges.cells.empty()) return ranges.cells[0].family;
  for (const CheckedRanges::Certificate& one : ranges.certificates) {
    if (!one.terms.empty()) return one.terms[0].family;
  }
  return std::nullopt;
}

// Says what the families of `plan` count, and so its ranges.
void SetStrands(const Plan& plan, const Publication& counted,
                SealToCheck& check) {
  for (size_t f = 0; f < check.families.size(); ++f) {
    check.families[f].strands = counted.StrandsOf(plan.families[f].stream);
  }
  for (CheckedRanges& ranges : check.ranges) {
    const std::optional<size_t> family = FamilyOf(ranges);
    if (family.has_value() && *family < check.families.size()) {
      ranges.strands = check.families[*family].strands;
    }
  }
}

CheckedCorrections CorrectionsOf(const Publication& publication) {
  return {publication.strands, publication.corrections->removed,
          publication.corrections->added};
}

// Some stream of the publication made the count, without asking for views.
bool IsUnviewedIn(const Publication& publication, const CheckedUnsafe& unsafe) {
  const std::vector<Stream> streams = publication.Streams();
  return publication.minimums.k == unsafe.minimum &&
         publication.minimums.c == 0 &&
         std::any_of(streams.begin(), streams.end(), [&](Stream stream) {
           return publication.StrandsOf(stream) == unsafe.strands;
         });
}

bool HasCorrections(const Plan& plan) {
  return std::any_of(
      plan.families.begin(), plan.families.end(), [](const Family& one) {
        return one.stream == Stream::kRemoved || one.stream == Stream::kAdded;
      });
}

std::string SubjectOf(const SealedPeriod& sealed) {
  std::string subject =
      absl::StrCat(sealed.dataset.text(), " ", sealed.period.text(), "\nplan ",
                   sealed.plan.text(), " ", sealed.plan_version);
  if (sealed.rung > 0) {
    absl::StrAppend(&subject, "\nrung ", sealed.rung, ": k ", sealed.minimums.k,
                    ", s ", sealed.minimums.s, ", c ", sealed.minimums.c);
  }
  for (const auto& [list, version] : sealed.list_versions) {
    absl::StrAppend(&subject, "\nlist ", list, " ", version);
  }
  return subject;
}

}  // namespace

void SetBelow(const Plan& plan, const std::vector<SealedTable>& below,
              SealToCheck& check) {
  check.nested = true;
  for (size_t i = 0; i < plan.families.size() && i < below.size(); ++i) {
    CheckedFamily& family =
        check.below.emplace_back(FamilyFor(plan.families[i], below[i]));
    if (i < check.families.size()) family.strands = check.families[i].strands;
  }
}

SealToCheck ForChecker(const Catalog& catalog, const Plan& plan,
                       const SealedPeriod& sealed,
                       const std::vector<UnsafeCell>& unsafe,
                       const std::vector<RangeProof>& ranges, size_t months) {
  SealToCheck check;
  check.subject = SubjectOf(sealed);
  check.minimum = plan.minimums.k;
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  for (const Attribute& attribute : dataset.attributes) {
    if (attribute.kind != Attribute::Kind::kCode) continue;
    check.inputs.push_back(
        {.id = attribute.id,
         .tree = TreeOf(catalog.FindCodeList(attribute.code_list)),
         .required = attribute.required});
  }
  std::set<std::string> used;
  for (const Family& family : plan.families) {
    for (const Axis& axis : family.axes) used.insert(axis.dimension);
  }
  for (const Dimension& dimension : dataset.dimensions) {
    if (used.count(dimension.id) == 0) continue;
    check.dimensions.push_back(
        DimensionFor(catalog, dataset, dimension, check.inputs));
  }
  for (size_t i = 0; i < plan.families.size(); ++i) {
    check.families.push_back(FamilyFor(plan.families[i], sealed.tables[i]));
    AddPoolsOf(plan.families[i], check);
  }
  for (const UnsafeCell& cell : unsafe) {
    CheckedUnsafe& checked = check.unsafe.emplace_back();
    checked.victims = cell.unit == Unit::kVictim;
    checked.codes = cell.codes;
    checked.minimum = cell.minimum > 0 ? cell.minimum : plan.minimums.k;
    checked.viewed = plan.minimums.c > 0;
    if (!cell.strands.empty()) {
      checked.strands.assign(cell.strands.begin(), cell.strands.end());
    }
  }
  AddVictimsRule(catalog, dataset, check);
  AddZeros(catalog, dataset, plan.structural_zeros, check);
  check.ranged = !ranges.empty();
  for (const RangeProof& proof : ranges) {
    if (proof.cells.empty() && proof.certificates.empty()) continue;
    check.ranges.push_back(RangesFor(proof));
  }
  Publication counted;
  counted.strands.resize(months);
  std::iota(counted.strands.begin(), counted.strands.end(), size_t{0});
  check.strands = months;
  if (HasCorrections(plan)) {
    counted.corrections = {months, months + 1};
    check.corrections = CorrectionsOf(counted);
    check.strands = months + 2;
  }
  SetStrands(plan, counted, check);
  const std::vector<Period> of = sealed.period.Months();
  for (size_t m = 0; m < of.size() && of.size() == months; ++m) {
    for (auto& codes : ImpossibleTimes(catalog, dataset, of[m].month())) {
      check.impossible.push_back({m, std::move(codes)});
    }
  }
  return check;
}

SealToCheck ForChecker(const Catalog& catalog, const Plan& plan,
                       const SealedPeriod& sealed, const Protected& result,
                       std::span<const Family* const> refining,
                       std::span<const Publication> publications,
                       size_t strands) {
  SealToCheck check = ForChecker(catalog, plan, sealed, result, refining);
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  check.strands = strands;
  for (CheckedUnsafe& unsafe : check.unsafe) {
    unsafe.viewed = std::none_of(
        publications.begin(), publications.end(),
        [&](const Publication& one) { return IsUnviewedIn(one, unsafe); });
  }
  for (const HistoryCertificate& one : result.history) {
    check.history.push_back(HistoryFor(one, strands));
  }
  check.corrections.reset();
  for (const Publication& publication : publications) {
    AddCohorts(catalog, dataset, publication, check);
    if (publication.corrections.has_value()) {
      check.corrections = CorrectionsOf(publication);
    }
    if (publication.published == nullptr) {
      SetStrands(plan, publication, check);
      continue;
    }
    AddZeros(catalog, dataset, publication.zeros, check);
    for (size_t f = 0; f < publication.families.size(); ++f) {
      const Family& family = *publication.families[f];
      check.earlier.push_back(FamilyFor(family, (*publication.published)[f],
                                        publication.StrandsOf(family.stream)));
      AddDimensionsOf(catalog, dataset, family, check);
    }
  }
  return check;
}

SealToCheck ForChecker(const Catalog& catalog, const Plan& plan,
                       const SealedPeriod& sealed, const Protected& result,
                       std::span<const Family* const> refining) {
  SealToCheck check =
      ForChecker(catalog, plan, sealed, result.unsafe, result.ranges);
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  for (const Family* family : refining) {
    check.refining.push_back(FamilyFor(*family, {}));
    AddDimensionsOf(catalog, dataset, *family, check);
  }
  check.witnessed = true;
  check.victims_in_records = result.witnesses.victims_in_records;
  check.impossible.clear();
  for (const Impossible& one : result.impossible) {
    check.impossible.push_back({static_cast<size_t>(one.strand), one.codes});
  }
  for (const UnsafeProof& proof : result.proofs) {
    check.proofs.push_back({.cell = proof.cell,
                            .view = proof.view,
                            .value = proof.value,
                            .largest_part = proof.largest_part,
                            .high = proof.high,
                            .low = proof.low,
                            .confined = proof.confined,
                            .high_by = CheckedPosition(proof.high_by),
                            .low_by = CheckedPosition(proof.low_by)});
  }
  for (const WitnessSet::Counts& own : result.witnesses.owns) {
    check.witnesses.owns.emplace_back(own.begin(), own.end());
  }
  for (const WitnessSet::Point& point : result.witnesses.points) {
    check.witnesses.points.push_back({static_cast<size_t>(point.strand),
                                      point.unit == Unit::kVictim,
                                      point.codes});
  }
  for (const WitnessSet::Table& table : result.witnesses.tables) {
    CheckedWitnesses::Table& checked = check.witnesses.tables.emplace_back();
    checked.view = static_cast<size_t>(table.view);
    checked.counts.assign(table.counts.begin(), table.counts.end());
  }
  return check;
}

WitnessSet WitnessesOf(const SealToCheck& check) {
  const auto counts = [](const CheckedWitnesses::Counts& given) {
    WitnessSet::Counts taken;
    for (const auto& [point, units] : given) {
      taken.emplace_back(static_cast<int32_t>(point), units);
    }
    return taken;
  };
  WitnessSet set;
  set.victims_in_records = check.victims_in_records;
  for (const CheckedWitnesses::Counts& own : check.witnesses.owns) {
    set.views.emplace_back();
    set.owns.push_back(counts(own));
  }
  for (const CheckedWitnesses::Point& point : check.witnesses.points) {
    set.points.push_back({.strand = static_cast<int32_t>(point.strand),
                          .unit = point.victims ? Unit::kVictim : Unit::kRecord,
                          .codes = point.codes});
  }
  for (const CheckedWitnesses::Table& table : check.witnesses.tables) {
    set.tables.push_back({.view = static_cast<int32_t>(table.view),
                          .counts = counts(table.counts)});
  }
  return set;
}

}  // namespace toguna
