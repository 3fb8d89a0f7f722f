#ifndef TOGUNA_EXCHANGE_AUDIT_VERIFY_H_
#define TOGUNA_EXCHANGE_AUDIT_VERIFY_H_

// Checks an exported log from its files alone, as a stranger would.

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"

namespace toguna {

// The bytes of the file at `path` (as ExportTiles wrote it); none if there is
// no such file.
using ReadLogFile = std::function<absl::StatusOr<std::optional<std::string>>(
    absl::string_view path)>;

// Returns the head if everything fits: signature under `vkey`, every entry
// bundle and tile that the size calls for, the root, and, if given, that
// `previous` (a signed note kept from an earlier time) is a prefix.
//
//   kDataLoss            a file is missing or differs; the message names it
//   kFailedPrecondition  the log was rolled back or forked against `previous`
//   kPermissionDenied    the checkpoint is of another log or key
//   kInvalidArgument     `vkey` is not a key
absl::StatusOr<LogHead> VerifyExport(
    const ReadLogFile& read, absl::string_view vkey,
    const Ed25519Verifier& verify,
    const std::optional<std::string>& previous = std::nullopt);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_AUDIT_VERIFY_H_
