#include "exchange/audit/witness.h"

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "exchange/audit/cosignature.h"
#include "exchange/audit/merkle.h"
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
constexpr char kWitness[] = "dpo.example/witness";

// A log that can fork: each leaf says by which branch it was written.
struct Branch {
  MerkleTree tree;
  void Grow(uint64_t size, int name, uint64_t from) {
    while (tree.size() < size) {
      const uint64_t n = tree.size();
      tree.Append(LeafHash(absl::StrCat(n < from ? 0 : name, "/", n)));
    }
  }
};

class WitnessTest : public ::testing::Test {
 protected:
  WitnessTest() {
    honest_.Grow(600, 0, 0);
    forked_.Grow(600, 1, 200);
  }
  std::vector<NoteKey> logs() const {
    return {{kOrigin, log_signer_.public_key()}};
  }
  NoteKey witness() const {
    return {kWitness, signer_.public_key(), NoteKeyType::kWitness};
  }
  std::string NoteOf(const Branch& branch, uint64_t size) const {
    return SignCheckpoint(kOrigin, size, *branch.tree.Root(size), log_signer_);
  }
  std::string Ask(const Branch& branch, uint64_t old_size,
                  uint64_t size) const {
    const auto proof = branch.tree.ConsistencyProof(old_size, size);
    return AddCheckpointText({old_size,
                              proof.ok() ? *proof : std::vector<std::string>(),
                              NoteOf(branch, size)});
  }
  WitnessFinding Judge(const std::string& text) const {
    return JudgeAddCheckpoint(
        logs(), [this](const std::string&) { return known_; }, text,
        VerifyWithSodium);
  }
  // As a witness does: remembers what it signs.
  WitnessFinding Send(const std::string& text) {
    WitnessFinding finding = Judge(text);
    if (finding.status == 200) known_ = finding.head;
    return finding;
  }

  Ed25519Signer log_signer_{"log"};
  Ed25519Signer signer_{"witness"};
  Branch honest_;
  Branch forked_;
  std::optional<LogHead> known_;
};

TEST_F(WitnessTest, ACosignatureIsExactlyOfTheSpecifiedForm) {
  const LogHead head{kOrigin, 600, *honest_.tree.Root(600)};
  const NoteSignature signature =
      Cosign(head, kWitness, absl::FromUnixSeconds(1'760'000'000), signer_);
  EXPECT_EQ(signature.key_id,
            Sha256(absl::StrCat(kWitness, "\n\x04", signer_.public_key()))
                .substr(0, 4));
  EXPECT_EQ(signature.signature,
            std::string("\0\0\0\0\x68\xe7\x78\0", 8) +
                signer_.Sign(absl::StrCat("cosignature/v1\ntime 1760000000\n",
                                          kOrigin, "\n600\n",
                                          Base64Of(head.root), "\n")));
}

TEST_F(WitnessTest, ACosignatureIsVerifiedAndTellsItsTime) {
  const absl::Time now = absl::FromUnixSeconds(1'760'000'000);
  const LogHead head{kOrigin, 600, *honest_.tree.Root(600)};
  NoteSignature signature = Cosign(head, kWitness, now, signer_);
  EXPECT_THAT(VerifyCosignature(witness(), head, {signature}, VerifyWithSodium),
              testing::IsOkAndHolds(now));
  LogHead other = head;
  other.size = 599;
  EXPECT_THAT(
      VerifyCosignature(witness(), other, {signature}, VerifyWithSodium),
      StatusIs(absl::StatusCode::kDataLoss));
  signature.signature[7] ^= 1;  // another time
  EXPECT_THAT(VerifyCosignature(witness(), head, {signature}, VerifyWithSodium),
              StatusIs(absl::StatusCode::kDataLoss));
  signature.signature.resize(5);
  EXPECT_THAT(VerifyCosignature(witness(), head, {signature}, VerifyWithSodium),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(VerifyCosignature(witness(), head, {}, VerifyWithSodium),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(WitnessTest, ALogsKeyIsNoWitnesssKey) {
  EXPECT_THAT(ParseVkey(witness().Text(), NoteKeyType::kWitness), IsOk());
  EXPECT_THAT(ParseVkey(witness().Text()),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseVkey(logs()[0].Text(), NoteKeyType::kWitness),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(WitnessTest, ALogThatGrowsIsSignedAgainAndAgain) {
  EXPECT_EQ(Send(Ask(honest_, 0, 1)).status, 200);
  EXPECT_EQ(Send(Ask(honest_, 1, 1)).status, 200);
  EXPECT_EQ(Send(Ask(honest_, 1, 256)).status, 200);
  EXPECT_EQ(Send(Ask(honest_, 256, 600)).status, 200);
  EXPECT_EQ(known_->size, 600U);
}

TEST_F(WitnessTest, EachRefusalIsTheOneOfTheProtocol) {
  ASSERT_EQ(Send(Ask(honest_, 0, 300)).status, 200);
  const WitnessFinding other_size = Judge(Ask(honest_, 200, 400));
  EXPECT_EQ(other_size.status, 409);
  EXPECT_EQ(other_size.body, "300\n");
  EXPECT_FALSE(other_size.contradicts);
  EXPECT_EQ(Judge(Ask(honest_, 300, 299)).status, 400);  // backwards
  EXPECT_EQ(Judge(Ask(forked_, 300, 400)).status, 422);  // another past
  const WitnessFinding fork = Judge(Ask(forked_, 300, 300));
  EXPECT_EQ(fork.status, 409);
  EXPECT_TRUE(fork.contradicts);
  EXPECT_EQ(Judge("").status, 400);
  EXPECT_EQ(Judge("old 01\n\n" + NoteOf(honest_, 400)).status, 400);
  EXPECT_EQ(Judge("old 300\nAAAA\n\n" + NoteOf(honest_, 400)).status, 400);
  EXPECT_EQ(Judge("old 300\n\n").status, 400);
  const std::string ask = Ask(honest_, 300, 400);
  EXPECT_EQ(Judge(absl::StrReplaceAll(ask, {{"example", "exomple"}})).status,
            404);
  const Ed25519Signer stranger{"stranger"};
  EXPECT_EQ(Judge(AddCheckpointText(
                      {300, *honest_.tree.ConsistencyProof(300, 400),
                       SignCheckpoint(kOrigin, 400, *honest_.tree.Root(400),
                                      stranger)}))
                .status,
            403);
  EXPECT_EQ(Judge(ask).status, 200);
}

TEST_F(WitnessTest, EveryChangedByteOfARequestIsRefused) {
  ASSERT_EQ(Send(Ask(honest_, 0, 300)).status, 200);
  const std::string ask = Ask(honest_, 300, 421);
  ASSERT_EQ(Judge(ask).status, 200);
  for (size_t i = 0; i < ask.size(); ++i) {
    std::string changed = ask;
    changed[i] ^= 1;
    EXPECT_NE(Judge(changed).status, 200) << i;
    EXPECT_NE(Judge(ask.substr(0, i)).status, 200) << i;
  }
}

// A log that tries to show two people two pasts, with a witness that they both
// trust between them. `signs` is the witness; returns how many of the signed
// heads contradict each other.
template <typename Signs>
int Contradictions(const Branch& honest, const Branch& forked, uint64_t seed,
                   const Signs& signs) {
  std::mt19937_64 random(seed);
  std::vector<std::pair<const Branch*, uint64_t>> signed_heads;
  for (int i = 0; i < 200; ++i) {
    const Branch& branch = random() % 2 == 0 ? honest : forked;
    const uint64_t size = 150 + random() % 450;
    const uint64_t old_size = random() % 4 == 0 || signed_heads.empty()
                                  ? random() % (size + 1)
                                  : std::min(signed_heads.back().second, size);
    if (signs(branch, old_size, size)) signed_heads.emplace_back(&branch, size);
  }
  int contradictions = 0;
  for (const auto& [a, a_size] : signed_heads) {
    for (const auto& [b, b_size] : signed_heads) {
      const uint64_t both = std::min(a_size, b_size);
      if (*a->tree.Root(both) != *b->tree.Root(both)) ++contradictions;
    }
  }
  return contradictions;
}

TEST_F(WitnessTest, NoTwoSignedHeadsEverContradictEachOther) {
  int grown = 0;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    known_.reset();
    EXPECT_EQ(Contradictions(
                  honest_, forked_, seed,
                  [&](const Branch& branch, uint64_t old_size, uint64_t size) {
                    const bool ok =
                        Send(Ask(branch, old_size, size)).status == 200;
                    if (ok && old_size > 200) ++grown;
                    return ok;
                  }),
              0);
  }
  EXPECT_GT(grown, 10);
}

// The same log wins against a witness that looks at signatures and sizes alone.
TEST_F(WitnessTest, AWitnessThatChecksNoProofIsDeceived) {
  int contradictions = 0;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    uint64_t size_known = 0;
    contradictions +=
        Contradictions(honest_, forked_, seed,
                       [&](const Branch&, uint64_t old_size, uint64_t size) {
                         if (old_size != size_known || size < size_known)
                           return false;
                         size_known = size;
                         return true;
                       });
  }
  EXPECT_GT(contradictions, 20);
}

}  // namespace
}  // namespace toguna
