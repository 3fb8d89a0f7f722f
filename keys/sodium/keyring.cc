#include "keys/sodium/keyring.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "keys/digest/digest.h"
#include "keys/ring/ring.h"
#include "keys/sodium/bytes.h"
#include "keys/sodium/minisign.h"
#include "keys/sodium/primitives.h"
#include "keys/sodium/secret.h"

namespace toguna {
namespace {

constexpr size_t kKeySize = 32;
constexpr size_t kNonceSize = 24;
constexpr size_t kRowHashSize = 16;
// Version of the value format, then the cipher: XChaCha20-Poly1305.
constexpr absl::string_view kValueStart("\x01\x01", 2);
constexpr size_t kKeyIdSize = 4;
constexpr size_t kValueHeadSize = 2 + kKeyIdSize;

using ValueKeys = std::map<uint32_t, std::shared_ptr<const Secret>>;

std::shared_ptr<const Secret> NewSecret(const RandomBytes& random) {
  return std::make_shared<const Secret>(random(kKeySize));
}

// Lengths before every part, so that no two places give the same bytes: names
// of column families have at most 255.
std::string Associated(const Place& place) {
  return absl::StrCat(absl::string_view("toguna/val/v1\0", 14),
                      BigEndian(place.column_family.size(), 1),
                      place.column_family, BigEndian(place.key.size(), 4),
                      place.key, BigEndian(place.generation, 8));
}

class KeyringSealer : public Sealer {
 public:
  KeyringSealer(ValueKeys keys, uint32_t primary, RandomBytes random)
      : keys_(std::move(keys)), primary_(primary), random_(std::move(random)) {}

  std::string Seal(const Place& place,
                   absl::string_view plaintext) const override {
    const std::string nonce = random_(kNonceSize);
    // Present: sizes are right by construction.
    const std::optional<std::string> sealed =
        AeadSeal(Aead::kXChaCha20Poly1305, keys_.at(primary_)->RevealSecret(),
                 nonce, Associated(place), plaintext);
    return absl::StrCat(kValueStart, BigEndian(primary_, kKeyIdSize), nonce,
                        sealed.value());
  }

  absl::StatusOr<std::string> Open(const Place& place,
                                   absl::string_view sealed) const override {
    if (sealed.size() < kValueHeadSize + kNonceSize + kTagSize) {
      return ReasonError(absl::StatusCode::kDataLoss, "VALUE_CUT",
                         "a stored value is too short");
    }
    if (sealed.substr(0, kValueStart.size()) != kValueStart) {
      return ReasonError(absl::StatusCode::kDataLoss, "VALUE_FORMAT",
                         "a stored value has a format this version does not "
                         "know: it is damaged or a newer version wrote it");
    }
    const auto id = static_cast<uint32_t>(
        FromBigEndian(sealed.substr(kValueStart.size(), kKeyIdSize)));
    const auto key = keys_.find(id);
    if (key == keys_.end()) {
      return ReasonError(absl::StatusCode::kDataLoss, "VALUE_KEY_UNKNOWN",
                         "a stored value was sealed with a key that this "
                         "keyring does not hold",
                         {{"key_id", absl::StrCat(id)}});
    }
    std::optional<std::string> plaintext =
        AeadOpen(Aead::kXChaCha20Poly1305, key->second->RevealSecret(),
                 sealed.substr(kValueHeadSize, kNonceSize), Associated(place),
                 sealed.substr(kValueHeadSize + kNonceSize));
    if (!plaintext.has_value()) {
      return ReasonError(absl::StatusCode::kDataLoss, "VALUE_CHANGED",
                         "a stored value was changed, moved or rolled back");
    }
    return *std::move(plaintext);
  }

  std::unique_ptr<Sealer> Under(absl::string_view key) const override {
    ValueKeys keys;
    keys.emplace(1, std::make_shared<const Secret>(std::string(key)));
    return std::make_unique<KeyringSealer>(std::move(keys), 1, random_);
  }

 private:
  const ValueKeys keys_;
  const uint32_t primary_;
  const RandomBytes random_;
};

class KeyringRowHasher : public RowHasher {
 public:
  explicit KeyringRowHasher(std::shared_ptr<const Secret> key)
      : key_(std::move(key)) {}

  std::string Hash(absl::string_view logical) const override {
    return HmacSha256(key_->RevealSecret(), logical).substr(0, kRowHashSize);
  }

 private:
  const std::shared_ptr<const Secret> key_;
};

}  // namespace

Keyring Keyring::Generate(const RandomBytes& random) {
  Keyring keyring;
  keyring.RotateValueKey(random);
  keyring.index_key_ = NewSecret(random);
  keyring.log_seed_ = NewSecret(random);
  keyring.package_key_ = std::make_shared<const MinisignKeyPair>(
      MinisignKeyPair::Generate(random));
  return keyring;
}

void Keyring::RotateValueKey(const RandomBytes& random) {
  // Ids only grow: the last one in the map is the highest ever used.
  const uint32_t id = value_keys_.empty() ? 1 : value_keys_.rbegin()->first + 1;
  value_keys_.emplace(id, NewSecret(random));
  primary_ = id;
  ++generation_;
}

std::unique_ptr<Sealer> Keyring::MakeSealer(RandomBytes random) const {
  return std::make_unique<KeyringSealer>(value_keys_, primary_,
                                         std::move(random));
}

std::unique_ptr<RowHasher> Keyring::MakeRowHasher() const {
  return std::make_unique<KeyringRowHasher>(index_key_);
}

std::unique_ptr<Signer> Keyring::MakeLogSigner() const {
  return MakeEd25519Signer(*log_seed_);
}

std::unique_ptr<FileSigner> Keyring::MakePackageSigner() const {
  return MakeMinisignSigner(*package_key_);
}

}  // namespace toguna
