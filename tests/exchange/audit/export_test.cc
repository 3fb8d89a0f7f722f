#include "exchange/audit/export.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/merkle.h"
#include "exchange/audit/verify.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/ed25519.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using testing::Ed25519Signer;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;
using testing::VerifyWithSodium;

constexpr char kOrigin[] = "exchange.example/audit/v1";
using Files = std::map<std::string, std::string>;

std::string Entry(uint64_t i) { return absl::StrCat("{\"seq\":", i, "}"); }

class ExportTest : public ::testing::Test {
 protected:
  std::string Note(uint64_t size) const {
    MerkleTree tree;
    for (uint64_t i = 0; i < size; ++i) tree.Append(LeafHash(Entry(i)));
    return SignCheckpoint(kOrigin, size, *tree.Root(size), signer_);
  }

  Files Export(uint64_t size) const {
    Files files;
    EXPECT_THAT(ExportTiles(
                    Note(size),
                    [](uint64_t first, uint64_t count) {
                      std::vector<std::string> entries;
                      for (uint64_t i = 0; i < count; ++i) {
                        entries.push_back(Entry(first + i));
                      }
                      return absl::StatusOr<std::vector<std::string>>(entries);
                    },
                    [&](absl::string_view path, absl::string_view bytes) {
                      files[std::string(path)] = std::string(bytes);
                      return absl::OkStatus();
                    }),
                IsOk());
    return files;
  }

  absl::StatusOr<LogHead> Verify(
      const Files& files,
      const std::optional<std::string>& previous = std::nullopt) const {
    return VerifyExport(
        [&](absl::string_view path)
            -> absl::StatusOr<std::optional<std::string>> {
          const auto found = files.find(std::string(path));
          if (found == files.end()) return std::optional<std::string>();
          return std::optional(found->second);
        },
        NoteKey{kOrigin, signer_.public_key()}.Text(), VerifyWithSodium,
        previous);
  }

  Ed25519Signer signer_;
};

TEST_F(ExportTest, AnExportOfAnySizeVerifies) {
  for (const uint64_t size : {0, 1, 2, 255, 256, 257, 511, 512, 513, 1000}) {
    EXPECT_THAT(Verify(Export(size)), IsOk()) << size;
  }
}

TEST_F(ExportTest, ALogOf70000EntriesVerifies) {
  const Files files = Export(70000);
  EXPECT_EQ(files.size(), 274 + 274 + 2 + 1 + 1U);
  EXPECT_THAT(Verify(files, Note(1000)), IsOk());
}

TEST_F(ExportTest, AnyFlippedByteOfAnyFileIsFound) {
  const Files good = Export(300);
  for (const auto& [path, bytes] : good) {
    for (size_t i = 0; i < bytes.size(); i += path == "checkpoint" ? 1 : 97) {
      Files files = good;
      files[path][i] = static_cast<char>(files[path][i] ^ 4);
      EXPECT_FALSE(Verify(files).ok()) << path << " " << i;
    }
  }
}

TEST_F(ExportTest, AMissingFileIsNamed) {
  const Files good = Export(300);
  for (const auto& [path, bytes] : good) {
    Files files = good;
    files.erase(path);
    EXPECT_THAT(Verify(files), StatusIs(absl::StatusCode::kDataLoss,
                                        HasSubstr(path + ": file is missing")));
  }
}

TEST_F(ExportTest, AFlippedTileIsNamed) {
  Files files = Export(300);
  files["tile/0/001.p/44"][5] ^= 1;
  EXPECT_THAT(Verify(files), StatusIs(absl::StatusCode::kDataLoss,
                                      HasSubstr("tile/0/001.p/44: hashes")));
}

TEST_F(ExportTest, AnEditedSizeBreaksTheSignature) {
  Files files = Export(300);
  files["checkpoint"] =
      absl::StrReplaceAll(files["checkpoint"], {{"\n300\n", "\n301\n"}});
  EXPECT_THAT(Verify(files),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("signature")));
}

TEST_F(ExportTest, ARollbackAgainstAnEarlierHeadIsFound) {
  EXPECT_THAT(Verify(Export(300), Note(256)), IsOk());
  EXPECT_THAT(Verify(Export(256), Note(300)),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("rolled back")));
}

TEST_F(ExportTest, AForkAgainstAnEarlierHeadIsFound) {
  MerkleTree fork;
  for (int i = 0; i < 256; ++i) fork.Append(LeafHash("something else"));
  const std::string earlier =
      SignCheckpoint(kOrigin, 256, *fork.Root(256), signer_);
  EXPECT_THAT(
      Verify(Export(300), earlier),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("forked")));
}

TEST_F(ExportTest, AHeadThatDoesNotFitTheEntriesIsNotExported) {
  Files files;
  const absl::Status status = ExportTiles(
      Note(3),
      [](uint64_t, uint64_t) {
        return absl::StatusOr<std::vector<std::string>>({"a", "b", "c"});
      },
      [&](absl::string_view path, absl::string_view bytes) {
        files[std::string(path)] = std::string(bytes);
        return absl::OkStatus();
      });
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_FALSE(files.contains("checkpoint"));
}

}  // namespace
}  // namespace toguna
