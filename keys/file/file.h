#ifndef TOGUNA_KEYS_FILE_FILE_H_
#define TOGUNA_KEYS_FILE_FILE_H_

// Files that must be whole or not there at all, and secret ones that nobody
// else on the machine may read. Errors name the path and what to do.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace toguna {

// Writes `bytes` to `path` so that after a crash the old or the new content is
// there, never a part, and the new one stays once this has returned OK. Only
// the owner may read it (mode 0600).
absl::Status WriteSecretFile(const std::string& path, absl::string_view bytes);
// The same for a file that all may read (mode 0644).
absl::Status WritePublicFile(const std::string& path, absl::string_view bytes);

// Returns kFailedPrecondition with the command that repairs it if others than
// the owner may read or change the file, kNotFound if there is none.
absl::StatusOr<std::string> ReadSecretFile(const std::string& path);
absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace toguna

#endif  // TOGUNA_KEYS_FILE_FILE_H_
