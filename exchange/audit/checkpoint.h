#ifndef TOGUNA_EXCHANGE_AUDIT_CHECKPOINT_H_
#define TOGUNA_EXCHANGE_AUDIT_CHECKPOINT_H_

// Signed heads of the log: c2sp.org/tlog-checkpoint in c2sp.org/signed-note.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "keys/ring/ring.h"

namespace toguna {

// A head of the log: its first `size` entries have this root.
struct LogHead {
  std::string origin;
  uint64_t size = 0;
  std::string root;  // 32 raw bytes

  friend bool operator==(const LogHead&, const LogHead&) = default;
};

// One signature line of a note.
struct NoteSignature {
  std::string name;
  std::string key_id;     // 4 raw bytes
  std::string signature;  // raw, after the key id
};

// A note that was read, not verified.
struct CheckpointNote {
  LogHead head;
  std::string text;  // the signed bytes
  std::vector<NoteSignature> signatures;
};

// What an Ed25519 key signs: a log its heads, a witness heads that it has seen
// (exchange/audit/cosignature.h).
enum class NoteKeyType : unsigned char { kLog = 0x01, kWitness = 0x04 };

// An Ed25519 key as notes name it.
struct NoteKey {
  std::string name;
  std::string public_key;  // 32 raw bytes
  NoteKeyType type = NoteKeyType::kLog;

  std::string Id() const;    // 4 raw bytes
  std::string Text() const;  // the vkey: name+hash+key
};

// True if `signature` is `public_key`'s Ed25519 signature of `message`.
using Ed25519Verifier =
    std::function<bool(absl::string_view public_key, absl::string_view message,
                       absl::string_view signature)>;

// "— name base64\n", as it stands below a note.
std::string SignatureLine(const NoteSignature& signature);

// The three lines that are signed.
std::string HeadText(const LogHead& head);

// The signed note for a head. The key's name is the origin.
std::string SignCheckpoint(absl::string_view origin, uint64_t size,
                           absl::string_view root, const Signer& signer);

// Reads a note: exactly the bytes that SignCheckpoint writes, with one
// signature line or more. kDataLoss for any other form; nothing is verified.
absl::StatusOr<CheckpointNote> ParseCheckpoint(absl::string_view note);

// Reads a vkey of this type. kInvalidArgument for any other text, and where its
// hash is not that of its name and key.
absl::StatusOr<NoteKey> ParseVkey(absl::string_view vkey,
                                  NoteKeyType type = NoteKeyType::kLog);

// VerifyNote for a key and a note that were read already.
absl::Status VerifyHead(const NoteKey& log, const CheckpointNote& note,
                        const Ed25519Verifier& verify);

// Returns the head if `note` has the origin and a valid signature of `vkey`.
//   kDataLoss          not a checkpoint, or the signature is wrong
//   kPermissionDenied  no signature of this key on it
absl::StatusOr<LogHead> VerifyNote(absl::string_view vkey,
                                   absl::string_view note,
                                   const Ed25519Verifier& verify);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_AUDIT_CHECKPOINT_H_
