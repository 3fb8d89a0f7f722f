// plans/.

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "exchange/words/catalog_words.h"
#include "policies/load/loading.h"
#include "policies/load/plan_parts.h"

namespace toguna {
namespace {

using PlanFile = catalog::v1::PlanFile;

// Victims in files may be counted without saying who they are.
void CheckUnit(const Spot& spot, const PlanFile::Family& family, bool has_who,
               bool in_catalog) {
  if (family.unit() == PlanFile::RECORD) {
    if (has_who) spot.At("unit").Report(words::kRecordsHaveNoWho);
  } else if (family.unit() == PlanFile::VICTIM) {
    if (!has_who && in_catalog) spot.At("unit").Report(words::kVictimsNeedWho);
  } else {
    spot.At("unit").Report(words::kRequired, {},
                           spot.Allowed({"RECORD", "VICTIM"}));
  }
}

// What an axis goes to while its levels are not known: no limit of a grant is
// then finer.
constexpr int kUnknownDepth = 1000;

// nullopt if the dimension is not known.
std::optional<Axis> ReadAxis(const Spot& spot, const PlanFile::Axis& axis,
                             const Catalog& catalog, const Dataset& dataset) {
  if (!Need(spot.At("dimension"), axis.dimension())) return std::nullopt;
  if (dataset.FindDimension(axis.dimension()) == nullptr) {
    std::vector<std::string> names;
    for (const Dimension& one : dataset.dimensions) names.push_back(one.id);
    spot.At("dimension").ReportUnknown(axis.dimension(), names);
    return std::nullopt;
  }
  const Axis unknown{axis.dimension(), 0, kUnknownDepth};
  const CodeList* list = catalog.ListOf(dataset, axis.dimension());
  if (list == nullptr) return unknown;
  const auto coarsest = ReadLevel(spot.At("coarsest"), *list, axis.coarsest());
  const auto finest = ReadLevel(spot.At("finest"), *list, axis.finest());
  if (!coarsest.has_value() || !finest.has_value()) return unknown;
  if (*coarsest > *finest) {
    spot.At("coarsest")
        .Report(words::kDepthReversed, {axis.coarsest(), axis.finest()});
    return unknown;
  }
  return Axis{axis.dimension(), *coarsest, *finest};
}

Plan ReadPlan(Loading& loading, const Spot& root, const PlanFile& file,
              const std::string& stem) {
  Plan plan{.id = PlanId(stem),
            .version = file.version(),
            .dataset = DatasetId(file.dataset()),
            .minimums = ReadMinimums(root, file),
            .families = {}};
  NeedVersion(root.At("version"), file.version());
  RefuseIf(file.dimensions_size() > 0, root.At("dimensions"));
  RefuseIf(file.has_victims_in_every_record(),
           root.At("victims_in_every_record"));
  const Spot at = root.At("dataset");
  const Dataset* dataset =
      Refer(loading, at, loading.catalog.datasets, "datasets", file.dataset());
  if (dataset != nullptr && dataset->kind != Dataset::Kind::kIncidents) {
    at.Report(words::kOnlyIncidents, {file.dataset()});
    dataset = nullptr;
  }
  loading.plans_unsure = loading.plans_unsure || dataset == nullptr;
  if (const Plan* other = loading.catalog.PlanOf(plan.dataset);
      other != nullptr && dataset != nullptr) {
    at.Report(words::kSecondPlan, {file.dataset(), other->id.text()});
  }
  if (file.families_size() == 0) root.At("families").Report(words::kRequired);
  std::set<std::string> seen;
  for (int i = 0; i < file.families_size(); ++i) {
    const Spot spot = root.At("families", i);
    const std::string& id = file.families(i).id();
    if (NeedId(spot.At("id"), id) && !NeedNew(spot.At("id"), seen, id)) {
      // Which of the two was meant to be called otherwise is not known.
      loading.plans_unsure = true;
    }
    if (dataset == nullptr) continue;
    Family family = ReadFamily(loading, spot, file.families(i), *dataset, true);
    if (!loading.unsure_families.contains(family.id)) {
      CheckNotCounted(spot, plan, family);
    }
    plan.families.push_back(std::move(family));
  }
  if (dataset != nullptr) {
    ReadPlanParts(loading, root, file, *dataset, plan);
    ReadCohorts(loading, root, file, *dataset, plan);
  }
  return plan;
}

}  // namespace

Family ReadFamily(Loading& loading, const Spot& spot,
                  const PlanFile::Family& one, const Dataset& dataset,
                  bool in_catalog) {
  Family family{
      .id = FamilyId(one.id()),
      .title = ReadLabel(spot, "title", one.title()),
      .unit = one.unit() == PlanFile::VICTIM ? Unit::kVictim : Unit::kRecord,
      .axes = {}};
  if (one.axes_size() == 0) spot.At("axes").Report(words::kRequired);
  std::set<std::string> seen;
  bool has_who = false;
  for (int i = 0; i < one.axes_size(); ++i) {
    const Spot at = spot.At("axes", i);
    if (!NeedNew(at.At("dimension"), seen, one.axes(i).dimension())) {
      loading.unsure_families.insert(family.id);
      continue;
    }
    const Dimension* dimension = dataset.FindDimension(one.axes(i).dimension());
    has_who = has_who || (dimension != nullptr &&
                          dimension->source == Dimension::Source::kWho);
    auto axis = ReadAxis(at, one.axes(i), loading.catalog, dataset);
    if (axis.has_value()) {
      family.axes.push_back(*std::move(axis));
    } else {
      loading.unsure_families.insert(family.id);
    }
  }
  CheckUnit(spot, one, has_who, in_catalog);
  ReadTiming(spot, one, family);
  return family;
}

void ReadPlans(Loading& loading) {
  ForEachFile<PlanFile>(
      loading, "plans",
      [&](const Spot& root, const PlanFile& file, const std::string& stem) {
        loading.catalog.plans.emplace(PlanId(stem),
                                      ReadPlan(loading, root, file, stem));
        return true;
      });
}

}  // namespace toguna
