#include "keys/sodium/minisign.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "keys/digest/digest.h"
#include "keys/ring/ring.h"
#include "keys/sodium/bytes.h"
#include "keys/sodium/primitives.h"
#include "keys/sodium/secret.h"

namespace toguna {
namespace {

constexpr absl::string_view kUntrusted = "untrusted comment: ";
constexpr absl::string_view kTrusted = "trusted comment: ";
constexpr absl::string_view kKeyAlgorithm = "Ed";
constexpr absl::string_view kPrehashed = "ED";
constexpr size_t kNumberSize = kMinisignKeyNumberSize;
constexpr size_t kSeedSize = 32;
constexpr size_t kPublicSize = 32;
constexpr size_t kSignatureSize = 64;
constexpr size_t kDigestSize = 64;
// A secret key file: algorithm, key derivation, checksum algorithm, salt, two
// limits, number, seed, public key, checksum.
constexpr size_t kSecretHeadSize = 2 + 2 + 2 + 32 + 8 + 8;
constexpr size_t kSecretFileSize =
    kSecretHeadSize + kNumberSize + kSeedSize + kPublicSize + 32;

absl::Status Refuse(absl::string_view reason, absl::string_view message) {
  return ReasonError(absl::StatusCode::kInvalidArgument, reason, message);
}

// The lines of a small text file, whatever line ends it travelled with.
std::vector<absl::string_view> LinesOf(absl::string_view text) {
  std::vector<absl::string_view> lines =
      absl::StrSplit(absl::StripSuffix(text, "\n"), '\n');
  for (absl::string_view& line : lines) line = absl::StripSuffix(line, "\r");
  return lines;
}

// Decodes padded base64 of exactly `size` bytes.
std::optional<std::string> Decode(absl::string_view text, size_t size) {
  std::string bytes;
  // Re-encoding refuses every second way of writing the same bytes.
  if (!absl::Base64Unescape(text, &bytes) || bytes.size() != size ||
      Base64Of(bytes) != text) {
    Wipe(bytes);
    return std::nullopt;
  }
  return bytes;
}

// minisign shows a key number as one little-endian number.
// As the program minisign prints it: without leading zeros.
std::string NumberText(absl::string_view number) {
  const std::string text =
      absl::AsciiStrToUpper(HexOf(std::string(number.rbegin(), number.rend())));
  const size_t first = text.find_first_not_of('0');
  return first == std::string::npos ? "0" : text.substr(first);
}

struct PublicKey {
  std::string number;
  std::string key;
};

absl::StatusOr<PublicKey> ParsePublicKey(absl::string_view text) {
  const std::vector<absl::string_view> lines = LinesOf(text);
  const bool file = absl::StartsWith(text, kUntrusted);
  if (lines.size() == (file ? 2U : 1U)) {
    const std::optional<std::string> bytes =
        Decode(lines.back(), 2 + kNumberSize + kPublicSize);
    if (bytes.has_value() && absl::StartsWith(*bytes, kKeyAlgorithm)) {
      return PublicKey{.number = bytes->substr(2, kNumberSize),
                       .key = bytes->substr(2 + kNumberSize)};
    }
  }
  return Refuse("MINISIGN_PUBLIC_KEY", "this is not a minisign public key");
}

struct Signature {
  std::string algorithm;
  std::string number;
  std::string signature;
  std::string comment;
  std::string comment_signature;
};

absl::StatusOr<Signature> ParseSignature(absl::string_view minisig) {
  const std::vector<absl::string_view> lines = LinesOf(minisig);
  if (lines.size() != 4 || !absl::StartsWith(lines[0], kUntrusted) ||
      !absl::StartsWith(lines[2], kTrusted)) {
    return Refuse("MINISIGN_FORMAT",
                  "this is not a minisign signature file: it needs four "
                  "lines, of which the first and third are comments");
  }
  const auto head = Decode(lines[1], 2 + kNumberSize + kSignatureSize);
  const auto tail = Decode(lines[3], kSignatureSize);
  if (!head.has_value() || !tail.has_value()) {
    return Refuse("MINISIGN_FORMAT",
                  "the signature file is damaged: its second and fourth line "
                  "must be base64 of a signature");
  }
  return Signature{
      .algorithm = head->substr(0, 2),
      .number = head->substr(2, kNumberSize),
      .signature = head->substr(2 + kNumberSize),
      .comment = std::string(absl::StripPrefix(lines[2], kTrusted)),
      .comment_signature = *tail};
}

class MinisignSigner : public FileSigner {
 public:
  explicit MinisignSigner(const MinisignKeyPair& key)
      : signer_(MakeEd25519Signer(key.seed())),
        key_number_(key.key_number()),
        public_key_file_(key.PublicKeyFile()) {}

  std::string SignFile(absl::string_view file,
                       absl::string_view trusted_comment) const override {
    std::string comment(trusted_comment);
    for (char& c : comment) {
      if (absl::ascii_iscntrl(static_cast<unsigned char>(c)) && c != '\t') {
        c = ' ';
      }
    }
    const std::string signature = signer_->Sign(Blake2b(file, kDigestSize));
    return absl::StrCat(
        kUntrusted, "signature from Toguna key ", NumberText(key_number_), "\n",
        Base64Of(absl::StrCat(kPrehashed, key_number_, signature)), "\n",
        kTrusted, comment, "\n",
        Base64Of(signer_->Sign(absl::StrCat(signature, comment))), "\n");
  }
  std::string PublicKeyFile() const override { return public_key_file_; }

 private:
  const std::unique_ptr<Signer> signer_;
  const std::string key_number_;
  const std::string public_key_file_;
};

}  // namespace

MinisignKeyPair MinisignKeyPair::Generate(const RandomBytes& random) {
  Secret seed(random(kSeedSize));
  return MinisignKeyPair(std::move(seed), random(kNumberSize));
}

MinisignKeyPair::MinisignKeyPair(Secret seed, std::string key_number)
    : seed_(std::move(seed)),
      key_number_(std::move(key_number)),
      public_key_(Ed25519Public(seed_)) {}

absl::StatusOr<MinisignKeyPair> MinisignKeyPair::ParseSecretKeyFile(
    absl::string_view text) {
  const absl::Status not_one =
      Refuse("MINISIGN_SECRET_KEY", "this is not a minisign secret key file");
  const std::vector<absl::string_view> lines = LinesOf(text);
  if (lines.size() != 2 || !absl::StartsWith(lines[0], kUntrusted)) {
    return not_one;
  }
  std::optional<std::string> bytes = Decode(lines[1], kSecretFileSize);
  if (!bytes.has_value()) return not_one;
  const Secret file(*std::move(bytes));
  const absl::string_view all = file.RevealSecret();
  if (!absl::StartsWith(all, kKeyAlgorithm)) return not_one;
  if (all.substr(2, 2) != absl::string_view("\0\0", 2)) {
    return ReasonError(absl::StatusCode::kFailedPrecondition,
                       "MINISIGN_PASSWORD",
                       "a password protects this key: sign with the program "
                       "minisign, or remove the password with minisign -C -W");
  }
  MinisignKeyPair key(
      Secret(std::string(all.substr(kSecretHeadSize + kNumberSize, kSeedSize))),
      std::string(all.substr(kSecretHeadSize, kNumberSize)));
  if (key.public_key() !=
      all.substr(kSecretHeadSize + kNumberSize + kSeedSize, kPublicSize)) {
    return Refuse("MINISIGN_SECRET_KEY",
                  "the secret key file is damaged: its two halves do not "
                  "belong together");
  }
  return key;
}

std::string MinisignKeyPair::RevealSecretKeyFile() const {
  // "B2": checksum by BLAKE2b, which minisign leaves zero without a password.
  std::string bytes = absl::StrCat(
      kKeyAlgorithm, std::string(2, '\0'), "B2", std::string(32 + 8 + 8, '\0'),
      key_number_, seed_.RevealSecret(), public_key_, std::string(32, '\0'));
  std::string text = absl::StrCat(
      kUntrusted, "minisign secret key, not protected by a password\n",
      Base64Of(bytes), "\n");
  Wipe(bytes);
  return text;
}

std::string MinisignKeyPair::PublicKeyLine() const {
  return Base64Of(absl::StrCat(kKeyAlgorithm, key_number_, public_key_));
}

std::string MinisignKeyPair::PublicKeyFile() const {
  return absl::StrCat(kUntrusted, "minisign public key ",
                      NumberText(key_number_), "\n", PublicKeyLine(), "\n");
}

std::unique_ptr<FileSigner> MakeMinisignSigner(const MinisignKeyPair& key) {
  return std::make_unique<MinisignSigner>(key);
}

absl::StatusOr<std::string> VerifiedComment(absl::string_view public_key,
                                            absl::string_view file,
                                            absl::string_view minisig) {
  TOGUNA_ASSIGN_OR_RETURN(const PublicKey key, ParsePublicKey(public_key));
  TOGUNA_ASSIGN_OR_RETURN(const Signature signature, ParseSignature(minisig));
  if (signature.algorithm == kKeyAlgorithm) {
    return Refuse("MINISIGN_LEGACY",
                  "the signature has minisign's old form: sign again without "
                  "-l");
  }
  if (signature.algorithm != kPrehashed) {
    return Refuse("MINISIGN_FORMAT", "the signature's algorithm is unknown");
  }
  if (signature.number != key.number) {
    return ReasonError(absl::StatusCode::kPermissionDenied,
                       "MINISIGN_OTHER_KEY",
                       absl::StrCat("the signature was made with key ",
                                    NumberText(signature.number),
                                    ", not with key ", NumberText(key.number)));
  }
  if (!VerifyEd25519(key.key, Blake2b(file, kDigestSize),
                     signature.signature)) {
    return ReasonError(absl::StatusCode::kPermissionDenied,
                       "MINISIGN_FILE_CHANGED",
                       "the signature does not belong to this file: one of "
                       "the two was changed");
  }
  if (!VerifyEd25519(key.key,
                     absl::StrCat(signature.signature, signature.comment),
                     signature.comment_signature)) {
    return ReasonError(absl::StatusCode::kPermissionDenied,
                       "MINISIGN_COMMENT_CHANGED",
                       "the signature's trusted comment was changed");
  }
  return signature.comment;
}

absl::Status VerifyMinisign(absl::string_view public_key,
                            absl::string_view file, absl::string_view minisig) {
  return VerifiedComment(public_key, file, minisig).status();
}

}  // namespace toguna
