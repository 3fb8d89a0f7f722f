#include "exchange/audit/policy.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "exchange/audit/cosignature.h"
#include "exchange/audit/merkle.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
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
using testing::VerifyWithSodium;

constexpr char kOrigin[] = "exchange.example/audit/v1";

class PolicyTest : public ::testing::Test {
 protected:
  static std::string LogLine() {
    return absl::StrCat(
        "log ", NoteKey{kOrigin, Ed25519Signer("log").public_key()}.Text(),
        "\n");
  }
  static NoteKey Key(int n) {
    return {absl::StrCat("w", n, ".example"),
            Ed25519Signer(absl::StrCat("witness ", n)).public_key(),
            NoteKeyType::kWitness};
  }
  static std::string WitnessOf(int n, const std::string& url = "") {
    return absl::StrCat("witness w", n, " ", Key(n).Text(),
                        url.empty() ? "" : " ", url, "\n");
  }
  // The head of `root`, cosigned by these.
  static std::string Note(const std::vector<int>& witnesses) {
    const LogHead head{kOrigin, 0, *MerkleTree().Root(0)};
    std::string note =
        SignCheckpoint(kOrigin, 0, head.root, Ed25519Signer("log"));
    for (const int n : witnesses) {
      note += SignatureLine(Cosign(head, Key(n).name,
                                   absl::FromUnixSeconds(1'760'000'000),
                                   Ed25519Signer(absl::StrCat("witness ", n))));
    }
    return note;
  }
};

TEST_F(PolicyTest, TwoOfThreeWitnessesAreEnoughAndOneIsNot) {
  const auto policy = ParseLogPolicy(
      absl::StrCat("# whom the recipient trusts\n\n", LogLine(),
                   WitnessOf(1, "http://127.0.0.1:7444/"), WitnessOf(2),
                   WitnessOf(3), "group two 2 w1 w2 w3\nquorum two\n"));
  ASSERT_THAT(policy, IsOk());
  EXPECT_EQ(policy->witnesses[0].url, "http://127.0.0.1:7444");
  const auto finding = CheckLogPolicy(*policy, Note({3, 1}), VerifyWithSodium);
  ASSERT_THAT(finding, IsOk());
  EXPECT_EQ(finding->cosigned, (std::set<std::string>{"w1", "w3"}));
  EXPECT_THAT(CheckLogPolicy(*policy, Note({2}), VerifyWithSodium),
              ReasonIs("QUORUM_MISSING"));
  EXPECT_THAT(CheckLogPolicy(*policy, Note({2, 2}), VerifyWithSodium),
              ReasonIs("QUORUM_MISSING"));
  EXPECT_THAT(CheckLogPolicy(*policy, Note({4, 5}), VerifyWithSodium),
              ReasonIs("QUORUM_MISSING"));
}

TEST_F(PolicyTest, AWrongCosignatureCountsAsNone) {
  const auto policy =
      ParseLogPolicy(absl::StrCat(LogLine(), WitnessOf(1), "quorum w1\n"));
  ASSERT_THAT(policy, IsOk());
  ASSERT_THAT(CheckLogPolicy(*policy, Note({1}), VerifyWithSodium), IsOk());
  // The witness's signature of another head.
  const LogHead other{kOrigin, 7, std::string(32, 'x')};
  const std::string note =
      Note({}) + SignatureLine(Cosign(other, Key(1).name,
                                      absl::FromUnixSeconds(1'760'000'000),
                                      Ed25519Signer("witness 1")));
  EXPECT_THAT(CheckLogPolicy(*policy, note, VerifyWithSodium),
              ReasonIs("QUORUM_MISSING"));
}

TEST_F(PolicyTest, GroupsStandInGroups) {
  const auto policy = ParseLogPolicy(absl::StrCat(
      LogLine(), WitnessOf(1), WitnessOf(2), WitnessOf(3),
      "group either any w1 w2\ngroup both all either w3\nquorum both\n"));
  ASSERT_THAT(policy, IsOk());
  EXPECT_TRUE(IsQuorum(*policy, {"w2", "w3"}));
  EXPECT_FALSE(IsQuorum(*policy, {"w1", "w2"}));
  // What a witness is not called counts for nothing.
  EXPECT_FALSE(IsQuorum(*policy, {"both"}));
  EXPECT_FALSE(IsQuorum(*policy, {"either", "w3"}));
}

TEST_F(PolicyTest, WithoutAQuorumTheLogAloneIsTrusted) {
  const auto policy = ParseLogPolicy(LogLine() + "quorum none\n");
  ASSERT_THAT(policy, IsOk());
  EXPECT_THAT(CheckLogPolicy(*policy, Note({}), VerifyWithSodium), IsOk());
}

TEST_F(PolicyTest, WhatCannotBeMeantIsRefusedWithItsLine) {
  const std::string two = LogLine() + WitnessOf(1) + WitnessOf(2);
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"", "no log"},
      {LogLine(), "no quorum"},
      {LogLine() + LogLine() + "quorum none\n", "line 2: a second log"},
      {"quorum none\nquorum none\n" + LogLine(), "line 2: a second quorum"},
      {two + "quorum w3\n", "line 4: an unknown quorum"},
      {two + "group g 3 w1 w2\nquorum g\n", "line 4: a group needs"},
      {two + "group g 0 w1 w2\nquorum g\n", "line 4: a group needs"},
      {two + "group g 01 w1 w2\nquorum g\n", "line 4: a group needs"},
      {two + "group g 2 w1 w1\nquorum g\n", "line 4: a member twice"},
      {two + "group g any g w1\nquorum g\n", "line 4: an unknown member"},
      {two + "group w1 any w1 w2\nquorum w1\n", "line 4: this name"},
      {two + "group none any w1 w2\nquorum none\n", "names nobody"},
      {two + "quorum\n", "line 4: expected"},
      {two + "witnesses 2\n", "line 4: expected"},
      {two + absl::StrCat("witness w3 ", Key(2).Text(), "\nquorum none\n"),
       "line 4: this witness's key is above"},
      {LogLine() + "witness w1 " +
           NoteKey{"w1.example", Ed25519Signer("witness 1").public_key()}
               .Text() +
           "\nquorum w1\n",
       "line 2: not a witness key"}};
  for (const auto& [text, says] : wrong) {
    const auto policy = ParseLogPolicy(text);
    EXPECT_THAT(policy, StatusIs(absl::StatusCode::kInvalidArgument)) << says;
    EXPECT_THAT(std::string(policy.status().message()), HasSubstr(says));
  }
}

}  // namespace
}  // namespace toguna
