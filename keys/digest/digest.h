#ifndef TOGUNA_KEYS_DIGEST_DIGEST_H_
#define TOGUNA_KEYS_DIGEST_DIGEST_H_

// Hashes as pure functions. Digests are raw bytes; HexOf writes them.

#include <string>

#include "absl/strings/string_view.h"

namespace toguna {

std::string Sha256(absl::string_view bytes);                             // 32
std::string HmacSha256(absl::string_view key, absl::string_view bytes);  // 32
// HKDF (RFC 5869) with SHA-256, 32 bytes of output.
std::string HkdfSha256(absl::string_view key, absl::string_view salt,
                       absl::string_view info);
std::string Blake2b(absl::string_view bytes, size_t size);  // 16 to 64 bytes

std::string HexOf(absl::string_view bytes);  // lower case
// RFC 4648 §6 alphabet in lower case, no padding.
std::string Base32Of(absl::string_view bytes);
// RFC 4648 §4 with padding.
std::string Base64Of(absl::string_view bytes);

}  // namespace toguna

#endif  // TOGUNA_KEYS_DIGEST_DIGEST_H_
