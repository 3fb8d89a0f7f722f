#include "exchange/audit/checkpoint.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "exchange/audit/merkle.h"
#include "exchange/audit/proof.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "tests/support/ed25519.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using testing::Ed25519Signer;
using testing::IsOk;
using testing::StatusIs;
using testing::VerifyWithSodium;

constexpr char kOrigin[] = "exchange.example/audit/v1";

class CheckpointTest : public ::testing::Test {
 protected:
  CheckpointTest() {
    for (int i = 0; i < 1000; ++i) tree_.Append(LeafHash(absl::StrCat(i)));
    note_ = SignCheckpoint(kOrigin, 1000, *tree_.Root(1000), signer_);
    proof_ = ProofText({999, *tree_.InclusionProof(999, 1000), note_});
  }
  std::string vkey() const {
    return NoteKey{kOrigin, signer_.public_key()}.Text();
  }

  Ed25519Signer signer_;
  MerkleTree tree_;
  std::string note_;
  std::string proof_;
};

TEST_F(CheckpointTest, ASignedHeadIsReadBack) {
  const auto head = VerifyNote(vkey(), note_, VerifyWithSodium);
  ASSERT_THAT(head, IsOk());
  EXPECT_EQ(*head, (LogHead{kOrigin, 1000, *tree_.Root(1000)}));
}

TEST_F(CheckpointTest, TheNoteIsExactlyOfTheSpecifiedForm) {
  const std::string text =
      absl::StrCat(kOrigin, "\n1000\n", Base64Of(*tree_.Root(1000)), "\n");
  const std::string id =
      Sha256(absl::StrCat(kOrigin, "\n\x01", signer_.public_key()))
          .substr(0, 4);
  EXPECT_EQ(note_, absl::StrCat(text, "\n\xe2\x80\x94 ", kOrigin, " ",
                                Base64Of(id + signer_.Sign(text)), "\n"));
  EXPECT_EQ(vkey(), absl::StrCat(kOrigin, "+", HexOf(id), "+",
                                 Base64Of("\x01" + signer_.public_key())));
}

TEST_F(CheckpointTest, EveryFlippedBitOfANoteIsRefused) {
  for (size_t i = 0; i < note_.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = note_;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      EXPECT_FALSE(VerifyNote(vkey(), changed, VerifyWithSodium).ok())
          << i << " " << bit;
    }
  }
}

TEST_F(CheckpointTest, EveryCutOrDoubledByteOfANoteIsRefused) {
  for (size_t i = 0; i < note_.size(); ++i) {
    std::string changed = note_;
    changed.erase(i, 1);
    EXPECT_FALSE(VerifyNote(vkey(), changed, VerifyWithSodium).ok()) << i;
    changed = note_;
    changed.insert(i, 1, changed[i]);
    EXPECT_FALSE(VerifyNote(vkey(), changed, VerifyWithSodium).ok()) << i;
    EXPECT_FALSE(VerifyNote(vkey(), note_.substr(0, i), VerifyWithSodium).ok());
  }
  EXPECT_FALSE(VerifyNote(vkey(), note_ + "\n", VerifyWithSodium).ok());
}

TEST_F(CheckpointTest, AVerifierThatAgreesToAllWouldBeNoticed) {
  std::string changed = absl::StrReplaceAll(note_, {{"\n1000\n", "\n1001\n"}});
  EXPECT_FALSE(VerifyNote(vkey(), changed, VerifyWithSodium).ok());
  EXPECT_TRUE(
      VerifyNote(vkey(), changed, [](auto, auto, auto) { return true; }).ok());
}

TEST_F(CheckpointTest, AnotherKeyOrOriginIsRefused) {
  const Ed25519Signer other("another log");
  EXPECT_THAT(VerifyNote(NoteKey{kOrigin, other.public_key()}.Text(), note_,
                         VerifyWithSodium),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(
      VerifyNote(NoteKey{"other.example/v1", signer_.public_key()}.Text(),
                 note_, VerifyWithSodium),
      StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(CheckpointTest, SignaturesOfWitnessesMayFollow) {
  const std::string witnessed =
      absl::StrCat(note_, "\xe2\x80\x94 witness.example ",
                   Base64Of("wkey" + std::string(72, 's')), "\n");
  EXPECT_THAT(VerifyNote(vkey(), witnessed, VerifyWithSodium), IsOk());
}

TEST_F(CheckpointTest, OnlyOneSpellingIsTaken) {
  EXPECT_FALSE(
      ParseCheckpoint(absl::StrReplaceAll(note_, {{"\n1000\n", "\n01000\n"}}))
          .ok());
  EXPECT_FALSE(
      ParseCheckpoint(absl::StrReplaceAll(note_, {{"\n1000\n", "\n+1000\n"}}))
          .ok());
  EXPECT_FALSE(
      ParseCheckpoint(absl::StrReplaceAll(note_, {{"\n1000\n", "\n1000 \n"}}))
          .ok());
}

TEST_F(CheckpointTest, AFlippedByteOfAKeyIsRefused) {
  const std::string key = vkey();
  for (size_t i = 0; i < key.size(); ++i) {
    std::string changed = key;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(VerifyNote(changed, note_, VerifyWithSodium).ok()) << i;
  }
}

TEST_F(CheckpointTest, AProofShowsItsEntryAlone) {
  EXPECT_THAT(VerifyProof(proof_, "999", vkey(), VerifyWithSodium), IsOk());
  EXPECT_FALSE(VerifyProof(proof_, "998", vkey(), VerifyWithSodium).ok());
}

TEST_F(CheckpointTest, EveryFlippedBitOfAProofIsRefused) {
  for (size_t i = 0; i < proof_.size(); ++i) {
    std::string changed = proof_;
    changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
    EXPECT_FALSE(VerifyProof(changed, "999", vkey(), VerifyWithSodium).ok())
        << i;
    EXPECT_FALSE(
        VerifyProof(proof_.substr(0, i), "999", vkey(), VerifyWithSodium).ok());
  }
}

}  // namespace
}  // namespace toguna
