#include "keys/sodium/bytes.h"

#include <sodium.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/string_view.h"

namespace toguna {

void EnsureSodium() {
  static const int state = sodium_init();
  // Without a source of randomness no key and no nonce can be trusted.
  if (state < 0) std::abort();
}

void Wipe(std::string& secret) {
  sodium_memzero(secret.data(), secret.size());
  secret.clear();
}

bool SameBytes(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() &&
         sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string BigEndian(uint64_t value, size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = size; i > 0; --i) {
    bytes[i - 1] = static_cast<char>(value & 0xFFU);
    value >>= 8U;
  }
  return bytes;
}

uint64_t FromBigEndian(absl::string_view bytes) {
  uint64_t value = 0;
  for (const char byte : bytes) {
    value = (value << 8U) | static_cast<unsigned char>(byte);
  }
  return value;
}

}  // namespace toguna
