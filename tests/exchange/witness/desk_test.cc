#include "exchange/witness/desk.h"

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "exchange/audit/cosignature.h"
#include "exchange/audit/merkle.h"
#include "exchange/audit/witness.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/file/file.h"
#include "keys/sodium/primitives.h"
#include "keys/sodium/random.h"
#include "tests/support/ed25519.h"
#include "tests/support/reason_matcher.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using testing::Ed25519Signer;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::ReasonIs;
using testing::StatusIs;

namespace fs = std::filesystem;

constexpr char kOrigin[] = "exchange.example/audit/v1";

class DeskTest : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(folder_);
    ASSERT_THAT(MakeWitness(folder_, "dpo.example/witness",
                            {NoteKey{kOrigin, log_.public_key()}.Text()},
                            SystemRandom()),
                IsOk());
    for (int i = 0; i < 50; ++i) honest_.Append(LeafHash(absl::StrCat(i)));
    for (int i = 0; i < 50; ++i) other_.Append(LeafHash(absl::StrCat(-i)));
  }
  void TearDown() override { fs::remove_all(folder_); }

  absl::StatusOr<std::unique_ptr<WitnessDesk>> Open(bool serving = true) {
    return WitnessDesk::Open(
        folder_, [] { return absl::FromUnixSeconds(1'760'000'000); }, serving);
  }
  std::string Ask(const MerkleTree& tree, uint64_t old_size,
                  uint64_t size) const {
    return AddCheckpointText(
        {old_size, *tree.ConsistencyProof(old_size, size),
         SignCheckpoint(kOrigin, size, *tree.Root(size), log_)});
  }
  static HttpAnswer Post(WitnessDesk& desk, const std::string& body) {
    return desk.Answer({"POST", std::string(kAddCheckpointPath), body});
  }
  std::string HeadFile() const {
    return folder_ + "/heads" +
           std::string(fs::path(WitnessedPath(kOrigin)).parent_path());
  }

  const std::string folder_ =
      absl::StrCat(::testing::TempDir(), "/witness.", ::getpid());
  Ed25519Signer log_{"log"};
  MerkleTree honest_;
  MerkleTree other_;
};

TEST_F(DeskTest, WhatItSignsIsVerifiedAndIsThereAfterARestart) {
  auto desk = Open();
  ASSERT_THAT(desk, IsOk());
  const HttpAnswer answer = Post(**desk, Ask(honest_, 0, 20));
  ASSERT_EQ(answer.status, 200);
  const std::string note =
      SignCheckpoint(kOrigin, 20, *honest_.Root(20), log_) + answer.body;
  const auto parsed = ParseCheckpoint(note);
  ASSERT_THAT(parsed, IsOk());
  const auto vkey = ReadFile(folder_ + "/witness.vkey");
  ASSERT_THAT(vkey, IsOk());
  const auto key =
      ParseVkey(vkey->substr(0, vkey->size() - 1), NoteKeyType::kWitness);
  ASSERT_THAT(key, IsOk());
  EXPECT_THAT(
      VerifyCosignature(*key, parsed->head, parsed->signatures, VerifyEd25519),
      IsOk());

  desk->reset();
  desk = Open();
  ASSERT_THAT(desk, IsOk());
  EXPECT_EQ((*desk)->Logs().front().head.size, 20U);
  EXPECT_EQ((*desk)->Answer({"GET", WitnessedPath(kOrigin), ""}).body, note);
  EXPECT_EQ(Post(**desk, Ask(honest_, 0, 30)).status, 409);
  EXPECT_EQ(Post(**desk, Ask(honest_, 20, 30)).status, 200);
}

TEST_F(DeskTest, AForkIsNotSignedAndIsKeptAsEvidence) {
  auto desk = Open();
  ASSERT_THAT(desk, IsOk());
  ASSERT_EQ(Post(**desk, Ask(honest_, 0, 20)).status, 200);
  EXPECT_FALSE((*desk)->HasEvidence());
  EXPECT_EQ(Post(**desk, Ask(other_, 20, 30)).status, 422);
  EXPECT_FALSE((*desk)->HasEvidence());
  EXPECT_EQ(Post(**desk, Ask(other_, 20, 20)).status, 409);
  EXPECT_TRUE((*desk)->HasEvidence());
  // Both notes are signed by the log, of one size, with two roots.
  int notes = 0;
  for (const auto& file : fs::directory_iterator(folder_ + "/evidence")) {
    const auto text = ReadFile(file.path().string());
    ASSERT_THAT(text, IsOk());
    const auto note = ParseCheckpoint(*text);
    ASSERT_THAT(note, IsOk());
    EXPECT_EQ(note->head.size, 20U);
    EXPECT_THAT(VerifyHead({kOrigin, log_.public_key()}, *note, VerifyEd25519),
                IsOk());
    ++notes;
  }
  EXPECT_EQ(notes, 2);
}

TEST_F(DeskTest, AWitnessThatForgotWhatItSignedDoesNotStart) {
  {
    auto desk = Open();
    ASSERT_THAT(desk, IsOk());
    ASSERT_EQ(Post(**desk, Ask(honest_, 0, 20)).status, 200);
  }
  const auto head = ReadFile(HeadFile());
  ASSERT_THAT(head, IsOk());
  for (const std::string& damaged :
       {std::string(), head->substr(0, head->size() / 2),
        SignCheckpoint(kOrigin, 3, *honest_.Root(3), log_)}) {
    ASSERT_THAT(WritePublicFile(HeadFile(), damaged), IsOk());
    EXPECT_THAT(Open(), ReasonIs("WITNESS_DAMAGED"));
  }
}

TEST_F(DeskTest, OnlyOneProcessServesAFolder) {
  const auto desk = Open();
  ASSERT_THAT(desk, IsOk());
  EXPECT_THAT(Open(), ReasonIs("WITNESS_SERVES"));
  EXPECT_THAT(Open(false), IsOk());  // looking is no serving
}

TEST_F(DeskTest, ADiskThatDoesNotKeepTheHeadGetsNoSignature) {
  auto desk = Open();
  ASSERT_THAT(desk, IsOk());
  fs::remove_all(folder_ + "/heads");
  std::ofstream(folder_ + "/heads") << "in the way";
  EXPECT_EQ(Post(**desk, Ask(honest_, 0, 20)).status, 500);
  EXPECT_EQ((*desk)->Logs().front().head.size, 0U);
}

TEST_F(DeskTest, OtherRequestsAreNotFound) {
  auto desk = Open();
  ASSERT_THAT(desk, IsOk());
  EXPECT_EQ((*desk)->Answer({"GET", "/add-checkpoint", ""}).status, 404);
  EXPECT_EQ((*desk)->Answer({"GET", "/witness.key", ""}).status, 404);
  EXPECT_EQ((*desk)->Answer({"GET", WitnessedPath(kOrigin), ""}).status, 404);
  EXPECT_EQ(Post(**desk, "").status, 400);
}

TEST_F(DeskTest, AWitnessIsMadeOnceAndWithAName) {
  const std::string log = NoteKey{kOrigin, log_.public_key()}.Text();
  EXPECT_THAT(MakeWitness(folder_, "again", {log}, SystemRandom()),
              ReasonIs("WITNESS_EXISTS"));
  EXPECT_THAT(MakeWitness(folder_ + "2", "two words", {log}, SystemRandom()),
              ReasonIs("WITNESS_NAME"));
  EXPECT_THAT(MakeWitness(folder_ + "2", "x", {"no key"}, SystemRandom()),
              StatusIs(absl::StatusCode::kInvalidArgument));
  fs::remove_all(folder_ + "2");
  EXPECT_THAT(WitnessDesk::Open(
                  folder_ + "2", [] { return absl::Time(); }, false),
              ReasonIs("NO_WITNESS"));
}

}  // namespace
}  // namespace toguna
