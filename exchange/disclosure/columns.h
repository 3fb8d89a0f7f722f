#ifndef TOGUNA_EXCHANGE_DISCLOSURE_COLUMNS_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_COLUMNS_H_

// What tables are counted from: a period's records of one unit as columns,
// without anything that a table does not need.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/record/record.h"
#include "policies/model/plan.h"

namespace toguna {

class Scheme;

// One row for every record and point that it counts at. Texts stand once in
// their dictionaries. A plain value; kept, encrypted, as the internal cube that
// quarters and years are counted from.
struct Columns {
  Unit unit = Unit::kRecord;
  std::vector<std::string> dimensions;  // ids
  // Distinct; one code per dimension at the finest depth that any family uses,
  // empty where the dimension's crosswalk gives nothing.
  std::vector<std::vector<std::string>> points;
  std::vector<std::string> sources;       // pseudonyms
  std::vector<std::string> contributors;  // parties

  // Of equal length; numbers of `points`, entities (from 0, equal ones side by
  // side), `sources` and `contributors`, and how many units.
  std::vector<int32_t> point;
  std::vector<int32_t> entity;
  std::vector<int32_t> source;
  std::vector<int32_t> contributor;
  std::vector<int64_t> amount;

  friend bool operator==(const Columns&, const Columns&) = default;
};

// Columns of `records` as `scheme` counts them, the same whatever their order.
// An entity is an incident: records with the same contributor and reference are
// one. With `public_sources` every entity is a source of its own; else records
// without a source count as one source together.
//   kInvalidArgument RECORD_INVALID  see Scheme::TalliesOf
absl::StatusOr<Columns> ColumnsOf(const Scheme& scheme,
                                  std::span<const Record> records,
                                  bool public_sources);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_COLUMNS_H_
