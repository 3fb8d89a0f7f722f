#include "exchange/observe/crash_policy.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include "absl/status/status.h"

namespace toguna {

absl::Status InstallCrashPolicy() {
  const rlimit none = {0, 0};
  if (prctl(PR_SET_DUMPABLE, 0) != 0 || setrlimit(RLIMIT_CORE, &none) != 0) {
    return absl::InternalError("core files cannot be switched off");
  }
  return absl::OkStatus();
}

}  // namespace toguna
