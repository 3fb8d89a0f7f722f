#include "keys/file/file.h"

#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna {
namespace {

using std::filesystem::perms;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::StatusIs;
using testing::TempDir;

perms ModeOf(const std::string& path) {
  return std::filesystem::status(path).permissions();
}
size_t FilesIn(const std::string& path) {
  size_t files = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(path)) {
    ++files;
  }
  return files;
}

TEST(FileTest, SecretAndPublicFilesReadBackWithTheirModes) {
  const TempDir dir;
  const std::string bytes("a\0b\n", 4);
  ASSERT_THAT(WriteSecretFile(dir / "secret", bytes), IsOk());
  ASSERT_THAT(WritePublicFile(dir / "public", bytes), IsOk());
  EXPECT_EQ(ModeOf(dir / "secret"), perms(0600));
  EXPECT_EQ(ModeOf(dir / "public"), perms(0644));
  EXPECT_THAT(ReadSecretFile(dir / "secret"), IsOkAndHolds(bytes));
  EXPECT_THAT(toguna::ReadFile(dir / "public"), IsOkAndHolds(bytes));
}

TEST(FileTest, WritingAgainReplacesContentAndModeAndLeavesNothingBeside) {
  const TempDir dir;
  ASSERT_THAT(WritePublicFile(dir / "key", "old, and longer"), IsOk());
  ASSERT_THAT(WriteSecretFile(dir / "key", "new"), IsOk());
  EXPECT_THAT(ReadSecretFile(dir / "key"), IsOkAndHolds("new"));
  EXPECT_EQ(ModeOf(dir / "key"), perms(0600));
  EXPECT_EQ(FilesIn(dir.path()), 1U);
}

TEST(FileTest, ASecretThatOthersMayUseIsRefusedWithTheRepair) {
  const TempDir dir;
  ASSERT_THAT(WriteSecretFile(dir / "key", "k"), IsOk());
  for (const int mode : {0640, 0604, 0620, 0601, 0644}) {
    std::filesystem::permissions(dir / "key", perms(mode));
    EXPECT_THAT(ReadSecretFile(dir / "key"),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr("chmod 600 " + (dir / "key"))));
  }
  for (const int mode : {0600, 0400}) {
    std::filesystem::permissions(dir / "key", perms(mode));
    EXPECT_THAT(ReadSecretFile(dir / "key"), IsOkAndHolds("k"));
  }
}

TEST(FileTest, AMissingFileOrFolderIsSaid) {
  const TempDir dir;
  EXPECT_THAT(toguna::ReadFile(dir / "none"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("none")));
  EXPECT_THAT(ReadSecretFile(dir / "none"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(WriteSecretFile(dir / "no/key", "k"),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(FileTest, AFailedWriteLeavesTheOldContentAndNothingBeside) {
  const TempDir dir;
  std::filesystem::create_directory(dir / "key");  // cannot be replaced
  EXPECT_FALSE(WriteSecretFile(dir / "key", "k").ok());
  EXPECT_TRUE(std::filesystem::is_directory(dir / "key"));
  EXPECT_EQ(FilesIn(dir.path()), 1U);
}

}  // namespace
}  // namespace toguna
