#ifndef TOGUNA_EXCHANGE_PACKAGE_EXTRACT_WORKBOOK_H_
#define TOGUNA_EXCHANGE_PACKAGE_EXTRACT_WORKBOOK_H_

#include <string>

#include "absl/status/statusor.h"
#include "exchange/usecase/releases.h"
#include "policies/model/catalog.h"

namespace toguna {

// extract.xlsx, for readers of both languages; the same bytes for the same
// contents. Sheet Data has the rows of extract.csv, numbers as numbers; a cell
// that is not shown has none. Notes is PROTECTION.txt, Codes what the codes
// mean, Columns what the columns hold.
//   as ExtractRowsOf and SpreadsheetBytes
absl::StatusOr<std::string> ExtractWorkbook(const Catalog& catalog,
                                            const PackageContents& contents);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_PACKAGE_EXTRACT_WORKBOOK_H_
