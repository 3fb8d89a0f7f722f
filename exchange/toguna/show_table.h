#ifndef TOGUNA_EXCHANGE_TOGUNA_SHOW_TABLE_H_
#define TOGUNA_EXCHANGE_TOGUNA_SHOW_TABLE_H_

// Sealed tables on a screen: what is shown, and how many cells are not.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "exchange/toguna/console.h"

namespace toguna {

// One cell as a recipient has it; no value means NOT_SHOWN, of which the range
// is all that is known.
struct ShownCell {
  std::vector<std::string> codes;
  std::vector<Label> labels;  // one per code
  std::optional<int64_t> value;
  int64_t low = 0;
  std::optional<int64_t> high;
};

struct ShownTable {
  std::string period;
  std::string family;
  std::string unit;
  std::vector<ShownCell> cells;
};

// Prints a heading, at most `most` shown cells and one cell that is not shown,
// then the counts of both. Where nothing may be shown, says so.
void ShowTable(const Console& console, const ShownTable& table, size_t most);

// Reads extract.csv into tables, in the order of the file.
//   kDataLoss if it is not of the form that packages have
absl::StatusOr<std::vector<ShownTable>> TablesOfExtract(absl::string_view csv);

// Labels by (dataset, dimension, code): what labels.csv of a profile holds, so
// that a recipient reads names without having the catalog.
using Labels = std::map<std::vector<std::string>, Label>;
absl::StatusOr<Labels> ReadLabels(absl::string_view csv);
// Those in the profile in `folder`; none if it has none.
absl::StatusOr<Labels> LabelsOfProfile(const std::string& folder);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_SHOW_TABLE_H_
