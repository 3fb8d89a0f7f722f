#ifndef TOGUNA_EXCHANGE_TOGUNA_SDC_TABLES_H_
#define TOGUNA_EXCHANGE_TOGUNA_SDC_TABLES_H_

// toguna sdc protect and check on plans and records in files.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/toguna/session.h"

namespace toguna {

struct SdcTablesOptions {
  std::string plan;
  std::string records;  // protect only
  std::string out;
  std::vector<std::string> history;
  double seconds = 60;           // protect only
  std::optional<uint64_t> seed;  // protect only
};

// Exit codes: 0 written, 1 the checker refused, 2 bad input, 5 a mistake of
// this program.
int ProtectTables(Session& session, const SdcTablesOptions& options);

// Exit codes: 0 holds, 1 broken, 2 bad input.
int CheckTables(Session& session, const SdcTablesOptions& options);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_SDC_TABLES_H_
