#ifndef TOGUNA_EXCHANGE_AUDIT_WITNESS_H_
#define TOGUNA_EXCHANGE_AUDIT_WITNESS_H_

// What a log and a witness say to each other: c2sp.org/tlog-witness. A witness
// signs a head only if it extends the last one that it signed.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"

namespace toguna {

// Where heads are sent to, below the witness's address.
inline constexpr absl::string_view kAddCheckpointPath = "/add-checkpoint";
// Form of a 409's body: the size that the witness knows.
inline constexpr absl::string_view kSizeContentType = "text/x.tlog.size";
// Longer ones are refused unread.
inline constexpr size_t kMostAddCheckpointBytes = 32 * 1024;

// Where the last head that a witness signed of a log is read:
// "/<SHA-256 of the origin in hexadecimal>/checkpoint".
std::string WitnessedPath(absl::string_view origin);

struct AddCheckpoint {
  uint64_t old_size = 0;           // that the witness is taken to know
  std::vector<std::string> proof;  // that the head extends it
  std::string note;                // the signed head
};

std::string AddCheckpointText(const AddCheckpoint& request);
// Reads what AddCheckpointText writes; kInvalidArgument otherwise.
absl::StatusOr<AddCheckpoint> ParseAddCheckpoint(absl::string_view text);

// What a witness makes of a request, before it remembers or signs anything.
struct WitnessFinding {
  // HTTP status: 200 the head may be signed, once it is remembered for good;
  // 400 not a request; 403 not signed by the log; 404 a log it does not know;
  // 409 it knows another size (or at this size another root); 422 the head does
  // not extend what it knows.
  int status = 400;
  std::string body;  // of a 409: the size it knows
  LogHead head;      // of a 200
  // The head has the size that the witness knows, another root, and the log's
  // signature: who keeps both notes can prove that the log has lied.
  bool contradicts = false;
};

// Judges `text`. `known` gives the last head that was signed of a log.
WitnessFinding JudgeAddCheckpoint(
    const std::vector<NoteKey>& logs,
    const std::function<std::optional<LogHead>(const std::string& origin)>&
        known,
    absl::string_view text, const Ed25519Verifier& verify);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_AUDIT_WITNESS_H_
