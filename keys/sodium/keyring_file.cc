#include <sodium.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "keys/digest/digest.h"
#include "keys/ring/ring.h"
#include "keys/sodium/bytes.h"
#include "keys/sodium/keyring.h"
#include "keys/sodium/minisign.h"
#include "keys/sodium/primitives.h"
#include "keys/sodium/secret.h"
#include "toguna/keys/v1/keys.pb.h"

namespace toguna {
namespace {

constexpr absl::string_view kMagic = "TGNKR";
constexpr char kVersion = 1;
constexpr char kRootPassphrase = 1;
constexpr size_t kKeySize = 32;
constexpr size_t kSaltSize = 16;
constexpr size_t kRootIdSize = 16;
constexpr size_t kNonceSize = 24;
constexpr size_t kCheckSize = 8;
constexpr size_t kHeaderSize =
    5 + 1 + 2 + 1 + 4 + 4 + kSaltSize + kRootIdSize + 8 + kNonceSize;
constexpr uint32_t kMostOps = 100;
constexpr uint32_t kLeastMemKib = 8;
constexpr uint32_t kMostMemKib = 4U << 20U;  // 4 GiB

struct Header {
  char root_kind = kRootPassphrase;
  KdfCost cost;
  std::string salt;
  std::string root_id;
  uint64_t generation = 0;
  std::string nonce;
};

std::string HeaderBytes(const Header& header) {
  return absl::StrCat(
      kMagic, std::string(1, kVersion), BigEndian(kHeaderSize, 2),
      std::string(1, header.root_kind), BigEndian(header.cost.ops, 4),
      BigEndian(header.cost.mem_kib, 4), header.salt, header.root_id,
      BigEndian(header.generation, 8), header.nonce);
}

absl::Status Damaged(absl::string_view what) {
  return ReasonError(
      absl::StatusCode::kDataLoss, "KEYRING_DAMAGED",
      absl::StrCat("the keyring file is damaged (", what,
                   "): put back its copy; the passphrase was not tried"));
}

absl::Status CheckCost(const KdfCost& cost) {
  if (cost.ops >= 1 && cost.ops <= kMostOps && cost.mem_kib >= kLeastMemKib &&
      cost.mem_kib <= kMostMemKib) {
    return absl::OkStatus();
  }
  return ReasonError(absl::StatusCode::kInvalidArgument, "KEYRING_COST",
                     "the cost of trying a passphrase must be 1 to 100 passes "
                     "over 8 KiB to 4 GiB of memory");
}

// Checks everything that needs no key.
absl::StatusOr<Header> ReadHeader(absl::string_view bytes) {
  if (!absl::StartsWith(bytes, kMagic)) {
    return ReasonError(absl::StatusCode::kInvalidArgument,
                       "KEYRING_NOT_A_KEYRING", "this is not a keyring file");
  }
  if (bytes.size() <= kMagic.size()) return Damaged("it is cut short");
  const char version = bytes[kMagic.size()];
  if (version > kVersion || version < 0) {
    return ReasonError(absl::StatusCode::kFailedPrecondition, "KEYRING_NEWER",
                       "a newer version of this program wrote the keyring: "
                       "use that version");
  }
  if (version != kVersion) return Damaged("unknown version");
  if (bytes.size() < kHeaderSize + kTagSize + kCheckSize) {
    return Damaged("it is cut short");
  }
  const absl::string_view body = bytes.substr(0, bytes.size() - kCheckSize);
  if (Sha256(body).substr(0, kCheckSize) != bytes.substr(body.size())) {
    return Damaged("its check value does not match");
  }
  Header header;
  absl::string_view rest = bytes.substr(kMagic.size() + 1);
  const auto take = [&rest](size_t size) {
    const absl::string_view part = rest.substr(0, size);
    rest.remove_prefix(size);
    return part;
  };
  if (FromBigEndian(take(2)) != kHeaderSize) return Damaged("header size");
  header.root_kind = take(1)[0];
  header.cost.ops = static_cast<uint32_t>(FromBigEndian(take(4)));
  header.cost.mem_kib = static_cast<uint32_t>(FromBigEndian(take(4)));
  header.salt = std::string(take(kSaltSize));
  header.root_id = std::string(take(kRootIdSize));
  header.generation = FromBigEndian(take(8));
  header.nonce = std::string(take(kNonceSize));
  if (header.root_kind != kRootPassphrase) {
    return ReasonError(absl::StatusCode::kFailedPrecondition,
                       "KEYRING_OTHER_ROOT",
                       "this keyring is not opened with a passphrase");
  }
  TOGUNA_RETURN_IF_ERROR(CheckCost(header.cost));
  return header;
}

absl::StatusOr<Secret> RootKey(absl::string_view passphrase,
                               absl::string_view salt, const KdfCost& cost) {
  EnsureSodium();
  std::string key(kKeySize, '\0');
  if (crypto_pwhash(BytesOf(key), key.size(), passphrase.data(),
                    passphrase.size(), BytesOf(salt), cost.ops,
                    size_t{cost.mem_kib} * 1024,
                    crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return ReasonError(absl::StatusCode::kResourceExhausted,
                       "KEYRING_NO_MEMORY",
                       "not enough free memory to check the passphrase",
                       {{"needed_kib", absl::StrCat(cost.mem_kib)}});
  }
  return Secret(std::move(key));
}

std::string RootId(const Secret& root) {
  std::string labelled = absl::StrCat("toguna/rkid/v1", root.RevealSecret());
  std::string id = Sha256(labelled).substr(0, kRootIdSize);
  Wipe(labelled);
  return id;
}

void WipeKeyset(keys::v1::Keyset& keyset) {
  for (keys::v1::ValueKey& key : *keyset.mutable_value_keys()) {
    Wipe(*key.mutable_key());
  }
  Wipe(*keyset.mutable_index_key());
  Wipe(*keyset.mutable_log_seed());
  Wipe(*keyset.mutable_package_key()->mutable_seed());
}

}  // namespace

// The only code that sees a keyring's keys as a message.
class KeyringCodec {
 public:
  static std::string Encode(const Keyring& keyring) {
    keys::v1::Keyset keyset;
    for (const auto& [id, key] : keyring.value_keys_) {
      keys::v1::ValueKey& one = *keyset.add_value_keys();
      one.set_id(id);
      one.set_key(std::string(key->RevealSecret()));
    }
    keyset.set_primary_value_key(keyring.primary_);
    keyset.set_index_key(std::string(keyring.index_key_->RevealSecret()));
    keyset.set_log_seed(std::string(keyring.log_seed_->RevealSecret()));
    keys::v1::PackageKey& package = *keyset.mutable_package_key();
    package.set_seed(std::string(keyring.package_key_->seed().RevealSecret()));
    package.set_number(keyring.package_key_->key_number());
    std::string bytes = keyset.SerializeAsString();
    WipeKeyset(keyset);
    return bytes;
  }

  static absl::StatusOr<Keyring> Decode(absl::string_view bytes,
                                        uint64_t generation) {
    keys::v1::Keyset keyset;
    const bool parsed =
        keyset.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    absl::StatusOr<Keyring> keyring = Damaged("its keys do not fit together");
    if (parsed && Fits(keyset)) keyring = Take(keyset, generation);
    WipeKeyset(keyset);
    return keyring;
  }

 private:
  static bool Fits(const keys::v1::Keyset& keyset) {
    bool primary = false;
    uint32_t last = 0;
    for (const keys::v1::ValueKey& key : keyset.value_keys()) {
      if (key.id() <= last || key.key().size() != kKeySize) return false;
      last = key.id();
      primary = primary || key.id() == keyset.primary_value_key();
    }
    return primary && keyset.index_key().size() == kKeySize &&
           keyset.log_seed().size() == kKeySize &&
           keyset.package_key().seed().size() == kKeySize &&
           keyset.package_key().number().size() == kMinisignKeyNumberSize &&
           // A key this version does not know must not be lost by rewriting.
           keyset.GetReflection()->GetUnknownFields(keyset).empty();
  }

  static Keyring Take(keys::v1::Keyset& keyset, uint64_t generation) {
    Keyring keyring;
    keyring.generation_ = generation;
    keyring.primary_ = keyset.primary_value_key();
    for (keys::v1::ValueKey& key : *keyset.mutable_value_keys()) {
      keyring.value_keys_.emplace(key.id(), std::make_shared<const Secret>(
                                                std::move(*key.mutable_key())));
    }
    keyring.index_key_ =
        std::make_shared<const Secret>(std::move(*keyset.mutable_index_key()));
    keyring.log_seed_ =
        std::make_shared<const Secret>(std::move(*keyset.mutable_log_seed()));
    keys::v1::PackageKey& package = *keyset.mutable_package_key();
    keyring.package_key_ = std::make_shared<const MinisignKeyPair>(
        Secret(std::move(*package.mutable_seed())), package.number());
    return keyring;
  }
};

absl::StatusOr<std::string> SealKeyring(const Keyring& keyring,
                                        absl::string_view passphrase,
                                        const KdfCost& cost,
                                        const RandomBytes& random) {
  TOGUNA_RETURN_IF_ERROR(CheckCost(cost));
  if (passphrase.empty()) {
    return ReasonError(absl::StatusCode::kInvalidArgument,
                       "KEYRING_NO_PASSPHRASE", "the passphrase is empty");
  }
  Header header;
  header.cost = cost;
  header.salt = random(kSaltSize);
  TOGUNA_ASSIGN_OR_RETURN(const Secret root,
                          RootKey(passphrase, header.salt, cost));
  header.root_id = RootId(root);
  header.generation = keyring.generation();
  header.nonce = random(kNonceSize);
  std::string file = HeaderBytes(header);
  std::string keyset = KeyringCodec::Encode(keyring);
  // Present: sizes are right by construction.
  file += AeadSeal(Aead::kXChaCha20Poly1305, root.RevealSecret(), header.nonce,
                   file, keyset)
              .value();
  Wipe(keyset);
  file += Sha256(file).substr(0, kCheckSize);
  return file;
}

absl::StatusOr<Keyring> OpenKeyring(absl::string_view bytes,
                                    absl::string_view passphrase) {
  TOGUNA_ASSIGN_OR_RETURN(const Header header, ReadHeader(bytes));
  TOGUNA_ASSIGN_OR_RETURN(const Secret root,
                          RootKey(passphrase, header.salt, header.cost));
  if (!SameBytes(RootId(root), header.root_id)) {
    return ReasonError(absl::StatusCode::kPermissionDenied,
                       "KEYRING_WRONG_PASSPHRASE",
                       "this passphrase does not open the keyring");
  }
  std::optional<std::string> keyset = AeadOpen(
      Aead::kXChaCha20Poly1305, root.RevealSecret(), header.nonce,
      bytes.substr(0, kHeaderSize),
      bytes.substr(kHeaderSize, bytes.size() - kHeaderSize - kCheckSize));
  if (!keyset.has_value()) {
    return ReasonError(absl::StatusCode::kDataLoss, "KEYRING_CHANGED",
                       "the passphrase is right, but someone changed the "
                       "keyring file: put back its copy");
  }
  absl::StatusOr<Keyring> keyring =
      KeyringCodec::Decode(*keyset, header.generation);
  Wipe(*keyset);
  return keyring;
}

}  // namespace toguna
