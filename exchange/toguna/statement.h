#ifndef TOGUNA_EXCHANGE_TOGUNA_STATEMENT_H_
#define TOGUNA_EXCHANGE_TOGUNA_STATEMENT_H_

// What recipients sign, as files: a text, and its signature in FILE.minisig.

#include <string>

#include "CLI/App.hpp"
#include "absl/status/statusor.h"
#include "exchange/toguna/session.h"
#include "exchange/usecase/statement_text.h"

namespace toguna {

// Writes the statement to `path` and signs it with the profile's minisign key.
// With a key that a password protects, the text is there all the same:
// `minisign -Sm FILE -x FILE.minisig` signs it.
absl::Status WriteStatement(const Session& session, const Statement& statement,
                            const std::string& path);

// Sends both files and says what came of it.
absl::StatusOr<int> DeliverStatement(Session& session, const std::string& path);

// Today where whoever types is, or the day that is given.
absl::StatusOr<absl::CivilDay> DayOrToday(const Session& session,
                                          const std::string& given);

// toguna statement deliver and list, and the other name of the first.
void AddStatement(CLI::App& app, Session& session);
void AddDeliver(CLI::App& parent, Session& session);

// toguna extract receipt.
void AddReceipt(CLI::App& extract, Session& session);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_STATEMENT_H_
