// Packages of earlier forms, as they were delivered, go on being opened.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/package/real_package.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// What a recipient downloaded, and what it held.
struct Delivered {
  explicit Delivered(const std::string& form) {
    const std::string folder =
        std::string(TOGUNA_SOURCE_DIR "/tests/data/packages/") + form;
    for (const auto& file :
         std::filesystem::directory_iterator(folder + "/package")) {
      files[file.path().filename().string()] = ReadFile(file.path().string());
    }
    recipient = std::make_unique<RealRecipient>(RealRecipient{
        *ParseAgeIdentity(ReadFile(folder + "/age.key")),
        ReadFile(folder + "/minisign.pub"),
        std::string(absl::StripAsciiWhitespace(ReadFile(folder + "/log.vkey"))),
        AgreementId("mrm-quarterly")});
  }
  std::string Reason() const {
    return ReasonOf(recipient->Open(files).status()).code;
  }
  Files files;
  std::unique_ptr<RealRecipient> recipient;
};

TEST(PackageFormsTest, TheFirstFormOpens) {
  const Delivered package("v1");
  const auto opened = package.recipient->Open(package.files);
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->rows, 360);
  EXPECT_EQ(opened->cells_not_shown, 342);
  EXPECT_TRUE(opened->demo);
  EXPECT_THAT(opened->csv, HasSubstr("period,family,"));
  EXPECT_THAT(opened->workbook, IsEmpty());
  EXPECT_THAT(opened->checked, SizeIs(8));
}

TEST(PackageFormsTest, TheSecondFormOpensWithItsRows) {
  const Delivered package("v2");
  const auto opened = package.recipient->Open(package.files);
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->rows, 0);
  EXPECT_THAT(opened->violations, HasSubstr("report_pending_verification"));
  EXPECT_TRUE(absl::StartsWith(opened->workbook, "PK"));
  EXPECT_THAT(opened->checked, SizeIs(9));
}

// What the second form needs the first has not, and no form has of a later.
TEST(PackageFormsTest, AnEarlierFormHoldsNothingOfALaterOne) {
  for (const char* form : {"v1", "v2"}) {
    for (const char* name :
         {kVerifierFile, kExtractWorkbookFile, kExtractJsonFile}) {
      Delivered package(form);
      package.files[name] = "added";
      EXPECT_EQ(package.Reason(), "FILE_UNKNOWN") << form << " " << name;
    }
  }
  Delivered first("v1");
  first.files[kViolationsFile] = "added";
  EXPECT_EQ(first.Reason(), "FILE_UNKNOWN");
  Delivered second("v2");
  second.files.erase(kWorkbookFile);
  EXPECT_EQ(second.Reason(), "FILE_MISSING");
}

TEST(PackageFormsTest, AFlippedByteIsRefusedInEveryForm) {
  for (const char* form : {"v1", "v2"}) {
    const Delivered good(form);
    for (const auto& [name, bytes] : good.files) {
      Delivered package(form);
      std::string& changed = package.files[name];
      char& middle = changed[changed.size() / 2];
      middle = static_cast<char>(middle ^ 1);
      EXPECT_THAT(package.Reason(), Not(IsEmpty())) << form << " " << name;
    }
  }
}

// A form that this program does not know is refused, not guessed at, though the
// exchange signed it.
TEST(PackageFormsTest, ALaterFormIsRefused) {
  Catalog catalog = SmallCatalog();
  RealExchange exchange(1);
  RealRecipient recipient{GenerateAgeIdentity(Seeded(9)),
                          exchange.PublicKeyFile(), exchange.Vkey()};
  const PackageContents contents = TablesOf(
      catalog, recipient.identity.recipient(), "r-abcdefghij2345abcdef");
  Files files = exchange.Release(catalog, contents);
  ASSERT_THAT(recipient.Open(files), IsOk());
  std::string& manifest = files[kManifestFile];
  const size_t at = manifest.find("toguna/package/v3");
  ASSERT_NE(at, std::string::npos);
  manifest[at + 16] = '4';
  files[kSignatureFile] = exchange.signer().SignFile(
      manifest, TrustedComment(absl::ToUnixSeconds(contents.created_at),
                               contents.release.text(),
                               contents.agreement.id.text(), manifest));
  exchange.Enter(contents, files);
  const auto opened = recipient.Open(files);
  EXPECT_EQ(ReasonOf(opened.status()).code, "MANIFEST_INVALID");
  EXPECT_THAT(SayPackageRefusal(opened.status()).en, HasSubstr("newer Toguna"));
}

}  // namespace
}  // namespace toguna::testing
