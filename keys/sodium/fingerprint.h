#ifndef TOGUNA_KEYS_SODIUM_FINGERPRINT_H_
#define TOGUNA_KEYS_SODIUM_FINGERPRINT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace toguna {

// Five words such as "lusab-babad-gutih-tugad-hanop" that two people compare
// on the telephone, in French or English: 80 bits of
// BLAKE2b-256("toguna/fingerprint/v1" || key), 16 a word (Wilkerson's
// proquints). Whoever wants a key with the same words must try 2^80 keys.
std::string SpokenFingerprint(absl::string_view public_key_bytes);

}  // namespace toguna

#endif  // TOGUNA_KEYS_SODIUM_FINGERPRINT_H_
