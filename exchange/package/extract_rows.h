#ifndef TOGUNA_EXCHANGE_PACKAGE_EXTRACT_ROWS_H_
#define TOGUNA_EXCHANGE_PACKAGE_EXTRACT_ROWS_H_

// The rows and columns of an extract before they take a form: extract.csv,
// extract.xlsx and extract.json all show these and nothing else.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/code_tree.h"
#include "exchange/usecase/releases.h"
#include "policies/model/catalog.h"

namespace toguna {

struct ExtractRow {
  struct Code {
    const std::string* code = nullptr;  // nullptr: not of this row's table
    const Label* label = nullptr;
  };
  const SelectedTable* table = nullptr;
  std::vector<Code> codes;  // one per dimension of DimensionsOf
  CellStatus status = CellStatus::kNotShown;
  // PUBLISHED: the number. NOT_SHOWN: its range, as far as one is known.
  std::optional<int64_t> value;
  std::optional<int64_t> low;
  std::optional<int64_t> high;
};

// The dimensions of all selected tables, in the dataset's order.
std::vector<std::string> DimensionsOf(const PackageContents& contents);

// All cells, in the order of the selection. Nothing but PUBLISHED has a value
// and nothing but NOT_SHOWN a range, whatever the cells carry. What the rows
// point to is in `catalog` and `contents`, which must outlive them.
//   kFailedPrecondition a code, dimension or label that cannot be shown
//   kDataLoss           a cell with codes of other dimensions
absl::StatusOr<std::vector<ExtractRow>> ExtractRowsOf(
    const Catalog& catalog, const PackageContents& contents);
// The same one by one, as there may be a million. Each is over when `visit`
// returns.
absl::Status VisitExtractRows(
    const Catalog& catalog, const PackageContents& contents,
    const std::function<void(const ExtractRow& row)>& visit);

struct ExtractColumn {
  std::string name;
  std::string type;
  Label meaning;
  int width = 0;  // in a spreadsheet, in characters
};

// As the header of extract.csv has them: period, family, three for every
// dimension, unit, status, value, low, high. What each means.
std::vector<ExtractColumn> ExtractColumnsOf(const PackageContents& contents);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_PACKAGE_EXTRACT_ROWS_H_
