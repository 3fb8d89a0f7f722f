#ifndef TOGUNA_TESTS_SUPPORT_ED25519_H_
#define TOGUNA_TESTS_SUPPORT_ED25519_H_

#include <sodium.h>

#include <string>

#include "absl/strings/string_view.h"
#include "keys/digest/digest.h"
#include "keys/ring/ring.h"

namespace toguna::testing {

inline const unsigned char* Raw(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* Raw(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

// Real Ed25519 with a key made from a name. Link PkgConfig::sodium.
class Ed25519Signer : public Signer {
 public:
  explicit Ed25519Signer(absl::string_view name = "test log") {
    crypto_sign_seed_keypair(Raw(public_), Raw(secret_), Raw(Sha256(name)));
  }
  std::string Sign(absl::string_view message) const override {
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(Raw(signature), nullptr, Raw(message), message.size(),
                         Raw(secret_));
    return signature;
  }
  const std::string& public_key() const override { return public_; }

 private:
  std::string public_ = std::string(crypto_sign_PUBLICKEYBYTES, '\0');
  std::string secret_ = std::string(crypto_sign_SECRETKEYBYTES, '\0');
};

inline bool VerifyWithSodium(absl::string_view public_key,
                             absl::string_view message,
                             absl::string_view signature) {
  return public_key.size() == crypto_sign_PUBLICKEYBYTES &&
         signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(Raw(signature), Raw(message),
                                     message.size(), Raw(public_key)) == 0;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_ED25519_H_
