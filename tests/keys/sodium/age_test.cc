#include "keys/sodium/age.h"

#include <zlib.h>

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "keys/sodium/bech32.h"
#include "keys/sodium/random.h"
#include "rapidcheck/gtest.h"
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

const std::vector<size_t> kSizes = {0, 1, 65535, 65536, 65537, 131072, 200000};

const AgeIdentity& Identity() {
  static const auto* identity =
      new AgeIdentity(GenerateAgeIdentity(SeededRandom(1)));
  return *identity;
}
std::string Encrypted(const std::string& plaintext) {
  return MakeAgeSealer(SeededRandom(2))
      ->Encrypt({Identity().recipient()}, plaintext)
      .value();
}
std::string CodeOf(const absl::Status& status) { return ReasonOf(status).code; }

// One file of the age test kit.
struct Vector {
  std::map<std::string, std::string> fields;
  std::string file;
};

std::string Inflated(const std::string& bytes) {
  std::string plain(size_t{20} << 20U, '\0');
  uLongf size = plain.size();
  EXPECT_EQ(
      uncompress(reinterpret_cast<Bytef*>(plain.data()), &size,
                 reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()),
      Z_OK);
  plain.resize(size);
  return plain;
}

Vector ReadVector(const std::string& path) {
  std::string rest = ReadFile(path);
  Vector vector;
  while (true) {
    const size_t end = rest.find('\n');
    const std::string line = rest.substr(0, end);
    rest.erase(0, end + 1);
    if (line.empty()) break;
    const size_t colon = line.find(": ");
    vector.fields[line.substr(0, colon)] = line.substr(colon + 2);
  }
  vector.file = vector.fields["compressed"] == "zlib" ? Inflated(rest) : rest;
  return vector;
}

std::string Expected(const std::string& code) {
  if (code == "AGE_HEADER") return "header failure";
  if (code == "AGE_NO_MATCH") return "no match";
  if (code == "AGE_HEADER_CHANGED") return "HMAC failure";
  if (code == "AGE_PAYLOAD") return "payload failure";
  return "success";
}

TEST(AgeTest, AgreesWithEveryX25519VectorOfTheTestKit) {
  int vectors = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           TOGUNA_SOURCE_DIR "/tests/data/age-testkit")) {
    if (entry.path().extension() == ".md") continue;
    Vector vector = ReadVector(entry.path().string());
    SCOPED_TRACE(entry.path().filename().string());
    // Passphrases are not for packages; a header that is nothing but wrong is
    // tried with any identity.
    if (vector.fields.count("passphrase") != 0) continue;
    ++vectors;
    const auto identity = vector.fields.count("identity") == 0
                              ? GenerateAgeIdentity(SeededRandom(1))
                              : ParseAgeIdentity(vector.fields["identity"]);
    ASSERT_THAT(identity, IsOk());
    const auto plaintext = AgeDecrypt(*identity, vector.file);
    EXPECT_EQ(Expected(CodeOf(plaintext.status())), vector.fields["expect"]);
    if (plaintext.ok()) {
      EXPECT_EQ(HexOf(Sha256(*plaintext)), vector.fields["payload"]);
    }
  }
  EXPECT_EQ(vectors, 44);
}

// The others of the 62: nothing that a passphrase opens opens with a key, right
// or wrong as it may be.
TEST(AgeTest, GivesNothingOfTheTestKitsPassphraseVectors) {
  int vectors = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           TOGUNA_SOURCE_DIR "/tests/data/age-testkit")) {
    if (entry.path().extension() == ".md") continue;
    Vector vector = ReadVector(entry.path().string());
    SCOPED_TRACE(entry.path().filename().string());
    if (vector.fields.count("passphrase") == 0) continue;
    ++vectors;
    const auto identity = vector.fields.count("identity") == 0
                              ? GenerateAgeIdentity(SeededRandom(1))
                              : ParseAgeIdentity(vector.fields["identity"]);
    ASSERT_THAT(identity, IsOk());
    const std::string code =
        CodeOf(AgeDecrypt(*identity, vector.file).status());
    EXPECT_TRUE(code == "AGE_HEADER" || code == "AGE_NO_MATCH") << code;
  }
  EXPECT_EQ(vectors, 18);
}

TEST(AgeTest, ReadsWhatItWrites) {
  for (const size_t size : kSizes) {
    const std::string plaintext = SeededRandom(size)(size);
    EXPECT_THAT(AgeDecrypt(Identity(), Encrypted(plaintext)),
                IsOkAndHolds(plaintext));
  }
}

TEST(AgeTest, EveryRecipientReadsAndNobodyElse) {
  const AgeIdentity second = GenerateAgeIdentity(SeededRandom(3));
  const AgeIdentity third = GenerateAgeIdentity(SeededRandom(4));
  const auto file =
      MakeAgeSealer(SeededRandom(2))
          ->Encrypt({Identity().recipient(), second.recipient()}, "rows");
  ASSERT_THAT(file, IsOk());
  EXPECT_THAT(AgeDecrypt(Identity(), *file), IsOkAndHolds("rows"));
  EXPECT_THAT(AgeDecrypt(second, *file), IsOkAndHolds("rows"));
  EXPECT_EQ(CodeOf(AgeDecrypt(third, *file).status()), "AGE_NO_MATCH");
}

TEST(AgeTest, EveryFlippedByteAndEveryCutIsRefused) {
  const std::string file = Encrypted("rows");
  for (size_t i = 0; i < file.size(); ++i) {
    std::string changed = file;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(AgeDecrypt(Identity(), changed).ok()) << i;
    EXPECT_FALSE(AgeDecrypt(Identity(), file.substr(0, i)).ok()) << i;
  }
  EXPECT_EQ(CodeOf(AgeDecrypt(Identity(), file + "x").status()), "AGE_PAYLOAD");
}

TEST(AgeTest, AnAddedStanzaIsFoundByTheHeadersMac) {
  const std::string file = Encrypted("rows");
  const std::string changed =
      absl::StrReplaceAll(file, {{"\n--- ", "\n-> grease\n\n--- "}});
  EXPECT_EQ(CodeOf(AgeDecrypt(Identity(), changed).status()),
            "AGE_HEADER_CHANGED");
}

TEST(AgeTest, RefusesWhatIsNotARecipient) {
  const std::unique_ptr<FileSealer> sealer = MakeAgeSealer(SeededRandom(2));
  const std::string good = Identity().recipient();
  std::string typo = good;
  typo[10] = typo[10] == 'q' ? 'p' : 'q';
  // All-zero and order-1 points give a secret that everybody knows.
  const std::string zero = Bech32Of("age", std::string(32, '\0'));
  const std::string one = Bech32Of("age", "\1" + std::string(31, '\0'));
  const std::string upper = absl::AsciiStrToUpper(good);
  for (const std::string& bad :
       {std::string(), typo, zero, one, upper, good + " ",
        Bech32Of("age", "short"), Bech32Of("agf", std::string(32, '\5'))}) {
    EXPECT_EQ(CodeOf(sealer->Encrypt({good, bad}, "rows").status()),
              "AGE_RECIPIENT")
        << bad;
    EXPECT_EQ(CodeOf(CheckAgeRecipient(bad)), "AGE_RECIPIENT") << bad;
  }
  EXPECT_THAT(CheckAgeRecipient(good), IsOk());
  EXPECT_EQ(CodeOf(sealer->Encrypt({}, "rows").status()), "AGE_RECIPIENT");
}

TEST(AgeTest, IdentityFilesReadBackAndBadOnesAreRefused) {
  const std::string text =
      Identity().RevealIdentityFile(absl::FromUnixSeconds(1700000000));
  EXPECT_TRUE(absl::StartsWith(
      text, absl::StrCat("# created: 2023-11-14T22:13:20Z\n# public key: ",
                         Identity().recipient(), "\nAGE-SECRET-KEY-1")));
  const auto parsed = ParseAgeIdentity(text);
  ASSERT_THAT(parsed, IsOk());
  EXPECT_EQ(parsed->recipient(), Identity().recipient());
  for (const std::string& bad :
       {std::string(), text + text, text.substr(0, text.size() - 3),
        absl::AsciiStrToLower(text), Identity().recipient()}) {
    EXPECT_EQ(CodeOf(ParseAgeIdentity(bad).status()), "AGE_IDENTITY");
  }
}

TEST(AgeTest, TheProgramReadsWhatWeWrite) {
  const TempDir dir;
  WriteFile(dir / "id", Identity().RevealIdentityFile(absl::UnixEpoch()));
  for (const size_t size : kSizes) {
    const std::string plaintext = SeededRandom(size)(size);
    WriteFile(dir / "file.age", Encrypted(plaintext));
    // To stdout: age makes no file for an empty plaintext.
    ASSERT_TRUE(Runs("cd " + dir.path() + " && age -d -i id file.age > plain"))
        << size;
    EXPECT_EQ(ReadFile(dir / "plain"), plaintext) << size;
  }
  EXPECT_TRUE(Runs("cd " + dir.path() + " && test \"$(age-keygen -y id)\" = " +
                   Identity().recipient()));
}

TEST(AgeTest, WeReadWhatTheProgramWrites) {
  const TempDir dir;
  ASSERT_TRUE(Runs("cd " + dir.path() + " && umask 077 && age-keygen -o id"));
  const auto other = ParseAgeIdentity(ReadFile(dir / "id"));
  ASSERT_THAT(other, IsOk());
  for (const size_t size : kSizes) {
    const std::string plaintext = SeededRandom(size)(size);
    WriteFile(dir / "plain", plaintext);
    ASSERT_TRUE(Runs(absl::StrCat("cd ", dir.path(), " && age -r ",
                                  Identity().recipient(), " -r ",
                                  other->recipient(), " -o f.age plain")));
    const std::string file = ReadFile(dir / "f.age");
    EXPECT_THAT(AgeDecrypt(Identity(), file), IsOkAndHolds(plaintext)) << size;
    EXPECT_THAT(AgeDecrypt(*other, file), IsOkAndHolds(plaintext)) << size;
  }
}

// BIP 173's valid strings, and its ways to be wrong.
TEST(Bech32Test, AgreesWithThePublishedExamples) {
  EXPECT_EQ(Bech32Bytes("a", "A12UEL5L"), "");
  EXPECT_EQ(Bech32Of("a", ""), "a12uel5l");
  EXPECT_TRUE(Bech32Bytes("split",
                          "split1checkupstagehandshakeupstreamerranterredcaperr"
                          "ed2y9e3w")
                  .has_value());
  for (const char* bad :
       {"a12ueL5l", "a12uel5m", "a1", "12uel5l", "b12uel5l", "a12uelbl", ""}) {
    EXPECT_FALSE(Bech32Bytes("a", bad).has_value()) << bad;
  }
}

RC_GTEST_PROP(Bech32Test, AnyBytesComeBack, (const std::string& bytes)) {
  RC_ASSERT(Bech32Bytes("age", Bech32Of("age", bytes)) == bytes);
}

}  // namespace
}  // namespace toguna
