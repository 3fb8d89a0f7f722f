// Twelve ways to change a package, each refused with the right words. All keys,
// signatures, ciphertexts and proofs are real; where a way would be found by an
// earlier check, it is also tried by an exchange that signs what it should not.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "exchange/base/reason.h"
#include "exchange/words/package_words.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/package/real_package.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

namespace words = package_words;

class PackageTamperTest : public ::testing::Test {
 protected:
  PackageTamperTest() {
    tables_.wish = {.delimiter = ';', .xlsx = true, .json = true};
    rows_.recipient.age_recipient = me_.identity.recipient();
  }

  // All that a package can hold: tables in every form, and rows.
  Files Tables() { return exchange_.Release(catalog_, tables_); }
  Files Rows() { return exchange_.Release(mrm_, rows_); }

  // Refused for this reason, in these words.
  void ExpectRefused(const Files& files, const std::string& reason,
                     const Sentence& sentence, const std::string& file = "") {
    ExpectRefusedBy(me_, files, reason, sentence, file);
  }
  static void ExpectRefusedBy(const RealRecipient& who, const Files& files,
                              const std::string& reason,
                              const Sentence& sentence,
                              const std::string& file = "") {
    const auto opened = who.Open(files);
    ASSERT_THAT(opened, StatusIs(absl::StatusCode::kDataLoss)) << file;
    EXPECT_EQ(ReasonOf(opened.status()).code, reason) << file;
    const Label said = SayPackageRefusal(opened.status());
    EXPECT_EQ(said.fr, Say(Language::kFrench, sentence, {file}));
    EXPECT_EQ(said.en, Say(Language::kEnglish, sentence, {file}));
  }

  Catalog catalog_ = SmallCatalog();
  Catalog mrm_ = MrmCatalog();
  RealExchange exchange_{1};
  RealExchange impostor_{100};
  RealRecipient me_{GenerateAgeIdentity(Seeded(50)), exchange_.PublicKeyFile(),
                    exchange_.Vkey(), AgreementId("mrm-2026")};
  RealRecipient other_{GenerateAgeIdentity(Seeded(60)),
                       exchange_.PublicKeyFile(), exchange_.Vkey()};
  PackageContents tables_ =
      TablesOf(catalog_, me_.identity.recipient(), "r-abcdefghij2345abcdef");
  PackageContents rows_ = MrmContents(mrm_);
};

// The control: what none of the tests below changed opens.
TEST_F(PackageTamperTest, Control_UnchangedPackagesOpen) {
  const auto tables = me_.Open(Tables());
  ASSERT_THAT(tables, IsOk());
  EXPECT_EQ(tables->checked.size(), 10u);
  EXPECT_EQ(tables->delimiter, ';');
  EXPECT_THAT(tables->json, ::testing::HasSubstr("toguna/extract/v1"));
  EXPECT_THAT(tables->extract_workbook, ::testing::StartsWith("PK"));
  EXPECT_THAT(me_.Open(Rows()), IsOk());
}

TEST_F(PackageTamperTest, 01_AFlippedByteInAnyFile) {
  for (const Files& good : {Tables(), Rows()}) {
    for (const auto& [name, bytes] : good) {
      for (const size_t at : {size_t{0}, bytes.size() / 2, bytes.size() - 1}) {
        Files files = good;
        files[name][at] = static_cast<char>(files[name][at] ^ 1);
        if (name == kManifestFile || name == kSignatureFile) {
          // minisign lets a person write what they like into the first line.
          if (name == kSignatureFile && at == 0) continue;
          ExpectRefused(files, "SIGNATURE_INVALID", words::kRefusedSignature);
        } else if (name == kEntryFile || name == kProofFile) {
          ExpectRefused(files, "PROOF_INVALID", words::kRefusedProof);
        } else {
          ExpectRefused(files, "FILE_CHANGED", words::kRefusedDigest, name);
        }
      }
    }
  }
}

TEST_F(PackageTamperTest, 02_AnEditedTrustedComment) {
  Files files = Tables();
  std::string& signature = files[kSignatureFile];
  const std::string edited = absl::StrReplaceAll(
      signature, {{"release:r-abcdefghij", "release:r-zbcdefghij"}});
  ASSERT_NE(edited, signature);
  signature = edited;
  ExpectRefused(files, "SIGNATURE_INVALID", words::kRefusedSignature);
}

TEST_F(PackageTamperTest, 03_AnotherAgreementsKey) {
  ExpectRefusedBy(other_, Tables(), "OTHER_RECIPIENT",
                  words::kRefusedRecipient);
  me_.agreement = AgreementId("mrm-2025");
  ExpectRefused(Tables(), "OTHER_AGREEMENT", words::kRefusedAgreement);
}

TEST_F(PackageTamperTest, 04_ATruncatedAgeFile) {
  const std::vector<const char*> sealed = {kExtractFile, kExtractWorkbookFile,
                                           kExtractJsonFile};
  for (const char* name : sealed) {
    Files files = Tables();
    files[name].resize(files[name].size() - 20);
    ExpectRefused(files, "FILE_CHANGED", words::kRefusedDigest, name);
    // Even if the exchange signed it so.
    exchange_.SignAgain(catalog_, tables_, files);
    ExpectRefused(files, "NOT_DECRYPTED", words::kRefusedDecrypt, name);
  }
}

TEST_F(PackageTamperTest, 05_AProofForAnotherEntry) {
  Files files = Tables();
  exchange_.Log("{}");
  files[kProofFile] = exchange_.Proof(3);
  ExpectRefused(files, "PROOF_INVALID", words::kRefusedProof);
  // Another true release's entry and proof, together.
  PackageContents second = tables_;
  second.release = ReleaseId("r-22222222222222222222");
  const Files theirs = exchange_.Release(catalog_, second);
  files[kEntryFile] = theirs.at(kEntryFile);
  files[kProofFile] = theirs.at(kProofFile);
  ExpectRefused(files, "ENTRY_MISMATCH", words::kRefusedEntry);
}

TEST_F(PackageTamperTest, 06_ACheckpointOfAnUnknownKey) {
  Files files = Tables();
  // The same entry, in a log that only its maker knows.
  files[kProofFile] = impostor_.Proof(impostor_.Log(files[kEntryFile]));
  ExpectRefused(files, "PROOF_INVALID", words::kRefusedProof);
}

TEST_F(PackageTamperTest, 07_AnEditedEntry) {
  Files files = Tables();
  files[kEntryFile] =
      absl::StrReplaceAll(files[kEntryFile], {{"\"18\"", "\"17\""}});
  ExpectRefused(files, "PROOF_INVALID", words::kRefusedProof);
  // Logged like that, it still is not this package's.
  files[kProofFile] = exchange_.Proof(exchange_.Log(files[kEntryFile]));
  ExpectRefused(files, "ENTRY_MISMATCH", words::kRefusedEntry);
}

TEST_F(PackageTamperTest, 08_TheManifestOfAnotherRelease) {
  PackageContents second = tables_;
  second.release = ReleaseId("r-22222222222222222222");
  Files files = Tables();
  Files theirs = exchange_.Release(catalog_, second);
  files[kManifestFile] = theirs.at(kManifestFile);
  files[kSignatureFile] = theirs.at(kSignatureFile);
  ExpectRefused(files, "FILE_CHANGED", words::kRefusedDigest, kProtectionFile);
  // With all else of that release but the log's part.
  theirs[kEntryFile] = files.at(kEntryFile);
  theirs[kProofFile] = files.at(kProofFile);
  ExpectRefused(theirs, "ENTRY_MISMATCH", words::kRefusedEntry);
}

TEST_F(PackageTamperTest, 09_AFileRemoved) {
  for (const Files& good : {Tables(), Rows()}) {
    for (const auto& [name, bytes] : good) {
      Files files = good;
      files.erase(name);
      ExpectRefused(files, "FILE_MISSING", words::kRefusedMissing, name);
    }
  }
  // With its line in the manifest, by the exchange: what no package lacks.
  Files files = Tables();
  files.erase(kVerifierFile);
  exchange_.SignAgain(catalog_, tables_, files);
  ExpectRefused(files, "MANIFEST_INVALID", words::kRefusedManifest);
}

TEST_F(PackageTamperTest, 10_AFileAdded) {
  for (const std::string name :
       {"extract.csv", "README.txt", "policy.tlog", "mrm.xlsx.age",
        "violations.csv.age", "extract.csv.age.part"}) {
    Files files = Tables();
    files[name] = "added";
    ExpectRefused(files, "FILE_UNKNOWN", words::kRefusedUnknown);
    // And named by the manifest.
    exchange_.SignAgain(catalog_, tables_, files);
    const auto opened = me_.Open(files);
    EXPECT_FALSE(opened.ok()) << name;
  }
}

TEST_F(PackageTamperTest, 11_RowsAndTablesExchangedBetweenPackages) {
  PackageContents second = rows_;
  second.release = ReleaseId("r-22222222222222222222");
  second.selection.cohorts = {MrmCohorts({BoyMaimed()}, 9)};
  const Files theirs = exchange_.Release(mrm_, second);
  for (const char* name : {kViolationsFile, kWorkbookFile, kExtractFile}) {
    Files files = Rows();
    files[name] = theirs.at(name);
    ExpectRefused(files, "FILE_CHANGED", words::kRefusedDigest, name);
  }
  // Within one package, signed so by the exchange.
  Files files = Rows();
  std::swap(files[kViolationsFile], files[kExtractFile]);
  exchange_.SignAgain(mrm_, rows_, files);
  ExpectRefused(files, "CONTENT_MISMATCH", words::kRefusedContent);
  // Tables of another release as JSON beside these as CSV.
  PackageContents fewer = tables_;
  fewer.selection.tables.pop_back();
  Files mixed = Tables();
  mixed[kExtractJsonFile] =
      exchange_.Release(catalog_, fewer).at(kExtractJsonFile);
  exchange_.SignAgain(catalog_, tables_, mixed);
  ExpectRefused(mixed, "CONTENT_MISMATCH", words::kRefusedContent);
}

TEST_F(PackageTamperTest, 12_AnothersPackageUnderACommentSignedAnew) {
  PackageContents for_other = tables_;
  for_other.recipient.age_recipient = other_.identity.recipient();
  const Files theirs = exchange_.Release(catalog_, for_other);
  const auto commented = [&](const FileSigner& signer,
                             const std::string& release) {
    Files files = theirs;
    files[kSignatureFile] = signer.SignFile(
        files[kManifestFile],
        TrustedComment(absl::ToUnixSeconds(tables_.created_at), release,
                       "mrm-2026", files[kManifestFile]));
    return files;
  };
  // By whoever passes it on.
  ExpectRefused(commented(impostor_.signer(), "r-abcdefghij2345abcdef"),
                "SIGNATURE_INVALID", words::kRefusedSignature);
  // By the exchange, for another release.
  ExpectRefused(commented(exchange_.signer(), "r-22222222222222222222"),
                "COMMENT_MISMATCH", words::kRefusedComment);
  // By the exchange, rightly: it is still not for me.
  ExpectRefused(commented(exchange_.signer(), "r-abcdefghij2345abcdef"),
                "OTHER_RECIPIENT", words::kRefusedRecipient);
}

}  // namespace
}  // namespace toguna::testing
