// Cubes, and the keys that they are shredded with, as stored messages.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "exchange/base/status_macros.h"
#include "exchange/storage/row_parts.h"

namespace toguna {
namespace {

namespace pb = ::toguna::stored::v1;

void EncodeColumns(const Columns& columns, pb::Cube::Columns& message) {
  message.set_unit(EncodeUnit(columns.unit));
  for (const std::string& id : columns.dimensions) message.add_dimensions(id);
  absl::flat_hash_map<std::string, int32_t> numbers;
  for (const std::vector<std::string>& point : columns.points) {
    for (const std::string& code : point) {
      const auto [found, added] =
          numbers.emplace(code, static_cast<int32_t>(numbers.size()));
      if (added) message.add_codes(code);
      message.add_points(found->second);
    }
  }
  for (const std::string& source : columns.sources) message.add_sources(source);
  for (const std::string& contributor : columns.contributors) {
    message.add_contributors(contributor);
  }
  message.mutable_point()->Add(columns.point.begin(), columns.point.end());
  message.mutable_entity()->Add(columns.entity.begin(), columns.entity.end());
  message.mutable_source()->Add(columns.source.begin(), columns.source.end());
  message.mutable_contributor()->Add(columns.contributor.begin(),
                                     columns.contributor.end());
  message.mutable_amount()->Add(columns.amount.begin(), columns.amount.end());
}

// True if every number names one of `size` texts.
template <typename Numbers>
bool AllBelow(const Numbers& numbers, size_t size) {
  return std::all_of(numbers.begin(), numbers.end(), [size](int32_t number) {
    return number >= 0 && static_cast<size_t>(number) < size;
  });
}

// Rows of equal length that name what there is.
bool Fits(const Columns& columns) {
  const size_t rows = columns.point.size();
  return columns.entity.size() == rows && columns.source.size() == rows &&
         columns.contributor.size() == rows && columns.amount.size() == rows &&
         AllBelow(columns.point, columns.points.size()) &&
         AllBelow(columns.source, columns.sources.size()) &&
         AllBelow(columns.contributor, columns.contributors.size()) &&
         AllBelow(columns.entity, std::numeric_limits<int32_t>::max());
}

absl::StatusOr<Columns> DecodeColumns(const pb::Cube::Columns& message) {
  Columns columns;
  TOGUNA_ASSIGN_OR_RETURN(columns.unit, DecodeUnit(message.unit()));
  columns.dimensions.assign(message.dimensions().begin(),
                            message.dimensions().end());
  const std::vector<std::string> codes(message.codes().begin(),
                                       message.codes().end());
  const size_t width = columns.dimensions.size();
  if (!AllBelow(message.points(), codes.size())) return UnknownStored();
  const auto texts = static_cast<size_t>(message.points_size());
  // Without dimensions there is no telling how many points there are.
  if (width == 0 ? texts > 0 || message.point_size() > 0 : texts % width > 0) {
    return UnknownStored();
  }
  for (size_t i = 0; i < texts; i += width) {
    std::vector<std::string>& point = columns.points.emplace_back();
    for (size_t d = 0; d < width; ++d) {
      const int32_t code = message.points(static_cast<int>(i + d));
      point.push_back(codes[static_cast<size_t>(code)]);
    }
  }
  columns.sources.assign(message.sources().begin(), message.sources().end());
  columns.contributors.assign(message.contributors().begin(),
                              message.contributors().end());
  columns.point.assign(message.point().begin(), message.point().end());
  columns.entity.assign(message.entity().begin(), message.entity().end());
  columns.source.assign(message.source().begin(), message.source().end());
  columns.contributor.assign(message.contributor().begin(),
                             message.contributor().end());
  columns.amount.assign(message.amount().begin(), message.amount().end());
  if (!Fits(columns)) return UnknownStored();
  return columns;
}

}  // namespace

pb::ShredKey Encode(const ShredKeyRow& row) {
  pb::ShredKey message;
  message.set_dataset(row.dataset.text());
  message.set_year(row.year.text());
  message.set_key(row.key);
  return message;
}

absl::StatusOr<Row> Decode(const pb::ShredKey& message) {
  ShredKeyRow row;
  row.dataset = DatasetId(message.dataset());
  TOGUNA_ASSIGN_OR_RETURN(row.year, DecodePeriod(message.year()));
  row.key = message.key();
  return row;
}

pb::Cube Encode(const CubeRow& row) {
  pb::Cube message;
  message.set_dataset(row.dataset.text());
  message.set_month(row.month.text());
  for (const Columns& columns : row.columns) {
    EncodeColumns(columns, *message.add_columns());
  }
  for (const Stratum& stratum : row.strata) {
    EncodeStratum(stratum, *message.add_strata());
  }
  return message;
}

absl::StatusOr<Row> Decode(const pb::Cube& message) {
  CubeRow row;
  row.dataset = DatasetId(message.dataset());
  TOGUNA_ASSIGN_OR_RETURN(row.month, DecodePeriod(message.month()));
  for (const pb::Cube::Columns& one : message.columns()) {
    TOGUNA_ASSIGN_OR_RETURN(Columns columns, DecodeColumns(one));
    row.columns.push_back(std::move(columns));
  }
  for (const pb::Stratum& one : message.strata()) {
    TOGUNA_ASSIGN_OR_RETURN(Stratum stratum, DecodeStratum(one, row.month));
    row.strata.push_back(std::move(stratum));
  }
  return row;
}

}  // namespace toguna
