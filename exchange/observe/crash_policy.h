#ifndef TOGUNA_EXCHANGE_OBSERVE_CRASH_POLICY_H_
#define TOGUNA_EXCHANGE_OBSERVE_CRASH_POLICY_H_

#include "absl/status/status.h"

namespace toguna {

// A crash must not leave keys or records behind: no core file, and no other
// process of the same user may read this one's memory. Call first in main.
// kInternal if the system refuses, and then the server must not start.
absl::Status InstallCrashPolicy();

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_OBSERVE_CRASH_POLICY_H_
