#ifndef TOGUNA_EXCHANGE_PACKAGE_EXTRACT_JSON_H_
#define TOGUNA_EXCHANGE_PACKAGE_EXTRACT_JSON_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/usecase/releases.h"
#include "policies/model/catalog.h"

namespace toguna {

// Version of extract.json by itself: it is passed on without its package.
inline constexpr char kExtractJsonFormat[] = "toguna/extract/v1";

// extract.json: one object with all tables and cells; the same bytes for the
// same contents. PUBLISHED cells have "value"; NOT_SHOWN ones "low" and, where
// a limit is known, "high".
//   as ExtractRowsOf
absl::StatusOr<std::string> ExtractJson(const Catalog& catalog,
                                        const PackageContents& contents);

// Whether `json` is such a text and has exactly the cells of `csv`, in order.
bool SameCells(absl::string_view json, absl::string_view csv, char delimiter);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_PACKAGE_EXTRACT_JSON_H_
