#include "exchange/toguna/audit_log.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
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
#include "exchange/audit/tiles.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/words/console_words.h"
#include "keys/file/file.h"
#include "keys/sodium/primitives.h"

namespace toguna {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kSayEvery = 65536;

ReadLogFile FilesIn(const std::string& dir) {
  return [dir](absl::string_view path)
             -> absl::StatusOr<std::optional<std::string>> {
    const std::string file = absl::StrCat(dir, "/", path);
    if (!fs::exists(file)) return std::optional<std::string>();
    TOGUNA_ASSIGN_OR_RETURN(std::string bytes, ReadFile(file));
    return std::optional(std::move(bytes));
  };
}

// Entries of exported files, a bundle at a time, of a log of `size` entries.
ReadEntries BundlesIn(const ReadLogFile& read, uint64_t size) {
  return [read, size](
             uint64_t first,
             uint64_t count) -> absl::StatusOr<std::vector<std::string>> {
    const uint64_t index = first / kTileWidth;
    const uint64_t width = std::min(kTileWidth, size - index * kTileWidth);
    const std::string path =
        TilePath({.entries = true, .level = 0, .index = index, .width = width});
    TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> bytes, read(path));
    if (!bytes.has_value()) {
      return absl::DataLossError(absl::StrCat(path, ": file is missing"));
    }
    TOGUNA_ASSIGN_OR_RETURN(std::vector<std::string> entries,
                            ParseBundle(*bytes, width));
    const auto begin =
        entries.begin() + static_cast<int64_t>(first % kTileWidth);
    return std::vector<std::string>(
        begin, begin + static_cast<int64_t>(std::min<uint64_t>(
                           count, width - first % kTileWidth)));
  };
}

}  // namespace

absl::StatusOr<LogSource> OpenLog(const Session& session,
                                  const std::string& dir) {
  LogSource source;
  if (dir.empty()) {
    TOGUNA_ASSIGN_OR_RETURN(source.client, session.Connect());
    TOGUNA_ASSIGN_OR_RETURN(const v1::GetCheckpointResponse head,
                            source.client->GetCheckpoint());
    source.checkpoint = head.checkpoint();
    source.cosigned = head.cosigned_checkpoint();
    source.read = EntriesOf(*source.client);
    return source;
  }
  source.read_file = FilesIn(dir);
  TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> note,
                          source.read_file("checkpoint"));
  if (!note.has_value()) {
    return absl::DataLossError("checkpoint: file is missing");
  }
  source.checkpoint = *note;
  source.cosigned = *note;
  TOGUNA_ASSIGN_OR_RETURN(const CheckpointNote parsed, ParseCheckpoint(*note));
  source.read = BundlesIn(source.read_file, parsed.head.size);
  return source;
}

ReadEntries EntriesOf(Client& client) {
  return [&client](uint64_t first,
                   uint64_t count) -> absl::StatusOr<std::vector<std::string>> {
    std::vector<std::string> entries;
    while (entries.size() < count) {
      v1::ListEntriesRequest request;
      request.set_first_index(first + entries.size());
      request.set_page_size(static_cast<int32_t>(
          std::min<uint64_t>(count - entries.size(), 1000)));
      TOGUNA_ASSIGN_OR_RETURN(const v1::ListEntriesResponse response,
                              client.ListEntries(request));
      if (response.entries_size() == 0) break;
      for (const auto& entry : response.entries()) {
        entries.push_back(entry.leaf());
      }
    }
    return entries;
  };
}

SayProgress ProgressOn(const Console& console) {
  return [&console, next = kSayEvery](uint64_t read, uint64_t of) mutable {
    if (read < next || of < 2 * kSayEvery || console.json()) return;
    next = read + kSayEvery;
    std::cerr << Say(console.language(), words::kLogProgress,
                     {absl::StrCat(read), absl::StrCat(of)})
              << '\n';
  };
}

absl::StatusOr<std::optional<SeenLog>> ReadSeen(const std::string& path,
                                                const NoteKey& log) {
  if (path.empty() || !fs::exists(path)) return std::optional<SeenLog>();
  TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  absl::StatusOr<SeenLog> seen = ParseSeen(text, log, VerifyEd25519);
  if (!seen.ok()) {
    // The name is that of whatever log it says it is of; the key is not.
    const size_t note = text.find("\n\n");
    const auto head =
        ParseCheckpoint(note == std::string::npos ? "" : text.substr(note + 2));
    if (head.ok()) {
      seen =
          ParseSeen(text, {head->head.origin, log.public_key}, VerifyEd25519);
    }
  }
  if (!seen.ok()) {
    return ReasonError(
        absl::StatusCode::kDataLoss, "SEEN_UNREADABLE",
        absl::StrCat(path,
                     " does not hold what you verified of this log before; "
                     "name another file with --state, and find out who "
                     "changed this one"));
  }
  return std::optional(*std::move(seen));
}

absl::StatusOr<PolicyFinding> CheckWitnesses(const LogSource& source,
                                             const LogPolicy& policy,
                                             const LogHead& head) {
  TOGUNA_ASSIGN_OR_RETURN(
      const PolicyFinding finding,
      CheckLogPolicy(policy, source.cosigned, VerifyEd25519));
  if (finding.head == head) return finding;
  if (source.client == nullptr) {
    return absl::DataLossError("the witnesses signed another head");
  }
  v1::GetConsistencyProofRequest request;
  request.set_old_size(finding.head.size);
  request.set_size(head.size);
  TOGUNA_ASSIGN_OR_RETURN(const v1::GetConsistencyProofResponse proof,
                          source.client->GetConsistencyProof(request));
  TOGUNA_RETURN_IF_ERROR(VerifyConsistency(
      finding.head.size, finding.head.root, head.size, head.root,
      {proof.hashes().begin(), proof.hashes().end()}));
  return finding;
}

std::string InProfile(const std::string& given, const Session& session,
                      const char* name, bool must_exist) {
  if (!given.empty() || session.as.empty()) return given;
  const std::string path = absl::StrCat(session.as, "/", name);
  return must_exist && !fs::exists(path) ? "" : path;
}

absl::StatusOr<NoteKey> ReadLogKey(const std::string& path) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string vkey, ReadFile(path));
  return ParseVkey(absl::StripTrailingAsciiWhitespace(vkey));
}

}  // namespace toguna
