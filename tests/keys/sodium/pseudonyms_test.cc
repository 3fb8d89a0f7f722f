#include "keys/sodium/pseudonyms.h"

#include <memory>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/ring/pseudonym.h"
#include "keys/sodium/fingerprint.h"
#include "keys/sodium/random.h"
#include "tests/keys/run.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using testing::IsOk;
using testing::Runs;

std::unique_ptr<Pseudonymiser> Of(uint64_t seed) {
  return MakePseudonymiser(GenerateContributorKey(SeededRandom(seed)));
}

TEST(PseudonymsTest, HaveTheFormThatTheServerChecks) {
  for (const char* kind : {"ref", "ins", "src", "mon"}) {
    EXPECT_TRUE(IsPseudonym(kind, Of(1)->Pseudonym(kind, "ML-2026-0001")));
  }
}

// Written with another language's library, from the description alone.
TEST(PseudonymsTest, AgreeWithAnIndependentImplementation) {
  const std::string pseudonym = MakePseudonymiser(Secret(std::string(32, 'k')))
                                    ->Pseudonym("src", "  awa   diallo ");
  EXPECT_TRUE(Runs(R"(python3 -c "
import base64, hashlib, hmac
b32 = lambda b: base64.b32encode(b).decode().lower().rstrip('=')
p = hmac.digest(b'k' * 32, b'toguna/id/src\0AWA DIALLO', 'sha256')[:20]
c = hashlib.blake2b(b'toguna/pseudonym/src\0' + p, digest_size=32).digest()
assert 'src1-' + b32(p) + '-' + b32(c)[:4] == ')" +
                   pseudonym + "'\""));
}

TEST(PseudonymsTest, AreTheSameForTheSamePersonTypedAnotherWay) {
  const auto made = Of(1);
  const std::string one = made->Pseudonym("src", "Awa Diallo");
  for (const char* typed :
       {"AWA DIALLO", " awa  diallo\n", "awa\tdiallo", "Awa \t Diallo"}) {
    EXPECT_EQ(made->Pseudonym("src", typed), one) << typed;
  }
  EXPECT_NE(made->Pseudonym("src", "AwaDiallo"), one);
}

TEST(PseudonymsTest, DifferByKeyKindAndIdentifier) {
  const std::set<std::string> all = {
      Of(1)->Pseudonym("src", "a"), Of(1)->Pseudonym("mon", "a"),
      Of(1)->Pseudonym("src", "b"), Of(2)->Pseudonym("src", "a")};
  std::set<std::string> bodies;
  for (const std::string& text : all) bodies.insert(text.substr(5));
  EXPECT_EQ(bodies.size(), 4U);
}

TEST(PseudonymsTest, ABlankIdentifierNamesNobody) {
  EXPECT_EQ(Of(1)->Pseudonym("src", ""), "");
  EXPECT_EQ(Of(1)->Pseudonym("src", " \t\n"), "");
}

TEST(ContributorKeyTest, ReadsBackAndRefusesEveryMistypedCharacter) {
  const Secret key = GenerateContributorKey(SeededRandom(1));
  const std::string file = RevealContributorKeyFile(key);
  const auto read = ParseContributorKeyFile(file);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->RevealSecret(), key.RevealSecret());
  for (size_t i = 0; i + 1 < file.size(); ++i) {
    std::string changed = file;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const absl::Status status = ParseContributorKeyFile(changed).status();
    EXPECT_EQ(ReasonOf(status).code, "CONTRIBUTOR_KEY") << i;
  }
}

TEST(FingerprintTest, IsFiveWordsThatFollowTheKey) {
  const std::string words = SpokenFingerprint("key");
  EXPECT_THAT(words, ::testing::MatchesRegex(
                         "[a-z]{5}-[a-z]{5}-[a-z]{5}-[a-z]{5}-[a-z]{5}"));
  EXPECT_EQ(SpokenFingerprint("key"), words);
  EXPECT_NE(SpokenFingerprint("kez"), words);
  EXPECT_TRUE(Runs(R"(python3 -c "
import hashlib
d = hashlib.blake2b(b'toguna/fingerprint/v1key', digest_size=32).digest()
c, v = 'bdfghjklmnprstvz', 'aiou'
w = lambda n: c[n>>12] + v[n>>10&3] + c[n>>6&15] + v[n>>4&3] + c[n&15]
words = '-'.join(w(d[2*i] << 8 | d[2*i+1]) for i in range(5))
assert w(0x7f00) == 'lusab' and w(0x0001) == 'babad'  # the proposal's example
assert words == ')" +
                   words + "'\""));
}

}  // namespace
}  // namespace toguna
