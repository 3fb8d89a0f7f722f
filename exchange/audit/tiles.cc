#include "exchange/audit/tiles.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

// 1234067 -> "x001/x234/067"
std::string IndexPath(uint64_t index) {
  std::string path = absl::StrFormat("%03d", index % 1000);
  for (index /= 1000; index > 0; index /= 1000) {
    path = absl::StrCat(absl::StrFormat("x%03d/", index % 1000), path);
  }
  return path;
}

void AddTiles(const Tile& first, uint64_t hashes, std::vector<Tile>& tiles) {
  Tile tile = first;
  for (tile.index = 0; tile.index < hashes / kTileWidth; ++tile.index) {
    tiles.push_back(tile);
  }
  tile.width = hashes % kTileWidth;
  if (tile.width > 0) tiles.push_back(tile);
}

}  // namespace

std::string TilePath(const Tile& tile) {
  std::string path =
      absl::StrCat("tile/", tile.entries ? "entries" : absl::StrCat(tile.level),
                   "/", IndexPath(tile.index));
  if (tile.width < kTileWidth) absl::StrAppend(&path, ".p/", tile.width);
  return path;
}

std::vector<Tile> TilesOf(uint64_t size) {
  std::vector<Tile> tiles;
  Tile tile;
  tile.entries = true;
  AddTiles(tile, size, tiles);
  tile.entries = false;
  for (uint64_t hashes = size; hashes > 0; hashes /= kTileWidth) {
    AddTiles(tile, hashes, tiles);
    ++tile.level;
  }
  return tiles;
}

bool HasTile(uint64_t size, const Tile& tile) {
  const unsigned bits = 8 * tile.level;
  const uint64_t hashes = tile.level < 8 ? size >> bits : 0;
  return tile.width > 0 && tile.width <= kTileWidth &&
         tile.index <= hashes / kTileWidth &&
         tile.index * kTileWidth + tile.width <= hashes;
}

absl::StatusOr<std::string> TileBytes(const MerkleTree& tree,
                                      const Tile& tile) {
  std::string bytes;
  for (uint64_t i = 0; i < tile.width; ++i) {
    TOGUNA_ASSIGN_OR_RETURN(
        const std::string hash,
        tree.Subtree(8 * tile.level, tile.index * kTileWidth + i));
    bytes += hash;
  }
  return bytes;
}

absl::StatusOr<std::string> BundleBytes(
    const std::vector<std::string>& entries) {
  std::string bytes;
  for (const std::string& entry : entries) {
    if (entry.empty() || entry.size() > kMaxEntrySize) {
      return absl::InvalidArgumentError("an entry has 1 to 65535 bytes");
    }
    bytes += static_cast<char>(entry.size() >> 8U);
    bytes += static_cast<char>(entry.size() & 0xffU);
    bytes += entry;
  }
  return bytes;
}

absl::StatusOr<std::vector<std::string>> ParseBundle(absl::string_view bytes,
                                                     uint64_t width) {
  std::vector<std::string> entries;
  while (!bytes.empty() && entries.size() < width) {
    if (bytes.size() < 2) break;
    const size_t size = (static_cast<unsigned char>(bytes[0]) << 8U) |
                        static_cast<unsigned char>(bytes[1]);
    if (size == 0 || bytes.size() - 2 < size) break;
    entries.emplace_back(bytes.substr(2, size));
    bytes.remove_prefix(2 + size);
  }
  if (!bytes.empty() || entries.size() != width) {
    return absl::DataLossError("an entry bundle is cut or has extra bytes");
  }
  return entries;
}

}  // namespace toguna
