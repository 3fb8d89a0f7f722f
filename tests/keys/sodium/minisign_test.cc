#include "keys/sodium/minisign.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/sodium/keyring.h"
#include "keys/sodium/random.h"
#include "tests/keys/run.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna {
namespace {

using testing::IsOk;
using testing::IsOkAndHolds;
using testing::ReadFile;
using testing::Runs;
using testing::TempDir;
using testing::WriteFile;

const MinisignKeyPair& Key() {
  static const auto* key =
      new MinisignKeyPair(MinisignKeyPair::Generate(SeededRandom(1)));
  return *key;
}
std::string Signed(const std::string& file, const std::string& comment) {
  return MakeMinisignSigner(Key())->SignFile(file, comment);
}
std::string CodeOf(const absl::Status& status) { return ReasonOf(status).code; }

TEST(MinisignTest, VerifiesItsOwnSignatureAndReturnsTheComment) {
  const std::string minisig = Signed("agreement", "timestamp:1\tfile:a");
  for (const std::string& key : {Key().PublicKeyFile(), Key().PublicKeyLine(),
                                 Key().PublicKeyLine() + "\n"}) {
    EXPECT_THAT(VerifyMinisign(key, "agreement", minisig), IsOk());
    EXPECT_THAT(VerifiedComment(key, "agreement", minisig),
                IsOkAndHolds("timestamp:1\tfile:a"));
  }
}

TEST(MinisignTest, EachWayToFailHasItsOwnReason) {
  const std::string minisig = Signed("agreement", "first comment");
  const std::string line = Key().PublicKeyLine();
  EXPECT_EQ(CodeOf(VerifyMinisign(line, "Agreement", minisig)),
            "MINISIGN_FILE_CHANGED");
  EXPECT_EQ(CodeOf(VerifyMinisign(
                line, "agreement",
                absl::StrReplaceAll(minisig, {{"first", "other"}}))),
            "MINISIGN_COMMENT_CHANGED");
  EXPECT_EQ(CodeOf(VerifyMinisign("RWQ", "agreement", minisig)),
            "MINISIGN_PUBLIC_KEY");
  EXPECT_EQ(CodeOf(VerifyMinisign(line, "agreement", "hello")),
            "MINISIGN_FORMAT");
  const MinisignKeyPair other = MinisignKeyPair::Generate(SeededRandom(2));
  EXPECT_EQ(CodeOf(VerifyMinisign(other.PublicKeyLine(), "agreement", minisig)),
            "MINISIGN_OTHER_KEY");
  // The number is no proof: the same number on another key does not verify.
  const MinisignKeyPair twin(Secret(SeededRandom(3)(32)), Key().key_number());
  EXPECT_EQ(CodeOf(VerifyMinisign(twin.PublicKeyLine(), "agreement", minisig)),
            "MINISIGN_FILE_CHANGED");
}

TEST(MinisignTest, EveryChangedByteOfTheSignedLinesIsRefused) {
  const std::string minisig = Signed("agreement", "comment");
  const size_t first = minisig.find('\n') + 1;  // line 1 is not signed
  for (size_t i = first; i < minisig.size(); ++i) {
    std::string changed = minisig;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    // The last line end may be missing, but nothing may stand there.
    EXPECT_FALSE(
        VerifyMinisign(Key().PublicKeyLine(), "agreement", changed).ok())
        << i;
  }
}

TEST(MinisignTest, ACommentCannotAddLines) {
  const std::string minisig = Signed("a", "one\ntrusted comment: two");
  EXPECT_THAT(VerifiedComment(Key().PublicKeyLine(), "a", minisig),
              IsOkAndHolds("one trusted comment: two"));
}

TEST(MinisignTest, LineEndsOfAMailSystemDoNoHarm) {
  const std::string minisig =
      absl::StrReplaceAll(Signed("a", "comment"), {{"\n", "\r\n"}});
  EXPECT_THAT(VerifiedComment(Key().PublicKeyLine(), "a", minisig),
              IsOkAndHolds("comment"));
}

TEST(MinisignTest, TheProgramVerifiesWhatWeSign) {
  const TempDir dir;
  WriteFile(dir / "file", "agreement\n");
  WriteFile(dir / "file.minisig", Signed("agreement\n", "seen by minisign"));
  WriteFile(dir / "key.pub", Key().PublicKeyFile());
  const std::string verify = "cd " + dir.path() + " && minisign -V -H -m file ";
  EXPECT_TRUE(Runs(verify + "-p key.pub"));
  EXPECT_TRUE(Runs(verify + "-P " + Key().PublicKeyLine()));
  EXPECT_TRUE(Runs(verify + "-Q -p key.pub | grep -qx 'seen by minisign'"));
  WriteFile(dir / "file", "Agreement\n");
  EXPECT_FALSE(Runs(verify + "-p key.pub"));
}

TEST(MinisignTest, TheProgramVerifiesAKeyringsPackageSignature) {
  const TempDir dir;
  const std::unique_ptr<FileSigner> signer =
      Keyring::Generate(SeededRandom(1)).MakePackageSigner();
  WriteFile(dir / "file", "manifest");
  WriteFile(dir / "file.minisig", signer->SignFile("manifest", "release:1"));
  WriteFile(dir / "key.pub", signer->PublicKeyFile());
  EXPECT_TRUE(Runs("cd " + dir.path() + " && minisign -V -m file -p key.pub"));
}

TEST(MinisignTest, WeVerifyWhatTheProgramSignsWithItsOwnKey) {
  const TempDir dir;
  WriteFile(dir / "file", "agreement\n");
  ASSERT_TRUE(Runs("cd " + dir.path() +
                   " && minisign -G -W -p key.pub -s key"
                   " && minisign -S -W -s key -m file -t 'I agree'"));
  const std::string minisig = ReadFile(dir / "file.minisig");
  const std::string key = ReadFile(dir / "key.pub");
  EXPECT_THAT(VerifiedComment(key, "agreement\n", minisig),
              IsOkAndHolds("I agree"));
  EXPECT_EQ(CodeOf(VerifyMinisign(key, "agreement", minisig)),
            "MINISIGN_FILE_CHANGED");
  // And its key is ours to use.
  const auto pair = MinisignKeyPair::ParseSecretKeyFile(ReadFile(dir / "key"));
  ASSERT_THAT(pair, IsOk());
  EXPECT_EQ(pair->PublicKeyFile(), key);
}

TEST(MinisignTest, TheProgramSignsWithOurSecretKeyFile) {
  const TempDir dir;
  WriteFile(dir / "file", "agreement\n");
  WriteFile(dir / "key", Key().RevealSecretKeyFile());
  ASSERT_TRUE(
      Runs("cd " + dir.path() + " && minisign -S -W -s key -m file -t yes"));
  EXPECT_THAT(VerifiedComment(Key().PublicKeyFile(), "agreement\n",
                              ReadFile(dir / "file.minisig")),
              IsOkAndHolds("yes"));
  const auto again =
      MinisignKeyPair::ParseSecretKeyFile(Key().RevealSecretKeyFile());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->public_key(), Key().public_key());
}

TEST(MinisignTest, TheOldFormIsRefusedWithItsOwnReason) {
  const TempDir dir;
  WriteFile(dir / "file", "agreement\n");
  WriteFile(dir / "key", Key().RevealSecretKeyFile());
  ASSERT_TRUE(
      Runs("cd " + dir.path() + " && minisign -S -l -W -s key -m file"));
  EXPECT_EQ(CodeOf(VerifyMinisign(Key().PublicKeyLine(), "agreement\n",
                                  ReadFile(dir / "file.minisig"))),
            "MINISIGN_LEGACY");
}

TEST(MinisignTest, SecretKeyFilesThatCannotBeUsedSayWhy) {
  const std::string file = Key().RevealSecretKeyFile();
  EXPECT_EQ(CodeOf(MinisignKeyPair::ParseSecretKeyFile("hello").status()),
            "MINISIGN_SECRET_KEY");
  // "RWQAAEIy" -> "RWRTY0Iy": key derivation "Sc" instead of none.
  EXPECT_EQ(CodeOf(MinisignKeyPair::ParseSecretKeyFile(
                       absl::StrReplaceAll(file, {{"RWQAAEIy", "RWRTY0Iy"}}))
                       .status()),
            "MINISIGN_PASSWORD");
  const MinisignKeyPair other = MinisignKeyPair::Generate(SeededRandom(2));
  const std::string mixed =
      file.substr(0, file.size() - 90) +
      other.RevealSecretKeyFile().substr(file.size() - 90);
  EXPECT_EQ(CodeOf(MinisignKeyPair::ParseSecretKeyFile(mixed).status()),
            "MINISIGN_SECRET_KEY");
}

}  // namespace
}  // namespace toguna
