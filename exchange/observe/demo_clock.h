#ifndef TOGUNA_EXCHANGE_OBSERVE_DEMO_CLOCK_H_
#define TOGUNA_EXCHANGE_OBSERVE_DEMO_CLOCK_H_

#include <string>

#include "keys/ring/ring.h"

namespace toguna {

// A clock that says what the first line of the file at `path` says (RFC 3339,
// UTC), read anew each time, so that a demonstration can let months pass.
// Where the file cannot be read, time is the infinite past: nothing is valid
// yet and everything is refused. Only for operations that say DEMO.
Clock DemoClock(std::string path);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_OBSERVE_DEMO_CLOCK_H_
