#ifndef TOGUNA_EXCHANGE_PACKAGE_OPEN_CONTENT_H_
#define TOGUNA_EXCHANGE_PACKAGE_OPEN_CONTENT_H_

// Internal: whether what was decrypted is what the manifest announced.

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/package/open_package.h"

namespace toguna {

// The table is as large as announced, and no cell that is not shown carries a
// value; extract.json, where there is one, has the same cells.
absl::Status CheckTables(const OpenedPackage& opened);

// Every row is a lead, under a reference of its own, and every cohort has as
// many rows as each of them says. Returns how many rows there are.
absl::StatusOr<int64_t> CheckRows(const OpenedPackage& opened);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_PACKAGE_OPEN_CONTENT_H_
