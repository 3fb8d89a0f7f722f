#include "exchange/audit/proof.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/audit/merkle.h"
#include "exchange/audit/strict.h"
#include "exchange/base/status_macros.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr absl::string_view kHeader = "c2sp.org/tlog-proof@v1\n";
constexpr size_t kMaxHashes = 63;

absl::Status NotAProof(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("not a log proof: ", what));
}

}  // namespace

std::string ProofText(const LogProof& proof) {
  std::string text = absl::StrCat(kHeader, "index ", proof.index, "\n");
  for (const std::string& hash : proof.hashes) {
    absl::StrAppend(&text, Base64Of(hash), "\n");
  }
  absl::StrAppend(&text, "\n", proof.checkpoint);
  return text;
}

absl::StatusOr<LogProof> ParseProof(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, kHeader)) return NotAProof("first line");
  std::optional<absl::string_view> line = TakeLine(text);
  if (!line.has_value() || !absl::ConsumePrefix(&*line, "index ")) {
    return NotAProof("index line");
  }
  const std::optional<uint64_t> index = StrictDecimal(*line);
  if (!index.has_value()) return NotAProof("index");
  LogProof proof;
  proof.index = *index;
  while (true) {
    line = TakeLine(text);
    if (!line.has_value()) return NotAProof("cut");
    if (line->empty()) break;
    std::optional<std::string> hash = StrictBase64(*line);
    if (!hash.has_value() || hash->size() != kHashSize ||
        proof.hashes.size() == kMaxHashes) {
      return NotAProof("hash line");
    }
    proof.hashes.push_back(*std::move(hash));
  }
  TOGUNA_RETURN_IF_ERROR(ParseCheckpoint(text).status());
  proof.checkpoint = std::string(text);
  return proof;
}

absl::StatusOr<LogHead> VerifyProof(absl::string_view text,
                                    absl::string_view entry,
                                    absl::string_view vkey,
                                    const Ed25519Verifier& verify) {
  TOGUNA_ASSIGN_OR_RETURN(const LogProof proof, ParseProof(text));
  TOGUNA_ASSIGN_OR_RETURN(LogHead head,
                          VerifyNote(vkey, proof.checkpoint, verify));
  TOGUNA_RETURN_IF_ERROR(VerifyInclusion(LeafHash(entry), proof.index,
                                         head.size, proof.hashes, head.root));
  return head;
}

}  // namespace toguna
