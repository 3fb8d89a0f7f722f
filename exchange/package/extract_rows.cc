#include "exchange/package/extract_rows.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/plain_text.h"
#include "exchange/base/status_macros.h"
#include "exchange/words/package_words.h"
#include "exchange/words/words.h"

namespace toguna {
namespace {

namespace words = package_words;

// Where each dimension of the extract lies in the codes of a table's cells.
using Axes = std::vector<std::optional<size_t>>;

absl::StatusOr<Axes> AxesOf(const PackageContents& contents,
                            const std::vector<std::string>& dimensions,
                            const SealedTable& table) {
  for (const std::string& dimension : table.dimensions) {
    if (contents.dataset->FindDimension(dimension) == nullptr) {
      return absl::FailedPreconditionError("a dimension is not declared");
    }
  }
  Axes axes;
  for (const std::string& dimension : dimensions) {
    const auto at =
        std::find(table.dimensions.begin(), table.dimensions.end(), dimension);
    axes.push_back(at == table.dimensions.end()
                       ? std::nullopt
                       : std::optional<size_t>(static_cast<size_t>(
                             at - table.dimensions.begin())));
  }
  return axes;
}

// The label of a code, or of a pool, which has its plan's.
absl::StatusOr<const Label*> LabelOf(const Catalog& catalog,
                                     const PackageContents& contents,
                                     const SealedTable& table,
                                     const std::string& dimension,
                                     const std::string& code) {
  const Label* label = nullptr;
  if (const Pool* pool = table.PoolOf(dimension, code); pool != nullptr) {
    label = &pool->label;
  } else {
    const CodeList* list = catalog.ListOf(*contents.dataset, dimension);
    const std::optional<NodeIndex> node =
        list == nullptr ? std::nullopt : list->tree.Find(code);
    if (!node.has_value()) {
      return absl::FailedPreconditionError("a code is not in its code list");
    }
    label = &list->tree.label(*node);
  }
  if (!IsPlainText(code) || !IsPlainText(label->fr) ||
      !IsPlainText(label->en)) {
    return absl::FailedPreconditionError(
        "a text of an extract does not read as its bytes say");
  }
  return label;
}

absl::StatusOr<ExtractRow> RowOf(const Catalog& catalog,
                                 const PackageContents& contents,
                                 const std::vector<std::string>& dimensions,
                                 const Axes& axes, const SelectedTable& table,
                                 const SealedCell& cell) {
  if (cell.codes.size() != table.table.dimensions.size()) {
    return absl::DataLossError("a sealed cell has the wrong dimensions");
  }
  ExtractRow row{.table = &table, .codes = {}, .status = cell.status};
  for (size_t i = 0; i < dimensions.size(); ++i) {
    ExtractRow::Code& code = row.codes.emplace_back();
    if (!axes[i].has_value()) continue;
    code.code = &cell.codes[*axes[i]];
    TOGUNA_ASSIGN_OR_RETURN(code.label, LabelOf(catalog, contents, table.table,
                                                dimensions[i], *code.code));
  }
  if (cell.status == CellStatus::kPublished) {
    row.value = cell.value;
  } else {
    row.low = cell.low;
    row.high = cell.high;
  }
  return row;
}

ExtractColumn Column(std::string name, std::string type,
                     const Sentence& meaning, int width) {
  return {
      std::move(name), std::move(type), {meaning.fr(), meaning.en()}, width};
}

}  // namespace

std::vector<std::string> DimensionsOf(const PackageContents& contents) {
  std::set<std::string> used;
  for (const SelectedTable& one : contents.selection.tables) {
    used.insert(one.table.dimensions.begin(), one.table.dimensions.end());
  }
  std::vector<std::string> dimensions;
  for (const Dimension& dimension : contents.dataset->dimensions) {
    if (used.contains(dimension.id)) dimensions.push_back(dimension.id);
  }
  return dimensions;
}

absl::StatusOr<std::vector<ExtractRow>> ExtractRowsOf(
    const Catalog& catalog, const PackageContents& contents) {
  std::vector<ExtractRow> rows;
  TOGUNA_RETURN_IF_ERROR(VisitExtractRows(
      catalog, contents,
      [&rows](const ExtractRow& row) { rows.push_back(row); }));
  return rows;
}

absl::Status VisitExtractRows(
    const Catalog& catalog, const PackageContents& contents,
    const std::function<void(const ExtractRow& row)>& visit) {
  const std::vector<std::string> dimensions = DimensionsOf(contents);
  for (const SelectedTable& table : contents.selection.tables) {
    TOGUNA_ASSIGN_OR_RETURN(const Axes axes,
                            AxesOf(contents, dimensions, table.table));
    for (const SealedCell& cell : table.table.cells) {
      TOGUNA_ASSIGN_OR_RETURN(
          const ExtractRow row,
          RowOf(catalog, contents, dimensions, axes, table, cell));
      visit(row);
    }
  }
  return absl::OkStatus();
}

std::vector<ExtractColumn> ExtractColumnsOf(const PackageContents& contents) {
  std::vector<ExtractColumn> columns = {
      Column("period", "period", words::kColumnPeriod, 11),
      Column("family", "id", words::kColumnFamily, 24)};
  for (const std::string& dimension : DimensionsOf(contents)) {
    const Label& label = contents.dataset->FindDimension(dimension)->label;
    columns.push_back({absl::StrCat(dimension, "_code"), "code", label, 16});
    columns.push_back(
        {absl::StrCat(dimension, "_label_fr"), "text", label, 28});
    columns.push_back(
        {absl::StrCat(dimension, "_label_en"), "text", label, 28});
  }
  columns.push_back(Column("unit", "RECORD|VICTIM", words::kColumnUnit, 10));
  columns.push_back(
      Column("status", "PUBLISHED|NOT_SHOWN", words::kColumnStatus, 13));
  columns.push_back(Column("value", "integer", words::kColumnValue, 9));
  columns.push_back(Column("low", "integer", words::kColumnLow, 9));
  columns.push_back(Column("high", "integer", words::kColumnHigh, 9));
  return columns;
}

}  // namespace toguna
