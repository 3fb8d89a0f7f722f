#include "exchange/observe/demo_clock.h"

#include <fstream>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "keys/ring/ring.h"

namespace toguna {

Clock DemoClock(std::string path) {
  return [path = std::move(path)] {
    std::ifstream file(path);
    std::string line;
    absl::Time time;
    std::string error;
    if (std::getline(file, line) &&
        absl::ParseTime(absl::RFC3339_full, line, &time, &error)) {
      return time;
    }
    return absl::InfinitePast();
  };
}

}  // namespace toguna
