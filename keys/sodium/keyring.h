#ifndef TOGUNA_KEYS_SODIUM_KEYRING_H_
#define TOGUNA_KEYS_SODIUM_KEYRING_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "keys/ring/ring.h"
#include "keys/sodium/minisign.h"
#include "keys/sodium/random.h"
#include "keys/sodium/secret.h"

namespace toguna {

// The secret keys of one server. Move-only. Const use is safe from many
// threads. What it makes keeps the keys it needs alive.
class Keyring {
 public:
  // A new keyring of generation 1 with one value key.
  static Keyring Generate(const RandomBytes& random);

  // Adds a value key and makes it the one that seals from now on; values under
  // older keys still open. The generation grows by one.
  void RotateValueKey(const RandomBytes& random);

  // Grows with every change. The caller writes it to the audit log, so that an
  // older keyring file put back is noticed.
  uint64_t generation() const { return generation_; }
  // The id of the key that seals new values.
  uint32_t primary_value_key() const { return primary_; }

  // Seals under the primary key with nonces from `random`; opens under any.
  std::unique_ptr<Sealer> MakeSealer(RandomBytes random = SystemRandom()) const;
  std::unique_ptr<RowHasher> MakeRowHasher() const;
  std::unique_ptr<Signer> MakeLogSigner() const;
  std::unique_ptr<FileSigner> MakePackageSigner() const;

 private:
  friend class KeyringCodec;
  Keyring() = default;

  uint64_t generation_ = 0;
  uint32_t primary_ = 0;
  std::map<uint32_t, std::shared_ptr<const Secret>> value_keys_;
  std::shared_ptr<const Secret> index_key_;
  std::shared_ptr<const Secret> log_seed_;
  std::shared_ptr<const MinisignKeyPair> package_key_;
};

// What guessing one passphrase costs (Argon2id).
struct KdfCost {
  uint32_t ops = 3;              // passes, 1 to 100
  uint32_t mem_kib = 256 << 10;  // 8 KiB to 4 GiB
};

// Writes the keyring as a file that `passphrase` opens:
//
//   "TGNKR" 0x01 | u16 header size | u8 root kind (1: passphrase)
//   | u32 ops | u32 memory in KiB | salt 16 | root key id 16 | u64 generation
//   | nonce 24 | XChaCha20-Poly1305(Keyset; associated: all bytes before)
//   | first 8 bytes of SHA-256(all bytes before)
//
// Numbers are big-endian; the header ends with the nonce, and its size counts
// all of it. Root key id = SHA-256("toguna/rkid/v1" || root key)[0:16]: it
// commits the file to one key, which the cipher alone does not. The last 8
// bytes tell damage from a wrong passphrase; they protect nothing.
//
// Returns kInvalidArgument if the cost is out of bounds or the passphrase
// empty, kResourceExhausted if the memory cannot be had.
absl::StatusOr<std::string> SealKeyring(const Keyring& keyring,
                                        absl::string_view passphrase,
                                        const KdfCost& cost,
                                        const RandomBytes& random);

// Reads such a file. Reasons: KEYRING_NOT_A_KEYRING, KEYRING_NEWER,
// KEYRING_DAMAGED, KEYRING_OTHER_ROOT, KEYRING_COST, KEYRING_WRONG_PASSPHRASE,
// KEYRING_CHANGED, KEYRING_NO_MEMORY.
absl::StatusOr<Keyring> OpenKeyring(absl::string_view bytes,
                                    absl::string_view passphrase);

}  // namespace toguna

#endif  // TOGUNA_KEYS_SODIUM_KEYRING_H_
