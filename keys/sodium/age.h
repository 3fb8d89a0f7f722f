#ifndef TOGUNA_KEYS_SODIUM_AGE_H_
#define TOGUNA_KEYS_SODIUM_AGE_H_

// Files encrypted to people in the format of the program `age`
// (https://age-encryption.org/v1), X25519 recipients only.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "keys/ring/ring.h"
#include "keys/sodium/secret.h"

namespace toguna {

// One person's key pair. Move-only; const use is safe from many threads.
class AgeIdentity {
 public:
  // `scalar` has 32 bytes.
  explicit AgeIdentity(Secret scalar);

  const std::string& recipient() const { return recipient_; }  // "age1…"
  const Secret& scalar() const { return scalar_; }
  // The identity file, as age-keygen writes it.
  std::string RevealIdentityFile(absl::Time created) const;

 private:
  Secret scalar_;
  std::string recipient_;
};

AgeIdentity GenerateAgeIdentity(const RandomBytes& random);

// Reads an identity file: comments, empty lines and exactly one
// "AGE-SECRET-KEY-1…". Returns kInvalidArgument otherwise.
absl::StatusOr<AgeIdentity> ParseAgeIdentity(absl::string_view text);

// Returns OK if `text` is an "age1…" key that can be encrypted to.
absl::Status CheckAgeRecipient(absl::string_view text);

// Encrypts to one or more recipients. Safe for concurrent use if `random` is.
std::unique_ptr<FileSealer> MakeAgeSealer(RandomBytes random);

// Decrypts a whole file; returns no plaintext unless all of it is authentic.
// Reasons: AGE_HEADER (not an age file of this version, or damaged),
// AGE_NO_MATCH (encrypted to others), AGE_HEADER_CHANGED, AGE_PAYLOAD (the
// content is cut, damaged or has something after its end).
absl::StatusOr<std::string> AgeDecrypt(const AgeIdentity& identity,
                                       absl::string_view file);

}  // namespace toguna

#endif  // TOGUNA_KEYS_SODIUM_AGE_H_
