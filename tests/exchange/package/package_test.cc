#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/base/csv.h"
#include "exchange/base/json.h"
#include "exchange/base/reason.h"
#include "exchange/package/layout.h"
#include "exchange/package/mrm_rows.h"
#include "exchange/package/mrm_workbook.h"
#include "exchange/package/open_package.h"
#include "exchange/package/package_maker.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "tests/exchange/package/mrm_world.h"
#include "tests/support/sealed_march.h"
#include "tests/support/small_operation.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using ::toguna::testing::At;
using ::toguna::testing::IsOk;
using ::toguna::testing::SealedMarch;
using ::toguna::testing::SmallAsk;
using ::toguna::testing::SmallCatalog;
using ::toguna::testing::StatusIs;

constexpr char kKey[] = "the exchange's key";

std::string Mac(absl::string_view file, absl::string_view comment) {
  return HexOf(HmacSha256(kKey, absl::StrCat(file, "\n", comment)));
}

// A signature that anyone could make who has the key, which is enough here:
// real minisign bytes are tested where they are made.
class FakeSigner : public FileSigner {
 public:
  std::string SignFile(absl::string_view file,
                       absl::string_view comment) const override {
    return absl::StrCat(comment, "\n", Mac(file, comment));
  }
  std::string PublicKeyFile() const override { return kKey; }
};

class FakeSealer : public FileSealer {
 public:
  absl::StatusOr<std::string> Encrypt(
      const std::vector<std::string>& recipients,
      absl::string_view plaintext) const override {
    if (recipients.size() != 1 || !absl::StartsWith(recipients[0], "age1")) {
      return absl::InvalidArgumentError("not an age key");
    }
    std::string hidden(plaintext);
    for (char& c : hidden) c = static_cast<char>(c ^ 0x55);
    return absl::StrCat(recipients[0], "\n", hidden);
  }
};

absl::StatusOr<std::string> Decrypt(absl::string_view sealed) {
  if (!absl::ConsumePrefix(&sealed, "age1mrm\n")) {
    return absl::DataLossError("not for this key");
  }
  std::string plain(sealed);
  for (char& c : plain) c = static_cast<char>(c ^ 0x55);
  return plain;
}

PackageChecks Checks() {
  return {.verify_file =
              [](absl::string_view key, absl::string_view file,
                 absl::string_view signature) -> absl::StatusOr<std::string> {
            const std::vector<std::string> lines =
                absl::StrSplit(signature, '\n');
            if (key != kKey || lines.size() != 2 ||
                lines[1] != Mac(file, lines[0])) {
              return absl::DataLossError("not signed");
            }
            return lines[0];
          },
          .check_proof = [](absl::string_view entry,
                            absl::string_view proof) -> absl::Status {
            return proof == HexOf(Sha256(entry))
                       ? absl::OkStatus()
                       : absl::DataLossError("not in the log");
          },
          .decrypt = Decrypt};
}

class PackageTest : public ::testing::Test {
 protected:
  PackageContents Contents() {
    PackageContents contents;
    contents.release = ReleaseId("r-abcdefghij2345abcdef");
    contents.agreement = testing::AgreementOf(catalog_);
    contents.recipient = catalog_.parties.at(PartyId("mrm"));
    contents.dataset = catalog_.FindDataset(DatasetId("incidents"));
    contents.plan = catalog_.FindPlan(PlanId("monthly"));
    Ask ask = SmallAsk();
    ask.families = {FamilyId("place-type"), FamilyId("type-only")};
    ask.levels = {{"place", 2}, {"type", 1}};
    contents.selection = *Select(catalog_, ask, {SealedMarch()});
    contents.created_at = At(10);
    contents.delete_by = At(10) + absl::Hours(24 * 90);
    contents.catalog_sha256 = catalog_.sha256;
    return contents;
  }

  std::map<std::string, std::string> Files(const PackageContents& contents) {
    auto files = MakePackageMaker(catalog_, signer_, sealer_,
                                  "exchange.example/audit/v1")
                     ->Make(contents);
    EXPECT_THAT(files, IsOk());
    return files.ok() ? *files : std::map<std::string, std::string>();
  }

  // As downloaded: with what the log adds.
  std::map<std::string, std::string> Downloaded(
      const PackageContents& contents) {
    auto files = Files(contents);
    Json entry;
    entry.Set("type", "release.extract")
        .Set("release", contents.release.text())
        .Set("agreement", contents.agreement.id.text())
        .Set("revision", absl::StrCat(contents.agreement.revision))
        .Set("agreement_sha256", contents.agreement.sha256)
        .Set("catalog_sha256", contents.catalog_sha256)
        .Set("dataset", contents.dataset->id.text())
        .Set("manifest_sha256", HexOf(Sha256(files.at(kManifestFile))))
        .Set("package_sha256", HexOf(Sha256(files.at(kExtractFile))))
        .Set("recipient_key", contents.recipient.age_recipient)
        .Set("rows", absl::StrCat(CountCells(contents.selection).rows));
    files[kEntryFile] = entry.Canonical();
    files[kProofFile] = HexOf(Sha256(files[kEntryFile]));
    return files;
  }

  std::string Csv(const PackageContents& contents) {
    return *ExtractCsv(catalog_, contents);
  }

  Catalog catalog_ = SmallCatalog();
  FakeSigner signer_;
  FakeSealer sealer_;
  PackageTrust trust_{kKey, "age1mrm", AgreementId("mrm-2026")};
};

TEST_F(PackageTest, TheTableHasExactlyItsColumns) {
  const auto rows = ReadCsv(Csv(Contents()), ',');

  ASSERT_THAT(rows, IsOk());
  EXPECT_THAT(
      rows->front(),
      ElementsAre("period", "family", "place_code", "place_label_fr",
                  "place_label_en", "type_code", "type_label_fr",
                  "type_label_en", "unit", "status", "value", "low", "high"));
  EXPECT_THAT((*rows)[1],
              ElementsAre("2026-03", "place-type", "ML", "Mali", "Mali", "all",
                          "Tous", "All", "RECORD", "PUBLISHED", "40", "", ""));
  // A table without a dimension leaves its columns empty.
  EXPECT_THAT((*rows)[16],
              ElementsAre("2026-03", "type-only", "", "", "", "all", "Tous",
                          "All", "VICTIM", "PUBLISHED", "70", "", ""));
  EXPECT_THAT(*rows, SizeIs(1 + 15 + 3));
  EXPECT_THAT(Csv(Contents()), Not(HasSubstr("\r")));
}

// A pool has the labels of its plan, whatever plan is in force now.
TEST_F(PackageTest, APoolIsNamedByItsLabels) {
  PackageContents contents = Contents();
  SealedTable& table = contents.selection.tables[0].table;
  table.cells = {{{"both", "all"}, CellStatus::kPublished, 40}};
  EXPECT_FALSE(ExtractCsv(catalog_, contents).ok());
  table.pools = {
      {"place", "both", {"les deux", "both together"}, {"ML01", "ML05"}}};
  const auto rows = ReadCsv(Csv(contents), ',');
  ASSERT_THAT(rows, IsOk());
  EXPECT_THAT(
      (*rows)[1],
      ElementsAre("2026-03", "place-type", "both", "les deux", "both together",
                  "all", "Tous", "All", "RECORD", "PUBLISHED", "40", "", ""));
}

TEST_F(PackageTest, CellsNotShownHaveNoValueAndNoReason) {
  PackageContents contents = Contents();
  // Even if a number were left behind in such a cell.
  for (SelectedTable& table : contents.selection.tables) {
    for (SealedCell& cell : table.table.cells) {
      if (cell.status == CellStatus::kNotShown) cell.value = 4;
    }
  }
  const auto rows = ReadCsv(Csv(contents), ',');
  ASSERT_THAT(rows, IsOk());
  int not_shown = 0;
  for (const CsvRow& row : *rows) {
    if (row[9] != "NOT_SHOWN") continue;
    ++not_shown;
    EXPECT_EQ(row[10], "");
  }
  EXPECT_EQ(not_shown, 7);
}

TEST_F(PackageTest, CellsNotShownAndNoOthersHaveARange) {
  PackageContents contents = Contents();
  // Even if a range were left behind in a published cell.
  for (SelectedTable& table : contents.selection.tables) {
    for (SealedCell& cell : table.table.cells) {
      if (cell.status == CellStatus::kPublished) cell.high = 4;
    }
  }
  const auto rows = ReadCsv(Csv(contents), ',');
  ASSERT_THAT(rows, IsOk());
  for (const CsvRow& row : *rows) {
    const CsvRow range(row.begin() + 11, row.end());
    if (row[9] == "PUBLISHED") {
      EXPECT_THAT(range, ElementsAre("", ""));
    } else if (row[9] == "NOT_SHOWN" && row[1] == "place-type") {
      EXPECT_THAT(range, ElementsAre("1", "6"));
    } else if (row[9] == "NOT_SHOWN") {
      EXPECT_THAT(range, ElementsAre("0", "")) << "no limit is known";
    }
  }
}

TEST_F(PackageTest, AnHxlRowFollowsTheHeaderWhereAskedFor) {
  PackageContents contents = Contents();
  contents.wish.hxl = true;
  const auto rows = ReadCsv(Csv(contents), ',');

  ASSERT_THAT(rows, IsOk());
  EXPECT_THAT(
      (*rows)[1],
      ElementsAre("#date+period", "#meta+family+id", "#loc+code+v_pcode",
                  "#loc+name+i_fr", "#loc+name+i_en", "#event+type+code",
                  "#event+type+name+i_fr", "#event+type+name+i_en",
                  "#meta+unit", "#status+code", "#indicator+value+num",
                  "#indicator+low+num", "#indicator+high+num"));
  EXPECT_THAT(*rows, SizeIs(2 + 15 + 3));
}

TEST_F(PackageTest, NoCellIsAFormula) {
  EXPECT_THAT(Csv(Contents()), HasSubstr(",'=Bandiagara,"));
  EXPECT_THAT(Csv(Contents()), Not(HasSubstr(",=")));
}

TEST_F(PackageTest, HoldsItsFilesAndIsTheSameEveryTime) {
  const auto files = Files(Contents());

  EXPECT_THAT(files,
              UnorderedElementsAre(Key(kExtractFile), Key(kSchemaFile),
                                   Key(kManifestFile), Key(kSignatureFile),
                                   Key(kProtectionFile), Key(kVerifyFile),
                                   Key(kVerifierFile)));
  EXPECT_EQ(files, Files(Contents()));
}

TEST_F(PackageTest, TheManifestSaysWhatThePackageIs) {
  const std::string manifest = Files(Contents()).at(kManifestFile);

  for (const char* part :
       {"\"_type\": \"https://in-toto.io/Statement/v1\"",
        "\"predicateType\": \"https://exchange.example/release/v1\"",
        "\"format\": \"toguna/package/v3\"",
        "\"release\": \"r-abcdefghij2345abcdef\"",
        "\"agreement\": \"mrm-2026\"", "\"revision\": 2",
        "\"recipient_key\": \"age1mrm\"", "\"k\": 5", "\"s\": 2", "\"c\": 3",
        "\"rows\": 18", "\"cells_not_shown\": 7", "\"demo\": false",
        "\"created\": \"2026-04-10T00:00:00Z\"",
        "\"delete_by\": \"2026-07-09T00:00:00Z\"",
        "\"origin\": \"exchange.example/audit/v1\""}) {
    EXPECT_THAT(manifest, HasSubstr(part));
  }
}

TEST_F(PackageTest, NoDigestOfThePlaintextLiesOutsideTheCiphertext) {
  const std::string digest = HexOf(Sha256(Csv(Contents())));
  for (const auto& [name, bytes] : Downloaded(Contents())) {
    EXPECT_THAT(bytes, Not(HasSubstr(digest))) << name;
    if (name != kExtractFile) {
      EXPECT_THAT(bytes, Not(HasSubstr("PUBLISHED,"))) << name;
    }
  }
}

TEST_F(PackageTest, TheProtectionStatementIsComputedInBothLanguages) {
  const std::string text = Files(Contents()).at(kProtectionFile);

  EXPECT_THAT(text, HasSubstr("k = 5 : un nombre n’est montré que"));
  EXPECT_THAT(text, HasSubstr("k = 5: a number is shown only if"));
  EXPECT_THAT(text, HasSubstr("11 numbers, all exact, and 7 cells not shown"));
  EXPECT_THAT(text, HasSubstr("11 nombres, tous exacts, et 7 cases"));
  EXPECT_THAT(text, HasSubstr("reasons about why the program chose"));
  EXPECT_THAT(text, HasSubstr("Sealed numbers never change"));
  EXPECT_THAT(text, Not(HasSubstr("such corrections for")));
  EXPECT_THAT(text, HasSubstr("2026-07-09"));
  EXPECT_LT(text.find("Comment les personnes"), text.find("How people"));
  EXPECT_THAT(text, Not(HasSubstr("{")));
  EXPECT_THAT(text, Not(HasSubstr("DEMO")));

  testing::AgreementOf(catalog_).demo = true;
  PackageContents contents = Contents();
  catalog_.plans.at(PlanId("monthly")).minimums.c = 0;
  const auto demo = Files(contents);
  EXPECT_THAT(demo.at(kProtectionFile), HasSubstr("DEMO — demonstration data"));
  EXPECT_THAT(demo.at(kProtectionFile), HasSubstr("c = 0: the rules about"));
  EXPECT_THAT(demo.at(kManifestFile), HasSubstr("\"demo\": true"));
  EXPECT_THAT(demo.at(kSchemaFile), HasSubstr("\"demo\": true"));
}

TEST_F(PackageTest, ARungIsNamedWithItsRiskAndItsBound) {
  EXPECT_THAT(Files(Contents()).at(kProtectionFile), Not(HasSubstr("Rung k")));
  PackageContents contents = Contents();
  contents.risk = RungRisk{.global = 0.02801, .bound = std::nullopt};
  const std::string low = Files(contents).at(kProtectionFile);
  EXPECT_THAT(low, HasSubstr("Rung k = 5: the plan has several rungs"));
  EXPECT_THAT(low, HasSubstr("Palier k = 5 : le plan a plusieurs paliers"));
  // Rounded up, so that nobody is told less than there is.
  EXPECT_THAT(low, HasSubstr("re-identification risk is at most 2.9 %"));
  EXPECT_THAT(low, HasSubstr("réidentification est de 2.9 % au plus"));
  EXPECT_THAT(low, Not(HasSubstr("does not allow it")));
  contents.risk->bound = 0.03;
  const std::string bounded = Files(contents).at(kProtectionFile);
  EXPECT_THAT(bounded, HasSubstr("does not allow it to be above 3.0 %"));
  EXPECT_THAT(bounded, HasSubstr("ne permet pas qu’il dépasse 3.0 %"));
  EXPECT_THAT(bounded, Not(HasSubstr("{")));
}

TEST_F(PackageTest, CorrectionsSinceTheSealAreSaidAndNotCounted) {
  PackageContents contents = Contents();
  EXPECT_THAT(Files(contents).at(kManifestFile),
              HasSubstr("\"corrected_periods\": []"));
  contents.corrected = {testing::March()};
  const auto files = Files(contents);
  EXPECT_THAT(files.at(kProtectionFile),
              HasSubstr("such corrections for: 2026-03."));
  EXPECT_THAT(files.at(kProtectionFile),
              HasSubstr("de telles corrections pour : 2026-03."));
  EXPECT_THAT(
      files.at(kManifestFile),
      ::testing::ContainsRegex("\"corrected_periods\": \\[[ \n]*\"2026-03\""));
  // No cell says it.
  EXPECT_EQ(Csv(contents), Csv(Contents()));
}

TEST_F(PackageTest, RefusesWhatItCannotRender) {
  PackageContents no_key = Contents();
  no_key.recipient.age_recipient.clear();
  PackageContents no_code = Contents();
  no_code.selection.tables[0].table.cells[0].codes[0] = "ML99";
  const auto maker =
      MakePackageMaker(catalog_, signer_, sealer_, "exchange.example/audit/v1");

  EXPECT_THAT(maker->Make(no_key),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(maker->Make(no_code),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(PackageTest, TheRecipientOpensItAndReadsWhatWasChecked) {
  const auto opened = OpenPackage(Downloaded(Contents()), trust_, Checks());

  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->csv, Csv(Contents()));
  EXPECT_EQ(opened->release, "r-abcdefghij2345abcdef");
  EXPECT_EQ(opened->rows, 18);
  EXPECT_EQ(opened->cells_not_shown, 7);
  EXPECT_THAT(opened->checked, SizeIs(8));
  for (const Label& line : opened->checked) {
    EXPECT_THAT(line.fr, Not(IsEmpty()));
    EXPECT_THAT(line.en, Not(IsEmpty()));
  }
}

TEST_F(PackageTest, AFlippedByteInAnyFileIsRefusedAndTheRightFileNamed) {
  const auto good = Downloaded(Contents());
  const std::map<std::string, std::string> reasons = {
      {kExtractFile, "FILE_CHANGED"},
      {kSchemaFile, "FILE_CHANGED"},
      {kProtectionFile, "FILE_CHANGED"},
      {kVerifyFile, "FILE_CHANGED"},
      {kVerifierFile, "FILE_CHANGED"},
      {kManifestFile, "SIGNATURE_INVALID"},
      {kSignatureFile, "SIGNATURE_INVALID"},
      {kEntryFile, "PROOF_INVALID"},
      {kProofFile, "PROOF_INVALID"}};
  for (const auto& [name, bytes] : good) {
    // Every byte of the short files, every 37th of the others.
    for (size_t at = 0; at<bytes.size(); at += bytes.size()> 200 ? 37 : 1) {
      auto files = good;
      files[name][at] = static_cast<char>(files[name][at] ^ 1);
      const auto opened = OpenPackage(files, trust_, Checks());
      ASSERT_THAT(opened, StatusIs(absl::StatusCode::kDataLoss))
          << name << " byte " << at;
      EXPECT_EQ(ReasonOf(opened.status()).code, reasons.at(name)) << name;
      const Label said = SayPackageRefusal(opened.status());
      EXPECT_THAT(said.en, HasSubstr("Package refused")) << name;
      EXPECT_THAT(said.fr, HasSubstr("Paquet refusé")) << name;
      EXPECT_THAT(said.en, HasSubstr(reasons.at(name) == "PROOF_INVALID"
                                         ? "release.tlog-proof"
                                     : name == kSignatureFile ? kManifestFile
                                                              : name));
    }
  }
}

TEST_F(PackageTest, AMissingOrForeignFileIsRefused) {
  for (const auto& [name, bytes] : Downloaded(Contents())) {
    auto files = Downloaded(Contents());
    files.erase(name);
    const auto opened = OpenPackage(files, trust_, Checks());
    EXPECT_EQ(ReasonOf(opened.status()).code, "FILE_MISSING") << name;
  }
  auto files = Downloaded(Contents());
  files["extract.csv"] = "period\n";
  EXPECT_EQ(ReasonOf(OpenPackage(files, trust_, Checks()).status()).code,
            "FILE_UNKNOWN");
}

TEST_F(PackageTest, AnothersPackageIsRefusedBeforeItIsDecrypted) {
  const auto files = Downloaded(Contents());
  PackageChecks checks = Checks();
  bool decrypted = false;
  checks.decrypt = [&](absl::string_view sealed) {
    decrypted = true;
    return Decrypt(sealed);
  };
  PackageTrust other_key = trust_;
  other_key.age_recipient = "age1other";
  PackageTrust no_key = trust_;
  no_key.age_recipient.clear();
  PackageTrust other_agreement = trust_;
  other_agreement.agreement = AgreementId("other");
  PackageTrust other_exchange = trust_;
  other_exchange.minisign_public_key = "another key";

  const auto reason = [&](const PackageTrust& trust) {
    return ReasonOf(OpenPackage(files, trust, checks).status()).code;
  };
  EXPECT_EQ(reason(other_key), "OTHER_RECIPIENT");
  EXPECT_EQ(reason(no_key), "OTHER_RECIPIENT");
  EXPECT_EQ(reason(other_agreement), "OTHER_AGREEMENT");
  EXPECT_EQ(reason(other_exchange), "SIGNATURE_INVALID");
  EXPECT_FALSE(decrypted);
}

TEST_F(PackageTest, ALogEntryOrSignatureOfAnotherReleaseIsRefused) {
  PackageContents other = Contents();
  other.release = ReleaseId("r-22222222222222222222");
  const auto theirs = Downloaded(other);

  auto entry = Downloaded(Contents());
  entry[kEntryFile] = theirs.at(kEntryFile);
  entry[kProofFile] = theirs.at(kProofFile);
  EXPECT_EQ(ReasonOf(OpenPackage(entry, trust_, Checks()).status()).code,
            "ENTRY_MISMATCH");

  // Signed by the exchange, but with the comment of something else.
  auto comment = Downloaded(Contents());
  comment[kSignatureFile] = signer_.SignFile(
      comment[kManifestFile],
      TrustedComment(absl::ToUnixSeconds(At(10)), "r-22222222222222222222",
                     "mrm-2026", comment[kManifestFile]));
  EXPECT_EQ(ReasonOf(OpenPackage(comment, trust_, Checks()).status()).code,
            "COMMENT_MISMATCH");
}

TEST_F(PackageTest, ARangeThatCannotBeIsRefused) {
  const auto opened = [&](const std::string& from, const std::string& to) {
    PackageChecks checks = Checks();
    checks.decrypt = [&, from,
                      to](absl::string_view) -> absl::StatusOr<std::string> {
      std::string csv = Csv(Contents());
      const size_t at = csv.find(from);
      if (at == std::string::npos) return absl::NotFoundError(from);
      return csv.replace(at, from.size(), to);
    };
    return ReasonOf(
               OpenPackage(Downloaded(Contents()), trust_, checks).status())
        .code;
  };
  EXPECT_EQ(opened("NOT_SHOWN,,1,6\n", "NOT_SHOWN,,1,\n"), "");
  EXPECT_EQ(opened("NOT_SHOWN,,1,6\n", "NOT_SHOWN,,,\n"), "")
      << "as packages were before there were ranges";
  for (const char* wrong :
       {"NOT_SHOWN,,7,6\n", "NOT_SHOWN,,-1,6\n", "NOT_SHOWN,,,6\n",
        "NOT_SHOWN,,one,6\n", "NOT_SHOWN,3,1,6\n"}) {
    EXPECT_EQ(opened("NOT_SHOWN,,1,6\n", wrong), "CONTENT_MISMATCH") << wrong;
  }
  EXPECT_EQ(opened("PUBLISHED,40,,\n", "PUBLISHED,40,1,\n"),
            "CONTENT_MISMATCH");
  EXPECT_EQ(opened("PUBLISHED,40,,\n", "PUBLISHED,40,,50\n"),
            "CONTENT_MISMATCH");
}

TEST_F(PackageTest, ContentThatIsNotWhatWasAnnouncedIsRefused) {
  PackageChecks checks = Checks();
  checks.decrypt = [&](absl::string_view) -> absl::StatusOr<std::string> {
    std::string csv = Csv(Contents());
    csv.resize(csv.rfind('\n', csv.size() - 2) + 1);
    return csv;
  };
  EXPECT_EQ(
      ReasonOf(OpenPackage(Downloaded(Contents()), trust_, checks).status())
          .code,
      "CONTENT_MISMATCH");
  checks.decrypt = [](absl::string_view) -> absl::StatusOr<std::string> {
    return absl::DataLossError("wrong key");
  };
  EXPECT_EQ(
      ReasonOf(OpenPackage(Downloaded(Contents()), trust_, checks).status())
          .code,
      "NOT_DECRYPTED");
}

// A package with rows of cohorts.
class RowsPackageTest : public PackageTest {
 protected:
  RowsPackageTest() {
    catalog_ = testing::MrmCatalog();
    contents_ = testing::MrmContents(catalog_);
  }

  // Opened with another text in place of violations.csv.
  std::string ReasonWith(const std::string& from, const std::string& to) {
    PackageChecks checks = Checks();
    checks.decrypt = [&](absl::string_view sealed) {
      absl::StatusOr<std::string> plain = Decrypt(sealed);
      const size_t at = plain.ok() ? plain->find(from) : std::string::npos;
      if (at != std::string::npos) plain->replace(at, from.size(), to);
      return plain;
    };
    return ReasonOf(OpenPackage(Downloaded(contents_), trust_, checks).status())
        .code;
  }

  PackageContents contents_;
};

TEST_F(RowsPackageTest, HoldsRowsAsTableAndWorkbookEachEncryptedAndAttested) {
  const auto files = Files(contents_);
  EXPECT_THAT(files,
              UnorderedElementsAre(
                  Key(kExtractFile), Key(kViolationsFile), Key(kWorkbookFile),
                  Key(kSchemaFile), Key(kManifestFile), Key(kSignatureFile),
                  Key(kProtectionFile), Key(kVerifyFile), Key(kVerifierFile)));
  EXPECT_EQ(files, Files(contents_));
  const std::string& manifest = files.at(kManifestFile);
  EXPECT_THAT(manifest, HasSubstr("\"format\": \"toguna/package/v3\""));
  EXPECT_THAT(manifest,
              ::testing::ContainsRegex("\"cohorts\": \\[[ \n]*\"mrm-leads\""));
  EXPECT_THAT(manifest, HasSubstr("\"2026-Q1\""));
  for (const char* name : {kViolationsFile, kWorkbookFile}) {
    EXPECT_THAT(manifest, HasSubstr(absl::StrCat("\"name\": \"", name, "\"")));
    EXPECT_THAT(manifest, HasSubstr(HexOf(Sha256(files.at(name)))));
    EXPECT_THAT(files.at(kVerifyFile), HasSubstr(name));
  }
  EXPECT_THAT(files.at(kVerifyFile),
              HasSubstr("age -d -i KEYS/age.key -o mrm.xlsx mrm.xlsx.age"));
  EXPECT_THAT(files.at(kSchemaFile), HasSubstr("\"cohort_size\""));
  EXPECT_THAT(files.at(kProtectionFile), HasSubstr("leads pending verif"));
  EXPECT_THAT(files.at(kProtectionFile), HasSubstr("pistes en attente"));
  EXPECT_THAT(files.at(kProtectionFile), Not(HasSubstr("{")));
}

// Neither rows nor how many there are, nor that some are missing.
TEST_F(RowsPackageTest, NothingOfTheRowsLiesOutsideTheCiphertext) {
  const auto before = Files(contents_);
  contents_.selection.cohorts = {
      testing::MrmCohorts({testing::BoyMaimed(), testing::Anything()}, 40)};
  contents_.selection.cohorts[0].held_over = true;
  contents_.selection.cohorts[0].left_out = true;
  const auto after = Files(contents_);
  for (const char* name : {kSchemaFile, kProtectionFile, kVerifyFile}) {
    EXPECT_EQ(before.at(name), after.at(name)) << name;
  }
  for (const auto& [name, bytes] : after) {
    EXPECT_THAT(bytes, Not(HasSubstr("lead-0-0"))) << name;
  }
}

TEST_F(RowsPackageTest, TheRecipientOpensAllOfIt) {
  const auto opened = OpenPackage(Downloaded(contents_), trust_, Checks());
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->csv, Csv(contents_));
  EXPECT_EQ(opened->violations, *ViolationsCsv(catalog_, contents_));
  EXPECT_EQ(opened->workbook, *MrmWorkbook(catalog_, contents_));
  EXPECT_THAT(opened->checked, SizeIs(9));
  EXPECT_THAT(opened->checked.back().en, HasSubstr("The 18 rows"));
}

// The log names the digest of extract.csv.age, so every package has one.
TEST_F(RowsPackageTest, WithoutTablesTheExtractIsItsHeaderAlone) {
  contents_.selection.tables.clear();
  const auto opened = OpenPackage(Downloaded(contents_), trust_, Checks());
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->csv, "period,family,unit,status,value,low,high\n");
  EXPECT_EQ(opened->rows, 0);
  EXPECT_THAT(Files(contents_).at(kProtectionFile),
              HasSubstr("extract.csv has its header only"));
}

TEST_F(RowsPackageTest, FilesThatTheManifestDoesNotNameOrThatMissAreRefused) {
  const auto reason = [&](const std::map<std::string, std::string>& files) {
    return ReasonOf(OpenPackage(files, trust_, Checks()).status()).code;
  };
  for (const char* name : {kViolationsFile, kWorkbookFile}) {
    auto files = Downloaded(contents_);
    files[name].back() = static_cast<char>(files[name].back() ^ 1);
    EXPECT_EQ(reason(files), "FILE_CHANGED");
    files.erase(name);
    EXPECT_EQ(reason(files), "FILE_MISSING");
    PackageContents without = contents_;
    without.selection.cohorts.clear();
    auto plain = Downloaded(without);
    EXPECT_EQ(reason(plain), "");
    plain[name] = "rows";
    EXPECT_EQ(reason(plain), "FILE_UNKNOWN");
  }
}

TEST_F(RowsPackageTest, RowsThatAreNoneOfWholeCohortsAreRefused) {
  EXPECT_EQ(ReasonWith("nothing of it", ""), "");
  EXPECT_EQ(ReasonWith("report_pending_verification", "verified"),
            "CONTENT_MISMATCH");
  EXPECT_EQ(ReasonWith("lead-0-1,", "lead-0-0,"), "CONTENT_MISMATCH");
  EXPECT_EQ(ReasonWith("2026-Q1-01,6\n", "2026-Q1-02,6\n"), "CONTENT_MISMATCH");
  EXPECT_EQ(ReasonWith("2026-Q1-01,6\n", "2026-Q1-01,7\n"), "CONTENT_MISMATCH");
  EXPECT_EQ(ReasonWith("ref,violation,", "violation,ref,"), "CONTENT_MISMATCH");
  EXPECT_EQ(ReasonWith("PK\x03\x04", "MZ\x03\x04"), "CONTENT_MISMATCH");
}

TEST_F(RowsPackageTest, ARefusalNamesTheFileThatDoesNotOpen) {
  PackageChecks checks = Checks();
  checks.decrypt = [](absl::string_view sealed) -> absl::StatusOr<std::string> {
    absl::StatusOr<std::string> plain = Decrypt(sealed);
    if (plain.ok() && absl::StartsWith(*plain, "PK")) {
      return absl::DataLossError("wrong key");
    }
    return plain;
  };
  const auto opened = OpenPackage(Downloaded(contents_), trust_, checks);
  EXPECT_EQ(ReasonOf(opened.status()).code, "NOT_DECRYPTED");
  EXPECT_EQ(SayPackageRefusal(opened.status()).en,
            "Package refused: mrm.xlsx.age does not open with your key.");
}

TEST_F(RowsPackageTest, WhatCannotBeShownAsRowsMakesNoPackage) {
  contents_.selection.cohorts[0].list_versions["places"] = "2023";
  EXPECT_THAT(
      MakePackageMaker(catalog_, signer_, sealer_, "exchange.example/audit/v1")
          ->Make(contents_),
      StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace toguna
