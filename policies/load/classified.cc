#include "policies/load/classified.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "exchange/words/catalog_words.h"

namespace toguna {

std::optional<Sensitivity> ReadSensitivity(const Spot& spot,
                                           catalog::v1::Sensitivity given) {
  switch (given) {
    case catalog::v1::LOW:
      return Sensitivity::kLow;
    case catalog::v1::MODERATE:
      return Sensitivity::kModerate;
    case catalog::v1::HIGH:
      return Sensitivity::kHigh;
    case catalog::v1::SEVERE:
      return Sensitivity::kSevere;
    default:
      spot.Report(words::kRequired, {},
                  spot.Allowed({"LOW", "MODERATE", "HIGH", "SEVERE"}));
      return std::nullopt;
  }
}

void ReadClassified(const Loading& loading, const Spot& root,
                    const catalog::v1::DatasetFile& file, Dataset& dataset) {
  // What is missing is reported here, not where agreements give it.
  dataset.sensitivity =
      ReadSensitivity(root.At("sensitivity"), file.sensitivity())
          .value_or(Sensitivity::kLow);
  std::vector<std::string> dimensions;
  for (const Dimension& one : dataset.dimensions) dimensions.push_back(one.id);
  std::map<std::string, std::set<std::string>> seen;  // by dimension
  for (int i = 0; i < file.classified_size(); ++i) {
    const auto& one = file.classified(i);
    const Spot spot = root.At("classified", i);
    Classified classified{.dimension = one.dimension(),
                          .codes = {},  // those that are right
                          .sensitivity = ReadSensitivity(spot.At("sensitivity"),
                                                         one.sensitivity())
                                             .value_or(Sensitivity::kLow),
                          .owner_approval = one.owner_approval(),
                          .reason = ReadLabel(spot, "reason", one.reason())};
    if (one.codes_size() == 0) spot.At("codes").Report(words::kRequired);
    if (Need(spot.At("dimension"), one.dimension()) &&
        dataset.FindDimension(one.dimension()) == nullptr) {
      spot.At("dimension").ReportUnknown(one.dimension(), dimensions);
    } else if (const CodeList* list =
                   loading.catalog.ListOf(dataset, one.dimension());
               list != nullptr) {
      for (int j = 0; j < one.codes_size(); ++j) {
        const Spot at = spot.At("codes", j);
        const auto node = ReadCode(at, *list, one.codes(j));
        if (!node.has_value()) continue;
        if (*node == CodeTree::kTop) {
          at.Report(words::kTopIsEverything, {one.codes(j)});
        } else if (NeedNew(at, seen[one.dimension()], one.codes(j))) {
          classified.codes.push_back(one.codes(j));
        }
      }
    }
    dataset.classified.push_back(std::move(classified));
  }
}

}  // namespace toguna
