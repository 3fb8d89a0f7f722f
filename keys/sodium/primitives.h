#ifndef TOGUNA_KEYS_SODIUM_PRIMITIVES_H_
#define TOGUNA_KEYS_SODIUM_PRIMITIVES_H_

// Ciphers, key agreement and signatures over byte strings. Keys, nonces and
// signatures of a wrong size are refused, never padded or cut.
// All are safe for concurrent use.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "keys/ring/ring.h"
#include "keys/sodium/secret.h"

namespace toguna {

// One authenticated encryption: 32-byte key, 16-byte tag after the ciphertext.
enum class Aead {
  kChaCha20Poly1305,   // RFC 8439, 12-byte nonce
  kXChaCha20Poly1305,  // 24-byte nonce, so random ones never repeat
};
inline constexpr size_t kTagSize = 16;

// Returns ciphertext and tag; nothing if the key or nonce has a wrong size.
std::optional<std::string> AeadSeal(Aead aead, absl::string_view key,
                                    absl::string_view nonce,
                                    absl::string_view associated,
                                    absl::string_view plaintext);
// Returns the plaintext; nothing if anything was changed.
std::optional<std::string> AeadOpen(Aead aead, absl::string_view key,
                                    absl::string_view nonce,
                                    absl::string_view associated,
                                    absl::string_view sealed);

// X25519 (RFC 7748). Returns nothing for a point that gives all zeros.
std::optional<std::string> X25519(absl::string_view scalar,
                                  absl::string_view point);
// The public key of a 32-byte scalar.
std::string X25519Public(absl::string_view scalar);

// Returns whether `signature` (64 bytes) is `public_key`'s (32 bytes) on
// `message`, by libsodium's strict rules.
bool VerifyEd25519(absl::string_view public_key, absl::string_view message,
                   absl::string_view signature);

// The public key of a 32-byte Ed25519 seed.
std::string Ed25519Public(const Secret& seed);
// The Signer of a 32-byte seed. Safe for concurrent use.
std::unique_ptr<Signer> MakeEd25519Signer(const Secret& seed);

}  // namespace toguna

#endif  // TOGUNA_KEYS_SODIUM_PRIMITIVES_H_
