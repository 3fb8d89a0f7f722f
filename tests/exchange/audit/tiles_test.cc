#include "exchange/audit/tiles.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using testing::IsOkAndHolds;
using ::testing::Not;
using testing::StatusIs;

std::vector<std::string> Paths(uint64_t size) {
  std::vector<std::string> paths;
  for (const Tile& tile : TilesOf(size)) paths.push_back(TilePath(tile));
  return paths;
}

TEST(TilesTest, SmallLogsHaveOnePartialBundleAndTile) {
  EXPECT_THAT(Paths(0), ElementsAre());
  EXPECT_THAT(Paths(1), ElementsAre("tile/entries/000.p/1", "tile/0/000.p/1"));
  EXPECT_THAT(Paths(256),
              ElementsAre("tile/entries/000", "tile/0/000", "tile/1/000.p/1"));
  EXPECT_THAT(Paths(257),
              ElementsAre("tile/entries/000", "tile/entries/001.p/1",
                          "tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"));
}

TEST(TilesTest, Size70000HasTheLayoutOfTheSpecification) {
  const std::vector<std::string> paths = Paths(70000);
  EXPECT_EQ(paths.size(), 274 + 274 + 2 + 1U);
  EXPECT_THAT(paths, Contains("tile/0/272"));
  EXPECT_THAT(paths, Contains("tile/0/273.p/112"));
  EXPECT_THAT(paths, Contains("tile/entries/273.p/112"));
  EXPECT_THAT(paths, Contains("tile/1/000"));
  EXPECT_THAT(paths, Contains("tile/1/001.p/17"));
  EXPECT_THAT(paths, Contains("tile/2/000.p/1"));
  EXPECT_THAT(paths, Not(Contains("tile/2/000")));
}

TEST(TilesTest, LargeNumbersAreWrittenInGroups) {
  EXPECT_EQ(TilePath({.level = 3, .index = 1234067}), "tile/3/x001/x234/067");
  EXPECT_EQ(TilePath({.entries = true, .index = 1000, .width = 9}),
            "tile/entries/x001/000.p/9");
}

TEST(TilesTest, AUpperTileHoldsTheRootsOfTheTilesBelow) {
  MerkleTree tree;
  for (int i = 0; i < 600; ++i) tree.Append(LeafHash(absl::StrCat(i)));
  const std::string upper =
      *TileBytes(tree, {.level = 1, .index = 0, .width = 2});
  EXPECT_EQ(upper.substr(0, kHashSize), *tree.Root(256));
  EXPECT_THAT(TileBytes(tree, {.level = 1, .index = 0, .width = 3}),
              StatusIs(absl::StatusCode::kOutOfRange));
}

TEST(TilesTest, ABundleIsReadOnlyWhole) {
  const std::vector<std::string> entries = {"a", std::string(300, 'b'), "c"};
  const std::string bytes = *BundleBytes(entries);
  EXPECT_EQ(bytes.substr(0, 3), std::string("\0\1a", 3));
  EXPECT_THAT(ParseBundle(bytes, 3), IsOkAndHolds(entries));
  for (size_t cut = 0; cut < bytes.size(); ++cut) {
    EXPECT_FALSE(ParseBundle(bytes.substr(0, cut), 3).ok()) << cut;
  }
  EXPECT_FALSE(ParseBundle(bytes + "x", 3).ok());
  EXPECT_FALSE(ParseBundle(bytes, 2).ok());
  EXPECT_FALSE(ParseBundle(bytes, 4).ok());
  EXPECT_FALSE(ParseBundle(std::string(2, '\0'), 1).ok());
}

TEST(TilesTest, AnEntryHasOneTo65535Bytes) {
  EXPECT_FALSE(BundleBytes({""}).ok());
  EXPECT_TRUE(BundleBytes({std::string(65535, 'x')}).ok());
  EXPECT_FALSE(BundleBytes({std::string(65536, 'x')}).ok());
}

}  // namespace
}  // namespace toguna
