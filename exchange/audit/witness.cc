#include "exchange/audit/witness.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/audit/merkle.h"
#include "exchange/audit/strict.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr size_t kMostHashes = 63;

absl::Status NotARequest() {
  return absl::InvalidArgumentError("not an add-checkpoint request");
}

WitnessFinding Refused(int status, std::string body = "") {
  return {status, std::move(body), {}, false};
}

// 409 with the size that is known.
WitnessFinding OtherSize(uint64_t size) {
  return Refused(409, absl::StrCat(size, "\n"));
}

WitnessFinding JudgeHead(const LogHead& last, const AddCheckpoint& request,
                         LogHead head) {
  if (request.old_size > head.size) return Refused(400);
  if (request.old_size != last.size) return OtherSize(last.size);
  if (head.size == last.size && head.root != last.root) {
    WitnessFinding finding = OtherSize(last.size);
    finding.contradicts = true;
    return finding;
  }
  if (!VerifyConsistency(last.size, last.root, head.size, head.root,
                         request.proof)
           .ok()) {
    return Refused(422);
  }
  return {200, "", std::move(head), false};
}

}  // namespace

std::string WitnessedPath(absl::string_view origin) {
  return absl::StrCat("/", HexOf(Sha256(origin)), "/checkpoint");
}

std::string AddCheckpointText(const AddCheckpoint& request) {
  std::string text = absl::StrCat("old ", request.old_size, "\n");
  for (const std::string& hash : request.proof) {
    absl::StrAppend(&text, Base64Of(hash), "\n");
  }
  absl::StrAppend(&text, "\n", request.note);
  return text;
}

absl::StatusOr<AddCheckpoint> ParseAddCheckpoint(absl::string_view text) {
  if (text.size() > kMostAddCheckpointBytes) return NotARequest();
  std::optional<absl::string_view> line = TakeLine(text);
  if (!line.has_value() || !absl::ConsumePrefix(&*line, "old ")) {
    return NotARequest();
  }
  const std::optional<uint64_t> size = StrictDecimal(*line);
  if (!size.has_value()) return NotARequest();
  AddCheckpoint request{*size, {}, ""};
  while (true) {
    line = TakeLine(text);
    if (!line.has_value()) return NotARequest();
    if (line->empty()) break;
    std::optional<std::string> hash = StrictBase64(*line);
    if (!hash.has_value() || hash->size() != kHashSize ||
        request.proof.size() == kMostHashes) {
      return NotARequest();
    }
    request.proof.push_back(*std::move(hash));
  }
  if (!ParseCheckpoint(text).ok()) return NotARequest();
  request.note = std::string(text);
  return request;
}

WitnessFinding JudgeAddCheckpoint(
    const std::vector<NoteKey>& logs,
    const std::function<std::optional<LogHead>(const std::string& origin)>&
        known,
    absl::string_view text, const Ed25519Verifier& verify) {
  const absl::StatusOr<AddCheckpoint> request = ParseAddCheckpoint(text);
  if (!request.ok()) return Refused(400);
  absl::StatusOr<CheckpointNote> note = ParseCheckpoint(request->note);
  if (!note.ok()) return Refused(400);
  const auto log = std::find_if(
      logs.begin(), logs.end(),
      [&](const NoteKey& one) { return one.name == note->head.origin; });
  if (log == logs.end()) return Refused(404);
  if (!VerifyHead(*log, *note, verify).ok()) return Refused(403);
  LogHead last{log->name, 0, *MerkleTree().Root(0)};
  if (const std::optional<LogHead> seen = known(log->name); seen.has_value()) {
    last = *seen;
  }
  return JudgeHead(last, *request, std::move(note->head));
}

}  // namespace toguna
