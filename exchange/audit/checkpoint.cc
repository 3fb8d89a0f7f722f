#include "exchange/audit/checkpoint.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/audit/merkle.h"
#include "exchange/audit/strict.h"
#include "exchange/base/status_macros.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr absl::string_view kDash = "\xe2\x80\x94 ";
constexpr size_t kKeyIdSize = 4;
// A note is small; a longer one is not ours.
constexpr size_t kMaxNoteSize = 16 * 1024;
constexpr size_t kMaxSignatures = 32;

absl::Status NotANote(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("not a checkpoint: ", what));
}

// Names of origins and keys: visible ASCII, no '+', which parts a vkey.
bool IsName(absl::string_view name) {
  for (const char c : name) {
    if (c <= ' ' || c > '~' || c == '+') return false;
  }
  return !name.empty();
}

absl::StatusOr<NoteSignature> ParseSignatureLine(absl::string_view line) {
  if (!absl::ConsumePrefix(&line, kDash)) return NotANote("signature line");
  const std::vector<std::string> parts = absl::StrSplit(line, ' ');
  if (parts.size() != 2 || !IsName(parts[0])) {
    return NotANote("signature line");
  }
  const std::optional<std::string> bytes = StrictBase64(parts[1]);
  if (!bytes.has_value() || bytes->size() <= kKeyIdSize) {
    return NotANote("signature bytes");
  }
  return NoteSignature{parts[0], bytes->substr(0, kKeyIdSize),
                       bytes->substr(kKeyIdSize)};
}

// The key as vkeys and key ids have it: its type, then its bytes.
std::string TypedKey(const NoteKey& key) {
  return absl::StrCat(std::string(1, static_cast<char>(key.type)),
                      key.public_key);
}

}  // namespace

std::string NoteKey::Id() const {
  return Sha256(absl::StrCat(name, "\n", TypedKey(*this)))
      .substr(0, kKeyIdSize);
}

std::string NoteKey::Text() const {
  return absl::StrCat(name, "+", HexOf(Id()), "+", Base64Of(TypedKey(*this)));
}

std::string SignatureLine(const NoteSignature& signature) {
  return absl::StrCat(
      kDash, signature.name, " ",
      Base64Of(absl::StrCat(signature.key_id, signature.signature)), "\n");
}

std::string HeadText(const LogHead& head) {
  return absl::StrCat(head.origin, "\n", head.size, "\n", Base64Of(head.root),
                      "\n");
}

std::string SignCheckpoint(absl::string_view origin, uint64_t size,
                           absl::string_view root, const Signer& signer) {
  const std::string text =
      HeadText({std::string(origin), size, std::string(root)});
  const NoteKey key{std::string(origin), signer.public_key()};
  return absl::StrCat(text, "\n",
                      SignatureLine({key.name, key.Id(), signer.Sign(text)}));
}

absl::StatusOr<CheckpointNote> ParseCheckpoint(absl::string_view note) {
  if (note.size() > kMaxNoteSize) return NotANote("too long");
  absl::string_view rest = note;
  const std::optional<absl::string_view> origin = TakeLine(rest);
  const std::optional<absl::string_view> size = TakeLine(rest);
  const std::optional<absl::string_view> root = TakeLine(rest);
  if (!origin.has_value() || !size.has_value() || !root.has_value()) {
    return NotANote("fewer than three lines");
  }
  CheckpointNote parsed;
  parsed.text = std::string(note.substr(0, note.size() - rest.size()));
  if (!IsName(*origin)) return NotANote("origin");
  parsed.head.origin = std::string(*origin);
  const std::optional<uint64_t> number = StrictDecimal(*size);
  if (!number.has_value()) return NotANote("size");
  parsed.head.size = *number;
  std::optional<std::string> hash = StrictBase64(*root);
  if (!hash.has_value() || hash->size() != kHashSize) return NotANote("root");
  parsed.head.root = *std::move(hash);

  const std::optional<absl::string_view> blank = TakeLine(rest);
  if (!blank.has_value() || !blank->empty()) return NotANote("extra lines");
  while (!rest.empty()) {
    const std::optional<absl::string_view> line = TakeLine(rest);
    if (!line.has_value()) return NotANote("last line is cut");
    TOGUNA_ASSIGN_OR_RETURN(NoteSignature signature, ParseSignatureLine(*line));
    parsed.signatures.push_back(std::move(signature));
    if (parsed.signatures.size() > kMaxSignatures) {
      return NotANote("too many signatures");
    }
  }
  if (parsed.signatures.empty()) return NotANote("no signature");
  return parsed;
}

absl::StatusOr<NoteKey> ParseVkey(absl::string_view vkey, NoteKeyType type) {
  const absl::Status wrong = absl::InvalidArgumentError(
      type == NoteKeyType::kLog
          ? "not a log key: expected name+hash+key of type Ed25519"
          : "not a witness key: expected name+hash+key of type cosignature");
  // The base64 of the key may hold '+' itself.
  const std::vector<std::string> parts =
      absl::StrSplit(vkey, absl::MaxSplits('+', 2));
  if (parts.size() != 3 || !IsName(parts[0])) return wrong;
  const std::optional<std::string> key = StrictBase64(parts[2]);
  if (!key.has_value() || key->size() != 33 ||
      (*key)[0] != static_cast<char>(type)) {
    return wrong;
  }
  NoteKey parsed{parts[0], key->substr(1), type};
  if (parts[1] != HexOf(parsed.Id())) return wrong;
  return parsed;
}

absl::Status VerifyHead(const NoteKey& log, const CheckpointNote& note,
                        const Ed25519Verifier& verify) {
  if (note.head.origin != log.name) {
    return absl::PermissionDeniedError(
        "the checkpoint is of another log than the key");
  }
  const std::string id = log.Id();
  for (const NoteSignature& one : note.signatures) {
    if (one.name != log.name || one.key_id != id) continue;
    // One wrong line under our key is enough to refuse the note.
    return verify(log.public_key, note.text, one.signature)
               ? absl::OkStatus()
               : absl::DataLossError("the checkpoint's signature is wrong");
  }
  return absl::PermissionDeniedError(
      "the checkpoint is not signed with this key");
}

absl::StatusOr<LogHead> VerifyNote(absl::string_view vkey,
                                   absl::string_view note,
                                   const Ed25519Verifier& verify) {
  TOGUNA_ASSIGN_OR_RETURN(const NoteKey key, ParseVkey(vkey));
  TOGUNA_ASSIGN_OR_RETURN(CheckpointNote parsed, ParseCheckpoint(note));
  TOGUNA_RETURN_IF_ERROR(VerifyHead(key, parsed, verify));
  return std::move(parsed.head);
}

}  // namespace toguna
