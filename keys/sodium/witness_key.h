#ifndef TOGUNA_KEYS_SODIUM_WITNESS_KEY_H_
#define TOGUNA_KEYS_SODIUM_WITNESS_KEY_H_

// The key file of a log's witness: one Ed25519 seed that signs nothing else.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "keys/ring/ring.h"
#include "keys/sodium/secret.h"

namespace toguna {

// A new 32-byte seed.
Secret GenerateWitnessKey(const RandomBytes& random);

// "toguna witness key v1", then a line of base64.
std::string RevealWitnessKeyFile(const Secret& seed);

// Reads such a file; kInvalidArgument if it is none.
absl::StatusOr<Secret> ParseWitnessKeyFile(absl::string_view text);

}  // namespace toguna

#endif  // TOGUNA_KEYS_SODIUM_WITNESS_KEY_H_
