#ifndef TOGUNA_EXCHANGE_AUDIT_TILES_H_
#define TOGUNA_EXCHANGE_AUDIT_TILES_H_

// The log as static files: c2sp.org/tlog-tiles.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/merkle.h"

namespace toguna {

inline constexpr uint64_t kTileWidth = 256;
inline constexpr size_t kMaxEntrySize = 65535;

// A hash tile, or with `entries` the bundle of entries beside a tile of level
// 0.
struct Tile {
  bool entries = false;
  unsigned level = 0;
  uint64_t index = 0;
  uint64_t width = kTileWidth;  // 1 to 256; below 256 it is partial

  friend bool operator==(const Tile&, const Tile&) = default;
};

// "tile/0/x001/234", "tile/entries/000.p/17", …
std::string TilePath(const Tile& tile);

// Every file of a log of `size` entries, in the order to write them: bundles,
// then tiles level by level. Partial ones only at the right edge.
std::vector<Tile> TilesOf(uint64_t size);

// True if a log of `size` entries has such a hash tile; any `tile` may be
// asked.
bool HasTile(uint64_t size, const Tile& tile);

// The bytes of a hash tile. kOutOfRange if `tree` does not hold all of it.
absl::StatusOr<std::string> TileBytes(const MerkleTree& tree, const Tile& tile);

// The bytes of an entry bundle. kInvalidArgument for an entry that is empty or
// longer than 65,535 bytes.
absl::StatusOr<std::string> BundleBytes(
    const std::vector<std::string>& entries);

// Reads a bundle of exactly `width` entries; kDataLoss for any other bytes.
absl::StatusOr<std::vector<std::string>> ParseBundle(absl::string_view bytes,
                                                     uint64_t width);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_AUDIT_TILES_H_
