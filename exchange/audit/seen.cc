#include "exchange/audit/seen.h"

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
#include "exchange/audit/entry.h"
#include "exchange/audit/strict.h"
#include "exchange/audit/tiles.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr absl::string_view kHeader = "toguna/log-seen/v1\n";

absl::Status NotSeen() {
  return absl::DataLossError("not what was kept of a log");
}

absl::StatusOr<LogHead> HeadOf(const NoteKey& log, absl::string_view note,
                               const Ed25519Verifier& verify) {
  TOGUNA_ASSIGN_OR_RETURN(CheckpointNote parsed, ParseCheckpoint(note));
  TOGUNA_RETURN_IF_ERROR(VerifyHead(log, parsed, verify));
  return std::move(parsed.head);
}

absl::Status RolledBack(const LogHead& seen, const LogHead& head) {
  return ReasonError(absl::StatusCode::kFailedPrecondition, "ROLLED_BACK",
                     absl::StrCat("the log was rolled back: it has ", head.size,
                                  " entries, and had ", seen.size));
}

absl::Status Forked(const LogHead& seen) {
  return ReasonError(
      absl::StatusCode::kFailedPrecondition, "FORKED",
      absl::StrCat("the log was forked: its first ", seen.size,
                   " entries are not those that were seen and signed before"));
}

// Takes entries into `tree` until it has `size`; asks for whole bundles.
// `at` is told each size before an entry is taken.
absl::Status Take(const ReadEntries& read, uint64_t size,
                  const SayProgress& say,
                  const std::function<void(const MerkleFrontier&)>& at,
                  MerkleFrontier& tree) {
  while (tree.size() < size) {
    const uint64_t first = tree.size();
    const uint64_t count =
        std::min(size - first, kTileWidth - first % kTileWidth);
    TOGUNA_ASSIGN_OR_RETURN(const std::vector<std::string> entries,
                            read(first, count));
    if (entries.size() != count) {
      return absl::DataLossError(absl::StrCat(
          "the log does not give its entries from ", first, " on"));
    }
    for (const std::string& entry : entries) {
      at(tree);
      tree.Append(LeafHash(entry));
    }
    say(tree.size(), size);
  }
  return absl::OkStatus();
}

absl::Status CheckRoot(const MerkleFrontier& tree, const LogHead& head) {
  if (tree.Root() == head.root) return absl::OkStatus();
  return absl::DataLossError(
      "the checkpoint's root is not that of the entries");
}

// Why entries that are new do not lead from `seen` to `head`: the log has
// another past, or does not give the entries that it signed.
absl::Status WhyNot(const SeenLog& seen, const LogHead& head,
                    const ReadEntries& read, const SayProgress& say) {
  MerkleFrontier tree;
  std::string root_then = MerkleFrontier().Root();
  TOGUNA_RETURN_IF_ERROR(Take(
      read, head.size, say,
      [&](const MerkleFrontier& so_far) {
        if (so_far.size() == seen.head.size) root_then = so_far.Root();
      },
      tree));
  if (seen.head.size == head.size) root_then = tree.Root();
  TOGUNA_RETURN_IF_ERROR(CheckRoot(tree, head));
  return root_then == seen.head.root
             ? absl::DataLossError("the log gave entries that it did not sign")
             : Forked(seen.head);
}

}  // namespace

std::string SeenText(const SeenLog& seen) {
  std::string text(kHeader);
  for (const std::string& hash : seen.tree.Hashes()) {
    absl::StrAppend(&text, Base64Of(hash), "\n");
  }
  absl::StrAppend(&text, "\n", seen.note);
  return text;
}

absl::StatusOr<SeenLog> ParseSeen(absl::string_view text, const NoteKey& log,
                                  const Ed25519Verifier& verify) {
  if (!absl::ConsumePrefix(&text, kHeader)) return NotSeen();
  std::vector<std::string> hashes;
  while (true) {
    const std::optional<absl::string_view> line = TakeLine(text);
    if (!line.has_value()) return NotSeen();
    if (line->empty()) break;
    std::optional<std::string> hash = StrictBase64(*line);
    if (!hash.has_value()) return NotSeen();
    hashes.push_back(*std::move(hash));
  }
  SeenLog seen;
  seen.note = std::string(text);
  TOGUNA_ASSIGN_OR_RETURN(seen.head, HeadOf(log, text, verify));
  TOGUNA_ASSIGN_OR_RETURN(
      seen.tree, MerkleFrontier::From(seen.head.size, std::move(hashes)));
  TOGUNA_RETURN_IF_ERROR(CheckRoot(seen.tree, seen.head));
  return seen;
}

absl::StatusOr<SeenLog> SeeWhole(const NoteKey& log, absl::string_view note,
                                 const ReadEntries& read,
                                 const Ed25519Verifier& verify,
                                 const SayProgress& say) {
  SeenLog seen;
  seen.note = std::string(note);
  TOGUNA_ASSIGN_OR_RETURN(seen.head, HeadOf(log, note, verify));
  TOGUNA_RETURN_IF_ERROR(Take(
      read, seen.head.size, say, [](const MerkleFrontier&) {}, seen.tree));
  TOGUNA_RETURN_IF_ERROR(CheckRoot(seen.tree, seen.head));
  return seen;
}

absl::StatusOr<SeenLog> SeeMore(const SeenLog& seen, const NoteKey& log,
                                absl::string_view note, const ReadEntries& read,
                                const Ed25519Verifier& verify,
                                const SayProgress& say) {
  SeenLog now;
  now.note = std::string(note);
  now.tree = seen.tree;
  TOGUNA_ASSIGN_OR_RETURN(now.head, HeadOf(log, note, verify));
  if (now.head.size < seen.head.size) return RolledBack(seen.head, now.head);
  if (now.head.size == seen.head.size && now.head.root != seen.head.root) {
    return Forked(seen.head);
  }
  TOGUNA_RETURN_IF_ERROR(Take(
      read, now.head.size, say, [](const MerkleFrontier&) {}, now.tree));
  if (now.tree.Root() != now.head.root) {
    return WhyNot(seen, now.head, read, say);
  }
  return now;
}

namespace {

// What the fields of an entry log.recover say.
struct Quoted {
  uint64_t kept = 0;
  std::optional<LogHead> known;  // verified
};

absl::Status Untrue(absl::string_view what) {
  return ReasonError(absl::StatusCode::kFailedPrecondition, "RECOVERY_UNTRUE",
                     absl::StrCat("the log's own account of its recovery does "
                                  "not hold: ",
                                  what));
}

absl::StatusOr<Quoted> ReadQuoted(const AuditEntry& entry,
                                  const NoteKey& old_log,
                                  const Ed25519Verifier& verify) {
  const auto field = [&entry](const char* name) -> std::string {
    const auto found = entry.fields.find(name);
    return found == entry.fields.end() ? "" : found->second;
  };
  Quoted quoted;
  const std::optional<uint64_t> kept = StrictDecimal(field("store_entries"));
  if (!kept.has_value()) return Untrue("it does not say what it kept");
  quoted.kept = *kept;
  const std::optional<uint64_t> known = StrictDecimal(field("known_entries"));
  if (!known.has_value()) return quoted;
  const std::optional<std::string> root = StrictBase64(field("known_root"));
  if (!root.has_value()) return Untrue("it quotes no root");
  quoted.known = LogHead{old_log.name, *known, *root};
  const absl::StatusOr<CheckpointNote> note = ParseCheckpoint(
      absl::StrCat(HeadText(*quoted.known), "\n\u2014 ", old_log.name, " ",
                   field("known_signature"), "\n"));
  if (!note.ok() || !VerifyHead(old_log, *note, verify).ok()) {
    return Untrue("the head that it quotes was never signed");
  }
  return quoted;
}

}  // namespace

absl::StatusOr<RecoveredFrom> CheckRecovered(const SeenLog& before,
                                             const NoteKey& old_log,
                                             uint64_t size,
                                             const ReadEntries& read,
                                             const Ed25519Verifier& verify,
                                             const SayProgress& say) {
  const uint64_t seen = before.head.size;
  MerkleFrontier tree;
  std::string root_then = MerkleFrontier().Root();
  std::optional<AuditEntry> says;
  const auto read_on =
      [&](uint64_t first,
          uint64_t count) -> absl::StatusOr<std::vector<std::string>> {
    TOGUNA_ASSIGN_OR_RETURN(std::vector<std::string> entries,
                            read(first, count));
    for (const std::string& bytes : entries) {
      absl::StatusOr<LoggedEntry> entry = ParseEntry(bytes);
      if (!entry.ok() || entry->entry.type != "log.recover" ||
          says.has_value()) {
        continue;
      }
      const auto old_name = entry->entry.fields.find("old_log");
      if (old_name != entry->entry.fields.end() &&
          old_name->second == old_log.name) {
        says = std::move(entry->entry);
      }
    }
    return entries;
  };
  TOGUNA_RETURN_IF_ERROR(Take(
      read_on, size, say,
      [&](const MerkleFrontier& so_far) {
        if (so_far.size() == seen) root_then = so_far.Root();
      },
      tree));
  if (!says.has_value()) {
    return ReasonError(
        absl::StatusCode::kFailedPrecondition, "NOT_CONTINUED",
        absl::StrCat("no entry says that this log continues ", old_log.name));
  }
  TOGUNA_ASSIGN_OR_RETURN(const Quoted quoted,
                          ReadQuoted(*says, old_log, verify));
  RecoveredFrom from{.kept = quoted.kept};
  if (quoted.known.has_value() && quoted.known->size > quoted.kept) {
    from.lost = quoted.known->size - quoted.kept;
  }
  if (seen <= quoted.kept) {
    if (root_then != before.head.root) return Forked(before.head);
    return from;
  }
  if (seen > quoted.kept + from.lost) {
    return Untrue(absl::StrCat("it admits ", quoted.kept + from.lost,
                               " entries of the old log, and ", seen,
                               " were seen"));
  }
  if (seen == quoted.known->size && quoted.known->root != before.head.root) {
    return Forked(before.head);
  }
  return from;
}

}  // namespace toguna
