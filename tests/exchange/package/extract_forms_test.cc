// The forms of an extract: the same cells as CSV with commas or semicolons, as
// a workbook and as JSON; and what no text in any of them can do.

#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "exchange/base/csv.h"
#include "exchange/package/extract_json.h"
#include "exchange/package/extract_rows.h"
#include "exchange/package/extract_workbook.h"
#include "exchange/package/layout.h"
#include "exchange/package/mrm_rows.h"
#include "gmock/gmock.h"
#include "gtest/gtest-spi.h"
#include "gtest/gtest.h"
#include "tests/exchange/package/mrm_world.h"
#include "tests/support/sealed_march.h"
#include "tests/support/small_operation.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

int Run(const std::string& command) { return std::system(command.c_str()); }

// What LibreOffice reads in each sheet.
std::map<std::string, std::string> SheetsOf(const std::string& workbook) {
  const TempDir folder;
  WriteFile(folder / "extract.xlsx", workbook);
  EXPECT_EQ(
      Run(absl::StrCat(
          "HOME=", folder.path(),
          " timeout 200 soffice -env:UserInstallation=file://", folder.path(),
          "/profile --headless --convert-to 'csv:Text - txt - csv "
          "(StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' "
          "--outdir ",
          folder.path(), " ", folder / "extract.xlsx", " >", folder / "log",
          " 2>&1")),
      0)
      << "LibreOffice is needed and did not convert: "
      << ReadFile(folder / "log");
  std::map<std::string, std::string> sheets;
  for (const char* name : {"Data", "Notes", "Codes", "Columns"}) {
    sheets[name] = ReadFile(folder / absl::StrCat("extract-", name, ".csv"));
    EXPECT_FALSE(sheets[name].empty()) << name;
  }
  return sheets;
}

// The files in a workbook one after the other.
std::string Unpacked(const std::string& workbook) {
  const TempDir folder;
  WriteFile(folder / "x.xlsx", workbook);
  WriteFile(folder / "unpack.py",
            "import sys, zipfile\n"
            "with zipfile.ZipFile(sys.argv[1]) as z:\n"
            "  for f in z.infolist():\n"
            "    print('FILE', f.filename, *f.date_time)\n"
            "    print(z.read(f).decode())\n");
  EXPECT_EQ(Run(absl::StrCat("python3 ", folder / "unpack.py ",
                             folder / "x.xlsx", " >", folder / "all")),
            0);
  return ReadFile(folder / "all");
}

class ExtractFormsTest : public ::testing::Test {
 protected:
  PackageContents Contents() {
    PackageContents contents;
    contents.release = ReleaseId("r-abcdefghij2345abcdef");
    contents.agreement = AgreementOf(catalog_);
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
  std::string Csv(const PackageContents& contents) {
    return *ExtractCsv(catalog_, contents);
  }
  std::string Workbook(const PackageContents& contents) {
    const auto bytes = ExtractWorkbook(catalog_, contents);
    EXPECT_THAT(bytes, IsOk());
    return bytes.ok() ? *bytes : "";
  }
  std::string JsonOf(const PackageContents& contents) {
    return *ExtractJson(catalog_, contents);
  }
  // Other labels for the places, in the order of their rows.
  void Rename(const std::vector<std::string>& labels) {
    CodeList& list = catalog_.code_lists.at(CodeListId("places"));
    std::vector<CodeDeclaration> nodes;
    for (const char* code : {"ML", "ML01", "ML0101", "ML05", "ML0501"}) {
      const std::string& label = labels[nodes.size() % labels.size()];
      const std::string text = code;
      nodes.push_back({text, text.substr(0, text.size() - 2), {label, label}});
    }
    nodes[0].parent = "";
    list.tree = *CodeTree::Create(nodes);
  }

  Catalog catalog_ = SmallCatalog();
};

TEST_F(ExtractFormsTest, SemicolonsComeWithAMarkAndTheSameCells) {
  PackageContents contents = Contents();
  const auto commas = ReadCsv(Csv(contents), ',');
  contents.wish.delimiter = ';';
  contents.wish.hxl = true;
  const std::string csv = Csv(contents);
  EXPECT_TRUE(absl::StartsWith(csv, "\xEF\xBB\xBFperiod;family;place_code;"));
  EXPECT_THAT(csv, Not(HasSubstr("\r")));
  EXPECT_EQ(CsvDelimiterOf(csv), ';');
  EXPECT_EQ(CsvDelimiterOf(Csv(Contents())), ',');
  auto rows = ReadCsv(csv, ';');
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ((*rows)[1].front(), "#date+period");
  rows->erase(rows->begin() + 1);
  EXPECT_EQ(*rows, *commas);

  Catalog mrm = MrmCatalog();
  PackageContents leads = MrmContents(mrm);
  leads.wish.delimiter = ';';
  EXPECT_TRUE(absl::StartsWith(*ViolationsCsv(mrm, leads), "\xEF\xBB\xBFref;"));
}

TEST_F(ExtractFormsTest, JsonHasTheCellsOfTheTableAndSaysWhatItIs) {
  const PackageContents contents = Contents();
  const auto json = nlohmann::json::parse(JsonOf(contents));
  EXPECT_EQ(json["format"], "toguna/extract/v1");
  EXPECT_EQ(json["release"], "r-abcdefghij2345abcdef");
  EXPECT_EQ(json["demo"], false);
  ASSERT_EQ(json["tables"].size(), 2u);
  const auto& table = json["tables"][0];
  EXPECT_EQ(table["title"]["fr"], "Lieu et type");
  EXPECT_EQ(table["dimensions"].dump(), R"(["place","type"])");
  EXPECT_EQ(table["cells"].size(), 15u);
  const auto& shown = table["cells"][0];
  EXPECT_EQ(shown["codes"].dump(), R"(["ML","all"])");
  EXPECT_EQ(shown["labels"][1]["en"], "All");
  EXPECT_EQ(shown["status"], "PUBLISHED");
  EXPECT_EQ(shown["value"], 40);
  EXPECT_FALSE(shown.contains("low") || shown.contains("high"));
  const auto& hidden = table["cells"][2];
  EXPECT_EQ(hidden["status"], "NOT_SHOWN");
  EXPECT_FALSE(hidden.contains("value"));
  EXPECT_EQ(hidden["low"], 1);
  EXPECT_EQ(hidden["high"], 6);
  // No limit is known, so none is said.
  EXPECT_FALSE(json["tables"][1]["cells"][1].contains("high"));
}

TEST_F(ExtractFormsTest, SameCellsTellsEveryDifference) {
  const PackageContents contents = Contents();
  const std::string json = JsonOf(contents);
  const std::string csv = Csv(contents);
  EXPECT_TRUE(SameCells(json, csv, ','));
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{
           {"\"value\":40", "\"value\":41"},
           {"\"value\":40", "\"value\":\"40\""},
           {"\"high\":6", "\"high\":7"},
           {"\"high\":6,", ""},
           {"NOT_SHOWN", "PUBLISHED"},
           {"\"ML01\"", "\"ML05\""},
           {"toguna/extract/v1", "toguna/extract/v2"},
           {"\"tables\"", "\"table\""},
           {"2026-03", "2026-04"}}) {
    EXPECT_FALSE(SameCells(absl::StrReplaceAll(json, {{from, to}}), csv, ','))
        << from;
  }
  EXPECT_FALSE(SameCells("", csv, ','));
  EXPECT_FALSE(SameCells("[]", csv, ','));
  EXPECT_FALSE(SameCells(json, csv.substr(0, csv.rfind("2026-03")), ','));
}

TEST_F(ExtractFormsTest, AWorkbookHasTheRowsNumbersAsNumbersAndItsNotes) {
  catalog_.operation.demo = true;
  const PackageContents contents = Contents();
  const std::string bytes = Workbook(contents);
  const auto sheets = SheetsOf(bytes);
  // LibreOffice quotes texts that look like numbers or hold marks only.
  const auto data = ReadCsv(sheets.at("Data"), ',');
  ASSERT_THAT(data, IsOk());
  const std::string csv =
      absl::StrReplaceAll(Csv(contents), {{"'=", "="}, {"'@", "@"}});
  EXPECT_EQ(*data, *ReadCsv(csv, ','));
  for (const char* said :
       {"k = 5: a number is shown only", "k = 5 : un nombre n’est montré",
        "DEMO — demonstration data", "is not a zero"}) {
    EXPECT_THAT(sheets.at("Notes"), HasSubstr(said));
  }
  EXPECT_THAT(sheets.at("Codes"), HasSubstr("place,places,v1,"));
  EXPECT_THAT(sheets.at("Columns"), HasSubstr("NOT_SHOWN: nothing is said"));

  const std::string all = Unpacked(bytes);
  EXPECT_THAT(all, HasSubstr("<v>40</v>"));
  EXPECT_THAT(all, HasSubstr("<autoFilter"));
  EXPECT_THAT(all, HasSubstr("state=\"frozen\""));
  size_t marks = 0;
  for (size_t at = all.find("<oddHeader>"); at != std::string::npos;
       at = all.find("<oddHeader>", at + 1)) {
    EXPECT_EQ(all.substr(at, 40).find("DEMO") == std::string::npos, false);
    ++marks;
  }
  EXPECT_EQ(marks, 4u) << "every sheet says DEMO in print";
}

// The paragraphs of the sheet are those of PROTECTION.txt: there is one source.
TEST_F(ExtractFormsTest, TheNotesAreTheProtectionStatement) {
  const PackageContents contents = Contents();
  const std::string text = ProtectionText(catalog_, contents);
  for (const Language language : {Language::kFrench, Language::kEnglish}) {
    const auto paragraphs = ProtectionParagraphs(language, catalog_, contents);
    EXPECT_THAT(paragraphs, SizeIs(::testing::Gt(8u)));
    for (const std::string& one : paragraphs) {
      EXPECT_THAT(text, HasSubstr(one));
    }
  }
}

TEST_F(ExtractFormsTest, WhatIsNotShownHasNoNumberInAnyForm) {
  PackageContents contents = Contents();
  for (SelectedTable& table : contents.selection.tables) {
    for (SealedCell& cell : table.table.cells) {
      // Numbers that no other cell has, left behind where none belongs.
      if (cell.status == CellStatus::kNotShown) cell.value = 77'123;
      if (cell.status == CellStatus::kPublished) cell.high = 88'123;
    }
  }
  for (const std::string& form :
       {Csv(contents), JsonOf(contents), Unpacked(Workbook(contents))}) {
    EXPECT_THAT(form, HasSubstr("NOT_SHOWN"));
    EXPECT_THAT(form, Not(HasSubstr("77123")));
    EXPECT_THAT(form, Not(HasSubstr("88123")));
  }
}

// As a spreadsheet reads it that takes `mark` between columns, whatever the
// file's is: it does not see the quotes around a text that it splits.
void ExpectNoFormula(const std::string& csv, char mark) {
  for (const absl::string_view line : absl::StrSplit(csv, '\n')) {
    for (absl::string_view cell : absl::StrSplit(line, mark)) {
      while (absl::ConsumePrefix(&cell, "\"")) {
      }
      if (cell.empty()) continue;
      EXPECT_EQ(absl::string_view("=+-@\t\r").find(cell.front()),
                absl::string_view::npos)
          << mark << " " << line;
    }
  }
}

TEST_F(ExtractFormsTest, NoTextIsAFormulaInAnyForm) {
  const std::vector<std::string> hostile = {
      "=1+1",     "+1",        "-1",    "@SUM(A1)",
      "\t=1",     "\r=1",      "a\n=2", "a,=2",
      "a;=2",     "a;\"=2\"",  "a,-2",  "=HYPERLINK(\"http://x\")",
      "http://x", "mailto:x@y"};
  for (const std::string& label : hostile) {
    Rename({label});
    PackageContents contents = Contents();
    for (const char delimiter : {',', ';'}) {
      contents.wish.delimiter = delimiter;
      ExpectNoFormula(Csv(contents), ',');
      ExpectNoFormula(Csv(contents), ';');
    }
    const std::string all = Unpacked(Workbook(contents));
    EXPECT_THAT(all, Not(HasSubstr("<f>")));
    EXPECT_THAT(all, Not(HasSubstr("<f ")));
    EXPECT_THAT(all, Not(HasSubstr("<hyperlink")));
  }
  Rename({"=1+1", "@SUM(A1)", "-1", "+1", "=2+2"});
  const auto data = ReadCsv(SheetsOf(Workbook(Contents())).at("Data"), ',');
  ASSERT_THAT(data, IsOk());
  EXPECT_EQ((*data)[1][3], "=1+1") << "LibreOffice shows the text, not 2";
  EXPECT_EQ((*data)[7][3], "-1");
}

// The control: a text that is not looked at would be one.
TEST_F(ExtractFormsTest, Control_AFormulaWouldBeSeen) {
  EXPECT_NONFATAL_FAILURE(ExpectNoFormula("a;b,=1+1\n", ','), "");
}

TEST_F(ExtractFormsTest, TextsKeepTheirSeparatorsQuotesAndLines) {
  const std::vector<std::string> labels = {"Gao, ville", "Gao; ville",
                                           "\"Gao\"", "Gao\nville", " Gao "};
  Rename(labels);
  PackageContents contents = Contents();
  for (const char delimiter : {',', ';'}) {
    contents.wish.delimiter = delimiter;
    const auto rows = ReadCsv(Csv(contents), delimiter);
    ASSERT_THAT(rows, IsOk());
    EXPECT_EQ((*rows)[1][3], "Gao, ville");
    EXPECT_EQ((*rows)[4][3], "Gao; ville");
    EXPECT_EQ((*rows)[7][3], "\"Gao\"");
  }
  const auto json = nlohmann::json::parse(JsonOf(contents));
  EXPECT_EQ(json["tables"][0]["cells"][9]["labels"][0]["fr"], "Gao\nville");
  const auto data = ReadCsv(SheetsOf(Workbook(contents)).at("Data"), ',');
  ASSERT_THAT(data, IsOk());
  EXPECT_EQ((*data)[7][3], "\"Gao\"");
  EXPECT_EQ((*data)[10][3], "Gao\nville");
}

// A mark that turns the direction of reading makes a text read otherwise than
// it is: such a label makes no package, in no form.
TEST_F(ExtractFormsTest, TextsThatReadOtherwiseAreRefusedInEveryForm) {
  for (const char* bad : {"Gao\u202Eoag", "Gao\u200F", "Gao\u2066x",
                          "Gao\u200B", "G\x01o", "G\xFFo"}) {
    Rename({bad});
    const PackageContents contents = Contents();
    EXPECT_THAT(ExtractCsv(catalog_, contents),
                StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(ExtractJson(catalog_, contents),
                StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(ExtractWorkbook(catalog_, contents),
                StatusIs(absl::StatusCode::kFailedPrecondition));
  }
}

TEST_F(ExtractFormsTest, TheSameContentsGiveTheSameBytes) {
  const PackageContents contents = Contents();
  EXPECT_EQ(Workbook(contents), Workbook(contents));
  EXPECT_EQ(JsonOf(contents), JsonOf(contents));
  EXPECT_THAT(Unpacked(Workbook(contents)), Not(HasSubstr("2026-11")));
}

TEST_F(ExtractFormsTest, APoolIsExplainedBehindItsList) {
  PackageContents contents = Contents();
  SealedTable& table = contents.selection.tables[0].table;
  table.cells = {{{"both", "all"}, CellStatus::kPublished, 40}};
  table.pools = {
      {"place", "both", {"les deux", "both together"}, {"ML01", "ML05"}}};
  EXPECT_THAT(Unpacked(Workbook(contents)), HasSubstr("both together"));
  EXPECT_TRUE(SameCells(JsonOf(contents), Csv(contents), ','));
}

TEST_F(ExtractFormsTest, TheSchemaExplainsWhatThePackageHolds) {
  PackageContents contents = Contents();
  auto schema = nlohmann::json::parse(SchemaJson(catalog_, contents));
  EXPECT_EQ(schema["csv"]["delimiter"], ",");
  EXPECT_EQ(schema["csv"]["byte_order_mark"], false);
  EXPECT_FALSE(schema.contains("json") || schema.contains("xlsx"));
  contents.wish = {.delimiter = ';', .xlsx = true, .json = true};
  schema = nlohmann::json::parse(SchemaJson(catalog_, contents));
  EXPECT_EQ(schema["csv"]["delimiter"], ";");
  EXPECT_EQ(schema["csv"]["byte_order_mark"], true);
  EXPECT_EQ(schema["json"]["format"], "toguna/extract/v1");
  EXPECT_EQ(schema["xlsx"]["file"], "extract.xlsx.age");
  // Every member of a cell is explained.
  const std::string members = schema["json"]["members"].dump();
  const auto json = nlohmann::json::parse(JsonOf(contents));
  for (const auto& cell : json["tables"][0]["cells"]) {
    for (const auto& [member, value] : cell.items()) {
      EXPECT_THAT(members, HasSubstr(absl::StrCat("cells[].", member)));
    }
  }
}

}  // namespace
}  // namespace toguna::testing
