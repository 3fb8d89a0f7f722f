#include "keys/sodium/age.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "keys/digest/digest.h"
#include "keys/ring/ring.h"
#include "keys/sodium/age_header.h"
#include "keys/sodium/bech32.h"
#include "keys/sodium/bytes.h"
#include "keys/sodium/primitives.h"
#include "keys/sodium/secret.h"

namespace toguna {
namespace {

constexpr absl::string_view kRecipientPrefix = "age";
constexpr absl::string_view kX25519 = "X25519";
constexpr absl::string_view kScrypt = "scrypt";
constexpr absl::string_view kWrapInfo = "age-encryption.org/v1/X25519";
constexpr size_t kPointSize = 32;
constexpr size_t kFileKeySize = 16;
constexpr size_t kPayloadNonceSize = 16;
constexpr size_t kChunkSize = size_t{64} << 10U;
constexpr size_t kNonceSize = 12;

absl::Status Refuse(absl::StatusCode code, absl::string_view reason,
                    absl::string_view message) {
  return ReasonError(code, reason, message);
}
absl::Status BadHeader() {
  return Refuse(absl::StatusCode::kInvalidArgument, "AGE_HEADER",
                "this is not an age file that can be read: its header is of "
                "another version or damaged");
}

// The key that wraps the file key for one recipient.
std::optional<std::string> WrapKey(absl::string_view scalar,
                                   absl::string_view point,
                                   absl::string_view share,
                                   absl::string_view recipient) {
  std::optional<std::string> shared = X25519(scalar, point);
  if (!shared.has_value()) return std::nullopt;
  std::string key =
      HkdfSha256(*shared, absl::StrCat(share, recipient), kWrapInfo);
  Wipe(*shared);
  return key;
}

std::string HeaderMac(absl::string_view file_key, absl::string_view header) {
  return HmacSha256(HkdfSha256(file_key, "", "header"), header);
}

// The nonce of chunk `number`: a counter, then whether it is the last.
std::string ChunkNonce(uint64_t number, bool last) {
  return absl::StrCat(std::string(3, '\0'), BigEndian(number, 8),
                      std::string(1, last ? '\1' : '\0'));
}

// Behind what `sealed` has already: a payload may be large, and is not copied.
void AppendPayload(absl::string_view key, absl::string_view plaintext,
                   std::string& sealed) {
  sealed.reserve(sealed.size() + plaintext.size() +
                 (plaintext.size() / kChunkSize + 1) * kTagSize);
  uint64_t number = 0;
  do {
    const absl::string_view chunk = plaintext.substr(0, kChunkSize);
    plaintext.remove_prefix(chunk.size());
    // Present: sizes are right by construction.
    sealed += AeadSeal(Aead::kChaCha20Poly1305, key,
                       ChunkNonce(number++, plaintext.empty()), "", chunk)
                  .value();
  } while (!plaintext.empty());
}

std::optional<std::string> OpenPayload(absl::string_view key,
                                       absl::string_view sealed) {
  std::string plaintext;
  plaintext.reserve(sealed.size());
  uint64_t number = 0;
  do {
    const absl::string_view chunk = sealed.substr(0, kChunkSize + kTagSize);
    sealed.remove_prefix(chunk.size());
    const std::optional<std::string> open =
        AeadOpen(Aead::kChaCha20Poly1305, key,
                 ChunkNonce(number, sealed.empty()), "", chunk);
    // An empty chunk is only right as the whole of an empty file.
    if (!open.has_value() || (open->empty() && number > 0)) return std::nullopt;
    plaintext += *open;
    ++number;
  } while (!sealed.empty());
  return plaintext;
}

std::optional<std::string> PointOf(absl::string_view recipient) {
  // Keys are written in lower case; Bech32 alone would take upper case too.
  if (absl::AsciiStrToLower(recipient) != recipient) return std::nullopt;
  std::optional<std::string> point = Bech32Bytes(kRecipientPrefix, recipient);
  if (!point.has_value() || point->size() != kPointSize) return std::nullopt;
  return point;
}

// Returns nothing for a point that no shared secret can be made with.
std::optional<AgeStanza> WrapFor(absl::string_view point,
                                 absl::string_view file_key,
                                 const RandomBytes& random) {
  const Secret ephemeral(random(kPointSize));
  const std::string share = X25519Public(ephemeral.RevealSecret());
  std::optional<std::string> wrap =
      WrapKey(ephemeral.RevealSecret(), point, share, point);
  if (!wrap.has_value()) return std::nullopt;
  AgeStanza stanza;
  stanza.args = {std::string(kX25519), AgeBase64Of(share)};
  stanza.body = AeadSeal(Aead::kChaCha20Poly1305, *wrap,
                         std::string(kNonceSize, '\0'), "", file_key)
                    .value();
  Wipe(*wrap);
  return stanza;
}

absl::Status BadRecipient() {
  return Refuse(absl::StatusCode::kInvalidArgument, "AGE_RECIPIENT",
                "this is not an age key to encrypt to: it must be an age1… "
                "key, copied whole");
}

class AgeSealer : public FileSealer {
 public:
  explicit AgeSealer(RandomBytes random) : random_(std::move(random)) {}

  absl::StatusOr<std::string> Encrypt(
      const std::vector<std::string>& age_recipients,
      absl::string_view plaintext) const override {
    if (age_recipients.empty()) {
      return Refuse(absl::StatusCode::kInvalidArgument, "AGE_RECIPIENT",
                    "no age key to encrypt to was given");
    }
    const Secret file_key(random_(kFileKeySize));
    std::vector<AgeStanza> stanzas;
    for (const std::string& recipient : age_recipients) {
      const std::optional<std::string> point = PointOf(recipient);
      if (!point.has_value()) return BadRecipient();
      std::optional<AgeStanza> stanza =
          WrapFor(*point, file_key.RevealSecret(), random_);
      if (!stanza.has_value()) return BadRecipient();
      stanzas.push_back(*std::move(stanza));
    }
    const std::string header = AgeHeaderText(stanzas);
    const std::string nonce = random_(kPayloadNonceSize);
    std::string payload_key =
        HkdfSha256(file_key.RevealSecret(), nonce, "payload");
    std::string file = absl::StrCat(
        header, " ", AgeBase64Of(HeaderMac(file_key.RevealSecret(), header)),
        "\n", nonce);
    AppendPayload(payload_key, plaintext, file);
    Wipe(payload_key);
    return file;
  }

 private:
  const RandomBytes random_;
};

// What one stanza means for one identity.
struct Unwrapped {
  bool broken = false;                  // breaks the format for everybody
  std::optional<std::string> file_key;  // present if it is for us
};

Unwrapped Unwrap(const AgeIdentity& identity, const AgeStanza& stanza) {
  if (stanza.args[0] != kX25519) return {};
  const Unwrapped broken{.broken = true, .file_key = std::nullopt};
  if (stanza.args.size() != 2) return broken;
  const std::optional<std::string> share = AgeBase64Bytes(stanza.args[1]);
  if (!share.has_value() || share->size() != kPointSize ||
      stanza.body.size() != kFileKeySize + kTagSize) {
    return broken;
  }
  const absl::string_view scalar = identity.scalar().RevealSecret();
  std::optional<std::string> wrap =
      WrapKey(scalar, *share, *share, X25519Public(scalar));
  if (!wrap.has_value()) return broken;
  Unwrapped result{
      .broken = false,
      .file_key = AeadOpen(Aead::kChaCha20Poly1305, *wrap,
                           std::string(kNonceSize, '\0'), "", stanza.body)};
  Wipe(*wrap);
  return result;
}

absl::StatusOr<Secret> FileKey(const AgeIdentity& identity,
                               const AgeHeader& header) {
  std::optional<std::string> file_key;
  for (const AgeStanza& stanza : header.stanzas) {
    if (stanza.args[0] == kScrypt && header.stanzas.size() > 1) {
      return BadHeader();
    }
    Unwrapped unwrapped = Unwrap(identity, stanza);
    if (unwrapped.broken) return BadHeader();
    if (!file_key.has_value()) file_key = std::move(unwrapped.file_key);
  }
  if (!file_key.has_value()) {
    return Refuse(absl::StatusCode::kPermissionDenied, "AGE_NO_MATCH",
                  "this file is encrypted to other keys than yours");
  }
  return Secret(*std::move(file_key));
}

}  // namespace

absl::Status CheckAgeRecipient(absl::string_view text) {
  const std::optional<std::string> point = PointOf(text);
  // Any scalar finds the points that give no shared secret.
  if (!point.has_value() ||
      !X25519(std::string(kPointSize, '\1'), *point).has_value()) {
    return BadRecipient();
  }
  return absl::OkStatus();
}

std::unique_ptr<FileSealer> MakeAgeSealer(RandomBytes random) {
  return std::make_unique<AgeSealer>(std::move(random));
}

absl::StatusOr<std::string> AgeDecrypt(const AgeIdentity& identity,
                                       absl::string_view file) {
  const std::optional<AgeHeader> header = ParseAgeHeader(file);
  if (!header.has_value()) return BadHeader();
  TOGUNA_ASSIGN_OR_RETURN(const Secret file_key, FileKey(identity, *header));
  if (!SameBytes(
          HeaderMac(file_key.RevealSecret(), file.substr(0, header->covered)),
          header->mac)) {
    return Refuse(absl::StatusCode::kDataLoss, "AGE_HEADER_CHANGED",
                  "the header of this file was changed");
  }
  const absl::string_view rest = file.substr(header->size);
  // The format counts the nonce as part of the header.
  if (rest.size() < kPayloadNonceSize) return BadHeader();
  std::optional<std::string> plaintext;
  if (rest.size() > kPayloadNonceSize) {
    std::string key = HkdfSha256(file_key.RevealSecret(),
                                 rest.substr(0, kPayloadNonceSize), "payload");
    plaintext = OpenPayload(key, rest.substr(kPayloadNonceSize));
    Wipe(key);
  }
  if (!plaintext.has_value()) {
    return Refuse(absl::StatusCode::kDataLoss, "AGE_PAYLOAD",
                  "the content of this file is cut short or damaged: get it "
                  "again");
  }
  return *std::move(plaintext);
}

}  // namespace toguna
