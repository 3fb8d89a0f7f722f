#include "exchange/alert/view.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"

namespace toguna {
namespace {

// The dimension that counts by this very attribute; nullptr if none does.
const Dimension* DimensionOf(const Dataset& dataset,
                             absl::string_view attribute) {
  for (const Dimension& dimension : dataset.dimensions) {
    if (dimension.source == Dimension::Source::kAttribute &&
        dimension.attributes.size() == 1 &&
        dimension.attributes.front() == attribute) {
      return &dimension;
    }
  }
  return nullptr;
}

std::optional<int> LevelOf(const Grant& grant, absl::string_view dimension) {
  for (const LevelLimit& limit : grant.level_limits) {
    if (limit.dimension == dimension) return limit.finest;
  }
  return std::nullopt;
}

// True if the alert's code lies within one of the filter's nodes.
bool IsWithin(const Catalog& catalog, const Dataset& dataset,
              const Grant::CodeFilter& filter,
              const std::map<std::string, std::string>& codes) {
  const Dimension* dimension = dataset.FindDimension(filter.dimension);
  const CodeList* list = catalog.ListOf(dataset, filter.dimension);
  if (dimension == nullptr || list == nullptr ||
      dimension->source != Dimension::Source::kAttribute ||
      dimension->attributes.size() != 1) {
    return false;
  }
  const auto code = codes.find(dimension->attributes.front());
  if (code == codes.end()) return false;
  const std::optional<NodeIndex> node = list->tree.Find(code->second);
  return node.has_value() &&
         std::any_of(filter.codes.begin(), filter.codes.end(),
                     [&](const std::string& top) {
                       const auto found = list->tree.Find(top);
                       return found.has_value() &&
                              list->tree.IsWithin(*node, *found);
                     });
}

}  // namespace

std::optional<std::map<std::string, std::string>> CodesInView(
    const Catalog& catalog, const DatasetId& dataset, const Grant& grant,
    const std::map<std::string, std::string>& codes) {
  const Dataset* declared = catalog.FindDataset(dataset);
  if (declared == nullptr) return std::nullopt;
  for (const Grant::CodeFilter& filter : grant.code_filters) {
    if (!IsWithin(catalog, *declared, filter, codes)) return std::nullopt;
  }
  std::map<std::string, std::string> view;
  for (const auto& [field, code] : codes) {
    const Attribute* attribute = declared->FindAttribute(field);
    if (attribute == nullptr) continue;
    const Dimension* dimension = DimensionOf(*declared, field);
    const CodeList* list = catalog.FindCodeList(
        dimension == nullptr ? attribute->code_list : dimension->code_list);
    const auto node = list == nullptr ? std::nullopt : list->tree.Find(code);
    if (!node.has_value()) continue;
    if (dimension == nullptr) {
      view[field] = code;
      continue;
    }
    const std::optional<int> level = LevelOf(grant, dimension->id);
    if (level.has_value() && *level >= 0) {
      view[field] = list->tree.code(list->tree.AtDepth(*node, *level));
    }
  }
  return view;
}

}  // namespace toguna
