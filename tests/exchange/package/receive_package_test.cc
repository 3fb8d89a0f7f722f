// A package over a line that breaks: what arrived is kept, what is wrong is
// not.

#include "exchange/package/receive_package.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/json.h"
#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr size_t kPart = 100;

// An exchange that breaks off after so many bytes, again and again.
class ReceivePackageTest : public ::testing::Test {
 protected:
  ReceivePackageTest() {
    for (int i = 0; i < 1000; ++i) absl::StrAppend(&large_, i, " ");
    package_["extract.csv.age"] = large_;
    package_["empty.age"] = "";
    package_["VERIFY.txt"] = "verify";
    Json::List subjects;
    for (const auto& [name, bytes] : package_) {
      subjects.push_back(
          Json()
              .Set("name", name)
              .Set("digest", Json().Set("sha256", HexOf(Sha256(bytes)))));
    }
    package_["manifest.json"] =
        Json().Set("subject", std::move(subjects)).Pretty();
    package_["manifest.json.minisig"] = "signed";
    for (const auto& [name, bytes] : package_) {
      announced_.sizes[name] = static_cast<int64_t>(bytes.size());
    }
    announced_.manifest_sha256 = HexOf(Sha256(package_["manifest.json"]));
    package_["release.entry"] = "entry";
    package_["release.tlog-proof"] = "proof 1";
  }

  absl::Status Fetch(const std::string& name, int64_t offset,
                     const TakePart& take) {
    asked_.emplace_back(name, offset);
    const std::string& bytes = package_.at(name);
    auto at = static_cast<size_t>(offset);
    do {
      if (broken_) return absl::UnavailableError("the line broke");
      const std::string part = bytes.substr(at, kPart);
      if (left_ < part.size()) {
        left_ = each_;
        if (forever_) broken_ = true;
        return absl::UnavailableError("the line broke");
      }
      left_ -= part.size();
      const absl::Status taken = take(static_cast<int64_t>(at),
                                      static_cast<int64_t>(bytes.size()), part);
      if (!taken.ok()) return taken;
      at += part.size();
    } while (at < bytes.size());
    return absl::OkStatus();
  }
  absl::Status Receive() {
    return ReceivePackage(
        announced_, folder_ / "R-1",
        [this](const std::string& name, int64_t offset, const TakePart& take) {
          return Fetch(name, offset, take);
        },
        {.patience = 2, .wait = [this] { ++waited_; }});
  }
  std::string Read(const std::string& name) {
    return ReadFile(folder_ / ("R-1/" + name));
  }
  void Write(const std::string& name, const std::string& bytes) {
    std::filesystem::create_directories(folder_ / "R-1");
    WriteFile(folder_ / ("R-1/" + name), bytes);
  }
  void ExpectWhole() {
    std::map<std::string, std::string> found;
    for (const auto& file :
         std::filesystem::directory_iterator(folder_ / "R-1")) {
      found[file.path().filename().string()] = ReadFile(file.path().string());
    }
    EXPECT_EQ(found, package_);
  }

  TempDir folder_;
  std::string large_;
  std::map<std::string, std::string> package_;
  AnnouncedPackage announced_;
  std::vector<std::pair<std::string, int64_t>> asked_;
  size_t each_ = SIZE_MAX;  // bytes until the line breaks
  size_t left_ = SIZE_MAX;
  bool forever_ = false;  // and does not come back
  bool broken_ = false;
  int waited_ = 0;
};

TEST_F(ReceivePackageTest, BringsEveryFileAndAsksForEachOnce) {
  ASSERT_THAT(Receive(), IsOk());
  ExpectWhole();
  EXPECT_EQ(asked_.size(), package_.size());
}

TEST_F(ReceivePackageTest, GoesOnWithinOneCallWhereTheLineBroke) {
  each_ = left_ = 1000;
  ASSERT_THAT(Receive(), IsOk());
  ExpectWhole();
  EXPECT_GT(waited_, 2);
  for (const auto& [name, offset] : asked_) {
    EXPECT_EQ(offset % int64_t{kPart}, 0) << name;
  }
}

TEST_F(ReceivePackageTest, TheNextCallGoesOnWhereAnEndedOneStopped) {
  left_ = 1000;
  forever_ = true;
  EXPECT_THAT(Receive(), StatusIs(absl::StatusCode::kUnavailable));
  const std::string part = Read("extract.csv.age.part");
  EXPECT_EQ(part, large_.substr(0, part.size()));
  EXPECT_GE(part.size(), 800u);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "R-1/extract.csv.age"))
      << "only what is whole has its name";

  broken_ = forever_ = false;
  left_ = SIZE_MAX;
  asked_.clear();
  ASSERT_THAT(Receive(), IsOk());
  ExpectWhole();
  EXPECT_THAT(asked_, ::testing::Contains(::testing::Pair(
                          "extract.csv.age", int64_t(part.size()))));
  EXPECT_THAT(asked_, ::testing::Not(::testing::Contains(
                          ::testing::Pair("extract.csv.age", int64_t{0}))));
}

TEST_F(ReceivePackageTest, IsSafeToRepeatAndBringsANewerProof) {
  ASSERT_THAT(Receive(), IsOk());
  package_["release.tlog-proof"] = "proof 2, which is longer";
  asked_.clear();
  ASSERT_THAT(Receive(), IsOk());
  ExpectWhole();
  EXPECT_THAT(
      asked_,
      ElementsAre(std::pair<std::string, int64_t>("release.entry", 0),
                  std::pair<std::string, int64_t>("release.tlog-proof", 0)));
}

// Half of an older proof and half of a newer would be no proof.
TEST_F(ReceivePackageTest, AProofIsNeverPutTogether) {
  Write("release.tlog-proof.part", "pro");
  ASSERT_THAT(Receive(), IsOk());
  ExpectWhole();
}

TEST_F(ReceivePackageTest, WhatLiesThereWrongIsAskedForAgain) {
  Write("extract.csv.age", std::string(large_.size(), 'x'));
  Write("VERIFY.txt", "too long to be it");
  Write("manifest.json.part", std::string(100'000, 'x'));
  ASSERT_THAT(Receive(), IsOk());
  ExpectWhole();
}

TEST_F(ReceivePackageTest, APartOfAnotherFileIsFoundByTheDigest) {
  Write("extract.csv.age.part", std::string(500, 'x'));
  ASSERT_THAT(Receive(), IsOk());
  ExpectWhole();
}

TEST_F(ReceivePackageTest, WhatStaysWrongIsRefused) {
  package_["extract.csv.age"][7] = 'x';
  const absl::Status changed = Receive();
  EXPECT_EQ(ReasonOf(changed).code, "PACKAGE_BROKEN");
  package_["extract.csv.age"] = large_ + "more";
  std::filesystem::remove_all(folder_ / "R-1");
  EXPECT_EQ(ReasonOf(Receive()).code, "PACKAGE_BROKEN");
  package_["extract.csv.age"] = large_;
  package_["manifest.json"][0] = ' ';
  std::filesystem::remove_all(folder_ / "R-1");
  EXPECT_EQ(ReasonOf(Receive()).code, "PACKAGE_BROKEN");
}

TEST_F(ReceivePackageTest, ANameLeadsNowhereElse) {
  for (const char* name :
       {"../outside", "/tmp/outside", ".hidden", "", "x.part", "a/b"}) {
    AnnouncedPackage bad = announced_;
    bad.sizes[name] = 1;
    const absl::Status status = ReceivePackage(
        bad, folder_ / "R-1", [](const std::string&, int64_t, const TakePart&) {
          return absl::OkStatus();
        });
    EXPECT_EQ(ReasonOf(status).code, "PACKAGE_BROKEN") << name;
  }
  EXPECT_THAT(std::filesystem::exists(folder_ / "outside"), false);
}

// A link that somebody laid where a part would be is not written through.
TEST_F(ReceivePackageTest, ALinkIsNotFollowed) {
  Write("x", "");
  WriteFile(folder_ / "theirs", "");
  std::filesystem::create_symlink(folder_ / "theirs",
                                  folder_ / "R-1/extract.csv.age.part");
  const absl::Status status = Receive();
  EXPECT_EQ(ReadFile(folder_ / "theirs"), "");
  EXPECT_FALSE(status.ok());
}

TEST_F(ReceivePackageTest, AnotherErrorThanTheLinesEndsItAtOnce) {
  const absl::Status status = ReceivePackage(
      announced_, folder_ / "R-1",
      [this](const std::string& name, int64_t offset, const TakePart&) {
        asked_.emplace_back(name, offset);
        return absl::PermissionDeniedError("suspended");
      },
      {.patience = 5, .wait = [this] { ++waited_; }});
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(asked_.size(), 1u);
  EXPECT_EQ(waited_, 0);
}

}  // namespace
}  // namespace toguna::testing
