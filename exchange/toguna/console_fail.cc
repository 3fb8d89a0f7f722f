// Apart from console.cc, since it reads what a server said in two languages:
// programs that talk to none do without.

#include <iostream>
#include <string>

#include "absl/status/status.h"
#include "exchange/base/json.h"
#include "exchange/base/reason.h"
#include "exchange/rpc/status_details.h"
#include "exchange/toguna/console.h"

namespace toguna {

int Console::Fail(const absl::Status& status) const {
  const Reason reason = ReasonOf(status);
  if (json_) {
    Json metadata;
    for (const auto& [key, value] : reason.metadata) metadata.Set(key, value);
    Json error;
    error.Set("reason", reason.code)
        .Set("message", std::string(status.message()))
        .Set("metadata", metadata);
    Json answer;
    answer.Set("error", error);
    std::cout << answer.Pretty() << '\n';
  }
  std::cerr << "toguna: " << TextFor(language_, status);
  if (!reason.code.empty()) std::cerr << " [" << reason.code << "]";
  std::cerr << '\n';
  return ExitCodeOf(status);
}

}  // namespace toguna
