#ifndef TOGUNA_KEYS_SODIUM_BYTES_H_
#define TOGUNA_KEYS_SODIUM_BYTES_H_

// Small helpers shared inside keys/sodium.

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace toguna {

// The bytes of `text` as libsodium wants them.
inline const unsigned char* BytesOf(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* BytesOf(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

// Sets libsodium up once; aborts if it cannot. Safe for concurrent use.
void EnsureSodium();

// Overwrites and empties a string that held key bytes.
void Wipe(std::string& secret);

// Returns whether both are equal, in time that depends on their sizes only.
bool SameBytes(absl::string_view a, absl::string_view b);

// The `size` lowest bytes of `value`, highest first.
std::string BigEndian(uint64_t value, size_t size);
// The number that `bytes` (at most 8) spell, highest byte first.
uint64_t FromBigEndian(absl::string_view bytes);

}  // namespace toguna

#endif  // TOGUNA_KEYS_SODIUM_BYTES_H_
