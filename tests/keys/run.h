#ifndef TOGUNA_TESTS_KEYS_RUN_H_
#define TOGUNA_TESTS_KEYS_RUN_H_

#include <cstdlib>
#include <string>

namespace toguna::testing {

// Runs a shell command quietly; returns whether it succeeded. For the programs
// that serve as oracles: age, minisign, openssl.
inline bool Runs(const std::string& command) {
  return std::system(("( " + command + " ) >/dev/null 2>&1").c_str()) == 0;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_KEYS_RUN_H_
