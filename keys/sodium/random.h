#ifndef TOGUNA_KEYS_SODIUM_RANDOM_H_
#define TOGUNA_KEYS_SODIUM_RANDOM_H_

// Sources of random bytes to pass to whatever asks for `RandomBytes`.

#include <cstdint>

#include "keys/ring/ring.h"

namespace toguna {

// The operating system's randomness. Safe for concurrent use.
RandomBytes SystemRandom();

// A ChaCha20 stream that is the same for the same seed and the same order of
// calls. For demonstrations and tests only: whoever knows the seed knows every
// key made from it. Safe for concurrent use; copies share one stream.
RandomBytes SeededRandom(uint64_t seed);

}  // namespace toguna

#endif  // TOGUNA_KEYS_SODIUM_RANDOM_H_
