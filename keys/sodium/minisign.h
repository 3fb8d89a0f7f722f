#ifndef TOGUNA_KEYS_SODIUM_MINISIGN_H_
#define TOGUNA_KEYS_SODIUM_MINISIGN_H_

// Signatures that the program `minisign` makes and verifies.

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "keys/ring/ring.h"
#include "keys/sodium/secret.h"

namespace toguna {

inline constexpr size_t kMinisignKeyNumberSize = 8;

// A signing key with minisign's number for it. Move-only; const use is safe
// from many threads.
class MinisignKeyPair {
 public:
  static MinisignKeyPair Generate(const RandomBytes& random);
  // `seed` has 32 bytes, `key_number` 8.
  MinisignKeyPair(Secret seed, std::string key_number);

  // Reads a file that `minisign -G -W` or RevealSecretKeyFile wrote. Returns
  // kInvalidArgument if it is none, kFailedPrecondition if a password protects
  // it: such a key signs with the program `minisign`.
  static absl::StatusOr<MinisignKeyPair> ParseSecretKeyFile(
      absl::string_view text);

  // The secret key file that `minisign -S -W` reads.
  std::string RevealSecretKeyFile() const;
  // The public key file that `minisign -V -p` reads.
  std::string PublicKeyFile() const;
  // The base64 line of that file, as `minisign -V -P` takes it.
  std::string PublicKeyLine() const;

  const Secret& seed() const { return seed_; }
  const std::string& public_key() const { return public_key_; }  // 32 bytes
  const std::string& key_number() const { return key_number_; }  // 8 bytes

 private:
  Secret seed_;
  std::string key_number_;
  std::string public_key_;
};

// Control characters in a trusted comment, except tabs, become spaces, so that
// a comment stays one line. Safe for concurrent use.
std::unique_ptr<FileSigner> MakeMinisignSigner(const MinisignKeyPair& key);

// Returns OK if `minisig`, a whole .minisig file, is a signature by
// `public_key` (the base64 line or a whole .pub file) on `file`, and its
// trusted comment is signed too. Only prehashed ("ED") signatures count.
// Reasons: MINISIGN_PUBLIC_KEY, MINISIGN_FORMAT, MINISIGN_LEGACY,
// MINISIGN_OTHER_KEY, MINISIGN_FILE_CHANGED, MINISIGN_COMMENT_CHANGED.
absl::Status VerifyMinisign(absl::string_view public_key,
                            absl::string_view file, absl::string_view minisig);

// As VerifyMinisign; returns the trusted comment, which nobody else could have
// written.
absl::StatusOr<std::string> VerifiedComment(absl::string_view public_key,
                                            absl::string_view file,
                                            absl::string_view minisig);

}  // namespace toguna

#endif  // TOGUNA_KEYS_SODIUM_MINISIGN_H_
