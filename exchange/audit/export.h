#ifndef TOGUNA_EXCHANGE_AUDIT_EXPORT_H_
#define TOGUNA_EXCHANGE_AUDIT_EXPORT_H_

// Writes the log as files that any tool for c2sp.org/tlog-tiles reads.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace toguna {

// Entries [first, first + count); Ledger::Entries fits.
using ReadEntries = std::function<absl::StatusOr<std::vector<std::string>>(
    uint64_t first, uint64_t count)>;
// Writes one file; `path` is relative and has '/' between folders.
using WriteLogFile = std::function<absl::Status(absl::string_view path,
                                                absl::string_view bytes)>;

// Writes every file of the log that `checkpoint` (a signed note, of
// Ledger::Checkpoint) describes, the file "checkpoint" last, so that a reader
// never meets a head whose tiles are missing. kDataLoss, and no checkpoint
// file, where the entries do not have its root.
absl::Status ExportTiles(absl::string_view checkpoint, const ReadEntries& read,
                         const WriteLogFile& write);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_AUDIT_EXPORT_H_
