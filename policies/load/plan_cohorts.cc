// The cohorts of a plan.

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/words/catalog_words.h"
#include "policies/load/plan_parts.h"
#include "policies/model/consent.h"
#include "policies/model/stratum_victims.h"

namespace toguna {
namespace {

using PlanFile = catalog::v1::PlanFile;

constexpr double kLargestWeight = 1'000'000;
// A cohort with so many values of anything would be no cohort any more.
constexpr double kLargestDiversity = 1'000'000;

// Also refuses what is no number.
void NeedBetween(const Spot& spot, double value, double least, double most) {
  if (!(value >= least)) {
    spot.Report(words::kTooSmall, {absl::StrCat(value)},
                spot.InWords(words::kAtLeast, {absl::StrCat(least)}));
  } else if (!(value <= most)) {
    spot.Report(words::kTooLargeNumber, {absl::StrCat(value)},
                spot.InWords(words::kAtMost, {absl::StrCat(most)}));
  }
}

void NeedPositive(const Spot& spot, double value, double most) {
  if (!(value > 0)) {
    spot.Report(words::kNotPositive, {absl::StrCat(value)});
  } else {
    NeedBetween(spot, value, 0, most);
  }
}

bool IsOfRecords(const Dimension& dimension) {
  return dimension.source == Dimension::Source::kAttribute ||
         dimension.source == Dimension::Source::kCrosswalk;
}

bool IsOf(const Dimension& dimension, const std::string& attribute) {
  return std::find(dimension.attributes.begin(), dimension.attributes.end(),
                   attribute) != dimension.attributes.end();
}

// Reads one of the plan's cohorts.
class CohortsReader {
 public:
  CohortsReader(const Loading& loading, const Spot& spot,
                const PlanFile::Cohorts& file, const Dataset& dataset,
                const Plan& plan)
      : loading_(loading),
        catalog_(loading.catalog),
        spot_(spot),
        file_(file),
        dataset_(dataset),
        plan_(plan) {}

  CohortPlan Read() {
    cohorts_.id = CohortsId(file_.id());
    cohorts_.title = ReadLabel(spot_, "title", file_.title());
    ReadCadence();
    ReadPurposes();
    if (file_.strata_size() == 0) spot_.At("strata").Report(words::kRequired);
    for (int i = 0; i < file_.strata_size(); ++i) {
      ReadStratum(spot_.At("strata", i), file_.strata(i));
    }
    if (file_.attributes_size() == 0) {
      spot_.At("attributes").Report(words::kRequired);
    }
    for (int i = 0; i < file_.attributes_size(); ++i) {
      ReadAttribute(spot_.At("attributes", i), file_.attributes(i));
    }
    if (loading_.problems.empty() &&
        TellsKindsOfNeededVictims(catalog_, dataset_, cohorts_)) {
      spot_.At("attributes").Report(words::kKindsOfNeededVictims);
    }
    if (file_.diversity_size() > 1) {
      spot_.At("diversity", 1)
          .Report(words::kOneDiversity, {absl::StrCat(file_.diversity_size())});
    }
    for (int i = 0; i < file_.diversity_size(); ++i) {
      ReadDiversity(spot_.At("diversity", i), file_.diversity(i));
    }
    return std::move(cohorts_);
  }

 private:
  void ReadCadence() {
    const Spot at = spot_.At("cadence");
    if (file_.cadence() == PlanFile::CADENCE_UNSPECIFIED) {
      at.Report(words::kRequired, {}, at.Allowed({"QUARTER"}));
    } else if (file_.cadence() != PlanFile::QUARTER) {
      at.Report(words::kCohortsByQuarter);
    }
  }

  void ReadPurposes() {
    if (file_.purposes_size() == 0) {
      spot_.At("purposes").Report(words::kRequired);
    }
    std::set<std::string> seen;
    for (int i = 0; i < file_.purposes_size(); ++i) {
      const Spot at = spot_.At("purposes", i);
      const std::string& id = file_.purposes(i);
      const Purpose* purpose =
          Refer(loading_, at, catalog_.purposes, "purposes", id);
      if (purpose == nullptr || !NeedNew(at, seen, id)) continue;
      // No record's consent could cover it.
      if (purpose->consent_scopes.empty() &&
          !dataset_.consent_code_list.empty()) {
        at.Report(words::kNoScopes, {id, dataset_.id.text()});
      }
      cohorts_.purposes.push_back(purpose->id);
    }
    // Then nobody could tell tables from what cohorts leave of them. Of lists
    // that were not read there is no telling.
    if (loading_.problems.empty() && !cohorts_.purposes.empty() &&
        !ConsentMayFallShort(catalog_, dataset_, cohorts_.purposes)) {
      spot_.At("purposes").Report(words::kNobodyRefuses, {dataset_.id.text()});
    }
  }

  // The dimension, of an attribute or a crosswalk; reports any other.
  const Dimension* ReadDimension(const Spot& spot, const std::string& id) {
    if (!Need(spot, id)) return nullptr;
    std::vector<std::string> fit;
    for (const Dimension& one : dataset_.dimensions) {
      if (IsOfRecords(one)) fit.push_back(one.id);
    }
    const Dimension* dimension = dataset_.FindDimension(id);
    if (dimension == nullptr) {
      spot.ReportUnknown(id, fit);
      return nullptr;
    }
    if (!IsOfRecords(*dimension)) {
      spot.Report(words::kNotOfRecords, {id}, spot.Allowed(fit));
      return nullptr;
    }
    return dimension;
  }

  // The tallies' list; nullptr without a report if its file is broken.
  const CodeList* Tallies(const Spot& spot) {
    if (dataset_.tally_code_list.empty()) {
      spot.Report(words::kNeedsTallies);
      return nullptr;
    }
    return catalog_.FindCodeList(dataset_.tally_code_list);
  }

  void ReadStratum(const Spot& spot, const PlanFile::Stratum& one) {
    const Dimension* dimension =
        ReadDimension(spot.At("dimension"), one.dimension());
    const CodeList* list = dimension == nullptr
                               ? nullptr
                               : catalog_.ListOf(dataset_, dimension->id);
    if (one.codes_size() == 0) spot.At("codes").Report(words::kRequired);
    std::set<std::string> seen;
    for (int i = 0; i < one.codes_size() && list != nullptr; ++i) {
      const Spot at = spot.At("codes", i);
      const auto node = ReadCode(at, *list, one.codes(i));
      if (!node.has_value() || !NeedNew(at, seen, one.codes(i))) continue;
      if (*node == CodeTree::kTop) {
        at.Report(words::kTopIsEverything, {one.codes(i)});
      }
    }
    if (!one.who().empty()) {
      const CodeList* tallies = Tallies(spot.At("who"));
      if (tallies != nullptr) ReadCode(spot.At("who"), *tallies, one.who());
    }
    cohorts_.strata.push_back(
        {one.dimension(), {one.codes().begin(), one.codes().end()}, one.who()});
  }

  void ReadAttribute(const Spot& spot, const PlanFile::CohortAttribute& one) {
    const int kinds =
        (one.dimension().empty() ? 0 : 1) + (one.victims().empty() ? 0 : 1) +
        (one.incident_quarter() ? 1 : 0) + (one.acceptance_quarter() ? 1 : 0);
    if (kinds != 1) {
      spot.Report(words::kOneKindOfAttribute, {absl::StrCat(kinds)},
                  spot.Allowed({"dimension", "victims", "incident_quarter",
                                "acceptance_quarter"}));
      return;
    }
    using Kind = CohortAttribute::Kind;
    CohortAttribute attribute;
    if (!one.dimension().empty()) {
      attribute.dimension = one.dimension();
      const Spot at = spot.At("dimension");
      if (const Dimension* dimension = ReadDimension(at, one.dimension());
          dimension != nullptr && NeedNew(at, dimensions_, dimension->id)) {
        CheckAbsent(at, *dimension);
        attribute.coarsest = ReadCoarsest(spot.At("coarsest"), one);
      }
    } else if (!one.victims().empty()) {
      attribute.kind = Kind::kVictims;
      attribute.who = one.victims();
      const Spot at = spot.At("victims");
      const CodeList* tallies = Tallies(at);
      if (tallies != nullptr && ReadLeaf(at, *tallies, one.victims())) {
        NeedNew(at, victims_, one.victims());
      }
    } else {
      attribute.kind = one.incident_quarter() ? Kind::kIncidentQuarter
                                              : Kind::kAcceptanceQuarter;
      const char* name =
          one.incident_quarter() ? "incident_quarter" : "acceptance_quarter";
      NeedNew(spot.At(name), quarters_, name);
    }
    if (attribute.kind != Kind::kDimension) {
      RefuseIf(!one.coarsest().empty(), spot.At("coarsest"));
    }
    if (one.has_weight()) {
      NeedPositive(spot.At("weight"), one.weight(), kLargestWeight);
      attribute.weight = one.weight();
    }
    cohorts_.attributes.push_back(std::move(attribute));
  }

  int ReadCoarsest(const Spot& spot, const PlanFile::CohortAttribute& one) {
    if (one.coarsest().empty()) return 0;
    const CodeList* list = catalog_.ListOf(dataset_, one.dimension());
    return list == nullptr ? 0
                           : ReadLevel(spot, *list, one.coarsest()).value_or(0);
  }

  // A table has no cell for records without a code, so what a cohort says of
  // them could be in no cell that the tables' audit knows of.
  void CheckAbsent(const Spot& spot, const Dimension& dimension) {
    if (dimension.source != Dimension::Source::kAttribute) return;
    for (const std::string& id : dimension.attributes) {
      const Attribute* attribute = dataset_.FindAttribute(id);
      if (attribute == nullptr || attribute->required) continue;
      for (const Family& family : plan_.families) {
        if (!CountsBy(family, id)) continue;
        spot.Report(words::kAbsentCode, {id, family.id.text()});
        return;
      }
    }
  }

  // Some axis of the family is of the attribute itself.
  bool CountsBy(const Family& family, const std::string& attribute) const {
    for (const Axis& axis : family.axes) {
      const Dimension* dimension = dataset_.FindDimension(axis.dimension);
      if (dimension != nullptr &&
          dimension->source == Dimension::Source::kAttribute &&
          IsOf(*dimension, attribute)) {
        return true;
      }
    }
    return false;
  }

  void ReadDiversity(const Spot& spot, const PlanFile::Diversity& one) {
    CohortDiversity diversity;
    diversity.attribute = one.attribute();
    const Spot at = spot.At("attribute");
    if (Need(at, one.attribute())) CheckDiverse(at, one.attribute());
    using Kind = CohortDiversity::Kind;
    switch (one.kind()) {
      case PlanFile::Diversity::DISTINCT:
        diversity.kind = Kind::kDistinct;
        break;
      case PlanFile::Diversity::ENTROPY:
        diversity.kind = Kind::kEntropy;
        break;
      case PlanFile::Diversity::RECURSIVE:
        diversity.kind = Kind::kRecursive;
        break;
      default:
        spot.At("kind").Report(
            words::kRequired, {},
            spot.Allowed({"DISTINCT", "ENTROPY", "RECURSIVE"}));
    }
    if (!one.has_l()) {
      spot.At("l").Report(words::kRequired);
    } else {
      NeedBetween(spot.At("l"), one.l(), 1, kLargestDiversity);
      diversity.l = one.l();
    }
    if (one.kind() != PlanFile::Diversity::RECURSIVE) {
      RefuseIf(one.has_c(), spot.At("c"));
    } else if (!one.has_c()) {
      spot.At("c").Report(words::kRequired);
    } else {
      NeedPositive(spot.At("c"), one.c(), kLargestDiversity);
      diversity.c = one.c();
    }
    cohorts_.diversity.push_back(std::move(diversity));
  }

  // It has codes, and no row shows it, be it in part.
  void CheckDiverse(const Spot& spot, const std::string& id) {
    const Attribute* attribute = dataset_.FindAttribute(id);
    if (attribute == nullptr) {
      std::vector<std::string> codes;
      for (const Attribute& one : dataset_.attributes) {
        if (one.kind == Attribute::Kind::kCode) codes.push_back(one.id);
      }
      spot.ReportUnknown(id, codes);
      return;
    }
    if (attribute->kind != Attribute::Kind::kCode) {
      spot.Report(words::kNotACode, {id});
      return;
    }
    for (const std::string& shown : dimensions_) {
      const Dimension* dimension = dataset_.FindDimension(shown);
      if (dimension != nullptr && IsOf(*dimension, id)) {
        spot.Report(words::kDiverseIsShown, {id, shown});
        return;
      }
    }
  }

  const Loading& loading_;
  const Catalog& catalog_;
  const Spot& spot_;
  const PlanFile::Cohorts& file_;
  const Dataset& dataset_;
  const Plan& plan_;
  CohortPlan cohorts_;
  std::set<std::string> dimensions_;  // shown
  std::set<std::string> victims_;     // likewise
  std::set<std::string> quarters_;    // likewise, by field
};

}  // namespace

void ReadCohorts(const Loading& loading, const Spot& root, const PlanFile& file,
                 const Dataset& dataset, Plan& plan) {
  std::set<std::string> ids;
  for (const Family& family : plan.families) ids.insert(family.id.text());
  for (int i = 0; i < file.cohorts_size(); ++i) {
    const Spot spot = root.At("cohorts", i);
    const std::string& id = file.cohorts(i).id();
    if (NeedId(spot.At("id"), id)) NeedNew(spot.At("id"), ids, id);
    plan.cohorts.push_back(
        CohortsReader(loading, spot, file.cohorts(i), dataset, plan).Read());
  }
}

}  // namespace toguna
