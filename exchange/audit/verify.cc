#include "exchange/audit/verify.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/merkle.h"
#include "exchange/audit/tiles.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

absl::StatusOr<std::string> ReadOrFail(const ReadLogFile& read,
                                       absl::string_view path) {
  TOGUNA_ASSIGN_OR_RETURN(std::optional<std::string> bytes, read(path));
  if (!bytes.has_value()) {
    return absl::DataLossError(absl::StrCat(path, ": file is missing"));
  }
  return *std::move(bytes);
}

absl::Status CheckTile(const ReadLogFile& read, const Tile& tile,
                       MerkleTree& tree) {
  const std::string path = TilePath(tile);
  TOGUNA_ASSIGN_OR_RETURN(const std::string bytes, ReadOrFail(read, path));
  if (tile.entries) {
    const absl::StatusOr<std::vector<std::string>> entries =
        ParseBundle(bytes, tile.width);
    if (!entries.ok()) {
      return absl::DataLossError(
          absl::StrCat(path, ": ", entries.status().message()));
    }
    for (const std::string& entry : *entries) tree.Append(LeafHash(entry));
    return absl::OkStatus();
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::string expected, TileBytes(tree, tile));
  if (bytes != expected) {
    return absl::DataLossError(
        absl::StrCat(path, ": hashes are not those of the entries"));
  }
  return absl::OkStatus();
}

absl::Status CheckPrevious(const LogHead& previous, const LogHead& head,
                           const MerkleTree& tree) {
  if (previous.size > head.size) {
    return absl::FailedPreconditionError(
        absl::StrCat("the log was rolled back: it has ", head.size,
                     " entries, and had ", previous.size));
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::string root, tree.Root(previous.size));
  if (root != previous.root) {
    return absl::FailedPreconditionError(
        absl::StrCat("the log was forked: its first ", previous.size,
                     " entries are not those signed earlier"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<LogHead> VerifyExport(
    const ReadLogFile& read, absl::string_view vkey,
    const Ed25519Verifier& verify, const std::optional<std::string>& previous) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string note,
                          ReadOrFail(read, "checkpoint"));
  TOGUNA_ASSIGN_OR_RETURN(const LogHead head, VerifyNote(vkey, note, verify));
  // The size is signed, so it is safe to derive the list of files from it.
  MerkleTree tree;
  for (const Tile& tile : TilesOf(head.size)) {
    TOGUNA_RETURN_IF_ERROR(CheckTile(read, tile, tree));
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::string root, tree.Root(head.size));
  if (root != head.root) {
    return absl::DataLossError(
        "checkpoint: its root is not that of the entries");
  }
  if (previous.has_value()) {
    TOGUNA_ASSIGN_OR_RETURN(const LogHead earlier,
                            VerifyNote(vkey, *previous, verify));
    TOGUNA_RETURN_IF_ERROR(CheckPrevious(earlier, head, tree));
  }
  return head;
}

}  // namespace toguna
