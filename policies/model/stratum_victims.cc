#include "policies/model/stratum_victims.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "exchange/base/code_tree.h"

namespace toguna {
namespace {

using Exemption = VictimsInEveryRecord::Exemption;

// Every record with `code` of the condition's dimension has a code of the
// exemption; false where there is no telling.
bool LetsBeWithout(const Catalog& catalog, const Dataset& dataset,
                   const Dimension& dimension, const std::string& code,
                   const Exemption& exemption) {
  const Attribute* attribute = dataset.FindAttribute(exemption.attribute);
  const CodeList* list = attribute == nullptr
                             ? nullptr
                             : catalog.FindCodeList(attribute->code_list);
  const auto column =
      std::find(dimension.attributes.begin(), dimension.attributes.end(),
                exemption.attribute);
  if (list == nullptr || column == dimension.attributes.end()) return false;
  const auto is_exempt = [&](const std::string& one) {
    const auto node = list->tree.Find(one);
    return node.has_value() &&
           std::any_of(exemption.codes.begin(), exemption.codes.end(),
                       [&](const std::string& exempt) {
                         const auto top = list->tree.Find(exempt);
                         return top.has_value() &&
                                list->tree.IsWithin(*node, *top);
                       });
  };
  if (dimension.source == Dimension::Source::kAttribute) return is_exempt(code);
  if (dimension.source != Dimension::Source::kCrosswalk) return false;
  const CodeList* to = catalog.ListOf(dataset, dimension.id);
  const auto top = to == nullptr ? std::nullopt : to->tree.Find(code);
  if (!top.has_value()) return false;
  const auto at = static_cast<size_t>(column - dimension.attributes.begin());
  return std::all_of(
      dimension.crosswalk.begin(), dimension.crosswalk.end(),
      [&](const Dimension::CrosswalkRow& row) {
        const auto node = to->tree.Find(row.to);
        return !node.has_value() || !to->tree.IsWithin(*node, *top) ||
               (at < row.codes.size() && is_exempt(row.codes[at]));
      });
}

}  // namespace

bool MayNeedVictims(const Catalog& catalog, const Dataset& dataset,
                    const CohortPlan::Stratum& stratum) {
  if (!dataset.victims_in_every_record.has_value()) return false;
  const std::vector<Exemption>& unless =
      dataset.victims_in_every_record->unless;
  const Dimension* dimension = dataset.FindDimension(stratum.dimension);
  return dimension == nullptr ||
         !std::all_of(stratum.codes.begin(), stratum.codes.end(),
                      [&](const std::string& code) {
                        return std::any_of(unless.begin(), unless.end(),
                                           [&](const Exemption& one) {
                                             return LetsBeWithout(
                                                 catalog, dataset, *dimension,
                                                 code, one);
                                           });
                      });
}

bool TellsKindsOfNeededVictims(const Catalog& catalog, const Dataset& dataset,
                               const CohortPlan& plan) {
  const bool tells =
      std::any_of(plan.attributes.begin(), plan.attributes.end(),
                  [](const CohortAttribute& one) {
                    return one.kind == CohortAttribute::Kind::kVictims;
                  });
  return tells && std::any_of(plan.strata.begin(), plan.strata.end(),
                              [&](const CohortPlan::Stratum& one) {
                                return one.who.empty() &&
                                       MayNeedVictims(catalog, dataset, one);
                              });
}

}  // namespace toguna
