// tlogproof.py as a person without Toguna runs it: python3 and openssl, beside
// the proofs that the exchange makes.

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/package/real_package.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string BigEndian(uint64_t number) {
  std::string bytes(8, '\0');
  for (size_t i = 8; i-- > 0; number >>= 8U) {
    bytes[i] = static_cast<char>(number & 0xFFU);
  }
  return bytes;
}

// A witness, as c2sp.org/tlog-cosignature has it.
class Witness {
 public:
  Witness(std::string name, uint64_t seed)
      : name_(std::move(name)),
        seed_(Seeded(seed)(32)),
        signer_(MakeEd25519Signer(seed_)) {}
  std::string Key() const { return "\x04" + Ed25519Public(seed_); }
  std::string Id() const {
    return Sha256(absl::StrCat(name_, "\n", Key())).substr(0, 4);
  }
  std::string Vkey() const {
    return absl::StrCat(name_, "+", HexOf(Id()), "+", Base64Of(Key()));
  }
  // Its line under a head.
  std::string Line(const std::string& checkpoint, uint64_t seconds) const {
    const std::string text = checkpoint.substr(0, checkpoint.find("\n\n") + 1);
    const std::string signature = signer_->Sign(
        absl::StrCat("cosignature/v1\ntime ", seconds, "\n", text));
    return absl::StrCat("— ", name_, " ",
                        Base64Of(Id() + BigEndian(seconds) + signature), "\n");
  }

 private:
  std::string name_;
  Secret seed_;
  std::unique_ptr<Signer> signer_;
};

class TlogProofTest : public ::testing::Test {
 protected:
  TlogProofTest() {
    WriteFile(keys_ / "log.vkey", exchange_.Vkey() + "\n");
    files_ = exchange_.Release(catalog_, contents_);
  }

  // Runs the package's own program; what it said is in `said_`.
  int Run(const std::string& options, const std::string& environment = "") {
    const TempDir folder;
    for (const auto& [name, bytes] : files_) WriteFile(folder / name, bytes);
    const int status =
        std::system(absl::StrCat("cd ", folder.path(), " && ", environment,
                                 " python3 tlogproof.py ", options, " >",
                                 keys_ / "said", " 2>&1")
                        .c_str());
    said_ = ReadFile(keys_ / "said");
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  int Run() { return Run(absl::StrCat("--log ", keys_ / "log.vkey")); }
  int RunWithPolicy(const std::string& text) {
    WriteFile(keys_ / "policy", text);
    return Run(absl::StrCat("--policy ", keys_ / "policy"));
  }
  std::string WitnessLines() const {
    return absl::StrCat("witness one ", one_.Vkey(), "\nwitness two ",
                        two_.Vkey(), "\n");
  }
  std::string LogLine() const {
    return absl::StrCat("log ", exchange_.Vkey(), "\n");
  }

  Catalog catalog_ = SmallCatalog();
  RealExchange exchange_{1};
  RealExchange impostor_{100};
  AgeIdentity identity_ = GenerateAgeIdentity(Seeded(50));
  PackageContents contents_ =
      TablesOf(catalog_, identity_.recipient(), "r-abcdefghij2345abcdef");
  Witness one_{"dpo.example/witness", 70};
  Witness two_{"un.example/witness", 80};
  TempDir keys_;
  Files files_;
  std::string said_;
};

TEST_F(TlogProofTest, TheProgramInThePackageIsTheOneInTheSources) {
  EXPECT_EQ(files_.at(kVerifierFile),
            ReadFile(TOGUNA_SOURCE_DIR "/exchange/package/tlogproof.py"));
}

TEST_F(TlogProofTest, SaysInBothLanguagesWhatItChecked) {
  ASSERT_EQ(Run(), 0) << said_;
  EXPECT_THAT(said_, HasSubstr("VERIFIED. The release is in the audit log."));
  EXPECT_THAT(said_, HasSubstr("VÉRIFIÉ."));
  EXPECT_THAT(said_, HasSubstr("release.entry is entry 5 in it."));
  EXPECT_THAT(said_, HasSubstr("release r-abcdefghij2345abcdef, agreement "
                               "mrm-2026"));
}

// Old and new entries, in trees of every shape up to 20 entries.
TEST_F(TlogProofTest, VerifiesEveryPlaceInALog) {
  const std::string entry = files_[kEntryFile];
  for (const uint64_t size : {6, 8, 13, 20}) {
    files_[kEntryFile] = entry;
    files_[kProofFile] = exchange_.Proof(5);
    EXPECT_EQ(Run(), 0) << size << said_;
    exchange_.Enter(contents_, files_);
    EXPECT_EQ(Run(), 0) << size << said_;
  }
}

TEST_F(TlogProofTest, RefusesWhatIsNotProven) {
  const Files good = files_;
  const auto refused = [&](const std::string& why) {
    EXPECT_EQ(Run(), 1) << said_;
    EXPECT_THAT(said_, HasSubstr("REFUSED."));
    EXPECT_THAT(said_, HasSubstr("REFUSÉ."));
    EXPECT_THAT(said_, HasSubstr(why));
    EXPECT_THAT(said_, Not(HasSubstr("VERIFIED")));
    files_ = good;
  };
  files_[kProofFile] = exchange_.Proof(3);
  refused("release.entry is not in this log");
  files_[kProofFile] = impostor_.Proof(impostor_.Log(files_[kEntryFile]));
  refused("the head of the log is not signed by the key that you gave");
  files_[kEntryFile] = absl::StrReplaceAll(files_[kEntryFile], {{"18", "17"}});
  refused("release.entry is not in this log");
  files_[kEntryFile] = "{\"type\":\"release.extract\"}";
  files_[kProofFile] = exchange_.Proof(exchange_.Log(files_[kEntryFile]));
  refused("release.entry is about another release");
  files_[kManifestFile] += " ";
  refused("release.entry is about another release");
  files_[kExtractFile] += " ";
  refused("extract.csv.age is not the file that manifest.json names");
  files_[kProofFile] =
      absl::StrReplaceAll(files_[kProofFile], {{"@v1", "@v2"}});
  refused("release.tlog-proof is no proof");
  files_[kManifestFile] = "{}";
  refused("REFUSED.");
  // All of another release, but the entry.
  PackageContents second = contents_;
  second.release = ReleaseId("r-22222222222222222222");
  files_ = exchange_.Release(catalog_, second);
  files_[kEntryFile] = good.at(kEntryFile);
  files_[kProofFile] = good.at(kProofFile);
  refused("release.entry is about another release");
}

TEST_F(TlogProofTest, AFlippedByteOfEntryOrProofIsRefused) {
  const Files good = files_;
  for (const char* name : {kEntryFile, kProofFile}) {
    for (size_t at = 0; at < good.at(name).size(); at += 167) {
      files_ = good;
      files_[name][at] = static_cast<char>(files_[name][at] ^ 1);
      EXPECT_EQ(Run(), 1) << name << " byte " << at << said_;
    }
  }
}

TEST_F(TlogProofTest, ItTakesNoKeyFromThePackageAndSaysWhatItCouldNotDo) {
  EXPECT_EQ(Run(""), 2);
  EXPECT_THAT(said_, HasSubstr("no key is taken from the package"));
  EXPECT_EQ(Run("--log missing.vkey"), 2);
  EXPECT_THAT(said_, HasSubstr("Cannot read: missing.vkey"));
  EXPECT_EQ(Run("--unknown"), 2);
  files_["bad.vkey"] = one_.Vkey();  // a witness's is no log's
  EXPECT_EQ(Run("--log bad.vkey"), 2);
  files_.erase(kProofFile);
  EXPECT_EQ(Run(), 2);
}

// A program that says yes to everything, or to nothing, is no judge.
TEST_F(TlogProofTest, AnOpensslThatCannotJudgeIsNotBelieved) {
  for (const char* liar : {"true", "false"}) {
    WriteFile(keys_ / "openssl", absl::StrCat("#!/bin/sh\nexec ", liar, "\n"));
    std::filesystem::permissions(keys_ / "openssl",
                                 std::filesystem::perms::owner_all);
    EXPECT_EQ(Run(absl::StrCat("--log ", keys_ / "log.vkey"),
                  absl::StrCat("PATH=", keys_.path(), ":$PATH")),
              2)
        << said_;
    EXPECT_THAT(said_, HasSubstr("The program openssl, version 3, is needed"));
  }
}

TEST_F(TlogProofTest, WitnessesAreCountedAsThePolicySays) {
  const std::string checkpoint = exchange_.Checkpoint();
  const std::string base = files_[kProofFile];
  const std::string one = one_.Line(checkpoint, 1'772'000'000);
  const std::string two = two_.Line(checkpoint, 1'772'000'060);
  const std::string any = "group g any one two\nquorum g\n";
  const std::string all = "group g all one two\nquorum g\n";
  const auto run = [&](const std::string& lines, const std::string& quorum) {
    files_[kProofFile] = base + lines;
    return RunWithPolicy(LogLine() + WitnessLines() + quorum);
  };
  EXPECT_EQ(run("", "quorum none\n"), 0) << said_;
  EXPECT_EQ(run("", any), 1);
  EXPECT_THAT(said_, HasSubstr("too few witnesses"));
  EXPECT_EQ(run(two, any), 0) << said_;
  EXPECT_THAT(said_,
              HasSubstr("Witness two saw it on 2026-02-25 06:14:20 UTC"));
  EXPECT_EQ(run(one, all), 1);
  EXPECT_EQ(run(one + two, all), 0) << said_;
  EXPECT_EQ(run(two, "quorum one\n"), 1);
  EXPECT_EQ(run(one, "quorum one\n"), 0) << said_;
  EXPECT_EQ(run(one, "group in any one two\ngroup out 1 in\nquorum out\n"), 0);
  // One witness is not two by signing twice.
  EXPECT_EQ(run(one + one_.Line(checkpoint, 1'772'000'001), all), 1);
  // Nor for another head, nor at another time than it signed.
  EXPECT_EQ(run(one_.Line(impostor_.Checkpoint(), 1'772'000'000), any), 1);
  std::string moved = one_.Line(checkpoint, 1'772'000'000);
  char& of_time = moved[moved.rfind(' ') + 1 + 14];
  of_time = of_time == 'A' ? 'B' : 'A';
  EXPECT_EQ(run(moved, any), 1);
}

TEST_F(TlogProofTest, APolicyThatIsNoneChecksNothing) {
  const std::string good = LogLine() + WitnessLines();
  EXPECT_EQ(RunWithPolicy("# mine\n\n" + good + "quorum none\n"), 0) << said_;
  for (const std::string& bad :
       {good, good + "quorum three\n", good + "group g 3 one two\nquorum g\n",
        good + "group g 0 one two\nquorum g\n",
        good + "group g any one one\nquorum g\n",
        good + "group g any three\nquorum g\n", good + "quorum\n",
        good + "quorum none\nquorum none\n", good + "something else\n",
        good + "witness one " + two_.Vkey() + "\nquorum none\n",
        good + "witness three " + two_.Vkey() + "\nquorum none\n",
        "log " + one_.Vkey() + "\nquorum none\n",
        WitnessLines() + "quorum none\n"}) {
    EXPECT_EQ(RunWithPolicy(bad), 2) << bad << said_;
    EXPECT_THAT(said_, HasSubstr("NOT CHECKED."));
  }
}

}  // namespace
}  // namespace toguna::testing
