#include "keys/sodium/primitives.h"

#include <sodium.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "keys/ring/ring.h"
#include "keys/sodium/bytes.h"
#include "keys/sodium/secret.h"

namespace toguna {
namespace {

constexpr size_t kKeySize = 32;

// libsodium's four functions share these two shapes.
struct AeadFunctions {
  size_t nonce_size;
  decltype(&crypto_aead_chacha20poly1305_ietf_encrypt) seal;
  decltype(&crypto_aead_chacha20poly1305_ietf_decrypt) open;
};

AeadFunctions FunctionsOf(Aead aead) {
  if (aead == Aead::kChaCha20Poly1305) {
    return {crypto_aead_chacha20poly1305_IETF_NPUBBYTES,
            crypto_aead_chacha20poly1305_ietf_encrypt,
            crypto_aead_chacha20poly1305_ietf_decrypt};
  }
  return {crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
          crypto_aead_xchacha20poly1305_ietf_encrypt,
          crypto_aead_xchacha20poly1305_ietf_decrypt};
}

// libsodium's own form of a secret key: seed and public key.
Secret SigningKeyOf(const Secret& seed) {
  std::string pair(crypto_sign_SECRETKEYBYTES, '\0');
  std::string public_key(crypto_sign_PUBLICKEYBYTES, '\0');
  crypto_sign_seed_keypair(BytesOf(public_key), BytesOf(pair),
                           BytesOf(seed.RevealSecret()));
  return Secret(std::move(pair));
}

class Ed25519Signer : public Signer {
 public:
  explicit Ed25519Signer(const Secret& seed)
      : key_(SigningKeyOf(seed)), public_key_(Ed25519Public(seed)) {}

  std::string Sign(absl::string_view message) const override {
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(BytesOf(signature), nullptr, BytesOf(message),
                         message.size(), BytesOf(key_.RevealSecret()));
    return signature;
  }
  const std::string& public_key() const override { return public_key_; }

 private:
  const Secret key_;
  const std::string public_key_;
};

}  // namespace

std::optional<std::string> AeadSeal(Aead aead, absl::string_view key,
                                    absl::string_view nonce,
                                    absl::string_view associated,
                                    absl::string_view plaintext) {
  const AeadFunctions functions = FunctionsOf(aead);
  if (key.size() != kKeySize || nonce.size() != functions.nonce_size) {
    return std::nullopt;
  }
  std::string sealed(plaintext.size() + kTagSize, '\0');
  functions.seal(BytesOf(sealed), nullptr, BytesOf(plaintext), plaintext.size(),
                 BytesOf(associated), associated.size(), nullptr,
                 BytesOf(nonce), BytesOf(key));
  return sealed;
}

std::optional<std::string> AeadOpen(Aead aead, absl::string_view key,
                                    absl::string_view nonce,
                                    absl::string_view associated,
                                    absl::string_view sealed) {
  const AeadFunctions functions = FunctionsOf(aead);
  if (key.size() != kKeySize || nonce.size() != functions.nonce_size ||
      sealed.size() < kTagSize) {
    return std::nullopt;
  }
  std::string plaintext(sealed.size() - kTagSize, '\0');
  if (functions.open(BytesOf(plaintext), nullptr, nullptr, BytesOf(sealed),
                     sealed.size(), BytesOf(associated), associated.size(),
                     BytesOf(nonce), BytesOf(key)) != 0) {
    return std::nullopt;
  }
  return plaintext;
}

std::optional<std::string> X25519(absl::string_view scalar,
                                  absl::string_view point) {
  if (scalar.size() != kKeySize || point.size() != kKeySize) {
    return std::nullopt;
  }
  std::string shared(kKeySize, '\0');
  if (crypto_scalarmult(BytesOf(shared), BytesOf(scalar), BytesOf(point)) !=
      0) {
    return std::nullopt;
  }
  return shared;
}

std::string X25519Public(absl::string_view scalar) {
  std::string point(kKeySize, '\0');
  crypto_scalarmult_base(BytesOf(point), BytesOf(scalar));
  return point;
}

bool VerifyEd25519(absl::string_view public_key, absl::string_view message,
                   absl::string_view signature) {
  return public_key.size() == crypto_sign_PUBLICKEYBYTES &&
         signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(BytesOf(signature), BytesOf(message),
                                     message.size(), BytesOf(public_key)) == 0;
}

std::string Ed25519Public(const Secret& seed) {
  // The second half of libsodium's secret key is the public key.
  return std::string(
      SigningKeyOf(seed).RevealSecret().substr(crypto_sign_SEEDBYTES));
}

std::unique_ptr<Signer> MakeEd25519Signer(const Secret& seed) {
  return std::make_unique<Ed25519Signer>(seed);
}

}  // namespace toguna
