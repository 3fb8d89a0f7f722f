#include "exchange/disclosure/columns.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/status_macros.h"
#include "exchange/disclosure/scheme.h"

namespace toguna {
namespace {

// Records in an order that does not depend on the one they came in, equal
// entities side by side.
std::vector<const Record*> Sorted(std::span<const Record> records) {
  std::vector<const Record*> sorted;
  sorted.reserve(records.size());
  for (const Record& record : records) sorted.push_back(&record);
  std::sort(sorted.begin(), sorted.end(), [](const Record* a, const Record* b) {
    return std::tie(a->contributor, a->ref, a->source, a->instance) <
           std::tie(b->contributor, b->ref, b->source, b->instance);
  });
  return sorted;
}

// Numbers texts in the order they first come.
class Dictionary {
 public:
  explicit Dictionary(std::vector<std::string>& texts) : texts_(texts) {}

  int32_t NumberOf(const std::string& text) {
    const auto [found, added] =
        numbers_.emplace(text, static_cast<int32_t>(texts_.size()));
    if (added) texts_.push_back(text);
    return found->second;
  }

 private:
  std::vector<std::string>& texts_;
  absl::flat_hash_map<std::string, int32_t> numbers_;
};

}  // namespace

absl::StatusOr<Columns> ColumnsOf(const Scheme& scheme,
                                  std::span<const Record> records,
                                  bool public_sources) {
  Columns columns;
  columns.unit = scheme.unit();
  columns.dimensions = scheme.DimensionIds();
  Dictionary sources(columns.sources);
  Dictionary contributors(columns.contributors);
  absl::flat_hash_map<Point, int32_t> points;
  int32_t entity = -1;
  const Record* last = nullptr;
  for (const Record* record : Sorted(records)) {
    if (last == nullptr || last->contributor != record->contributor ||
        last->ref != record->ref) {
      ++entity;
    }
    last = record;
    const int32_t source = sources.NumberOf(
        public_sources ? absl::StrCat("entity ", entity) : record->source);
    const int32_t contributor =
        contributors.NumberOf(record->contributor.text());
    TOGUNA_ASSIGN_OR_RETURN(const std::vector<Tally> tallies,
                            scheme.TalliesOf(*record));
    for (const Tally& tally : tallies) {
      const auto [found, added] = points.emplace(
          tally.point, static_cast<int32_t>(columns.points.size()));
      if (added) columns.points.push_back(scheme.CodesOfPoint(tally.point));
      columns.point.push_back(found->second);
      columns.entity.push_back(entity);
      columns.source.push_back(source);
      columns.contributor.push_back(contributor);
      columns.amount.push_back(tally.amount);
    }
  }
  return columns;
}

}  // namespace toguna
