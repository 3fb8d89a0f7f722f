#ifndef TOGUNA_EXCHANGE_SDC_FILE_RECORDS_H_
#define TOGUNA_EXCHANGE_SDC_FILE_RECORDS_H_

// Records in a file, for statisticians: no pseudonyms, no dates, only what is
// counted.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/period.h"
#include "exchange/record/record.h"
#include "exchange/words/words.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"

namespace toguna {

// Records by the month that accepted them.
struct FileRecords {
  std::vector<Period> months;                // distinct, ascending
  std::vector<std::vector<Record>> records;  // one list per month
};

// Reads `text`, CSV with ';' and one line per entity:
//   entity;source;contributor;accepted;<dimension>…;<measure>…
// Every dimension of `dataset` but who was harmed is a column of finest codes.
// Measures are a column of counts for every finest code of who was harmed;
// without such a dimension, where `victims` says that they are counted, the one
// column "victims". No other column. A file without lines, or with the first
// one only, is a month without records.
//
//   kInvalidArgument RECORDS_INVALID  all mistakes, up to a screenful, each
//     with `name` and its line; without any value of the file
absl::StatusOr<FileRecords> ParseRecords(const std::string& name,
                                         absl::string_view text,
                                         const Catalog& catalog,
                                         const Dataset& dataset, bool victims,
                                         Language language);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_SDC_FILE_RECORDS_H_
