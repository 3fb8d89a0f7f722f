#ifndef TOGUNA_EXCHANGE_STORAGE_ANCHOR_H_
#define TOGUNA_EXCHANGE_STORAGE_ANCHOR_H_

// The newest signed head in a file outside the database, best on another
// volume: what shows that the database was put back to an earlier state.

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace toguna {

// The bytes of the file at `path`; none if there is no such file. kInternal if
// it cannot be read.
absl::StatusOr<std::optional<std::string>> ReadAnchor(const std::string& path);

// Replaces the file at `path`; on disk when it returns OK, and never half
// written. kResourceExhausted (reason DISK_FULL) leaves the old one in place;
// kInternal for any other error.
absl::Status WriteAnchor(const std::string& path, absl::string_view note);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_STORAGE_ANCHOR_H_
