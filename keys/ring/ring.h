#ifndef TOGUNA_KEYS_RING_RING_H_
#define TOGUNA_KEYS_RING_RING_H_

// What the rest of the program may ask of keys. Implementations live in
// keys/sodium; no key byte passes through here. All are safe for concurrent
// use and const.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace toguna {

// The one place where time enters; main passes the system's or a demo clock.
using Clock = std::function<absl::Time()>;
// `n` random bytes; main passes the system's, tests a seeded one.
using RandomBytes = std::function<std::string(size_t n)>;

// Where a sealed value lies. A value opens only in its own place.
struct Place {
  absl::string_view column_family;
  absl::string_view key;
  uint64_t generation =
      0;  // 0: written once; else the audit index of the change
};

// Seals values at rest (XChaCha20-Poly1305; format in SECURITY.md §4.2).
class Sealer {
 public:
  virtual ~Sealer() = default;
  virtual std::string Seal(const Place& place,
                           absl::string_view plaintext) const = 0;
  // Returns kDataLoss if the bytes are not a value sealed for `place`.
  virtual absl::StatusOr<std::string> Open(const Place& place,
                                           absl::string_view sealed) const = 0;
  // A sealer like this one under `key` alone (32 bytes), which is not kept
  // anywhere: who forgets it cannot open again what it sealed.
  virtual std::unique_ptr<Sealer> Under(absl::string_view key) const = 0;
};

// Turns logical row keys into opaque ones: 16 bytes of a keyed hash.
class RowHasher {
 public:
  virtual ~RowHasher() = default;
  virtual std::string Hash(absl::string_view logical) const = 0;
};

// Signs with one Ed25519 key.
class Signer {
 public:
  virtual ~Signer() = default;
  virtual std::string Sign(absl::string_view message) const = 0;  // 64 bytes
  virtual const std::string& public_key() const = 0;              // 32 bytes
};

// Makes minisign signatures and says its public key as minisign writes it.
class FileSigner {
 public:
  virtual ~FileSigner() = default;
  // The whole .minisig file for `file`, prehashed ("ED"), with both comments.
  virtual std::string SignFile(absl::string_view file,
                               absl::string_view trusted_comment) const = 0;
  // The whole .pub file.
  virtual std::string PublicKeyFile() const = 0;
};

// Encrypts files to people (age v1, X25519).
class FileSealer {
 public:
  virtual ~FileSealer() = default;
  // Returns kInvalidArgument if a recipient is not an "age1…" key.
  virtual absl::StatusOr<std::string> Encrypt(
      const std::vector<std::string>& age_recipients,
      absl::string_view plaintext) const = 0;
};

// Keyed pseudonyms, made on the contributor's side. `kind` is "ref", "ins",
// "src" or "mon"; the answer is "<kind>1-<32 characters>-<4 check characters>".
class Pseudonymiser {
 public:
  virtual ~Pseudonymiser() = default;
  virtual std::string Pseudonym(absl::string_view kind,
                                absl::string_view id) const = 0;
};

}  // namespace toguna

#endif  // TOGUNA_KEYS_RING_RING_H_
