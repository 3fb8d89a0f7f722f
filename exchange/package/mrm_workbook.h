#ifndef TOGUNA_EXCHANGE_PACKAGE_MRM_WORKBOOK_H_
#define TOGUNA_EXCHANGE_PACKAGE_MRM_WORKBOOK_H_

#include <string>

#include "absl/status/statusor.h"
#include "exchange/usecase/releases.h"
#include "policies/model/catalog.h"

namespace toguna {

// mrm.xlsx: sheets Summary, Violations and Notes, the same bytes for the same
// contents. Like the rest of a package it is for readers of both languages:
// codes are codes, and what is read has both.
//
// Summary comes from the selected tables alone, Violations from the selected
// cohorts alone: victims of killing, maiming, recruitment, sexual violence and
// abduction are counted, of the others violations, and rows never are.
//   as MrmRowsOf and SpreadsheetBytes
absl::StatusOr<std::string> MrmWorkbook(const Catalog& catalog,
                                        const PackageContents& contents);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_PACKAGE_MRM_WORKBOOK_H_
