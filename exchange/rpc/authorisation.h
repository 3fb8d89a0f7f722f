#ifndef TOGUNA_EXCHANGE_RPC_AUTHORISATION_H_
#define TOGUNA_EXCHANGE_RPC_AUTHORISATION_H_

// Which role may call which method: the whole table, and nothing else.

#include "absl/strings/string_view.h"
#include "policies/model/party.h"

namespace toguna {

// What kind of call a method is.
enum class CallClass {
  kRead,    // changes nothing; safe to repeat
  kEffect,  // writes; safe to repeat, by request id or by what it does
  kStream,  // lives as long as both sides want: no deadline needed
};

// One row of the table.
struct MethodRule {
  const char* method;  // "/toguna.v1.IntakeService/RetractRecord"
  CallClass call_class;
  // Bit n is set if the role with value n may call.
  unsigned roles;

  bool Allows(Role role) const {
    return (roles & (1U << static_cast<unsigned>(role))) != 0;
  }
};

// The row of `method`, written with a leading '/'; nullptr if there is none,
// which means that nobody may call it.
const MethodRule* RuleOf(absl::string_view method);

// True of methods that only give something to read, previews among them: the
// log counts them by the hour (exchange/audit/read_tally.h). An effect leaves
// an entry of its own, and so does what the one stream that takes records took.
bool IsRead(const MethodRule& rule);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_AUTHORISATION_H_
