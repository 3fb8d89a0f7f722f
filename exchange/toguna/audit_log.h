#ifndef TOGUNA_EXCHANGE_TOGUNA_AUDIT_LOG_H_
#define TOGUNA_EXCHANGE_TOGUNA_AUDIT_LOG_H_

// How `toguna audit` reads and verifies a log.

#include <memory>
#include <optional>
#include <string>

#include "CLI/App.hpp"
#include "absl/status/statusor.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/export.h"
#include "exchange/audit/policy.h"
#include "exchange/audit/seen.h"
#include "exchange/audit/verify.h"
#include "exchange/rpc/client.h"
#include "exchange/toguna/session.h"

namespace toguna {

// A log to verify, wherever it is.
struct LogSource {
  std::string checkpoint;
  // Of exchanges: the newest that witnesses signed; of files the same as
  // `checkpoint`.
  std::string cosigned;
  ReadEntries read;
  ReadLogFile read_file;           // of files alone
  std::unique_ptr<Client> client;  // of exchanges alone
};

// The log of the exchange, or, with `dir`, of exported files.
absl::StatusOr<LogSource> OpenLog(const Session& session,
                                  const std::string& dir);

// Entries of an exchange, page by page. `client` outlives what is returned.
ReadEntries EntriesOf(Client& client);

// Says now and then how far it is, on standard error. `console` outlives it.
SayProgress ProgressOn(const Console& console);

// What was kept at `path` the last time; none if this is the first, or no path
// is given. It may be of a log before, of the same key: its head says which.
//   kDataLoss SEEN_UNREADABLE
absl::StatusOr<std::optional<SeenLog>> ReadSeen(const std::string& path,
                                                const NoteKey& log);

// What the witnesses of `policy` have signed of this log: its newest head, or
// one that a proof shows the newest to extend. Errors as CheckLogPolicy.
absl::StatusOr<PolicyFinding> CheckWitnesses(const LogSource& source,
                                             const LogPolicy& policy,
                                             const LogHead& head);

// `given`, or the file `name` in the folder of whoever types; empty if neither
// is known, or if it `must_exist` and does not.
std::string InProfile(const std::string& given, const Session& session,
                      const char* name, bool must_exist);

// A vkey from a file.
absl::StatusOr<NoteKey> ReadLogKey(const std::string& path);

// Add `toguna audit verify` and `toguna audit report`.
void AddAuditVerify(CLI::App& audit, Session& session);
void AddAuditReport(CLI::App& audit, Session& session);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_AUDIT_LOG_H_
