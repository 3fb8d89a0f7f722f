#include "exchange/audit/export.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/merkle.h"
#include "exchange/audit/tiles.h"
#include "exchange/base/status_macros.h"

namespace toguna {

absl::Status ExportTiles(absl::string_view checkpoint, const ReadEntries& read,
                         const WriteLogFile& write) {
  TOGUNA_ASSIGN_OR_RETURN(const CheckpointNote note,
                          ParseCheckpoint(checkpoint));
  MerkleTree tree;
  // Bundles come first in TilesOf, so the tree is whole before its tiles.
  for (const Tile& tile : TilesOf(note.head.size)) {
    std::string bytes;
    if (tile.entries) {
      TOGUNA_ASSIGN_OR_RETURN(const std::vector<std::string> entries,
                              read(tile.index * kTileWidth, tile.width));
      if (entries.size() != tile.width) {
        return absl::DataLossError("the log has fewer entries than its head");
      }
      for (const std::string& entry : entries) tree.Append(LeafHash(entry));
      TOGUNA_ASSIGN_OR_RETURN(bytes, BundleBytes(entries));
    } else {
      TOGUNA_ASSIGN_OR_RETURN(bytes, TileBytes(tree, tile));
    }
    TOGUNA_RETURN_IF_ERROR(write(TilePath(tile), bytes));
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::string root, tree.Root(note.head.size));
  if (root != note.head.root) {
    return absl::DataLossError("the log's entries do not have its head's root");
  }
  return write("checkpoint", checkpoint);
}

}  // namespace toguna
